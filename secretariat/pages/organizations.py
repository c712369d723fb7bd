from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Affiliation, Organization, Person
from moderation.actions import affiliations, organizations
from moderation.permissions import can_note_affiliations
from secretariat import answers, asked, lists
from secretariat.answers import ASKED, Answer
from secretariat.forms.people import AffiliationForm, DomainForm, KeyForm, OrganizationForm, leads
from secretariat.gate import officer
from secretariat.pages.consultations import above
from texts.rules.fold import fold
from web.refusals import require

LIMIT = 50
SEARCH_LIMIT = 100


@require_GET
def desk_organizations(request: HttpRequest) -> HttpResponse:
    """All bodies by name; `?q=` finds those whose name holds these words."""
    require(can_note_affiliations(officer(request)))
    wanted = request.GET.get("q", "").replace("\x00", "")[:SEARCH_LIMIT].strip()
    only = request.GET.get("state") == "unconfirmed"
    found = Organization.objects.select_related("stakeholder_group")
    if only:
        found = found.to_confirm()
    if fold(wanted):
        found = found.filter(name_folded__contains=fold(wanted))
    page = lists.page_of(request, found, fields=("name", "id"), limit=LIMIT)
    kept = ({"q": wanted} if wanted else {}) | ({"state": "unconfirmed"} if only else {})
    context = {"organizations": page.items, "q": wanted, "only_unconfirmed": only, "crumbs": above()}
    context |= lists.around(request, page, kept)
    return render(request, "secretariat/organizations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_organization_new(request: HttpRequest) -> HttpResponse:
    person = officer(request)
    require(can_note_affiliations(person))
    form = OrganizationForm(request.POST if request.method == "POST" else None)
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_note, person, form))
        if answer.thing is not None:
            made = Organization.objects.get(pk=answer.thing)
            messages.success(request, _("“%(name)s” is noted. Say now who may speak for it.") % {"name": made.name})
            return answers.see(reverse("desk_organization", args=[made.pk]))
    context = {"form": form, "crumbs": [*above(), (_("Organizations"), reverse("desk_organizations"))]}
    return render(request, "secretariat/organization_new.html", context, status=answer.status)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_organization(request: HttpRequest, id: UUID) -> HttpResponse:
    """A body with those who belong to it; POST notes one more."""
    person = officer(request)
    require(can_note_affiliations(person))
    organization = get_object_or_404(Organization.objects.select_related("stakeholder_group"), pk=id)
    form = AffiliationForm(request.POST if request.method == "POST" else None, organization=organization)
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_affiliate, person, organization, form))
        if answer.thing is not None:
            values = {"name": form.cleaned_data["person"].name, "organization": organization.name}
            messages.success(request, _("%(name)s now belongs to %(organization)s.") % values)
            return answers.see(request.path)
    return _organization(request, organization, form, answer)


@require_POST
def desk_organization_confirm(request: HttpRequest, id: UUID) -> HttpResponse:
    """The secretariat knows that a body is what it says."""
    person = officer(request)
    require(can_note_affiliations(person))
    organization = get_object_or_404(Organization, pk=id)
    act = partial(organizations.confirm_body, by=person, organization=organization, now=timezone.now())
    answers.answer(request, KeyForm(request.POST), act, tell=False)
    messages.success(request, _("“%(name)s” is confirmed.") % {"name": organization.name})
    return answers.see(reverse("desk_organization", args=[id]))


@require_POST
def desk_organization_domain(request: HttpRequest, id: UUID) -> HttpResponse:
    """The domain of a body's mail addresses, against which requests are checked."""
    person = officer(request)
    require(can_note_affiliations(person))
    organization = get_object_or_404(Organization.objects.select_related("stakeholder_group"), pk=id)
    form = DomainForm(request.POST)
    answer = answers.answer(request, form, partial(_domain, person, organization, form))
    if answer.thing is None:
        return _organization(request, organization, AffiliationForm(organization=organization), answer, form)
    messages.success(request, _("The domain is noted. Links go to addresses there that wait for one."))
    return answers.see(reverse("desk_organization", args=[id]))


@require_POST
def desk_affiliation_end(request: HttpRequest, id: UUID) -> HttpResponse:
    """Somebody does not belong to a body any more; what they filed in its name stays."""
    person = officer(request)
    require(can_note_affiliations(person))
    affiliation = get_object_or_404(Affiliation.objects.select_related("person", "organization"), pk=id)
    values = {"name": affiliation.person.name, "organization": affiliation.organization.name}
    if affiliation.ended_at is None:
        act = partial(affiliations.end, by=person, affiliation=affiliation, now=timezone.now())
        answers.answer(request, KeyForm(request.POST), act, tell=False)
    messages.success(request, _("%(name)s does not belong to %(organization)s any more.") % values)
    return answers.see(reverse("desk_organization", args=[affiliation.organization_id]))


def _organization(
    request: HttpRequest,
    organization: Organization,
    form: AffiliationForm,
    answer: Answer,
    domain: DomainForm | None = None,
) -> HttpResponse:
    people = Affiliation.objects.current().filter(organization=organization).select_related("person")
    context = {
        "organization": organization,
        "affiliations": people.order_by("-role", "person__name", "id"),
        "leads": leads(organization),
        "alike": asked.similar([organization]).get(organization.pk, []),
        "asked": asked.described(
            officer(request), asked.readable(officer(request)).waiting().filter(organization=organization)[:LIMIT]
        ),
        "domain_form": domain or DomainForm(initial={"domain": organization.domain}),
        "form": form,
        "crumbs": [*above(), (_("Organizations"), reverse("desk_organizations"))],
    }
    return render(request, "secretariat/organization.html", context, status=answer.status)


def _note(person: Person, form: OrganizationForm) -> Organization:
    said = {name: value for name, value in form.cleaned_data.items() if name not in ("key", "type")}
    type = Organization.Type(form.cleaned_data["type"])
    return organizations.note(by=person, type=type, now=timezone.now(), **said)


def _domain(person: Person, organization: Organization, form: DomainForm) -> Organization:
    said = form.cleaned_data["domain"]
    return organizations.set_domain(by=person, organization=organization, domain=said, now=timezone.now())


def _affiliate(person: Person, organization: Organization, form: AffiliationForm) -> Affiliation:
    said = form.cleaned_data
    return affiliations.note(
        by=person,
        person=said["person"],
        organization=organization,
        role=Affiliation.Role(said["role"]),
        now=timezone.now(),
    )


urlpatterns = [
    path("organizations/", desk_organizations, name="desk_organizations"),
    path("organizations/new/", desk_organization_new, name="desk_organization_new"),
    path("organizations/<uuid:id>/", desk_organization, name="desk_organization"),
    path("organizations/<uuid:id>/confirm/", desk_organization_confirm, name="desk_organization_confirm"),
    path("organizations/<uuid:id>/domain/", desk_organization_domain, name="desk_organization_domain"),
    path("affiliations/<uuid:id>/end/", desk_affiliation_end, name="desk_affiliation_end"),
]
