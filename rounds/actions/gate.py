"""The deadline. The database's clock decides, under a lock that sealing and extending take exclusively."""

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from rounds.models import Round
from rounds.rules import days
from web.refusals import Conflict, Refusal

LOCK_SHARED = "select pg_advisory_xact_lock_shared(hashtextextended('round:' || %s, 0))"
LOCK_ALONE = "select pg_advisory_xact_lock(hashtextextended('round:' || %s, 0))"
ADMIT = """
select clock_timestamp() from rounds_round r
where id = %s and sealed_at is null and opens_at <= clock_timestamp() and clock_timestamp() < closes_at
  and exists (select from rounds_consultation c where c.id = r.consultation_id and c.published_at is not null)
"""
WHY_NOT = """
select clock_timestamp(), opens_at, closes_at, published_at is not null
from rounds_round r join rounds_consultation c on c.id = r.consultation_id where r.id = %s
"""


def admit(round: Round) -> datetime:
    """The moment at which a text is filed; `Conflict` outside the round. The act commits in the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK_SHARED, [str(round.pk)])
        cursor.execute(ADMIT, [round.pk])
        row = cursor.fetchone()
        if row is not None:
            moment: datetime = row[0]
            return moment
        cursor.execute(WHY_NOT, [round.pk])
        now, opens_at, closes_at, is_published = cursor.fetchone()
    if not is_published:
        raise Conflict(in_preparation())
    raise Conflict(too_early(opens_at) if now < opens_at else too_late(now, closes_at))


def lock_alone(round: Round) -> datetime:
    """Wait until everybody who was admitted has committed, and let nobody in until this transaction ends.

    Returns the database's moment, read when the lock was held.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK_ALONE, [str(round.pk)])
        cursor.execute("select clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def in_preparation() -> Refusal:
    return Refusal(
        "consultation_not_published",
        _("This consultation is in preparation. Its rounds open once the secretariat has published it."),
    )


def too_early(opens_at: datetime) -> Refusal:
    return Refusal(
        "round_not_open",
        _("This round opens on %(moment)s UTC. Your text was not filed. It still stands in the box below."),
        {"moment": days.moment_words(opens_at)},
    )


def too_late(now: datetime, closes_at: datetime) -> Refusal:
    """The sentence of the last evening: when the round closed, how late the text was, and that it is not lost."""
    return Refusal(
        "round_closed",
        _(
            "This round closed %(moment)s UTC. Your text reached us %(late)s later and was not filed. "
            "It still stands in the box below."
        ),
        {"moment": days.closing_words(closes_at), "late": days.span_words(now - closes_at)},
    )


def admit_confirmation(round: Round, *, now: datetime) -> datetime:
    """What was received in time is confirmed, released or spoken for otherwise until 7 days after the close."""
    if now >= round.confirmed_until:
        raise Conflict(
            Refusal(
                "too_late_to_confirm",
                _("Texts of this round could be confirmed until %(moment)s UTC."),
                {"moment": days.moment_words(round.confirmed_until)},
            )
        )
    return now


def record_past(*, round: Round, at: datetime) -> datetime:
    """The moment of what lies in the past and was not filed here: imports, records, a demonstration's history.

    It lies within the round and not in the future; the clock is never moved for it.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK_SHARED, [str(round.pk)])
        cursor.execute("select clock_timestamp()")
        now = cursor.fetchone()[0]
    if not (round.opens_at <= at < round.closes_at and at <= now):
        raise Conflict(
            Refusal("not_in_the_past", _("What is recorded lies within its round and before now."), field="posted_at")
        )
    return at


def admit_recording(round: Round, *, arrived_at: datetime, now: datetime) -> bool:
    """Whether what arrived by another way had arrived in time; `Conflict` where it cannot be recorded now.

    In time it is recorded until 10 working days after the close; what arrived after the close at any later moment.
    """
    if round.consultation.published_at is None:
        raise Conflict(in_preparation())
    if arrived_at > now:
        raise Conflict(
            Refusal("not_arrived_yet", _("This moment lies in the future. Say when it arrived."), field="arrived_at")
        )
    if arrived_at < round.opens_at:
        raise Conflict(
            Refusal(
                "arrived_too_early",
                _("The round opened on %(moment)s UTC. What arrived before belongs to no round."),
                {"moment": days.moment_words(round.opens_at)},
                field="arrived_at",
            )
        )
    if arrived_at >= round.closes_at:
        return False
    if now >= round.recorded_until:
        raise Conflict(
            Refusal(
                "too_late_to_record",
                _("What had arrived in time could be recorded until %(moment)s UTC, 10 working days after the close."),
                {"moment": days.moment_words(round.recorded_until)},
                field="arrived_at",
            )
        )
    return True
