from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from integrations.models import AccessToken
from integrations.permissions import can_make_token, can_revoke
from integrations.rules import tokens
from texts.rules import spaces
from web.refusals import Conflict, Invalid, Refusal, require

# For how many days a token can be made on the pages.
DAYS = (30, 90, 365)
# Use is noted no more often than this.
NOTED_EVERY = timedelta(days=1)


@transaction.atomic(savepoint=False)
def make(*, by: Person, name: str, scopes: Iterable[str], days: int, now: datetime) -> tuple[AccessToken, str]:
    """A token for a program of one's own. Returns its row and the token, which is kept nowhere."""
    require(can_make_token(by))
    name = spaces.line(name)
    if spaces.is_blank(name):
        raise Invalid(
            Refusal("name_missing", _("Write what the token is for, so that you know it again."), field="name")
        )
    if len(name) > AccessToken.NAME_LIMIT:
        sentence = _("At most %(limit)s characters fit into the name.")
        raise Invalid(Refusal("name_too_long", sentence, {"limit": AccessToken.NAME_LIMIT}, field="name"))
    if days not in DAYS:
        raise Invalid(Refusal("days_unknown", _("Choose how long the token is valid."), field="days"))
    # Made side by side, they are counted one after the other.
    Person.objects.get_queryset().select_for_update().get(pk=by.pk)
    if AccessToken.objects.valid_at(now).filter(person=by).count() >= AccessToken.AT_MOST:
        sentence = _("You have %(count)s tokens that are valid. Revoke one that you do not need any more.")
        raise Conflict(Refusal("tokens_too_many", sentence, {"count": AccessToken.AT_MOST}))
    row, token = issue(person=by, scopes=scopes, now=now, expires_at=now + timedelta(days=days))
    row.name = name
    # What a session may not do without a second factor, a token from it may not do either.
    row.with_offices = not getattr(by, "without_second_factor", False)
    row.save(update_fields=["name", "with_offices"])
    return row, token


@transaction.atomic(savepoint=False)
def end(*, by: Person, token: AccessToken, now: datetime) -> AccessToken:
    """Its person revokes it."""
    require(can_revoke(by, token))
    return revoke(token=token, now=now)


def note_use(*, token: AccessToken, now: datetime) -> None:
    """Keep when it was shown last, to the day: one row is written a day, whatever a program asks."""
    if now - (token.last_used_at or token.made_at) >= NOTED_EVERY:
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=now)


@transaction.atomic(savepoint=False)
def issue(
    *, person: Person, scopes: Iterable[str], now: datetime, expires_at: datetime | None = None
) -> tuple[AccessToken, str]:
    """Give a person a token, for whoever holds the machine. Returns its row and the token, which is kept nowhere."""
    wanted = list(dict.fromkeys(scopes))
    if not wanted or not set(wanted) <= set(AccessToken.Scope.values):
        known = ", ".join(AccessToken.Scope.values)
        sentence = _("Name scopes among these: %(known)s.")
        raise Invalid(Refusal("scope_unknown", sentence, {"known": known}, field="scopes"))
    if expires_at is not None and expires_at <= now:
        raise Invalid(Refusal("expired_already", _("A token ends in the future."), field="expires_at"))
    token = tokens.new()
    row = AccessToken.objects.create(
        id=uuid4(), person=person, digest=tokens.digest(token), scopes=wanted, made_at=now, expires_at=expires_at
    )
    return row, token


@transaction.atomic(savepoint=False)
def revoke(*, token: AccessToken, now: datetime) -> AccessToken:
    """The token is refused from now on."""
    if token.revoked_at is None:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
    return token
