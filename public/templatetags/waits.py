"""What a page says of a text that waits for a body: to its author, to the body, to the secretariat."""

from datetime import datetime
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from accounts.models import Affiliation, AffiliationRequest
from accounts.permissions import can_speak_for
from contributions.models import Contribution
from moderation.models import Inquiry
from proposals.models import Comment
from rounds.models import FOR_A_BODY, Capacity, Round, Status, awaits
from rounds.permissions import can_correct_capacity

register = template.Library()


@register.inclusion_tag("organizations/_waits.html", takes_context=True)
def waits(context: Context, thing: Any, kind: str) -> dict[str, Any]:
    """`{% waits contribution "contribution" %}`: nothing for whoever has nothing to do about it."""
    user, now = context.get("user"), _now(context)
    waiting = thing.status == Status.RECEIVED and thing.waiting_for in FOR_A_BODY
    found: dict[str, Any] = {
        "thing": thing,
        "kind": kind,
        "until": thing.round.confirmed_until,
        "is_late": now >= thing.round.confirmed_until,
        "now": now,
    }
    if user is None or not user.is_authenticated:
        return found
    found["is_author"] = waiting and thing.author_id == user.pk
    if found["is_author"]:
        requests = AffiliationRequest.objects.waiting().filter(person=user, organization=thing.organization)
        found["has_asked"] = thing.waiting_for == "release" or requests.exists()
    elif waiting:
        found["may_release"] = can_speak_for(user, thing.organization) is None
    correctable = thing.status == Status.PUBLISHED and thing.capacity in (Capacity.PERSONAL, Capacity.ORGANIZATION)
    if correctable and not found["is_late"] and thing.author is not None:
        found["may_correct"] = can_correct_capacity(user, thing) is None
    return found


@register.inclusion_tag("organizations/_for_me.html", takes_context=True)
def waits_for_me(context: Context) -> dict[str, Any]:
    """What moderators ask the reader, and how much waits for them as a focal point; nothing where nothing does."""
    user = context["user"]
    since = _now(context) - Round.CONFIRMED_WITHIN
    texts = sum(
        model.objects.visible_to(user).filter(awaits(user), round__closes_at__gt=since).count()
        for model in (Contribution, Comment)
    )
    mine = Affiliation.objects.focal_points().filter(person=user).values("organization")
    requests = AffiliationRequest.objects.waiting().filter(organization__in=mine).exclude(person=user).count()
    asked = (
        Inquiry.objects.visible_to(user)
        .waiting()
        .select_related("decision__comment__entry", "decision__contribution__entry")
    )
    return {"texts": texts, "requests": requests, "asked": list(asked.order_by("decision__at"))}


def _now(context: Context) -> datetime:
    moment = context.get("now")
    return moment if isinstance(moment, datetime) else timezone.now()
