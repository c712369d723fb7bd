"""Who agrees with a text: organizations first, then people; and the one form that agrees or takes it back."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Affiliation, Organization, Person
from contributions.models import Contribution
from proposals.actions import endorsements as actions
from proposals.models import Comment, Endorsement, EndorsementQuerySet, Proposal, Revision
from proposals.permissions import can_endorse
from public.forms_endorsing import EndorseForm
from public.forms_filing import KeyForm
from public.pages import filing, lists
from public.pages.visitors import signed_in
from rounds.models import Capacity, Round

LIMIT = 100


@dataclass(frozen=True)
class Voice:
    """A name in which the reader may endorse, as one button."""

    value: str
    name: str
    is_body: bool


@dataclass(frozen=True)
class Endorsable:
    """A text that may be endorsed, with what its page says of it."""

    name: str
    thing: Comment | Contribution | Proposal
    round: Round
    title: str
    language: str
    address: str


def endorsable(name: str, id: UUID, viewer: Person | None) -> Endorsable:
    """What an address names; `Http404` for whoever may not read it."""
    match name:
        case "comment":
            comment = get_object_or_404(Comment.objects.visible_to(viewer).with_people(), pk=id)
            title = _("Comment No. %(number)s") % {"number": comment.number} if comment.number else _("Comment")
            return Endorsable(name, comment, comment.round, title, "", reverse("comment", args=[id]))
        case "contribution":
            sent = get_object_or_404(Contribution.objects.visible_to(viewer).with_people(), pk=id)
            title = sent.title or _("Contribution")
            return Endorsable(name, sent, sent.round, title, sent.language, reverse("contribution", args=[id]))
    proposals = Proposal.objects.visible_to(viewer).select_related("consultation__hosting_body")
    proposal = get_object_or_404(proposals, pk=id, type=Proposal.Type.OPTION)
    revision = Revision.objects.filter(proposal=proposal).select_related("round").order_by("-number")[0]
    return Endorsable(name, proposal, revision.round, proposal.title, proposal.language, reverse("proposal", args=[id]))


def _page(name: str) -> Callable[[HttpRequest, UUID], HttpResponse]:
    @require_http_methods(["GET", "HEAD", "POST"])
    def page(request: HttpRequest, id: UUID) -> HttpResponse:
        viewer, now = signed_in(request), timezone.now()
        found = endorsable(name, id, viewer)
        form = EndorseForm(request.POST if request.method == "POST" else None)
        answer = filing.Answer(None, 200)
        if request.method == "POST":
            answer = filing.answer(request, form, lambda: _give(request, found, form))
            if answer.thing is not None:
                messages.success(request, _("Your endorsement is in the public record; its number follows."))
                return filing.see(reverse(f"{name}_endorsements", args=[id]))
        standing = Endorsement.objects.visible_to(viewer).filter(**{name: found.thing})
        bodies = standing.filter(organization__isnull=False).select_related("organization", "entry")
        people = standing.filter(organization__isnull=True).select_related("person", "entry")
        shown = lists.page_of(request, people, limit=LIMIT, fields=("given_at", "id"))
        spoken_for = _spoken_for(viewer)
        mine = _mine(standing, viewer, spoken_for)
        is_open = found.round.status(now) == Round.Status.OPEN
        refusal = can_endorse(viewer, found.thing.consultation, Capacity.PERSONAL, None) if is_open else None
        context = {
            "found": found,
            "bodies": bodies.order_by("given_at", "id"),
            "people": shown.items,
            "pages": lists.around(request, shown),
            "mine": mine if is_open else [],
            "voices": _voices(found, viewer, spoken_for, mine) if is_open and refusal is None else [],
            "is_open": is_open,
            "round": found.round,
            "refusal": refusal,
            "form": form,
            "now": now,
            "crumbs": _crumbs(found),
        }
        return render(request, "endorsements/endorsements.html", context, status=answer.status)

    return page


@require_POST
def endorsement_withdraw(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take one's own endorsement back, or the one of a body that one speaks for."""
    person = signed_in(request)
    found = get_object_or_404(
        Endorsement.objects.visible_to(person).select_related(
            "round", "organization", "comment", "contribution", "proposal"
        ),
        pk=id,
    )
    if person is None:
        raise Http404
    name = next(name for name in ("comment", "contribution", "proposal") if getattr(found, f"{name}_id"))
    back = reverse(f"{name}_endorsements", args=[found.thing.pk])
    form = KeyForm(request.POST)
    answer = filing.answer(request, form, lambda: actions.withdraw(by=person, endorsement=found))
    if answer.thing is None:
        for sentence in form.non_field_errors():
            messages.error(request, str(sentence))
    else:
        messages.success(request, _("The endorsement is taken back. The record keeps both moments."))
    return filing.see(back)


def _give(request: HttpRequest, found: Endorsable, form: EndorseForm) -> Endorsement:
    spoken = form.cleaned_data["capacity"]
    return actions.give(
        by=filing.author_of(request),
        thing=found.thing,
        capacity=spoken.capacity,
        organization=filing.speaks_for(spoken),
    )


def _spoken_for(viewer: Person | None) -> list[Organization]:
    if viewer is None:
        return []
    places = Affiliation.objects.focal_points().filter(person=viewer).select_related("organization")
    return [place.organization for place in places.order_by("organization__name", "id")]


def _mine(standing: EndorsementQuerySet, viewer: Person | None, spoken_for: list[Organization]) -> list[Endorsement]:
    """Those that this viewer may take back: their own, and of the bodies that they speak for."""
    if viewer is None:
        return []
    own = Q(person=viewer, organization__isnull=True) | Q(organization__in=spoken_for)
    return list(standing.filter(own).select_related("organization", "person").order_by("given_at", "id"))


def _voices(
    found: Endorsable, viewer: Person | None, spoken_for: list[Organization], mine: list[Endorsement]
) -> list[Voice]:
    """In whose names the viewer may still endorse: not twice, and not what is said in that very name."""
    thing = found.thing
    if viewer is None or (isinstance(thing, Comment | Contribution) and not thing.is_shown):
        return []
    given = {endorsement.organization_id for endorsement in mine}
    voices = []
    if None not in given and not actions.is_own(thing, viewer, None):
        voices.append(Voice(str(Capacity.PERSONAL), viewer.name, is_body=False))
    for body in spoken_for:
        if body.pk not in given and not actions.is_own(thing, viewer, body):
            voices.append(Voice(f"{Capacity.ORGANIZATION}:{body.pk}", body.name, is_body=True))
    return voices


def _crumbs(found: Endorsable) -> list[tuple[str, str]]:
    consultation = found.thing.consultation
    return [
        (_("Consultations"), reverse("home")),
        (consultation.title, reverse("consultation", args=[consultation.slug])),
        (found.title, found.address),
    ]


urlpatterns = [
    path("comments/<uuid:id>/endorsements/", _page("comment"), name="comment_endorsements"),
    path("contributions/<uuid:id>/endorsements/", _page("contribution"), name="contribution_endorsements"),
    path("p/<uuid:id>/endorsements/", _page("proposal"), name="proposal_endorsements"),
    path("endorsements/<uuid:id>/withdraw/", endorsement_withdraw, name="endorsement_withdraw"),
]
