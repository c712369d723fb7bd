"""Names that imitate come before a moderator once, and come back only under another name."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions import people
from accounts.models import Organization, Person
from accounts.rules import names
from ledger.actions import entries
from moderation.actions import decisions, impersonation, queue
from moderation.models import Item
from tests import factories

pytestmark = pytest.mark.django_db


def named(name: str) -> Person:
    return factories.make_person(name, name_skeleton=names.skeleton(name))


def rename(person: Person, name: str) -> None:
    """As somebody who found a name that is not refused at naming."""
    person.name, person.name_skeleton = name, names.skeleton(name)
    person.save(update_fields=["name", "name_skeleton"])
    entries.append(kind="person.renamed", thing=person.pk, at=timezone.now())


def sweep() -> int:
    """As the two sweeps that bring the queue up to date."""
    now = timezone.now()
    queue.bring_up_to_date(now=now)
    return impersonation.bring_up_to_date(now=now)


def waiting() -> set[object]:
    return {item.thing for item in Item.objects.open().filter(reason="impersonation")}


@pytest.fixture
def officer(db: None) -> Person:
    person = named("Ines Moreau")
    factories.make_office(person)
    return person


def test_name_of_an_office_holder_comes_into_the_queue_once(officer: Person) -> None:
    imitator = named("Inés  MOREAU")
    named("Somebody else")
    first, second = sweep(), sweep()

    assert (first, second, waiting()) == (1, 0, {imitator})
    item = Item.objects.get()
    assert (item.consultation, item.due_at - item.opened_at) == (None, timedelta(hours=48))
    assert impersonation.read_like([imitator]) == {imitator.pk: ["Ines Moreau"]}


def test_name_of_a_focal_point_of_a_confirmed_body_is_imitated(secretary: Person, organization: Organization) -> None:
    focal_point, of_nobody = named("Mirja Halonen"), named("Ana Cardoso")
    factories.make_focal_point(secretary, focal_point, organization)
    unknown = factories.make_organization(secretary, "Nobody Knows", verified=False)
    factories.make_focal_point(secretary, of_nobody, unknown)
    imitator, _twin = named("Mirja  Halonen"), named("Ana  Cardoso")
    sweep()

    assert waiting() == {imitator}


def test_name_of_a_confirmed_body_is_imitated_by_people_and_bodies(
    secretary: Person, organization: Organization
) -> None:
    # The letters of other scripts look alike.
    person = named("Smаll Carriers’ Circle")
    body = factories.make_organization(secretary, "Small Carriers' Cіrcle", verified=False)
    sweep()

    assert waiting() == {person, body}


def test_two_office_holders_of_one_name_imitate_nobody(officer: Person) -> None:
    factories.make_office(named("Ines Moreau"))
    sweep()

    assert waiting() == set()


def test_nobody_who_is_not_shown_imitates(officer: Person) -> None:
    factories.make_person("Ines Moreau", confirmed=False, name_skeleton=officer.name_skeleton)
    factories.make_person("Ines Moreau", is_active=False, name_skeleton=officer.name_skeleton)
    sweep()

    assert waiting() == set()


def test_kept_name_does_not_come_back_until_it_changes(secretary: Person, officer: Person) -> None:
    imitator = named("Ines Moreau")
    sweep()
    decisions.keep(by=secretary, thing=imitator, reason="It is her name.", language="en", now=timezone.now())
    sweep()
    kept = waiting()
    rename(imitator, "I. Moreau")
    sweep()
    other = waiting()
    rename(imitator, "Ines Moreau")
    sweep()

    assert (kept, other, waiting()) == (set(), set(), {imitator})


def test_hidden_name_does_not_come_back(secretary: Person, officer: Person) -> None:
    imitator = named("Ines Moreau")
    sweep()
    decisions.hide(by=secretary, thing=imitator, rule=4, reason="It is not.", language="en", now=timezone.now())
    sweep()
    imitator.refresh_from_db()

    assert (waiting(), imitator.name, imitator.name_skeleton) == (set(), "Name hidden", "")


def test_item_closes_when_the_name_is_given_up(officer: Person) -> None:
    imitator = named("Ines Moreau")
    sweep()
    people.describe(
        by=imitator,
        name="Ana Cardoso",
        stakeholder_group="",
        country="",
        language="en",
        time_zone="UTC",
        now=timezone.now(),
    )
    changed = sweep()

    assert (changed, waiting()) == (1, set())


def test_sweep_asks_the_same_few_queries_whatever_waits(officer: Person) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            impersonation.bring_up_to_date(now=timezone.now())
        return len(queries)

    one = asked()
    for _each in range(30):
        named("Ines Moreau")

    assert asked() == one
    assert Item.objects.open().count() == 30
