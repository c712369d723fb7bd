"""Who asks to be confirmed, on the desk: evidence, answers, bodies to confirm, texts that wait for a body."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions import affiliations as asking
from accounts.models import Affiliation, AffiliationRequest, Organization, Person, StakeholderGroup
from contributions.models import Contribution
from ledger.models import Entry
from moderation.actions import affiliations, decisions, queue
from rounds.models import Consultation, Round
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
MINISTRY = "Ministry of Harbours"


def ask(person: Person, name: str = MINISTRY, **said: Any) -> AffiliationRequest:
    group = StakeholderGroup.objects.get(pk="government")
    return asking.ask(by=person, name=name, stakeholder_group=group, now=timezone.now(), **said)


def pressed(**changed: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), **changed}


def send(person: Person, call: Round, body: Organization) -> Contribution:
    return factories.make_contribution(person, call, capacity="organization", organization=body)


def test_newcomer_of_an_unknown_ministry_is_confirmed(
    as_: As, secretary: Person, outsider: Person, call: Round
) -> None:
    request = ask(outsider)
    sent = send(outsider, call, request.organization)
    assert (sent.status, sent.waiting_for) == ("received", "organization")
    factories.close(call)
    page = as_(secretary).get(f"/desk/organizations/{request.organization_id}/").content.decode()
    assert "Olga for Ministry of Harbours" in page

    answer = as_(secretary).post(f"/desk/requests/{request.pk}/", pressed(act="confirm_focal_point"))

    shown = Contribution.objects.get(pk=sent.pk)
    assert (answer.status_code, shown.status, shown.standing, shown.posted_at) == (
        303,
        "published",
        "speaks",
        sent.posted_at,
    )
    assert Affiliation.objects.current().get(person=outsider).role == "focal_point"
    kinds = Entry.objects.filter(kind__regex="confirmed|noted|published").order_by("pk").values_list("kind", flat=True)
    assert list(kinds)[-3:] == ["organization.confirmed", "affiliation.noted", "contribution.published"]


def test_refused_text_goes_on_waiting(as_: As, secretary: Person, outsider: Person, call: Round) -> None:
    request = ask(outsider)
    sent = send(outsider, call, request.organization)

    as_(secretary).post(f"/desk/requests/{request.pk}/", pressed(act="refuse", reason="We asked them."))

    request.refresh_from_db()
    assert (request.status, request.reason) == ("refused", "We asked them.")
    assert Contribution.objects.get(pk=sent.pk).status == "received"
    page = as_(outsider).get(f"/me/organizations/requests/{request.pk}/").content.decode()
    assert "We asked them." in page


def test_request_is_answered_once(as_: As, secretary: Person, outsider: Person) -> None:
    request = ask(outsider)
    address = f"/desk/requests/{request.pk}/"

    answers = [as_(secretary).post(address, pressed(act=act)).status_code for act in ("confirm_member", "refuse")]
    assert answers == [303, 409]
    request.refresh_from_db()
    assert request.status == "confirmed"


def test_button_without_a_word_answers_nothing(as_: As, secretary: Person, outsider: Person) -> None:
    request = ask(outsider)

    assert as_(secretary).post(f"/desk/requests/{request.pk}/", pressed()).status_code == 200
    request.refresh_from_db()
    assert request.status == "waiting"


def test_nobody_answers_themselves(as_: As, secretary: Person) -> None:
    request = ask(secretary)

    answer = as_(secretary).post(f"/desk/requests/{request.pk}/", pressed(act="confirm_focal_point"))

    assert answer.status_code == 403
    assert Affiliation.objects.filter(person=secretary).count() == 0


def test_secretariat_of_one_consultation_answers_those_whose_texts_wait_in_it(
    as_: As, secretary: Person, outsider: Person, host: Organization, consultation: Consultation, call: Round
) -> None:
    officer = factories.make_person("Ida", group=None)
    factories.make_office(officer, "secretariat", hosting_body=host)
    request = ask(outsider)
    address = f"/desk/requests/{request.pk}/"
    assert as_(officer).get(address).status_code == 404

    send(outsider, call, request.organization)

    assert as_(officer).post(address, pressed(act="confirm_focal_point")).status_code == 303
    # It notes nobody else: that reaches across all consultations.
    assert as_(officer).get(f"/desk/organizations/{request.organization_id}/").status_code == 403


def test_moderator_meets_no_request(as_: As, moderator: Person, outsider: Person, call: Round) -> None:
    request = ask(outsider)
    send(outsider, call, request.organization)

    queue.bring_up_to_date(now=timezone.now())

    assert as_(moderator).get(f"/desk/requests/{request.pk}/").status_code == 404
    page = as_(moderator).get("/desk/queue/").content.decode()
    assert "Ministry of Harbours" not in page


def test_moderator_does_not_publish_what_waits_for_a_body(
    moderator: Person, outsider: Person, call: Round, refused: Any
) -> None:
    request = ask(outsider)
    sent = send(outsider, call, request.organization)

    with refused("waits_for_its_body"):
        decisions.publish(by=moderator, thing=sent, now=timezone.now())


def test_names_that_read_alike_are_shown(
    as_: As, secretary: Person, outsider: Person, organization: Organization
) -> None:
    request = ask(outsider, "Small Саrriers Circlе")

    assert request.organization != organization
    for address in (
        f"/desk/requests/{request.pk}/",
        f"/desk/organizations/{request.organization_id}/",
    ):
        assert "Small Carriers’ Circle" in as_(secretary).get(address).content.decode()


def test_body_is_confirmed_and_its_domain_noted(as_: As, secretary: Person, outsider: Person) -> None:
    body = ask(outsider).organization
    desk = as_(secretary)
    assert MINISTRY in desk.get("/desk/organizations/?state=unconfirmed").content.decode()

    desk.post(f"/desk/organizations/{body.pk}/confirm/", pressed())
    desk.post(f"/desk/organizations/{body.pk}/domain/", pressed(domain="Häfen.Example"))
    wrong = desk.post(f"/desk/organizations/{body.pk}/domain/", pressed(domain="office@harbours"))

    body.refresh_from_db()
    assert body.verified_at is not None
    assert (body.domain, wrong.status_code) == ("xn--hfen-loa.example", 422)
    assert MINISTRY not in desk.get("/desk/organizations/?state=unconfirmed").content.decode()


def test_noting_somebody_answers_their_request(secretary: Person, outsider: Person, call: Round) -> None:
    request = ask(outsider)
    sent = send(outsider, call, request.organization)

    affiliations.note(
        by=secretary,
        person=outsider,
        organization=request.organization,
        role=Affiliation.Role.FOCAL_POINT,
        now=timezone.now(),
    )

    request.refresh_from_db()
    assert (request.status, Contribution.objects.get(pk=sent.pk).status) == ("confirmed", "published")


def test_page_of_a_body_asks_as_often_for_1_as_for_30(as_: As, secretary: Person, call: Round) -> None:
    def fill(count: int) -> None:
        for _n in range(count):
            person = factories.make_person()
            send(person, call, ask(person).organization)

    client = as_(secretary)
    fill(1)
    at = f"/desk/organizations/{Organization.objects.get(name=MINISTRY).pk}/"
    client.get(at)
    with CaptureQueriesContext(connection) as one:
        client.get(at)
    fill(29)
    with CaptureQueriesContext(connection) as thirty:
        page = client.get(at)

    assert len(page.context["asked"]) == 30
    assert len(thirty) == len(one)
