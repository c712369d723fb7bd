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
from accounts.rules import proofs, terms
from moderation.actions import affiliations, organizations
from moderation.models import Invitation, Motion
from moderation.permissions import can_note_affiliations
from secretariat import answers, asked, lists
from secretariat.answers import ASKED, Answer
from secretariat.forms.base import new_key
from secretariat.forms.bodies import InviteForm, MergeForm
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
    found = Organization.objects.select_related("stakeholder_group", "merged_into")
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
    return show(request, organization, answer, form=form)


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
        return show(request, organization, answer, domain=form)
    messages.success(request, _("The domain is noted. Links go to addresses there that wait for one."))
    return answers.see(reverse("desk_organization", args=[id]))


@require_http_methods(["GET", "HEAD", "POST"])
def desk_organization_merge(request: HttpRequest, id: UUID) -> HttpResponse:
    """Two names of one body: what would move is shown before it is done."""
    person = officer(request)
    require(can_note_affiliations(person))
    organization = get_object_or_404(Organization.objects.unmerged().select_related("stakeholder_group"), pk=id)
    form = MergeForm(request.POST if request.method == "POST" else None)
    answer, moves, refusal = ASKED, None, None
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_merge, person, organization, form), tell=False)
        if answer.thing is not None and form.found is not None:
            values = {"old": organization.name, "new": form.found.name}
            messages.success(request, _("“%(old)s” is one with “%(new)s” now.") % values)
            return answers.see(reverse("desk_organization", args=[form.found.pk]))
        if form.found is not None:
            refusal = answer.refusal or organizations.cannot_merge(organization, form.found)
            moves = organizations.moves(organization, form.found) if refusal is None else None
    context = {
        "organization": organization,
        "into": form.found,
        "moves": moves,
        "refusal": refusal,
        "form": form,
        "alike": asked.similar([organization]).get(organization.pk, []),
        "crumbs": [
            *above(),
            (_("Organizations"), reverse("desk_organizations")),
            (organization.name, reverse("desk_organization", args=[id])),
        ],
    }
    status = 409 if refusal else answer.status
    return render(request, "secretariat/organization_merge.html", context, status=status)


def show(
    request: HttpRequest,
    organization: Organization,
    answer: Answer,
    *,
    form: AffiliationForm | None = None,
    domain: DomainForm | None = None,
    invite: InviteForm | None = None,
) -> HttpResponse:
    """The page of a body, with the form that was filled in."""
    person, now = officer(request), timezone.now()
    people = Affiliation.objects.current().filter(organization=organization).select_related("person")
    asked_now = asked.readable(person).waiting().filter(organization=organization)[:LIMIT]
    ending = Motion.objects.filter(affiliation__in=people, state=Motion.State.WAITING)
    sent = Invitation.objects.filter(organization=organization).order_by("-made_at", "pk")[:LIMIT]
    context = {
        "now": now,
        "organization": organization,
        "body": organization,
        "affiliations": people.order_by("-role", "person__name", "id"),
        "ending": set(ending.values_list("affiliation", flat=True)),
        "leads": leads(organization),
        "alike": asked.similar([organization]).get(organization.pk, []),
        "merged": Organization.objects.filter(merged_into=organization).order_by("name", "id"),
        "asked": asked.described(person, asked_now),
        "invited": [(one, one.state(now), new_key()) for one in sent],
        "record": proofs.record(organization.pk, organization.domain) if organization.domain else "",
        "domain_form": domain or DomainForm(initial={"domain": organization.domain}),
        "invite_form": invite or InviteForm(organization=organization),
        "form": form or AffiliationForm(organization=organization),
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
    said, now = form.cleaned_data, timezone.now()
    return affiliations.note(
        by=person,
        person=said["person"],
        organization=organization,
        role=Affiliation.Role(said["role"]),
        expires_at=terms.end(said["years"], now),
        now=now,
    )


def _merge(person: Person, organization: Organization, form: MergeForm) -> Organization:
    if form.found is None:
        raise RuntimeError("a form without errors has found one")
    return organizations.merge(by=person, organization=organization, into=form.found, now=timezone.now())


urlpatterns = [
    path("organizations/", desk_organizations, name="desk_organizations"),
    path("organizations/new/", desk_organization_new, name="desk_organization_new"),
    path("organizations/<uuid:id>/", desk_organization, name="desk_organization"),
    path("organizations/<uuid:id>/confirm/", desk_organization_confirm, name="desk_organization_confirm"),
    path("organizations/<uuid:id>/domain/", desk_organization_domain, name="desk_organization_domain"),
    path("organizations/<uuid:id>/merge/", desk_organization_merge, name="desk_organization_merge"),
]
