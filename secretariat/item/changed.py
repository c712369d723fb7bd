"""What happened to a thing since a form was opened: newer words, and the decisions that came between."""

from dataclasses import dataclass, field

from accounts.models import Person
from contributions.models import Contribution
from moderation.actions import things
from moderation.models import Decision, Thing, about
from proposals.models import Comment
from secretariat.item import words
from secretariat.item.words import Changed


@dataclass(frozen=True)
class Since:
    words: list[Changed] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)


def since(thing: Thing, token: str, viewer: Person) -> Since:
    """`token`: what the form was opened with. Nothing where it tells nothing."""
    read, _dash, step = token.rpartition("-")
    present = things.states([thing])[thing.pk]
    if token == present.token or not _is_number(step):
        return Since()
    decisions = Decision.objects.filter(**about(thing), step__gt=int(step)).select_related("entry", "by", "seconded_by")
    changed: list[Changed] = []
    if isinstance(thing, Comment | Contribution) and _is_number(read) and int(read) != present.last:
        changed = words.since(thing, int(read), viewer)
    return Since(changed, list(decisions.order_by("step")))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 9
