"""Many texts at the desk: what will happen is seen first, what happened stands item by item, and is taken back."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Organization, Person
from moderation.actions import bulk, queue
from moderation.models import Bulk, Decision, Item
from proposals.actions import comments
from proposals.models import Comment, Proposal
from rounds.models import Consultation, Round
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]


@pytest.fixture
def waiting(member: Person, round: Round, draft: Proposal) -> list[Item]:
    """Five comments that moderators read first."""
    Consultation.objects.update(moderation="before")
    round.consultation.refresh_from_db()
    for number in range(5):
        factories.make_comment(member, round, draft, text=f"Remark number {number}.")
    queue.bring_up_to_date(now=timezone.now())
    return list(Item.objects.order_by("due_at", "id"))


def new(act: str, items: list[Item]) -> str:
    return f"/desk/bulk/new/?act={act}" + "".join(f"&item={item.pk}" for item in items)


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def typed(client: Client, act: str, items: list[Item], **said: Any) -> dict[str, Any]:
    page = client.get(new(act, items)).content.decode()
    return {"act": act, "key": field(page, "key"), "read": field(page, "read"), **said}


HIDING = {"rule": "3", "reason": "It attacks.", "language": "en"}


def test_preview_says_what_will_happen_and_does_nothing(as_: As, moderator: Person, waiting: list[Item]) -> None:
    page = as_(moderator).get(new("publish", waiting)).content.decode()

    assert "<h1>Publish 5 texts</h1>" in page
    assert [f"Remark number {number}." in page for number in range(5)] == [True] * 5
    assert (Decision.objects.count(), Bulk.objects.count()) == (0, 0)


def test_confirmed_it_is_done_and_taken_back(as_: As, moderator: Person, waiting: list[Item]) -> None:
    client = as_(moderator)
    sent = client.post("/desk/bulk/new/", typed(client, "hide", waiting, **HIDING))
    done = client.get(sent["Location"]).content.decode()
    back = client.post(sent["Location"], {"key": field(done, "key")})
    undone = client.get(back["Location"]).content.decode()
    listed = client.get("/desk/bulk/").content.decode()

    assert (sent.status_code, back.status_code) == (303, 303)
    assert "<h1>All 5 texts were hidden</h1>" in done
    assert "<h1>All 5 decisions were taken back</h1>" in undone
    assert [text in listed for text in ("All 5 texts were hidden", "All 5 decisions were taken back")] == [True, True]
    assert set(Comment.objects.values_list("status", flat=True)) == {"received"}


def test_one_that_changed_meanwhile_is_told_apart(
    as_: As, moderator: Person, member: Person, waiting: list[Item]
) -> None:
    client = as_(moderator)
    said = typed(client, "publish", waiting)
    assert waiting[1].comment is not None
    comments.correct(by=member, comment=waiting[1].comment, text="Other words.")
    done = client.get(client.post("/desk/bulk/new/", said)["Location"]).content.decode()

    assert "<h1>4 of 5 texts were published</h1>" in done
    assert "Its author corrected the text since you opened the page." in done
    assert Comment.objects.filter(status="published").count() == 4


def test_two_presses_decide_once(as_: As, moderator: Person, waiting: list[Item]) -> None:
    client = as_(moderator)
    said = typed(client, "publish", waiting)
    first, second = client.post("/desk/bulk/new/", said), client.post("/desk/bulk/new/", said)

    assert first["Location"] == second["Location"]
    assert (Bulk.objects.count(), Decision.objects.count()) == (1, 5)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"rule": ""}, "Choose the rule that the texts break."),
        ({"rule": "99"}, "Choose the rule that the texts break."),
        ({"reason": ""}, "Say why, so that the authors can understand it."),
        ({"reason": "x" * 2_001}, "at most 2000 characters"),
        ({"language": "xx-nowhere"}, "is not a language we know"),
        ({"read": ""}, "Nothing of what you chose waits any more, or nothing was chosen."),
        ({"read": "comment:nothing:1"}, "This page was not sent as it was."),
    ],
)
def test_what_is_missing_is_said(
    as_: As, moderator: Person, waiting: list[Item], said: dict[str, str], error: str
) -> None:
    client = as_(moderator)
    response = client.post("/desk/bulk/new/", {**typed(client, "hide", waiting, **HIDING), **said})

    assert response.status_code == 422
    assert error in response.content.decode()
    assert Decision.objects.count() == 0


def test_what_takes_two_people_is_told_apart(
    as_: As, moderator: Person, member: Person, organization: Organization, round: Round, draft: Proposal
) -> None:
    Consultation.objects.update(moderation="before")
    round.consultation.refresh_from_db()
    factories.make_comment(member, round, draft, capacity="organization", organization=organization)
    queue.bring_up_to_date(now=timezone.now())
    page = as_(moderator).get(new("hide", list(Item.objects.all()))).content.decode()

    assert "<h1>Nothing of this can be done</h1>" in page
    assert "This takes two people. Ask a second moderator to agree." in page


@pytest.mark.parametrize("query", ["", "?act=erase", "?act=hide%00", "?act=undo"])
def test_what_is_not_for_many_is_nowhere(as_: As, moderator: Person, query: str) -> None:
    assert as_(moderator).get(f"/desk/bulk/new/{query}").status_code == 404


def test_nothing_chosen_leads_back(as_: As, moderator: Person) -> None:
    for query in ("", "&item=x", "&item=8d5f4a6e-0f3f-4c1c-9d0e-0d3d5f4a6e0f", "&all=1&consultation=%00"):
        page = as_(moderator).get(f"/desk/bulk/new/?act=hide{query}")
        assert (page.status_code, b"Nothing of what you chose waits any more" in page.content) == (200, True)


def test_texts_of_others_are_neither_shown_nor_decided(
    as_: As, moderator: Person, private_consultation: Consultation, waiting: list[Item]
) -> None:
    said = typed(as_(moderator), "publish", waiting)
    other = factories.make_person()
    factories.make_office(other, "moderator", private_consultation)
    page = as_(other).get(new("publish", waiting)).content.decode()
    sent = as_(other).post("/desk/bulk/new/", said)

    assert "Remark number" not in page
    assert (sent.status_code, "Remark number" in sent.content.decode(), Decision.objects.count()) == (422, False, 0)


def test_bulk_of_another_is_nowhere(as_: As, moderator: Person, secretary: Person, waiting: list[Item]) -> None:
    client = as_(moderator)
    address = client.post("/desk/bulk/new/", typed(client, "publish", waiting))["Location"]

    assert (as_(secretary).get(address).status_code, as_(secretary).post(address).status_code) == (404, 404)
    assert "5 texts" not in as_(secretary).get("/desk/bulk/").content.decode()


def test_all_that_match_are_meant(as_: As, moderator: Person, waiting: list[Item]) -> None:
    page = as_(moderator).get("/desk/bulk/new/?act=publish&all=1&reason=read_first").content.decode()
    none = as_(moderator).get("/desk/bulk/new/?act=publish&all=1&reason=flagged").content.decode()

    assert "<h1>Publish 5 texts</h1>" in page
    assert "Nothing of what you chose waits any more" in none


def test_many_go_on_by_themselves(
    monkeypatch: pytest.MonkeyPatch, as_: As, moderator: Person, waiting: list[Item]
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 2)
    client = as_(moderator)
    address = client.post("/desk/bulk/new/", typed(client, "publish", waiting))["Location"]
    asked = client.get(address).content.decode()
    while bulk.carry_out_next(now=timezone.now()):
        pass
    done = client.get(address).content.decode()

    assert ("0 of 5 are decided" in asked, 'http-equiv="refresh"' in asked) == (True, True)
    assert ("All 5 texts were published" in done, 'http-equiv="refresh"' in done) == (True, False)


def test_pages_cost_the_same_for_one_and_for_many(
    as_: As, moderator: Person, member: Person, round: Round, draft: Proposal, waiting: list[Item]
) -> None:
    client = as_(moderator)

    def cost(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    one, many = cost(new("publish", waiting[:1])), cost(new("publish", waiting))
    alone = cost(client.post("/desk/bulk/new/", typed(client, "publish", waiting[:1]))["Location"])
    listed = cost("/desk/bulk/")
    together = cost(client.post("/desk/bulk/new/", typed(client, "publish", waiting[1:]))["Location"])

    assert (one, alone, listed) == (many, together, cost("/desk/bulk/"))
