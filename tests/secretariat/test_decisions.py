"""The list of what was decided: everything, with who decided, narrowed to what one looks for, taken back from there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organization, Person
from moderation.actions import decisions, motions
from moderation.models import Decision
from proposals.models import Comment, Proposal
from rounds.models import Consultation, Round
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
LIST = "/desk/decisions/"


@pytest.fixture
def site_moderator(db: None) -> Person:
    person = factories.make_person("Ilse", group=None)
    factories.make_office(person, "moderator")
    return person


def hide(by: Person, thing: Any) -> Decision:
    return decisions.hide(by=by, thing=thing, rule=3, reason="Why.", language="en", now=timezone.now())


def lines(answer: Any) -> list[tuple[str, str]]:
    return [(line.decision.verb, line.kind) for line in answer.context["lines"]]


def test_list_holds_decisions_about_every_kind(
    as_: As,
    site_moderator: Person,
    secretary: Person,
    member: Person,
    comment: Comment,
    draft: Proposal,
    consultation: Consultation,
) -> None:
    things = [
        comment,
        factories.make_contribution(member, factories.make_round(secretary, consultation, purpose="call_for_inputs")),
        draft,
        factories.make_document(secretary, consultation),
        factories.make_organization(secretary),
        factories.make_person(),
    ]
    for thing in things:
        hide(site_moderator, thing)

    answer = as_(site_moderator).get(LIST)

    assert sorted(lines(answer)) == [
        ("hide", kind) for kind in ("comment", "contribution", "document", "organization", "person", "proposal")
    ]
    assert answer.content.decode().count("by <bdi>Ilse</bdi>") == 6


def test_names_stand_only_before_offices_of_the_whole_site(
    as_: As, site_moderator: Person, moderator: Person, outsider: Person
) -> None:
    hide(site_moderator, outsider)

    assert [lines(as_(who).get(LIST)) for who in (site_moderator, moderator)] == [[("hide", "person")], []]


def test_two_people_are_named_and_nobody_where_time_decided(
    as_: As,
    moderator: Person,
    secretary: Person,
    member: Person,
    organization: Organization,
    round: Round,
    draft: Proposal,
) -> None:
    now = timezone.now()
    made = [
        factories.make_comment(member, round, draft, capacity="organization", organization=organization)
        for _time in range(2)
    ]
    motion = motions.ask_to_hide(by=moderator, thing=made[0], rule=3, reason="Why.", language="en", now=now)
    motions.agree(by=secretary, motion=motion, now=now)
    decisions.hold(by=moderator, thing=made[1], rule=1, reason="Why.", language="en", now=now)
    motions.lapse(now=now + timedelta(hours=73))

    page = as_(moderator).get(LIST).content.decode()

    assert page.count("by <bdi>Piet</bdi> and <bdi>Noor</bdi>") == 1
    assert page.count("by itself, when its time was over") == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["hide", "keep"]),
        ("?verb=hide", ["hide"]),
        ("?verb=keep&consultation=who-acts", ["keep"]),
        ("?consultation=elsewhere", []),
        ("?verb=burn", []),
        ("?verb=%00", []),
        ("?consultation=%00", []),
    ],
)
def test_list_is_narrowed(
    query: str, found: list[str], as_: As, moderator: Person, comment: Comment, member: Person, round: Round
) -> None:
    draft = comment.proposal
    hide(moderator, comment)
    other = factories.make_comment(member, round, draft)
    decisions.keep(by=moderator, thing=other, reason="No.", language="en", now=timezone.now())

    answer = as_(moderator).get(LIST + query)

    assert (answer.status_code, sorted(verb for verb, _kind in lines(answer))) == (200, found)


def test_only_last_decisions_of_the_hour_can_be_taken_back(
    as_: As, moderator: Person, comment: Comment, member: Person, round: Round
) -> None:
    old = hide(moderator, factories.make_comment(member, round, comment.proposal))
    Decision.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(minutes=61))
    hide(moderator, comment)
    decisions.restore(by=moderator, thing=comment, reason="No.", language="en", now=timezone.now())

    answer = as_(moderator).get(LIST)

    assert [(line.decision.verb, line.undo_until is not None) for line in answer.context["lines"]] == [
        ("restore", True),
        ("hide", False),
        ("hide", False),
    ]


def test_decision_is_taken_back_from_the_list(as_: As, moderator: Person, comment: Comment) -> None:
    decision = hide(moderator, comment)

    answer = as_(moderator).post(reverse("desk_undo", args=[decision.pk]), {"key": str(uuid4())})

    comment.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (303, reverse("desk_decide", args=["comment", comment.pk]))
    assert comment.status == "published"


def test_list_of_one_s_own_texts_has_no_button(
    as_: As, site_moderator: Person, moderator: Person, round: Round, draft: Proposal
) -> None:
    hide(site_moderator, factories.make_comment(moderator, round, draft))

    answer = as_(moderator).get(LIST)

    assert [line.undo_until for line in answer.context["lines"]] == [None]


def test_list_takes_the_same_statements_for_one_and_for_thirty(
    as_: As,
    site_moderator: Person,
    member: Person,
    secretary: Person,
    call: Round,
    round: Round,
    draft: Proposal,
    consultation: Consultation,
) -> None:
    def one_more() -> None:
        for thing in (
            factories.make_comment(member, round, draft),
            factories.make_contribution(member, call),
            factories.make_proposal(secretary, round),
            factories.make_document(secretary, consultation),
            factories.make_organization(secretary),
            factories.make_person(),
        ):
            hide(site_moderator, thing)

    client = as_(site_moderator)
    one_more()
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for _time in range(5):
        one_more()
    with CaptureQueriesContext(connection) as many:
        answer = client.get(LIST)

    assert (answer.status_code, len(answer.context["lines"])) == (200, 36)
    assert len(many) == len(few)
