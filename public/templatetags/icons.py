"""Signs beside words, never in their place."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "mail" %}`: a symbol of static/icons.svg, for the eye alone: the word beside it says the same."""
    use = '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'
    return format_html(use, static("icons.svg"), name)
