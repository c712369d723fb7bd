"""Wordings from which moderators start: whose they are, which are offered, their pages and their addresses."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Person
from integrations.actions import tokens
from moderation.actions import templates
from moderation.models import Template
from moderation.rules.wordings import WORDINGS, id_of
from rounds.models import Consultation
from rounds.rules.moderation import RULES, Wanted
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
Refused = Callable[[str], AbstractContextManager[None]]


def add(by: Person, consultation: Consultation | None, **said: Any) -> Template:
    kept = {"rule": None, "language": "en", "name": "A name", "text": "Some words.", "now": timezone.now()}
    return templates.add(by=by, consultation=consultation, **{**kept, **said})


def offered(person: Person, consultation: Consultation | None, language: str) -> list[tuple[str, int | None, str]]:
    found = Template.objects.templates_for(person, consultation, language)
    return [(one.language, one.rule_number, one.name) for one in found]


def test_every_rule_we_come_with_has_a_wording_in_four_languages() -> None:
    numbers = [rule.number for rule in RULES]

    assert {language: sorted(said) for language, said in WORDINGS.items()} == dict.fromkeys(
        ("en", "fr", "es", "ar"), numbers
    )
    lengths = [len(text) for said in WORDINGS.values() for _name, text in said.values()]
    assert max(lengths) < 250


def test_own_language_first_then_the_consultations_then_english(
    secretary: Person, moderator: Person, host: Any, consultation: Consultation
) -> None:
    french = factories.make_consultation(secretary, host, language="fr")
    found = offered(secretary, french, "es")

    assert [language for language, _rule, _name in found] == ["es"] * 6 + ["fr"] * 6 + ["en"] * 6
    assert [rule for _language, rule, _name in found[:6]] == [1, 2, 3, 4, 5, 6]
    assert [language for language, _rule, _name in offered(moderator, consultation, "pt-BR")] == ["en"] * 6
    assert [language for language, _rule, _name in offered(moderator, consultation, "fr-CA")] == ["fr"] * 6 + ["en"] * 6


def test_ones_own_take_the_place_of_those_we_come_with(
    secretary: Person, moderator: Person, consultation: Consultation
) -> None:
    add(moderator, consultation, rule=3, name="Ours")
    add(secretary, None, rule=3, name="Everybody’s")
    add(secretary, None, name="Any rule")

    found = offered(moderator, consultation, "en")
    assert [name for _language, rule, name in found if rule == 3] == ["Ours", "Everybody’s"]
    assert found[-1] == ("en", None, "Any rule")
    assert len(found) == 8


def test_rule_in_other_words_loses_the_wording_that_does_not_fit(
    secretary: Person, moderator: Person, consultation: Consultation
) -> None:
    factories.change_rules(secretary, consultation, rules=[Wanted(1, "No music"), Wanted(2, "No private persons")])

    assert offered(moderator, consultation, "en") == [("en", 2, "Private person")]


def test_nobody_is_offered_what_is_not_theirs(
    moderator: Person, secretary: Person, host: Any, outsider: Person
) -> None:
    other = factories.make_consultation(secretary, host)
    add(secretary, other, name="Theirs")

    assert [one.name for one in Template.objects.visible_to(moderator)] == []
    assert [one.name for one in Template.objects.visible_to(outsider)] == []
    assert [one.name for one in Template.objects.visible_to(None)] == []
    assert [one.name for one in Template.objects.visible_to(secretary)] == ["Theirs"]


def test_id_of_what_stands_in_no_table_stays(moderator: Person, consultation: Consultation) -> None:
    found = [Template.objects.templates_for(moderator, consultation, "en")[0].pk for _ in range(2)]
    assert found == [id_of("en", 1)] * 2


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"name": " \u200b"}, "name_missing"),
        ({"name": "x" * 101}, "text_too_long"),
        ({"text": ""}, "text_missing"),
        ({"text": "x" * 2001}, "text_too_long"),
        ({"language": "xx-nowhere-at-all"}, "language_unknown"),
        ({"rule": 7}, "rule_unknown"),
        ({"name": "Taken"}, "template_name_taken"),
    ],
)
def test_what_cannot_be_taken(
    moderator: Person, consultation: Consultation, refused: Refused, said: Any, code: str
) -> None:
    add(moderator, consultation, name="Taken")

    with refused(code):
        add(moderator, consultation, **said)
    assert Template.objects.count() == 1


def test_those_for_all_are_the_sites_secretariats(
    moderator: Person, secretary: Person, consultation: Consultation, refused: Refused
) -> None:
    with refused("office_required"):
        add(moderator, None)
    made = add(secretary, None)
    with refused("office_required"):
        templates.remove(by=moderator, template=made)
    templates.remove(by=secretary, template=made)
    with refused("template_gone"):
        templates.remove(by=secretary, template=made)


# --- pages -----------------------------------------------------------------------------------------------------------


def test_pages_list_write_change_and_take_away(as_: As, moderator: Person, consultation: Consultation) -> None:
    desk = as_(moderator)
    assert "Nobody has written one yet" in desk.get("/desk/templates/").text
    said = {"consultation": "who-acts", "rule": "3", "language": "fr", "name": "Ici", "text": "Des mots."}

    assert desk.post("/desk/templates/new/", said).status_code == 303
    made = Template.objects.get()
    assert (made.consultation, made.rule_number, made.language, made.name) == (consultation, 3, "fr", "Ici")
    assert "Des mots." in desk.get("/desk/templates/").text
    changed = desk.post(f"/desk/templates/{made.pk}/", {**said, "text": "D’autres mots.", "rule": ""})
    made.refresh_from_db()
    assert (changed.status_code, made.text, made.rule_number) == (303, "D’autres mots.", None)
    assert desk.get(f"/desk/templates/{made.pk}/remove/").status_code == 200
    assert desk.post(f"/desk/templates/{made.pk}/remove/", {}).status_code == 303
    assert Template.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": ""}, "name"),
        ({"text": "a\x00b"}, "text"),
        ({"rule": "9" * 30}, "rule"),
        ({"rule": "7"}, "rule"),
        ({"language": "klingon"}, "language"),
        ({"consultation": "behind-doors"}, "consultation"),
        ({"consultation": ""}, "consultation"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    as_: As, moderator: Person, private_consultation: Consultation, said: dict[str, str], field: str
) -> None:
    typed = {"consultation": "who-acts", "language": "fr", "name": "Ici", "text": "Des mots.", **said}

    answer = as_(moderator).post("/desk/templates/new/", typed)
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors), Template.objects.count()) == (422, [field], 0)
    assert form["text"].value() == typed["text"]


def test_pages_of_what_is_not_ones_own(
    as_: As, moderator: Person, secretary: Person, host: Any, outsider: Person
) -> None:
    theirs = add(secretary, factories.make_consultation(secretary, host))
    for_all = add(secretary, None, name="For all")

    desk = as_(moderator)
    assert desk.get(f"/desk/templates/{theirs.pk}/").status_code == 404
    assert desk.get(f"/desk/templates/{for_all.pk}/").status_code == 403
    assert desk.post(f"/desk/templates/{for_all.pk}/remove/", {}).status_code == 403
    page = desk.get("/desk/templates/").text
    assert ("For all" in page, f"/desk/templates/{for_all.pk}/" in page) == (True, False)
    assert as_(outsider).get("/desk/templates/").status_code == 403


def test_list_takes_the_same_queries_with_one_and_thirty(
    as_: As, moderator: Person, consultation: Consultation
) -> None:
    desk = as_(moderator)
    add(moderator, consultation)
    with CaptureQueriesContext(connection) as one:
        desk.get("/desk/templates/")
    for number in range(29):
        add(moderator, consultation, name=f"Name {number}")
    with CaptureQueriesContext(connection) as thirty:
        desk.get("/desk/templates/")
    assert len(thirty) == len(one)


# --- the API ---------------------------------------------------------------------------------------------------------


def client_with(person: Person, *scopes: str) -> Client:
    row, token = tokens.issue(person=person, scopes=scopes, now=timezone.now())
    type(row).objects.filter(pk=row.pk).update(with_offices=True)
    return Client(headers={"Authorization": f"Bearer {token}"})


def test_api_lists_writes_changes_and_takes_away(moderator: Person, consultation: Consultation) -> None:
    api = client_with(moderator, "moderate")
    said = {"consultation": "who-acts", "rule": 3, "language": "fr", "name": "Ici", "text": "Des mots."}
    address = "/api/v1/moderation/templates/"

    made = api.post(address, said, content_type="application/json")
    assert made.status_code == 201
    body = made.json()
    assert {name: body[name] for name in said} == said
    assert made["Location"].endswith(f"{address}{body['id']}/")
    assert [row["id"] for row in api.get(address).json()["results"]] == [body["id"]]
    other = {"language": "en", "name": "Here", "text": "Words."}
    changed = api.put(f"{address}{body['id']}/", other, content_type="application/json")
    assert (changed.status_code, changed.json()["text"], changed.json()["rule"]) == (200, "Words.", None)
    assert api.delete(f"{address}{body['id']}/").status_code == 204
    assert api.get(f"{address}{body['id']}/").status_code == 404


def test_api_needs_the_scope_and_the_office(moderator: Person, outsider: Person, consultation: Consultation) -> None:
    add(moderator, consultation)
    address = "/api/v1/moderation/templates/"

    lesser = client_with(moderator, "read", "comment").get(address)
    assert (lesser.status_code, lesser.json()["code"]) == (403, "scope_missing")
    assert client_with(outsider, "moderate").get(address).json()["results"] == []
    assert Client().get(address).status_code == 401
    said = {"consultation": "who-acts", "language": "en", "name": "N", "text": "T"}
    refused = client_with(outsider, "moderate").post(address, said, content_type="application/json")
    assert refused.status_code == 403
    for_all = client_with(moderator, "moderate").post(
        address, {**said, "consultation": None}, content_type="application/json"
    )
    assert for_all.status_code == 403
