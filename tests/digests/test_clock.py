from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.rules import clock

# Zones whose clocks change at midnight, by half an hour, by a whole day, twice in Ramadan, or never.
ZONES = ("UTC", "Africa/Cairo", "Africa/Casablanca", "America/Havana", "America/Santiago", "Asia/Beirut")
ZONES += ("Asia/Kathmandu", "Australia/Lord_Howe", "Europe/Berlin", "Pacific/Apia", "Pacific/Chatham")
MOMENTS = st.datetimes(datetime(2009, 1, 1), datetime(2037, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))


@given(MOMENTS, st.integers(0, 23), st.sampled_from(ZONES))
def test_next_due_names_each_day_of_the_calendar_once(after: datetime, hour: int, name: str) -> None:
    zone = ZoneInfo(name)
    moments = [clock.next_due(after, hour, zone)]
    for _step in range(400):
        moments.append(clock.next_due(moments[-1], hour, zone))

    periods = [date.fromisoformat(clock.period(moment, zone)) for moment in moments]
    days = {later - earlier for earlier, later in zip(periods, periods[1:], strict=False)}

    assert after < moments[0]
    # Samoa went to bed on 29 December 2011 and woke on the 31st: there was no day between.
    assert days == {timedelta(days=1)} or (name == "Pacific/Apia" and days == {timedelta(days=1), timedelta(days=2)})


@given(MOMENTS, st.integers(0, 23), st.sampled_from(ZONES))
def test_next_due_is_within_a_day_and_recognised(after: datetime, hour: int, name: str) -> None:
    zone = ZoneInfo(name)

    moment = clock.next_due(after, hour, zone)

    assert moment - after <= timedelta(hours=26)
    assert clock.is_due_moment(moment, hour, zone)


@pytest.mark.parametrize(
    ("after", "due"),
    [
        # The clocks of Berlin skip 02:00 to 03:00 on 28 March 2027 and show it twice on 31 October.
        (datetime(2027, 3, 27, 12, tzinfo=UTC), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), datetime(2027, 3, 29, 0, 0, tzinfo=UTC)),
        (datetime(2027, 10, 30, 12, tzinfo=UTC), datetime(2027, 10, 31, 0, 0, tzinfo=UTC)),
        (datetime(2027, 10, 31, 0, 0, tzinfo=UTC), datetime(2027, 11, 1, 1, 0, tzinfo=UTC)),
    ],
)
def test_next_due_on_the_days_of_a_clock_change(after: datetime, due: datetime) -> None:
    moment = clock.next_due(after, 2, ZoneInfo("Europe/Berlin"))

    assert moment == due


def test_zone_of_an_unknown_name_is_utc() -> None:
    assert clock.zone_of("Mars/Olympus") == ZoneInfo("UTC")
