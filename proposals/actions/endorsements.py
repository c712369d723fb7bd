from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person
from contributions.models import Contribution
from ledger.actions import entries
from ledger.models import Entry
from proposals.models import Comment, Endorsement, Proposal, Revision
from proposals.permissions import can_endorse, can_record, can_take_back
from rounds.actions import gate
from rounds.models import Capacity, Round, Status
from web.refusals import Conflict, Invalid, Refusal, require

Thing = Comment | Contribution | Proposal
LOCK = "select pg_advisory_xact_lock(hashtextextended('endorse:' || %s || %s, 0))"


@transaction.atomic(savepoint=False)
def give(
    *, by: Person, thing: Thing, capacity: Capacity = Capacity.PERSONAL, organization: Organization | None = None
) -> Endorsement:
    """Agree with a shown contribution or comment, or with an option, until its round closes. Twice is once."""
    require(can_endorse(by, thing.consultation, capacity, organization))
    round = _round_of(thing)
    _lock(thing, by, organization)
    return _give(by, thing, round, capacity, organization, gate.admit(round))


@transaction.atomic(savepoint=False)
def record(
    *, by: Person, person: Person, thing: Thing, organization: Organization | None = None, at: datetime
) -> Endorsement:
    """What somebody agreed with at a past moment of the round; for the record of earlier rounds."""
    require(can_record(by, thing.consultation))
    round = _round_of(thing)
    _lock(thing, person, organization)
    capacity = Capacity.ORGANIZATION if organization else Capacity.PERSONAL
    return _give(person, thing, round, capacity, organization, gate.record_past(round=round, at=at))


@transaction.atomic(savepoint=False)
def withdraw(*, by: Person, endorsement: Endorsement) -> Endorsement:
    """Take an endorsement back while the round is open. Taken back already: nothing happens."""
    require(can_take_back(by, endorsement))
    moment = gate.admit(endorsement.round)
    present = Endorsement.objects.select_for_update(of=("self",)).get(pk=endorsement.pk)
    if present.withdrawn_at is not None:
        return present
    present.withdrawn_at = moment
    present.save(update_fields=["withdrawn_at"])
    _taken_back(present, moment)
    return present


def _lock(thing: Thing, person: Person, organization: Organization | None) -> None:
    """Two presses of one voice wait for each other; different voices do not."""
    if is_own(thing, person, organization):
        raise Conflict(Refusal("own_text_endorsed", _("This text is in your own name already.")))
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [str(organization.pk if organization else person.pk), str(thing.pk)])


def _give(
    person: Person,
    thing: Thing,
    round: Round,
    capacity: Capacity,
    organization: Organization | None,
    moment: datetime,
) -> Endorsement:
    name = _name(thing)
    voice = {"organization": organization} if organization else {"organization": None, "person": person}
    present = Endorsement.objects.filter(**{name: thing}, **voice, withdrawn_at__isnull=True).first()
    if present is not None:
        return present
    if isinstance(thing, Proposal):
        if thing.is_hidden:
            raise Conflict(Refusal("not_shown", _("Only a text that is shown can be endorsed.")))
    else:
        # A moderator who hides the text meanwhile waits until this is done, or is seen here.
        shown = type(thing)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=thing.pk)
        if shown.status != Status.PUBLISHED:
            raise Conflict(Refusal("not_shown", _("Only a text that is shown can be endorsed.")))
    key = uuid4()
    group = organization.stakeholder_group_id if organization else person.stakeholder_group_id
    entry = entries.append(
        kind="endorsement.given",
        thing=key,
        at=moment,
        consultation=thing.consultation_id,
        round=round.pk,
        proposal=_proposal_of(thing),
        capacity=capacity,
        organization=organization.pk if organization else None,
        stakeholder_group=group,
        **_fact(thing),
    )
    return Endorsement.objects.create(
        id=key,
        consultation_id=thing.consultation_id,
        round=round,
        person=person,
        capacity=capacity,
        organization=organization,
        given_at=moment,
        entry=entry,
        **{name: thing},
    )


def _taken_back(endorsement: Endorsement, at: datetime) -> Entry:
    return entries.append(
        kind="endorsement.withdrawn",
        thing=endorsement.pk,
        at=at,
        consultation=endorsement.consultation_id,
        round=endorsement.round_id,
        proposal=_proposal_of(endorsement.thing),
        **_fact(endorsement.thing),
    )


def _round_of(thing: Thing) -> Round:
    """The round in which the thing can be endorsed: of an option the last in which it was put up."""
    if not isinstance(thing, Proposal):
        return thing.round
    if thing.type != Proposal.Type.OPTION:
        raise Invalid(Refusal("not_an_option", _("Of the texts only options are endorsed."), field="proposal"))
    return Revision.objects.filter(proposal=thing).select_related("round").order_by("-number")[0].round


def is_own(thing: Thing, by: Person, organization: Organization | None) -> bool:
    """Whether a text is said in this very name, so that there is nothing to endorse."""
    if isinstance(thing, Proposal):
        return False
    if organization is not None:
        return thing.organization_id == organization.pk
    return thing.author_id == by.pk and thing.capacity == Capacity.PERSONAL


def _name(thing: Thing) -> str:
    match thing:
        case Comment():
            return "comment"
        case Contribution():
            return "contribution"
    return "proposal"


def _fact(thing: Thing) -> dict[str, UUID]:
    """What is endorsed, as a fact of the entry; an option stands in its column already."""
    return {} if isinstance(thing, Proposal) else {_name(thing): thing.pk}


def _proposal_of(thing: Thing) -> UUID | None:
    match thing:
        case Comment():
            return thing.proposal_id
        case Proposal():
            return thing.pk
    return None
