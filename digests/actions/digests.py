"""A digest's way: planned as a window, claimed, rendered, sent, marked."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from digests import emails
from digests.actions import chain, valve
from digests.actions.post import Away, Later, Post, Undeliverable
from digests.compose import compose, owed
from digests.models import Digest, Follow, Mail, Stream
from digests.models.digest import ASKED, START
from digests.permissions import can_be_written_to
from digests.rules import backoff, clock
from digests.rules.letters import Letter
from web.refusals import Conflict, Refusal, require

log = structlog.get_logger(__name__)

UNFINISHED = (Digest.State.PLANNED, Digest.State.CLAIMED)
# A sweep that comes late must not be followed at once by the next day's.
LEAST_APART = timedelta(hours=1)


def plan_due(*, now: datetime) -> int:
    """Plan every digest whose moment has come; returns how many. By anybody, any number of times."""
    planned = 0
    while (was_planned := _plan_next(now)) is not None:
        planned += was_planned
    return planned


@transaction.atomic
def _plan_next(now: datetime) -> bool | None:
    """Whether the next due stream has something to tell; None when no stream is due."""
    stream = (
        Stream.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("person")
        .filter(next_due_at__lte=now)
        .order_by("next_due_at")
        .first()
    )
    if stream is None:
        return None
    zone = clock.zone_of(stream.person.time_zone)
    due = stream.next_due_at
    stream.next_due_at = clock.next_due(now, stream.hour, zone)
    stream.save(update_fields=["next_due_at"])
    if can_be_written_to(stream.person) is not None or not clock.is_due_moment(due, stream.hour, zone):
        # Whoever moved to another zone is written to at their hour there.
        return False
    recent = Digest.objects.filter(stream=stream, planned_at__gt=now - LEAST_APART)
    if recent.exclude(period__startswith=ASKED).exclude(period=START).exists():
        return False
    return _plan(stream, clock.period(due, zone), now) is not None


def _plan(stream: Stream, period: str, now: datetime) -> Digest | None:
    """The next link of a locked stream; None where there is nothing new: no row, no mail."""
    to_seq = chain.head()
    follows = list(Follow.objects.daily().filter(person=stream.person))
    if to_seq <= chain.last_link(stream).to_seq or not owed(stream.person, follows, to_seq).exists():
        return None
    return chain.add_link(stream, period=period, to_seq=to_seq, now=now)


@transaction.atomic(savepoint=False)
def send_now(*, by: Person, key: str, now: datetime) -> Digest:
    """What a person asks for: everything new until now, in a period of its own. `key` makes a repeated request one."""
    require(can_be_written_to(by))
    stream = Stream.objects.select_for_update(of=("self",)).get(pk=chain.stream_of(by=by, now=now).pk)
    period = f"{ASKED}{key}"[:60]
    present = Digest.objects.filter(stream=stream, period=period).first()
    if present is not None:
        return present
    follows = list(Follow.objects.daily().filter(person=by))
    if not follows:
        raise Conflict(Refusal("nothing_followed", _("You follow nothing whose mails are on.")))
    if Digest.objects.filter(stream=stream, state__in=UNFINISHED).exists():
        raise Conflict(Refusal("on_its_way", _("A digest is already on its way to you.")))
    to_seq = chain.head()
    if not compose(by, follows, to_seq, now=now):
        raise Conflict(
            Refusal("nothing_new", _("Nothing new up to No. %(number)s. We sent no mail."), {"number": f"{to_seq:,}"})
        )
    link = _plan(stream, period, now)
    if link is None:
        # The chain ends at the head: what waits here was left behind while a follow was off.
        raise Conflict(
            Refusal(
                "comes_later", _("What you have not been told yet comes with your next digest. We sent no mail now.")
            )
        )
    return link


def send_next(post: Post, *, now: datetime) -> bool:
    """Claim one digest, render it as its reader may read it now, send and mark it.

    False: nothing is owed, the server is away, or the line is stopped.
    """
    if valve.is_closed(now=now):
        return False
    digest = _claim(now=now)
    if digest is None:
        return False
    letter: Letter | None = None
    try:
        letter = _letter(digest, now)
        if letter is not None:
            post.send(digest.stream.person.email, letter)
    except Undeliverable as error:
        _close(digest, Digest.State.SHUNTED, now, letter, reason=str(error))
    except Later as error:
        _put_off(digest, now, str(error), may_have_left=False)
    except Away as error:
        log.warning("mail.away", reason=str(error))
        _put_off(digest, now, str(error), may_have_left=error.unsure, at_most=backoff.AWAY)
        return False
    except Exception as error:
        # One digest that cannot be made must not keep the others from leaving; it is tried again, then shunted.
        log.exception("digest.failed", digest=digest.pk)
        _put_off(digest, now, f"{type(error).__name__}: {error}", may_have_left=True)
    else:
        _close(digest, Digest.State.EMPTY if letter is None else Digest.State.SENT, now, letter)
    return True


@transaction.atomic
def _claim(*, now: datetime) -> Digest | None:
    """The next owed digest, ours for the length of the lease. A stream's digests go one after the other."""
    earlier = Digest.objects.filter(stream=OuterRef("stream"), to_seq__lt=OuterRef("to_seq"), state__in=UNFINISHED)
    digest = (
        Digest.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("stream__person")
        .filter(
            Q(state=Digest.State.PLANNED, next_try_at__lte=now) | Q(state=Digest.State.CLAIMED, lease_until__lte=now),
            ~Exists(earlier),
        )
        .order_by("next_try_at", "id")
        .first()
    )
    if digest is None:
        return None
    if digest.follows is None:
        following = Follow.objects.daily().filter(person=digest.stream.person_id, told_seq__lt=digest.to_seq)
        digest.follows = list(following.values_list("pk", flat=True))
    digest.state, digest.attempts = Digest.State.CLAIMED, digest.attempts + 1
    digest.lease_until = now + backoff.LEASE
    digest.save(update_fields=["follows", "state", "attempts", "lease_until"])
    return digest


def _letter(digest: Digest, now: datetime) -> Letter | None:
    """The mail as its reader may read it at this moment; None when nothing is left to tell."""
    person = digest.stream.person
    follows = list(Follow.objects.current().filter(pk__in=digest.follows or []).with_things())
    if can_be_written_to(person) is not None or not follows:
        return None
    news = compose(person, follows, digest.to_seq, now=now)
    return emails.digest_message(person, digest, follows, news, now=now) if news else None


@transaction.atomic
def _close(digest: Digest, state: Digest.State, now: datetime, letter: Letter | None, *, reason: str = "") -> None:
    """Mark where the claim is still ours, and with it how far each follow has been told."""
    mine = Digest.objects.filter(pk=digest.pk, state=Digest.State.CLAIMED, attempts=digest.attempts)
    if not mine.update(state=state, lease_until=None, sent_at=now if state == Digest.State.SENT else None):
        return
    if state != Digest.State.SHUNTED:
        told = Follow.objects.filter(pk__in=digest.follows or [], told_seq__lt=digest.to_seq)
        told.update(told_seq=digest.to_seq)
    if letter is not None:
        _write_down(digest, state, now, letter, reason)


def _write_down(digest: Digest, state: Digest.State, now: datetime, letter: Letter, reason: str) -> None:
    """Every message has its row among the mails; of a digest it keeps no words."""
    Mail.objects.create(
        person=digest.stream.person,
        address=digest.stream.person.email,
        kind=Mail.Kind.DIGEST,
        event_key=f"digest:{digest.pk}",
        state=Mail.State.SHUNTED if state == Digest.State.SHUNTED else Mail.State.SENT,
        message_id=letter.headers["Message-ID"],
        subject=letter.subject[:300],
        headers=letter.headers,
        attempts=digest.attempts,
        next_try_at=now,
        planned_at=digest.planned_at,
        sent_at=now if state == Digest.State.SENT else None,
        reason=reason,
    )


def _put_off(
    digest: Digest, now: datetime, reason: str, *, may_have_left: bool, at_most: timedelta = backoff.LONGEST
) -> None:
    """Try again later, for up to 48 hours.

    What did not leave may tell of other follows next time: who stopped meanwhile is not written to. What may have
    left tells the same again, under the same Message-ID.
    """
    moment = backoff.next_try(digest.attempts, now=now, planned_at=digest.planned_at, at_most=at_most)
    if moment is None:
        log.warning("digest.shunted", digest=digest.pk, reason=reason)
        _close(digest, Digest.State.SHUNTED, now, None)
        return
    Digest.objects.filter(pk=digest.pk, state=Digest.State.CLAIMED, attempts=digest.attempts).update(
        state=Digest.State.PLANNED,
        follows=digest.follows if may_have_left else None,
        lease_until=None,
        next_try_at=moment,
    )
