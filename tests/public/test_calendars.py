"""The dates of a consultation for one's own calendar: moments of the record, in a form that programs read."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from accounts.models import Person
from rounds.actions import milestones, rounds
from rounds.models import Consultation, Round
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]


def content(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def events(client: Client, address: str) -> dict[str, Any]:
    """By the beginning of their identifiers."""
    found = Calendar.from_ical(content(client, address)).walk("VEVENT")
    return {str(event["uid"]).partition("@")[0]: event for event in found}


def test_round_opens_and_closes(as_: As, consultation: Consultation, round: Round) -> None:
    found = events(as_(None), f"/c/who-acts/rounds/{round.number}/calendar.ics")

    assert list(found) == [f"round-{round.pk}-opens", f"round-{round.pk}-closes"]
    opens, closes = found.values()
    assert opens.decoded("dtstart") == round.opens_at.replace(microsecond=0)
    assert closes.decoded("dtstart") == round.closes_at.replace(microsecond=0)
    assert closes["summary"] == f"Round {round.number} closes: Comments on a draft (Who acts next?)"
    assert (opens["sequence"], closes["sequence"]) == (0, 0)
    assert closes.decoded("dtstamp") == round.entry.at.replace(microsecond=0)
    assert closes["url"].endswith(f"/c/who-acts/rounds/{round.number}/")
    assert closes["transp"] == "TRANSPARENT"


def test_extension_moves_the_event_that_calendars_have(as_: As, secretary: Person, round: Round) -> None:
    address = f"/c/who-acts/rounds/{round.number}/calendar.ics"
    before = events(as_(None), address)

    longer = rounds.extend(
        by=secretary, round=round, closes_at=round.closes_at + timedelta(days=2), reason="It came late; to many, sadly."
    )

    after = events(as_(None), address)
    assert list(after) == list(before)
    closes = after[f"round-{round.pk}-closes"]
    assert (closes["sequence"], after[f"round-{round.pk}-opens"]["sequence"]) == (1, 0)
    assert closes.decoded("dtstart") == longer.closes_at.replace(microsecond=0)
    assert closes.decoded("dtstamp") == longer.at.replace(microsecond=0)
    assert "The reason: It came late; to many, sadly." in closes["description"]


def test_same_state_same_bytes_whoever_asks_and_whenever(
    as_: As, secretary: Person, member: Person, round: Round, settle: Callable[[], None]
) -> None:
    settle()
    member.language, member.time_zone = "fr", "Africa/Nairobi"
    member.save()

    first = content(as_(None), "/c/who-acts/calendar.ics")

    assert content(as_(member), "/c/who-acts/calendar.ics") == first
    assert content(as_(secretary), "/c/who-acts/calendar.ics") == first
    assert max(map(len, first.split(b"\r\n"))) <= 75


def test_program_that_has_the_file_is_told_so(as_: As, secretary: Person, round: Round) -> None:
    client, address = as_(None), "/c/who-acts/calendar.ics"
    answer = client.get(address)
    etag = answer.headers["ETag"]

    again = client.get(address, headers={"If-None-Match": etag})
    rounds.extend(by=secretary, round=round, closes_at=round.closes_at + timedelta(days=2), reason="It came late.")
    changed = client.get(address, headers={"If-None-Match": etag})

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="who-acts.ics"'
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


def test_moments_are_said_in_utc_and_where_the_consultation_is(as_: As, secretary: Person, host: Any) -> None:
    consultation = factories.make_consultation(secretary, host, slug="nairobi", time_zone="Africa/Nairobi")
    now = timezone.now()
    round = factories.make_round(secretary, consultation)
    closes = datetime(2027, 4, 19, tzinfo=UTC)
    Round.objects.filter(pk=round.pk).update(opens_at=datetime(2027, 4, 1, 9, 30, tzinfo=UTC), closes_at=closes)

    opens, closing = events(as_(None), "/c/nairobi/calendar.ics").values()

    assert opens["description"].startswith(
        "Opens on Thursday 1 April 2027, 09:30 UTC = Thursday 1 April 2027, 12:30 in Nairobi."
    )
    assert closing["description"].startswith(
        "Closes at the end of Sunday 18 April 2027, 24:00 UTC = Monday 19 April 2027, 03:00 in Nairobi."
    )
    assert closing.decoded("dtstart") == closes.astimezone(ZoneInfo("UTC"))
    assert now < closes


def test_days_on_which_something_is_due_are_whole_days(
    as_: As, secretary: Person, consultation: Consultation, round: Round
) -> None:
    due = milestones.announce(
        by=secretary,
        consultation=consultation,
        title="Answers; to all, and the draft",
        day=date(2027, 5, 3),
        now=timezone.now(),
    )

    found = events(as_(None), "/c/who-acts/calendar.ics")

    event = found[f"day-{due.pk}"]
    assert event.decoded("dtstart") == date(2027, 5, 3)
    assert event["summary"] == "Answers; to all, and the draft (Who acts next?)"
    assert len(found) == 3


def test_words_of_people_cannot_write_lines_of_the_file(as_: As, secretary: Person, round: Round) -> None:
    reason = "A line.\r\nEND:VEVENT\r\nBEGIN:VALARM\nX:, ; \\ “ü” " + "مختبر " * 40

    rounds.extend(by=secretary, round=round, closes_at=round.closes_at + timedelta(days=2), reason=reason)

    raw = content(as_(None), "/c/who-acts/calendar.ics")
    assert raw.count(b"\r\nEND:VEVENT") == 2
    assert b"\r\nBEGIN:VALARM" not in raw
    closes = events(as_(None), "/c/who-acts/calendar.ics")[f"round-{round.pk}-closes"]
    assert "END:VEVENT\nBEGIN:VALARM\nX:, ; \\ “ü” مختبر" in closes["description"]


def test_private_dates_are_for_those_who_may_read(
    as_: As, secretary: Person, outsider: Person, private_consultation: Consultation
) -> None:
    factories.make_round(secretary, private_consultation)

    for viewer in (None, outsider):
        assert as_(viewer).get("/c/behind-doors/calendar.ics").status_code == 404
        assert as_(viewer).get("/c/behind-doors/rounds/1/calendar.ics").status_code == 404
    answer = as_(secretary).get("/c/behind-doors/calendar.ics")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    assert as_(None).get("/c/who-acts/rounds/99999999999999999999/calendar.ics").status_code == 404


def test_pages_lead_to_the_dates(as_: As, round: Round) -> None:
    client = as_(None)

    assert 'href="/c/who-acts/calendar.ics">Dates for your calendar</a>' in client.get("/c/who-acts/").content.decode()
    whole = client.get(f"/c/who-acts/rounds/{round.number}/").content.decode()
    assert f'href="/c/who-acts/rounds/{round.number}/calendar.ics">Dates for your calendar</a>' in whole


def test_calendar_asks_the_database_the_same_for_1_and_30_rounds(
    as_: As, secretary: Person, consultation: Consultation
) -> None:
    client, asked = as_(None), []
    for count in (1, 29):
        for _n in range(count):
            made = factories.make_round(secretary, consultation)
            rounds.extend(by=secretary, round=made, closes_at=made.closes_at + timedelta(days=1), reason="Late.")
        with CaptureQueriesContext(connection) as queries:
            content(client, "/c/who-acts/calendar.ics")
        asked.append(len(queries))

    assert asked[0] == asked[1]
