"""What has waited too long, as lines of a mail: numbers and moments, and no words of any text."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from digests.compose.decisions import moment
from digests.rules import links, readers
from digests.rules.letters import Late, Waiting
from moderation.models import Item
from rounds.models import Consultation


def late(person: Person, items: Sequence[Item], *, count: int, given: int) -> Late:
    """`items`: the first ones of `count`, those given to this person (`given`) first."""
    with readers.reading(person.language, person.time_zone):
        values = {"n": count, "given": given}
        subject = ngettext(
            "%(n)s thing has waited too long for a decision", "%(n)s things have waited too long for a decision", count
        )
        said = [_("The rules say within which time it is decided; that time is over.")]
        if given:
            said.append(ngettext("%(given)s of them is given to you.", "%(given)s of them are given to you.", given))
        more = ngettext("%(n)s more stands in the queue.", "%(n)s more stand in the queue.", count - len(items))
        return Late(
            subject=subject % values,
            said=tuple(sentence % values for sentence in said),
            items=tuple(_line(item, person) for item in items),
            more=more % {"n": count - len(items)} if count > len(items) else "",
            why=_(
                "You get this because you hold an office that decides. It comes at 8 o’clock where you are, once a day "
                "at most, while something has waited too long, and stops when your office ends."
            ),
            queue_url=links.queue(),
        )


def _line(item: Item, person: Person) -> Waiting:
    where: Consultation | None = item.consultation
    told = where.told(readers.tongues(person.language)) if where is not None else None
    reason = str(Item.Reason(item.reason).label)
    number = _number(item) if item.kind else None
    return Waiting(
        what=_("No. %(number)s: %(reason)s") % {"number": number, "reason": reason} if number else reason,
        is_given=item.assigned_to_id == person.pk,
        due=_("was to be decided by %(moment)s") % {"moment": moment(item.due_at)},
        consultation=told.title if told is not None else "",
        language=told.language if told is not None else "",
        url=links.item(item.pk),
    )


def _number(item: Item) -> int | None:
    """People and bodies have none."""
    entry = getattr(item.thing, "entry", None)
    return entry.seq if entry is not None else None
