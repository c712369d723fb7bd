"""Who belongs to which body, when two colleagues work on it at once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Affiliation, Organization, Person
from ledger.models import Entry
from moderation.actions import affiliations
from rounds.actions import offices
from rounds.models import Office
from tests import factories

AT_ONCE = 4


@pytest.mark.django_db
def test_affiliation_ended_twice_ended_once(
    secretary: Person, other_secretary: Person, organization: Organization
) -> None:
    affiliation = Affiliation.objects.get(organization=organization)
    stale = Affiliation.objects.get(pk=affiliation.pk)

    first = affiliations.end(by=secretary, seconded_by=other_secretary, affiliation=affiliation, now=timezone.now())
    second = affiliations.end(
        by=secretary, seconded_by=other_secretary, affiliation=stale, now=timezone.now() + timedelta(days=1)
    )

    assert second.ended_at == first.ended_at
    assert Entry.objects.filter(kind="affiliation.ended", thing=affiliation.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_several_give_at_once_is_given_once() -> None:
    secretary, person = factories.make_secretary(), factories.make_person()
    organization = factories.make_organization(secretary)
    start, broken = threading.Barrier(AT_ONCE), list[BaseException]()

    def give() -> None:
        start.wait()
        now = timezone.now()
        try:
            affiliations.note(
                by=secretary, person=person, organization=organization, role=Affiliation.Role.FOCAL_POINT, now=now
            )
            offices.grant(by=secretary, person=person, role=Office.Role.MODERATOR, now=now)
        except BaseException as error:
            broken.append(error)
        finally:
            connection.close()

    colleagues = [threading.Thread(target=give) for _ in range(AT_ONCE)]
    for colleague in colleagues:
        colleague.start()
    for colleague in colleagues:
        colleague.join()

    assert broken == []
    assert Affiliation.objects.filter(person=person).count() == 1
    assert Office.objects.filter(person=person).count() == 1
