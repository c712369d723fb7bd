"""People's accounts and offices through the API."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Person
from moderation.models import Decision
from rounds.models import Consultation, Office
from tests import factories
from tests.api.conftest import Partner

pytestmark = pytest.mark.django_db
Make = Callable[..., Partner]
ALL = "read,comment,moderate"


def address(person: Person, act: str = "") -> str:
    return f"/moderation/accounts/{person.pk}/{act}"


def said(**changed: Any) -> dict[str, Any]:
    until = (timezone.now() + timedelta(days=7)).isoformat()
    return {"rule": 3, "reason": "Three attacks.", "language": "en", "until": until, **changed}


def test_account_is_read_limited_suspended_and_lifted(partner: Make, secretary: Person, member: Person) -> None:
    api = partner(secretary, ALL)
    read = api.get(address(member))
    limited = api.post(address(member, "limit/"), said(), **{"If-Match": read["ETag"]})
    suspended = api.post(address(member, "suspend/"), said(), **{"If-Match": limited["ETag"]})
    seen = api.get(address(member)).json()
    lifted = api.post(address(member, "lift/"), {"reason": "They said sorry."}, **{"If-Match": suspended["ETag"]})

    assert (read.json()["restriction"], read.json()["restricted_until"], read["ETag"]) == (
        "",
        None,
        read.json()["etag"],
    )
    assert [one.status_code for one in (limited, suspended, lifted)] == [201, 201, 201]
    assert [one.json()["verb"] for one in (limited, suspended, lifted)] == ["limit", "suspend", "lift"]
    assert (seen["restriction"], seen["holds_an_office"]) == ("suspended", False)
    assert limited.json()["person"] == str(member.pk)
    assert member.email not in str(seen)


def test_decision_about_an_account_names_what_was_read(
    partner: Make, secretary: Person, other_secretary: Person, member: Person
) -> None:
    read = partner(secretary, ALL).get(address(member))["ETag"]
    partner(other_secretary, ALL).post(address(member, "limit/"), said(), **{"If-Match": read})
    late = partner(secretary, ALL).post(address(member, "suspend/"), said(), **{"If-Match": read})
    blind = partner(secretary, ALL).post(address(member, "suspend/"), said())

    assert (late.status_code, late.json()["code"]) == (412, "decided_meanwhile")
    assert (blind.status_code, blind.json()["code"]) == (428, "if_match_required")
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"until": None}, "until", "null"),
        ({"until": "2027-01-01T00:00:00"}, "until", "invalid"),
        ({"until": "2020-01-01T00:00:00Z"}, "until", "end_out_of_range"),
        ({"until": "9999-01-01T00:00:00Z"}, "until", "overflow"),
        ({"rule": 77}, "rule", "rule_unknown"),
        ({"rule": 10**40}, "rule", "max_value"),
        ({"reason": " "}, "reason", "text_missing"),
        ({"language": "nothing-at-all"}, "language", "language_unknown"),
        ({"because": "x"}, "because", "unknown_field"),
    ],
)
def test_wrong_input_is_named(
    changed: dict[str, Any], field: str, code: str, partner: Make, secretary: Person, member: Person
) -> None:
    api = partner(secretary, ALL)
    answer = api.post(address(member, "suspend/"), said(**changed), **{"If-Match": api.get(address(member))["ETag"]})

    assert answer.status_code == 400
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [(field, code)]


@pytest.mark.parametrize("act", ["", "limit/", "suspend/", "lift/"])
def test_accounts_are_for_offices_of_the_site_with_the_scope(
    act: str, partner: Make, secretary: Person, moderator: Person, member: Person, outsider: Person
) -> None:
    def ask(person: Person | None, scopes: str = ALL) -> tuple[int, str]:
        api = partner(person, scopes)
        found = api.post(address(outsider, act), said(), **{"If-Match": '"x-0"'}) if act else api.get(address(outsider))
        return found.status_code, found.json()["code"]

    assert ask(None) == (401, "not_authenticated")
    assert ask(member) == (403, "office_required")
    assert ask(moderator) == (404, "not_found")
    assert ask(secretary, "read,comment") == (403, "scope_missing")


def test_twin_requests_decide_once(partner: Make, secretary: Person, member: Person) -> None:
    api = partner(secretary, ALL)
    tag, body, key = api.get(address(member))["ETag"], said(), str(uuid4())
    first, second = (api.post(address(member, "limit/"), body, key=key, **{"If-Match": tag}) for _twin in range(2))

    assert (first.status_code, second.status_code, first.json()["id"]) == (201, 201, second.json()["id"])
    assert Decision.objects.count() == 1


# --- offices ---------------------------------------------------------------------------------------------------------


def delete(api: Partner, path: str) -> Any:
    return api.client.delete(f"/api/v1{path}", headers=api.headers)


def test_office_is_given_listed_and_ended(
    partner: Make, secretary: Person, moderator: Person, outsider: Person, consultation: Consultation
) -> None:
    api = partner(secretary, ALL)
    body = {"person": str(outsider.pk), "role": "penholder", "consultation": "who-acts"}
    given = api.post("/moderation/offices/", body)
    listed = api.get("/moderation/offices/?consultation=who-acts").json()["results"]
    one = f"/moderation/offices/{given.json()['id']}/"
    read = api.get(one)
    ended, again = delete(api, one), delete(api, one)

    assert (given.status_code, given.json()["role"], given.json()["consultation"]) == (201, "penholder", "who-acts")
    assert [row["person"]["name"] for row in listed] == ["Piet", "Olga"]
    assert (read.json(), ended.status_code, again.status_code) == (given.json(), 204, 404)
    assert outsider.email not in str(listed)


def test_offices_are_listed_and_given_by_who_gives_them_out(
    partner: Make, secretary: Person, outsider: Person, consultation: Consultation
) -> None:
    keeper = factories.make_person("Kea")
    own = factories.make_office(keeper, "secretariat", consultation)
    api = partner(keeper, ALL)
    whole = api.post("/moderation/offices/", {"person": str(outsider.pk), "role": "moderator"})
    of_the_site = Office.objects.get(person=secretary)

    assert [row["id"] for row in api.get("/moderation/offices/").json()["results"]] == [str(own.pk)]
    assert (whole.status_code, whole.json()["code"]) == (403, "office_required")
    assert delete(api, f"/moderation/offices/{of_the_site.pk}/").status_code == 404
    assert partner(outsider, ALL).get("/moderation/offices/").json()["results"] == []


def test_last_secretariat_is_not_ended(partner: Make, secretary: Person) -> None:
    answer = delete(partner(secretary, ALL), f"/moderation/offices/{Office.objects.get(person=secretary).pk}/")

    assert (answer.status_code, answer.json()["code"]) == (409, "last_secretariat")


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"person": str(uuid4())}, "person", "unknown"),
        ({"person": "nobody"}, "person", "invalid"),
        ({"role": "king"}, "role", "invalid_choice"),
        ({"consultation": "nowhere\u0000"}, "consultation", "null_characters_not_allowed"),
        ({"consultation": "nowhere"}, "consultation", "unknown"),
        ({"hosting_body": str(uuid4())}, "hosting_body", "unknown"),
        ({"hosting_body": str(uuid4()), "consultation": "who-acts"}, "hosting_body", "name_one"),
    ],
)
def test_wrong_office_is_named(
    changed: dict[str, Any],
    field: str,
    code: str,
    partner: Make,
    secretary: Person,
    outsider: Person,
    consultation: Consultation,
) -> None:
    body = {"person": str(outsider.pk), "role": "moderator", **changed}
    answer = partner(secretary, ALL).post("/moderation/offices/", body)

    assert answer.status_code == 400
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [(field, code)]


def test_list_of_offices_takes_the_same_queries_for_one_and_for_thirty(
    partner: Make, secretary: Person, consultation: Consultation
) -> None:
    from tests.api.conftest import statements

    api = partner(secretary, ALL)

    def asked() -> int:
        with statements() as made:
            api.get("/moderation/offices/")
        return len(made)

    one = asked()
    for _each in range(30):
        factories.make_office(factories.make_person(), "penholder", consultation)

    assert asked() == one
