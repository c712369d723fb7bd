"""Lists of what comes with a call ask the database the same, whatever their number of rows."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Person
from contributions.models import Contribution
from proposals.actions import drafts, endorsements
from proposals.models import Comment, Proposal
from rounds.models import Consultation, Round
from tests import factories
from tests.api.conftest import statements

pytestmark = pytest.mark.django_db


def asked(get: Callable[[], Any]) -> int:
    with statements() as found:
        assert get().status_code == 200
    return len(found)


def test_endorsements_in_the_api(partner: Callable[..., Any], comment: Comment, contribution: Contribution) -> None:
    def more(count: int) -> int:
        for _n in range(count):
            for thing in (comment, contribution):
                endorsements.give(by=factories.make_person(), thing=thing)
        return asked(lambda: partner(None).get("/endorsements/?limit=100"))

    assert more(1) == more(29)


def test_drafts_in_the_api(partner: Callable[..., Any], secretary: Person, outsider: Person, round: Round) -> None:
    wide = factories.make_proposal(secretary, round, paragraphs=30)
    places = list(wide.paragraphs.all())
    program = partner(outsider)

    def more(paragraphs: list[Any]) -> int:
        for paragraph in paragraphs:
            drafts.save_comment(
                by=outsider,
                round=round,
                proposal=wide,
                paragraph=paragraph,
                text="Not yet.",
                language="en",
                now=timezone.now(),
            )
        return asked(lambda: program.get("/drafts/"))

    assert more(places[:1]) == more(places[1:])


def test_documents_in_the_api(partner: Callable[..., Any], secretary: Person, consultation: Consultation) -> None:
    def more(count: int) -> int:
        for _n in range(count):
            factories.make_document(secretary, consultation)
        return asked(lambda: partner(None).get("/documents/?limit=100"))

    assert more(1) == more(29)


def test_the_same_text_on_its_page(as_: Any, settle: Any, round: Round, draft: Proposal, call: Round) -> None:
    first = factories.make_comment(factories.make_person(), round, draft, text="The same.")
    sent = factories.make_contribution(factories.make_person(), call, text="The same.")

    def more(count: int) -> list[int]:
        for _n in range(count):
            factories.make_comment(factories.make_person(), round, draft, text="The same.")
            factories.make_contribution(factories.make_person(), call, text="The same.")
        settle()
        pages = (f"/comments/{first.pk}/same/", f"/contributions/{sent.pk}/same/")
        return [asked(partial(as_(None).get, page)) for page in pages]

    assert more(1) == more(29)


def test_receipt_of_a_response(partner: Callable[..., Any], outsider: Person, round: Round, draft: Proposal) -> None:
    program = partner(outsider)

    def more(count: int) -> int:
        items = [{"proposal": str(draft.pk), "language": "en", "text": f"Thing {n} of {count}."} for n in range(count)]
        made = program.post("/responses/", {"round": str(round.pk), "items": items})
        assert made.status_code == 201
        return asked(lambda: program.get(f"/responses/{made.json()['id']}/"))

    assert more(1) == more(30)
