"""What the seeding has made so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import Organization, Person
from contributions.models import Contribution
from proposals.models import Comment, Proposal
from rounds.models import Round

# What happens, at its moment.
Act = tuple[datetime, Callable[[], object]]


@dataclass
class Stage:
    """What has been made so far, by the story's keys."""

    start: datetime
    people: dict[str, Person] = field(default_factory=dict)
    bodies: dict[str, Organization] = field(default_factory=dict)
    rounds: dict[int, Round] = field(default_factory=dict)
    texts: dict[str, Proposal] = field(default_factory=dict)
    contributions: dict[str, Contribution] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)

    @property
    def secretary(self) -> Person:
        return self.people["noor"]
