"""Invitations: for one address, once, for 14 days."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions import affiliations as asking
from accounts.models import Affiliation, AffiliationRequest, Organization, Person
from digests.actions import bodies
from digests.models import Mail
from ledger.models import Entry
from moderation.actions import invitations
from moderation.models import Invitation
from moderation.rules import invitations as links
from rounds.models import Round
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
FOCAL_POINT, MEMBER = Affiliation.Role.FOCAL_POINT, Affiliation.Role.MEMBER


def invite(by: Person, body: Organization, address: str, role: Affiliation.Role = MEMBER, **said: Any) -> Invitation:
    said = {"language": "en", "now": timezone.now(), **said}
    return invitations.invite(by=by, organization=body, address=address, role=role, **said)


def pressed(**changed: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), **changed}


def link(invitation: Invitation) -> str:
    return f"/invitations/{links.token(invitation.pk)}/"


def test_invited_address_speaks_for_the_body(
    as_: As, secretary: Person, outsider: Person, organization: Organization, call: Round
) -> None:
    request = asking.ask(by=outsider, organization=organization, now=timezone.now())
    sent = factories.make_contribution(outsider, call, capacity="organization", organization=organization)
    desk = as_(secretary)
    said = {"address": outsider.email.upper(), "role": "focal_point", "language": "en"}
    assert desk.post(f"/desk/organizations/{organization.pk}/invite/", pressed(**said)).status_code == 303
    assert bodies.invite(now=timezone.now()) == 1
    assert bodies.invite(now=timezone.now()) == 0
    mail = Mail.objects.get(kind="body", person=None)
    address = re.search(r"/invitations/\S+/", mail.text)
    assert address is not None

    shown = as_(outsider).get(address[0])
    accepted = as_(outsider).post(address[0], pressed())

    assert (shown.status_code, accepted.status_code) == (200, 303)
    place = Affiliation.objects.get(person=outsider)
    assert (place.role, place.expires_at is not None, mail.address.lower()) == ("focal_point", True, outsider.email)
    request.refresh_from_db()
    sent.refresh_from_db()
    assert (request.status, sent.status) == ("confirmed", "published")
    assert Entry.objects.filter(kind="affiliation.noted", thing=place.pk).count() == 1
    # Once.
    again = as_(outsider).post(address[0], pressed())
    assert again.status_code == 409


def test_only_the_confirmed_address_accepts(
    as_: As, member: Person, outsider: Person, organization: Organization
) -> None:
    invitation = invite(member, organization, outsider.email)
    other = factories.make_person("Mirja")
    unproved = factories.make_person("Ugo")
    EmailAddress.objects.create(user=unproved, email=f"x{outsider.email}", verified=False)

    stranger = as_(None).get(link(invitation))
    assert (stranger.status_code, "Create an account" in stranger.content.decode()) == (200, True)
    for person in (other, unproved):
        page = as_(person).get(link(invitation)).content.decode()
        assert "another address" in page
        assert as_(person).post(link(invitation), pressed()).status_code == 403
    assert as_(None).post(link(invitation), pressed()).status_code == 200
    assert Affiliation.objects.filter(person__in=(other, unproved, outsider)).count() == 0
    assert as_(None).get("/invitations/made-up/").status_code == 404


def test_who_invites_whom(
    secretary: Person, member: Person, outsider: Person, organization: Organization, refused: Any
) -> None:
    colleague = factories.make_person()
    factories.make_focal_point(secretary, colleague, organization, role="member")
    host = factories.make_organization(secretary)

    for by, body, role in (
        (member, organization, FOCAL_POINT),
        (member, host, MEMBER),
        (colleague, organization, MEMBER),
        (outsider, organization, MEMBER),
    ):
        with refused("office_required"):
            invite(by, body, "new@example.org", role)
    assert invite(member, organization, "new@example.org").role == "member"
    assert invite(secretary, host, "new@example.org", FOCAL_POINT).role == "focal_point"


def test_address_is_invited_once_at_a_time(
    member: Person, outsider: Person, organization: Organization, refused: Any
) -> None:
    now = timezone.now()
    first = invite(member, organization, "new@example.org", now=now)

    with refused("invited_already"):
        invite(member, organization, "NEW@example.org", now=now)
    with refused("belongs_already"):
        invite(member, organization, member.email)
    with refused("address_unknown"):
        invite(member, organization, "nobody")
    with refused("address_unknown"):
        invite(member, organization, "a b\x00@example.org")
    # What is over does not stand in the way.
    second = invite(member, organization, "new@example.org", now=now + timedelta(days=14))
    first.refresh_from_db()
    assert (first.state(now), second.state(now)) == ("taken_back", "open")
    invitations.take_back(by=member, invitation=second, now=now)
    assert invite(member, organization, "new@example.org", now=now + timedelta(days=14)).pk != second.pk


def test_21st_invitation_of_a_day_is_refused(member: Person, organization: Organization, refused: Any) -> None:
    for n in range(invitations.AT_MOST):
        invite(member, organization, f"new{n}@example.org")

    with refused("too_many_invitations"):
        invite(member, organization, "one-more@example.org")


@pytest.mark.parametrize("over", ["expired", "taken back", "inviter gone"])
def test_what_is_over_opens_nothing(
    over: str, as_: As, secretary: Person, member: Person, outsider: Person, organization: Organization
) -> None:
    now = timezone.now()
    invitation = invite(member, organization, outsider.email, now=now - timedelta(days=15 if over == "expired" else 0))
    if over == "taken back":
        invitations.take_back(by=member, invitation=invitation, now=now)
    if over == "inviter gone":
        Affiliation.objects.filter(person=member).update(ended_at=now)

    answer = as_(outsider).post(link(invitation), pressed())

    assert answer.status_code == 409
    assert as_(outsider).get(link(invitation)).status_code == 200
    assert Affiliation.objects.filter(person=outsider).count() == 0


def test_focal_point_invites_and_takes_back_on_their_page(
    as_: As, member: Person, outsider: Person, organization: Organization
) -> None:
    page = as_(member)
    at = f"/me/organizations/{organization.pk}/"
    assert as_(outsider).get(at).status_code == 404
    said = {"address": "new@example.org", "language": "en"}
    assert page.post(at, pressed(**said)).status_code == 303
    assert page.post(at, pressed(**said)).status_code == 409
    assert page.post(at, pressed(address="", language="en")).status_code == 422
    invitation = Invitation.objects.get()
    away = f"/me/organizations/invitations/{invitation.pk}/take-back/"
    assert as_(outsider).post(away, pressed()).status_code == 404

    assert page.post(away, pressed()).status_code == 303

    invitation.refresh_from_db()
    assert invitation.taken_back_at is not None
    assert "Taken back" in page.get(at).content.decode()
    assert bodies.invite(now=timezone.now()) == 0


def test_page_of_a_body_asks_as_often_for_1_as_for_30(as_: As, member: Person, organization: Organization) -> None:
    client, at = as_(member), f"/me/organizations/{organization.pk}/"
    now = timezone.now()
    row = {"organization": organization, "role": "member", "invited_by": member, "made_at": now, "expires_at": now}
    Invitation.objects.create(address="a@example.org", **row)
    client.get(at)
    with CaptureQueriesContext(connection) as one:
        client.get(at)
    Invitation.objects.bulk_create(Invitation(address=f"b{n}@example.org", **row) for n in range(29))
    with CaptureQueriesContext(connection) as thirty:
        page = client.get(at)

    assert len(page.context["invited"]) == 30
    assert len(thirty) == len(one)
    assert AffiliationRequest.objects.count() == 0
