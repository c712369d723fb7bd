"""The API describes itself: completely, validly, with examples that hold."""

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from consultation.api import urlpatterns


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return json.loads(json.dumps(found, default=str))


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_schema_is_generated_without_a_warning() -> None:
    GENERATOR_STATS.reset()

    validate_schema(SchemaGenerator().get_schema(request=None, public=True))

    assert (list(GENERATOR_STATS._warn_cache), list(GENERATOR_STATS._error_cache)) == ([], [])


def test_schema_is_served_in_version_3_1(client: Client, db: None) -> None:
    response = client.get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})

    assert response.status_code == 200
    assert json.loads(response.content)["openapi"].startswith("3.1")


def test_every_address_is_described(schema: dict[str, Any]) -> None:
    routes = {f"/api/v1/{pattern.pattern}" for pattern in urlpatterns if "/" in str(pattern.pattern)}
    described = {re.sub(r"<\w+:(\w+)>", r"{\1}", route) for route in routes}

    assert described - set(schema["paths"]) == {"/api/v1/schema/", "/api/v1/docs/", "/api/v1/docs/errors"}


def test_every_operation_has_words_and_failures(schema: dict[str, Any]) -> None:
    bare = [
        name
        for name, operation in operations(schema)
        if not operation.get("summary") or "401" not in operation["responses"] or "security" not in operation
    ]

    assert bare == []


def test_every_answer_has_an_example_that_holds(schema: dict[str, Any]) -> None:
    wrong = []
    for name, operation in operations(schema):
        bodies = [(f"{name} {status}", response) for status, response in operation["responses"].items()]
        if "requestBody" in operation:
            bodies.append((f"{name} body", operation["requestBody"]))
        for place, body in bodies:
            for media in body.get("content", {}).values():
                examples = media.get("examples", {})
                if not examples:
                    wrong.append(place)
                whole = {**media["schema"], "components": schema["components"]}
                validator = jsonschema.Draft202012Validator(whole)
                wrong += [f"{place}: {e.message}" for x in examples.values() for e in validator.iter_errors(x["value"])]

    assert wrong == []


def test_examples_have_every_field(schema: dict[str, Any]) -> None:
    short = []
    for name, operation in operations(schema):
        for status, response in operation["responses"].items():
            for media in response.get("content", {}).values():
                for given in media["examples"].values():
                    value = given["value"]["results"][0] if "results" in given["value"] else given["value"]
                    ref = media["schema"]["$ref"].rsplit("/", 1)[-1]
                    shape = schema["components"]["schemas"][ref]
                    if "results" in shape["properties"]:
                        item = shape["properties"]["results"]["items"]["$ref"].rsplit("/", 1)[-1]
                        shape = schema["components"]["schemas"][item]
                    if list(value) != list(shape["properties"]):
                        short.append(f"{name} {status}")

    assert short == []


def test_docs_page_runs_nothing_inline(client: Client, db: None) -> None:
    page = client.get("/api/v1/docs/")
    script = client.get("/api/v1/docs/?script=")

    policy = page["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy.replace("style-src 'self' 'unsafe-inline'", "")
    assert page.content.count(b"<script>") == 0
    assert page.content.count(b"https://") == 0
    assert (script.status_code, b"SwaggerUIBundle" in script.content) == (200, True)
