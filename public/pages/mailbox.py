"""The demonstration's mailbox: what the mail sink has taken, for everybody who tries it out. Nowhere else."""

import email
import email.policy
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

NAME = re.compile(r"[A-Za-z0-9_-]{1,100}\.eml")
SHOWN = 100
HEADERS = (
    *("From", "To", "Date", "Subject", "Message-ID", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"),
    *("Auto-Submitted", "Content-Language"),
)
# Mail carries its styles on its elements. It loads nothing, runs nothing and sends nothing.
MAIL_POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "form-action": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "sandbox": ["allow-top-navigation-by-user-activation"],
}


@dataclass(frozen=True)
class Row:
    name: str
    message: EmailMessage
    at: datetime


def _demo_only(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO or settings.MAILBOX_DIR is None:
            raise Http404
        return page(request, *args, **kwargs)

    return guarded


def _directory() -> Path:
    if settings.MAILBOX_DIR is None:
        raise Http404
    return Path(settings.MAILBOX_DIR)


def _open(file: Path) -> EmailMessage:
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    if not isinstance(message, EmailMessage):
        raise Http404
    return message


def _find(name: str) -> EmailMessage:
    if not NAME.fullmatch(name):
        raise Http404
    file = _directory() / name
    if not file.is_file():
        raise Http404
    return _open(file)


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    content: Any = part.get_content() if part is not None else ""
    return str(content)


@require_safe
@_demo_only
def mailbox(request: HttpRequest) -> HttpResponse:
    """All that was sent, newest first."""
    directory = _directory()
    files = sorted((file for file in directory.glob("*.eml") if NAME.fullmatch(file.name)), reverse=True)
    rows = [Row(file.name, _open(file), datetime.fromtimestamp(file.stat().st_mtime, tz=UTC)) for file in files[:SHOWN]]
    return render(request, "mailbox/mailbox.html", {"rows": rows, "more": max(len(files) - SHOWN, 0)})


@require_safe
@_demo_only
def mailbox_message(request: HttpRequest, name: str) -> HttpResponse:
    """One message: its headers and its text part."""
    message = _find(name)
    headers = [(header, str(message[header])) for header in HEADERS if message[header]]
    context = {
        "name": name,
        "subject": str(message["Subject"] or ""),
        "headers": headers,
        "text": _part(message, "plain"),
        "has_html": message.get_body(("html",)) is not None,
        "language": str(message["Content-Language"] or ""),
    }
    return render(request, "mailbox/message.html", context)


@csp_override(MAIL_POLICY)
@require_safe
@_demo_only
def mailbox_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part as a mail program gets it, under a policy of its own."""
    return HttpResponse(_part(_find(name), "html"))


urlpatterns = [
    path("demo/mailbox/", mailbox, name="mailbox"),
    path("demo/mailbox/<str:name>/", mailbox_message, name="mailbox_message"),
    path("demo/mailbox/<str:name>/html/", mailbox_html, name="mailbox_html"),
]
