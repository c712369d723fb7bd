from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

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


def shown(acts: Iterable[Mapping[str, Any]]) -> list[bool]:
    """Which versions of a text could ever be read by everybody: what waited until it was replaced never could.

    `acts`: what the record says of the text, in order.
    """
    seen: list[bool] = []
    is_shown = False
    for act in acts:
        match str(act["kind"]).rpartition(".")[2]:
            case "received" | "imported":
                is_shown = act.get("status") != "received"
                seen.append(is_shown)
            case "corrected" if not str(act["kind"]).startswith("capacity."):
                is_shown = is_shown and act.get("status") != "received"
                seen.append(is_shown)
            case "published" | "restored" if seen:
                seen[-1] = is_shown = True
            case "attached" if act.get("status") == "received":
                is_shown = False
            case "hidden" | "withdrawn" | "erased":
                is_shown = False
    return seen
