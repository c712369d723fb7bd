"""A body's domain is proved by the record that its own name servers publish: asked of a real one, in a sweep."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from accounts.actions import affiliations as asking
from accounts.models import AffiliationRequest, Organization, Person
from accounts.rules import proofs
from ledger.models import Entry
from moderation.actions import domains, organizations
from tests import factories
from tests.moderation.name_server import serving

pytestmark = pytest.mark.django_db
DOMAIN = "harbours.example"


@pytest.fixture
def body(secretary: Person) -> Organization:
    made = factories.make_organization(secretary, "Ministry of Harbours", verified=False)
    return organizations.set_domain(by=secretary, organization=made, domain=DOMAIN, now=timezone.now())


def line(body: Organization) -> str:
    return f'"{proofs.record(body.pk, DOMAIN)}"'


def test_published_record_proves_the_domain_and_confirms_nobody(body: Organization, outsider: Person) -> None:
    asking.ask(by=outsider, organization=body, now=timezone.now())
    now = timezone.now()

    with serving({DOMAIN: ['"v=spf1 -all"', line(body)]}) as server, override_settings(DNS_SERVERS=[server.address]):
        proved = domains.prove(now=now)
        again = domains.prove(now=now + timedelta(days=2))

    body.refresh_from_db()
    assert (proved, again, server.names) == (1, 0, [DOMAIN])
    assert (body.domain_proved_at, body.domain_asked_at, body.verified_at) == (now, now, None)
    assert AffiliationRequest.objects.get().status == "waiting"
    assert Entry.objects.filter(kind="organization.domain_proved", thing=body.pk).count() == 1


@pytest.mark.parametrize(
    "zone",
    [
        {},
        {DOMAIN: ['"consultation-verification=another"']},
        {f"_verify.{DOMAIN}": ["own"]},
        {f"www.{DOMAIN}": ["own"]},
        {"example": ["own"]},
    ],
)
def test_other_records_and_other_names_prove_nothing(zone: dict[str, list[str]], body: Organization) -> None:
    zone = {name: [line(body) if value == "own" else value for value in values] for name, values in zone.items()}

    with serving(zone) as server, override_settings(DNS_SERVERS=[server.address]):
        assert domains.prove(now=timezone.now()) == 0

    assert set(server.names) == {DOMAIN}
    body.refresh_from_db()
    assert body.domain_proved_at is None


def test_record_in_pieces_is_one(body: Organization) -> None:
    whole = proofs.record(body.pk, DOMAIN)

    with (
        serving({DOMAIN: [f'"{whole[:20]}" "{whole[20:]}"']}) as server,
        override_settings(DNS_SERVERS=[server.address]),
    ):
        assert domains.prove(now=timezone.now()) == 1


def test_record_of_another_body_proves_nothing(body: Organization, secretary: Person) -> None:
    other = factories.make_organization(secretary, "Ministry of Harbors")
    organizations.set_domain(by=secretary, organization=other, domain=DOMAIN, now=timezone.now())

    with serving({DOMAIN: [line(body)]}) as server, override_settings(DNS_SERVERS=[server.address]):
        assert domains.prove(now=timezone.now()) == 1

    body.refresh_from_db()
    other.refresh_from_db()
    assert (body.domain_proved_at is None, other.domain_proved_at is None) == (False, True)


def test_server_that_is_silent_holds_nothing_up(body: Organization, monkeypatch: Any) -> None:
    monkeypatch.setattr(domains, "SECONDS", 0.2)

    with serving({}, silent=True) as server, override_settings(DNS_SERVERS=[server.address]):
        assert domains.prove(now=timezone.now()) == 0

    assert set(server.names) == {DOMAIN}


def test_servers_are_asked_every_10_minutes_while_somebody_waits_and_else_once_a_day(
    body: Organization, outsider: Person
) -> None:
    now = timezone.now()

    def asked(after: timedelta) -> int:
        with serving({}) as server, override_settings(DNS_SERVERS=[server.address]):
            domains.prove(now=now + after)
        return len(server.names)

    first = [asked(timedelta()), asked(timedelta(minutes=30)), asked(timedelta(days=1))]
    request = asking.ask(by=outsider, organization=body, now=now)
    waiting = [asked(timedelta(days=1, minutes=9)), asked(timedelta(days=1, minutes=10))]
    asking.take_back(by=outsider, request=request, now=now)
    after = asked(timedelta(days=1, minutes=30))

    assert (first, waiting, after) == ([1, 0, 1], [0, 1], 0)


def test_another_domain_is_proved_anew(body: Organization, secretary: Person) -> None:
    now = timezone.now()
    Organization.objects.filter(pk=body.pk).update(domain_proved_at=now, domain_asked_at=now)

    changed = organizations.set_domain(by=secretary, organization=body, domain="ports.example", now=now)

    assert (changed.domain_proved_at, changed.domain_asked_at) == (None, None)
    assert proofs.record(body.pk, "ports.example") != proofs.record(body.pk, DOMAIN)
