"""What somebody showed beside their password: without it a session leaves their offices outside."""

from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject


def was_given(request: HttpRequest, user: Any) -> bool:
    """Whether this person gave a code or a passkey in this session, when it was opened or since."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))


class SecondFactor:
    """Marks whoever is signed in without a second factor; `rounds.models.OfficeQuerySet.held_by` reads the mark.

    So pages, API and every permission agree: in such a session one is what one is without an office. A program with an
    access token has no session: its token says whether it was made with a second factor, or on the machine.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.DEMO:
            # Lazy like the user itself: a page that does not ask who reads it opens no session.
            request.user = SimpleLazyObject(partial(_marked, request, request.user))  # type: ignore[assignment]
        return self.get_response(request)


def _marked(request: HttpRequest, user: Any) -> Any:
    if user.is_authenticated:
        user.without_second_factor = not was_given(request, user)
    return user
