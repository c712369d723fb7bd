"""What an action answers when it does not act. No HTTP here: doors translate (403, 409, 400)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Refusal:
    """A sentence a person can read, with its values; `code` is the stable name that problem+json carries.

    `sentence` is a translatable text with %-placeholders, `field` the input it speaks of, if any.
    """

    code: str
    sentence: str | Promise
    values: Mapping[str, Any] = field(default_factory=dict)
    field: str | None = None

    def __str__(self) -> str:
        return str(self.sentence) % self.values if self.values else str(self.sentence)


class NotDone(Exception):
    """Base of what stops an action; nothing has been written."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class Refused(NotDone):
    """Who asks may not do this (403)."""


class Conflict(NotDone):
    """Allowed in principle, not in the present state: too early, too late, done already (409)."""


class Invalid(NotDone):
    """The input cannot be taken as it is (400); `refusal.field` names the input."""


def require(refusal: Refusal | None) -> None:
    """Line 1 of every action: raise the refusal, if there is one, as `Refused`."""
    if refusal is not None:
        raise Refused(refusal)
