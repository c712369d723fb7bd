"""What was decided about somebody's texts, name and account, each with its reason, for themselves."""

from typing import Any

from django import template
from django.template import Context

from moderation.models import Decision

register = template.Library()

NEWEST = 3
WITH = ("entry", "inquiry", "undoes__entry", "comment__entry", "contribution__entry")
RESTRICTS = (Decision.Verb.LIMIT, Decision.Verb.SUSPEND)


@register.inclusion_tag("me/_decided.html", takes_context=True)
def my_decisions(context: Context) -> dict[str, Any]:
    """`{% my_decisions %}`: the newest about the reader's texts; nothing where there is none."""
    user = context["user"]
    about = Decision.objects.visible_to(user).about_texts_of(user).select_related(*WITH)
    found = list(about.order_by("-at", "pk")[: NEWEST + 1])
    return {"decisions": found[:NEWEST], "has_more": len(found) > NEWEST, "now": context.get("now")}


@register.inclusion_tag("me/_account.html", takes_context=True)
def my_account(context: Context) -> dict[str, Any]:
    """`{% my_account %}`: how the reader's account stands, and every decision about it and their name."""
    user = context["user"]
    decided = list(Decision.objects.filter(person=user).select_related(*WITH).order_by("-step"))
    standing = next((one for one in decided if one.verb in RESTRICTS), None) if user.restriction else None
    return {"decisions": decided, "standing": standing, "account": user, "now": context.get("now")}
