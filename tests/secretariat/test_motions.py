"""Deadlines and places that take two people: asked on the desk, answered by somebody else, ended by time."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Affiliation, Organization, Person
from ledger.models import Entry
from moderation.actions import motions
from moderation.models import Item, Motion
from rounds.models import Consultation, Extension, Round
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(as_: Any, secretary: Person) -> Client:
    client: Client = as_(secretary)
    return client


@pytest.fixture
def ending(secretary: Person, consultation: Consultation) -> Round:
    """A round that closes tomorrow."""
    return factories.make_round(secretary, consultation, closes_in=timedelta(hours=30))


def extend(round: Round) -> str:
    return reverse("desk_round_extend", args=[round.consultation.slug, round.number])


def said(round: Round, **changed: str) -> dict[str, str]:
    last_day = (round.closes_at + timedelta(days=3)).date()
    return {"key": str(uuid4()), "last_day": str(last_day), "closes_time": "", "reason": "It came late.", **changed}


def test_page_near_the_close_asks_a_second_person(
    desk: Client, as_: Any, settle: Any, moderator: Person, ending: Round
) -> None:
    before = ending.closes_at
    shown = desk.get(extend(ending))
    alone = desk.post(extend(ending), said(ending))
    asked = desk.post(extend(ending), said(ending, ask="1"))
    motion = Motion.objects.get()
    ending.refresh_from_db()
    waits = ending.closes_at
    item = Item.objects.get(motion=motion)
    agreed = as_(moderator).post(reverse("desk_item", args=[item.pk]), {"key": str(uuid4()), "do": "agree"})
    ending.refresh_from_db()
    settle()
    record = desk.get("/ledger/").content.decode()

    assert (shown.context["takes_two"], shown.context["is_alone"]) == (True, False)
    assert (alone.status_code, asked.status_code, waits) == (409, 303, before)
    assert (agreed.status_code, ending.closes_at, motion.state) == (303, motion.closes_at, "waiting")
    assert Extension.objects.count() == 1
    assert Entry.objects.get(kind="round.extended").record.count('"by_two":"yes"') == 1
    assert record.count("has more time, as two people decided") == 1


def test_page_far_from_the_close_asks_nobody(desk: Client, round: Round) -> None:
    shown = desk.get(extend(round))
    done = desk.post(extend(round), said(round))

    assert (shown.context["takes_two"], done.status_code, Motion.objects.count()) == (False, 303, 0)


def test_page_says_that_somebody_is_asked_already(
    desk: Client, as_: Any, other_secretary: Person, ending: Round
) -> None:
    desk.post(extend(ending), said(ending, ask="1"))
    motion = Motion.objects.get()
    again = as_(other_secretary).post(extend(ending), said(ending, ask="1"))
    shown = as_(other_secretary).get(extend(ending))

    assert (again.status_code, Motion.objects.count()) == (409, 1)
    assert shown.context["motion"] == motion
    assert reverse("desk_motion", args=[motion.pk]) in shown.content.decode()


def test_page_says_when_nobody_else_could_agree(desk: Client, ending: Round) -> None:
    assert desk.get(extend(ending)).context["is_alone"] is True


@pytest.mark.parametrize(
    "changed",
    [{"last_day": ""}, {"last_day": "99999-01-01"}, {"reason": ""}, {"reason": "\x00"}, {"last_day": "2020-01-01"}],
)
def test_wrong_question_is_shown_again(changed: dict[str, str], desk: Client, ending: Round) -> None:
    answer = desk.post(extend(ending), said(ending, ask="1", **changed))

    assert (answer.status_code, Motion.objects.count()) == (422, 0)


def test_motion_ends_when_its_round_closes(desk: Client, secretary: Person, ending: Round) -> None:
    desk.post(extend(ending), said(ending, ask="1"))
    motion = Motion.objects.get()
    early = motions.end_overtaken(now=timezone.now())
    ended = motions.end_overtaken(now=ending.closes_at)
    motion.refresh_from_db()

    assert (early, ended, motion.state, motion.answered_by) == (0, 1, "lapsed", None)
    assert list(Item.objects.open()) == []


def test_round_that_closed_meanwhile_is_refused_plainly(
    desk: Client, as_: Any, moderator: Person, ending: Round
) -> None:
    desk.post(extend(ending), said(ending, ask="1"))
    item = Item.objects.get()
    factories.close(ending)
    answer = as_(moderator).post(reverse("desk_item", args=[item.pk]), {"key": str(uuid4()), "do": "agree"})

    assert (answer.status_code, answer.context["refusal"].code) == (409, "round_closed")
    assert Extension.objects.count() == 0


def test_api_says_where_a_second_person_is_asked(client: Client, secretary: Person, ending: Round) -> None:
    from integrations.actions import tokens

    bearer = tokens.issue(person=secretary, scopes=["read", "comment", "moderate"], now=timezone.now())[1]
    answer = client.post(
        f"/api/v1/rounds/{ending.pk}/extensions/",
        {"closes_at": (ending.closes_at + timedelta(days=1)).isoformat(), "reason": "It came late."},
        content_type="application/json",
        headers={"Authorization": f"Bearer {bearer}"},
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "second_person_needed")
    assert "/api/v1/moderation/motions/" in answer.json()["detail"]


# --- somebody who does not speak for a body any more -----------------------------------------------------------------


def test_ending_an_affiliation_asks_a_second_person(
    desk: Client, as_: Any, settle: Any, other_secretary: Person, member: Person, organization: Organization
) -> None:
    affiliation = Affiliation.objects.get(person=member)
    page = reverse("desk_affiliation_end", args=[affiliation.pk])
    asked = desk.post(page, {"key": str(uuid4()), "reason": "They left.", "language": "en"})
    affiliation.refresh_from_db()
    goes_on = affiliation.ended_at is None
    motion = Motion.objects.get()
    shown = desk.get(page)
    address = desk.get(reverse("desk_motion", args=[motion.pk]))["Location"]
    own = desk.post(address, {"key": str(uuid4()), "do": "agree"})
    agreed = as_(other_secretary).post(address, {"key": str(uuid4()), "do": "agree"})
    affiliation.refresh_from_db()
    settle()
    record = desk.get("/ledger/").content.decode()

    assert (asked.status_code, goes_on, shown.context["waiting"]) == (303, True, motion)
    assert (own.status_code, agreed.status_code, affiliation.ended_at is None) == (403, 303, False)
    assert record.count("any more: two people decided it.") == 1


@pytest.mark.parametrize("changed", [{"reason": " "}, {"reason": "x" * 2_001}, {"language": "tlh-x"}])
def test_wrong_reason_is_shown_again(
    changed: dict[str, str], desk: Client, member: Person, organization: Organization
) -> None:
    page = reverse("desk_affiliation_end", args=[Affiliation.objects.get(person=member).pk])
    answer = desk.post(page, {"key": str(uuid4()), "reason": "R", "language": "en", **changed})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, list(changed))
    assert Motion.objects.count() == 0


def test_ended_already_offers_nothing(desk: Client, member: Person, organization: Organization) -> None:
    Affiliation.objects.update(ended_at=timezone.now())
    page = reverse("desk_affiliation_end", args=[Affiliation.objects.get(person=member).pk])
    shown = desk.get(page)
    answer = desk.post(page, {"key": str(uuid4()), "reason": "R", "language": "en"})

    assert b"<textarea" not in shown.content
    assert answer.status_code == 409


def test_motion_about_nothing_of_mine_is_not_found(
    as_: Any, desk: Client, moderator: Person, member: Person, organization: Organization
) -> None:
    page = reverse("desk_affiliation_end", args=[Affiliation.objects.get(person=member).pk])
    desk.post(page, {"key": str(uuid4()), "reason": "R", "language": "en"})
    address = reverse("desk_motion", args=[Motion.objects.get().pk])

    assert as_(moderator).get(address).status_code == 404
    assert as_(moderator).get(reverse("desk_motion", args=[uuid4()])).status_code == 404
