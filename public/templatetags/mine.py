"""The one navigation of all My pages."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

register = template.Library()

PAGES = (
    ("texts", _("My texts"), "me"),
    ("drafts", _("Drafts and responses"), "my_drafts"),
    ("follows", _("Follows and mails"), "follows"),
    ("organizations", _("Organizations"), "my_organizations"),
    ("told", _("Told the moderators"), "my_flags"),
    ("tokens", _("Access tokens"), "my_tokens"),
    ("devices", _("Devices and sign-in"), "my_devices"),
    ("held", _("Everything held on me"), "my_export"),
)


@register.inclusion_tag("me/_pages.html")
def my_pages(current: str = "", *, below: bool = False) -> dict[str, Any]:
    """`{% my_pages "tokens" %}`: links to all of them, this one marked. `below`: the page lies under the marked one."""
    return {
        "pages": [(words, reverse(name), key == current) for key, words, name in PAGES],
        "here": "true" if below else "page",
    }
