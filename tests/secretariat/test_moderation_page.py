"""The desk page of moderation: what holds, what would change before it is saved, what was changed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from rounds.models import Consultation, Rule, RulesChange
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
ADDRESS = "/desk/c/who-acts/moderation/"


def typed(client: Client) -> dict[str, Any]:
    """What a browser would send of the page as it stands."""
    form = client.get(ADDRESS).context["form"]
    said = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in said.items() if value is not None and value is not False}


def send(client: Client, said: dict[str, Any], button: str = "save") -> Any:
    return client.post(ADDRESS, {**said, button: "1"})


def seen_in(answer: Any) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', answer.text)
    assert found is not None
    return found[1]


def save(client: Client, said: dict[str, Any]) -> Any:
    """Looked at, then saved."""
    return send(client, {**said, "seen": seen_in(send(client, said, "preview"))})


def test_page_shows_what_holds(as_: As, secretary: Person, consultation: Consultation) -> None:
    said = typed(as_(secretary))

    assert (said["moderation"], said["decides_within"], said["count"], said["known"]) == ("after", 48, 6, 0)
    assert "reads_first_texts" not in said
    assert (said["rule_1_number"], said["rule_1_name"], said["rule_1_ground"]) == (
        2,
        "No private persons",
        "personal_data",
    )


@pytest.mark.parametrize("who", ["moderator", "outsider"])
def test_page_is_for_the_secretariat(as_: As, who: str, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("consultation")
    assert as_(request.getfixturevalue(who)).get(ADDRESS).status_code == 403


def test_what_will_change_is_shown_before_it_is_saved(as_: As, secretary: Person, consultation: Consultation) -> None:
    client = as_(secretary)
    said = {**typed(client), "decides_within": "24", "rule_5_ends": "on", "reason": "Wisely."}

    looked = send(client, said)
    assert looked.status_code == 200
    assert [d.name for d in looked.context["understood"].differences] == ["Time to decide", "Rule 6"]
    assert "The secretariat decides within 48 hours." in looked.text
    assert "The secretariat decides within 24 hours." in looked.text
    assert RulesChange.objects.count() == 0

    # What was looked at, and nothing else, is saved.
    other = send(client, {**said, "seen": seen_in(looked), "decides_within": "12"})
    assert (other.status_code, RulesChange.objects.count()) == (200, 0)
    saved = send(client, {**said, "seen": seen_in(looked)})
    assert (saved.status_code, saved["Location"]) == (303, ADDRESS)
    consultation.refresh_from_db()
    assert consultation.decides_within == 24
    assert [rule.number for rule in Rule.objects.of(consultation)] == [1, 2, 3, 4, 5]
    page = client.get(ADDRESS).text
    assert ("Wisely." in page, "These rules hold from now on" in page) == (True, True)


def test_rule_is_added_without_a_script(as_: As, secretary: Person, consultation: Consultation) -> None:
    client = as_(secretary)
    said = {**typed(client), "reason": "Half a rea", "rule_0_name": "Typed", "decides_within": "soon"}

    added = send(client, said, "add")
    form = added.context["form"]
    assert (added.status_code, form.blocks_count, form["reason"].value()) == (200, 7, "Half a rea")
    assert (form["rule_0_name"].value(), form["decides_within"].value(), form.errors) == ("Typed", "soon", {})

    save(client, {**said, "count": "7", "decides_within": "48", "rule_6_name": "No music", "reason": "Silence."})
    assert [(rule.number, rule.name) for rule in Rule.objects.of(consultation)][0] == (1, "Typed")
    assert [(rule.number, rule.name) for rule in Rule.objects.of(consultation)][-1] == (7, "No music")


def test_new_rule_in_which_nothing_is_written_is_none(as_: As, secretary: Person, consultation: Consultation) -> None:
    client = as_(secretary)

    answer = send(client, {**typed(client), "count": "7", "reason": "None."}, "preview")
    assert "Nothing would change" in answer.text
    assert (answer.status_code, Rule.objects.of(consultation)[-1].number) == (422, 6)


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"reason": ""}, "reason", "Say why: everybody reads the reason."),
        ({"decides_within": "337"}, "decides_within", "At most 336 hours, which are 14 days."),
        ({"decides_within": "9" * 40}, "decides_within", "At most 336 hours, which are 14 days."),
        ({"decides_within": "two days"}, "decides_within", "Write a whole number of hours, such as 48."),
        ({"rule_3_name": ""}, "rule_3_name", "Give the rule a name."),
        ({"rule_0_ends": "on", "rule_3_name": "No ATTACKS on persons"}, "rule_3_name", "Two rules have this name."),
        ({"rule_2_number": "99"}, "rule_2_name", "No rule of this number holds"),
        ({"rule_2_ground": "taste"}, "rule_2_ground", "Select a valid choice."),
        ({"rule_2_name": "a\x00b"}, "rule_2_name", "Null characters are not allowed."),
        ({f"rule_{n}_ends": "on" for n in range(6)}, "__all__", "At least one rule holds in a consultation."),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(
    as_: As, secretary: Person, consultation: Consultation, said: dict[str, str], field: str, words: str
) -> None:
    client = as_(secretary)
    typing = {**typed(client), "reason": "A reason of mine.", "rule_4_meaning": "Typed words.", **said}

    for button in ("save", "preview"):
        answer = send(client, typing, button)
        form = answer.context["form"]
        assert (answer.status_code, list(form.errors)) == (422, [field])
        assert form.errors[field][0].startswith(words)
        assert form["rule_4_meaning"].value() == "Typed words."
    assert RulesChange.objects.count() == 0


def test_colleague_who_was_faster_is_seen_before_anything_is_lost(
    as_: As, secretary: Person, other_secretary: Person, consultation: Consultation
) -> None:
    client = as_(secretary)
    said = {**typed(client), "decides_within": "24", "reason": "Mine."}
    factories.change_rules(other_secretary, consultation, moderation="before")

    answer = save(client, said)
    assert (answer.status_code, RulesChange.objects.count()) == (409, 1)
    assert [d.name for d in answer.context["understood"].differences] == ["When moderators read", "Time to decide"]
    known = answer.context["form"]["known"].value()
    saved = save(client, {**said, "known": known, "moderation": "before"})
    assert (saved.status_code, RulesChange.objects.count()) == (303, 2)


def test_double_click_changes_once(as_: As, secretary: Person, consultation: Consultation) -> None:
    client = as_(secretary)
    said = {**typed(client), "decides_within": "24", "reason": "Mine."}
    said["seen"] = seen_in(send(client, said, "preview"))

    assert [send(client, said).status_code for _ in range(2)] == [303, 303]
    assert RulesChange.objects.count() == 1


def test_page_takes_the_same_queries_with_one_and_thirty_changes(
    as_: As, secretary: Person, consultation: Consultation, django_assert_num_queries: Any
) -> None:
    client = as_(secretary)
    factories.change_rules(secretary, consultation, decides_within=1)
    with CaptureQueriesContext(connection) as one:
        client.get(ADDRESS)
    for hours in range(2, 30):
        factories.change_rules(secretary, consultation, decides_within=hours)
    with django_assert_num_queries(len(one)):
        client.get(ADDRESS)


def test_older_changes_stand_on_further_pages(as_: As, secretary: Person, consultation: Consultation) -> None:
    client = as_(secretary)
    for hours in range(1, 13):
        factories.change_rules(secretary, consultation, decides_within=hours, reason=f"Reason {hours}.")

    first = client.get(ADDRESS)
    assert [told.change.after["decides_within"] for told in first.context["changes"]] == list(range(12, 2, -1))
    second = client.get(first.context["next"])
    assert [told.change.after["decides_within"] for told in second.context["changes"]] == [2, 1]
