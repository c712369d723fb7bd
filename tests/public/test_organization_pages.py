"""Asking to be confirmed for a body, releasing texts in its name, showing them as one's own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions import affiliations as asking
from accounts.models import Affiliation, AffiliationRequest, Organization, Person
from accounts.rules import proofs
from contributions.models import Contribution
from ledger.models import Entry
from moderation.actions import affiliations
from proposals.models import Comment, Proposal
from rounds.models import Round
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]


def make_member(secretary: Person, organization: Organization) -> Person:
    person = factories.make_person("Mirja")
    affiliations.note(
        by=secretary, person=person, organization=organization, role=Affiliation.Role.MEMBER, now=timezone.now()
    )
    return person


@pytest.fixture
def colleague(secretary: Person, organization: Organization) -> Person:
    """A member of the body for which `member` speaks."""
    return make_member(secretary, organization)


@pytest.fixture
def waiting(colleague: Person, call: Round, organization: Organization) -> Contribution:
    """A member's text in the body's name, after the close of its round."""
    sent = factories.make_contribution(
        colleague, call, text="Cables are shared.", capacity="organization", organization=organization
    )
    factories.close(call)
    return Contribution.objects.get(pk=sent.pk)


def pressed(**changed: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), **changed}


def asked(**changed: Any) -> dict[str, Any]:
    return pressed(
        **{
            "name": "Ministry of Harbours",
            "role": "focal_point",
            "note": "I lead its digital unit.",
            "address": "",
            "type": "organization",
            "stakeholder_group": "government",
            "country": "KE",
            **changed,
        }
    )


def test_unknown_ministry_is_named_and_asked_for(as_: As, outsider: Person) -> None:
    answer = as_(outsider).post("/me/organizations/ask/", asked())

    request = AffiliationRequest.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, "/me/organizations/")
    assert (request.person, request.role, request.note) == (outsider, "focal_point", "I lead its digital unit.")
    assert (request.organization.name, request.organization.verified_at) == ("Ministry of Harbours", None)
    page = as_(outsider).get("/me/organizations/").content.decode()
    assert "Ministry of Harbours" in page
    # The request itself is private; the record hears only that a body was noted.
    assert Entry.objects.filter(thing=request.organization_id).values_list("kind", flat=True).get() == (
        "organization.noted"
    )
    assert Entry.objects.filter(kind__startswith="affiliation.").count() == 0


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"name": ""}, "name", "Write the name of the organization."),
        ({"name": "The Ѕecretariat"}, "name", "A name that reads like the secretariat or a moderator cannot be taken."),
        (
            {"stakeholder_group": ""},
            "stakeholder_group",
            "We do not know this organization yet. Say to which stakeholder group it belongs.",
        ),
        ({"address": "nobody"}, "address", "Enter a valid email address."),
    ],
)
def test_wrong_request_is_shown_again(
    as_: As, outsider: Person, changed: dict[str, Any], field: str, sentence: str
) -> None:
    answer = as_(outsider).post("/me/organizations/ask/", asked(**changed))

    assert (answer.status_code, AffiliationRequest.objects.count()) == (422, 0)
    assert answer.context["form"].errors == {field: [sentence]}


def test_known_body_is_found_by_its_name(as_: As, outsider: Person, organization: Organization) -> None:
    as_(outsider).post("/me/organizations/ask/", asked(name="SMALL carriers circle", stakeholder_group=""))

    assert AffiliationRequest.objects.get().organization == organization


def test_body_that_imitates_the_host_is_refused(as_: As, outsider: Person, call: Round) -> None:
    answer = as_(outsider).post("/me/organizations/ask/", asked(name="Secretariat of the Stаnding Forum"))

    assert (answer.status_code, AffiliationRequest.objects.count()) == (422, 0)


def test_body_named_by_a_participant_is_seen_by_nobody_else(as_: As, outsider: Person, member: Person) -> None:
    as_(outsider).post("/me/organizations/ask/", asked())
    body = Organization.objects.get(name="Ministry of Harbours")

    found = [as_(who).get(f"/api/v1/organizations/{body.pk}/").status_code for who in (None, member, outsider)]
    assert found == [404, 404, 200]


def test_request_is_taken_back_once(as_: As, outsider: Person, member: Person, organization: Organization) -> None:
    request = asking.ask(by=outsider, organization=organization, now=timezone.now())
    address = f"/me/organizations/requests/{request.pk}/"

    assert as_(outsider).post(address, pressed(act="take_back")).status_code == 303
    assert as_(outsider).post(address, pressed(act="take_back")).status_code == 409
    request.refresh_from_db()
    assert request.status == "taken_back"


def test_stranger_reads_no_request(as_: As, outsider: Person, organization: Organization) -> None:
    request = asking.ask(by=outsider, organization=organization, now=timezone.now())
    other = factories.make_person()

    assert as_(other).get(f"/me/organizations/requests/{request.pk}/").status_code == 404


def test_focal_point_confirms_a_member_and_no_focal_point(
    as_: As, outsider: Person, member: Person, organization: Organization, refused: Any
) -> None:
    request = asking.ask(by=outsider, organization=organization, now=timezone.now())

    with refused("office_required"):
        affiliations.confirm(by=member, request=request, role=Affiliation.Role.FOCAL_POINT, now=timezone.now())
    answer = as_(member).post(f"/me/organizations/requests/{request.pk}/", pressed(act="confirm"))

    assert answer.status_code == 303
    assert Affiliation.objects.current().get(person=outsider).role == "member"


def test_link_confirms_the_address_for_who_asked_alone(
    as_: As, outsider: Person, member: Person, organization: Organization
) -> None:
    request = asking.ask(by=outsider, organization=organization, address="olga@Carriers.example", now=timezone.now())
    address = f"/me/organizations/address/{proofs.token(request.pk, request.address)}/"

    assert as_(member).post(address, pressed()).status_code == 404
    assert as_(outsider).get(address).status_code == 200
    confirmed = AffiliationRequest.objects.filter(address_confirmed_at__isnull=False)
    assert confirmed.count() == 0
    assert as_(outsider).post(address, pressed()).status_code == 303
    assert confirmed.get() == request
    assert as_(outsider).get("/me/organizations/address/garbage/").status_code == 404


def test_members_text_is_released_after_the_close(
    as_: As, member: Person, outsider: Person, waiting: Contribution, organization: Organization
) -> None:
    address = f"/contributions/{waiting.pk}/release/"
    page = as_(member).get(address).content.decode()
    assert "Cables are shared." in page
    assert as_(outsider).get(address).status_code == 404

    answer = as_(member).post(address, pressed(act="release"))

    assert (answer.status_code, answer["Location"]) == (303, f"/contributions/{waiting.pk}/")
    shown = Contribution.objects.get(pk=waiting.pk)
    assert (shown.status, shown.text, shown.organization) == ("published", "Cables are shared.", organization)
    assert (shown.posted_at, shown.standing) == (waiting.posted_at, "speaks")
    assert as_(member).post(address, pressed(act="release")).status_code == 409


def test_what_is_not_the_bodys_is_its_authors_own(
    as_: As, member: Person, colleague: Person, waiting: Contribution
) -> None:
    as_(member).post(f"/contributions/{waiting.pk}/release/", pressed(act="not_ours"))

    shown = Contribution.objects.get(pk=waiting.pk)
    assert (shown.status, shown.capacity, shown.organization, shown.author) == (
        "published",
        "personal",
        None,
        colleague,
    )
    assert Entry.objects.filter(kind="capacity.corrected", thing=waiting.pk).count() == 1


def test_author_shows_a_waiting_text_as_their_own(
    as_: As, colleague: Person, member: Person, waiting: Contribution
) -> None:
    page = as_(colleague).get(f"/contributions/{waiting.pk}/").content.decode()
    assert "We have your text of <time" in page
    assert f"{waiting.posted_at:%H:%M} UTC</time>.</h2>" in page
    address = f"/contributions/{waiting.pk}/speak-for-yourself/"
    assert as_(member).post(address, pressed()).status_code == 403

    assert as_(colleague).post(address, pressed()).status_code == 303

    shown = Contribution.objects.get(pk=waiting.pk)
    assert (shown.status, shown.capacity, shown.organization_id) == ("published", "personal", None)


def test_nothing_is_released_7_days_after_the_close(
    as_: As, member: Person, call: Round, waiting: Contribution
) -> None:
    Round.objects.filter(pk=call.pk).update(
        opens_at=timezone.now() - timedelta(days=20), closes_at=timezone.now() - timedelta(days=7, seconds=1)
    )

    answer = as_(member).post(f"/contributions/{waiting.pk}/release/", pressed(act="release"))

    assert answer.status_code == 409
    assert Contribution.objects.get(pk=waiting.pk).status == "received"


def test_focal_point_speaks_for_no_other_body(
    as_: As, secretary: Person, member: Person, comment: Comment, organization: Organization
) -> None:
    Comment.objects.filter(pk=comment.pk).update(capacity="organization", organization=organization)
    other = factories.make_organization(secretary)
    address = f"/comments/{comment.pk}/capacity/"

    assert as_(member).post(address, pressed(voice=str(other.pk))).status_code == 422
    assert as_(member).post(address, pressed(voice="personal")).status_code == 303
    assert Comment.objects.get(pk=comment.pk).capacity == "personal"


def test_secretariat_says_in_whose_name_a_text_is(
    as_: As, secretary: Person, member: Person, outsider: Person, comment: Comment, organization: Organization
) -> None:
    address = f"/comments/{comment.pk}/capacity/"

    assert as_(outsider).get(address).status_code == 403
    assert as_(secretary).post(address, pressed(voice=str(organization.pk))).status_code == 303
    said = Comment.objects.get(pk=comment.pk)
    assert (said.capacity, said.organization, said.stakeholder_group_id) == (
        "organization",
        organization,
        "private_sector",
    )


def test_11th_text_of_a_new_account_waits_for_a_moderator(
    as_: As, round: Round, draft: Proposal, settle: Callable[[], None]
) -> None:
    newcomer = factories.make_person("Nia")
    Person.objects.filter(pk=newcomer.pk).update(joined_at=timezone.now())
    newcomer.refresh_from_db()
    filed = [factories.make_comment(newcomer, round, draft, text=f"Thing {n}.") for n in range(11)]

    assert [comment.status for comment in filed] == ["published"] * 10 + ["received"]
    page = as_(newcomer).get(f"/comments/{filed[-1].pk}/").content.decode()
    assert "Received, waiting for a moderator" in page


def test_text_with_three_links_of_a_new_account_waits(as_: As, round: Round, draft: Proposal) -> None:
    newcomer = factories.make_person("Nia")
    Person.objects.filter(pk=newcomer.pk).update(joined_at=timezone.now())
    newcomer.refresh_from_db()

    two = factories.make_comment(newcomer, round, draft, text="See https://a.example and https://b.example.")
    three = factories.make_comment(newcomer, round, draft, text="https://a.example www.b.example http://c.example")

    assert (two.status, three.status, three.waiting_for) == ("published", "received", "moderator")


def test_my_organizations_asks_as_often_for_1_as_for_30(
    as_: As, secretary: Person, member: Person, call: Round, organization: Organization
) -> None:
    def fill(count: int) -> None:
        for _n in range(count):
            person = make_member(secretary, organization)
            factories.make_contribution(person, call, capacity="organization", organization=organization)
            asking.ask(by=factories.make_person(), organization=organization, now=timezone.now())

    client = as_(member)
    fill(1)
    client.get("/me/organizations/")
    with CaptureQueriesContext(connection) as one:
        client.get("/me/organizations/")
    fill(29)
    with CaptureQueriesContext(connection) as thirty:
        page = client.get("/me/organizations/")

    assert (len(page.context["to_release"]), len(page.context["requests"])) == (30, 30)
    assert len(thirty) == len(one)
