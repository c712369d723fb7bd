"""A digest's news, in the reader's language and zone."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from accounts.models import Person
from digests.compose.acts import Acts
from digests.compose.comments import Comments
from digests.compose.owed import owed
from digests.models import Follow
from digests.rules import links, moments, news, readers
from ledger.models import Entry
from rounds.models import Consultation, Round
from rounds.rules import days


def compose(person: Person, follows: Sequence[Follow], to_seq: int, *, now: datetime) -> news.News:
    """The news of these follows up to `to_seq`, as the person may read them now; false when there are none."""
    with readers.reading(person.language, person.time_zone):
        return _compose(person, follows, to_seq, now)


def _compose(person: Person, follows: Sequence[Follow], to_seq: int, now: datetime) -> news.News:
    entries = list(owed(person, follows, to_seq).defer("record"))
    wanted = readers.tongues(person.language)
    seen = Consultation.objects.visible_to(person).prefetch_related("translations")
    consultations = seen.in_bulk({entry.consultation for entry in entries})
    by_consultation: dict[UUID, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.consultation is not None and entry.consultation in consultations:
            by_consultation[entry.consultation].append(entry)
    everything = [entry for each in by_consultation.values() for entry in each]
    spoken = Comments(person, everything)
    acts = Acts(person, everything, spoken.shown)
    chapters = []
    for key, its_own in by_consultation.items():
        consultation = consultations[key]
        acted = acts.of(consultation, its_own)
        texts = spoken.of(its_own)
        if not acted and not texts:
            continue
        words = consultation.told(wanted)
        chapters.append(
            news.Chapter(
                title=words.title,
                language=words.language,
                url=links.consultation(consultation.slug),
                deadlines=_deadlines(consultation, wanted, now),
                lines=acted[: news.MOST_LINES],
                more=max(len(acted) - news.MOST_LINES, 0),
                more_url=links.record(consultation.slug),
                texts=texts,
            )
        )
    return news.News(chapters)


def _deadlines(consultation: Consultation, wanted: Sequence[str], now: datetime) -> list[news.Deadline]:
    rounds = Round.objects.filter(consultation=consultation).open_at(now).order_by("closes_at")
    rounds = rounds.select_related("consultation").prefetch_related("translations")
    return [
        news.Deadline(_closing(round, wanted, now), links.round(consultation.slug, round.number)) for round in rounds
    ]


def _closing(round: Round, wanted: Sequence[str], now: datetime) -> str:
    values = {
        "round": str(round.told(wanted)),
        "moment": moments.closing(round.closes_at),
        "left": days.span_words(round.closes_at - now, parts=2),
        "here": date_format(timezone.localtime(round.closes_at), "l H:i"),
    }
    zone = str(timezone.get_current_timezone())
    if zone == "UTC":
        return _("%(round)s closes %(moment)s, in %(left)s.") % values
    values["city"] = zone.rpartition("/")[2].replace("_", " ")
    return _("%(round)s closes %(moment)s = %(here)s in %(city)s (your time), in %(left)s.") % values
