"""My organizations: asking to be confirmed, and what waits for me as somebody's focal point."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import affiliations as asking
from accounts.actions import letters
from accounts.models import Affiliation, AffiliationRequest, Person
from accounts.rules import proofs, terms
from contributions.models import Contribution
from moderation.actions import affiliations
from moderation.permissions import can_answer
from proposals.models import Comment
from public.forms_bodies import AnswerForm, AskForm, LetterForm
from public.forms_filing import KeyForm
from public.pages import filing
from public.pages.visitors import signed_in
from rounds.models import FOR_A_BODY, Consultation, Round, Status, awaits
from texts.files import names
from web.downloads import download

# As many as a page shows; the others stand here as soon as some of them are answered.
LIMIT = 50
PEOPLE = ("author", "organization", "consultation", "round", "entry")


@dataclass(frozen=True)
class Belonging:
    """Where somebody is confirmed; whether they can ask to be renewed now, and whether they have."""

    place: Affiliation
    is_renewable: bool
    is_asked: bool


@dataclass(frozen=True)
class Waiting:
    """A text that waits for a body, with what it is called on a page."""

    thing: Comment | Contribution

    @property
    def is_comment(self) -> bool:
        return isinstance(self.thing, Comment)

    @property
    def release_address(self) -> str:
        return reverse("comment_release" if self.is_comment else "contribution_release", args=[self.thing.pk])

    @property
    def address(self) -> str:
        return reverse("comment" if self.is_comment else "contribution", args=[self.thing.pk])


def to_release(person: Person, now: datetime) -> list[Waiting]:
    """What members wrote in the name of bodies for which this person speaks, the oldest first."""
    return _waiting(person, awaits(person), now)


def own_waiting(person: Person, now: datetime) -> list[Waiting]:
    """One's own texts that wait for a body."""
    return _waiting(person, Q(author=person, status=Status.RECEIVED, waiting_for__in=FOR_A_BODY), now)


def to_answer(person: Person) -> "list[AffiliationRequest]":
    """Requests to the bodies for which this person speaks."""
    mine = Affiliation.objects.focal_points().filter(person=person).values("organization")
    asked = AffiliationRequest.objects.waiting().filter(organization__in=mine).exclude(person=person)
    return list(asked.select_related("person", "organization")[:LIMIT])


def belonging(person: Person, now: datetime) -> list[Belonging]:
    """Where this person is confirmed, by name."""
    places = Affiliation.objects.current().filter(person=person).select_related("organization")
    asked = set(AffiliationRequest.objects.waiting().filter(person=person).values_list("organization", flat=True))
    return [
        Belonging(place, place.is_renewable(now), place.organization_id in asked)
        for place in places.order_by("organization__name", "id")
    ]


@require_safe
def my_organizations(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    if person is None:
        return redirect_to_login(request.get_full_path())
    asked = AffiliationRequest.objects.filter(person=person).select_related("organization")
    context = {
        "now": now,
        "places": belonging(person, now),
        "asked": asked.order_by("-asked_at", "id")[:LIMIT],
        "requests": to_answer(person),
        "to_release": to_release(person, now),
        "own": own_waiting(person, now),
        "crumbs": _above(),
    }
    return render(request, "organizations/organizations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def organization_ask(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    if person is None:
        return redirect_to_login(request.get_full_path())
    renews = _renewed(request, person, now)
    initial = _named(request, renews)
    form = AskForm(initial=initial)
    if request.method == "POST":
        form = AskForm(request.POST, request.FILES, initial=initial)
    status = 200
    if request.method == "POST":
        answer = filing.answer(request, form, partial(_ask, person, form, now))
        if answer.thing is not None:
            messages.success(request, _("Your request is at the secretariat. The answer comes by mail."))
            return filing.see(reverse("my_organizations"))
        status = answer.status
    context = {
        "now": now,
        "form": form,
        "renews": renews,
        "crumbs": [*_above(), (_("My organizations"), reverse("my_organizations"))],
    }
    return render(request, "organizations/ask.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def organization_request(request: HttpRequest, id: UUID) -> HttpResponse:
    """One request: taken back by who asked, answered by a focal point."""
    person, now = signed_in(request), timezone.now()
    if person is None:
        return redirect_to_login(request.get_full_path())
    asked = _load(id, person)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    status = 200
    act = request.POST.get("act", "")
    if act in ("take_back", "confirm", "refuse"):
        answer = filing.answer(request, form, partial(_answer, person, asked, form, act, now))
        if answer.thing is not None:
            messages.success(request, _answered(act, asked))
            return filing.see(reverse("my_organizations"))
        status = answer.status
    return _request(request, person, asked, form, LetterForm(), now, status)


@require_http_methods(["GET", "HEAD", "POST"])
def organization_letter(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """The letter beside a request, for who sent it and who answers; POST by who asked puts one there."""
    person, now = signed_in(request), timezone.now()
    if person is None:
        return redirect_to_login(request.get_full_path())
    asked = _load(id, person)
    if request.method != "POST":
        if not asked.letter:
            raise Http404
        media_type = names.kind_of(asked.letter_name).media_type
        return download(asked.letter.open(), name=asked.letter_name, media_type=media_type, is_public=False)
    form = LetterForm(request.POST, request.FILES)
    answer = filing.answer(
        request, form, lambda: letters.send(by=person, request=asked, upload=form.cleaned_data["letter"])
    )
    if answer.thing is None:
        return _request(request, person, asked, AnswerForm(), form, now, answer.status)
    messages.success(request, _("Your letter is beside your request."))
    return filing.see(reverse("organization_request", args=[id]))


def _load(id: UUID, person: Person) -> AffiliationRequest:
    readable = AffiliationRequest.objects.visible_to(person).select_related("person", "organization")
    return get_object_or_404(readable, pk=id)


def _request(
    request: HttpRequest,
    person: Person,
    asked: AffiliationRequest,
    form: AnswerForm,
    letter_form: LetterForm,
    now: datetime,
    status: int,
) -> HttpResponse:
    body, is_own = asked.organization, asked.person_id == person.pk
    present = Affiliation.objects.current().filter(person=asked.person, organization=body).first()
    context = {
        "now": now,
        "form": form,
        "letter_form": letter_form,
        "asked": asked,
        "is_own": is_own,
        "present": present,
        "may_answer": can_answer(person, asked, Affiliation.Role.MEMBER) is None,
        # Who speaks for it and goes on doing so is confirmed by the secretariat.
        "may_confirm": present is None or present.role == Affiliation.Role.MEMBER,
        "waits": asked.status == AffiliationRequest.Status.WAITING,
        "record": proofs.record(body.pk, body.domain) if body.domain and not body.domain_proved_at else "",
        "crumbs": [*_above(), (_("My organizations"), reverse("my_organizations"))],
    }
    return render(request, "organizations/request.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def organization_address(request: HttpRequest, token: str) -> HttpResponse:
    """The link that was sent to an address at the body's domain: who asked says, signed in, that it is theirs."""
    person, now = signed_in(request), timezone.now()
    read = proofs.read(token)
    if read is None:
        raise Http404
    if person is None:
        return redirect_to_login(request.get_full_path())
    id, address = read
    asked = get_object_or_404(
        AffiliationRequest.objects.filter(person=person).select_related("organization"), pk=id, address=address
    )
    form = KeyForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        act = partial(asking.confirm_address, by=person, request=asked, address=address, now=now)
        answer = filing.answer(request, form, act)
        if answer.thing is not None:
            messages.success(request, _("Your address is confirmed. Who answers your request sees it now."))
            return filing.see(reverse("my_organizations"))
        status = answer.status
    context = {
        "now": now,
        "form": form,
        "asked": asked,
        "waits": asked.status == AffiliationRequest.Status.WAITING,
        "crumbs": _above(),
    }
    return render(request, "organizations/address.html", context, status=status)


def _ask(person: Person, form: AskForm, now: datetime) -> AffiliationRequest:
    said = {name: value for name, value in form.cleaned_data.items() if name != "key"}
    return asking.ask(by=person, hosts=Consultation.objects.hosts(), now=now, **said)


def _answer(person: Person, asked: AffiliationRequest, form: AnswerForm, act: str, now: datetime) -> AffiliationRequest:
    match act:
        case "take_back":
            return asking.take_back(by=person, request=asked, now=now)
        case "confirm":
            until = terms.end(form.cleaned_data["years"], now)
            member = Affiliation.Role.MEMBER
            return affiliations.confirm(by=person, request=asked, role=member, expires_at=until, now=now)
        case _:
            return affiliations.refuse(by=person, request=asked, reason=form.cleaned_data["reason"], now=now)


def _answered(act: str, asked: AffiliationRequest) -> str:
    values = {"name": asked.person.name, "organization": asked.organization.name}
    match act:
        case "take_back":
            return _("You have taken your request to %(organization)s back.") % values
        case "confirm":
            return _("%(name)s is a member of %(organization)s. What they send in its name waits for you.") % values
        case _:
            return _("%(name)s is not confirmed for %(organization)s, and is told so by mail.") % values


def _waiting(person: Person, wanted: Q, now: datetime) -> list[Waiting]:
    found: list[Comment | Contribution] = []
    for model in (Contribution, Comment):
        chosen = model.objects.visible_to(person).filter(wanted, round__closes_at__gt=now - Round.CONFIRMED_WITHIN)
        found += chosen.select_related(*PEOPLE).order_by("posted_at", "pk")[:LIMIT]
    found.sort(key=lambda thing: (thing.posted_at, thing.pk))
    return [Waiting(thing) for thing in found[:LIMIT]]


def _renewed(request: HttpRequest, person: Person, now: datetime) -> Affiliation | None:
    """The affiliation that a link asks to renew, where it is one's own and near its end."""
    wanted = request.GET.get("renew", "")
    places = Affiliation.objects.current().filter(person=person).select_related("organization")
    return next((place for place in places if str(place.pk) == wanted and place.is_renewable(now)), None)


def _named(request: HttpRequest, renews: Affiliation | None) -> dict[str, str]:
    """The name with which a link came, so that nobody types it twice."""
    if renews is not None:
        return {"name": renews.organization.name, "role": renews.role}
    return {"name": request.GET.get("name", "").replace("\x00", "")[:300]}


def _above() -> list[tuple[str, str]]:
    return [(_("My page"), reverse("me"))]


urlpatterns = [
    path("me/organizations/", my_organizations, name="my_organizations"),
    path("me/organizations/ask/", organization_ask, name="organization_ask"),
    path("me/organizations/requests/<uuid:id>/", organization_request, name="organization_request"),
    path("me/organizations/requests/<uuid:id>/letter/", organization_letter, name="organization_letter"),
    path("me/organizations/address/<str:token>/", organization_address, name="organization_address"),
]
