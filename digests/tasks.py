import time

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from accounts.actions import sessions
from digests.actions import bodies, digests, mails, notices, reminders, unconfirmed
from digests.actions.post import Post
from web import once

# A sweep ends before its time limit; the next one goes on where it stopped.
SECONDS = 60.0


@shared_task
def send_owed() -> None:
    """Write the notices that new entries owe and the mails of kept texts, then send the messages that are owed."""
    end = time.monotonic() + SECONDS
    while unconfirmed.write(now=timezone.now()) == unconfirmed.BATCH and time.monotonic() < end:
        pass
    while notices.tell(now=timezone.now()) == notices.BATCH and time.monotonic() < end:
        pass
    while bodies.tell(now=timezone.now()) == bodies.BATCH and time.monotonic() < end:
        pass
    bodies.answer(now=timezone.now())
    bodies.ask_addresses(now=timezone.now())
    bodies.invite(now=timezone.now())
    with Post() as post:
        while time.monotonic() < end and mails.send_next(post, now=timezone.now()):
            pass


@shared_task
def send_due() -> None:
    """Plan the digests whose moment has come, then send those that are owed."""
    end = time.monotonic() + SECONDS
    digests.plan_due(now=timezone.now())
    with Post() as post:
        while time.monotonic() < end and digests.send_next(post, now=timezone.now()):
            pass


@shared_task
def tell_of_endings() -> None:
    """Write to those who are confirmed for a body until a day that is near."""
    bodies.remind(now=timezone.now())


@shared_task
def remind() -> None:
    """Write to those who decide of what has waited too long, at 8 o'clock where each of them is."""
    reminders.remind(now=timezone.now())


@shared_task
def clean() -> None:
    """Forget what is kept for a time only: idempotency keys, ended sessions, words of old messages."""
    now = timezone.now()
    once.forget(now=now)
    SessionStore.clear_expired()
    sessions.forget(now=now)
    mails.forget_words(now=now)
