"""Who asks the API: a program with an access token, or a browser with its session."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.authentication import SessionAuthentication as FrameworkSessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.models import Person
from integrations.actions import tokens as token_actions
from integrations.models import AccessToken
from integrations.rules import tokens


class Forbidden(PermissionDenied):
    """403 with its own code; `challenge` is what WWW-Authenticate says of it, if anything."""

    def __init__(self, code: str, detail: str, *, challenge: str | None = None) -> None:
        super().__init__(detail, code)
        self.auth_header = challenge


class AccessTokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer …`. No valid token, no answer: on public addresses and beside a session too."""

    def authenticate(self, request: Request) -> tuple[Person, AccessToken] | None:
        header = request.headers.get("Authorization")
        if header is None:
            return None
        scheme, _space, token = header.partition(" ")
        if scheme.lower() == "bearer" and token.startswith(tokens.PREFIX):
            now = timezone.now()
            valid = AccessToken.objects.valid_at(now).select_related("person")
            found = valid.filter(digest=tokens.digest(token)).first()
            if found is not None:
                token_actions.note_use(token=found, now=now)
                if not found.with_offices:
                    # The same mark as that of a session without a second factor (web.second_factor).
                    found.person.without_second_factor = True  # type: ignore[attr-defined]
                return found.person, found
        raise AuthenticationFailed

    def authenticate_header(self, request: Request) -> str:
        wrong = ', error="invalid_token"' if "Authorization" in request.headers else ""
        return f'Bearer realm="api"{wrong}'


class SessionAuthentication(FrameworkSessionAuthentication):
    """Somebody who is signed in on the pages; writing needs the page's CSRF token."""

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied:
            raise Forbidden(
                "csrf_failed", _("Send the CSRF token of the page in the header X-CSRFToken, or use an access token.")
            ) from None


class HoldsScope(BasePermission):
    """A token needs the scope that the door names; a session may do what its person may. Nobody writes unnamed."""

    def has_permission(self, request: Request, view: Any) -> bool:
        reads = request.method in SAFE_METHODS
        needed = AccessToken.Scope(view.reads_with if reads else view.writes_with)
        token = request.auth
        if isinstance(token, AccessToken) and needed not in token.scopes:
            raise Forbidden(
                "scope_missing",
                _("This token lacks the scope “%(scope)s”. Ask for a token that has it.") % {"scope": needed.value},
                challenge=f'Bearer realm="api", error="insufficient_scope", scope="{needed.value}"',
            )
        return reads or bool(request.user and request.user.is_authenticated)
