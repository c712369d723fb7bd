"""What waits, and deciding about texts."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organization, Person
from contributions.models import Contribution
from integrations.actions import imports
from moderation.models import Decision
from proposals.actions import comments
from proposals.models import Comment, Proposal
from rounds.models import Consultation, Round
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]


@pytest.fixture
def desk(as_: As, moderator: Person) -> Client:
    return as_(moderator)


def decide(thing: Any) -> str:
    return reverse("desk_decide", args=["comment" if isinstance(thing, Comment) else "contribution", thing.pk])


def hiding(**changed: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "act": "hide",
        "version": "1",
        "rule": "3",
        "reason": "It attacks a person.",
        "language": "en",
        **changed,
    }


def test_comment_is_hidden_under_a_rule_with_a_reason(desk: Client, comment: Comment) -> None:
    answer = desk.post(decide(comment), hiding())

    comment.refresh_from_db()
    decision = Decision.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, decide(comment))
    assert (comment.status, comment.text) == ("hidden", None)
    assert (decision.verb, decision.rule_number, decision.reason) == ("hide", 3, "It attacks a person.")


def test_contribution_is_hidden_and_shown_again(desk: Client, contribution: Contribution) -> None:
    desk.post(decide(contribution), hiding())
    page = desk.get(decide(contribution)).content.decode()

    desk.post(decide(contribution), hiding(act="restore", reason="It speaks of the report."))

    contribution.refresh_from_db()
    assert "At some length." in page
    assert (contribution.status, contribution.text) == ("published", "At some length.")
    assert list(Decision.objects.order_by("at").values_list("verb", flat=True)) == ["hide", "restore"]


def test_page_shows_the_text_with_its_context(
    desk: Client, member: Person, round: Round, draft: Proposal, secretary: Person
) -> None:
    paragraph = draft.paragraphs.get(anchor="2")
    parent = factories.make_comment(member, round, draft, paragraph=paragraph, text="The first word.")
    reply = factories.make_comment(secretary, round, draft, paragraph=paragraph, reply_to=parent, text="An answer.")

    page = desk.get(decide(reply)).content.decode()

    assert "On paragraph 2 of Zero draft" in page
    assert "Paragraph 2 says one thing." in page
    assert "The first word." in page
    assert "An answer." in page


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"rule": ""}, "rule", "Choose the rule that the text breaks."),
        ({"rule": "99"}, "rule", "Choose the rule that the text breaks."),
        ({"reason": "  "}, "reason", "Say why, so that the author can understand it."),
        ({"language": "tlh"}, "language", "“tlh” is not a language we know. Choose one from the list."),
    ],
)
def test_wrong_decision_is_shown_again_with_a_sentence(
    desk: Client, comment: Comment, changed: dict[str, Any], field: str, sentence: str
) -> None:
    answer = desk.post(decide(comment), hiding(**changed))

    assert (answer.status_code, Decision.objects.count()) == (422, 0)
    assert answer.context["form"].errors == {field: [sentence]}


def test_text_decided_meanwhile_is_answered_with_what_changed(
    desk: Client, secretary: Person, comment: Comment
) -> None:
    factories.hide(secretary, comment, rule=5, reason="It sells something.")

    answer = desk.post(decide(comment), hiding())

    page = answer.content.decode()
    assert (answer.status_code, Decision.objects.count()) == (409, 1)
    assert "it is now “Hidden by a moderator”" in page
    assert "It sells something." in page
    assert "What you wrote:" in page
    assert "It attacks a person." in page


def test_text_corrected_meanwhile_must_be_read_again(desk: Client, member: Person, comment: Comment) -> None:
    comments.correct(by=member, comment=comment, text="A milder word.")

    first = desk.post(decide(comment), hiding())
    second = desk.post(decide(comment), hiding(version=first.context["form"].data["version"]))

    assert (first.status_code, second.status_code) == (409, 303)
    assert "A milder word." in first.content.decode()
    assert first.context["form"].data["reason"] == "It attacks a person."


def test_decision_sent_twice_counts_once(desk: Client, comment: Comment) -> None:
    form = hiding()

    answers = [desk.post(decide(comment), form).status_code for _try in range(2)]

    assert (answers, Decision.objects.count()) == ([303, 303], 1)


def test_withdrawn_text_offers_no_decision(desk: Client, member: Person, comment: Comment) -> None:
    comments.withdraw(by=member, comment=comment)

    page = desk.get(decide(comment)).content.decode()

    assert "Nothing to decide" in page
    assert desk.post(decide(comment), hiding()).status_code == 409


def test_imported_contribution_is_decided_about(desk: Client, call: Round) -> None:
    now = timezone.now()
    source = imports.read(by=None, round=call, content=b"number,title,text\n1,A,1. Words.\n")
    imports.take(
        by=None, job=imports.begin(by=None, round=call, source=source, now=now), round=call, source=source, now=now
    )
    thing = Contribution.objects.get()

    page = desk.get(decide(thing)).content.decode()
    answer = desk.post(decide(thing), hiding())

    assert "1. Words." in page
    assert answer.status_code == 303
    assert "told by mail" not in page


@pytest.fixture
def read_first(consultation: Consultation) -> Consultation:
    Consultation.objects.update(moderation="before")
    consultation.refresh_from_db()
    return consultation


def test_waiting_text_is_published_with_one_button(
    desk: Client, read_first: Consultation, member: Person, round: Round, draft: Proposal
) -> None:
    comment = factories.make_comment(member, round, draft, text="Please show me.")
    page = desk.get("/desk/waiting/").content.decode()

    answer = desk.post(reverse("desk_publish", args=["comment", comment.pk]), {"key": str(uuid4()), "version": "1"})

    comment.refresh_from_db()
    assert "Please show me." in page
    assert (answer.status_code, answer["Location"]) == (303, "/desk/waiting/")
    assert (comment.status, comment.text) == ("published", "Please show me.")
    assert "Nothing waits." in desk.get("/desk/waiting/").content.decode()


def test_waiting_text_published_by_somebody_else_is_answered_with_409(
    desk: Client, read_first: Consultation, member: Person, round: Round, draft: Proposal
) -> None:
    comment = factories.make_comment(member, round, draft)
    address = reverse("desk_publish", args=["comment", comment.pk])
    desk.post(address, {"key": str(uuid4()), "version": "1"})

    answer = desk.post(address, {"key": str(uuid4()), "version": "1"})

    assert (answer.status_code, Decision.objects.count()) == (409, 1)
    assert "it is now “Published”" in answer.content.decode()


def test_own_text_waits_for_somebody_else(
    as_: As, read_first: Consultation, moderator: Person, round: Round, draft: Proposal
) -> None:
    comment = factories.make_comment(moderator, round, draft)

    page = as_(moderator).get("/desk/waiting/").content.decode()
    answer = as_(moderator).post(reverse("desk_publish", args=["comment", comment.pk]), {"version": "1"})

    assert "yours: somebody else decides" in page
    assert answer.status_code == 403


def test_desk_says_how_many_wait(
    desk: Client, read_first: Consultation, member: Person, call: Round, round: Round, draft: Proposal
) -> None:
    factories.make_comment(member, round, draft)
    factories.make_contribution(member, call, title="A waiting title")

    answer = desk.get("/desk/")

    assert answer.context["waiting"].count == 2
    assert "A waiting title" in answer.content.decode()


def test_moderator_of_another_consultation_sees_nothing_of_what_waits(
    as_: As,
    read_first: Consultation,
    member: Person,
    round: Round,
    draft: Proposal,
    secretary: Person,
    host: Organization,
) -> None:
    comment = factories.make_comment(member, round, draft, text="CANARY")
    other = factories.make_person("Ada", group=None)
    factories.make_office(other, "moderator", factories.make_consultation(secretary, host))

    pages = [as_(other).get(address).content.decode() for address in ("/desk/", "/desk/waiting/", "/desk/decisions/")]

    assert [page.count("CANARY") for page in pages] == [0, 0, 0]
    assert as_(other).get(decide(comment)).status_code == 404


@pytest.mark.parametrize("address", ["/desk/", "/desk/waiting/", "/desk/decisions/", "/desk/c/who-acts/"])
def test_page_takes_the_same_statements_for_one_and_for_thirty(
    address: str,
    desk: Client,
    read_first: Consultation,
    member: Person,
    moderator: Person,
    call: Round,
    round: Round,
    draft: Proposal,
    secretary: Person,
    host: Organization,
) -> None:
    def one_more() -> None:
        body = factories.make_organization(secretary)
        who = factories.make_person(country="FR")
        factories.make_focal_point(secretary, who, body)
        factories.make_comment(
            who, round, draft, capacity="organization", organization=body, paragraph=draft.paragraphs.get(anchor="1")
        )
        factories.make_contribution(who, call)
        shown = factories.make_comment(secretary, round, draft, capacity="secretariat")
        factories.hide(moderator, shown)
        factories.make_proposal(secretary, round)
        other = factories.make_consultation(secretary, host)
        factories.make_round(secretary, other)
        factories.make_office(moderator, "moderator", other)

    one_more()
    desk.get(address)
    with CaptureQueriesContext(connection) as few:
        desk.get(address)
    for _time in range(6):
        one_more()
    with CaptureQueriesContext(connection) as many:
        answer = desk.get(address)

    assert answer.status_code == 200
    assert len(many) == len(few)
