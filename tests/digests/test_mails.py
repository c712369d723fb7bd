"""Rows are the queue: each message leaves once, waits when it must, and is put aside with the reason when it cannot."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Person
from digests import tasks
from digests.actions import mails
from digests.actions.post import Post
from digests.models import Mail
from digests.rules import backoff, letters
from digests.rules.letters import Letter
from tests import factories
from tests.digests.conftest import Sink, text_of


def owe(person: Person, event: str = "receipt:1", **fields: Any) -> Mail:
    letter = Letter("A subject", "The words.\n", "<p>The words.</p>", letters.headers("Open Rounds", person.pk, event))
    values = {"kind": Mail.Kind.RECEIPT, "event_key": event, "person": person, "address": person.email}
    return mails.write(**{**values, "letter": letter, "now": timezone.now(), **fields})


def sweep_at(now: Any) -> None:
    with Post() as post:
        while mails.send_next(post, now=now):
            pass


@pytest.mark.django_db
def test_mail_leaves_and_its_words_are_gone_from_the_row(member: Person, sink: Sink) -> None:
    mail = owe(member)

    tasks.send_owed()

    mail.refresh_from_db()
    assert [text_of(message) for message in sink.messages] == ["The words.\n"]
    assert (mail.state, mail.text, mail.html, mail.message_id) == ("sent", "", "", sink.messages[0]["Message-ID"])


@pytest.mark.django_db
def test_mail_for_one_event_is_owed_once(member: Person, sink: Sink) -> None:
    owe(member)
    owe(member)

    tasks.send_owed()
    owe(member)
    tasks.send_owed()

    assert len(sink.messages) == 1


@pytest.mark.django_db
def test_mails_of_a_sweep_share_one_connection(member: Person, sink: Sink) -> None:
    for n in range(5):
        owe(member, f"receipt:{n}")

    tasks.send_owed()

    assert (len(sink.messages), sink.sessions) == (5, 1)


@pytest.mark.django_db
def test_mail_to_a_refused_address_is_shunted_and_the_next_one_leaves(
    member: Person, outsider: Person, sink: Sink
) -> None:
    refused = owe(member)
    owe(outsider)
    sink.answer(**{member.email: "550 5.1.1 no such mailbox"})

    tasks.send_owed()

    refused.refresh_from_db()
    assert (refused.state, refused.reason) == ("shunted", "550 5.1.1 no such mailbox")
    assert [message["To"] for message in sink.messages] == [outsider.email]


@pytest.mark.django_db
def test_mail_that_is_put_off_waits_longer_each_time_and_gives_up_after_two_days(member: Person, sink: Sink) -> None:
    mail, now = owe(member), timezone.now()
    sink.answer(**{member.email: "451 4.7.1 try again later"})

    sweep_at(now)
    mail.refresh_from_db()
    first = mail.next_try_at - now
    sweep_at(mail.next_try_at)
    mail.refresh_from_db()
    second = mail.next_try_at - now - first
    sweep_at(now + backoff.GIVEN_UP_AFTER)

    mail.refresh_from_db()
    assert (first, second) == (timedelta(seconds=30), timedelta(seconds=60))
    assert (mail.state, mail.attempts) == ("shunted", 3)
    assert mail.reason == "given up after 48 hours: 451 4.7.1 try again later"


@pytest.mark.django_db
def test_mail_waits_while_the_server_is_away_and_leaves_when_it_is_back(
    member: Person, sink: Sink, settings: Any
) -> None:
    mail, now = owe(member), timezone.now()
    there = settings.MAILERS
    options = {"host": "127.0.0.1", "port": 1, "timeout": 1}
    settings.MAILERS = {"default": {**there["default"], "OPTIONS": options}}

    sweep_at(now)
    settings.MAILERS = there
    sweep_at(now + backoff.AWAY)

    mail.refresh_from_db()
    assert (mail.state, mail.attempts, len(sink.messages)) == ("sent", 2, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["two@example.org, three@example.org", "a\r\nBcc: b@example.org"])
def test_mail_to_what_is_no_address_is_shunted(member: Person, sink: Sink, address: str) -> None:
    mail = owe(member, address=address)

    tasks.send_owed()

    mail.refresh_from_db()
    assert (mail.state, sink.messages) == ("shunted", [])


@pytest.mark.django_db
def test_claim_that_was_not_marked_is_taken_up_after_its_lease(member: Person, sink: Sink) -> None:
    mail, now = owe(member), timezone.now()
    mails.claim(now=now)

    sweep_at(now + backoff.LEASE - timedelta(seconds=1))
    before = len(sink.messages)
    sweep_at(now + backoff.LEASE)

    mail.refresh_from_db()
    assert (before, len(sink.messages), mail.attempts) == (0, 1, 2)


@pytest.mark.django_db
def test_mark_of_a_lost_claim_changes_nothing(member: Person) -> None:
    owe(member)
    mine = mails.claim(now=timezone.now())
    theirs = mails.claim(now=timezone.now() + backoff.LEASE + timedelta(seconds=1))
    assert mine is not None and theirs is not None

    mails.shunt(mine, reason="too late")

    theirs.refresh_from_db()
    assert (theirs.state, theirs.reason) == ("claimed", "")


@pytest.mark.django_db
def test_secret_of_an_account_mail_is_gone_once_it_cannot_be_delivered(member: Person, sink: Sink) -> None:
    mail = owe(member, kind=Mail.Kind.ACCOUNT)
    sink.answer(**{member.email: "550 no"})

    tasks.send_owed()

    mail.refresh_from_db()
    assert (mail.state, mail.text, mail.html) == ("shunted", "", "")


@pytest.mark.django_db
def test_clean_blanks_what_nobody_will_send_any_more(member: Person, sink: Sink) -> None:
    mail = owe(member)
    sink.answer(**{member.email: "550 no"})
    tasks.send_owed()

    tasks.clean()
    mail.refresh_from_db()
    fresh = mail.text
    Mail.objects.update(planned_at=timezone.now() - timedelta(days=8))
    tasks.clean()

    mail.refresh_from_db()
    assert (fresh, mail.text, mail.html) == ("The words.\n", "", "")


@pytest.mark.django_db(transaction=True)
def test_twin_workers_send_each_mail_once(member: Person, sink: Sink) -> None:
    people = [factories.make_person() for _n in range(12)]
    for person in people:
        owe(person)

    def work() -> None:
        try:
            tasks.send_owed()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(str(message["To"]) for message in sink.messages) == sorted(person.email for person in people)
