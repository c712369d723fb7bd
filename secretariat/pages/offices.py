from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Organization, Person
from rounds.actions import offices
from rounds.models import Consultation, Office
from rounds.permissions import can_appoint
from secretariat import answers, lists
from secretariat.answers import ASKED, Answer
from secretariat.forms.people import KeyForm, OfficeForm
from secretariat.gate import officer
from secretariat.pages.consultations import above
from web.refusals import require

LIMIT = 50


@require_http_methods(["GET", "HEAD", "POST"])
def desk_offices(request: HttpRequest) -> HttpResponse:
    """Who holds which office; POST grants one."""
    person = officer(request)
    require(can_appoint(person))
    form = _form(request)
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_grant, person, form))
        if answer.thing is not None:
            made = Office.objects.select_related("person").get(pk=answer.thing)
            values = {"name": made.person.name, "office": made.get_role_display()}
            messages.success(request, _("%(name)s holds the office “%(office)s”.") % values)
            return answers.see(request.path)
    return _page(request, form, answer)


@require_POST
def desk_office_end(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take an office back; what was done in it stays."""
    person = officer(request)
    require(can_appoint(person))
    office = get_object_or_404(Office.objects.select_related("person"), pk=id)
    if office.ended_at is None:
        act = partial(offices.end, by=person, office=office, now=timezone.now())
        answer = answers.answer(request, KeyForm(request.POST), act, tell=False)
        if answer.thing is None:
            return _page(request, OfficeForm(bodies=_bodies()), answer)
    values = {"name": office.person.name, "office": office.get_role_display()}
    messages.success(request, _("%(name)s does not hold the office “%(office)s” any more.") % values)
    return answers.see(reverse("desk_offices"))


def _form(request: HttpRequest) -> OfficeForm:
    return OfficeForm(request.POST if request.method == "POST" else None, bodies=_bodies())


def _bodies() -> "QuerySet[Organization]":
    """The bodies that hold consultations here."""
    return Organization.objects.filter(pk__in=Consultation.objects.order_by().values("hosting_body"))


def _page(request: HttpRequest, form: OfficeForm, answer: Answer) -> HttpResponse:
    held = Office.objects.filter(ended_at__isnull=True).select_related("person", "consultation", "hosting_body")
    page = lists.page_of(request, held, fields=("granted_at", "id"), limit=LIMIT, newest_first=True)
    context = {
        "form": form,
        "offices": page.items,
        "refusal": None if form.errors else answer.refusal,
        "not_sent": answer.status != 200,
        "crumbs": above(),
        **lists.around(request, page),
    }
    return render(request, "secretariat/offices.html", context, status=answer.status)


def _grant(person: Person, form: OfficeForm) -> Office:
    said = form.cleaned_data
    return offices.grant(
        by=person,
        person=said["person"],
        role=Office.Role(said["role"]),
        consultation=said["consultation"],
        hosting_body=said["hosting_body"],
        now=timezone.now(),
    )


urlpatterns = [
    path("offices/", desk_offices, name="desk_offices"),
    path("offices/<uuid:id>/end/", desk_office_end, name="desk_office_end"),
]
