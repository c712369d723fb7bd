"""Where somebody is signed in. Of each browser its family, its system and about when it was seen: nothing else.

The rows are allauth's. The network address and what the browser says of itself never reach them: a trigger blanks both.
"""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from accounts.models import Person
from accounts.permissions import can_end_session
from accounts.rules import browsers
from web.refusals import require

# Where a session itself keeps under which key it is listed, and when that was brought up to date.
MARK = "device"


@dataclass(frozen=True)
class Device:
    """A browser in which somebody is signed in."""

    session: UserSession
    browser: str
    system: str


def of_person(person: Person, *, now: datetime) -> list[Device]:
    """Those that are signed in now, the one seen last first. A changed password ends the others' sessions."""
    rows = UserSession.objects.filter(user=person).order_by("-last_seen_at", "-pk")
    alive = {
        session.session_key: session.get_decoded()
        for session in Session.objects.filter(
            session_key__in=rows.order_by().values("session_key"), expire_date__gt=now
        )
    }
    valid = person.get_session_auth_hash()
    return [
        Device(row, row.data.get("browser", ""), row.data.get("system", ""))
        for row in rows
        if alive.get(row.session_key, {}).get("_auth_user_hash") == valid
    ]


def describe(*, key: str, user_agent: str, now: datetime, before: str = "") -> None:
    """Somebody has signed in: keep which family of browser that was. `before`: the key that this one replaces."""
    browser, system = browsers.family(user_agent)
    UserSession.objects.filter(session_key=key).update(data={"browser": browser, "system": system}, last_seen_at=now)
    if before:
        UserSession.objects.filter(session_key=before).delete()


def seen(*, key: str, now: datetime) -> None:
    """It is still used; told at most once an hour."""
    UserSession.objects.filter(session_key=key).update(last_seen_at=now)


@transaction.atomic(savepoint=False)
def end(*, by: Person, session: UserSession) -> None:
    """Sign a browser out."""
    require(can_end_session(by, session.user_id))
    Session.objects.filter(session_key=session.session_key).delete()
    UserSession.objects.filter(pk=session.pk).delete()


@transaction.atomic(savepoint=False)
def end_others(*, by: Person, key: str) -> int:
    """Sign every other browser out; `key`: the session that stays. Returns how many there were."""
    others = list(UserSession.objects.filter(user=by).exclude(session_key=key))
    for session in others:
        end(by=by, session=session)
    return len(others)


def forget(*, now: datetime) -> int:
    """Drop what is known of sessions that have ended; returns how many."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    return UserSession.objects.exclude(session_key__in=alive).delete()[0]
