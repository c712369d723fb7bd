"""What is wrong with a request as a whole is said in one shape, at every address."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Person
from integrations.actions import tokens
from integrations.models import AccessToken
from integrations.rules import errors
from proposals.models import Comment
from tests.api.conftest import Partner, problem_of

ADDRESSES = [
    "/consultations/",
    "/consultations/who-acts/",
    "/rounds/",
    "/rounds/8d5f4a6e-0f3f-4c1c-9d0e-0d3d5f4a6e0f/",
    "/proposals/",
    "/proposals/8d5f4a6e-0f3f-4c1c-9d0e-0d3d5f4a6e0f/",
    "/contributions/",
    "/contributions/8d5f4a6e-0f3f-4c1c-9d0e-0d3d5f4a6e0f/",
    "/comments/",
    "/comments/8d5f4a6e-0f3f-4c1c-9d0e-0d3d5f4a6e0f/",
    "/organizations/",
    "/organizations/8d5f4a6e-0f3f-4c1c-9d0e-0d3d5f4a6e0f/",
    "/stakeholder-groups/",
    "/entries/",
    "/decisions/",
    "/follows/",
    "/follows/8d5f4a6e-0f3f-4c1c-9d0e-0d3d5f4a6e0f/",
    "/schema/",
    "/docs/",
    "/nowhere/",
]
WRONG = ["Bearer cons_wrong", "Bearer", "Bearer ", "bearer x y", "Token cons_wrong", "Basic YTpi", "", "\u00e9"]


@pytest.mark.parametrize("path", ADDRESSES)
def test_wrong_token_is_401_everywhere(db: None, path: str) -> None:
    response = Partner("cons_wrong").get(path)

    assert problem_of(response) == (401, "authentication_failed", [])
    assert response["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'


@pytest.mark.parametrize("header", WRONG)
def test_header_that_is_no_token_is_never_served_as_a_stranger(comment: Comment, header: str) -> None:
    response = Partner(None).get("/comments/", Authorization=header)

    assert problem_of(response) == (401, "authentication_failed", [])


def test_wrong_token_is_not_helped_by_a_session(as_: Callable[..., Any], member: Person, comment: Comment) -> None:
    response = as_(member).get("/api/v1/comments/", headers={"Authorization": "Bearer cons_wrong"})

    assert problem_of(response) == (401, "authentication_failed", [])


def test_token_ends_when_it_expires(member: Person, comment: Comment) -> None:
    row, token = tokens.issue(
        person=member, scopes=["read"], now=timezone.now(), expires_at=timezone.now() + timedelta(days=1)
    )
    valid = Partner(token).get("/comments/")
    AccessToken.objects.filter(pk=row.pk).update(expires_at=timezone.now())

    expired = Partner(token).get("/comments/")

    assert valid.status_code == 200
    assert problem_of(expired) == (401, "authentication_failed", [])


def test_revoked_token_is_refused(member: Person) -> None:
    row, token = tokens.issue(person=member, scopes=["read"], now=timezone.now())
    tokens.revoke(token=row, now=timezone.now())

    response = Partner(token).get("/comments/")

    assert problem_of(response) == (401, "authentication_failed", [])


def test_token_of_a_closed_account_is_refused(member: Person) -> None:
    _row, token = tokens.issue(person=member, scopes=["read"], now=timezone.now())
    Person.objects.filter(pk=member.pk).update(is_active=False)

    response = Partner(token).get("/comments/")

    assert problem_of(response) == (401, "authentication_failed", [])


@pytest.mark.parametrize("path", ["/comments/", "/contributions/"])
def test_nobody_files_unnamed(db: None, path: str) -> None:
    response = Partner(None).post(path, {})

    assert problem_of(response) == (401, "not_authenticated", [])
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'


def test_missing_scope_is_named(partner: Callable[..., Any], member: Person, words: dict[str, Any]) -> None:
    reader, writer = partner(member, "read"), partner(member, "comment")

    filing, reading = reader.post("/comments/", words), writer.get("/comments/")

    assert problem_of(filing) == (403, "scope_missing", [])
    assert filing["WWW-Authenticate"] == 'Bearer realm="api", error="insufficient_scope", scope="comment"'
    assert "“comment”" in filing.json()["detail"]
    assert problem_of(reading) == (403, "scope_missing", [])
    assert writer.post("/comments/", words).status_code == 201


def test_unconfirmed_address_may_not_file(partner: Callable[..., Any], member: Person, words: dict[str, Any]) -> None:
    Person.objects.filter(pk=member.pk).update(confirmed_at=None)

    response = partner(member).post("/comments/", words)

    assert problem_of(response) == (403, "address_not_confirmed", [])


@pytest.mark.parametrize(
    "path",
    ["/nowhere/", "/comments", "/comments/7/", "/comments/8d5f4a6e-0f3f-4c1c-9d0e-0d3d5f4a6e0f/", "/rounds/x/y/"],
)
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "patch", "head", "options"])
def test_nothing_there_is_404(db: None, as_: Callable[..., Any], member: Person, path: str, method: str) -> None:
    found = path.endswith("6e0f/") and method in ("post", "put", "delete", "options")

    response = getattr(as_(member), method)(f"/api/v1{path}")

    assert response.status_code == ((200 if method == "options" else 405) if found else 404)
    if method != "head" and response.status_code != 200:
        assert problem_of(response)[1] == ("method_not_allowed" if found else "not_found")


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_what_an_address_does_not_do_is_405(as_: Callable[..., Any], member: Person, method: str) -> None:
    response = getattr(as_(member), method)("/api/v1/comments/")

    assert problem_of(response) == (405, "method_not_allowed", [])
    assert response["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_other_formats_are_406(comment: Comment) -> None:
    response = Partner(None).get("/comments/", Accept="text/csv")

    assert problem_of(response) == (406, "not_acceptable", [])


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_other_bodies_are_415(partner: Callable[..., Any], member: Person, kind: str) -> None:
    response = partner(member).post("/comments/", "text=One", content_type=kind)

    assert problem_of(response) == (415, "unsupported_media_type", [])


@pytest.mark.parametrize("path", ["/comments/", "/contributions/"])
@pytest.mark.parametrize("body", ["", "{", "{'a': 1}", b"\xff\xfe", '{"text": NaN}', "[" * 100_000])
def test_what_is_not_json_is_400(partner: Callable[..., Any], member: Person, path: str, body: str | bytes) -> None:
    response = partner(member).post(path, body)

    assert problem_of(response)[0] == 400
    assert problem_of(response)[1] in ("parse_error", "invalid")


@pytest.mark.parametrize("body", [[], "text", 7, None, [{"text": "One"}]])
def test_what_is_not_an_object_is_400(partner: Callable[..., Any], member: Person, body: Any) -> None:
    response = partner(member).post("/comments/", json.dumps(body))

    assert problem_of(response)[:2] in [(400, "invalid"), (400, "null")]


@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
def test_flood_is_413(partner: Callable[..., Any], member: Person, kind: str) -> None:
    response = partner(member).post("/comments/", "x" * (4 * 1024 * 1024 + 1), content_type=kind)

    assert problem_of(response) == (413, "too_large", [])


def test_every_code_is_explained_on_its_page(client: Any, db: None) -> None:
    page = client.get("/api/v1/docs/errors").content.decode()

    assert [error.code for error in errors.ERRORS if f'<dt id="{error.code}">' not in page] == []


def test_every_code_that_a_door_of_the_api_gives_is_explained() -> None:
    house = Path(__file__).parents[2]
    behind = ["*/api/*.py", "web/*.py", "accounts/permissions.py", "rounds/permissions.py", "rounds/actions/gate.py"]
    acts = ("consultations", "rounds", "questions", "documents", "corrections")
    behind += [f"rounds/actions/{noun}.py" for noun in acts]
    behind += ["proposals/actions/proposals.py", "moderation/permissions.py", "rounds/rules/words.py"]
    behind += ["proposals/permissions.py", "contributions/permissions.py"]
    given: set[str] = set()
    for place in (path for pattern in behind for path in house.glob(pattern)):
        given |= set(re.findall(r'(?:Refusal|Forbidden)\(\s*"([a-z_]+)"', place.read_text()))
        given |= set(re.findall(r'ErrorDetail\(.*, "([a-z_]+)"\)', place.read_text()))

    # What lies in the past is recorded by the secretariat, never through the API.
    given.remove("not_in_the_past")
    # Texts are put up for comment, and decided about, on the desk.
    given -= {"supplementary_round", "paragraph_twice", "own_text"}
    assert given - {error.code for error in errors.ERRORS} == set()


def test_answers_are_told_apart_by_who_asks(partner: Callable[..., Any], member: Person, comment: Comment) -> None:
    response = partner(member).get("/comments/")

    assert response["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie"} <= set(response["Vary"].replace(" ", "").split(","))


def test_what_is_known_already_is_not_sent_again(comment: Comment) -> None:
    first = Partner(None).get("/comments/")

    second = Partner(None).get("/comments/", **{"If-None-Match": first["ETag"]})
    Comment.objects.update(kind="concern")
    third = Partner(None).get("/comments/", **{"If-None-Match": first["ETag"]})

    assert (second.status_code, second.content) == (304, b"")
    assert third.status_code == 200
