from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Organization, Person
from contributions.models import Contribution
from contributions.permissions import can_import
from proposals.models import Comment, Revision
from proposals.permissions import can_put_up
from rounds.actions import consultations
from rounds.models import Consultation, Listing, Office, Round, Status
from rounds.permissions import can_arrange, can_hold_consultations, can_moderate
from secretariat import answers, lists
from secretariat.answers import ASKED
from secretariat.forms.consultations import ConsultationForm, ListingForm
from secretariat.gate import consultation_of, officer
from web.refusals import require

TEXTS = 100
LISTED = 50


@dataclass(frozen=True)
class Held:
    """A round on the desk: its state, what is in it, what may still be done."""

    round: Round
    status: Round.Status
    shown: int
    not_shown: int
    is_extendable: bool


@require_http_methods(["GET", "HEAD", "POST"])
def desk_consultation_new(request: HttpRequest) -> HttpResponse:
    person = officer(request)
    require(can_hold_consultations(person))
    form = ConsultationForm(request.POST if request.method == "POST" else None, bodies=hosting_bodies(person))
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_open, person, form))
        if answer.thing is not None:
            made = Consultation.objects.get(pk=answer.thing)
            messages.success(request, _("“%(title)s” is in preparation. Plan its first round.") % {"title": made.title})
            return answers.see(reverse("desk_consultation", args=[made.slug]))
    return render(
        request,
        "secretariat/consultation_new.html",
        {"form": form, "crumbs": above()},
        status=answer.status,
    )


@require_GET
def desk_consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """Rounds, texts and what came in, with what may be done about each."""
    person, now = officer(request), timezone.now()
    consultation = consultation_of(request, slug)
    return render(
        request,
        "secretariat/consultation.html",
        {
            "now": now,
            "consultation": consultation,
            "rounds": _rounds(consultation, now),
            "texts": _texts(consultation),
            "waiting": _waiting(consultation),
            "may_arrange": can_arrange(person, consultation) is None,
            "may_put_up": can_put_up(person, consultation) is None,
            "may_moderate": can_moderate(person, consultation) is None,
            "may_import": can_import(person, consultation) is None,
            "crumbs": above(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def desk_listing(request: HttpRequest, slug: str) -> HttpResponse:
    """The people on the list of a consultation, where only they read or take part."""
    person = officer(request)
    consultation = consultation_of(request, slug)
    require(can_arrange(person, consultation))
    form = ListingForm(request.POST if request.method == "POST" else None)
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_enlist, person, consultation, form))
        if answer.thing is not None:
            name = form.cleaned_data["person"].name
            messages.success(request, _("%(name)s is on the list.") % {"name": name})
            return answers.see(request.path)
    listed = Listing.objects.filter(consultation=consultation).select_related("person")
    page = lists.page_of(request, listed, fields=("listed_at", "id"), limit=LISTED, newest_first=True)
    context = {"form": form, "consultation": consultation, "listed": page.items, **lists.around(request, page)}
    context["crumbs"] = above(consultation)
    return render(request, "secretariat/listing.html", context, status=answer.status)


def above(consultation: Consultation | None = None) -> list[tuple[str, str]]:
    """Where a page of the desk stands."""
    crumbs = [(_("The desk"), reverse("desk"))]
    if consultation is not None:
        crumbs.append((consultation.title, reverse("desk_consultation", args=[consultation.slug])))
    return crumbs


def hosting_bodies(person: Person) -> "QuerySet[Organization]":
    """The bodies in whose name somebody may open a consultation: for the site's secretariat every confirmed one."""
    offices = Office.objects.held_by(person).filter(role=Office.Role.SECRETARIAT, consultation__isnull=True)
    if offices.filter(hosting_body__isnull=True).exists():
        return Organization.objects.verified().unmerged()
    return Organization.objects.filter(pk__in=offices.values("hosting_body"))


def _open(person: Person, form: ConsultationForm) -> Consultation:
    said = {name: value for name, value in form.cleaned_data.items() if name != "key"}
    return consultations.create(by=person, now=timezone.now(), **said)


def _enlist(person: Person, consultation: Consultation, form: ListingForm) -> Person:
    listed: Person = form.cleaned_data["person"]
    consultations.enlist(by=person, consultation=consultation, person=listed, now=timezone.now())
    return listed


def _rounds(consultation: Consultation, now: datetime) -> list[Held]:
    counted = _contributions(consultation)
    return [
        Held(
            round=round,
            status=round.status(now),
            shown=counted.get(round.pk, (0, 0))[0],
            not_shown=counted.get(round.pk, (0, 0))[1],
            is_extendable=round.sealed_at is None and now < round.closes_at,
        )
        for round in consultation.rounds.select_related("supplements", "entry").prefetch_related("extensions__entry")
    ]


def _contributions(consultation: Consultation) -> dict[UUID, tuple[int, int]]:
    """Contributions by round: shown, and not shown."""
    rows = Contribution.objects.filter(consultation=consultation).in_time().order_by().values_list("round")
    shown = Count("pk", filter=Q(status=Status.PUBLISHED))
    return {round: (seen, whole - seen) for round, seen, whole in rows.annotate(seen=shown, whole=Count("pk"))}


def _texts(consultation: Consultation) -> list[Revision]:
    """The texts of a consultation in their latest revision."""
    revisions = Revision.objects.filter(proposal__consultation=consultation).select_related("proposal__entry", "round")
    latest = revisions.order_by("proposal_id", "-number").distinct("proposal_id")
    return sorted(latest[:TEXTS], key=lambda revision: (revision.proposal.position, revision.proposal.made_at))


def _waiting(consultation: Consultation) -> int:
    received = {"consultation": consultation, "status": Status.RECEIVED}
    return Comment.objects.filter(**received).count() + Contribution.objects.filter(**received).count()


urlpatterns = [
    path("consultations/new/", desk_consultation_new, name="desk_consultation_new"),
    path("c/<slug:slug>/", desk_consultation, name="desk_consultation"),
    path("c/<slug:slug>/list/", desk_listing, name="desk_listing"),
]
