import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Person
from integrations.actions import tokens
from proposals.models import Proposal
from rounds.models import Round

ROOT = "/api/v1"


class Partner:
    """A program with an access token."""

    def __init__(self, token: str | None) -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"{ROOT}{path}", headers={**self.headers, **headers})

    def post(self, path: str, body: Any, *, key: str | None = None, **headers: str) -> Any:
        """`key`: None makes a new one, "" sends none."""
        chosen = str(uuid.uuid4()) if key is None else key
        named = {"Idempotency-Key": chosen} if chosen else {}
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        kind = headers.pop("content_type", "application/json")
        return self.client.post(f"{ROOT}{path}", data, content_type=kind, headers={**self.headers, **named, **headers})


@pytest.fixture
def partner() -> Callable[..., Partner]:
    """`partner(person)`: a program that reads and files in this person's name; `partner(None)`: without a token."""

    def make(person: Person | None, scopes: str = "read,comment") -> Partner:
        if person is None:
            return Partner(None)
        return Partner(tokens.issue(person=person, scopes=scopes.split(","), now=timezone.now())[1])

    return make


@pytest.fixture
def words(round: Round, draft: Proposal) -> dict[str, Any]:
    """The least that a comment needs."""
    return {"round": str(round.pk), "proposal": str(draft.pk), "language": "en", "text": "One thing."}


@contextmanager
def statements() -> Iterator[list[str]]:
    """What the database is asked, without what only opens and ends transactions."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    marks = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    found += [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(marks)]


def problem_of(response: HttpResponse) -> tuple[int, str, list[str]]:
    """Status, code and the fields that are named; the whole has the shape that it promises."""
    body = json.loads(response.content)
    assert response["Content-Type"] == "application/problem+json"
    assert list(body) == ["type", "title", "status", "detail", "code", "errors"]
    assert body["type"] == f"http://127.0.0.1:8000/api/v1/docs/errors#{body['code']}"
    assert body["status"] == response.status_code
    return response.status_code, body["code"], [error["field"] for error in body["errors"]]
