"""Who is confirmed for a body, through the API: until when, letters, domains, invitations, merging."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Affiliation, Organization, Person
from accounts.rules import proofs
from moderation.actions import organizations
from moderation.models import Invitation
from tests import factories
from tests.api.conftest import Partner, problem_of

pytestmark = pytest.mark.django_db
Program = Callable[..., Partner]
DESK = "read,comment,moderate"


@pytest.fixture(autouse=True)
def _on_a_disk_of_its_own(settings: Any, tmp_path: Path) -> None:
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": default}


def asked(program: Partner, body: Organization) -> str:
    id: str = program.post("/affiliation-requests/", {"organization": str(body.pk)}).json()["id"]
    return id


@pytest.mark.parametrize("said", ["left out", "null", "a moment"])
def test_confirmed_until(
    said: str, partner: Program, secretary: Person, outsider: Person, organization: Organization
) -> None:
    now = timezone.now()
    until = now + timedelta(days=100)
    wishes: dict[str, dict[str, Any]] = {
        "left out": {},
        "null": {"expires_at": None},
        "a moment": {"expires_at": until.isoformat()},
    }
    at = f"/affiliation-requests/{asked(partner(outsider), organization)}/confirm/"

    answer = partner(secretary).post(at, {"role": "focal_point", **wishes[said]})

    place = Affiliation.objects.get(person=outsider)
    assert answer.status_code == 200
    if said == "null":
        assert place.expires_at is None
    else:
        assert place.expires_at is not None
        assert (place.expires_at - now).days == (365 if said == "left out" else 100)


@pytest.mark.parametrize(
    ("value", "code"),
    [("2001-01-01T00:00:00Z", "expiry_invalid"), ("2900-01-01T00:00:00Z", "expiry_invalid"), ("soon", "invalid")],
)
def test_wrong_end_is_named(
    value: str, code: str, partner: Program, secretary: Person, outsider: Person, organization: Organization
) -> None:
    at = f"/affiliation-requests/{asked(partner(outsider), organization)}/confirm/"

    answer = partner(secretary).post(at, {"role": "member", "expires_at": value})

    assert (answer.status_code, answer.json()["errors"][0]["code"], answer.json()["errors"][0]["field"]) == (
        400,
        code,
        "expires_at",
    )


def test_letter_is_sent_and_read(
    partner: Program, secretary: Person, member: Person, outsider: Person, organization: Organization
) -> None:
    mine = partner(outsider)
    id = asked(mine, organization)
    at = f"/affiliation-requests/{id}/letter/"
    assert mine.get(at).status_code == 404

    def send(program: Partner, **files: Any) -> Any:
        return program.client.post(f"/api/v1{at}", files, headers=program.headers)

    sent = send(mine, letter=SimpleUploadedFile("a.txt", b"They are ours."))
    assert (sent.status_code, sent.json()["letter"]) == (200, "a.txt")
    assert problem_of(send(mine)) == (400, "required", ["letter"])
    assert problem_of(send(mine, letter=SimpleUploadedFile("a.pdf", b"MZ\x90"))) == (400, "file_refused", ["letter"])
    other = partner(factories.make_person())
    read = [partner(who).get(at).status_code for who in (outsider, member, secretary)]
    assert (read, other.get(at).status_code, partner(None).get(at).status_code) == ([200] * 3, 404, 404)
    assert b"".join(partner(secretary).get(at).streaming_content) == b"They are ours."
    assert problem_of(send(partner(member), letter=SimpleUploadedFile("a.txt", b"No.")))[:2] == (403, "not_yours")
    partner(secretary).post(f"/affiliation-requests/{id}/refuse/", {})
    late = send(mine, letter=SimpleUploadedFile("a.txt", b"Late."))
    assert problem_of(late)[:2] == (409, "request_answered")


def test_domain_is_read_by_who_may_see(
    partner: Program, secretary: Person, member: Person, outsider: Person, organization: Organization
) -> None:
    at = f"/organizations/{organization.pk}/domain/"
    assert partner(member).get(at).json() == {"domain": "", "record": "", "proved_at": None, "asked_at": None}
    organizations.set_domain(by=secretary, organization=organization, domain="circle.example", now=timezone.now())
    record = proofs.record(organization.pk, "circle.example")

    seen = [partner(who).get(at).status_code for who in (member, secretary, outsider)]
    assert (seen, partner(None).get(at).status_code) == ([200, 200, 404], 401)
    assert partner(member).get(at).json()["record"] == record
    asked(partner(outsider), organization)
    assert partner(outsider).get(at).json()["record"] == record


def test_invitations(
    partner: Program, secretary: Person, member: Person, outsider: Person, organization: Organization
) -> None:
    body = {"organization": str(organization.pk), "address": "new@example.org"}
    at = "/moderation/invitations/"
    assert problem_of(partner(member).post(at, body))[:2] == (403, "scope_missing")
    assert problem_of(partner(member).get(at))[:2] == (403, "scope_missing")
    assert problem_of(partner(outsider, DESK).post(at, body))[:2] == (403, "office_required")
    assert problem_of(partner(member, DESK).post(at, {**body, "role": "focal_point"}))[:2] == (403, "office_required")
    assert problem_of(partner(member, DESK).post(at, {**body, "address": "x"}))[1:] == ("address_unknown", ["address"])

    twins = [partner(member, DESK).post(at, body, key="one") for _twice in range(2)]

    id = twins[0].json()["id"]
    assert [(answer.status_code, answer.json()["id"]) for answer in twins] == [(201, id)] * 2
    assert (twins[0].json()["role"], twins[0].json()["state"]) == ("member", "open")
    assert problem_of(partner(member, DESK).post(at, body))[:2] == (409, "invited_already")
    lists = [len(partner(who, DESK).get(at).json()["results"]) for who in (member, secretary, outsider)]
    assert lists == [1, 1, 0]
    filtered = partner(secretary, DESK).get(f"{at}?organization={factories.make_organization(secretary).pk}").json()
    assert filtered["results"] == []
    one = f"{at}{id}/"
    assert partner(outsider, DESK).get(one).status_code == 404
    assert partner(None).get(one).status_code == 401

    def away(program: Partner) -> int:
        status: int = program.client.delete(f"/api/v1{one}", headers=program.headers).status_code
        return status

    assert (away(partner(outsider, DESK)), away(partner(member, DESK))) == (404, 204)
    assert partner(member, DESK).get(one).json()["state"] == "taken_back"
    assert Invitation.objects.count() == 1


def test_merging(partner: Program, secretary: Person, member: Person, organization: Organization) -> None:
    twin = factories.make_organization(secretary, "Circle of Small Carriers")
    at, body = f"/moderation/organizations/{twin.pk}/merge/", {"into": str(organization.pk)}
    assert problem_of(partner(secretary).post(at, body))[:2] == (403, "scope_missing")
    assert problem_of(partner(member, DESK).post(at, body))[:2] == (403, "office_required")
    assert problem_of(partner(secretary, DESK).post(at, {"into": str(twin.pk)}))[:2] == (409, "merged_with_itself")
    nobody = {"into": "7d8e9fa0-b1c2-4d3e-8f4a-5b6c7d8e9fa0"}
    assert problem_of(partner(secretary, DESK).post(at, nobody))[1:] == ("unknown", ["into"])

    answer = partner(secretary, DESK).post(at, body)

    assert (answer.status_code, answer.json()["merged_into"]) == (200, str(organization.pk))
    assert problem_of(partner(secretary, DESK).post(at, body))[:2] == (409, "merged_already")
