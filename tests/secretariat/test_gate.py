"""Who gets to which page of the desk."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from contributions.models import Contribution
from proposals.models import Comment
from rounds.models import Consultation, Round
from secretariat.urls import urlpatterns
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
SLUG = "who-acts"
# Route, who may open it: secretariat of the whole site, moderator and penholder of the consultation.
PAGES: dict[str, tuple[tuple[Any, ...], str]] = {
    "desk": ((), "smp"),
    "desk_consultation_new": ((), "s"),
    "desk_consultation": ((SLUG,), "smp"),
    "desk_listing": ((SLUG,), "s"),
    "desk_round_new": ((SLUG,), "s"),
    "desk_round_extend": ((SLUG, 1), "s"),
    "desk_round_supplement": ((SLUG, 1), "s"),
    "desk_ready": ((SLUG,), "smp"),
    "desk_publish_consultation": ((SLUG,), "s"),
    "desk_round_try": ((SLUG, 1), "smp"),
    "desk_corrections": ((SLUG,), "s"),
    "desk_correct": ((SLUG, "summary"), "s"),
    "desk_text_new": ((SLUG,), "sp"),
    "desk_queue": ((), "smp"),
    "desk_decisions": ((), "smp"),
    "desk_organizations": ((), "s"),
    "desk_organization_new": ((), "s"),
    "desk_offices": ((), "s"),
    "desk_site": ((), "s"),
    "desk_import": ((SLUG,), "s"),
}


@pytest.fixture
def penholder(consultation: Consultation) -> Person:
    person = factories.make_person("Ilse", group=None)
    factories.make_office(person, "penholder", consultation)
    return person


@pytest.mark.parametrize("name", PAGES)
def test_page_opens_for_its_offices_only(
    name: str, as_: As, call: Round, secretary: Person, moderator: Person, penholder: Person, outsider: Person
) -> None:
    args, may = PAGES[name]
    address = reverse(name, args=args)

    found = {
        "s": as_(secretary).get(address).status_code,
        "m": as_(moderator).get(address).status_code,
        "p": as_(penholder).get(address).status_code,
        "outsider": as_(outsider).get(address).status_code,
        "stranger": as_(None).get(address).status_code,
    }

    assert found == {key: 200 if key in may else 403 for key in "smp"} | {"outsider": 403, "stranger": 302}


def test_stranger_is_led_to_sign_in_and_back(as_: As) -> None:
    answer = as_(None).get("/desk/decisions/?after=x")

    assert answer["Location"] == "/accounts/login/?next=/desk/decisions/%3Fafter%3Dx"


def test_stranger_who_sends_a_form_is_told_to_sign_in(as_: As, consultation: Consultation) -> None:
    answer = as_(None).post(f"/desk/c/{SLUG}/rounds/new/", {"purpose": "last_call"})

    assert answer.status_code == 403
    assert "You are signed out." in answer.content.decode()


def test_every_address_of_the_desk_stands_behind_the_gate(as_: As, outsider: Person) -> None:
    example: dict[str, Any] = {"slug": SLUG, "number": 1, "kind": "comment", "id": uuid4(), "field": "summary"}
    example["language"] = "fr"
    addresses = [
        reverse(str(pattern.name), kwargs={name: example[name] for name in pattern.pattern.converters})
        for pattern in urlpatterns
    ]

    found = {address: as_(None).get(address) for address in addresses}

    assert {address: answer["Location"].partition("?")[0] for address, answer in found.items()} == dict.fromkeys(
        addresses, "/accounts/login/"
    )
    assert {as_(outsider).post(address).status_code for address in addresses} == {403}


def test_private_consultation_does_not_exist_for_the_moderator_of_another(
    as_: As, moderator: Person, private_consultation: Consultation
) -> None:
    assert as_(moderator).get("/desk/c/behind-doors/").status_code == 404


def test_public_consultation_of_others_is_refused(as_: As, moderator: Person, secretary: Person, host: Any) -> None:
    factories.make_consultation(secretary, host, slug="elsewhere")

    assert as_(moderator).get("/desk/c/elsewhere/").status_code == 403


@pytest.mark.parametrize("kind", ["comment", "contribution"])
def test_deciding_is_for_moderators_and_the_secretariat(
    kind: str,
    as_: As,
    comment: Comment,
    contribution: Contribution,
    secretary: Person,
    moderator: Person,
    penholder: Person,
    member: Person,
) -> None:
    thing = comment if kind == "comment" else contribution
    address = reverse("desk_decide", args=[kind, thing.pk])

    assert [as_(who).get(address).status_code for who in (secretary, moderator, penholder, member, None)] == [
        200,
        200,
        403,
        403,
        302,
    ]


def test_nobody_decides_about_their_own_words(as_: As, moderator: Person, round: Round, draft: Any) -> None:
    own = factories.make_comment(moderator, round, draft)

    answer = as_(moderator).get(reverse("desk_decide", args=["comment", own.pk]))

    assert answer.status_code == 403
    assert "You wrote this text, so somebody else decides about it." in answer.content.decode()


@pytest.mark.parametrize("path", ["decide/comment", "decide/contribution", "decide/person", "organizations", "imports"])
def test_unknown_thing_is_not_found(path: str, as_: As, secretary: Person) -> None:
    assert as_(secretary).get(f"/desk/{path}/{uuid4()}/").status_code == 404


def test_get_ends_nothing(as_: As, secretary: Person) -> None:
    assert as_(secretary).get(reverse("desk_office_end", args=[uuid4()])).status_code == 405
