from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from integrations.models import AccessToken
from integrations.rules import tokens
from web.refusals import Invalid, Refusal


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
