"""What a form begins with: in whose names somebody may speak here, when each is shown, the reader's language."""

from collections.abc import Callable

from django.utils.dateformat import format as date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import Affiliation, AffiliationRequest, Organization, Person
from accounts.models.stakeholder_group import LABELS
from proposals.actions import filing
from public.forms_filing import COMMON, Voice
from rounds.models import Capacity, Consultation, Round, WaitingFor
from rounds.permissions import can_speak
from rounds.rules import days
from texts.rules import languages

Reads = Callable[[Person, Consultation, str], WaitingFor | None]


def voices_of(
    person: Person | None, consultation: Consultation, reads_first: Reads = filing.reads_first
) -> list[Voice]:
    """For oneself; for each body one speaks for, belongs to, or asked to be confirmed by; as secretariat.

    `reads_first` says of a text of this kind whether a moderator reads it before it is shown.
    """
    if person is None:
        words = _("It counts from the moment you send it, and is filed once you open the link in our mail.")
        return [Voice(Capacity.PERSONAL, "", shown=words, unnamed=words)]
    is_secretariat = can_speak(person, consultation, Capacity.SECRETARIAT, None) is None
    read = _read_first(person, consultation, None, reads_first)
    group = LABELS.get(person.stakeholder_group_id or "")
    voices = [
        Voice(
            Capacity.PERSONAL,
            f"{person.name}, {group}" if group else person.name,
            shown=read or _("Shown with your name at once."),
            unnamed=read or _("Shown at once, without your name."),
        )
    ]
    places = Affiliation.objects.current().filter(person=person).select_related("organization")
    belongs = list(places.order_by("organization__name", "id"))
    for place in belongs:
        if place.role == Affiliation.Role.FOCAL_POINT:
            read = _read_first(person, consultation, place.organization, reads_first)
            voices.append(_spoken_for(place.organization, read))
    for place in belongs:
        if place.role != Affiliation.Role.FOCAL_POINT:
            voices.append(_of_a_member(place.organization))
    known = {place.organization_id for place in belongs}
    asked = AffiliationRequest.objects.waiting().filter(person=person).exclude(organization__in=known)
    for request in asked.select_related("organization").order_by("organization__name", "pk"):
        voices.append(_asked(request.organization))
    if is_secretariat:
        hint = _("Your words are marked “Secretariat” and stand before other replies.")
        words = _("Shown with your name at once.")
        voices.append(Voice(Capacity.SECRETARIAT, hint, shown=words, unnamed=words))
    return voices


def language_of(person: Person | None) -> str:
    """The language a form begins with: the reader's, as far as the list has it."""
    tag = person.language if person is not None else "en"
    known = {tag for tag, _own in languages.CHOICES} | set(COMMON)
    return next((known_tag for known_tag in (tag, tag.partition("-")[0]) if known_tag in known), "en")


def until(round: Round) -> str:
    """The last day on which a text can be corrected, in UTC; with the hour where the round does not end with a day."""
    last = days.last_day(round.closes_at)
    return date_format(last, "j F") if last else _("%(moment)s UTC") % {"moment": days.moment_words(round.closes_at)}


def _read_first(person: Person, consultation: Consultation, body: Organization | None, reads_first: Reads) -> str:
    """What is said where a moderator reads a text before it is shown; nothing where it is shown at once."""
    after = consultation.moderation == Consultation.Moderation.AFTER
    if after and not consultation.reads_first_texts and not person.restriction:
        return ""
    if reads_first(person, consultation, person.standing(body)) is None:
        return ""
    return _("A moderator reads it first; it counts from the moment you send it.")


def _spoken_for(body: Organization, read: str) -> Voice:
    return Voice(
        Capacity.ORGANIZATION,
        _role(body),
        body,
        shown=read or _("Shown at once, in the name of %(body)s.") % {"body": body.name},
        unnamed=read or _("Shown at once, in the name of %(body)s and without yours.") % {"body": body.name},
    )


def _of_a_member(body: Organization) -> Voice:
    if body.type == Organization.Type.COALITION:
        hint = _("You are a member. It waits until a coordinator releases it.")
        words = _("It counts from the moment you send it, and is shown once a coordinator of %(body)s releases it.")
    else:
        hint = _("You are a member. It waits until a focal point releases it.")
        words = _("It counts from the moment you send it, and is shown once a focal point of %(body)s releases it.")
    words = words % {"body": body.name}
    return Voice(Capacity.ORGANIZATION, hint, body, shown=words, unnamed=words)


def _asked(body: Organization) -> Voice:
    hint = _("You asked. It waits until %(body)s or the secretariat confirms you.") % {"body": body.name}
    words = _("It counts from the moment you send it, and is shown once %(body)s or the secretariat confirms you.")
    words = words % {"body": body.name}
    return Voice(Capacity.ORGANIZATION, hint, body, shown=words, unnamed=words)


def _role(organization: Organization) -> str | Promise:
    if organization.type == Organization.Type.COALITION:
        return _("You are its coordinator.")
    return _("You are its focal point.")
