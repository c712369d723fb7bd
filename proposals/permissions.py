from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person
from accounts.permissions import can_speak_for, can_use_name
from contributions.models import Contribution, ContributionDraft
from ledger.models import Entry, EntryQuerySet
from proposals.models import Comment, CommentDraft, CommentVersion, Endorsement
from rounds.models import Capacity, Consultation, Office, Status
from rounds.permissions import can_moderate, can_speak, held, reads_to_release
from rounds.permissions import can_take_part as can_take_part_in
from rounds.rules import versions
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


def can_endorse(
    person: Person | None, consultation: Consultation, capacity: Capacity, organization: Organization | None
) -> Refusal | None:
    """Agreeing with a text: for oneself, or for a body as its focal point. Whoever takes part may."""
    refusal = can_take_part_in(person, consultation)
    if refusal is not None or person is None:
        return refusal
    if capacity == Capacity.PERSONAL and organization is None:
        return None
    if capacity == Capacity.ORGANIZATION and organization is not None:
        return can_use_name(organization) or can_speak_for(person, organization)
    return Refusal("capacity_not_held", _("A text is endorsed for yourself or for an organization."), field="capacity")


def can_take_back(person: Person, endorsement: Endorsement) -> Refusal | None:
    """Who gave an endorsement takes it back; a body's by any of its focal points."""
    if endorsement.organization is not None:
        return can_speak_for(person, endorsement.organization)
    if endorsement.person_id == person.pk:
        return None
    return Refusal("not_the_author", _("Only who gave an endorsement takes it back."))


def reads_all_versions(person: Person | None, comment: Comment) -> bool:
    """Its author and the moderators read everything that was filed."""
    if person is None:
        return False
    return comment.author_id == person.pk or can_moderate(person, comment.consultation) is None


def readable_versions(person: Person | None, comment: Comment) -> list[CommentVersion]:
    """What somebody may read of a comment's words, oldest first; the last one is the present one.

    Readers are kept from what was put right within 15 minutes, unanswered, and from all words of what is not shown.
    """
    if reads_all_versions(person, comment):
        return list(comment.versions.select_related("entry"))
    if reads_to_release(person, comment):
        return list(comment.versions.filter(is_sealed=False).select_related("entry").order_by("-number")[:1])
    if not comment.is_shown:
        return []
    filed = list(comment.versions.select_related("entry"))
    replies = Comment.objects.filter(reply_to=comment, status__in=Comment.SEEN)
    answered_at = replies.order_by("posted_at").values_list("posted_at", flat=True).first()
    return versions.readable(
        filed,
        waiting_from=comment.waiting_version,
        answered_at=answered_at,
        acts=lambda: Entry.objects.said_of(comment.pk),
    )


def readable_entries(person: Person | None) -> EntryQuerySet:
    """The numbered entries of the consultations one may read, without those about texts that wait to be shown.

    Who may read a waiting text reads its entries too. Texts wait in small numbers, so that they are asked for and not
    every text.
    """
    consultations = Consultation.objects.visible_to(person).order_by().values("pk")
    entries = Entry.objects.numbered().in_consultations(consultations)
    comments = Comment.objects.filter(status=Status.RECEIVED)
    contributions = Contribution.objects.filter(status=Status.RECEIVED)
    if person is not None and person.is_authenticated:
        comments = comments.exclude(pk__in=comments.visible_to(person).order_by().values("pk"))
        contributions = contributions.exclude(pk__in=contributions.visible_to(person).order_by().values("pk"))
    entries = entries.exclude(thing__in=comments.order_by().values("pk"))
    return entries.exclude(thing__in=contributions.order_by().values("pk"))
