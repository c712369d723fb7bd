"""What everything that is carried away says of itself: of which state of the record it is, and under which terms.

Nothing but the record sets what is carried away. Its number is that of the last public act that could have changed it,
its moment is the moment of that act, and never now: made again at the same number it is the same, byte for byte.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from digests.rules import links
from ledger.models import Cursor, Entry, EntryQuerySet
from rounds.models import Consultation, Licence


@dataclass(frozen=True)
class Stamp:
    """`number` and `at`: the last act counted; `title` and `language` of the consultation; its terms of use."""

    number: int
    at: datetime
    title: str
    # Of the words of what is carried away that nobody filed: headings, labels, dates.
    language: str
    licence: str
    licence_address: str
    address: str

    @property
    def moment(self) -> str:
        """“14 April 2027, 09:30:00 UTC”."""
        return f"{date_format(self.at.astimezone(UTC), 'j F Y, H:i:s')} UTC"

    @property
    def state(self) -> str:
        """The sentence by which two copies can be compared."""
        words = _(
            "State of the public record: No. %(number)s of %(moment)s. Made again at this number, it is the same."
        )
        return words % {"number": self.number, "moment": self.moment}

    @property
    def terms(self) -> str:
        return _("Terms of use: %(licence)s.") % {"licence": self.licence}


def language_of(tag: str) -> str:
    """The language of what is carried away: the consultation's, as far as this site speaks it, for every reader."""
    try:
        return translation.get_supported_language_variant(tag)
    except LookupError:
        return settings.LANGUAGE_CODE


def of(consultation: UUID | None, *, cursors: Iterable[str]) -> Stamp | None:
    """The stamp of a consultation (None: of all) in the snapshot in which it is asked; None while it is not at rest.

    At rest: every act that could change what is carried away is committed and has its number, and the consumers of the
    record named by `cursors` have counted it. Acts of no consultation (who somebody is, what a body is called) count
    too. Four queries.
    """
    if consultation is None:
        acts: tuple[EntryQuerySet, ...] = (Entry.objects.all(),)
        moving = Entry.objects.filter(seq__isnull=True)
    else:
        # Each by its own index: in a large record an "or" would read the other consultations' entries too.
        acts = (Entry.objects.filter(consultation=consultation), Entry.objects.filter(consultation__isnull=True))
        moving = Entry.objects.in_consultations([consultation]).filter(seq__isnull=True)
    if moving.exists():
        return None
    last = max((act for one in acts if (act := _last(one)) is not None), default=None)
    if last is None:
        return None
    number, at = last
    wanted = set(cursors)
    if Cursor.objects.filter(name__in=wanted, seq__gte=number).count() < len(wanted):
        return None
    if consultation is None:
        return _of_all(number, at)
    found = Consultation.objects.select_related("charter").get(pk=consultation)
    licence = Licence(found.charter.licence)
    language = language_of(found.language)
    with translation.override(language):
        words = str(licence.label)
    return Stamp(number, at, found.title, language, words, licence.address, links.consultation(found.slug))


def _of_all(number: int, at: datetime) -> Stamp:
    """Each consultation has its own terms; the record itself says only what happened."""
    with translation.override(settings.LANGUAGE_CODE):
        title, licence = _("Public record"), _("those of each consultation")
    return Stamp(number, at, title, settings.LANGUAGE_CODE, licence, "", links.site("/ledger/"))


def _last(acts: EntryQuerySet) -> tuple[int, datetime] | None:
    found = acts.numbered().order_by("-seq").values_list("seq", "at").first()
    return (found[0] or 0, found[1]) if found else None
