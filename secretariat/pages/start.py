from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET

from moderation.permissions import can_look_up_people, can_note_affiliations
from rounds.models import Consultation, Office, Round
from rounds.models.office import consultations_of
from rounds.permissions import can_appoint_beyond_consultations, can_describe, can_hold_consultations
from secretariat import lists
from secretariat.gate import officer
from secretariat.waiting import queue

LIMIT = 20
FIRST = 5


@dataclass(frozen=True)
class Held:
    """A consultation in which the person holds an office: its open round, else the next, else the last."""

    consultation: Consultation
    round: Round | None
    status: str


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """What waits and how long; the consultations in which the person holds an office."""
    person, now = officer(request), timezone.now()
    mine = Consultation.objects.filter(pk__in=consultations_of(Office.objects.held_by(person)))
    mine = mine.select_related("hosting_body").prefetch_related("rounds")
    page = lists.page_of(request, mine, fields=("made_at", "id"), limit=LIMIT, newest_first=True)
    return render(
        request,
        "secretariat/desk.html",
        {
            "now": now,
            "counts": queue.count(person, now),
            "rows": queue.page(person, now, after=None, limit=FIRST).items,
            # So few rows are read one by one: each names its consultation.
            "many_places": True,
            "mine": [_held(consultation, now) for consultation in page.items],
            **lists.around(request, page),
            "offices": Office.objects.held_by(person).select_related("consultation", "hosting_body"),
            "may_open": can_hold_consultations(person) is None,
            "may_word": Office.objects.moderated_by(person).exists(),
            "may_note": can_note_affiliations(person) is None,
            "may_look_up": can_look_up_people(person) is None,
            "may_appoint": can_appoint_beyond_consultations(person) is None,
            "may_describe": can_describe(person) is None,
        },
    )


def _held(consultation: Consultation, now: datetime) -> Held:
    round = current(consultation.rounds.all(), now)
    return Held(consultation, round, str(round.status(now)) if round else "")


def current(rounds: Iterable[Round], now: datetime) -> Round | None:
    """The open round that closes first, else the one that opens next, else the one that closed last."""
    known = list(rounds)
    opened = [round for round in known if round.status(now) == Round.Status.OPEN]
    upcoming = [round for round in known if round.status(now) == Round.Status.UPCOMING]
    if opened:
        return min(opened, key=lambda round: round.closes_at)
    if upcoming:
        return min(upcoming, key=lambda round: round.opens_at)
    return max(known, key=lambda round: round.closes_at, default=None)


urlpatterns = [path("", desk, name="desk")]
