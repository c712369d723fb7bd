"""Organizations, who speaks for them, offices."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Affiliation, Organization, Person
from rounds.models import Consultation, Office
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]


@pytest.fixture
def desk(as_: As, secretary: Person) -> Client:
    return as_(secretary)


def noted(**changed: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "name": "  Mtandao   Sawa ",
        "type": "coalition",
        "stakeholder_group": "civil_society",
        "country": "KE",
        "language": "sw",
        "verified": "on",
        **changed,
    }


def test_organization_is_noted(desk: Client) -> None:
    answer = desk.post("/desk/organizations/new/", noted())

    made = Organization.objects.get(name="Mtandao Sawa")
    assert (answer.status_code, answer["Location"]) == (303, f"/desk/organizations/{made.pk}/")
    assert (made.type, made.stakeholder_group_id, made.country, made.language) == (
        "coalition",
        "civil_society",
        "KE",
        "sw",
    )
    assert made.verified_at is not None


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"name": ""}, "name", "Write the name of the organization."),
        ({"name": "STANDING forum"}, "name", "An organization of this name is noted already."),
        ({"stakeholder_group": ""}, "stakeholder_group", "Choose its stakeholder group."),
    ],
)
def test_wrong_organization_is_shown_again(
    desk: Client, host: Organization, changed: dict[str, Any], field: str, sentence: str
) -> None:
    answer = desk.post("/desk/organizations/new/", noted(**changed))

    assert (answer.status_code, Organization.objects.count()) == (422, 1)
    assert answer.context["form"].errors == {field: [sentence]}


def test_organization_is_found_by_a_part_of_its_name(desk: Client, organization: Organization, host: Any) -> None:
    page = desk.get("/desk/organizations/?q=CARRIÉRS").content.decode()

    assert "Small Carriers’ Circle" in page
    assert "Standing Forum" not in page


def test_unmatched_search_says_so(desk: Client) -> None:
    page = desk.get("/desk/organizations/?q=%00nothing<i>").content.decode()

    assert "No organization matches “nothing&lt;i&gt;”." in page


def test_person_is_noted_as_focal_point(desk: Client, organization: Organization, outsider: Person) -> None:
    address = reverse("desk_organization", args=[organization.pk])
    noted = desk.post(address, {"key": str(uuid4()), "person": outsider.email, "role": "focal_point"})
    affiliation = Affiliation.objects.get(person=outsider)

    assert (noted.status_code, affiliation.role, affiliation.ended_at) == (303, "focal_point", None)


def test_focal_point_of_a_coalition_is_its_coordinator(desk: Client, secretary: Person, outsider: Person) -> None:
    coalition = factories.make_organization(secretary, "All of us", type="coalition")
    factories.make_focal_point(secretary, outsider, coalition)

    page = desk.get(reverse("desk_organization", args=[coalition.pk])).content.decode()

    assert "<span>Coordinator</span>" in page
    assert outsider.email not in page


def test_person_whose_address_is_not_confirmed_is_not_noted(desk: Client, organization: Organization) -> None:
    person = factories.make_person("Nia", confirmed=False)

    answer = desk.post(reverse("desk_organization", args=[organization.pk]), {"person": person.email, "role": "member"})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "person": ["Nia has not confirmed this address yet. They open the link in their mail first."]
    }


def granted(person: Person, /, **changed: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), "person": person.email, "role": "moderator", **changed}


def test_office_is_given_for_one_consultation(desk: Client, consultation: Consultation, outsider: Person) -> None:
    answer = desk.post("/desk/offices/", granted(outsider, consultation=str(consultation.pk)))

    made = Office.objects.get(person=outsider)
    assert answer.status_code == 303
    assert (made.role, made.consultation, made.hosting_body) == ("moderator", consultation, None)


def test_office_is_given_for_a_hosting_body(
    desk: Client, consultation: Consultation, host: Organization, outsider: Person
) -> None:
    desk.post("/desk/offices/", granted(outsider, role="secretariat", hosting_body=str(host.pk)))

    assert Office.objects.get(person=outsider).hosting_body == host


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"person": "nobody@example.org"}, "person", "Nobody has an account with this address. They create one first."),
        ({"role": ""}, "role", "Choose the office."),
        ({"consultation": str(uuid4())}, "consultation", "Choose a consultation from the list."),
    ],
)
def test_wrong_office_is_shown_again(
    desk: Client, outsider: Person, changed: dict[str, Any], field: str, sentence: str
) -> None:
    answer = desk.post("/desk/offices/", granted(outsider, **changed))

    assert (answer.status_code, Office.objects.count()) == (422, 1)
    assert answer.context["form"].errors == {field: [sentence]}


def test_office_has_one_scope(desk: Client, consultation: Consultation, host: Organization, outsider: Person) -> None:
    answer = desk.post(
        "/desk/offices/", granted(outsider, consultation=str(consultation.pk), hosting_body=str(host.pk))
    )

    assert answer.context["form"].errors == {"hosting_body": ["Choose one consultation or one hosting body, not both."]}


def test_office_is_ended(desk: Client, moderator: Person) -> None:
    office = Office.objects.get(person=moderator)

    answers = [
        desk.post(reverse("desk_office_end", args=[office.pk]), {"key": str(uuid4())}).status_code for _try in range(2)
    ]

    office.refresh_from_db()
    assert (answers, office.ended_at is None) == ([303, 303], False)


def test_last_secretariat_is_not_ended(desk: Client, secretary: Person) -> None:
    office = Office.objects.get(person=secretary)

    answer = desk.post(reverse("desk_office_end", args=[office.pk]), {"key": str(uuid4())})

    assert answer.status_code == 409
    assert "Somebody must hold the secretariat of the whole site." in answer.content.decode()


@pytest.mark.parametrize("address", ["/desk/organizations/", "/desk/offices/", "body"])
def test_list_takes_the_same_statements_for_one_and_for_thirty(
    address: str, desk: Client, secretary: Person, organization: Organization, consultation: Consultation
) -> None:
    address = reverse("desk_organization", args=[organization.pk]) if address == "body" else address

    def more(count: int) -> None:
        for _time in range(count):
            factories.make_organization(secretary)
            person = factories.make_person()
            factories.make_focal_point(secretary, person, organization)
            factories.make_office(person, "moderator", consultation)

    more(1)
    desk.get(address)
    with CaptureQueriesContext(connection) as few:
        desk.get(address)
    more(30)
    with CaptureQueriesContext(connection) as many:
        desk.get(address)

    assert len(many) == len(few)


def test_list_pages_by_name(desk: Client, secretary: Person) -> None:
    for n in range(60):
        factories.make_organization(secretary, f"Body {n:02}")

    first = desk.get("/desk/organizations/?q=body")
    second = desk.get(first.context["next"])

    names = [body.name for answer in (first, second) for body in answer.context["organizations"]]
    assert names == [f"Body {n:02}" for n in range(60)]
    assert desk.get(second.context["previous"]).context["organizations"] == first.context["organizations"]
    assert desk.get("/desk/organizations/?after=nonsense").status_code == 404
