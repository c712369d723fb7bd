"""Why somebody does not decide about what waits, asked of many rows at once; `permissions.can_take` asks it of one."""

from typing import TYPE_CHECKING, Any, cast

from django.db.models import Case, CharField, Q, Value, When
from django.db.models.functions import Coalesce

from accounts.models import Affiliation
from moderation.models.flag import Flag
from moderation.models.item import Item, ItemQuerySet
from moderation.models.motion import Motion
from moderation.models.thing import KINDS

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Person

OWN, NEAR, STEPPED_BACK, FLAGGED, ASKED = "own", "near", "stepped_back", "flagged", "asked"


def free(items: ItemQuerySet, person: "Person") -> ItemQuerySet:
    """Those about which nobody else decides in this person’s place."""
    return mark_kept(items, person).filter(Q(kept_from=""))


def mark_kept(items: ItemQuerySet, person: "Person") -> ItemQuerySet:
    """With `kept_from`: one of the five words of this module where somebody else decides; else nothing."""
    bodies = Affiliation.objects.current().filter(person=person).values("organization")
    colleagues = Affiliation.objects.current().filter(organization__in=bodies).values("person")
    own = Q(comment__author=person) | Q(contribution__author=person) | Q(person=person) | Q(request__person=person)
    near = Q(author__in=colleagues) | Q(person__in=colleagues) | Q(body__in=bodies) | Q(organization__in=bodies)
    stepped_back = Item.objects.filter(recusals__person=person)
    asked = Motion.objects.filter(state=Motion.State.WAITING, asked_by=person)
    marked = items.alias(
        about=Coalesce(*KINDS),
        author=Coalesce("comment__author", "contribution__author"),
        body=Coalesce("comment__organization", "contribution__organization"),
    ).annotate(
        kept_from=Case(
            When(own, then=Value(OWN)),
            When(near, then=Value(NEAR)),
            When(Q(about__in=_things(stepped_back)) | Q(pk__in=stepped_back.values("pk")), then=Value(STEPPED_BACK)),
            When(about__in=_things(Flag.objects.filter(by=person)), then=Value(FLAGGED)),
            When(Q(motion__asked_by=person) | Q(about__in=_things(asked)), then=Value(ASKED)),
            default=Value(""),
            output_field=CharField(),
        )
    )
    return cast(ItemQuerySet, marked)


def _things(rows: "QuerySet[Any]") -> "QuerySet[Any, Any]":
    """The ids of the things that rows are about; ids of different kinds never meet."""
    return rows.order_by().annotate(about=Coalesce(*KINDS)).filter(about__isnull=False).values("about")
