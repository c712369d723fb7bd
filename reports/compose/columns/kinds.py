"""What a column is."""

from dataclasses import dataclass
from enum import Enum, auto

from django.utils.functional import Promise

Words = str | Promise


class Kind(Enum):
    """What the cells of a column hold: a short text, what somebody wrote at any length, a number, a moment in UTC."""

    TEXT = auto()
    WORDS = auto()
    NUMBER = auto()
    MOMENT = auto()


@dataclass(frozen=True)
class Column:
    """`heading` as people read it, what it means, one example; `width` in letters."""

    key: str
    heading: Words
    meaning: Words
    example: Words = ""
    kind: Kind = Kind.TEXT
    width: int = 18
