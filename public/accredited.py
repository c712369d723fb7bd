"""Acts about bodies and their people that time, a name server or the secretariat brought about, as sentences."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import Affiliation
from public.acts import Act, id_of
from public.templatetags.names import body_link


def renewed(act: Act) -> SafeString:
    """Who speaks for a body is public; who merely belongs to it is not, nor until when."""
    if act.facts.get("role") == Affiliation.Role.FOCAL_POINT:
        words = _("Somebody goes on speaking for {organization}: they were confirmed again.")
    else:
        words = _("A member of {organization} was confirmed again.")
    return format_html(words, organization=act.organization_name)


def expired(act: Act) -> SafeString:
    words = _("Somebody does not belong to {organization} any more: nobody confirmed them again in time.")
    return format_html(words, organization=act.organization_name)


def domain_proved(act: Act) -> SafeString:
    words = _("The domain of {organization} is its own: its name servers say so.")
    return format_html(words, organization=act.organization_name)


def merged(act: Act) -> SafeString:
    into = act.names.organizations.get(id_of(act.facts.get("into")))
    return format_html(
        _("{organization} and {into} are one organization: from here on it speaks as {into}."),
        organization=act.organization_name,
        into=body_link(into) if into else _("another organization"),
    )
