"""What stands beside every text that moderators may decide about: the way to tell them, and what they decided."""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from moderation.models import author_of, kind_of
from public.decided import standing
from public.templatetags.pages import number
from rounds.models import Status

register = template.Library()


@register.simple_tag(takes_context=True)
def tell(context: Context, thing: Any, of: str = "") -> SafeString:
    """`{% tell comment name %}`: the link to tell the moderators; not of one’s own, nor of what is not shown.

    `of`: what it is said of, for those who hear the page and have many such links on it.
    """
    user = context.get("user")
    mine = user is not None and user.pk is not None and author_of(thing) == user.pk
    if thing.status != Status.PUBLISHED or mine:
        return SafeString("")
    # An address by hand: a thread of 50 would spend its time in reversing.
    heard = format_html('<span class="visually-hidden"> {}</span>', of) if of else ""
    words = _("Tell the moderators")
    return format_html('<a class="tell" href="/flag/{}/{}/">{}{}</a>', kind_of(thing), thing.pk, words, heard)


@register.inclusion_tag("_parts/tombstone.html", takes_context=True)
def tombstone(context: Context, thing: Any, stays: str = "", decision: Any = None) -> dict[str, Any]:
    """`{% tombstone person words %}`: in the place of a hidden name or title; nothing of what is shown.

    `stays`: what is still there. Without its `decision` it is asked for: in lists the page gives it.
    """
    user = context.get("user")
    if thing.is_hidden and decision is None:
        viewer = user if user is not None and user.is_authenticated else None
        decision = standing([thing], viewer).get(thing.pk)
    return {"thing": thing, "decision": decision, "stays": stays, "now": context.get("now")}


@register.simple_tag
def taken_out(decision: Any) -> SafeString:
    """Beside words of which a part is not shown any more: why, and by which decision."""
    if decision is None or decision.verb != "redact":
        return SafeString("")
    words = _("Personal data was taken out: rule {rule} (decision {number})")
    rule = f"{decision.rule_number}, {decision.rule}"
    return format_html(
        '<p class="meta"><span>{}</span></p>', format_html(words, rule=rule, number=number(decision.entry))
    )
