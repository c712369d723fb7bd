"""What a decision says, and what came of it for each thing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from accounts.models import Person
from moderation.models import Decision, Thing
from web.refusals import NotDone


@dataclass(frozen=True)
class Said:
    """What a decision says, the same for all things it is about. `token` of each thing: what was read of it."""

    verb: Decision.Verb
    rule: int | None = None
    reason: str = ""
    language: str = "en"
    tokens: Mapping[UUID, str] = field(default_factory=dict)
    seconded_by: Person | None = None
    # The decisions that are taken back, by the thing each is about.
    undone: Mapping[UUID, Decision] = field(default_factory=dict)
    # Until when an account is limited or suspended.
    until: datetime | None = None
    # What the record keeps of the words that stand in the place of those taken out.
    commit: str | None = None
    # When it was asked for, where it is carried out later.
    asked_at: datetime | None = None


@dataclass(frozen=True)
class Result:
    """What came of one thing: the decision, or why there is none."""

    thing: Thing
    decision: Decision | None = None
    refused: NotDone | None = None


@dataclass(frozen=True)
class Foreseen:
    """What would come of one thing, with the token of what was read; `refused` says why nothing would."""

    thing: Thing
    token: str
    refused: NotDone | None = None
