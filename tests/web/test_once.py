import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from accounts.models import Person
from proposals.models import Comment, Proposal
from rounds.models import Round
from tests import factories
from web import once
from web.models import IdempotencyKey


def request(person: Person, body: bytes = b"{}") -> Any:
    made = RequestFactory().post("/api/v1/comments/", body, content_type="application/json")
    made.user = person
    return made


@pytest.fixture
def act(member: Person, round: Round, draft: Proposal) -> Callable[[], Comment]:
    return lambda: factories.make_comment(member, round, draft)


@pytest.mark.django_db
def test_once_answers_a_retry_with_the_first_thing(member: Person, act: Callable[[], Comment]) -> None:
    first = once.once(request(member), act, key="k1")
    again = once.once(request(member), act, key="k1")

    assert (again.thing, again.status, again.replayed) == (first.thing, 201, True)
    assert Comment.objects.count() == 1


@pytest.mark.django_db
def test_once_refuses_a_key_with_another_body(member: Person, act: Callable[[], Comment]) -> None:
    once.once(request(member), act, key="k1")

    with pytest.raises(once.KeyReused):
        once.once(request(member, b'{"text":"other"}'), act, key="k1")


@pytest.mark.django_db
def test_once_keeps_keys_of_two_people_apart(member: Person, outsider: Person, act: Callable[[], Comment]) -> None:
    once.once(request(member), act, key="k1")
    once.once(request(outsider), act, key="k1")

    assert Comment.objects.count() == 2


@pytest.mark.django_db
def test_once_keeps_nothing_of_an_act_that_failed(member: Person, act: Callable[[], Comment]) -> None:
    def fails() -> Comment:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        once.once(request(member), fails, key="k1")

    assert once.once(request(member), act, key="k1").replayed is False


@pytest.mark.django_db
def test_once_answers_a_retry_after_the_close(member: Person, round: Round, act: Callable[[], Comment]) -> None:
    first = once.once(request(member), act, key="k1")
    factories.close(round)

    assert once.once(request(member), act, key="k1").thing == first.thing


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["x" * 201, "two\nlines"])
def test_once_refuses_a_key_it_cannot_keep(key: str, member: Person, act: Callable[[], Comment]) -> None:
    with pytest.raises(once.BadKey):
        once.once(request(member), act, key=key)


@pytest.mark.django_db
def test_once_forgets_after_two_days(member: Person, act: Callable[[], Comment]) -> None:
    once.once(request(member), act, key="k1")

    assert once.forget(now=timezone.now() + timedelta(hours=47)) == 0
    assert once.forget(now=timezone.now() + timedelta(hours=49)) == 1
    assert IdempotencyKey.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_thirty_parallel_retries_make_one_comment(member: Person, act: Callable[[], Comment]) -> None:
    things: list[Any] = []

    def retry() -> None:
        things.append(once.once(request(member), act, key="k1").thing)
        connection.close()

    threads = [threading.Thread(target=retry) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(things) == 30
    assert len(set(things)) == 1
    assert Comment.objects.count() == 1
