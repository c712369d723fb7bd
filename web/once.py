"""A retry never doubles: the one place where a door opens the transaction around its domain call."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from web.models import IdempotencyKey
from web.refusals import NotDone, Refusal

KEPT_FOR = timedelta(hours=48)
KEY_LIMIT = 200
# Whoever files without an account.
STRANGER = "stranger"

CLAIM = """
insert into web_idempotencykey (client, key, digest, made_at) values (%s, %s, %s, %s)
on conflict (client, key) do nothing returning id
"""


class HasId(Protocol):
    @property
    def pk(self) -> UUID: ...


class KeyReused(NotDone):
    """The same key came with another request (422)."""


class BadKey(NotDone):
    """The key itself cannot be taken (400)."""


@dataclass(frozen=True)
class Outcome:
    """What was made: its id, the status of the first answer, and whether this is a retry of an earlier request."""

    thing: UUID
    status: int
    replayed: bool


def digest(request: HttpRequest) -> bytes:
    """SHA-256 of method, path and body: what makes two requests the same."""
    whole = b"\n".join([str(request.method).encode(), request.path.encode(), request.body])
    return hashlib.sha256(whole).digest()


def once(request: HttpRequest, act: Callable[[], HasId], *, key: str = "", fingerprint: bytes | None = None) -> Outcome:
    """Run `act` in one transaction, at most once per person and key; a twin waits and gets the first answer.

    Strangers have no name to tell them apart, and need no cookie: they share one client, since a page's key is random
    and known to whoever was given that page. Whoever sends it again with the same words is that person; with other
    words the key is refused.

    Without a key the act simply runs. `fingerprint` replaces the body's digest where a form's body differs between
    tries (a page's token). Nothing is kept of an act that raises: the same key may be tried again.
    """
    if not key:
        with transaction.atomic():
            return Outcome(act().pk, 201, replayed=False)
    if len(key) > KEY_LIMIT or not key.isprintable():
        raise BadKey(
            Refusal(
                "idempotency_key_invalid",
                _("The idempotency key may have at most %(limit)s visible characters."),
                {"limit": KEY_LIMIT},
                field="Idempotency-Key",
            )
        )
    client = f"person:{request.user.pk}" if request.user.is_authenticated else STRANGER
    mine = fingerprint or digest(request)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, [client, key, mine, timezone.now()])
            claimed = cursor.fetchone()
        if claimed is None:
            first = IdempotencyKey.objects.get(client=client, key=key)
            if bytes(first.digest) != mine or first.thing is None or first.status is None:
                raise KeyReused(
                    Refusal(
                        "idempotency_key_reused",
                        _("This idempotency key was used for another request already. Use a new key for a new one."),
                    )
                )
            return Outcome(first.thing, first.status, replayed=True)
        thing = act()
        IdempotencyKey.objects.filter(pk=claimed[0]).update(thing=thing.pk, status=201)
        return Outcome(thing.pk, 201, replayed=False)


def forget(*, now: datetime) -> int:
    """Drop keys older than 48 hours; returns how many."""
    dropped, _by_model = IdempotencyKey.objects.filter(made_at__lt=now - KEPT_FOR).delete()
    return dropped
