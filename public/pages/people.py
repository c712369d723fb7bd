"""What everybody may know of a person: their name, for whom they speak, what stands under their name."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Affiliation, Organization, Person, Standing
from moderation.models import Decision
from public import agreed, said
from public.forms_voices import ConsultationChoice
from public.pages import lists
from public.pages.visitors import signed_in
from rounds.models import Capacity

RESTRICTS = (Decision.Verb.LIMIT, Decision.Verb.SUSPEND)


@dataclass(frozen=True)
class Known:
    """Group, country and standing of a person, as far as their own texts and endorsements say them to everybody."""

    stakeholder_group: str | None = None
    country: str = ""
    is_vouched_for: bool = False


@require_safe
def person(request: HttpRequest, id: UUID) -> HttpResponse:
    viewer, now = signed_in(request), timezone.now()
    found = get_object_or_404(Person.objects.visible_to(viewer), pk=id)
    voice = said.by_person(found, viewer)
    filters = ConsultationChoice(request.GET, consultations=voice.consultations(viewer))
    chosen = filters.found()
    places = places_of(found, viewer)
    endorsements = agreed.newest(agreed.by_person(found, viewer))
    context = {
        "person": found,
        "known": known(found, voice, has_endorsed=bool(endorsements)),
        "restriction": restriction_of(found, viewer),
        "places": places,
        "speaks": any(place.organization.verified_at for place in places),
        "filters": filters,
        "page": said.page_of(request, voice.within(chosen.pk if chosen else None), viewer, filters.query()),
        "endorsements": endorsements,
        "more_endorsements": reverse("person_endorsements", args=[id]),
        "now": now,
        "crumbs": [(_("Consultations"), reverse("home"))],
    }
    return render(request, "people/person.html", context, status=200 if filters.is_valid() else 400)


@require_safe
def person_endorsements(request: HttpRequest, id: UUID) -> HttpResponse:
    """What somebody endorsed for themselves, newest first."""
    viewer, now = signed_in(request), timezone.now()
    found = get_object_or_404(Person.objects.visible_to(viewer), pk=id)
    page = lists.page_of(
        request,
        agreed.by_person(found, viewer),
        limit=agreed.PAGE,
        fields=("given_at", "id"),
        newest_first=True,
    )
    context = {
        "name": found.name,
        "for_themselves": True,
        "rows": agreed.rows(page.items),
        "pages": lists.around(request, page),
        "now": now,
        "crumbs": [(_("Consultations"), reverse("home")), (found.name, reverse("person", args=[id]))],
    }
    return render(request, "endorsements/given.html", context)


def known(person: Person, voice: said.Voice, *, has_endorsed: bool) -> Known:
    """Who never spoke for themselves under their name has told everybody neither group nor country.

    The last such text says both, and how well they were known; the list of an endorsed text names the group as it is.
    """
    fields = ("posted_at", "stakeholder_group", "country", "standing")
    own = [
        texts.filter(capacity=Capacity.PERSONAL).order_by("-posted_at", "-pk").values_list(*fields)[:1]
        for texts in (voice.contributions, voice.comments)
    ]
    last = max((row for rows in own for row in rows), key=lambda row: row[0], default=None)
    if last is None:
        return Known(person.stakeholder_group_id if has_endorsed else None)
    _at, group, country, standing = last
    return Known(group, country, standing == Standing.VOUCHED)


def restriction_of(person: Person, viewer: Person | None) -> Decision | None:
    """The decision that limits or suspends somebody now."""
    if not person.restriction:
        return None
    decided = Decision.objects.visible_to(viewer).filter(person=person, verb__in=RESTRICTS)
    return decided.select_related("entry").order_by("-step").first()


def places_of(person: Person, viewer: Person | None) -> list[Affiliation]:
    """The bodies for which somebody speaks, by name."""
    bodies = Organization.objects.visible_to(viewer).values("pk")
    places = Affiliation.objects.visible_to(viewer).filter(person=person, organization__in=bodies)
    return list(places.select_related("organization").order_by("organization__name", "id"))


urlpatterns = [
    path("people/<uuid:id>/", person, name="person"),
    path("people/<uuid:id>/endorsements/", person_endorsements, name="person_endorsements"),
]
