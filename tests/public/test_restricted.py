"""What somebody limited or suspended is told where they could write, and what everybody reads of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Person
from contributions.models import Contribution
from moderation.actions import accounts
from proposals.models import Comment, Proposal
from rounds.models import Round

pytestmark = pytest.mark.django_db
BANNER = {"limit": "Your account is limited", "suspend": "Your account is suspended"}


@pytest.fixture
def until() -> datetime:
    return timezone.now() + timedelta(days=7)


def restrict(by: Person, person: Person, verb: str, until: datetime) -> None:
    said = {"rule": 3, "reason": "Three attacks.", "language": "en", "until": until, "now": timezone.now()}
    getattr(accounts, verb)(by=by, person=person, **said)


@pytest.mark.parametrize("verb", BANNER)
def test_whoever_is_restricted_is_told_wherever_they_could_write(
    verb: str,
    as_: Any,
    secretary: Person,
    member: Person,
    call: Round,
    comment: Comment,
    contribution: Contribution,
    draft: Proposal,
    until: datetime,
) -> None:
    pages = [
        f"/p/{draft.pk}/1/",
        f"/comments/{comment.pk}/reply/",
        f"/comments/{comment.pk}/correct/",
        f"/c/who-acts/rounds/{call.number}/send/",
        f"/contributions/{contribution.pk}/correct/",
        f"/contributions/{contribution.pk}/replace/",
        f"/contributions/{contribution.pk}/files/",
        f"/c/who-acts/rounds/{call.number}/my-response/",
    ]
    client = as_(member)
    before = [BANNER[verb] in client.get(page).content.decode() for page in pages]
    restrict(secretary, member, verb, until)
    told = {page: BANNER[verb] in client.get(page).content.decode() for page in pages}

    assert before == [False] * len(pages)
    assert told == dict.fromkeys(pages, True)


def test_page_of_a_person_says_until_when_and_by_which_decision(
    as_: Any, settle: Any, secretary: Person, member: Person, until: datetime
) -> None:
    restrict(secretary, member, "suspend", until)
    settle()
    shown = as_(None).get(f"/people/{member.pk}/")
    decision = shown.context["restriction"]

    assert (decision.verb, decision.until) == ("suspend", until)
    told = f'<a href="/{decision.number}/">decision No. {decision.number}</a>, rule 3'
    assert told in shown.content.decode()


def test_page_of_a_person_says_nothing_once_it_is_over(
    as_: Any, secretary: Person, member: Person, until: datetime
) -> None:
    restrict(secretary, member, "limit", until)
    accounts.lift_due(now=until)

    assert as_(None).get(f"/people/{member.pk}/").context["restriction"] is None


def test_suspended_form_is_sent_and_refused_with_everything_typed(
    as_: Any, secretary: Person, member: Person, draft: Proposal, until: datetime
) -> None:
    client = as_(member)
    restrict(secretary, member, "suspend", until)
    form = {"key": "k", "capacity": "personal", "language": "en", "named": "yes", "text": "Typed long.", "send": "1"}
    answer = client.post(f"/p/{draft.pk}/1/", form)

    assert answer.status_code == 403
    assert "Typed long." in answer.content.decode()
    assert Comment.objects.count() == 0


def test_tokens_of_a_suspended_person_file_nothing_and_read(
    client: Any, secretary: Person, member: Person, comment: Comment, draft: Proposal, round: Round, until: datetime
) -> None:
    from integrations.actions import tokens

    made = tokens.make(by=member, name="A portal", scopes=["read", "comment"], days=30, now=timezone.now())
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {made[1]}"}
    restrict(secretary, member, "suspend", until)
    filed = client.post(
        "/api/v1/comments/",
        {"round": str(round.pk), "proposal": str(draft.pk), "text": "Words", "language": "en"},
        content_type="application/json",
        **bearer,
    )
    read = client.get(f"/api/v1/comments/{comment.pk}/", **bearer)
    taken_back = client.post(f"/api/v1/comments/{comment.pk}/withdraw/", content_type="application/json", **bearer)

    assert (filed.status_code, filed.json()["code"]) == (403, "account_suspended")
    assert read.status_code == 200
    assert taken_back.status_code == 200
