"""Newcomers write first and say afterwards of which group and country they are."""

from datetime import datetime

from django.db import transaction

from accounts.actions import people
from accounts.models import Person
from accounts.permissions import can_take_part
from contributions.models import Contribution
from ledger.actions import entries
from proposals.models import Comment
from rounds.models import Capacity, Status, as_filed
from web.refusals import require

FACTS = ("stakeholder_group_id", "country", "region")
# Nobody is asked after so many texts; what is older keeps what it says.
AT_MOST = 50


@transaction.atomic(savepoint=False)
def introduce(*, by: Person, stakeholder_group: str, country: str, now: datetime) -> Person:
    """A newcomer answers the short question; their answer goes onto what they filed before they were asked.

    Nothing filed changes when a person moves on, and here nothing does: it was not asked yet, so a text that says no
    group says that nobody asked, not that its author has none. Each such text gets the facts, and an entry that names
    its group. Later changes on “My page” go onto later texts only; so does a second answer to this question.
    """
    require(can_take_part(by))
    if by.is_introduced:
        return by
    person = people.introduce(by=by, stakeholder_group=stakeholder_group, country=country, now=now)
    if not (stakeholder_group or country):
        return person
    for model in (Contribution, Comment):
        # Entries of one moment would tell whose a text without a name is; it goes on saying nothing.
        texts = model._default_manager.filter(
            author=by, is_named=True, capacity=Capacity.PERSONAL, stakeholder_group=None
        ).exclude(status=Status.ERASED)
        locked = texts.select_related("round").select_for_update(of=("self",))
        for thing in locked.order_by("posted_at", "pk")[:AT_MOST]:
            if now < thing.round.confirmed_until:
                _complete(thing, person, now)
    return person


def _complete(thing: Comment | Contribution, person: Person, now: datetime) -> None:
    facts = as_filed(person, Capacity.PERSONAL, None)
    if all(getattr(thing, name) == facts[name] for name in FACTS):
        return
    for name in FACTS:
        setattr(thing, name, facts[name])
    thing.save(update_fields=["stakeholder_group", "country", "region"])
    entries.append(
        kind="author.introduced",
        thing=thing.pk,
        at=now,
        consultation=thing.consultation_id,
        round=thing.round_id,
        proposal=thing.proposal_id if isinstance(thing, Comment) else None,
        stakeholder_group=thing.stakeholder_group_id,
    )
