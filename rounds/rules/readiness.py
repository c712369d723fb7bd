"""What makes a plan of a consultation a good one. All of it is advice: nothing here is refused."""

import re
from datetime import datetime, timedelta

from rounds.rules import days

# What is asked should be read in one breath.
SENTENCES = 3
# A ministry that must clear every word needs two weeks at the least.
LONG_ENOUGH = timedelta(days=14)
_END = re.compile(r"[.!?…。！？؟۔]+(?=\s|$)|[。！？]")


def sentences(text: str) -> int:
    """How many sentences a summary has, about: an unfinished one counts too."""
    parts = [part for part in _END.split(text) if part.strip()]
    return len(parts)


def opens_in_the_future(opens_at: datetime, now: datetime) -> bool:
    return opens_at > now


def closes_with_its_day(closes_at: datetime) -> bool:
    """Whether the last day counts in full, in UTC."""
    return days.last_day(closes_at) is not None


def is_long_enough(opens_at: datetime, closes_at: datetime) -> bool:
    return closes_at - opens_at >= LONG_ENOUGH
