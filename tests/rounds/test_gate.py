import json
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Person
from proposals.actions import comments
from proposals.models import Comment
from rounds.actions import gate, sealing
from rounds.models import Consultation, Round
from rounds.rules import numbers
from rounds.rules.days import end_of_day, last_day, span_words
from tests import factories
from web.refusals import Conflict

Refused = Callable[[str], AbstractContextManager[None]]


@pytest.mark.django_db
def test_gate_admits_while_the_round_is_open(round: Round) -> None:
    before = timezone.now()
    moment = gate.admit(round)

    assert before - timedelta(seconds=2) <= moment <= timezone.now() + timedelta(seconds=2)


@pytest.mark.django_db
def test_gate_refuses_before_the_opening(secretary: Person, round: Round, refused: Refused) -> None:
    upcoming = factories.make_round(secretary, round.consultation, opens_in=timedelta(hours=1))

    with refused("round_not_open"):
        gate.admit(upcoming)


@pytest.mark.django_db
def test_gate_says_when_it_closed_and_how_late_the_text_was(round: Round) -> None:
    closes_at = datetime(2026, 4, 19, tzinfo=UTC)
    refusal = gate.too_late(closes_at + timedelta(seconds=4, milliseconds=600), closes_at)

    assert str(refusal) == (
        "This round closed at the end of Saturday 18 April, 24:00:00 UTC. Your text reached us 4 seconds later and was "
        "not filed. It still stands in the box below."
    )


@pytest.mark.django_db
def test_gate_says_the_hour_where_a_round_closes_within_a_day() -> None:
    closes_at = datetime(2026, 4, 18, 15, 30, tzinfo=UTC)
    refusal = gate.too_late(closes_at + timedelta(minutes=3), closes_at)

    assert "closed on Saturday 18 April, 15:30:00 UTC" in str(refusal)
    assert "3 minutes later" in str(refusal)


@pytest.mark.django_db
def test_gate_refuses_a_sealed_round_whatever_the_clock_says(closed_round: Round, refused: Refused) -> None:
    sealing.seal(round=closed_round)
    Round.objects.filter(pk=closed_round.pk).update(sealed_at=closed_round.closes_at)

    with refused("round_closed"):
        gate.admit(closed_round)


@pytest.mark.django_db
def test_sealing_an_open_round_does_nothing(round: Round) -> None:
    assert sealing.seal(round=round) is None


@pytest.mark.django_db
def test_recorded_past_lies_within_its_round(round: Round, refused: Refused) -> None:
    inside = timezone.now() - timedelta(hours=1)

    assert gate.record_past(round=round, at=inside) == inside
    for outside in (round.opens_at - timedelta(seconds=1), timezone.now() + timedelta(hours=1), round.closes_at):
        with refused("not_in_the_past"):
            gate.record_past(round=round, at=outside)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deadline", [1, 2])
def test_deadline_is_exact_under_load(
    deadline: int, secretary: Person, consultation: Consultation, member: Person, settle: Callable[[], None]
) -> None:
    """Writers race the deadline: nothing late, nothing acknowledged is missing from the closing record."""
    round = factories.make_round(secretary, consultation, closes_in=timedelta(days=1))
    proposal = factories.make_proposal(secretary, round)
    Round.objects.filter(pk=round.pk).update(closes_at=timezone.now() + timedelta(seconds=1.5))
    round.refresh_from_db()
    acknowledged: list[Comment] = []
    refusals: list[str] = []
    lock = threading.Lock()
    stop = time.monotonic() + 2.5

    def write() -> None:
        while time.monotonic() < stop:
            try:
                made = comments.post(by=member, round=round, proposal=proposal, text="In time?", language="en")
            except Conflict as conflict:
                with lock:
                    refusals.append(conflict.refusal.code)
            else:
                with lock:
                    acknowledged.append(made)
        connection.close()

    def seal() -> None:
        while sealing.seal(round=round) is None and time.monotonic() < stop:
            time.sleep(0.01)
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)] + [threading.Thread(target=seal)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    settle()
    with transaction.atomic():
        entry = sealing.close_record(round=Round.objects.get(pk=round.pk))

    assert entry is not None
    assert acknowledged
    assert set(refusals) == {"round_closed"}
    assert max(comment.posted_at for comment in acknowledged) < round.closes_at
    settle()
    listed = numbers.expand(json.loads(entry.record)["numbers"])
    filed = sorted(Comment.objects.filter(round=round).values_list("entry__seq", flat=True))
    assert listed == filed
    assert len(filed) == len(acknowledged)


@pytest.mark.django_db
def test_span_words_in_largest_units() -> None:
    assert span_words(timedelta(seconds=0.2)) == "1 second"
    assert span_words(timedelta(days=2, hours=4, minutes=9), parts=2) == "2 days 4 hours"
    assert span_words(timedelta(days=2, minutes=9), parts=2) == "2 days"


def test_last_day_counts_in_full() -> None:
    closes_at = end_of_day(datetime(2027, 4, 18).date())

    assert closes_at == datetime(2027, 4, 19, tzinfo=UTC)
    assert last_day(closes_at) == datetime(2027, 4, 18).date()
    assert last_day(closes_at.astimezone(ZoneInfo("Africa/Nairobi"))) == datetime(2027, 4, 18).date()
    assert last_day(closes_at - timedelta(hours=3)) is None
