"""What threads and filed texts need beside `pages`."""

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def is_foreign(tag: str | None) -> bool:
    """Whether a text is in another language than the page around it, so that its language is named."""
    return bool(tag) and _root(str(tag)) != _root(get_language() or "en")


def _root(tag: str) -> str:
    return tag.partition("-")[0].lower()
