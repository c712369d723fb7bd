"""Why somebody does not decide about what waits, asked of many rows at once; `permissions.can_take` asks it of one."""

from typing import TYPE_CHECKING

from django.db.models import Case, CharField, Q, Value, When

from accounts.models import Affiliation
from moderation.models.flag import Flag
from moderation.models.item import Item
from moderation.models.motion import Motion
from moderation.models.thing import KINDS, AboutThing

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Person

OWN, NEAR, STEPPED_BACK, FLAGGED, ASKED = "own", "near", "stepped_back", "flagged", "asked"


def kept_from(person: "Person") -> Case:
    """One of the five words of this module for an item that somebody else decides; empty where this person may."""
    bodies = Affiliation.objects.current().filter(person=person).values("organization")
    colleagues = Affiliation.objects.current().filter(organization__in=bodies).values("person")
    own = Q(comment__author=person) | Q(contribution__author=person) | Q(person=person) | Q(request__person=person)
    near = (
        Q(comment__author__in=colleagues)
        | Q(contribution__author__in=colleagues)
        | Q(person__in=colleagues)
        | Q(comment__organization__in=bodies)
        | Q(contribution__organization__in=bodies)
        | Q(organization__in=bodies)
    )
    stepped_back = Item.objects.filter(recusals__person=person)
    asked = Motion.objects.filter(state=Motion.State.WAITING, asked_by=person)
    return Case(
        When(own, then=Value(OWN)),
        When(near, then=Value(NEAR)),
        When(_about_those_of(stepped_back) | Q(pk__in=stepped_back.values("pk")), then=Value(STEPPED_BACK)),
        When(_about_those_of(Flag.objects.filter(by=person)), then=Value(FLAGGED)),
        When(Q(motion__asked_by=person) | _about_those_of(asked), then=Value(ASKED)),
        default=Value(""),
        output_field=CharField(),
    )


def _about_those_of(rows: "QuerySet[AboutThing]") -> Q:
    """Whether an item is about the same thing as one of these rows."""
    found = Q(pk__in=[])
    for kind in KINDS:
        found |= Q(**{f"{kind}__in": rows.filter(**{f"{kind}__isnull": False}).order_by().values(kind)})
    return found
