"""Offices of one consultation and of a hosting body: who gives them out, who does not, and what the pages say."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organization, Person
from ledger.models import Entry
from rounds.actions import offices
from rounds.models import Consultation, Office
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(secretary: Person) -> Consultation:
    """A consultation of another hosting body."""
    return factories.make_consultation(secretary, factories.make_organization(secretary, "Another Forum"))


@pytest.fixture
def keepers(consultation: Consultation, host: Organization) -> dict[str, Person]:
    """The secretariat of a consultation, of its hosting body, and one who only moderates."""
    people = {name: factories.make_person(name) for name in ("consultation", "host", "moderator")}
    factories.make_office(people["consultation"], "secretariat", consultation)
    factories.make_office(people["host"], "secretariat", hosting_body=host)
    factories.make_office(people["moderator"], "moderator", consultation)
    return people


@pytest.mark.parametrize(
    ("who", "scope", "may"),
    [
        ("consultation", "consultation", True),
        ("consultation", "other", False),
        ("consultation", "host", False),
        ("consultation", "site", False),
        ("host", "consultation", True),
        ("host", "host", True),
        ("host", "other", False),
        ("host", "other_host", False),
        ("host", "site", False),
        ("moderator", "consultation", False),
        ("moderator", "site", False),
    ],
)
@pytest.mark.parametrize("role", Office.Role.values)
def test_offices_are_given_and_ended_by_the_secretariat_above_them(
    who: str,
    scope: str,
    may: bool,
    role: str,
    keepers: dict[str, Person],
    secretary: Person,
    consultation: Consultation,
    other: Consultation,
    outsider: Person,
    refused: Any,
) -> None:
    where: dict[str, Any] = {
        "consultation": {"consultation": consultation},
        "other": {"consultation": other},
        "host": {"hosting_body": consultation.hosting_body},
        "other_host": {"hosting_body": other.hosting_body},
        "site": {},
    }[scope]
    given = {"person": outsider, "role": Office.Role(role), "now": timezone.now(), **where}
    if may:
        office = offices.grant(by=keepers[who], **given)
        ended = offices.end(by=keepers[who], office=office, now=timezone.now())
        assert ended.ended_at is not None
        return
    with refused("office_required"):
        offices.grant(by=keepers[who], **given)
    office = offices.grant(by=secretary, **given)
    with refused("office_required"):
        offices.end(by=keepers[who], office=office, now=timezone.now())


def page(consultation: Consultation) -> str:
    return reverse("desk_consultation_offices", args=[consultation.slug])


def said(person: Person, **changed: str) -> dict[str, str]:
    return {"key": str(uuid4()), "person": person.email, "role": "penholder", **changed}


def test_consultations_secretariat_gives_and_ends_on_its_page(
    as_: Any, settle: Any, keepers: dict[str, Person], consultation: Consultation, outsider: Person
) -> None:
    desk: Client = as_(keepers["consultation"])
    given = desk.post(page(consultation), said(outsider))
    office = Office.objects.get(person=outsider)
    shown = desk.get(page(consultation))
    ended = desk.post(reverse("desk_office_end", args=[office.pk]), {"key": str(uuid4()), "from": "consultation"})
    settle()
    record = desk.get("/ledger/").content.decode()

    assert (given.status_code, office.role, office.consultation) == (303, "penholder", consultation)
    assert office in list(shown.context["offices"])
    assert (ended.status_code, ended["Location"]) == (303, page(consultation))
    kinds = Entry.objects.filter(thing=office.pk).order_by("pk").values_list("kind", "consultation")
    assert list(kinds) == [("role.granted", consultation.pk), ("role.ended", consultation.pk)]
    assert (record.count("was given an office in"), record.count("An office in")) == (4, 1)


def test_whoever_lacks_a_second_factor_is_given_it_and_told(
    as_: Any, keepers: dict[str, Person], consultation: Consultation, outsider: Person
) -> None:
    desk: Client = as_(keepers["consultation"])
    answer = desk.post(page(consultation), said(outsider), follow=True)
    told = [str(message) for message in answer.context["messages"]]

    assert told[1] == (
        "Olga has no second factor yet. The office counts once they set one up: the desk leads them to it."
    )
    assert {one.person: one.has_factor for one in answer.context["offices"]}[outsider] is False


def test_host_gives_out_offices_of_its_own_only(
    as_: Any, keepers: dict[str, Person], consultation: Consultation, other: Consultation, outsider: Person
) -> None:
    desk: Client = as_(keepers["host"])
    shown = desk.get("/desk/offices/")
    own = desk.post("/desk/offices/", said(outsider, consultation=str(consultation.pk)))
    body = desk.post("/desk/offices/", said(outsider, hosting_body=str(consultation.hosting_body_id)))
    none = desk.post("/desk/offices/", said(outsider))
    foreign = desk.post("/desk/offices/", said(outsider, consultation=str(other.pk)))

    assert {one.person for one in shown.context["offices"]} == set(keepers.values())
    assert (own.status_code, body.status_code) == (303, 303)
    assert (none.status_code, list(none.context["form"].errors)) == (422, ["consultation"])
    assert (foreign.status_code, list(foreign.context["form"].errors)) == (422, ["consultation"])


def test_pages_of_offices_are_for_who_gives_them_out(
    as_: Any, keepers: dict[str, Person], consultation: Consultation, other: Consultation
) -> None:
    def seen(who: str, address: str) -> int:
        return int(as_(keepers[who]).get(address).status_code)

    assert [seen(who, "/desk/offices/") for who in keepers] == [403, 200, 403]
    assert [seen(who, page(consultation)) for who in keepers] == [200, 200, 403]
    assert [seen(who, page(other)) for who in keepers] == [403, 403, 403]


def test_last_secretariat_of_the_site_stays(secretary: Person, refused: Any) -> None:
    with refused("last_secretariat"):
        offices.end(by=secretary, office=Office.objects.get(person=secretary), now=timezone.now())


def test_public_page_names_who_holds_offices(as_: Any, keepers: dict[str, Person], consultation: Consultation) -> None:
    shown = as_(None).get(f"/c/{consultation.slug}/")

    assert dict(shown.context["offices"]) == {
        "Secretariat": ["Noor", "consultation", "host"],
        "Moderator": ["moderator"],
    }


def test_list_of_a_consultation_takes_the_same_queries_for_one_and_for_thirty(
    as_: Any, keepers: dict[str, Person], consultation: Consultation
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    desk: Client = as_(keepers["consultation"])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(page(consultation))
        return len(queries)

    desk.get(page(consultation))
    one = asked()
    for _each in range(30):
        factories.make_office(factories.make_person(), "penholder", consultation)

    assert asked() == one
