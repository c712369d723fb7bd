from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

# What is put right within a quarter of an hour, before anybody answered, is a slip of the pen and not history.
SLIP = timedelta(minutes=15)


class Version(Protocol):
    """As much of a version as this asks: its number from 1, when it was filed, whether a decision sealed it."""

    number: int
    at: datetime
    is_sealed: bool


def readable[V: Version](
    filed: Sequence[V],
    *,
    waiting_from: int | None,
    answered_at: datetime | None,
    acts: Callable[[], Iterable[Mapping[str, Any]]],
) -> list[V]:
    """What readers see of a shown text's words, oldest first; the last one is the present one.

    `filed` in order; those from `waiting_from` on wait for a moderator. `acts`: what the record says of the text, asked
    only where there are earlier words.
    """
    seen = [one for one in filed if not one.is_sealed and (waiting_from is None or one.number < waiting_from)]
    places = kept([one.at for one in seen], answered_at)
    if not places:
        return seen[-1:]
    ever = shown(acts())
    return [
        *(seen[place] for place in places if ever[seen[place].number - 1 : seen[place].number] != [False]),
        seen[-1],
    ]


def present[V: Version](filed: Sequence[V], waiting_from: int | None) -> V | None:
    """The words that are shown of a shown text: its last that neither wait nor are sealed. `filed` in order."""
    seen = [one for one in filed if not one.is_sealed and (waiting_from is None or one.number < waiting_from)]
    return seen[-1] if seen else None


def waiting[V: Version](filed: Sequence[V], waiting_from: int | None) -> V | None:
    """The newest words that wait for a moderator while those before are shown; files may wait without any."""
    newer = [one for one in filed if waiting_from is not None and one.number >= waiting_from and not one.is_sealed]
    return newer[-1] if newer else None


def last[V: Version](filed: Sequence[V]) -> V:
    """The author's last words, whether they are shown or wait: those that no decision has sealed."""
    return next((one for one in reversed(filed) if not one.is_sealed), filed[-1])


class State(StrEnum):
    """Where the words of a version stand, for whoever may read them."""

    SHOWN = "shown"
    EARLIER = "earlier"
    WAITING = "waiting"
    SEALED = "sealed"


def states[V: Version](filed: Sequence[V], *, waiting_from: int | None, is_shown: bool) -> list[State]:
    """Of each version whether it is what reads so now, read so earlier, waits, or was sealed by a decision."""
    now = present(filed, waiting_from) if is_shown else None
    found = []
    for one in filed:
        if one.is_sealed:
            found.append(State.SEALED)
        elif waiting_from is not None and one.number >= waiting_from:
            found.append(State.WAITING)
        else:
            found.append(State.SHOWN if one is now else State.EARLIER)
    return found


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
                # The words before stay shown while the new ones wait.
                seen.append(is_shown and act.get("status") != "received")
            case "redacted":
                seen.append(is_shown)
            case "lapsed":
                # As before it was held: what waited then waits again.
                is_shown = True
            case "published" | "restored" if seen:
                seen[-1] = is_shown = True
            case "hidden" | "held" | "withdrawn" | "erased":
                is_shown = False
            case "undone":
                is_shown = act.get("status") == "published"
    return seen
