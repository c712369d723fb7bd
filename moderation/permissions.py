from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Affiliation, AffiliationRequest, AffiliationRequestQuerySet, Organization, Person
from accounts.permissions import can_ask_for_a_body, can_speak_for, can_take_part, is_suspended
from contributions.models import Contribution
from moderation.models import (
    KINDS,
    Bulk,
    Flag,
    Inquiry,
    Invitation,
    InvitationQuerySet,
    Item,
    ItemQuerySet,
    Motion,
    Thing,
    about_any,
    author_of,
    consultation_of,
    free,
    waits_before,
)
from proposals.models import Comment
from rounds.models import Consultation, Office, Status, WaitingFor
from rounds.models.office import consultations_of
from rounds.permissions import can_moderate, can_second_more_time, held
from web.refusals import Refusal


def can_decide(person: Person, thing: Thing) -> Refusal | None:
    """Deciding about a public text: for moderators and the secretariat, and nobody in their own cause."""
    return refusals(person, [thing]).get(thing.pk)


def refusals(person: Person, things: Sequence[Thing]) -> dict[UUID, Refusal]:
    """Of many things those about which somebody may not decide, and why; as many queries for a thousand as for one."""
    consultations = {thing.pk: consultation_of(thing) for thing in things}
    wanted = {one.pk for one in consultations.values() if one is not None}
    moderated = set(Office.objects.moderated_by(person).filter(pk__in=wanted).values_list("pk", flat=True))
    of_the_site = None in consultations.values() and held(person, None, Office.Role.MODERATOR, Office.Role.SECRETARIAT)
    near = _near(person, things)
    declared = _declared(person, things)
    flagged = set(_ids(Flag.objects.filter(about_any(things), by=person)))
    found: dict[UUID, Refusal] = {}
    for thing in things:
        consultation = consultations[thing.pk]
        if not (of_the_site if consultation is None else consultation.pk in moderated):
            found[thing.pk] = Refusal("office_required", _("Only moderators of this consultation decide about texts."))
        elif thing.pk == person.pk:
            found[thing.pk] = Refusal("own_text", _("This is about you, so somebody else decides about it."))
        elif author_of(thing) == person.pk:
            found[thing.pk] = Refusal("own_text", _("You wrote this text, so somebody else decides about it."))
        elif thing.pk in near:
            found[thing.pk] = Refusal(
                "recused", _("You belong to the same organization as its author, so somebody else decides about it.")
            )
        elif thing.pk in declared:
            found[thing.pk] = Refusal("recused", _("You stepped back from this, so somebody else decides about it."))
        elif thing.pk in flagged:
            found[thing.pk] = Refusal(
                "flagged_by_you", _("You told the moderators of this, so somebody else decides about it.")
            )
    return found


def can_decide_about_many(person: Person, things: Sequence[Thing]) -> Refusal | None:
    """Deciding about many texts at once: for who may decide about one of them. The others are refused one by one."""
    refused = refusals(person, things)
    outside = [refusal for refusal in refused.values() if refusal.code == "office_required"]
    return outside[0] if outside and len(outside) == len(things) else None


def can_undo_many(person: Person, bulk: Bulk) -> Refusal | None:
    """Taking back what was decided about many: for who asked for it. Anybody else takes back one decision at a time."""
    if bulk.by_id == person.pk:
        return None
    return Refusal("not_yours", _("Only who asked for this can take it back as a whole."))


def office_of(person: Person, consultation: Consultation | None) -> str:
    """In which office somebody decides: as moderator where they are one, else as secretariat."""
    if held(person, consultation, Office.Role.MODERATOR):
        return Office.Role.MODERATOR.value
    return Office.Role.SECRETARIAT.value


def _near(person: Person, things: Sequence[Thing]) -> set[UUID]:
    """The things of bodies to which the person belongs, and of people who belong to one of them."""
    bodies = set(Affiliation.objects.current().filter(person=person).values_list("organization", flat=True))
    if not bodies:
        return set()
    bodies |= set(Organization.objects.filter(merged_into__in=bodies).values_list("pk", flat=True))
    authors = {author for author in map(author_of, things) if author is not None}
    colleagues = set(
        Affiliation.objects.current()
        .filter(organization__in=bodies, person__in=authors)
        .values_list("person", flat=True)
    )
    return {
        thing.pk
        for thing in things
        if author_of(thing) in colleagues
        or (thing.pk if isinstance(thing, Organization) else _body_of(thing)) in bodies
    }


def _body_of(thing: Thing) -> UUID | None:
    return thing.organization_id if isinstance(thing, Comment | Contribution) else None


def _declared(person: Person, things: Sequence[Thing]) -> set[UUID]:
    return set(_ids(Item.objects.filter(about_any(things), recusals__person=person)))


def _ids(rows: "QuerySet[Any, Any]") -> Iterable[UUID]:
    """The ids of the things that rows are about."""
    for keys in rows.order_by().values_list(*KINDS):
        yield next(key for key in keys if key is not None)


def can_look_up_people(person: Person) -> Refusal | None:
    """People belong to no consultation: moderators and the secretariat of the whole site read of their accounts."""
    if held(person, None, Office.Role.SECRETARIAT, Office.Role.MODERATOR):
        return None
    return Refusal(
        "office_required", _("Only the secretariat and moderators of the whole site decide about people’s accounts.")
    )


def can_see_addresses(person: Person) -> Refusal | None:
    """Mail addresses, and who writes without a name, are for the secretariat of the whole site alone."""
    if held(person, None, Office.Role.SECRETARIAT):
        return None
    return Refusal("office_required", _("Only the secretariat of the whole site reads mail addresses."))


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
    if refusal is None and is_suspended(person) is not None:
        return is_suspended(person)
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
    offices = Office.objects.held_by(person).filter(role=Office.Role.SECRETARIAT)
    of_the_site = offices.filter(consultation__isnull=True, hosting_body__isnull=True)
    texts = Q(
        author=OuterRef("person"),
        organization=OuterRef("organization"),
        status=Status.RECEIVED,
        waiting_for=WaitingFor.ORGANIZATION,
        consultation__in=consultations_of(offices),
    )
    wanted = Exists(Contribution.objects.filter(texts)) | Exists(Comment.objects.filter(texts))
    return AffiliationRequest.objects.filter(Exists(of_the_site) | wanted)


def can_flag(person: Person | None, thing: Thing) -> Refusal | None:
    """Telling the moderators is for everybody with a confirmed address; whether they may read it, the door asked."""
    refusal = can_take_part(person)
    if refusal is not None or person is None:
        return refusal
    return is_suspended(person)


def can_reply(person: Person, inquiry: Inquiry) -> Refusal | None:
    """What the moderators asked about a text, its author answers."""
    if author_of(inquiry.decision.thing) == person.pk:
        return None
    return Refusal("not_yours", _("Only the author of the text answers this."))


def items_before(person: Person) -> ItemQuerySet:
    """What waits for somebody by their offices, and those who ask to be confirmed for bodies."""
    requests = requests_before_offices(person).filter(pk=OuterRef("request"))
    return Item.objects.filter(waits_before(person) | Q(Exists(requests), request__isnull=False))


def items_for(person: Person) -> ItemQuerySet:
    """Of what waits for somebody, that about which nobody else decides in their place."""
    return free(items_before(person), person)


def can_use_queue(person: Person) -> Refusal | None:
    """Taking what waits next: for whoever decides about texts anywhere."""
    offices = Office.objects.held_by(person).filter(role__in=[Office.Role.MODERATOR, Office.Role.SECRETARIAT])
    if offices.exists():
        return None
    return Refusal("office_required", _("Only moderators and the secretariat decide about what waits."))


def can_work_on(person: Person, item: Item) -> Refusal | None:
    """Handing an item on, giving it back, stepping back from it: for those before whom it is."""
    if items_before(person).filter(pk=item.pk).exists():
        return None
    return Refusal("office_required", _("Only moderators of this consultation decide about texts."))


def can_take(person: Person, item: Item) -> Refusal | None:
    """Taking an item: for who may decide about it."""
    refusal = can_work_on(person, item)
    if refusal is not None:
        return refusal
    if item.request is not None:
        return can_answer(person, item.request)
    if item.motion is not None:
        return can_second(person, item.motion)
    return can_decide(person, item.thing)


def things_before(person: Person, kind: str) -> "QuerySet[Any, Any]":
    """The things of a kind about which somebody decides by their offices, in every state."""
    rows: QuerySet[Any, Any] = KINDS[kind]._default_manager.all()
    if kind in ("organization", "person"):
        of_the_site = held(person, None, Office.Role.MODERATOR, Office.Role.SECRETARIAT)
        return rows if of_the_site else rows.none()
    return rows.filter(consultation__in=Office.objects.moderated_by(person)).select_related("consultation")


def motions_before(person: Person) -> "QuerySet[Motion]":
    """What somebody may be asked to agree to by their offices, or asked themselves."""
    of_the_site = held(person, None, Office.Role.MODERATOR, Office.Role.SECRETARIAT)
    mine = Q(consultation__in=Office.objects.moderated_by(person)) | Q(asked_by=person)
    return Motion.objects.filter(mine | Q(consultation__isnull=True) if of_the_site else mine)


def can_second(person: Person, motion: Motion) -> Refusal | None:
    """Agreeing, or not, to what somebody else asked for."""
    if motion.asked_by_id == person.pk:
        return Refusal("second_person_needed", _("You asked for this yourself, so somebody else agrees to it."))
    if motion.kind:
        return can_decide(person, motion.thing)
    if motion.consultation is not None:
        return can_second_more_time(person, motion.asked_by, motion.consultation)
    return can_second_revoking(person, motion.asked_by)


def can_word(person: Person, consultation: Consultation | None) -> Refusal | None:
    """The wordings from which moderators start: theirs in a consultation; those for all, the site's secretariat's."""
    if consultation is None:
        if held(person, None, Office.Role.SECRETARIAT):
            return None
        return Refusal(
            "office_required", _("Only the secretariat of the whole site writes wordings for all consultations.")
        )
    return can_moderate(person, consultation)


def can_second_revoking(person: Person, asked_by: Person) -> Refusal | None:
    """Agreeing that somebody does not speak for a body any more: for somebody else with an office of the whole site."""
    if person == asked_by:
        return Refusal("second_person_needed", _("You asked for this yourself, so somebody else agrees to it."))
    if held(person, None, Office.Role.SECRETARIAT, Office.Role.MODERATOR):
        return None
    return Refusal("office_required", _("Only the secretariat or a moderator agrees to this."))


def can_invite(person: Person, organization: Organization, role: str) -> Refusal | None:
    """The secretariat of the whole site invites whom a body names; its focal points invite members."""
    if can_note_affiliations(person) is None:
        return None
    if can_speak_for(person, organization) is not None:
        return Refusal("office_required", _("Only the secretariat and focal points of the organization invite people."))
    if role == Affiliation.Role.FOCAL_POINT:
        return Refusal("office_required", _("You invite members. Who may speak for it, the secretariat invites."))
    return is_suspended(person)


def can_accept(person: Person, invitation: Invitation) -> Refusal | None:
    """An invitation is for whoever has confirmed the address to which it went."""
    refusal = can_ask_for_a_body(person)
    if refusal is not None:
        return refusal
    if EmailAddress.objects.filter(user=person, email__iexact=invitation.address, verified=True).exists():
        return None
    return Refusal("invited_elsewhere", _("This invitation went to another address than those of your account."))


def can_take_back_invitation(person: Person, invitation: Invitation) -> Refusal | None:
    """Who could send an invitation takes it back."""
    return can_invite(person, invitation.organization, invitation.role)


def invitations_before(person: Person) -> InvitationQuerySet:
    """Those of the whole site for its secretariat; else those to the bodies for which one speaks."""
    if can_note_affiliations(person) is None:
        return Invitation.objects.all()
    mine = Affiliation.objects.focal_points().filter(person=person).values("organization")
    return Invitation.objects.filter(organization__in=mine)


def domains_before(person: Person) -> "QuerySet[Organization]":
    """The bodies whose noted domain, and what proves it, somebody reads: the secretariat, and who speaks or asks."""
    bodies = Organization.objects.unmerged()
    if can_note_affiliations(person) is None:
        return bodies
    mine = Affiliation.objects.focal_points().filter(person=person).values("organization")
    asked = AffiliationRequest.objects.waiting().filter(person=person).values("organization")
    return bodies.filter(Q(pk__in=mine) | Q(pk__in=asked))
