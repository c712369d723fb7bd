import uuid
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Organization, Person
from contributions.models import Contribution
from rounds.models import Round
from tests import factories
from tests.api.conftest import problem_of, statements

WIRE = [
    "id",
    "number",
    "url",
    "consultation",
    "round",
    "title",
    "capacity",
    "organization",
    "stakeholder_group",
    "author",
    "is_named",
    "author_name",
    "country",
    "region",
    "language",
    "text",
    "answers",
    "format",
    "status",
    "channel",
    "source_number",
    "posted_at",
    "edited_at",
    "same_text_as",
    "same_text_count",
    "replaced_by",
    "is_late",
    "recording",
]


@pytest.fixture
def letter(call: Round) -> dict[str, Any]:
    """The least that a contribution needs."""
    return {"round": str(call.pk), "title": "What we think", "language": "en", "text": "At *some* length."}


def test_contribution_has_exactly_the_promised_fields(
    partner: Callable[..., Any], member: Person, contribution: Contribution
) -> None:
    whole = partner(None).get(f"/contributions/{contribution.pk}/").json()
    listed = partner(None).get("/contributions/").json()["results"][0]

    assert list(whole) == [*WIRE, "html", "attachments"]
    assert list(listed) == WIRE
    assert whole == {
        **listed,
        "id": str(contribution.pk),
        "url": f"http://127.0.0.1:8000/contributions/{contribution.pk}/",
        "consultation": "who-acts",
        "title": "What we think",
        "author": {"id": str(member.pk), "name": "Teodor", "kind": "person"},
        "author_name": None,
        "text": "At some length.",
        "html": "<p>At some length.</p>\n",
        "attachments": [],
        "source_number": None,
    }


def test_sending_files_a_contribution(partner: Callable[..., Any], outsider: Person, letter: dict[str, Any]) -> None:
    response = partner(outsider).post("/contributions/", letter)

    filed = Contribution.objects.get()
    assert response.status_code == 201
    assert response["Location"] == f"http://127.0.0.1:8000/api/v1/contributions/{filed.pk}/"
    assert response.json() == partner(None).get(f"/contributions/{filed.pk}/").json()
    assert (filed.author, filed.channel, filed.text) == (outsider, "api", "At *some* length.")


def test_retry_gets_the_first_answer(
    partner: Callable[..., Any], outsider: Person, letter: dict[str, Any], call: Round
) -> None:
    program = partner(outsider)

    first = program.post("/contributions/", letter, key="same")
    factories.close(call)
    second = program.post("/contributions/", letter, key="same")

    assert (second.status_code, second["Location"], second.json()) == (201, first["Location"], first.json())
    assert Contribution.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"round": str(uuid.uuid4())}, (400, "unknown", ["round"])),
        ({"text": ""}, (400, "text_missing", ["text"])),
        ({"title": "x" * 501}, (400, "text_too_long", ["title"])),
        ({"text": "x" * 200_001}, (400, "text_too_long", ["text"])),
        ({"language": ""}, (400, "language_unknown", ["language"])),
        ({"capacity": "secretariat"}, (403, "capacity_not_held", ["capacity"])),
        ({"channel": "imported"}, (400, "unknown_field", ["channel"])),
        ({"answers": {"2": "No such question."}}, (400, "question_unknown", ["answers"])),
        ({"answers": ["One."]}, (400, "invalid", ["answers"])),
        ({"answers": {"1": 1}}, (400, "invalid", ["answers"])),
        ({"answers": None}, (400, "null", ["answers"])),
    ],
)
def test_wrong_input_is_named(
    partner: Callable[..., Any], outsider: Person, letter: dict[str, Any], change: dict[str, Any], expected: Any
) -> None:
    response = partner(outsider).post("/contributions/", {**letter, **change})

    assert problem_of(response) == expected
    assert Contribution.objects.count() == 0


def test_answers_stand_beside_the_text_under_the_numbers_of_their_questions(
    partner: Callable[..., Any], outsider: Person, letter: dict[str, Any], call: Round
) -> None:
    factories.make_question(call)
    factories.make_question(call)
    body = {name: value for name, value in letter.items() if name not in ("title", "text")}

    response = partner(outsider).post("/contributions/", {**body, "answers": {"2": "Whoever can.", "1": " "}})

    filed = Contribution.objects.get()
    assert response.status_code == 201
    assert {name: response.json()[name] for name in ("title", "text", "answers")} == {
        "title": "Whoever can.",
        "text": "",
        "answers": {"2": "Whoever can."},
    }
    assert partner(None).get("/contributions/").json()["results"][0]["answers"] == {"2": "Whoever can."}
    assert filed.answers == {"2": "Whoever can."}


def test_answers_are_null_while_the_contribution_is_not_shown(
    partner: Callable[..., Any], secretary: Person, outsider: Person, call: Round
) -> None:
    factories.make_question(call)
    sent = factories.make_contribution(outsider, call, answers={"1": "A private person."})
    factories.hide(secretary, sent)

    whole = partner(None).get(f"/contributions/{sent.pk}/").json()

    assert (whole["text"], whole["answers"]) == (None, None)


def test_round_that_takes_comments_only_refuses(
    partner: Callable[..., Any], outsider: Person, letter: dict[str, Any], round: Round
) -> None:
    response = partner(outsider).post("/contributions/", {**letter, "round": str(round.pk)})

    assert problem_of(response) == (409, "round_does_not_accept", ["round"])


def test_stranger_to_an_organization_does_not_speak_for_it(
    partner: Callable[..., Any], outsider: Person, organization: Organization, letter: dict[str, Any]
) -> None:
    body = {**letter, "capacity": "organization", "organization": str(organization.pk)}

    response = partner(outsider).post("/contributions/", body)

    assert problem_of(response) == (403, "capacity_not_held", ["capacity"])
    assert organization.name in response.json()["detail"]


def test_longest_text_in_a_wide_script_is_taken(
    partner: Callable[..., Any], outsider: Person, letter: dict[str, Any]
) -> None:
    response = partner(outsider).post("/contributions/", {**letter, "language": "zh", "text": "字" * 200_000})

    assert response.status_code == 201
    assert len(response.json()["text"]) == 200_000


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("consultation=who-acts", 2),
        ("consultation=other", 0),
        ("stakeholder_group=academia", 1),
        ("language=fr", 1),
        ("channel=imported", 1),
        ("imported=true", 1),
        ("imported=false", 1),
    ],
)
def test_filters(
    partner: Callable[..., Any], outsider: Person, contribution: Contribution, call: Round, query: str, count: int
) -> None:
    factories.make_contribution(outsider, call, language="fr", channel="imported")

    found = partner(None).get(f"/contributions/?{query}").json()

    assert len(found["results"]) == count


@pytest.mark.parametrize("query", ["kind=concern", "expand=text", "limit=51"])
def test_wrong_filter_is_named(partner: Callable[..., Any], contribution: Contribution, query: str) -> None:
    response = partner(None).get(f"/contributions/?{query}")

    assert problem_of(response)[::2] == (400, [query.partition("=")[0]])


@pytest.mark.parametrize("count", [1, 30])
def test_list_asks_the_database_the_same_for_1_and_30(
    partner: Callable[..., Any], outsider: Person, call: Round, count: int
) -> None:
    for _ in range(count):
        factories.make_contribution(factories.make_person(), call)
    program = partner(outsider)

    with statements() as asked:
        found = program.get("/contributions/?limit=50").json()

    assert (len(found["results"]), len(asked)) == (count, 2)
