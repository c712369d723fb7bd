"""What the doors of the desk have in common: who may enter, which thing is meant, what was read of it."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.api.people import filer
from accounts.models import Person
from contributions.models import Contribution
from moderation.actions import things
from moderation.models import KINDS, Decision, Text, Thing, about
from moderation.permissions import can_use_queue, things_before
from proposals.models import Comment
from web.once import HasId, Outcome, once
from web.problems import ChangedMeanwhile, NothingNamed, unknown
from web.refusals import Conflict, Invalid, Refusal, require

SCOPE = "moderate"
NEEDS = "Needs the scope `moderate` and an office."
CHOICES = [(kind, kind) for kind in KINDS]
ETAG = '"1-0"'
# What a stale token is refused with; the same codes say other things of a thing that is as it was read.
STALE = ("corrected_meanwhile", "decided_meanwhile")
_TAG = re.compile(r'(?:W/)?"([^"]*)"')


def moderator(request: Request) -> Person:
    """Who works at the desk. A stranger is asked for a token (401), who holds no office is refused (403)."""
    person = filer(request)
    require(can_use_queue(person))
    return person


def thing_before(person: Person, kind: str, id: UUID) -> Thing | None:
    """A thing about which this person decides by their offices."""
    found: Thing | None = things_before(person, kind).filter(pk=id).first()
    return found


def thing_at(person: Person, kind: str, id: UUID) -> Thing:
    """The thing that an address names; 404 where this person does not decide about it."""
    found = thing_before(person, kind, id) if kind in KINDS else None
    if found is None:
        raise Http404
    return found


def thing_named(person: Person, kind: str, id: UUID) -> Thing:
    """The thing that an input names."""
    found = thing_before(person, kind, id)
    if found is None:
        raise unknown("id")
    return found


def as_text(thing: Thing) -> Text:
    """A comment or a contribution; what is decided about texts alone is refused of anything else."""
    if isinstance(thing, Comment | Contribution):
        return thing
    raise Invalid(Refusal("not_a_text", _("This is decided about comments and contributions alone."), field="kind"))


def etag_of(token: str) -> str:
    return f'"{token}"'


def token_read(request: Request, thing: Thing) -> str:
    """The token that If-Match names: of several the one that holds now, if it is among them."""
    named = _TAG.findall(request.headers.get("If-Match", ""))
    if not named:
        raise NothingNamed(
            Refusal(
                "if_match_required",
                _("Send the header If-Match with the ETag of what you read: nobody decides about other words."),
                field="If-Match",
            )
        )
    if len(named) > 1:
        present = things.token(thing)
        return present if present in named else str(named[0])
    return str(named[0])


def if_unchanged(request: Request, load: Callable[[], Thing], act: Callable[[Thing, str, datetime], HasId]) -> Outcome:
    """Act about a thing as it was read, once for the request's key; 412 where it changed since."""

    def whole() -> HasId:
        thing = load()
        token = token_read(request, thing)
        try:
            # What is refused is undone here, so that the thing can be asked for its state.
            with transaction.atomic():
                return act(thing, token, timezone.now())
        except Conflict as error:
            present = things.token(thing)
            if error.refusal.code in STALE and present != token:
                raise ChangedMeanwhile(_what_changed(error.refusal, thing), etag_of(present)) from error
            raise

    return once(request._request, whole, key=request.headers.get("Idempotency-Key", ""))


def _what_changed(refusal: Refusal, thing: Thing) -> Refusal:
    """Why it is too late, with the decision that came between."""
    last = Decision.objects.filter(**about(thing)).order_by("-step").first()
    if refusal.code != "decided_meanwhile" or last is None:
        return refusal
    if not last.reason:
        sentence = _("%(why)s The last decision: “%(verb)s”.")
    else:
        sentence = _("%(why)s The last decision: “%(verb)s”, because: “%(reason)s”.")
    values: Mapping[str, Any] = {"why": str(refusal), "verb": last.get_verb_display(), "reason": last.reason}
    return Refusal(refusal.code, sentence, values)


def key_of(request: Request) -> str:
    return request.headers.get("Idempotency-Key", "")
