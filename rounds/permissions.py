from collections.abc import Callable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person, Restriction
from accounts.permissions import Place, can_speak_for, can_use_name, is_suspended, not_confirmed, place_in
from accounts.permissions import can_take_part as can_take_part_anywhere
from rounds.models import FOR_A_BODY, Capacity, Consultation, Filing, Listing, Office, Status, WaitingFor
from rounds.models.office import OfficeQuerySet, consultations_of
from rounds.rules.floods import UNVOUCHED
from web.refusals import Refusal


def held(person: Person | None, consultation: Consultation | None, *roles: Office.Role) -> bool:
    """Whether the person holds one of these offices for the consultation (None: for the whole site)."""
    if person is None or not person.is_authenticated or not person.is_active:
        return False
    scope = Q(consultation__isnull=True, hosting_body__isnull=True)
    if consultation is not None:
        scope |= Q(consultation=consultation) | Q(hosting_body=consultation.hosting_body_id)
    return Office.objects.held_by(person).filter(scope, role__in=roles).exists()


def can_use_desk(person: Person | None) -> Refusal | None:
    """The one gate of the desk: whoever holds any office. The gate itself asks for the second factor."""
    if person is not None and person.is_authenticated and Office.objects.given_to(person).exists():
        return None
    return Refusal("office_required", _("This page is for the secretariat and moderators."))


def can_hold_consultations(person: Person, hosting_body: Organization | None = None) -> Refusal | None:
    """Creating consultations is for the secretariat of the whole site, or of the hosting body (None: of any)."""
    offices = Office.objects.held_by(person).filter(role=Office.Role.SECRETARIAT, consultation__isnull=True)
    if hosting_body is not None:
        offices = offices.filter(Q(hosting_body__isnull=True) | Q(hosting_body=hosting_body))
    if offices.exists():
        return None
    return Refusal("office_required", _("Only the secretariat opens consultations."))


def can_arrange(person: Person, consultation: Consultation) -> Refusal | None:
    """Rounds, texts and extensions of a consultation are the secretariat's."""
    if held(person, consultation, Office.Role.SECRETARIAT):
        return None
    return Refusal("office_required", _("Only the secretariat of this consultation may do this."))


def can_second_more_time(person: Person, asked_by: Person, consultation: Consultation) -> Refusal | None:
    """Agreeing that a round closes later: for somebody else of the secretariat, or a moderator."""
    if person == asked_by:
        return Refusal("second_person_needed", _("You asked for this yourself, so somebody else agrees to it."))
    if held(person, consultation, Office.Role.SECRETARIAT, Office.Role.MODERATOR):
        return None
    return Refusal("office_required", _("Only the secretariat or a moderator agrees to this."))


def seconders_of_more_time(asked_by: Person, consultation: Consultation) -> OfficeQuerySet:
    """The offices of those who could agree that a round of this consultation closes later."""
    scope = Q(consultation__isnull=True, hosting_body__isnull=True) | Q(consultation=consultation)
    scope |= Q(hosting_body=consultation.hosting_body_id)
    roles = [Office.Role.SECRETARIAT, Office.Role.MODERATOR]
    return Office.objects.filter(scope, role__in=roles, ended_at__isnull=True).exclude(person=asked_by)


def can_try(person: Person, consultation: Consultation) -> Refusal | None:
    """Going through a round's form before it opens is for every office of the consultation."""
    if held(person, consultation, *Office.Role):
        return None
    return Refusal("office_required", _("You hold no office in this consultation."))


def can_appoint(
    person: Person, consultation: Consultation | None = None, hosting_body: Organization | None = None
) -> Refusal | None:
    """Giving out offices: of a consultation, of a hosting body, or with neither of the whole site.

    The secretariat of the whole site gives all of them, a hosting body's those of its own and of its consultations, a
    consultation's those of the consultation.
    """
    if hosting_body is not None:
        offices = Office.objects.held_by(person).filter(role=Office.Role.SECRETARIAT, hosting_body=hosting_body)
        if person.is_active and offices.exists():
            return None
    if held(person, consultation, Office.Role.SECRETARIAT):
        return None
    if consultation is not None:
        return Refusal("office_required", _("Only the secretariat of this consultation gives out its offices."))
    if hosting_body is not None:
        return Refusal("office_required", _("Only the secretariat of this organization gives out its offices."))
    return Refusal("office_required", _("Only the secretariat of the whole site gives out offices of the whole site."))


def can_appoint_beyond_consultations(person: Person) -> Refusal | None:
    """Giving out offices of the whole site, or of some hosting body."""
    if Office.objects.held_by(person).filter(role=Office.Role.SECRETARIAT, consultation__isnull=True).exists():
        return None
    return can_appoint(person)


def offices_before(person: Person) -> OfficeQuerySet:
    """The offices that somebody gives out and ends, by their own."""
    own = Office.objects.held_by(person).filter(role=Office.Role.SECRETARIAT)
    if own.filter(consultation__isnull=True, hosting_body__isnull=True).exists():
        return Office.objects.all()
    bodies = own.filter(hosting_body__isnull=False).values("hosting_body")
    return Office.objects.filter(Q(consultation__in=consultations_of(own)) | Q(hosting_body__in=bodies))


def can_describe(person: Person) -> Refusal | None:
    """What the whole site says of itself is its secretariat's."""
    if held(person, None, Office.Role.SECRETARIAT):
        return None
    return Refusal("office_required", _("Only the secretariat of the whole site writes what the site says of itself."))


def can_take_part(person: Person | None, consultation: Consultation) -> Refusal | None:
    """Who may file something in this consultation."""
    refusal = can_take_part_anywhere(person)
    if refusal is not None or person is None:
        return refusal
    refusal = is_suspended(person)
    if refusal is not None:
        return refusal
    match consultation.taking_part:
        case Consultation.TakingPart.EVERYBODY:
            return None
        case Consultation.TakingPart.GROUPS:
            if consultation.groups.filter(pk=person.stakeholder_group_id).exists():
                return None
            reason = Refusal(
                "not_of_these_groups", _("This consultation is for named stakeholder groups, yours is not one.")
            )
        case _:
            if Listing.objects.filter(consultation=consultation, person=person).exists():
                return None
            reason = Refusal("not_on_the_list", _("This consultation is for people on its list. Ask the secretariat."))
    staff = held(person, consultation, *Office.Role)
    return None if staff else reason


def can_speak(
    person: Person, consultation: Consultation, capacity: Capacity, organization: Organization | None
) -> Refusal | None:
    """In whose name somebody may write; the refusal names the capacity.

    A body's members, and who asked to be confirmed, may write in its name: `waits_to_speak` says what such a text
    waits for before it is shown.
    """
    match capacity:
        case Capacity.PERSONAL:
            return None
        case Capacity.ORGANIZATION if organization is not None:
            return can_use_name(organization) or (
                None if place_in(person, organization) else not_confirmed(organization)
            )
        case Capacity.SECRETARIAT:
            if held(person, consultation, Office.Role.SECRETARIAT):
                return None
            sentence = _("You do not hold the secretariat of this consultation, so you cannot speak as secretariat.")
        case Capacity.STAKEHOLDER_GROUP:
            sentence = _(
                "Nobody speaks for a whole stakeholder group here. Speak for yourself or for your organization."
            )
        case _:
            sentence = _("Name the organization for which you speak.")
    return Refusal("capacity_not_held", sentence, field="capacity")


def waits_to_speak(person: Person, capacity: str, organization: Organization | None) -> WaitingFor | None:
    """What a text in a body's name waits for: its release, where a member wrote it; else that the body is confirmed."""
    if capacity != Capacity.ORGANIZATION or organization is None:
        return None
    match place_in(person, organization):
        case Place.FOCAL_POINT:
            return None
        case Place.MEMBER:
            return WaitingFor.RELEASE
        case _:
            return WaitingFor.ORGANIZATION


def waits_to_be_read(
    person: Person, consultation: Consultation, standing: str, is_first: Callable[[], bool]
) -> WaitingFor | None:
    """Whether a moderator reads a text before it is shown; only the secretariat's own words need no reader.

    Texts of limited accounts wait everywhere. `is_first`: whether the author had nothing shown before; asked only
    where first texts are read.
    """
    reads_all = consultation.moderation == Consultation.Moderation.BEFORE or person.restriction == Restriction.LIMITED
    reads_this = consultation.reads_first_texts and standing in UNVOUCHED and is_first()
    if not (reads_all or reads_this) or held(person, consultation, Office.Role.SECRETARIAT):
        return None
    return WaitingFor.MODERATOR


def can_reword(person: Person, thing: Filing) -> Refusal | None:
    """Words that are shown in a body's name are the body's: who could not file them at once does not change them."""
    refusal = is_suspended(person)
    if refusal is not None:
        return refusal
    if not thing.is_shown or thing.organization is None:
        return None
    if waits_to_speak(person, thing.capacity, thing.organization) is None:
        return None
    return Refusal(
        "words_of_a_body",
        _(
            "%(organization)s has released these words, so they stay as they are. You can take the text back, "
            "and send another."
        ),
        {"organization": thing.organization.name},
    )


def can_release(person: Person, thing: Filing) -> Refusal | None:
    """A member's text in a body's name is shown once one of its focal points agrees."""
    if thing.organization is None:
        return Refusal("capacity_not_held", _("This text is in nobody’s name but its author’s."))
    return is_suspended(person) or can_speak_for(person, thing.organization)


def reads_to_release(person: Person | None, thing: Filing) -> bool:
    """Whether the person reads a text's last words because it waits for a body for which they speak."""
    if person is None or not person.is_authenticated or thing.status != Status.RECEIVED:
        return False
    # Who may not release it at the moment goes on reading it.
    speaks = thing.organization is not None and can_speak_for(person, thing.organization) is None
    return thing.waiting_for in FOR_A_BODY and speaks


def can_correct_capacity(person: Person, thing: Filing) -> Refusal | None:
    """In whose name a text was written: said otherwise by the body's focal points and the secretariat."""
    if held(person, thing.consultation, Office.Role.SECRETARIAT):
        return None
    if thing.organization is not None and can_speak_for(person, thing.organization) is None:
        return is_suspended(person)
    return Refusal(
        "office_required", _("Only a focal point of the organization or the secretariat can say this otherwise.")
    )


def can_speak_for_oneself(person: Person, thing: Filing) -> Refusal | None:
    """The author of a text that waits for a body may show it in their own name instead."""
    if thing.author_id == person.pk:
        return is_suspended(person)
    return Refusal("not_the_author", _("Only its author can show a text as their own."))


def can_moderate(person: Person, consultation: Consultation) -> Refusal | None:
    """Deciding about texts is for moderators and the secretariat."""
    if held(person, consultation, Office.Role.MODERATOR, Office.Role.SECRETARIAT):
        return None
    return Refusal("office_required", _("Only moderators of this consultation decide about texts."))
