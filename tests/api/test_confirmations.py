"""Bodies through the API: asking to be confirmed, releasing, showing as one's own, saying in whose name a text is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Affiliation, AffiliationRequest, Organization, Person
from contributions.models import Contribution
from moderation.actions import affiliations
from proposals.models import Comment
from rounds.models import Consultation, Round
from tests import factories
from tests.api.conftest import Partner, problem_of, statements

pytestmark = pytest.mark.django_db
Program = Callable[..., Partner]


@pytest.fixture
def colleague(secretary: Person, organization: Organization) -> Person:
    person = factories.make_person("Mirja")
    affiliations.note(
        by=secretary, person=person, organization=organization, role=Affiliation.Role.MEMBER, now=timezone.now()
    )
    return person


@pytest.fixture
def waiting(colleague: Person, call: Round, organization: Organization) -> Contribution:
    return factories.make_contribution(
        colleague, call, text="Cables are shared.", capacity="organization", organization=organization
    )


def test_request_is_made_read_and_taken_back(partner: Program, outsider: Person, member: Person) -> None:
    program = partner(outsider)
    body: dict[str, Any] = {"name": "Ministry of Harbours", "stakeholder_group": "government"}

    made = program.post("/affiliation-requests/", body)
    id = made.json()["id"]

    assert (made.status_code, made["Location"]) == (201, f"http://127.0.0.1:8000/api/v1/affiliation-requests/{id}/")
    assert (made.json()["status"], made.json()["address_confirmed"]) == ("waiting", False)
    assert [one["id"] for one in program.get("/affiliation-requests/").json()["results"]] == [id]
    assert program.get(f"/organizations/{made.json()['organization']}/").json()["verified"] is False
    assert partner(member).get("/affiliation-requests/").json()["results"] == []
    assert partner(member).get(f"/affiliation-requests/{id}/").status_code == 404
    gone = [
        program.client.delete(f"/api/v1/affiliation-requests/{id}/", headers=program.headers).status_code
        for _twice in range(2)
    ]
    assert gone == [204, 409]
    assert AffiliationRequest.objects.get().status == "taken_back"


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({}, "name_missing", "name"),
        ({"name": "The Ѕecretariat", "stakeholder_group": "other"}, "name_reserved", "name"),
        ({"name": "Ministry of Harbours"}, "group_missing", "stakeholder_group"),
        ({"organization": "7d8e9fa0-b1c2-4d3e-8f4a-5b6c7d8e9fa0"}, "unknown", "organization"),
        ({"name": "X", "stakeholder_group": "other", "address": "no"}, "address_unknown", "address"),
    ],
)
def test_wrong_request_names_its_input(
    partner: Program, outsider: Person, body: dict[str, Any], code: str, field: str
) -> None:
    answer = partner(outsider).post("/affiliation-requests/", body)

    assert (answer.status_code, answer.json()["errors"][0]["code"], answer.json()["errors"][0]["field"]) == (
        400,
        code,
        field,
    )


def test_sixth_request_of_a_day_is_refused(partner: Program, outsider: Person) -> None:
    program = partner(outsider)
    answers = [
        program.post("/affiliation-requests/", {"name": f"Body {n}", "stakeholder_group": "other"}) for n in range(6)
    ]

    assert [answer.status_code for answer in answers] == [201] * 5 + [409]
    assert problem_of(answers[5])[1] == "too_many_requests"


def test_focal_point_reads_and_releases(
    partner: Program, member: Person, outsider: Person, waiting: Contribution
) -> None:
    at = f"/contributions/{waiting.pk}"
    assert partner(outsider).post(f"{at}/release/", {}).status_code == 404
    assert partner(member).get(f"{at}/").json()["text"] is None
    assert [one["text"] for one in partner(member).get(f"{at}/versions/").json()["results"]] == ["Cables are shared."]

    answer = partner(member).post(f"{at}/release/", {})

    assert (answer.status_code, answer.json()["status"], answer.json()["text"]) == (
        200,
        "published",
        "Cables are shared.",
    )
    assert problem_of(partner(member).post(f"{at}/release/", {}))[:2] == (409, "decided_meanwhile")


def test_author_shows_it_as_their_own(
    partner: Program, colleague: Person, member: Person, waiting: Contribution
) -> None:
    at = f"/contributions/{waiting.pk}/speak-for-yourself/"
    assert problem_of(partner(member).post(at, {}))[:2] == (403, "not_the_author")

    answer = partner(colleague).post(at, {})

    assert (answer.json()["status"], answer.json()["capacity"], answer.json()["organization"]) == (
        "published",
        "personal",
        None,
    )


def test_capacity_is_put_right(
    partner: Program, secretary: Person, outsider: Person, member: Person, comment: Comment, organization: Organization
) -> None:
    at, body = f"/comments/{comment.pk}/capacity/", {"capacity": "organization", "organization": str(organization.pk)}
    assert problem_of(partner(outsider).post(at, body))[:2] == (403, "office_required")
    assert problem_of(partner(secretary).post(at, {"capacity": "organization"}))[2] == ["organization"]

    assert partner(secretary).post(at, body).json()["organization"] == str(organization.pk)
    # A focal point says of its own body's texts that they are not, and gives them to no other body.
    other = factories.make_organization(secretary)
    moved = {"capacity": "organization", "organization": str(other.pk)}
    assert problem_of(partner(member).post(at, moved))[:2] == (403, "capacity_not_held")
    assert partner(member).post(at, {"capacity": "personal"}).json()["capacity"] == "personal"


def test_secretariat_and_focal_points_answer_requests(
    partner: Program, secretary: Person, member: Person, outsider: Person, organization: Organization
) -> None:
    asker = factories.make_person("Mirja")
    made = partner(asker).post("/affiliation-requests/", {"organization": str(organization.pk)}).json()
    at = f"/affiliation-requests/{made['id']}"

    before = {
        who.name: [
            one["person"]["name"] for one in partner(who).get("/affiliation-requests/to-answer/").json()["results"]
        ]
        for who in (secretary, member, outsider, asker)
    }
    stranger = problem_of(partner(None).post(f"{at}/confirm/", {"role": "member"}))[:2]
    unseen = problem_of(partner(outsider).post(f"{at}/confirm/", {"role": "member"}))[:2]
    own = problem_of(partner(asker).post(f"{at}/confirm/", {"role": "member"}))[:2]
    wrong = problem_of(partner(member).post(f"{at}/confirm/", {"role": "queen"}))
    too_much = problem_of(partner(member).post(f"{at}/confirm/", {"role": "focal_point"}))[:2]
    twins = [partner(member).post(f"{at}/confirm/", {"role": "member"}, key="one") for _twice in range(2)]
    late = problem_of(partner(secretary).post(f"{at}/refuse/", {"reason": "No."}))[:2]

    assert before == {secretary.name: ["Mirja"], member.name: ["Mirja"], outsider.name: [], asker.name: []}
    assert (stranger, unseen, own) == ((401, "not_authenticated"), (404, "not_found"), (403, "own_request"))
    assert wrong == (400, "invalid_choice", ["role"])
    assert too_much == (403, "office_required")
    assert [(twin.status_code, twin.json()["status"]) for twin in twins] == [(200, "confirmed")] * 2
    assert late == (409, "decided_meanwhile")
    assert Affiliation.objects.current().get(person=asker).role == "member"
    assert partner(secretary).get("/affiliation-requests/to-answer/").json()["results"] == []


def test_request_is_refused_with_a_reason_that_the_asker_reads(
    partner: Program, secretary: Person, outsider: Person, organization: Organization
) -> None:
    made = partner(outsider).post("/affiliation-requests/", {"organization": str(organization.pk)}).json()
    at = f"/affiliation-requests/{made['id']}/"

    answer = partner(secretary).post(f"{at}refuse/", {"reason": "Nobody there knows you."})

    assert (answer.status_code, answer.json()["status"]) == (200, "refused")
    assert partner(outsider).get(at).json()["reason"] == "Nobody there knows you."
    assert not Affiliation.objects.filter(person=outsider).exists()


def test_secretariat_of_one_consultation_answers_whose_texts_wait_in_it(
    partner: Program, consultation: Consultation, call: Round, outsider: Person, organization: Organization
) -> None:
    office = factories.make_person("Ines")
    factories.make_office(office, "secretariat", consultation)
    made = partner(outsider).post("/affiliation-requests/", {"organization": str(organization.pk)}).json()
    at = f"/affiliation-requests/{made['id']}"
    early = partner(office).get("/affiliation-requests/to-answer/").json()["results"]
    factories.make_contribution(outsider, call, capacity="organization", organization=organization)
    asked = [one["id"] for one in partner(office).get("/affiliation-requests/to-answer/").json()["results"]]
    lesser = Client()
    lesser.force_login(office)

    shut = lesser.post(f"/api/v1{at}/confirm/", '{"role": "focal_point"}', content_type="application/json")
    twins = [partner(office).post(f"{at}/confirm/", {"role": "focal_point"}, key="one") for _twice in range(2)]

    assert (early, asked) == ([], [made["id"]])
    assert problem_of(shut)[:2] == (404, "not_found")
    assert [(twin.status_code, twin.json()["status"]) for twin in twins] == [(200, "confirmed")] * 2
    assert Contribution.objects.get().status == "published"


def test_requests_to_answer_take_the_same_queries_whatever_their_number(
    partner: Program, secretary: Person, organization: Organization
) -> None:
    program = partner(secretary)

    def queries(count: int) -> int:
        for _ in range(count):
            partner(factories.make_person()).post("/affiliation-requests/", {"organization": str(organization.pk)})
        with statements() as asked:
            found = program.get("/affiliation-requests/to-answer/").json()["results"]
        assert len(found) == AffiliationRequest.objects.count()
        return len(asked)

    assert queries(1) == queries(29)
