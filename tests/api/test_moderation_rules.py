"""The rules of a consultation through the API."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Person
from integrations.actions import tokens
from rounds.models import Consultation, Rule, RulesChange
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/consultations/who-acts/rules/"


def client_with(person: Person, *scopes: str) -> Client:
    row, token = tokens.issue(person=person, scopes=scopes, now=timezone.now())
    type(row).objects.filter(pk=row.pk).update(with_offices=True)
    return Client(headers={"Authorization": f"Bearer {token}"})


def wanted() -> dict[str, Any]:
    """What holds, as it would be sent again."""
    body = Client().get(ADDRESS).json()
    kept = {name: body[name] for name in ("moderation", "reads_first_texts", "decides_within", "rules")}
    return {**kept, "reason": "The hosts agreed.", "known": body["changed"]}


def put(client: Client, said: dict[str, Any], **headers: str) -> Any:
    return client.put(ADDRESS, said, content_type="application/json", headers=headers)


def test_everybody_reads_what_holds(consultation: Consultation) -> None:
    body = Client().get(ADDRESS).json()

    assert (body["consultation"], body["moderation"], body["decides_within"]) == ("who-acts", "after", 48)
    assert (body["ended"], body["changed"], body["changes"]) == ([], 0, [])
    assert body["rules"][1] == {
        "number": 2,
        "name": "No private persons",
        "meaning": "A text does not name private persons or show their personal data.",
        "ground": "personal_data",
        "originals": "destroyed",
    }


def test_rules_are_changed_once_for_a_key(secretary: Person, consultation: Consultation) -> None:
    api, said = client_with(secretary, "moderate"), wanted()
    said |= {"moderation": "before", "rules": [*said["rules"][:5], {"name": "No music"}]}

    answers = [put(api, said, **{"Idempotency-Key": "one"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert RulesChange.objects.count() == 1
    body = answers[0].json()
    assert (body["moderation"], body["changed"]) == ("before", 1)
    assert [rule["number"] for rule in body["rules"]] == [1, 2, 3, 4, 5, 7]
    assert [rule["number"] for rule in body["ended"]] == [6]
    change = body["changes"][0]
    assert (change["reason"], change["before"]["moderation"], change["after"]["moderation"]) == (
        "The hosts agreed.",
        "after",
        "before",
    )


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({}, 400, "nothing_changed"),
        ({"decides_within": 0}, 400, "hours_invalid"),
        ({"decides_within": 10**30}, 400, "hours_invalid"),
        ({"decides_within": "48"}, 400, "invalid"),
        ({"reads_first_texts": "yes"}, 400, "invalid"),
        ({"moderation": "never"}, 400, "invalid_choice"),
        ({"rules": []}, 400, "rules_missing"),
        ({"rules": [{"name": ""}]}, 400, "rule_name_missing"),
        ({"rules": [{"name": "One", "ground": "taste"}]}, 400, "invalid_choice"),
        ({"rules": [{"number": 99, "name": "One"}]}, 400, "rule_unknown"),
        ({"decides_within": 24, "reason": ""}, 400, "reason_missing"),
        ({"decides_within": 24, "known": 7}, 409, "rules_changed_meanwhile"),
        ({"colour": "red"}, 400, "unknown_field"),
    ],
)
def test_what_cannot_be_taken_changes_nothing(
    secretary: Person, consultation: Consultation, said: dict[str, Any], status: int, code: str
) -> None:
    answer = put(client_with(secretary, "moderate"), {**wanted(), **said})

    body = answer.json()
    found = {body.get("code"), *(error["code"] for error in body.get("errors", []))}
    assert (answer.status_code, code in found, RulesChange.objects.count()) == (status, True, 0)


def test_who_may_not(moderator: Person, secretary: Person, outsider: Person, consultation: Consultation) -> None:
    said = {**wanted(), "decides_within": 24}

    lesser = put(client_with(secretary, "read", "comment"), said)
    assert (lesser.status_code, lesser.json()["code"]) == (403, "scope_missing")
    assert put(client_with(moderator, "moderate"), said).status_code == 403
    assert put(client_with(outsider, "moderate"), said).status_code == 403
    assert put(Client(), said).status_code == 401
    assert [rule.ended_at for rule in Rule.objects.of(consultation)] == [None] * 6


def test_rules_of_a_private_consultation(
    private_consultation: Consultation, outsider: Person, secretary: Person
) -> None:
    address = "/api/v1/consultations/behind-doors/rules/"

    assert Client().get(address).status_code == 404
    assert client_with(outsider, "read").get(address).status_code == 404
    assert client_with(secretary, "read").get(address).status_code == 200


def test_changes_are_told_the_newest_first(secretary: Person, consultation: Consultation) -> None:
    for hours in (1, 2, 3):
        factories.change_rules(secretary, consultation, decides_within=hours)

    body = Client().get(ADDRESS).json()
    assert [change["after"]["decides_within"] for change in body["changes"]] == [3, 2, 1]
