from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Affiliation, AffiliationRequest, AffiliationRequestQuerySet, Person
from accounts.permissions import can_speak_for
from contributions.models import Contribution
from proposals.models import Comment
from rounds.models import Office, Status, WaitingFor
from rounds.models.office import consultations_of
from rounds.permissions import can_moderate, held
from web.refusals import Refusal


def can_decide(person: Person, thing: Comment | Contribution) -> Refusal | None:
    """Hiding, restoring and publishing texts; nobody decides about their own words."""
    refusal = can_moderate(person, thing.consultation)
    if refusal is None and thing.author_id == person.pk:
        return Refusal("own_text", _("You wrote this text, so somebody else decides about it."))
    return refusal


def can_note_affiliations(person: Person) -> Refusal | None:
    """Bodies and who speaks for them reach across all consultations: the secretariat of the whole site notes them."""
    if held(person, None, Office.Role.SECRETARIAT):
        return None
    return Refusal(
        "office_required", _("Only the secretariat of the whole site notes organizations and who speaks for them.")
    )


def can_answer(person: Person, request: AffiliationRequest, role: str | None = None) -> Refusal | None:
    """Confirming or refusing somebody who asks; `role` as what they are to be confirmed, if they are.

    The secretariat of a consultation answers those whose texts wait in it. A body's focal points confirm its members;
    who else speaks for it, the secretariat confirms. Nobody answers themselves.
    """
    if request.person_id == person.pk:
        return Refusal("own_request", _("You asked this yourself, so somebody else answers it."))
    if is_answered_by_secretariat(person, request):
        return None
    refusal = can_speak_for(person, request.organization)
    if refusal is None and role == Affiliation.Role.FOCAL_POINT:
        return Refusal("office_required", _("You confirm members. Who may speak for it, the secretariat confirms."))
    if refusal is None:
        return None
    return Refusal(
        "office_required", _("Only the secretariat or a focal point of the organization answers this request.")
    )


def is_answered_by_secretariat(person: Person, request: AffiliationRequest) -> bool:
    """Whether this person answers a request by an office, and not as somebody of the body."""
    if can_note_affiliations(person) is None:
        return True
    offices = Office.objects.held_by(person).filter(role=Office.Role.SECRETARIAT)
    waiting = Q(
        author=request.person_id,
        organization=request.organization_id,
        status=Status.RECEIVED,
        waiting_for=WaitingFor.ORGANIZATION,
        consultation__in=consultations_of(offices),
    )
    return Contribution.objects.filter(waiting).exists() or Comment.objects.filter(waiting).exists()


def requests_before_offices(person: Person) -> AffiliationRequestQuerySet:
    """All for the secretariat of the whole site; for that of some consultations, those whose texts wait in them."""
    if can_note_affiliations(person) is None:
        return AffiliationRequest.objects.all()
    offices = Office.objects.held_by(person).filter(role=Office.Role.SECRETARIAT)
    texts = Q(
        author=OuterRef("person"),
        organization=OuterRef("organization"),
        status=Status.RECEIVED,
        waiting_for=WaitingFor.ORGANIZATION,
        consultation__in=consultations_of(offices),
    )
    wanted = Exists(Contribution.objects.filter(texts)) | Exists(Comment.objects.filter(texts))
    return AffiliationRequest.objects.filter(wanted)
