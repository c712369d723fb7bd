"""How options stand to each other, said from the side of each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from proposals.models import Proposal, Relation

FROM_HERE: dict[str, str | Promise] = {
    Relation.Kind.PART_OF: _("Part of"),
    Relation.Kind.CONFLICTS_WITH: _("Conflicts with"),
    Relation.Kind.OVERLAPS_WITH: _("Overlaps with"),
}
FROM_THERE: dict[str, str | Promise] = {**FROM_HERE, Relation.Kind.PART_OF: _("Contains")}


@dataclass(frozen=True)
class Standing:
    """One relation as the page of an option says it; `paragraph` is where the two meet, or empty."""

    words: str | Promise
    other: Proposal
    paragraph: str


def of_options(options: Iterable[Proposal], viewer: Person | None) -> dict[UUID, list[Standing]]:
    """Of each option how it stands to others, in one query whatever their number."""
    wanted = [option for option in options if option.type == Proposal.Type.OPTION]
    found: defaultdict[UUID, list[Standing]] = defaultdict(list)
    if not wanted:
        return found
    for relation in Relation.objects.visible_to(viewer).of(*wanted).select_related("option", "other"):
        found[relation.option_id].append(Standing(FROM_HERE[relation.kind], relation.other, relation.paragraph))
        found[relation.other_id].append(Standing(FROM_THERE[relation.kind], relation.option, relation.paragraph))
    return found
