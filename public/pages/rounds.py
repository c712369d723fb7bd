import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from contributions.models import Contribution
from ledger.models import Entry
from proposals.models import Comment
from proposals.permissions import readable_entries
from public import reading, record
from public.pages.consultations import Next, Step, next_of, texts_of
from public.pages.questions import questions_of
from public.pages.visitors import signed_in
from reports.compose import heard
from rounds.actions.sealing import LATE
from rounds.models import Round, Status
from rounds.rules import numbers

# What a round's page shows of its contributions; the list has them all.
CONTRIBUTIONS = 20
# Numbers of a closing record stand in blocks of this many, and of its second part this many are told.
BLOCK = 500
LATER = 500


@dataclass(frozen=True)
class Block:
    """Numbers that follow each other in the record."""

    numbers: list[int]

    @property
    def first(self) -> int:
        return self.numbers[0]

    @property
    def last(self) -> int:
        return self.numbers[-1]


def round_or_404(request: HttpRequest, slug: str, number: int) -> Round:
    """A round by its address; a stranger on a private consultation meets 404."""
    return visible_or_404(signed_in(request), slug, number)


def visible_or_404(viewer: Person | None, slug: str, number: int) -> Round:
    if number > 32_767:
        raise Http404
    rounds = Round.objects.visible_to(viewer).select_related(
        "consultation__hosting_body", "entry", "closing_entry", "supplements"
    )
    read = rounds.prefetch_related("extensions__entry", "translations", "consultation__translations")
    return get_object_or_404(read, consultation__slug=slug, number=number)


def crumbs_of(round: Round, wanted: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Down to the consultation, for a reader of these languages."""
    consultation = round.consultation
    above = reverse("consultation", args=[consultation.slug])
    return [(_("Consultations"), reverse("home")), (consultation.told(wanted).title, above)]


def round(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One round: what it is, until when, its texts, what was sent to it."""
    viewer = signed_in(request)
    found = visible_or_404(viewer, slug, number)
    return render(request, "rounds/round.html", about(viewer, found, timezone.now(), reading.wanted(request)))


def about(viewer: Person | None, found: Round, now: datetime, wanted: Sequence[str] = ()) -> dict[str, Any]:
    """What the page of a round says, for whoever may read it."""
    step = Step(found, found.status(now), texts_of([found], viewer)[found.pk])
    sent = contributions_of(found, viewer) if "contributions" in found.accepts else []
    questions = questions_of(found)
    return {
        "now": now,
        "consultation": found.consultation,
        "round": found,
        "step": step,
        "next": _next(step),
        "questions": questions,
        "tongues": reading.offered(found.language, [found, *questions]),
        "contributions": sent[:CONTRIBUTIONS],
        "more": len(sent) > CONTRIBUTIONS,
        "heard": None if step.status == Round.Status.UPCOMING else heard.in_round(viewer, found),
        "has_late": Contribution.objects.visible_to(viewer).filter(round=found, is_late=True).exists(),
        "crumbs": crumbs_of(found, wanted),
    }


def contributions_of(round: Round, viewer: Person | None) -> list[Contribution]:
    """The first contributions of a round, one more than its page shows. Their words stay where they are."""
    shown = (
        Contribution.objects.visible_to(viewer)
        .filter(round=round)
        .in_time()
        .exclude(status=Status.RECEIVED)
        .select_related("author", "organization", "entry", "status_entry")
        .defer("text")
        .order_by("posted_at", "id")
    )
    return list(shown[: CONTRIBUTIONS + 1])


def _next(step: Step) -> Next | None:
    return next_of(step.round.consultation, [step])


def round_record(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The closing record: the numbers of all that was admitted; then what was confirmed or recorded later."""
    viewer, now = signed_in(request), timezone.now()
    found = round_or_404(request, slug, number)
    closing = found.closing_entry
    facts = json.loads(closing.record) if closing is not None else {}
    admitted = numbers.expand(str(facts.get("numbers", "")))
    later = record.tell(later_of(found, viewer), viewer) if closing is not None else []
    return render(
        request,
        "rounds/round_record.html",
        {
            "now": now,
            "consultation": found.consultation,
            "round": found,
            "status": found.status(now),
            "closing": closing,
            "count": facts.get("count"),
            "blocks": blocks_of(admitted),
            "later": later[:LATER],
            "received": received_at([told.entry for told in later[:LATER]], viewer),
            "more": len(later) > LATER,
            "crumbs": [*crumbs_of(found), (str(found), reverse("round", args=[slug, number]))],
        },
    )


def blocks_of(admitted: list[int]) -> list[Block]:
    """[1 … 1200] in blocks of 500 numbers; a short record is one block."""
    return [Block(admitted[start : start + BLOCK]) for start in range(0, len(admitted), BLOCK)]


def later_of(round: Round, viewer: Person | None) -> list[Entry]:
    """What came into a closed round's record after its close: confirmed, recorded, imported, shown."""
    after = round.closing_entry.seq if round.closing_entry is not None else None
    imported = Q(kind__in=["import.published", "contribution.imported"])
    # What came between the close and the moment at which the record was written is not in its first part either.
    late = Q(kind__in=["contribution.received", "comment.received", "contribution.published", "comment.published"])
    late &= Q(seq__gt=after or 0) | Q(at__gte=round.sealed_at or round.closes_at)
    # While the closing record itself waits for its number, nothing can stand behind it.
    entries = readable_entries(viewer).filter(round=round.pk).filter(imported | late if after is not None else imported)
    # What arrived after the close is on a page of its own.
    return list(entries.exclude(record__contains=LATE).order_by("seq")[: LATER + 1])


def received_at(entries: list[Entry], viewer: Person | None) -> dict[UUID, datetime]:
    """When each text had been received that was confirmed, shown or recorded after the close."""
    comments = [entry.thing for entry in entries if entry.kind.startswith("comment.")]
    sent = [entry.thing for entry in entries if entry.kind in ("contribution.received", "contribution.published")]
    moments: dict[UUID, datetime] = {}
    if comments:
        moments |= dict(Comment.objects.visible_to(viewer).filter(pk__in=comments).values_list("pk", "posted_at"))
    if sent:
        moments |= dict(Contribution.objects.visible_to(viewer).filter(pk__in=sent).values_list("pk", "posted_at"))
    return moments


urlpatterns = [
    path("c/<slug:slug>/rounds/<int:number>/", round, name="round"),
    path("c/<slug:slug>/rounds/<int:number>/record/", round_record, name="round_record"),
]
