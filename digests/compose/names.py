"""Who speaks and for whom, as it was when a text was filed."""

from django.utils.translation import gettext as _

from accounts.models.stakeholder_group import LABELS, SLOTS
from contributions.models import Contribution
from proposals.models import Comment
from rounds.models import Capacity
from texts.rules import places


def author(thing: Comment | Contribution) -> str:
    """Who speaks, as it was when the text was filed."""
    if thing.capacity == Capacity.ORGANIZATION and thing.organization is not None:
        return thing.organization.name
    if not thing.is_named:
        # The group is said beside it.
        region = places.REGIONS.get(thing.region)
        return _("A person, %(region)s") % {"region": region} if region else _("A person")
    if thing.author is not None:
        return thing.author.name
    return getattr(thing, "author_name", "") or _("Author unknown")


def capacity(thing: Comment | Contribution) -> str:
    """For whom they speak: themselves, or the body whose words they brought."""
    match thing.capacity:
        case Capacity.ORGANIZATION:
            return _("sent by %(name)s") % {"name": thing.named_author.name} if thing.named_author else ""
        case Capacity.SECRETARIAT:
            return _("as secretariat")
        case _:
            return _("for themselves")


def group(thing: Comment | Contribution) -> tuple[str, int | None]:
    """The group's name and colour slot; nothing for the secretariat and for those who named no group."""
    key = thing.stakeholder_group_id
    return (str(LABELS[key]), SLOTS[key]) if key else ("", None)
