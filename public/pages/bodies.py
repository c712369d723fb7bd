"""What everybody may know of an organization or coalition, and which of them took part in a consultation."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Affiliation, Organization, OrganizationQuerySet, Person
from contributions.models import Contribution
from proposals.models import Comment, Endorsement, Paragraph, ParagraphText, Proposal
from public import agreed, said
from public.forms_voices import ConsultationChoice, GroupChoice
from public.pages import lists
from public.pages.visitors import signed_in
from public.wording import numbers_of
from rounds.models import Capacity, Consultation, Status

LIMIT = 50
# So many paragraphs that draw on one body are named.
CITED = 100


@dataclass(frozen=True)
class Cited:
    """A text with those of its paragraphs that draw on what a body sent."""

    proposal: Proposal
    paragraphs: list[ParagraphText]


@dataclass(frozen=True)
class TookPart:
    """A body that took part, with how many shown texts stand in its name and how many texts it endorses."""

    body: Organization
    contributions: int
    comments: int
    endorsements: int


@require_safe
def organization(request: HttpRequest, id: UUID) -> HttpResponse:
    viewer, now = signed_in(request), timezone.now()
    body = _load(id, viewer)
    if body.merged_into_id is not None:
        # One body now: for ever, so browsers may remember it.
        query = QueryDict.fromkeys(["from"], str(id)).urlencode()
        return redirect(f"{reverse('organization', args=[body.merged_into_id])}?{query}", permanent=True)
    voice = said.by_body(body, viewer)
    filters = ConsultationChoice(request.GET, consultations=voice.consultations(viewer))
    chosen = filters.found()
    speakers = speakers_of(body, viewer)
    context = {
        "body": body,
        "is_coalition": body.type == Organization.Type.COALITION,
        "merged": list(Organization.objects.visible_to(viewer).filter(merged_into=body).order_by("name", "id")),
        "came_from": request.GET.get("from", ""),
        "speakers": speakers,
        "is_mine": viewer is not None and viewer.pk in {place.person_id for place in speakers},
        "filters": filters,
        "page": said.page_of(request, voice.within(chosen.pk if chosen else None), viewer, filters.query()),
        "cited": cited(body, viewer),
        "champions": list(Proposal.objects.visible_to(viewer).filter(champions=body).select_related("consultation")),
        "endorsements": agreed.newest(agreed.by_body(body, viewer)),
        "more_endorsements": reverse("organization_endorsements", args=[id]),
        "endorsed": agreed.of_texts(body, viewer),
        "now": now,
        "crumbs": [(_("Consultations"), reverse("home"))],
    }
    return render(request, "organizations/organization.html", context, status=200 if filters.is_valid() else 400)


@require_safe
def organization_endorsements(request: HttpRequest, id: UUID) -> HttpResponse:
    """What a body endorsed, newest first."""
    viewer, now = signed_in(request), timezone.now()
    body = _load(id, viewer)
    if body.merged_into_id is not None:
        return redirect(reverse("organization_endorsements", args=[body.merged_into_id]), permanent=True)
    page = lists.page_of(
        request, agreed.by_body(body, viewer), limit=agreed.PAGE, fields=("given_at", "id"), newest_first=True
    )
    context = {
        "name": body.name,
        "rows": agreed.rows(page.items),
        "pages": lists.around(request, page),
        "now": now,
        "crumbs": [(_("Consultations"), reverse("home")), (body.name, reverse("organization", args=[id]))],
    }
    return render(request, "endorsements/given.html", context)


@require_safe
def consultation_organizations(request: HttpRequest, slug: str) -> HttpResponse:
    """The bodies in whose name something was said or endorsed here, by name."""
    viewer = signed_in(request)
    consultation = get_object_or_404(Consultation.objects.visible_to(viewer), slug=slug)
    filters = GroupChoice(request.GET)
    listed = taking_part(consultation, viewer)
    if filters.chosen():
        listed = listed.filter(stakeholder_group=filters.chosen())
    page = lists.page_of(request, listed, limit=LIMIT, fields=("name", "id"))
    context = {
        "consultation": consultation,
        "filters": filters,
        "is_filtered": bool(filters.chosen()),
        "rows": rows_of(page.items, consultation, viewer),
        "pages": lists.around(request, page, filters.query()),
        "crumbs": [
            (_("Consultations"), reverse("home")),
            (consultation.title, reverse("consultation", args=[slug])),
        ],
    }
    return render(request, "organizations/took_part.html", context, status=200 if filters.is_valid() else 400)


def _load(id: UUID, viewer: Person | None) -> Organization:
    return get_object_or_404(Organization.objects.visible_to(viewer), pk=id)


def speakers_of(body: Organization, viewer: Person | None) -> list[Affiliation]:
    """Who may speak for a body, first confirmed first. Who else belongs to it is nobody's to read."""
    people = Person.objects.visible_to(viewer).values("pk")
    places = Affiliation.objects.visible_to(viewer).filter(organization=body, person__in=people)
    return list(places.select_related("person").order_by("confirmed_at", "id"))


def cited(body: Organization, viewer: Person | None) -> list[Cited]:
    """The paragraphs that draw on what a body sent, in the latest wording of the texts that the viewer may read."""
    sent = Contribution.objects.visible_to(viewer).filter(
        Q(organization=body) | Q(organization__merged_into=body),
        capacity=Capacity.ORGANIZATION,
        status=Status.PUBLISHED,
    )
    paragraphs = Paragraph.objects.visible_to(viewer).filter(drawn_from__in=sent.order_by().values("pk"))
    found = numbers_of(list(paragraphs.distinct().order_by("pk").values_list("pk", flat=True)[:CITED]))
    texts = sorted(
        found.values(),
        key=lambda text: (text.paragraph.proposal.made_at, text.paragraph.proposal_id, text.position),
    )
    return [
        Cited(proposal, list(parts)) for proposal, parts in groupby(texts, key=lambda text: text.paragraph.proposal)
    ]


def taking_part(consultation: Consultation, viewer: Person | None) -> OrganizationQuerySet:
    """Those in whose name something is shown here, or was endorsed."""
    sent, spoke, gave = _acts(consultation, viewer)
    mine = {"organization": OuterRef("pk")}
    return Organization.objects.visible_to(viewer).filter(
        Exists(sent.filter(**mine)) | Exists(spoke.filter(**mine)) | Exists(gave.filter(**mine))
    )


def rows_of(bodies: Sequence[Organization], consultation: Consultation, viewer: Person | None) -> list[TookPart]:
    """The same three queries whatever their number."""
    sent, spoke, gave = (_counted(acts, bodies) for acts in _acts(consultation, viewer))
    return [TookPart(body, sent[body.pk], spoke[body.pk], gave[body.pk]) for body in bodies]


def _acts(
    consultation: Consultation, viewer: Person | None
) -> tuple["QuerySet[Contribution]", "QuerySet[Comment]", "QuerySet[Endorsement]"]:
    shown = {"consultation": consultation, "capacity": Capacity.ORGANIZATION, "status": Status.PUBLISHED}
    return (
        Contribution.objects.visible_to(viewer).in_time().filter(**shown).order_by(),
        Comment.objects.visible_to(viewer).filter(**shown).order_by(),
        Endorsement.objects.visible_to(viewer).filter(consultation=consultation).order_by(),
    )


def _counted(
    acts: "QuerySet[Contribution] | QuerySet[Comment] | QuerySet[Endorsement]", bodies: Sequence[Organization]
) -> Counter[UUID]:
    found = acts.filter(organization__in=[body.pk for body in bodies])
    return Counter(dict(found.values_list("organization").annotate(count=Count("pk"))))


urlpatterns = [
    path("organizations/<uuid:id>/", organization, name="organization"),
    path("organizations/<uuid:id>/endorsements/", organization_endorsements, name="organization_endorsements"),
    path("c/<slug:slug>/organizations/", consultation_organizations, name="consultation_organizations"),
]
