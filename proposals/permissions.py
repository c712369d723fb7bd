from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person
from contributions.models import ContributionDraft
from proposals.models import Comment, CommentDraft
from rounds.models import Capacity, Consultation, Office
from rounds.permissions import can_speak, held
from rounds.permissions import can_take_part as can_take_part_in
from web.refusals import Refusal


def can_put_up(person: Person, consultation: Consultation) -> Refusal | None:
    """Texts are put up for comment by the secretariat and its penholders."""
    if held(person, consultation, Office.Role.SECRETARIAT, Office.Role.PENHOLDER):
        return None
    return Refusal("office_required", _("Only the secretariat and its penholders put up texts for comment."))


def can_comment(
    person: Person, consultation: Consultation, capacity: Capacity, organization: Organization | None = None
) -> Refusal | None:
    return can_take_part_in(person, consultation) or can_speak(person, consultation, capacity, organization)


def can_change(person: Person, comment: Comment) -> Refusal | None:
    """Correcting and withdrawing are the author's."""
    if comment.author_id == person.pk:
        return None
    return Refusal("not_the_author", _("Only its author can change a comment."))


def can_draft(person: Person | None) -> Refusal | None:
    """Whoever has an account may keep drafts; whether they may file is asked when they do."""
    if person is None or not person.is_authenticated:
        return Refusal("sign_in_required", _("Sign in first, or create an account."))
    if not person.is_active:
        return Refusal("account_closed", _("This account is closed."))
    return None


def can_keep(person: Person, draft: CommentDraft | ContributionDraft) -> Refusal | None:
    """A draft is its writer's, and nobody else's."""
    if draft.person_id == person.pk:
        return None
    return Refusal("not_the_author", _("A draft is its writer’s alone."))


def can_record(person: Person, consultation: Consultation) -> Refusal | None:
    if held(person, consultation, Office.Role.SECRETARIAT):
        return None
    return Refusal("office_required", _("Only the secretariat records what came by another way."))


def can_write_unconfirmed(consultation: Consultation) -> Refusal | None:
    """Whoever reads a consultation that is open to everybody may write before having an account."""
    if consultation.taking_part == Consultation.TakingPart.EVERYBODY and (
        consultation.reading == Consultation.Reading.PUBLIC
    ):
        return None
    return Refusal("sign_in_required", _("Sign in first, or create an account."))
