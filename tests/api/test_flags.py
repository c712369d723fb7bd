"""Telling the moderators through the API: of every kind, once, and read by nobody else."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Organization, Person
from contributions.models import Contribution
from moderation.actions import decisions
from moderation.models import Flag
from proposals.models import Comment, Proposal
from rounds.models import Consultation
from tests import factories
from tests.api.conftest import Partner, problem_of, statements

pytestmark = pytest.mark.django_db
Program = Callable[..., Partner]
SAID = {"rule": 3, "sentence": "It calls somebody a liar."}


def test_every_kind_is_told_of_once(
    partner: Program,
    secretary: Person,
    outsider: Person,
    member: Person,
    consultation: Consultation,
    comment: Comment,
    contribution: Contribution,
    draft: Proposal,
    organization: Organization,
) -> None:
    program = partner(outsider)
    things = {
        "comment": comment,
        "contribution": contribution,
        "proposal": draft,
        "document": factories.make_document(secretary, consultation, "A report"),
        "organization": organization,
        "person": member,
    }

    for kind, thing in things.items():
        key = str(uuid4())
        first, same = (program.post("/flags/", {kind: str(thing.pk), **SAID}, key=key) for _try in range(2))
        again = program.post("/flags/", {kind: str(thing.pk), **SAID})
        made = first.json()
        assert (first.status_code, same.json()) == (201, made)
        assert made[kind] == str(thing.pk)
        assert [made[other] for other in things if other != kind] == [None] * 5
        assert (made["rule_number"], made["rule"]) == (3, "No attacks on persons")
        assert (made["answered_at"], made["decision"]) == (None, None)
        assert program.get(f"/flags/{made['id']}/").json() == made
        assert problem_of(again)[:2] == (409, "flagged_already")

    assert len(program.get("/flags/").json()["results"]) == Flag.objects.count() == 6


def test_answer_stands_in_it(partner: Program, outsider: Person, moderator: Person, comment: Comment) -> None:
    program = partner(outsider)
    made = program.post("/flags/", {"comment": str(comment.pk), **SAID}).json()
    decision = factories.hide(moderator, comment, rule=3)
    told = program.get(f"/flags/{made['id']}/").json()

    assert told["answered_at"] is not None
    assert told["decision"] == {
        "id": str(decision.pk),
        "number": None,
        "verb": "hide",
        "reason": "It names somebody.",
        "language": "en",
    }


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"comment": "1", **SAID}, "invalid"),
        ({"comment": str(uuid4()), **SAID}, "unknown"),
        ({**SAID}, "name_one"),
        ({"comment": "HERE", "person": str(uuid4()), **SAID}, "name_one"),
        ({"comment": "HERE", "rule": 99, "sentence": "x"}, "rule_unknown"),
        ({"comment": "HERE", "rule": 10**30, "sentence": "x"}, "rule_unknown"),
        ({"comment": "HERE", "rule": "third", "sentence": "x"}, "invalid"),
        ({"comment": "HERE", "rule": 3, "sentence": " "}, "text_missing"),
        ({"comment": "HERE", "rule": 3, "sentence": "x" * 1_001}, "text_too_long"),
        ({"comment": "HERE", "rule": 3, "sentence": "x", "language": "??"}, "language_unknown"),
        ({"comment": "HERE", "rule": 3, "sentence": "x", "hide": True}, "unknown_field"),
    ],
)
def test_what_cannot_be_taken(
    partner: Program, outsider: Person, comment: Comment, body: dict[str, Any], code: str
) -> None:
    sent = {name: str(comment.pk) if value == "HERE" else value for name, value in body.items()}
    answer = partner(outsider).post("/flags/", sent)

    assert answer.status_code == 400
    assert code in {error["code"] for error in answer.json()["errors"]}
    assert Flag.objects.count() == 0


def test_own_hidden_and_waiting_texts_are_not_told_of(
    partner: Program, outsider: Person, member: Person, moderator: Person, comment: Comment, contribution: Contribution
) -> None:
    own = partner(member).post("/flags/", {"comment": str(comment.pk), **SAID})
    factories.hide(moderator, comment)
    hidden = partner(outsider).post("/flags/", {"comment": str(comment.pk), **SAID})
    Contribution.objects.filter(pk=contribution.pk).update(
        status="received", waiting_for="moderator", title=None, text=None, answers=None, words_digest=None
    )
    waiting = partner(outsider).post("/flags/", {"contribution": str(contribution.pk), **SAID})

    assert problem_of(own)[:2] == (409, "own_text_flagged")
    assert problem_of(hidden)[:2] == (409, "not_shown")
    assert (waiting.status_code, [error["code"] for error in waiting.json()["errors"]]) == (400, ["unknown"])


def test_nobody_else_reads_it(partner: Program, outsider: Person, moderator: Person, comment: Comment) -> None:
    made = partner(outsider).post("/flags/", {"comment": str(comment.pk), **SAID}).json()

    for person in (None, moderator, comment.author):
        program = partner(person)
        assert program.get("/flags/").json()["results"] == []
        assert program.get(f"/flags/{made['id']}/").status_code == 404
    assert partner(None).post("/flags/", {"comment": str(comment.pk), **SAID}).status_code == 401
    read_only = partner(outsider, "read").post("/flags/", {"comment": str(comment.pk), **SAID})
    assert problem_of(read_only)[:2] == (403, "scope_missing")


def test_list_asks_as_often_for_thirty_as_for_one(
    partner: Program,
    outsider: Person,
    member: Person,
    moderator: Person,
    comment: Comment,
    draft: Proposal,
) -> None:
    program = partner(outsider)

    def tell(thing: Comment) -> None:
        program.post("/flags/", {"comment": str(thing.pk), **SAID})
        decisions.keep(by=moderator, thing=thing, reason="It breaks none.", language="en", now=timezone.now())

    tell(comment)
    with statements() as few:
        program.get("/flags/")
    for _time in range(29):
        tell(factories.make_comment(member, comment.round, draft))
    with statements() as many:
        listed = program.get("/flags/").json()["results"]

    assert len(many) == len(few)
    assert [flag["decision"]["verb"] for flag in listed] == ["keep"] * 30


def test_status_of_hidden_names_titles_and_texts(
    partner: Program, secretary: Person, consultation: Consultation, draft: Proposal, organization: Organization
) -> None:
    document = factories.make_document(secretary, consultation, "A canary report")
    things = {"documents": document, "proposals": draft, "organizations": organization}
    before = {path: partner(None).get(f"/{path}/{thing.pk}/").json()["status"] for path, thing in things.items()}
    for thing in things.values():
        said = {"rule": 4, "reason": "It claims another name.", "language": "en", "now": timezone.now()}
        decisions.hide(by=secretary, thing=thing, **said)
    after = {path: partner(None).get(f"/{path}/{thing.pk}/").json() for path, thing in things.items()}

    assert set(before.values()) == {"published"}
    assert {told["status"] for told in after.values()} == {"hidden"}
    assert (after["documents"]["title"], after["documents"]["url"], after["documents"]["sha256"]) == (
        "Document hidden",
        None,
        None,
    )
    assert after["proposals"]["title"] == "Text hidden"
    assert {paragraph["text"] for paragraph in after["proposals"]["paragraphs"]} == {""}
