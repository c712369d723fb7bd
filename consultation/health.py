"""For whoever watches the installation: alive, and ready to take texts."""

import socket
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from consultation import checks

BROKER_SECONDS = 0.5
# The sequencer numbers within a second; what has waited longer than this means that it does not run.
LAG_LIMIT_SECONDS = 10
LAG = """
select coalesce(extract(epoch from clock_timestamp() - min(at)), 0) from ledger_entry
where seq is null and at > clock_timestamp() - interval '1 day'
"""


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nobody."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Database and sequencer decide; the broker is only named, for without it mail is late and nothing is lost."""
    state: dict[str, str] = {"database": "ok", "sequencer": "ok", "broker": broker()}
    try:
        forgetful = checks.durable(databases=["default"])
        with connection.cursor() as cursor:
            cursor.execute(LAG)
            lag = float(cursor.fetchone()[0])
    except DatabaseError as error:
        state |= {"database": f"away: {type(error).__name__}", "sequencer": "not known"}
        return JsonResponse(state, status=503)
    if forgetful:
        state["database"] = "may forget what it acknowledged"
        return JsonResponse(state, status=503)
    if lag > LAG_LIMIT_SECONDS:
        state["sequencer"] = f"behind by {lag:.0f} s"
        return JsonResponse(state, status=503)
    return JsonResponse(state)


def broker() -> str:
    """Whether somebody accepts a connection at the broker's address within half a second."""
    url = urlsplit(settings.REDIS_URL)
    try:
        if url.scheme.endswith("socket") or url.scheme == "unix":
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
                line.settimeout(BROKER_SECONDS)
                line.connect(unquote(url.path))
                return ping(line)
        with socket.create_connection((url.hostname or "127.0.0.1", url.port or 6379), BROKER_SECONDS) as line:
            line.settimeout(BROKER_SECONDS)
            return ping(line)
    except OSError as error:
        return f"away: {type(error).__name__}"


def ping(line: socket.socket) -> str:
    """Any answer will do: one that asks for a password is alive too."""
    line.sendall(b"PING\r\n")
    return "ok" if line.recv(64) else "away: closed"
