"""Names of people and bodies that lead to their pages, wherever a name may be read."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.models import Organization, Person
from public.templatetags.pages import author_name

register = template.Library()


@register.filter
def author_link(filing: Any) -> SafeString:
    """Who wrote, as `author_name` says it; a link where the author gives their name and has a page."""
    author = filing.named_author
    if author is None:
        return format_html("<bdi>{}</bdi>", author_name(filing))
    return person_link(author)


@register.filter
def person_link(person: Person) -> SafeString:
    """A person's name, which leads to their page unless their account is closed. Costs no query."""
    if not person.is_active or person.confirmed_at is None:
        return format_html("<bdi>{}</bdi>", person.name)
    # An address by hand: lists of names would spend their time in reversing.
    return format_html('<a href="/people/{}/"><bdi>{}</bdi></a>', person.pk, person.name)


@register.filter
def body_link(body: Organization) -> SafeString:
    """A body's name, which leads to its page; not of one that a participant named and nobody confirmed."""
    if body.named_by_id is not None and body.verified_at is None:
        return format_html("<bdi>{}</bdi>", body.name)
    return format_html('<a href="/organizations/{}/"><bdi>{}</bdi></a>', body.pk, body.name)


@register.filter
def name_link(one: Person | Organization) -> SafeString:
    """A name of a person or of a body, which leads to its page."""
    return person_link(one) if isinstance(one, Person) else body_link(one)


@register.filter
def body_links(bodies: Any) -> SafeString:
    """The same of several bodies in a row."""
    return format_html_join(", ", "{}", ((body_link(body),) for body in bodies))
