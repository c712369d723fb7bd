"""The first office is given at a terminal."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import Organization, Person
from ledger.models import Entry
from rounds.models import Consultation, Office
from tests import factories

pytestmark = pytest.mark.django_db


def appoint(email: str, **options: Any) -> str:
    out = StringIO()
    call_command("appoint", email, stdout=out, **{"role": "secretariat", **options})
    return out.getvalue().strip()


def why_not(email: str, **options: Any) -> str:
    with pytest.raises(CommandError) as caught:
        appoint(email, **options)
    return str(caught.value)


def test_person_is_appointed_for_the_whole_site(outsider: Person) -> None:
    said = appoint(outsider.email.upper())

    office = Office.objects.get()
    assert said == "Olga now holds the office “Secretariat” for the whole site."
    assert (office.person, office.role, office.consultation, office.hosting_body) == (
        outsider,
        "secretariat",
        None,
        None,
    )
    assert Entry.objects.filter(kind="role.granted", thing=office.pk).count() == 1


def test_person_is_appointed_once(outsider: Person) -> None:
    appoint(outsider.email)

    assert appoint(outsider.email) == "Olga holds the office “Secretariat” for the whole site already."
    assert Office.objects.count() == 1


def test_person_is_appointed_for_a_consultation_or_a_body(
    outsider: Person, consultation: Consultation, host: Organization
) -> None:
    appoint(outsider.email, role="moderator", consultation="who-acts")
    said = appoint(outsider.email, role="penholder", hosting_body="standing forum")

    held = Office.objects.filter(person=outsider)
    assert said == "Olga now holds the office “Penholder” for Standing Forum."
    assert held.get(role="moderator").consultation == consultation
    assert held.get(role="penholder").hosting_body == host


def test_nobody_is_appointed_who_has_no_account(db: None) -> None:
    assert why_not("nobody@example.org") == (
        "Nobody has an account with the address nobody@example.org. They create one on the site first."
    )


def test_nobody_is_appointed_whose_address_is_not_confirmed(db: None) -> None:
    person = factories.make_person("Nia", confirmed=False)

    assert why_not(person.email) == ("Nia has not confirmed the address yet. They open the link in their mail first.")
    assert Office.objects.count() == 0


def test_unknown_scope_says_what_there_is(outsider: Person, consultation: Consultation) -> None:
    assert why_not(outsider.email, consultation="nowhere") == (
        "There is no consultation “nowhere”. There are: who-acts."
    )
    assert why_not(outsider.email, hosting_body="Nobody") == (
        "No organization “Nobody” is noted. Note it on the desk first."
    )
