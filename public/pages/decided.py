from collections.abc import Sequence
from uuid import UUID

from accounts.models import Person
from moderation.models import Decision
from rounds.models import Filing, Status


def hiding(filed: Sequence[Filing], viewer: Person | None) -> dict[UUID, Decision]:
    """What hid those that are hidden, by their id: the decision whose entry is the last change of status. One query."""
    hidden = {one.status_entry_id: one.pk for one in filed if one.status == Status.HIDDEN}
    if not hidden:
        return {}
    rows = Decision.objects.visible_to(viewer).filter(entry__in=list(hidden)).select_related("entry")
    return {hidden[decision.entry_id]: decision for decision in rows}
