import time

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from digests.actions import digests, mails, notices
from digests.actions.post import Post
from web import once

# A sweep ends before its time limit; the next one goes on where it stopped.
SECONDS = 60.0


@shared_task
def send_owed() -> None:
    """Write the notices that new entries owe, then send the messages that are owed."""
    end = time.monotonic() + SECONDS
    while notices.tell(now=timezone.now()) == notices.BATCH and time.monotonic() < end:
        pass
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
def clean() -> None:
    """Forget what is kept for a time only: idempotency keys, ended sessions, words of old messages."""
    now = timezone.now()
    once.forget(now=now)
    SessionStore.clear_expired()
    mails.forget_words(now=now)
