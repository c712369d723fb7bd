"""A stakeholder group in a consultation: what it is, who of it has been heard, what it said. Each has the same page."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Affiliation, Organization, Person
from accounts.models.stakeholder_group import GROUPS
from contributions.models import Contribution
from proposals.models import Comment
from public import said
from public.forms_filters import languages_in
from public.forms_groups import GroupFilters
from public.pages.consultations import Next, next_of, steps_of, visible_or_404
from public.pages.visitors import signed_in
from reports.compose import heard
from reports.rules.groups import SENTENCES, TOGETHER
from rounds.models import Capacity, Consultation, Round, Status
from rounds.permissions import can_take_part
from texts.rules import places

# As many bodies as the page shows; the list of all bodies has the others.
LIMIT = 50


@dataclass(frozen=True)
class Group:
    key: str
    name: str | Promise
    together: str | Promise
    sentence: str | Promise
    slot: int


@dataclass(frozen=True)
class Spoke:
    """A body that spoke, who may speak for it, and how many shown texts stand in its name."""

    body: Organization
    focal_points: list[Affiliation]
    contributions: int
    comments: int


def group_or_404(key: str) -> Group:
    for known, name, slot in GROUPS:
        if known == key:
            return Group(key, name, TOGETHER[key], SENTENCES[key], slot)
    raise Http404


@require_safe
def consultation_group(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    viewer, now = signed_in(request), timezone.now()
    consultation, group = visible_or_404(request, slug), group_or_404(key)
    steps = steps_of(consultation, viewer, now)
    begun = heard.begun((step.round for step in steps), now)
    voice = voice_of(group, consultation, viewer)
    tongues = {*languages_in(voice.contributions), *languages_in(voice.comments)}
    filters = GroupFilters(request.GET, languages=sorted(tongues), rounds=[step.round for step in steps])
    bodies = bodies_of(voice, viewer)
    context = {
        "now": now,
        "consultation": consultation,
        "group": group,
        "groups": [group_or_404(known) for known, _name, _slot in GROUPS],
        "heard": heard.of_group(viewer, key, begun),
        "open": frozenset(round.pk for round in begun if round.status(now) == Round.Status.OPEN),
        "bodies": spoke(bodies[:LIMIT], voice),
        "has_more_bodies": len(bodies) > LIMIT,
        "countries": countries_in(voice),
        "is_silent": not tongues,
        "filters": filters,
        "page": said.page_of(request, filters.apply(voice), viewer, filters.query()),
        "crumbs": [
            (_("Consultations"), reverse("home")),
            (consultation.title, reverse("consultation", args=[slug])),
        ],
        **invitation(consultation, viewer, next_of(consultation, steps), now),
    }
    return render(request, "groups/group.html", context, status=200 if filters.is_valid() else 400)


def invitation(consultation: Consultation, viewer: Person | None, then: Next | None, now: datetime) -> dict[str, Any]:
    """What one can do now about a group that is silent: take part, where one may."""
    may = then is not None and (viewer is None or can_take_part(viewer, consultation) is None)
    return {"next": then if may else None}


def voice_of(group: Group, consultation: Consultation, viewer: Person | None) -> said.Voice:
    """What the group said here, as far as it is shown now. What the secretariat says is nobody's of them."""
    shown = {"consultation": consultation, "stakeholder_group": group.key, "status": Status.PUBLISHED}
    return said.Voice(
        Contribution.objects.visible_to(viewer).in_time().filter(**shown).exclude(capacity=Capacity.SECRETARIAT),
        Comment.objects.visible_to(viewer).filter(**shown).exclude(capacity=Capacity.SECRETARIAT),
    )


def bodies_of(voice: said.Voice, viewer: Person | None) -> list[Organization]:
    """The bodies in whose name the group spoke, by name; one more than the page shows."""
    mine = {"organization": OuterRef("pk")}
    people = Person.objects.visible_to(viewer).values("pk")
    places = Affiliation.objects.visible_to(viewer).filter(person__in=people).select_related("person")
    listed = Organization.objects.visible_to(viewer).filter(
        Exists(voice.contributions.filter(**mine).order_by()) | Exists(voice.comments.filter(**mine).order_by())
    )
    speakers = Prefetch("affiliations", places.order_by("confirmed_at", "id"), to_attr="speakers")
    return list(listed.prefetch_related(speakers).order_by("name", "id")[: LIMIT + 1])


def spoke(bodies: list[Organization], voice: said.Voice) -> list[Spoke]:
    """The same two queries whatever their number."""
    sent, commented = (
        Counter[UUID](
            dict(
                texts.filter(organization__in=[body.pk for body in bodies])
                .order_by()
                .values_list("organization")
                .annotate(count=Count("pk"))
            )
        )
        for texts in (voice.contributions, voice.comments)
    )
    return [
        Spoke(body, body.speakers, sent[body.pk], commented[body.pk])  # type: ignore[attr-defined]  # fetched above
        for body in bodies
    ]


def countries_in(voice: said.Voice) -> list[str]:
    """The names of the countries of those who spoke, in the reader's language."""
    codes = set(voice.contributions.order_by().values_list("country", flat=True).distinct())
    codes |= set(voice.comments.order_by().values_list("country", flat=True).distinct())
    return sorted(str(places.name(code)) for code in codes if code)


urlpatterns = [path("c/<slug:slug>/groups/<slug:key>/", consultation_group, name="consultation_group")]
