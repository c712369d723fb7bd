"""What waits for a moderator: put into the queue once, taken, given back, handed on, closed when it is decided.

The rows of texts say whether they wait; the queue follows them by a sweep that may come at any time and any number of
times. Flags and second people, which only this app knows, enter it at once.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import AffiliationRequest, Person
from contributions.models import Contribution
from moderation.actions import statements
from moderation.models import CLAIMED_FOR, Flag, Item, Motion, Recusal, Thing, about, consultation_of
from moderation.permissions import can_take, can_use_queue, can_work_on, items_before, items_for
from moderation.rules import deadlines
from proposals.models import Comment
from rounds.models import Consultation
from rounds.rules.moderation import DECIDES_WITHIN
from texts.rules import spaces
from web.refusals import Conflict, Invalid, Refusal, require

Reason = Item.Reason
URGENCY = {reason: place for place, reason in enumerate(Reason.values)}


# --- by people -------------------------------------------------------------------------------------------------------


@transaction.atomic(savepoint=False)
def claim(*, by: Person, item: Item, now: datetime) -> Item:
    """Take an item for 15 minutes, so that two do not work on the same. Taking it again begins them anew."""
    require(can_take(by, item))
    present = _lock(item)
    if present.is_claimed(now) and present.claimed_by_id != by.pk:
        raise Conflict(_claimed(present))
    present.claimed_by, present.claimed_until = by, now + CLAIMED_FOR
    present.save(update_fields=["claimed_by", "claimed_until"])
    return present


@transaction.atomic(savepoint=False)
def claim_next(*, by: Person, matching: Q | None = None, now: datetime) -> Item | None:
    """Take the most urgent item that nobody has taken or was given and about which this person may decide.

    Two who ask in the same moment get two items. `matching` narrows the choice; None when nothing is free.
    """
    require(can_use_queue(by))
    free = items_for(by).open().free(now).filter(Q(assigned_to__isnull=True) | Q(assigned_to=by), matching or Q())
    passed_over: list[UUID] = []
    while True:
        rows = free.exclude(pk__in=passed_over).order_by("due_at", "id")
        item = rows.select_for_update(of=("self",), skip_locked=True).first()
        if item is None:
            return None
        if can_take(by, item) is None:
            item.claimed_by, item.claimed_until = by, now + CLAIMED_FOR
            item.save(update_fields=["claimed_by", "claimed_until"])
            return item
        passed_over.append(item.pk)


@transaction.atomic(savepoint=False)
def give_back(*, by: Person, item: Item) -> Item:
    """Leave an item to others. Not taken, or taken by somebody else: nothing happens."""
    require(can_work_on(by, item))
    present = _lock(item)
    if present.claimed_by_id == by.pk:
        present.claimed_by = present.claimed_until = None
        present.save(update_fields=["claimed_by", "claimed_until"])
    return present


@transaction.atomic(savepoint=False)
def assign(*, by: Person, item: Item, to: Person | None, now: datetime) -> Item:
    """Give an item to a colleague who may decide about it, or to nobody."""
    require(can_work_on(by, item))
    if to is not None and can_take(to, item) is not None:
        raise Invalid(
            Refusal(
                "cannot_decide",
                _("%(name)s may not decide about this. Choose somebody else."),
                {"name": to.name},
                field="to",
            )
        )
    present = _lock(item)
    present.assigned_to = to
    present.save(update_fields=["assigned_to"])
    return present


@transaction.atomic(savepoint=False)
def assign_all(*, by: Person, items: Iterable[UUID], to: Person | None) -> set[UUID]:
    """Give many items to a colleague, or to nobody, by their ids. Returns those that were given.

    What is decided already, and what the colleague may not decide about, stays as it is.
    """
    require(can_use_queue(by))
    wanted = items_before(by).open().filter(pk__in=list(items))
    if to is not None:
        wanted = wanted.filter(pk__in=items_for(to).values("pk"))
    # In one order, so that two who give the same items wait for each other.
    given = set(wanted.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    Item.objects.open().filter(pk__in=given).update(assigned_to=to)
    return given


@transaction.atomic(savepoint=False)
def recuse(*, by: Person, item: Item, reason: str = "", now: datetime) -> Item:
    """Say that an item is too near to oneself: from here on somebody else decides about its thing."""
    require(can_work_on(by, item))
    reason = spaces.line(reason)
    if len(reason) > 300:
        raise Invalid(Refusal("too_long", _("At most 300 characters."), field="reason"))
    present = _lock(item)
    Recusal.objects.get_or_create(item=present, person=by, defaults={"reason": reason, "at": now})
    if present.claimed_by_id == by.pk:
        present.claimed_by = present.claimed_until = None
    if present.assigned_to_id == by.pk:
        present.assigned_to = None
    present.save(update_fields=["claimed_by", "claimed_until", "assigned_to"])
    return present


def _lock(item: Item) -> Item:
    present = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if present.closed_at is not None:
        raise Conflict(Refusal("decided_meanwhile", _("Somebody else decided about this since you opened the page.")))
    return present


def _claimed(item: Item) -> Refusal:
    return Refusal(
        "claimed",
        _("%(name)s has taken this and decides about it. It is free when they give it back, or in 15 minutes."),
        {"name": item.claimed_by.name if item.claimed_by else ""},
    )


# --- by other acts ---------------------------------------------------------------------------------------------------


def flagged(*, thing: Thing, now: datetime) -> Item:
    """A step of a flag: the thing waits once, however many flag it."""
    item = _enter(thing, Reason.FLAGGED, now)
    Item.objects.filter(pk=item.pk).update(flags=Flag.objects.open().filter(**about(thing)).count())
    return item


def seconded(*, motion: Motion, now: datetime) -> Item:
    """A step of a motion: it waits for a second person until it is answered, with its thing or by itself."""
    if motion.kind:
        item = _enter(motion.thing, Reason.HELD if motion.hold_id else Reason.SECOND, now)
        # Whoever asked has done their part.
        Item.objects.filter(pk=item.pk).update(claimed_by=None, claimed_until=None)
        return item
    return Item.objects.get_or_create(
        motion=motion,
        closed_at=None,
        defaults={
            "reason": Reason.SECOND,
            "consultation": motion.consultation,
            "round": motion.round,
            "opened_at": now,
            "due_at": deadlines.due(now, _within(motion.consultation)),
        },
    )[0]


def replied(*, thing: Thing, now: datetime) -> Item:
    """A step of an author's answer: whoever asked sees it, and the text waits until something is decided."""
    item = _enter(thing, Reason.REPLIED, now)
    item.replied_at = now
    item.save(update_fields=["replied_at"])
    return item


def closed(*, motion: Motion, now: datetime) -> None:
    """A step of answering a motion that is about no text."""
    Item.objects.open().filter(motion=motion).update(closed_at=now, claimed_by=None, claimed_until=None)


def _enter(thing: Thing, reason: Item.Reason, now: datetime) -> Item:
    consultation = consultation_of(thing)
    item, is_new = Item.objects.get_or_create(
        **about(thing),
        closed_at=None,
        defaults={
            "reason": reason,
            "consultation": consultation,
            "round_id": thing.round_id if isinstance(thing, Comment | Contribution) else None,
            "stakeholder_group_id": getattr(thing, "stakeholder_group_id", None),
            "language": getattr(thing, "language", ""),
            "opened_at": now,
            "due_at": deadlines.due(now, _within(consultation)),
        },
    )
    if not is_new and URGENCY[reason] < URGENCY[item.reason]:
        item.reason = reason
        item.save(update_fields=["reason"])
    return item


def _within(consultation: Consultation | None) -> int:
    return consultation.decides_within if consultation is not None else DECIDES_WITHIN


# --- the sweep -------------------------------------------------------------------------------------------------------


@transaction.atomic
def bring_up_to_date(*, now: datetime) -> int:
    """Put into the queue what waits and is not in it; close what waits no more. Returns how many rows it wrote."""
    written = 0
    within: dict[str, datetime | int] = {"now": now, "within": DECIDES_WITHIN}
    with connection.cursor() as cursor:
        for kind, table in (("comment", Comment._meta.db_table), ("contribution", Contribution._meta.db_table)):
            for waits in statements.WAITING:
                cursor.execute(statements.TEXTS.format(kind=kind, table=table, waits=waits), within)
                written += cursor.rowcount
            waits = " or ".join(statements.WAITING)
            cursor.execute(statements.DECIDED.format(kind=kind, table=table, waits=waits), within)
            written += cursor.rowcount
        cursor.execute(statements.REQUESTS, within)
        written += cursor.rowcount
        cursor.execute(statements.NAMES, within)
        written += cursor.rowcount
        for kind, sql in statements.FLAGGED.items():
            cursor.execute(sql, within)
            written += cursor.rowcount
            if kind not in ("comment", "contribution"):
                # Names that imitate come and go by a sweep of their own.
                waits = f"item.reason = 'impersonation' or ({statements.RENAMED.format(kind=kind)})"
                cursor.execute(statements.DECIDED.format(kind=kind, table=statements.TABLES[kind], waits=waits), within)
                written += cursor.rowcount
    answered = AffiliationRequest.objects.exclude(status=AffiliationRequest.Status.WAITING)
    written += Item.objects.open().filter(request__in=answered).update(closed_at=now)
    return written
