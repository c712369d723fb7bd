"""The database itself refuses a torn chain: gap, overlap, fork, a second digest of a period."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Person
from digests.actions import chain
from digests.models import Digest, Follow, Stream

pytestmark = pytest.mark.django_db


@pytest.fixture
def stream(member: Person) -> Stream:
    stream = chain.stream_of(by=member, now=timezone.now())
    Digest.objects.filter(stream=stream).update(from_seq=0, to_seq=0)
    link(stream, 0, 10, "2027-04-01")
    return stream


def link(stream: Stream, from_seq: int, to_seq: int, period: str) -> Digest:
    now = timezone.now()
    with transaction.atomic():
        return Digest.objects.create(
            stream=stream, from_seq=from_seq, to_seq=to_seq, period=period, next_try_at=now, planned_at=now
        )


@pytest.mark.parametrize(
    ("from_seq", "to_seq", "period", "constraint"),
    [
        (11, 20, "2027-04-02", "digest_chain"),
        (5, 20, "2027-04-02", "digest_chain"),
        (0, 20, "2027-04-02", "digest_no_fork"),
        (0, 10, "2027-04-02", "digest_no_"),
        (10, 10, "2027-04-02", "digest_window"),
        (10, 5, "2027-04-02", "digest_window"),
        (10, 20, "2027-04-01", "digest_once_a_period"),
    ],
)
def test_chain_refuses_a_link_that_tears_it(
    stream: Stream, from_seq: int, to_seq: int, period: str, constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        link(stream, from_seq, to_seq, period)


def test_chain_takes_the_link_that_goes_on(stream: Stream) -> None:
    link(stream, 10, 20, "2027-04-02")

    assert [(each.from_seq, each.to_seq) for each in Digest.objects.filter(stream=stream)] == [
        (0, 0),
        (0, 10),
        (10, 20),
    ]


def test_chain_cannot_lose_a_link_from_its_middle(stream: Stream) -> None:
    link(stream, 10, 20, "2027-04-02")

    with pytest.raises(IntegrityError, match="digest_chain"), transaction.atomic():
        Digest.objects.filter(stream=stream, to_seq=10).delete()


def test_add_link_for_a_period_that_has_one_does_nothing(stream: Stream) -> None:
    again = chain.add_link(stream, period="2027-04-01", to_seq=20, now=timezone.now())

    assert again is None
    assert Digest.objects.filter(stream=stream).count() == 2


def test_follow_of_two_things_or_none_is_refused(member: Person, draft: object, consultation: object) -> None:
    for things in ({"proposal": draft, "consultation": consultation}, {}):
        with pytest.raises(IntegrityError, match="follow_of_one_thing"), transaction.atomic():
            Follow.objects.create(person=member, since_seq=0, told_seq=0, began_at=timezone.now(), **things)


def test_follow_twice_is_refused_unless_the_first_ended(member: Person, consultation: object) -> None:
    now = timezone.now()
    values = {"person": member, "consultation": consultation, "since_seq": 0, "told_seq": 0, "began_at": now}
    Follow.objects.create(**values, ended_at=now - timedelta(days=1))
    Follow.objects.create(**values)

    with pytest.raises(IntegrityError, match="follow_once"), transaction.atomic():
        Follow.objects.create(**values)
