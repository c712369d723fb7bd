"""What arrived late is read on a page of its own, and is in no list and no count."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Person
from contributions.actions import recordings
from contributions.models import Contribution
from digests.actions import follows
from digests.compose import compose
from digests.models import Follow
from reports.compose import heard
from rounds.models import Consultation, Round, Way
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]


def record(by: Person, round: Round, at: datetime, **said: Any) -> Contribution:
    said = {"author_name": "Ana Cardoso", "text": "Came by mail.", "stakeholder_group": "academia", **said}
    return recordings.record(by=by, round=round, way=Way.MAIL, arrived_at=at, language="en", now=timezone.now(), **said)


@pytest.fixture
def in_time(secretary: Person, call: Round) -> Contribution:
    return record(secretary, call, timezone.now() - timedelta(hours=1), title="In time")


@pytest.fixture
def late(secretary: Person, call: Round, in_time: Contribution, settle: Callable[[], None]) -> Contribution:
    factories.close(call)
    made = record(secretary, call, timezone.now(), title="A late letter", stakeholder_group="government")
    settle()
    return made


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_late_text_stands_on_its_own_page(as_: As, late: Contribution, call: Round) -> None:
    stranger = as_(None)

    alone = page(stranger, f"/c/who-acts/rounds/{call.number}/late/")
    whole = page(stranger, f"/contributions/{late.pk}/")

    assert "A late letter" in alone
    assert "In time" not in alone
    assert f"/c/who-acts/rounds/{call.number}/late/" in page(stranger, f"/c/who-acts/rounds/{call.number}/")
    assert "It arrived after the close of its round" in whole
    assert "recorded by the secretariat from a mail that arrived on" in whole


def test_late_text_is_in_no_list_and_no_count(
    as_: As, late: Contribution, consultation: Consultation, call: Round, secretary: Person
) -> None:
    stranger = as_(None)
    pages = ["/", "/c/who-acts/", "/c/who-acts/contributions/", f"/c/who-acts/rounds/{call.number}/"]

    assert [address for address in pages if "A late letter" in page(stranger, address)] == []
    counted = heard.in_round(None, call).rows
    assert {row.key: (row.others, row.recorded) for row in counted if not row.is_silent} == {"academia": (0, 1)}
    assert "1 contribution shown" in page(as_(secretary), "/desk/c/who-acts/")


def test_late_text_is_told_in_no_digest(
    outsider: Person, secretary: Person, call: Round, consultation: Consultation, settle: Callable[[], None]
) -> None:
    follows.begin(by=outsider, thing=consultation, now=timezone.now())
    record(secretary, call, timezone.now() - timedelta(hours=1), title="In time")
    factories.close(call)
    record(secretary, call, timezone.now(), title="A late letter")
    settle()

    told = compose(outsider, list(Follow.objects.filter(person=outsider)), 10_000, now=timezone.now())

    lines = [(line.words, line.quoted) for chapter in told.chapters for line in chapter.lines]
    assert [line for line in lines if line[1]] == [
        ("Contribution of Ana Cardoso, Academia, recorded by the secretariat:", "In time")
    ]


def test_recorded_texts_are_counted_apart(
    as_: As, in_time: Contribution, call: Round, settle: Callable[[], None]
) -> None:
    settle()
    shown = page(as_(None), "/c/who-acts/")

    row = next(row for row in heard.in_round(None, call).rows if row.recorded)
    assert (row.key, row.organizations, row.vouched, row.others, row.recorded) == ("academia", 0, 0, 0, 1)
    assert "Recorded by the secretariat, counted apart: Academia 1." in shown


@pytest.mark.parametrize("count", [1, 30])
def test_late_page_asks_the_database_the_same_for_1_and_30(
    count: int, as_: As, secretary: Person, call: Round, late: Contribution
) -> None:
    for _ in range(count - 1):
        record(secretary, call, timezone.now())
    client = as_(None)
    client.get(f"/c/who-acts/rounds/{call.number}/late/")

    with CaptureQueriesContext(connection) as asked:
        client.get(f"/c/who-acts/rounds/{call.number}/late/")

    assert len(asked) == QUERIES


QUERIES = 6
