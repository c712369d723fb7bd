"""The sentences about moments, as everybody reads them."""

import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.html import strip_tags

from rounds.models import Round

CLOSES = datetime(2027, 4, 19, tzinfo=UTC)
NOW = datetime(2027, 4, 16, 20, tzinfo=UTC)


def said(tag: str, *, now: datetime = NOW, zone: str = "UTC", **fields: object) -> str:
    round = Round(number=2, opens_at=CLOSES - timedelta(days=20), **{"closes_at": CLOSES, **fields})
    with timezone.override(zoneinfo.ZoneInfo(zone)):
        made = Template("{% load pages %}" + tag).render(Context({"round": round, "now": now}))
    return strip_tags(made)


def test_closing_in_the_reader_s_zone():
    assert said("{% closing round %}", zone="Africa/Nairobi") == (
        "Closes at the end of Sunday 18 April 2027, 24:00 UTC = Monday 03:00 in Nairobi (your time), in 2 days 4 hours"
    )


def test_closing_in_a_zone_behind_utc():
    assert said("{% closing round %}", zone="America/New_York") == (
        "Closes at the end of Sunday 18 April 2027, 24:00 UTC = Sunday 20:00 in New York (your time), in 2 days 4 hours"
    )


def test_closing_for_a_reader_in_utc():
    assert said("{% closing round %}") == "Closes at the end of Sunday 18 April 2027, 24:00 UTC, in 2 days 4 hours"


def test_closing_within_a_day():
    closes = datetime(2027, 4, 18, 12, 30, tzinfo=UTC)

    assert (
        said("{% closing round %}", closes_at=closes) == "Closes on Sunday 18 April 2027, 12:30 UTC, in 1 day 16 hours"
    )


def test_closing_of_what_is_closed():
    assert said("{% closing round %}", now=CLOSES) == "Closed at the end of Sunday 18 April 2027, 24:00 UTC"


def test_record_that_is_final():
    sealed = CLOSES + timedelta(seconds=2)

    assert said("{% final_since round %}", sealed_at=sealed) == "Closed. Record final since 00:00:02 UTC."


def test_record_that_became_final_days_later_names_the_day():
    sealed = CLOSES + timedelta(days=3)

    assert said("{% final_since round %}", sealed_at=sealed) == "Closed. Record final since 22 Apr 2027, 00:00:00 UTC."


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=9, hours=23), "9 days left"),
        (timedelta(hours=48), "2 days left"),
        (timedelta(hours=47, minutes=59), "47 hours left"),
        (timedelta(hours=1), "1 hour left"),
        (timedelta(minutes=59), "59 minutes left"),
        (timedelta(seconds=3), "1 minute left"),
    ],
)
def test_time_left_is_never_more_than_there_is(left, words):
    assert said("{% time_left round %}", now=CLOSES - left) == words


def test_moment_names_the_year_only_where_it_is_another():
    assert said("{% moment round.opens_at %}") == "30 Mar, 00:00"
    assert said("{% moment round.opens_at %}", now=datetime(2028, 1, 1, tzinfo=UTC)) == "30 Mar 2027, 00:00"


def test_both_moments_name_the_day_in_utc_where_it_is_another():
    assert said("{% both round.closes_at %}", zone="America/New_York") == (
        "Sun 18 Apr 2027, 20:00 in New York (your time), Mon 00:00 UTC"
    )
