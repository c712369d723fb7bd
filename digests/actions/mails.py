"""Messages as rows: written with the event, sent by the sweep."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Q

from accounts.models import Person
from digests.actions.post import Away, Later, Post, Undeliverable
from digests.models import Mail
from digests.rules import backoff
from digests.rules.letters import Letter
from ledger.models import Entry

log = structlog.get_logger(__name__)

# The words of what could not be delivered are kept this long, for whoever asks why.
WORDS_KEPT_FOR = timedelta(days=7)
NO_WORDS = {"text": "", "html": ""}
# Their links open something.
SECRET = (Mail.Kind.ACCOUNT, Mail.Kind.CONFIRM)


def write(
    *,
    kind: Mail.Kind,
    event_key: str,
    address: str,
    letter: Letter,
    now: datetime,
    person: Person | None = None,
    entry: Entry | None = None,
) -> Mail:
    """Owe a message. The same event owes the same person one message, however often it is told."""
    mail, _is_new = Mail.objects.get_or_create(
        person=person,
        event_key=event_key,
        defaults={
            "address": address,
            "kind": kind,
            "entry": entry,
            "message_id": letter.headers["Message-ID"],
            "subject": letter.subject[:300],
            "text": letter.text,
            "html": letter.html,
            "headers": letter.headers,
            "next_try_at": now,
            "planned_at": now,
        },
    )
    return mail


def word_anew(mail: Mail, letter: Letter) -> None:
    """Other words for a message that is still owed; what is on its way at this moment leaves as it was."""
    Mail.objects.owed().filter(pk=mail.pk).update(subject=letter.subject[:300], text=letter.text, html=letter.html)


def send_next(post: Post, *, now: datetime) -> bool:
    """Claim one owed message, send it, mark it. False when nothing is owed or the server is away."""
    mail = claim(now=now)
    if mail is None:
        return False
    try:
        post.send(mail.address, Letter(mail.subject, mail.text, mail.html, mail.headers))
    except Undeliverable as error:
        shunt(mail, reason=str(error))
    except Later as error:
        put_off(mail, now=now, reason=str(error))
    except Away as error:
        log.warning("mail.away", reason=str(error))
        put_off(mail, now=now, reason=str(error), at_most=backoff.AWAY)
        return False
    else:
        _mark(mail, state=Mail.State.SENT, sent_at=now, reason="", **NO_WORDS)
    return True


@transaction.atomic
def claim(*, now: datetime) -> Mail | None:
    """The next message that is owed, ours for the length of the lease."""
    mail = (
        Mail.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(Q(state=Mail.State.PLANNED, next_try_at__lte=now) | Q(state=Mail.State.CLAIMED, lease_until__lte=now))
        .order_by("next_try_at", "id")
        .first()
    )
    if mail is None:
        return None
    mail.state, mail.attempts, mail.lease_until = Mail.State.CLAIMED, mail.attempts + 1, now + backoff.LEASE
    mail.save(update_fields=["state", "attempts", "lease_until"])
    return mail


def put_off(mail: Mail, *, now: datetime, reason: str, at_most: timedelta = backoff.LONGEST) -> None:
    """Try again later, for up to 48 hours."""
    moment = backoff.next_try(mail.attempts, now=now, planned_at=mail.planned_at, at_most=at_most)
    if moment is None:
        shunt(mail, reason=f"given up after 48 hours: {reason}"[:500])
    else:
        _mark(mail, state=Mail.State.PLANNED, next_try_at=moment, reason=reason)


def shunt(mail: Mail, *, reason: str) -> None:
    """Put aside what cannot be delivered, with the reason; a secret does not wait there."""
    log.warning("mail.shunted", mail=mail.pk, kind=mail.kind, reason=reason)
    secret = NO_WORDS if mail.kind in SECRET else {}
    _mark(mail, state=Mail.State.SHUNTED, reason=reason, **secret)


def forget_words(*, now: datetime) -> int:
    """Blank the words of old messages that nobody will send any more; returns how many."""
    old = Mail.objects.filter(state=Mail.State.SHUNTED, planned_at__lt=now - WORDS_KEPT_FOR)
    return old.exclude(text="").update(**NO_WORDS)


def _mark(mail: Mail, **fields: object) -> None:
    """Only while the claim is still ours: whoever took over after our lease decides."""
    Mail.objects.filter(pk=mail.pk, state=Mail.State.CLAIMED, attempts=mail.attempts).update(lease_until=None, **fields)
