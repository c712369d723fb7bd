import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Organization, Person, StakeholderGroup
from ledger.models import Entry
from rounds.actions import consultations, offices, rounds, sealing
from rounds.models import Consultation, Extension, Office, Round
from rounds.permissions import held
from tests import factories

pytestmark = pytest.mark.django_db
Refused = Callable[[str], AbstractContextManager[None]]


def test_round_extended_before_its_close_keeps_the_reason(secretary: Person, round: Round) -> None:
    later = round.closes_at + timedelta(days=5)
    extension = rounds.extend(by=secretary, round=round, closes_at=later, reason="The call came late.")
    round.refresh_from_db()

    assert round.closes_at == later
    assert extension.reason == "The call came late."
    assert extension.entry.kind == "round.extended"


def test_round_is_never_shortened(secretary: Person, round: Round, refused: Refused) -> None:
    with refused("not_longer"):
        rounds.extend(by=secretary, round=round, closes_at=round.closes_at - timedelta(hours=1), reason="Enough.")


def test_closed_round_is_not_extended(secretary: Person, closed_round: Round, refused: Refused) -> None:
    with refused("round_closed"):
        rounds.extend(by=secretary, round=closed_round, closes_at=timezone.now() + timedelta(days=2), reason="Late.")

    assert Extension.objects.count() == 0


def test_extension_without_a_reason_is_refused(secretary: Person, round: Round, refused: Refused) -> None:
    with refused("reason_missing"):
        rounds.extend(by=secretary, round=round, closes_at=round.closes_at + timedelta(days=1), reason="  ")


def test_rounds_are_numbered_in_their_consultation(secretary: Person, consultation: Consultation) -> None:
    first = factories.make_round(secretary, consultation, purpose="call_for_inputs")
    second = factories.make_round(secretary, consultation)

    assert (first.number, second.number) == (1, 2)
    assert first.accepts == ["contributions", "comments"]
    assert second.accepts == ["comments"]


def test_round_that_closes_before_it_opens_is_refused(
    secretary: Person, consultation: Consultation, refused: Refused
) -> None:
    with refused("closes_before_opening"):
        factories.make_round(secretary, consultation, closes_in=timedelta(days=-3))


def test_closing_record_lists_what_was_admitted(
    secretary: Person, member: Person, call: Round, settle: Callable[[], None]
) -> None:
    first = factories.make_contribution(member, call, title="First")
    second = factories.make_contribution(member, call, title="Second")
    settle()
    factories.close(call)
    sealing.seal_due(now=timezone.now())
    call.refresh_from_db()

    for contribution in (first, second):
        contribution.entry.refresh_from_db()
    assert call.sealed_at is not None
    assert call.closing_entry is not None
    record = json.loads(call.closing_entry.record)
    assert record["count"] == 2
    assert record["numbers"] == f"{first.number}-{second.number}"


def test_closing_record_waits_until_everything_has_its_number(
    member: Person, call: Round, settle: Callable[[], None]
) -> None:
    factories.make_contribution(member, call)
    factories.close(call)

    assert sealing.seal_due(now=timezone.now()) == 0
    settle()
    assert sealing.seal_due(now=timezone.now()) == 1
    assert sealing.seal_due(now=timezone.now()) == 0
    assert Entry.objects.filter(kind="round.closed").count() == 1


def test_office_reaches_its_consultation_its_host_or_all(
    secretary: Person, host: Organization, consultation: Consultation, outsider: Person, member: Person
) -> None:
    other_host = factories.make_organization(secretary, "Another Forum")
    elsewhere = factories.make_consultation(secretary, other_host)
    factories.make_office(outsider, "moderator", hosting_body=host)

    assert held(outsider, consultation, Office.Role.MODERATOR)
    assert not held(outsider, elsewhere, Office.Role.MODERATOR)
    assert not held(outsider, consultation, Office.Role.SECRETARIAT)
    assert held(secretary, elsewhere, Office.Role.SECRETARIAT)
    assert not held(member, consultation, *Office.Role)


def test_office_ended_opens_nothing(secretary: Person, consultation: Consultation, moderator: Person) -> None:
    office = Office.objects.get(person=moderator)
    offices.end(by=secretary, office=office, now=timezone.now())

    assert not held(moderator, consultation, Office.Role.MODERATOR)


def test_office_given_twice_is_one(secretary: Person, outsider: Person) -> None:
    first = offices.grant(by=secretary, person=outsider, role=Office.Role.MODERATOR, now=timezone.now())
    second = offices.grant(by=secretary, person=outsider, role=Office.Role.MODERATOR, now=timezone.now())

    assert first.pk == second.pk


def test_office_ended_twice_ended_once(secretary: Person, consultation: Consultation) -> None:
    office = factories.make_office(factories.make_person(), "moderator", consultation)
    stale = Office.objects.get(pk=office.pk)

    first = offices.end(by=secretary, office=office, now=timezone.now())
    second = offices.end(by=secretary, office=stale, now=timezone.now() + timedelta(days=1))

    assert second.ended_at == first.ended_at
    assert Entry.objects.filter(kind="role.ended", thing=office.pk).count() == 1


def test_private_consultation_is_seen_by_the_listed_and_by_offices(
    secretary: Person, private_consultation: Consultation, member: Person, outsider: Person
) -> None:
    consultations.enlist(by=secretary, consultation=private_consultation, person=member, now=timezone.now())

    def sees(viewer: Person | None) -> bool:
        return Consultation.objects.visible_to(viewer).filter(pk=private_consultation.pk).exists()

    assert [sees(viewer) for viewer in (None, outsider, member, secretary)] == [False, False, True, True]


def test_participants_only_consultation_is_seen_by_its_groups(secretary: Person, host: Organization) -> None:
    academia = StakeholderGroup.objects.get(pk="academia")
    consultation = factories.make_consultation(
        secretary, host, reading="participants", taking_part="groups", groups=[academia]
    )
    scholar = factories.make_person(group="academia")
    merchant = factories.make_person(group="private_sector")
    unconfirmed = factories.make_person(group="academia", confirmed=False)

    seen = [
        Consultation.objects.visible_to(viewer).filter(pk=consultation.pk).exists()
        for viewer in (None, merchant, unconfirmed, scholar)
    ]
    assert seen == [False, False, False, True]


def test_consultation_with_a_taken_address_is_refused(
    secretary: Person, host: Organization, consultation: Consultation, refused: Refused
) -> None:
    with refused("slug_taken"):
        factories.make_consultation(secretary, host, slug=consultation.slug)


def test_consultation_readable_by_fewer_than_may_write_is_refused(
    secretary: Person, host: Organization, refused: Refused
) -> None:
    with refused("reading_narrower"):
        factories.make_consultation(secretary, host, reading="listed", taking_part="everybody")
