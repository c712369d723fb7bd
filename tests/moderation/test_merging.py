"""Two names of one body: who belongs and who asks moves, texts keep what they said, both are one voice."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions import affiliations as asking
from accounts.models import Affiliation, AffiliationRequest, Organization, Person
from contributions.models import Contribution
from ledger.models import Entry
from moderation.actions import affiliations, invitations, organizations
from moderation.models import Invitation
from proposals.actions import confirmations, endorsements
from proposals.models import Comment, Proposal
from reports.models import Heard
from rounds.models import Capacity, Consultation, Round
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
FOCAL_POINT, MEMBER = Affiliation.Role.FOCAL_POINT, Affiliation.Role.MEMBER


@pytest.fixture
def twin(secretary: Person, outsider: Person) -> Organization:
    """The same body under another name, for which `outsider` speaks."""
    twin = factories.make_organization(secretary, "Circle of Small Carriers")
    factories.make_focal_point(secretary, outsider, twin)
    return twin


def merge(by: Person, twin: Organization, into: Organization) -> Organization:
    return organizations.merge(by=by, organization=twin, into=into, now=timezone.now())


def pressed(**changed: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), **changed}


def test_people_move_and_nobody_belongs_twice(
    secretary: Person, member: Person, outsider: Person, organization: Organization, twin: Organization
) -> None:
    both, new = factories.make_person("Bo"), factories.make_person("Nia")
    factories.make_focal_point(secretary, both, twin)
    factories.make_focal_point(secretary, both, organization, role="member")
    factories.make_focal_point(secretary, new, twin, role="member")

    moves = organizations.moves(twin, organization)
    merge(secretary, twin, organization)

    places = Affiliation.objects.current().filter(organization=organization)
    assert set(places.values_list("person__name", "role")) == {
        (member.name, "focal_point"),
        (outsider.name, "focal_point"),
        ("Bo", "focal_point"),
        ("Nia", "member"),
    }
    assert Affiliation.objects.current().filter(organization=twin).count() == 0
    assert (moves.people, moves.doubles) == (3, 1)
    entry = Entry.objects.get(kind="organization.merged")
    assert (entry.thing, f'"into":"{organization.pk}"' in entry.record) == (twin.pk, True)


def test_requests_and_invitations_move(
    secretary: Person, member: Person, organization: Organization, twin: Organization
) -> None:
    now = timezone.now()
    one, two = factories.make_person(), factories.make_person()
    moved, doubled = (asking.ask(by=person, organization=twin, now=now) for person in (one, two))
    asking.ask(by=two, organization=organization, now=now)
    of_member = asking.ask(by=member, organization=twin, now=now)
    said = {"language": "en", "role": MEMBER, "now": now}
    for body, address in ((twin, "a@example.org"), (twin, "b@example.org"), (organization, "B@example.org")):
        invitations.invite(by=secretary, organization=body, address=address, **said)

    merge(secretary, twin, organization)

    found = {
        pk: (body, status)
        for pk, body, status in AffiliationRequest.objects.values_list("pk", "organization", "status")
    }
    assert found[moved.pk] == (organization.pk, "waiting")
    assert found[doubled.pk] == (twin.pk, "taken_back")
    assert found[of_member.pk] == (twin.pk, "confirmed")
    open_ones = Invitation.objects.filter(taken_back_at=None).values_list("organization", "address")
    assert set(open_ones) == {(organization.pk, "a@example.org"), (organization.pk, "B@example.org")}


def test_texts_keep_their_name_and_nothing_more_is_said_in_it(
    secretary: Person,
    member: Person,
    outsider: Person,
    organization: Organization,
    twin: Organization,
    call: Round,
    comment: Comment,
    refused: Any,
) -> None:
    said = factories.make_contribution(outsider, call, capacity="organization", organization=twin)
    merge(secretary, twin, organization)

    said.refresh_from_db()
    merged = Organization.objects.get(pk=twin.pk)
    assert said.organization == twin
    for by in (outsider, member):
        with refused("merged"):
            factories.make_contribution(by, call, capacity="organization", organization=merged)
    with refused("merged"):
        endorsements.give(by=outsider, thing=comment, capacity=Capacity.ORGANIZATION, organization=merged)
    with refused("merged"):
        affiliations.note(
            by=secretary, person=factories.make_person(), organization=merged, role=MEMBER, now=timezone.now()
        )
    with refused("merged"):
        confirmations.correct_capacity(
            by=secretary, thing=comment, capacity=Capacity.ORGANIZATION, organization=merged, now=timezone.now()
        )
    assert factories.make_contribution(outsider, call, capacity="organization", organization=organization).is_shown
    # Whoever asks for the old name asks for the body that goes on.
    asked = asking.ask(by=factories.make_person(), name=twin.name, now=timezone.now())
    assert asked.organization == organization


def test_what_waits_in_the_old_name_goes_on(
    secretary: Person, member: Person, organization: Organization, twin: Organization, call: Round
) -> None:
    now = timezone.now()
    clerk, asker = factories.make_person("Clerk"), factories.make_person("Asker")
    factories.make_focal_point(secretary, clerk, twin, role="member")
    of_clerk = factories.make_contribution(clerk, call, capacity="organization", organization=twin)
    asking.ask(by=asker, organization=twin, now=now)
    of_asker = factories.make_contribution(asker, call, capacity="organization", organization=twin)
    asking.ask(by=member, organization=twin, now=now)
    of_member = factories.make_contribution(member, call, capacity="organization", organization=twin)

    merge(secretary, twin, organization)
    waits = {
        text.pk: text.waiting_for
        for text in Contribution.objects.filter(pk__in=[of_clerk.pk, of_asker.pk, of_member.pk])
    }
    assert waits == {of_clerk.pk: "release", of_asker.pk: "organization", of_member.pk: None}
    of_clerk.refresh_from_db()
    assert Contribution.objects.visible_to(member).filter(pk=of_clerk.pk).exists()
    confirmations.release(by=member, thing=of_clerk, now=now)
    request = AffiliationRequest.objects.waiting().get(person=asker)
    affiliations.confirm(by=secretary, request=request, role=FOCAL_POINT, now=now)

    shown = Contribution.objects.filter(organization=twin, status="published")
    assert {text.pk for text in shown} == {of_clerk.pk, of_asker.pk, of_member.pk}


def test_both_are_one_voice(
    secretary: Person,
    member: Person,
    outsider: Person,
    organization: Organization,
    twin: Organization,
    call: Round,
    settle: Callable[[], None],
) -> None:
    factories.make_contribution(member, call, capacity="organization", organization=organization)
    factories.make_contribution(outsider, call, capacity="organization", organization=twin)
    settle()
    row = {"round": call, "stakeholder_group": "private_sector"}
    before = Heard.objects.get(**row).organizations

    merge(secretary, twin, organization)
    settle()

    assert (before, Heard.objects.get(**row).organizations) == (2, 1)


def test_what_stands_in_the_way(
    secretary: Person,
    host: Organization,
    consultation: Consultation,
    organization: Organization,
    twin: Organization,
    refused: Any,
) -> None:
    with refused("merged_with_itself"):
        merge(secretary, twin, twin)
    with refused("hosts_consultations"):
        merge(secretary, host, organization)
    merge(secretary, twin, organization)
    with refused("merged_already"):
        merge(secretary, twin, host)
    with refused("merged_already"):
        merge(secretary, host, twin)
    # One after the other leads straight to the last.
    merge(secretary, organization, host)
    assert set(Organization.objects.filter(merged_into=host)) == {organization, twin}


def test_page_leads_to_the_other_and_names_both(
    as_: As,
    secretary: Person,
    outsider: Person,
    organization: Organization,
    twin: Organization,
    call: Round,
    draft: Proposal,
    settle: Callable[[], None],
) -> None:
    factories.make_contribution(outsider, call, title="Said by the twin", capacity="organization", organization=twin)
    at = f"/desk/organizations/{twin.pk}/merge/"
    desk = as_(secretary)
    assert desk.get(at).status_code == 200
    assert as_(outsider).get(at).status_code == 403
    unknown = desk.post(at, pressed(into="Nobody’s name"))
    shown = desk.post(at, pressed(into=organization.name, preview="1"))
    itself = desk.post(at, pressed(into=twin.name))
    assert (unknown.status_code, shown.status_code, itself.status_code) == (422, 200, 409)
    assert (shown.context["moves"].people, shown.context["moves"].texts) == (1, 1)
    assert "cannot be undone" in shown.content.decode()
    twin.refresh_from_db()
    assert twin.merged_into is None

    assert desk.post(at, pressed(into=organization.name)).status_code == 303
    settle()

    gone = as_(None).get(f"/organizations/{twin.pk}/")
    assert (gone.status_code, gone["Location"]) == (301, f"/organizations/{organization.pk}/?from={twin.pk}")
    page = as_(None).get(gone["Location"]).content.decode()
    assert "It is one organization with" in page
    assert "Said by the twin" in page
    assert "You came for" not in as_(None).get(f"/organizations/{organization.pk}/?from=%00").content.decode()
    record = as_(None).get("/ledger/?what=bodies").content.decode()
    assert "are one organization: from here on it speaks as" in record
    assert as_(None).get(f"/api/v1/organizations/{twin.pk}/").json()["merged_into"] == str(organization.pk)
    assert desk.get(at).status_code == 404
    assert desk.get(f"/desk/organizations/{twin.pk}/").status_code == 200
    twins = desk.get("/desk/organizations/?state=unconfirmed").context["organizations"]
    assert twin not in twins
