"""Moderation, in the open: every decision with its rule, its reason and the time it took."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Person
from moderation.models import DecisionQuerySet
from public import decisions
from public.forms_decisions import DecisionFilters
from public.pages import lists
from public.pages.visitors import signed_in
from reports.compose import decided
from rounds.models import Consultation

LIMIT = 50


@dataclass(frozen=True)
class Choice:
    """The filters of a request, and what they are chosen from."""

    filters: DecisionFilters
    # All that may be read of the consultation that was named, or of all.
    decisions: DecisionQuerySet
    consultations: list[Consultation]
    consultation: Consultation | None


def choice_of(request: HttpRequest, viewer: Person | None) -> Choice:
    readable = list(Consultation.objects.visible_to(viewer).order_by("title", "pk"))
    chosen = next((one for one in readable if one.slug == request.GET.get("consultation")), None)
    found = decided.listed(viewer)
    if chosen is not None:
        found = found.filter(consultation=chosen)
    filters = DecisionFilters(request.GET, decisions=found, consultations=readable)
    return Choice(filters, found, readable, chosen)


@require_safe
def moderation(request: HttpRequest) -> HttpResponse:
    viewer, now = signed_in(request), timezone.now()
    choice = choice_of(request, viewer)
    filters = choice.filters
    page = lists.page_of(request, filters.apply(choice.decisions), limit=LIMIT, fields=("at", "id"), newest_first=True)
    consultation = choice.consultation
    crumbs = [(_("Consultations"), reverse("home"))]
    if consultation is not None:
        crumbs.append((consultation.title, reverse("consultation", args=[consultation.slug])))
    context = {
        "consultation": consultation,
        "filters": filters,
        "figures": decisions.figures(choice.decisions, choice.consultations, consultation, now),
        "rows": decisions.rows_of(page.items),
        "is_named": consultation is None and len(choice.consultations) > 1,
        "pages": lists.around(request, page, filters.query()),
        "now": now,
        "crumbs": crumbs if consultation is not None else [],
    }
    return render(request, "moderation/moderation.html", context, status=200 if filters.is_valid() else 400)


urlpatterns = [path("moderation/", moderation, name="moderation")]
