from collections.abc import Sequence
from datetime import datetime, timedelta

# What is put right within a quarter of an hour, before anybody answered, is a slip of the pen and not history.
SLIP = timedelta(minutes=15)


def kept(moments: Sequence[datetime], answered_at: datetime | None) -> list[int]:
    """Which earlier versions readers see behind “what changed”: the positions, oldest first, without the present one.

    `moments`: when each version was filed, in order; `answered_at`: when the first reply came, if any.
    """
    seen = []
    for place, (at, replaced_at) in enumerate(zip(moments, moments[1:], strict=False)):
        answered = answered_at is not None and at <= answered_at < replaced_at
        if replaced_at - at >= SLIP or answered:
            seen.append(place)
    return seen
