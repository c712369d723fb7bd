"""The files under a list."""

from urllib.parse import urlencode

from django import template
from django.forms import Form
from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def list_file(context: Context, ending: str, filters: Form | None = None) -> str:
    """`{% list_file "csv" filters %}`: the file of the list on this page, with what its filters chose."""
    chosen = getattr(filters, "cleaned_data", {})
    query = urlencode({name: value for name, value in chosen.items() if value})
    address = f"{context['request'].path.rstrip('/')}.{ending}"
    return f"{address}?{query}" if query else address
