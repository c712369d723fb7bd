"""What a visitor gets when something broke: 503 while the database restarts, 500 for a defect."""

import sys

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from web import problems

log = structlog.get_logger(__name__)

# PostgreSQL's classes for a lost connection, a transaction that lost to another, a server without room, a lock that did
# not come in time, and a stop by its operator or by a time limit. Any other refusal is a defect of ours.
AWAY_CLASSES = ("08", "40", "53", "55P03", "57")
RETRY_AFTER_SECONDS = 3


def is_away(exception: BaseException | None) -> bool:
    """Whether the database could not answer now and may a moment later, as opposed to having refused a statement."""
    if isinstance(exception, InterfaceError):
        return True
    if not isinstance(exception, OperationalError):
        return False
    state = getattr(exception.__cause__, "sqlstate", None)
    return state is None or state.startswith(AWAY_CLASSES)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler for what nobody caught. Its pages ask nothing of the database."""
    away = is_away(sys.exc_info()[1])
    status = 503 if away else 500
    response: HttpResponse
    if request.path.startswith("/api/"):
        detail = _("Wait a moment and send the same again.") if away else _("It is not your fault. Try again later.")
        response = problems.answer(problems.problem(status, "away" if away else "broken", detail))
    else:
        page = render_to_string(f"{status}.html", {"site_name": settings.SITE_NAME})
        response = HttpResponse(page, status=status)
    if away:
        log.warning("database.away")
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
