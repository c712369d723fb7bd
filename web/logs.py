"""Logs hold no secret: what stands in an address and opens something is left out before a line is written."""

import re
from collections.abc import MutableMapping
from typing import Any

# Links of mails: to stop a digest, to file a text, to confirm an address, to set a password.
SECRET = re.compile(r"(/unsubscribe/|/preview/|/confirm/|/kept/|/confirm-email/|/password/reset/key/)[^/\s]+")
# What follows `?` may be anything that somebody was sent.
QUERY = re.compile(r"\?\S*")


def without_secrets(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A step of structlog: the address of a request, without its secrets and its query."""
    request = event.get("request")
    if isinstance(request, str):
        event["request"] = QUERY.sub("", SECRET.sub(r"\1…", request))
    return event
