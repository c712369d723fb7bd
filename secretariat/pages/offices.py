from functools import partial
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Organization, Person
from rounds.actions import offices
from rounds.models import Consultation, Office
from rounds.models.office import OfficeQuerySet, consultations_of
from rounds.permissions import can_appoint, can_appoint_beyond_consultations, offices_before
from secretariat import answers, lists
from secretariat.answers import ASKED, Answer
from secretariat.forms.people import ConsultationOfficeForm, KeyForm, OfficeForm
from secretariat.gate import consultation_of, officer
from secretariat.pages.consultations import above
from web.refusals import require

LIMIT = 50


@require_http_methods(["GET", "HEAD", "POST"])
def desk_offices(request: HttpRequest) -> HttpResponse:
    """Who holds which office, as far as the person gives them out: of the whole site, or of a hosting body."""
    person = officer(request)
    require(can_appoint_beyond_consultations(person))
    form = _form(request, person)
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_grant, person, form))
        if answer.thing is not None:
            return _given(request, answer.thing)
    return _page(request, form, answer, offices_before(person))


@require_http_methods(["GET", "HEAD", "POST"])
def desk_consultation_offices(request: HttpRequest, slug: str) -> HttpResponse:
    """Who holds which office in one consultation."""
    person = officer(request)
    consultation = consultation_of(request, slug)
    require(can_appoint(person, consultation))
    form = ConsultationOfficeForm(request.POST if request.method == "POST" else None)
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_grant, person, form, consultation))
        if answer.thing is not None:
            return _given(request, answer.thing)
    return _page(request, form, answer, offices_before(person).filter(consultation=consultation), consultation)


@require_POST
def desk_office_end(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take an office back; what was done in it stays. `from`: the consultation on whose page the button stood."""
    person = officer(request)
    found = Office.objects.select_related("person", "consultation__hosting_body", "hosting_body")
    office = get_object_or_404(found, pk=id)
    require(can_appoint(person, office.consultation, office.hosting_body))
    here = office.consultation if request.POST.get("from") == "consultation" else None
    if office.ended_at is None:
        act = partial(offices.end, by=person, office=office, now=timezone.now())
        answer = answers.answer(request, KeyForm(request.POST), act, tell=False)
        if answer.thing is None:
            return _page(request, _form(request, person, empty=True), answer, offices_before(person))
    values = {"name": office.person.name, "office": office.get_role_display()}
    messages.success(request, _("%(name)s does not hold the office “%(office)s” any more.") % values)
    if here is not None and can_appoint(person, here) is None:
        return answers.see(reverse("desk_consultation_offices", args=[here.slug]))
    return answers.see(reverse("desk_offices" if can_appoint_beyond_consultations(person) is None else "desk"))


def _reach(person: Person) -> OfficeQuerySet:
    """The offices by which somebody gives out those of the whole site or of a hosting body."""
    return Office.objects.held_by(person).filter(role=Office.Role.SECRETARIAT, consultation__isnull=True)


def _given(request: HttpRequest, key: UUID) -> HttpResponse:
    made = Office.objects.select_related("person").get(pk=key)
    values = {"name": made.person.name, "office": made.get_role_display()}
    messages.success(request, _("%(name)s holds the office “%(office)s”.") % values)
    if not settings.DEMO and not _second_factors(made.person_id).exists():
        words = _(
            "%(name)s has no second factor yet. The office counts once they set one up: the desk leads them to it."
        )
        messages.warning(request, words % values)
    return answers.see(request.path)


def _second_factors(person: object) -> "QuerySet[Authenticator]":
    """What somebody can give beside their password; codes for an emergency alone are none."""
    return Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES)


def _form(request: HttpRequest, person: Person, *, empty: bool = False) -> OfficeForm:
    held = _reach(person)
    return OfficeForm(
        request.POST if request.method == "POST" and not empty else None,
        consultations=Consultation.objects.filter(pk__in=consultations_of(held)).order_by("title", "id"),
        bodies=_bodies(person),
        whole_site=can_appoint(person) is None,
    )


def _bodies(person: Person) -> "QuerySet[Organization]":
    """The bodies that hold consultations here, as far as the person gives out their offices."""
    if can_appoint(person) is None:
        return Organization.objects.filter(pk__in=Consultation.objects.order_by().values("hosting_body"))
    return Organization.objects.filter(pk__in=_reach(person).values("hosting_body"))


def _page(
    request: HttpRequest,
    form: ConsultationOfficeForm,
    answer: Answer,
    before: "QuerySet[Office]",
    consultation: Consultation | None = None,
) -> HttpResponse:
    held = before.filter(ended_at__isnull=True).select_related("person", "consultation", "hosting_body")
    held = held.annotate(has_factor=Exists(_second_factors(OuterRef("person"))))
    page = lists.page_of(request, held, fields=("granted_at", "id"), limit=LIMIT, newest_first=True)
    context = {
        "form": form,
        "offices": page.items,
        "consultation": consultation,
        "refusal": None if form.errors else answer.refusal,
        "not_sent": answer.status != 200,
        "crumbs": above(consultation) if consultation else above(),
        **lists.around(request, page),
    }
    return render(request, "secretariat/offices.html", context, status=answer.status)


def _grant(person: Person, form: ConsultationOfficeForm, consultation: Consultation | None = None) -> Office:
    said = form.cleaned_data
    return offices.grant(
        by=person,
        person=said["person"],
        role=Office.Role(said["role"]),
        consultation=consultation or said.get("consultation"),
        hosting_body=said.get("hosting_body"),
        now=timezone.now(),
    )


urlpatterns = [
    path("offices/", desk_offices, name="desk_offices"),
    path("c/<slug:slug>/offices/", desk_consultation_offices, name="desk_consultation_offices"),
    path("offices/<uuid:id>/end/", desk_office_end, name="desk_office_end"),
]
