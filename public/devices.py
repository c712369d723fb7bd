"""When a browser in which somebody is signed in was seen last, to the hour."""

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.actions import sessions

TOLD_EVERY = timedelta(hours=1)


class LastSeen:
    """Costs nothing but once an hour: the session itself, read anyway, says when its row was written last."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # A page that did not ask who reads it opens no session for this.
        if request.session.accessed:
            _tell(request)
        return response


def _tell(request: HttpRequest) -> None:
    mark, key = request.session.get(sessions.MARK), request.session.session_key
    if mark is None or key is None:
        return
    now = timezone.now()
    if mark["key"] != key:
        # A changed password gives the session another key.
        sessions.describe(key=key, user_agent=request.headers.get("User-Agent", ""), now=now, before=mark["key"])
    elif now.timestamp() - mark["seen"] >= TOLD_EVERY.total_seconds():
        sessions.seen(key=key, now=now)
    else:
        return
    request.session[sessions.MARK] = {"key": key, "seen": now.timestamp()}
