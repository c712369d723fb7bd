"""The door of everything that is carried away: one snapshot of the record at rest, and a few at work at a time."""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from proposals.actions import counters
from reports.compose import stamp as stamps
from reports.compose.stamp import Stamp
from rounds.models import Consultation

# A text is numbered within a quarter of a second and counted within three more.
WAIT_SECONDS = 4.0
STEP_SECONDS = 0.1
RETRY_AFTER_SECONDS = 5
# So many large files are made at the same time, whatever is asked.
SLOTS = 2
TAKE_SLOT = "select pg_try_advisory_xact_lock(hashtextextended('carrying:' || %s, 0))"


class Later(Exception):
    """What is asked for cannot be made this moment and can be soon; the sentence says why."""


@contextmanager
def at_rest(consultation: Consultation | None, *, cursors: Iterable[str] = (counters.CURSOR,)) -> Iterator[Stamp]:
    """One snapshot of the database in which the record of a consultation (None: of all) is at rest, and its stamp.

    What is carried away is read inside, all of it (the consultation and the round too: what was read before may be
    older), in the language that is active there, which is the file's and not the reader's. `cursors`: the consumers of
    the record whose work it shows (who filed the same text is counted behind "proposals.counters"). Nothing can be
    written inside. Raises `Later` where the record does not come to rest within four seconds: the rows hold only the
    present, so a file cut at an earlier number would not be exact, and none is made.
    """
    until = time.monotonic() + WAIT_SECONDS
    while True:
        with _snapshot():
            stamp = stamps.of(consultation.pk if consultation is not None else None, cursors=cursors)
            if stamp is not None:
                with translation.override(stamp.language):
                    yield stamp
                return
        if time.monotonic() >= until:
            raise Later(_("The record is just being numbered."))
        time.sleep(STEP_SECONDS)


@contextmanager
def _snapshot() -> Iterator[None]:
    """Everything read inside is of one moment."""
    # Inside somebody else's transaction the moment is theirs to choose.
    chooses = not connection.in_atomic_block
    with transaction.atomic():
        if chooses:
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read, read only")
        yield


def take_slot() -> None:
    """Inside `at_rest`, before long work: hold one of the few places until the snapshot ends. Raises `Later`."""
    with connection.cursor() as cursor:
        for slot in range(SLOTS):
            cursor.execute(TAKE_SLOT, [str(slot)])
            if cursor.fetchone()[0]:
                return
    raise Later(_("Others are having their files made."))


def tag(stamp: Stamp, *form: str) -> str:
    """The ETag of what is made at a number in one form: while the number stands, nobody makes it twice."""
    said = "\n".join([stamp.address, stamp.language, settings.SITE_URL, *form])
    return f'"{stamp.number}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"'


def had_already(request: HttpRequest, etag: str) -> HttpResponseBase | None:
    """304 for whoever has it already, else nothing."""
    answer = get_conditional_response(request, etag)
    if answer is not None:
        answer.headers["ETag"] = etag
    return answer


def patiently(page: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer `Later` with 503 and a page from which one tries again."""

    @wraps(page)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return page(request, *args, **kwargs)
        except Later as reason:
            response = render(request, "carrying/later.html", {"reason": str(reason)}, status=503)
            response["Retry-After"] = str(RETRY_AFTER_SECONDS)
            return response

    return answer
