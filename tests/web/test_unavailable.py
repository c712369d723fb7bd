import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.test import RequestFactory

from web.unavailable import is_away, server_error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (InterfaceError("connection is closed"), (503, "away", "3")),
        (OperationalError("no connection"), (503, "away", "3")),
        (DatabaseError("a defect"), (500, "broken", None)),
        (ValueError("a defect"), (500, "broken", None)),
    ],
)
def test_api_says_in_its_own_form_that_it_broke(rf: RequestFactory, error: Exception, expected: Any) -> None:
    try:
        raise error
    except Exception:
        response = server_error(rf.post("/api/v1/comments/"))

    body = json.loads(response.content)
    assert response["Content-Type"] == "application/problem+json"
    assert (body["status"], body["code"], response.get("Retry-After")) == expected
    assert response.status_code == body["status"]


def _wait_too_long() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 10")
        cursor.execute("select pg_sleep(5)")


def _raise(state: str) -> Callable[[], None]:
    def do() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"do $$ begin raise exception 'as it happens' using errcode = '{state}'; end $$")

    return do


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("happens", "away"),
    [
        (_wait_too_long, True),
        (_raise("40001"), True),  # lost to another transaction
        (_raise("40P01"), True),  # a deadlock
        (_raise("53300"), True),  # too many connections
        (_raise("53100"), True),  # no room on the disk
        (_raise("55P03"), True),  # a lock that did not come in time
        (_raise("57P01"), True),  # ended by an operator
        (_raise("23505"), False),
        (_raise("42P01"), False),
        (_raise("P0001"), False),
    ],
)
def test_what_passes_by_itself_is_told_from_a_defect(happens: Callable[[], None], away: bool) -> None:
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        happens()

    assert is_away(caught.value) is away
