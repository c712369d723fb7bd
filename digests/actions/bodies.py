"""Mails about texts that wait for a body, and about who is confirmed for it. Each is written once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Concat

from accounts.models import Affiliation, AffiliationRequest
from accounts.rules import domains, proofs
from contributions.models import Contribution
from digests import emails
from digests.actions import mails
from digests.compose import bodies
from digests.models import Mail
from digests.permissions import can_be_written_to
from ledger.models import Cursor, Entry
from moderation.models import Decision, Invitation
from proposals.models import Comment
from rounds.models import Status, WaitingFor

CURSOR = "digests.bodies"
BATCH = 200
# Days before an end at which somebody is written to.
BEFORE = (7, 30)
RECEIVED = ("comment.received", "contribution.received")
SHOWN = ("comment.published", "contribution.published")
READ = (*RECEIVED, *SHOWN, "capacity.corrected", "affiliation.noted", "affiliation.expired")

Thing = Comment | Contribution


@transaction.atomic
def tell(*, now: datetime) -> int:
    """Write what the next entries owe to focal points and authors; returns how many entries were read."""
    Cursor.objects.get_or_create(name=CURSOR)
    cursor = Cursor.objects.select_for_update().get(name=CURSOR)
    entries = list(Entry.objects.filter(seq__gt=cursor.seq).order_by("seq")[:BATCH])
    for entry in entries:
        if entry.kind in RECEIVED:
            thing = _thing(entry)
            if thing is not None:
                _ask_for_release([thing], now)
        elif entry.kind == "affiliation.noted":
            _ask_for_release(_of_a_member(entry), now)
        elif entry.kind == "affiliation.expired":
            _tell_of_end(entry, now)
        elif entry.kind in (*SHOWN, "capacity.corrected"):
            _tell_author(entry, now)
    if entries:
        cursor.seq = entries[-1].seq or cursor.seq
        cursor.save(update_fields=["seq"])
    return len(entries)


@transaction.atomic
def answer(*, now: datetime) -> int:
    """Write to those whose requests were answered; returns to how many."""
    requests = AffiliationRequest.objects.untold().select_related("person", "organization")
    answered = list(requests.select_for_update(of=("self",), skip_locked=True).order_by("decided_at", "id")[:BATCH])
    for request in answered:
        person = request.person
        request.told_at = now
        request.save(update_fields=["told_at"])
        if can_be_written_to(person) is not None:
            continue
        places = Affiliation.objects.current().filter(person=person, organization=request.organization)
        said = bodies.answered(person, request, places.first(), _waiting(request))
        mails.write(
            kind=Mail.Kind.BODY,
            event_key=f"affiliation:{request.pk}",
            person=person,
            address=person.email,
            letter=emails.short(person, said, "affiliation", request.pk),
            now=now,
        )
    return len(answered)


@transaction.atomic
def skip_to_head() -> int:
    """Nobody is written to about what is in the record already: for a history that was brought along."""
    cursor, _is_new = Cursor.objects.get_or_create(name=CURSOR)
    cursor.seq = Entry.objects.aggregate(head=Max("seq"))["head"] or 0
    cursor.save(update_fields=["seq"])
    AffiliationRequest.objects.untold().update(told_at=F("decided_at"))
    return cursor.seq


@transaction.atomic
def ask_addresses(*, now: datetime) -> int:
    """Send the link to addresses at exactly the domain that is noted for their body; returns to how many."""
    requests = AffiliationRequest.objects.unmailed().exclude(organization__domain="")
    requests = requests.filter(address__iendswith=Concat(Value("@"), F("organization__domain")))
    sent = 0
    for request in (
        requests.select_related("person", "organization")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("asked_at", "id")[:BATCH]
    ):
        if not domains.is_at(request.address, request.organization.domain):
            continue
        said = bodies.is_it_yours(request, proofs.token(request.pk, request.address))
        mails.write(
            kind=Mail.Kind.BODY,
            event_key=f"affiliation-address:{request.pk}",
            address=request.address,
            letter=emails.short(request.person, said, "affiliation-address", request.pk),
            now=now,
        )
        request.address_mailed_at = now
        request.save(update_fields=["address_mailed_at"])
        sent += 1
    return sent


@transaction.atomic
def invite(*, now: datetime) -> int:
    """Send their links to addresses that were invited; returns to how many."""
    open_ones = Invitation.objects.unmailed(now).select_related("organization", "invited_by")
    invited = list(open_ones.select_for_update(of=("self",), skip_locked=True).order_by("made_at", "pk")[:BATCH])
    for invitation in invited:
        mails.write(
            kind=Mail.Kind.BODY,
            event_key=f"invitation:{invitation.pk}",
            address=invitation.address,
            letter=emails.short(invitation.invited_by, bodies.invited(invitation), "invitation", invitation.pk),
            now=now,
        )
        invitation.mailed_at = now
        invitation.save(update_fields=["mailed_at"])
    return len(invited)


@transaction.atomic
def remind(*, now: datetime) -> int:
    """Write to those who are confirmed until a day that is near, 30 and 7 days before it; returns how many mails."""
    near = Affiliation.objects.ending(after=now, until=now + timedelta(days=max(BEFORE)))
    owed = {}
    for place in near.select_related("person", "organization").order_by("expires_at", "pk"):
        days = min(days for days in BEFORE if place.left(now) <= timedelta(days=days))
        # Another end is another event: whoever was renewed is reminded again.
        owed[f"affiliation-ends:{place.pk}:{place.expires_at:%Y%m%d%H%M}:{days}"] = place
    written = set(Mail.objects.filter(event_key__in=owed).values_list("event_key", flat=True))
    told = 0
    for key, place in owed.items():
        if key in written or can_be_written_to(place.person) is not None:
            continue
        said = bodies.ending(place.person, place, ceil(place.left(now) / timedelta(days=1)))
        mails.write(
            kind=Mail.Kind.BODY,
            event_key=key,
            person=place.person,
            address=place.person.email,
            letter=emails.short(place.person, said, key),
            now=now,
        )
        told += 1
    return told


def _tell_of_end(entry: Entry, now: datetime) -> None:
    place = Affiliation.objects.select_related("person", "organization").filter(pk=entry.thing).first()
    if place is None or can_be_written_to(place.person) is not None:
        return
    mails.write(
        kind=Mail.Kind.BODY,
        event_key=f"affiliation-ended:{place.pk}",
        person=place.person,
        address=place.person.email,
        entry=entry,
        letter=emails.short(place.person, bodies.ended(place.person, place), "affiliation-ended", place.pk),
        now=now,
    )


def _waiting(request: AffiliationRequest) -> int:
    """How many texts of who asked wait for a focal point of the body."""
    return sum(
        model._default_manager.filter(
            author=request.person,
            organization=request.organization,
            status=Status.RECEIVED,
            waiting_for=WaitingFor.RELEASE,
        ).count()
        for model in (Contribution, Comment)
    )


def _of_a_member(entry: Entry) -> list[Thing]:
    """What somebody who was just noted has sent in the body's name and waits for its release."""
    place = Affiliation.objects.current().filter(pk=entry.thing, role=Affiliation.Role.MEMBER).first()
    if place is None:
        return []
    waits = {"author": place.person_id, "organization": place.organization_id, "status": Status.RECEIVED}
    return [
        *Contribution.objects.filter(**waits).select_related(*WITH),
        *Comment.objects.filter(**waits).select_related(*WITH),
    ]


def _ask_for_release(things: Iterable[Thing], now: datetime) -> None:
    for thing in things:
        if thing.status != Status.RECEIVED or thing.waiting_for != WaitingFor.RELEASE:
            continue
        places = Affiliation.objects.focal_points().filter(organization=thing.organization).select_related("person")
        for place in places:
            if can_be_written_to(place.person) is not None:
                continue
            mails.write(
                kind=Mail.Kind.RELEASE,
                event_key=f"release:{thing.pk}",
                person=place.person,
                address=place.person.email,
                letter=emails.short(place.person, bodies.release_asked(place.person, thing), "release", thing.pk),
                now=now,
            )


def _tell_author(entry: Entry, now: datetime) -> None:
    """A text that waited for a body is shown, or speaks in another name. A moderator's decision has its own mail."""
    thing = _thing(entry)
    if thing is None or thing.author is None or thing.status != Status.PUBLISHED:
        return
    if can_be_written_to(thing.author) is not None or Decision.objects.filter(entry=entry).exists():
        return
    if (
        entry.kind == "capacity.corrected"
        and Entry.objects.filter(thing=entry.thing, kind__in=SHOWN, at=entry.at).exists()
    ):
        # Said in another name and shown by one act: one mail.
        return
    mails.write(
        kind=Mail.Kind.RELEASE,
        event_key=f"shown:{entry.seq}",
        person=thing.author,
        address=thing.author.email,
        entry=entry,
        letter=emails.short(thing.author, bodies.shown(thing.author, thing, entry), "shown", entry.seq),
        now=now,
    )


WITH = ("author", "organization", "consultation", "round", "entry")


def _thing(entry: Entry) -> Thing | None:
    for model in (Contribution, Comment):
        thing = model._default_manager.filter(pk=entry.thing).select_related(*WITH).first()
        if isinstance(thing, Comment | Contribution):
            return thing
    return None
