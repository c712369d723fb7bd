"""Signing up, confirming, asking for a new password: the mails are rows, their links lead here, their secrets go."""

import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from digests.models import Mail
from tests import factories
from tests.digests.conftest import html_of, text_of

Sweep = Callable[[], list[EmailMessage]]
NEWCOMER = {"name": "  Lin   Wei-Ting ", "email": "lin@example.org", "password1": "a-long-walk-at-night"}

pytestmark = pytest.mark.django_db


def link(message: EmailMessage) -> str:
    found = re.search(rf"{re.escape(settings.SITE_URL)}/\S+", text_of(message))
    assert found is not None
    return found[0].removeprefix(settings.SITE_URL)


def test_sign_up_owes_a_confirmation_and_sends_nothing_itself(client: Client, sweep: Sweep) -> None:
    answer = client.post(reverse("account_signup"), NEWCOMER, HTTP_HOST="127.0.0.1")

    person = Person.objects.get(email="lin@example.org")
    assert answer.status_code == 302
    assert (person.name, person.confirmed_at) == ("Lin Wei-Ting", None)
    assert [(mail.kind, mail.state) for mail in Mail.objects.filter(person=person)] == [("account", "planned")]
    assert [message["To"] for message in sweep()] == ["lin@example.org"]


def test_confirmation_link_shows_a_button_and_the_button_confirms(client: Client, sweep: Sweep) -> None:
    client.post(reverse("account_signup"), NEWCOMER)
    (mail,) = sweep()

    client.get(link(mail))
    looked = Person.objects.get(email="lin@example.org").confirmed_at
    client.post(link(mail))

    assert looked is None
    assert Person.objects.get(email="lin@example.org").confirmed_at is not None
    assert link(mail) in html_of(mail)


def test_secrets_are_gone_from_the_row_once_sent(client: Client, sweep: Sweep) -> None:
    client.post(reverse("account_signup"), NEWCOMER)
    before = Mail.objects.get().text

    (mail,) = sweep()

    row = Mail.objects.get()
    assert link(mail) in before
    assert (row.state, row.text, row.html) == ("sent", "", "")


def test_links_come_from_the_site_address_and_not_from_the_request(client: Client, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "evil.example"]  # type: ignore[attr-defined]

    client.post(reverse("account_signup"), NEWCOMER, HTTP_HOST="evil.example")
    client.post(reverse("account_reset_password"), {"email": "lin@example.org"}, HTTP_HOST="evil.example")
    client.post(reverse("account_reset_password"), {"email": "nobody@example.org"}, HTTP_HOST="evil.example")

    words = [mail.text + mail.html + mail.subject for mail in Mail.objects.all()]
    assert len(words) == 3
    assert [text for text in words if "evil.example" in text] == []


def test_password_reset_mail_leads_to_a_new_password(client: Client, member: Person, sweep: Sweep) -> None:
    client.post(reverse("account_reset_password"), {"email": member.email})
    (mail,) = sweep()

    page = client.get(link(mail), follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "another-long-walk", "password2": "another-long-walk"})

    member.refresh_from_db()
    assert mail["Subject"] == f"Choose a new password for {settings.SITE_NAME}"
    assert member.check_password("another-long-walk") is True


def test_sign_up_with_a_known_address_writes_to_its_owner(client: Client, member: Person, sweep: Sweep) -> None:
    client.post(reverse("account_signup"), {**NEWCOMER, "email": member.email})

    (mail,) = sweep()

    assert (mail["To"], mail["Subject"]) == (member.email, f"You already have an account at {settings.SITE_NAME}")
    assert Mail.objects.get().person == member


def test_reset_for_an_unknown_address_belongs_to_nobody(client: Client, sweep: Sweep) -> None:
    client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})

    (mail,) = sweep()

    assert (mail["To"], Mail.objects.get().person) == ("nobody@example.org", None)


def test_mails_come_under_the_name_that_the_secretariat_chose(
    client: Client, member: Person, secretary: Person, sweep: Sweep
) -> None:
    client.post(reverse("account_reset_password"), {"email": member.email})
    factories.describe_site(secretary, name="Forum", sender="Secretariat, of the Forum")
    client.post(reverse("account_reset_password"), {"email": member.email})

    before, after = sweep()

    assert (before["From"], before["Subject"]) == (
        "Open Rounds <secretariat@localhost>",
        "Choose a new password for Open Rounds",
    )
    assert (after["From"], after["Subject"]) == (
        '"Secretariat, of the Forum" <secretariat@localhost>',
        "Choose a new password for Forum",
    )
