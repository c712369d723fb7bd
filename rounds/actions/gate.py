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
select clock_timestamp() from rounds_round
where id = %s and sealed_at is null and opens_at <= clock_timestamp() and clock_timestamp() < closes_at
"""
WHY_NOT = "select clock_timestamp(), opens_at, closes_at from rounds_round where id = %s"


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
        now, opens_at, closes_at = cursor.fetchone()
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
