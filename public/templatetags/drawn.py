"""Who stands behind the contributions that a paragraph is drawn from."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def voices_in_words(contributions: Iterable[Any]) -> str:
    """Who stands behind some contributions: “3 governments, 1 coalition”; needs their organizations.

    In the fixed order of the groups, coalitions after them; whoever named no group is not counted here.
    """
    counted = Counter(_voice(one) for one in contributions)
    return ", ".join(_counted(name, counted[name]) for name in _VOICES if counted[name])


_VOICES = (
    "government",
    "intergovernmental_organization",
    "private_sector",
    "civil_society",
    "technical_community",
    "academia",
    "other",
    "coalition",
)


def _voice(contribution: Any) -> str:
    body = contribution.organization
    if body is not None and body.type == "coalition":
        return "coalition"
    return contribution.stakeholder_group_id or ""


def _counted(name: str, count: int) -> str:
    match name:
        case "government":
            words = ngettext("%(count)s government", "%(count)s governments", count)
        case "intergovernmental_organization":
            words = ngettext(
                "%(count)s intergovernmental organization", "%(count)s intergovernmental organizations", count
            )
        case "private_sector":
            words = ngettext("%(count)s of the private sector", "%(count)s of the private sector", count)
        case "civil_society":
            words = ngettext("%(count)s of civil society", "%(count)s of civil society", count)
        case "technical_community":
            words = ngettext("%(count)s of the technical community", "%(count)s of the technical community", count)
        case "academia":
            words = ngettext("%(count)s of academia", "%(count)s of academia", count)
        case "coalition":
            words = ngettext("%(count)s coalition", "%(count)s coalitions", count)
        case _:
            words = ngettext("%(count)s other", "%(count)s others", count)
    return words % {"count": count}
