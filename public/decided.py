"""Why things are as they are shown: the decisions that hid, erased or changed them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from accounts.models import Person
from moderation.models import Decision, about_any
from rounds.models import Status

VERBS = {
    Status.HIDDEN: (Decision.Verb.HIDE, Decision.Verb.HOLD),
    Status.ERASED: (Decision.Verb.ERASE,),
    # Something was taken out of what is shown, and a marker stands in its place.
    Status.PUBLISHED: (Decision.Verb.REDACT,),
}


def standing(things: Sequence[Any], viewer: Person | None) -> dict[UUID, Decision]:
    """The decision for which each is as it is, by its id: what hid or erased it, or took something out. One query."""
    decided = [one for one in things if one.status_entry_id is not None and one.status in VERBS]
    if not decided:
        return {}
    taken = Decision.objects.visible_to(viewer).filter(about_any(decided), verb__in=sum(VERBS.values(), ()))
    status = {one.pk: Status(one.status) for one in decided}
    rows = taken.select_related("entry").order_by("step")
    return {row.thing_id: row for row in rows if row.verb in VERBS[status[row.thing_id]]}
