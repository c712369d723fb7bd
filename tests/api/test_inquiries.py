"""What moderators ask, through the API: read and answered by the author alone."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Person
from moderation.actions import decisions
from moderation.models import Inquiry
from proposals.models import Comment
from tests.api.conftest import Partner, problem_of

pytestmark = pytest.mark.django_db
Program = Callable[..., Partner]


@pytest.fixture
def asked(moderator: Person, comment: Comment) -> Inquiry:
    decision = decisions.ask(by=moderator, thing=comment, question="Who?", language="en", now=timezone.now())
    return decision.inquiry


def test_author_reads_and_answers(partner: Program, member: Person, comment: Comment, asked: Inquiry) -> None:
    program = partner(member)
    (listed,) = program.get("/inquiries/").json()["results"]
    key = str(uuid4())
    said = [program.post(f"/inquiries/{asked.pk}/reply/", {"text": "The mayor."}, key=key) for _twice in range(2)]
    again = program.post(f"/inquiries/{asked.pk}/reply/", {"text": "His brother."})
    one = program.get(f"/inquiries/{asked.pk}/").json()

    assert (listed["id"], listed["comment"], listed["question"]) == (str(asked.pk), str(comment.pk), "Who?")
    assert (listed["reply"], listed["replied_at"]) == ("", None)
    assert [(answer.status_code, answer.json()["reply"]) for answer in said] == [(200, "The mayor.")] * 2
    assert problem_of(again)[:2] == (409, "replied_already")
    assert one == said[0].json()


def test_nobody_else_meets_the_question(partner: Program, moderator: Person, outsider: Person, asked: Inquiry) -> None:
    for person in (moderator, outsider):
        program = partner(person)
        answer = program.post(f"/inquiries/{asked.pk}/reply/", {"text": "I know."})
        found: tuple[Any, ...] = (program.get("/inquiries/").json()["results"], answer.status_code)
        assert (*found, program.get(f"/inquiries/{asked.pk}/").status_code) == ([], 404, 404)
    stranger = partner(None)
    assert stranger.get("/inquiries/").json()["results"] == []
    assert stranger.post(f"/inquiries/{asked.pk}/reply/", {"text": "I know."}).status_code == 401


def test_answer_needs_the_scope(partner: Program, member: Person, asked: Inquiry) -> None:
    answer = partner(member, "read").post(f"/inquiries/{asked.pk}/reply/", {"text": "The mayor."})

    assert problem_of(answer)[:2] == (403, "scope_missing")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "required"),
        ({"text": " "}, "text_missing"),
        ({"text": "x" * 2_001}, "text_too_long"),
        ({"text": "a\x00b"}, "null_characters_not_allowed"),
        ({"text": None}, "null"),
        ({"text": "He.", "reply": "He."}, "unknown_field"),
    ],
)
def test_answer_that_cannot_be_taken(
    body: dict[str, Any], code: str, partner: Program, member: Person, asked: Inquiry
) -> None:
    answer = partner(member).post(f"/inquiries/{asked.pk}/reply/", body)

    assert problem_of(answer)[0] == 400
    assert [error["code"] for error in answer.json()["errors"]] == [code]
    assert Inquiry.objects.get().replied_at is None


def test_answer_after_a_decision(partner: Program, moderator: Person, member: Person, asked: Inquiry) -> None:
    text = asked.decision.thing
    decisions.hide(by=moderator, thing=text, rule=3, reason="It attacks.", language="en", now=timezone.now())

    assert problem_of(partner(member).post(f"/inquiries/{asked.pk}/reply/", {"text": "He."}))[:2] == (
        409,
        "question_over",
    )
