from datetime import UTC, datetime, timedelta

import pytest

from rounds.rules import outages, readiness

CLOSE = datetime(2027, 4, 19, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("What is asked", 1),
        ("What is asked?", 1),
        ("We ask three things. Who acts? By when?", 3),
        ("One. Two. Three. And more", 4),
        ("Version 1.2 counts once.", 1),
        ("谁来行动？何时？", 2),
        ("من يعمل؟ ومتى؟", 2),
    ],
)
def test_sentences_are_counted(text: str, count: int) -> None:
    assert readiness.sentences(text) == count


def test_dates_that_are_sensible() -> None:
    opens = CLOSE - timedelta(days=14)

    assert readiness.is_long_enough(opens, CLOSE) is True
    assert readiness.is_long_enough(opens + timedelta(seconds=1), CLOSE) is False
    assert readiness.closes_with_its_day(CLOSE) is True
    assert readiness.closes_with_its_day(CLOSE - timedelta(hours=6)) is False
    assert readiness.opens_in_the_future(opens, opens - timedelta(seconds=1)) is True
    assert readiness.opens_in_the_future(opens, opens) is False


@pytest.mark.parametrize(
    ("before_close", "minutes", "mended"),
    [
        (timedelta(hours=1), 16, True),
        (timedelta(hours=1), 15, False),
        # Only what lies in the last six hours, before the close, counts.
        (timedelta(hours=6, minutes=10), 20, False),
        (timedelta(hours=6, minutes=10), 26, True),
        (timedelta(minutes=16), 60, True),
        (timedelta(minutes=15), 60, False),
        (timedelta(hours=9), 120, False),
        (timedelta(minutes=-5), 60, False),
    ],
)
def test_outage_of_more_than_a_quarter_of_an_hour_in_the_last_six_hours(
    before_close: timedelta, minutes: int, mended: bool
) -> None:
    begin = CLOSE - before_close

    assert outages.is_mended(begin, begin + timedelta(minutes=minutes), CLOSE) is mended
