from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from accounts.models import Person
from proposals.models import Proposal
from public import record
from public.pages.visitors import signed_in
from reports.compose import heard
from rounds.models import Consultation, Round

# What a front page shows of each kind. Open rounds are never cut: whoever may speak today must see it.
CLOSED = 10
UPCOMING = 10
NEWS = 6


@dataclass(frozen=True)
class Card:
    """A round on the front page, with how many texts are up for comment in it."""

    round: Round
    texts: int


def home(request: HttpRequest) -> HttpResponse:
    """What is open, most urgent first; what was closed, what comes, what is new."""
    viewer, now = signed_in(request), timezone.now()
    rounds = Round.objects.visible_to(viewer).select_related("consultation__hosting_body", "closing_entry")
    opened = list(rounds.open_at(now).order_by("closes_at", "id"))
    closed = rounds.filter(Q(closes_at__lte=now) | Q(sealed_at__isnull=False)).order_by("-closes_at", "id")[:CLOSED]
    upcoming = rounds.filter(opens_at__gt=now).order_by("opens_at", "id")[:UPCOMING]
    announced = (
        Consultation.objects.visible_to(viewer)
        .filter(rounds__isnull=True)
        .select_related("hosting_body")
        .order_by("-made_at", "id")[:UPCOMING]
    )
    first = opened[0] if opened else None
    return render(
        request,
        "home/home.html",
        {
            "now": now,
            "open": cards(viewer, opened),
            "closed": closed,
            "upcoming": upcoming,
            "announced": announced,
            "first": first,
            "heard": heard.in_round(viewer, first) if first else None,
            "news": record.latest(viewer, limit=NEWS),
        },
    )


def cards(viewer: Person | None, rounds: Iterable[Round]) -> list[Card]:
    shown = list(rounds)
    texts = texts_up(viewer, [round.asked_by for round in shown])
    return [Card(round, texts.get(round.asked_by, 0)) for round in shown]


def texts_up(viewer: Person | None, rounds: list[UUID]) -> dict[UUID, int]:
    """How many texts each of these rounds put up for comment."""
    if not rounds:
        return {}
    up = Proposal.objects.visible_to(viewer).filter(revisions__round__in=rounds).order_by()
    return dict(up.values_list("revisions__round").annotate(texts=Count("pk", distinct=True)))


urlpatterns = [path("", home, name="home")]
