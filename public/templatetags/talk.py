"""What threads and filed texts need beside `pages`."""

from datetime import UTC
from typing import Any

from django import template
from django.template import Context
from django.utils.dateformat import format as date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models.stakeholder_group import LABELS
from contributions.models import Contribution, Recording
from proposals.models import Comment
from public.templatetags.pages import author_name, iso, now_of
from rounds.models import Capacity, Status

register = template.Library()


@register.filter
def is_foreign(tag: str | None) -> bool:
    """Whether a text is in another language than the page around it, so that its language is named."""
    return bool(tag) and _root(str(tag)) != _root(get_language() or "en")


def _root(tag: str) -> str:
    return tag.partition("-")[0].lower()


WAYS = {
    "mail": gettext_lazy("recorded by the secretariat from a mail that arrived on {at}"),
    "post": gettext_lazy("recorded by the secretariat from a letter that arrived on {at}"),
    "meeting": gettext_lazy("recorded by the secretariat from a meeting on {at}"),
    "portal": gettext_lazy("recorded by the secretariat from another portal, which received it on {at}"),
}


@register.simple_tag(takes_context=True)
def arrived(context: Context, recording: Recording) -> SafeString:
    """“recorded by the secretariat from a mail that arrived on 17 April, 21:14 UTC”; the year where it is another."""
    moment = recording.arrived_at.astimezone(UTC)
    pattern = "j F, H:i" if moment.year == now_of(context).year else "j F Y, H:i"
    at = format_html('<time datetime="{}">{} UTC</time>', iso(moment), date_format(moment, pattern))
    return format_html(str(WAYS[recording.way]), at=at)


@register.simple_tag
def heard_as(filing: Comment | Contribution, answers: Any = None) -> str:
    """What names a text for those who hear the page: everything that stands around it, before its words.

    “No. 1042, concern, Ministry of Posts, government, reply to No. 1030”. `answers` is the comment to which it replies.
    """
    seq = filing.entry.seq if filing.entry else None
    said = [_("No. %(number)s") % {"number": seq} if seq else _("its number follows")]
    if isinstance(filing, Comment):
        said.append(filing.get_kind_display().lower() if filing.kind else _("comment"))
    else:
        said.append(_("contribution"))
    if filing.status not in (Status.PUBLISHED, Status.RECEIVED):
        return ", ".join([*said, str(filing.get_status_display()).lower()])
    if filing.capacity == Capacity.SECRETARIAT:
        said.append(_("Secretariat"))
    elif filing.organization is not None:
        said.append(filing.organization.name)
    else:
        said.append(author_name(filing) if filing.is_named else _("a person"))
    if filing.stakeholder_group_id in LABELS:
        said.append(str(LABELS[filing.stakeholder_group_id]).lower())
    if filing.status == Status.RECEIVED:
        said.append(_("not shown yet"))
    if answers:
        number = answers.entry.seq if answers.entry else None
        said.append(_("reply to No. %(number)s") % {"number": number} if number else _("a reply"))
    return ", ".join(said)
