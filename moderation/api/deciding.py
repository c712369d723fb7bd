"""Deciding through the API: each decision names what was read (`If-Match`), so that none is made about other words."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Person
from moderation.actions import decisions, things
from moderation.api.decisions import WIRE, DecisionSerializer
from moderation.api.desk import (
    CHOICES,
    NEEDS,
    SCOPE,
    as_text,
    etag_of,
    if_unchanged,
    key_of,
    moderator,
    thing_named,
)
from moderation.models import Decision, Thing
from web.doors import Door
from web.fields import MISSING, Input, OneOf, Reference, Words
from web.once import Outcome, once
from web.schema import COMMENT, IDEMPOTENCY_KEY, IF_MATCH, LOCATION, example, failures

Verb = Decision.Verb
# Erasing, and hiding what is a body's, takes two people: motions. Accounts have addresses of their own.
VERBS = [
    (verb.value, verb.value)
    for verb in Verb
    if verb not in (Verb.LAPSE, Verb.ERASE, Verb.UNDO, Verb.LIMIT, Verb.SUSPEND, Verb.LIFT)
]


class NewDecision(Input):
    """Which decision about which thing. A rule goes with those that hide something; a reason with all but `publish`."""

    verb = OneOf(VERBS)
    kind = OneOf(CHOICES, help_text="Of the thing. Names and texts put up for comment are hidden, restored or kept.")
    id = Reference(help_text="Of the thing, about which you decide by your office.")
    rule = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        min_value=1,
        max_value=32_767,
        help_text="Number of the rule that is broken: with decline, hide, hold and redact.",
    )
    reason = Words(
        required=False,
        default="",
        help_text="Everybody who may read the thing reads it; with `ask` it is the question, which the author alone "
        "reads. At most 2,000 characters.",
    )
    language = Words(required=False, default="en", help_text="BCP 47: the language of the reason. Best the author's.")
    passages = serializers.ListField(
        child=Words(), required=False, default=list, max_length=50, help_text="With `redact`: the words, as they stand."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["verb"] in Decision.REASONED and attrs["rule"] is None:
            error = serializers.ErrorDetail(str(MISSING), "required")
            raise serializers.ValidationError({"rule": [error]})
        return attrs


def answer(outcome: Outcome) -> Response:
    decision = Decision.objects.select_related("consultation", "entry").get(pk=outcome.thing)
    headers = {
        "Location": f"{settings.SITE_URL}/api/v1/decisions/{outcome.thing}/",
        "ETag": etag_of(things.token(things.of([decision])[decision.thing_id])),
    }
    return Response(DecisionSerializer(decision).data, status=outcome.status, headers=headers)


class Deciding(Door):
    reads_with = writes_with = SCOPE

    @extend_schema(
        operation_id="moderation_decisions_create",
        tags=["moderation"],
        summary="Decide",
        description="Publish or decline, ask the author, leave, hide, hold, show again, take personal data out. What "
        f"is written in the name of a body is hidden by two people, and words are erased by two: see motions. {NEEDS}",
        parameters=[IF_MATCH, IDEMPOTENCY_KEY, LOCATION],
        request=NewDecision,
        examples=[
            OpenApiExample(
                "Hide a comment",
                value={
                    "verb": "hide",
                    "kind": "comment",
                    "id": COMMENT,
                    "rule": 2,
                    "reason": "It names a private person.",
                    "language": "en",
                },
                request_only=True,
            ),
            OpenApiExample(
                "Publish a comment", value={"verb": "publish", "kind": "comment", "id": COMMENT}, request_only=True
            ),
            example(**WIRE),
        ],
        responses={201: DecisionSerializer, **failures(400, 401, 403, 409, 412, 413, 415, 422, 428)},
    )
    def post(self, request: Request) -> Response:
        person = moderator(request)
        given = NewDecision(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data
        outcome = if_unchanged(
            request,
            lambda: thing_named(person, said["kind"], said["id"]),
            lambda thing, token, now: _decide(person, thing, said, token, now),
        )
        return answer(outcome)


def _decide(by: Person, thing: Thing, said: dict[str, Any], token: str, now: datetime) -> Decision:
    read: dict[str, Any] = {"by": by, "token": token, "now": now}
    words = {**read, "reason": said["reason"], "language": said["language"]}
    ruled = {**words, "rule": said["rule"]}
    acts: dict[str, Callable[[], Decision]] = {
        Verb.PUBLISH: lambda: decisions.publish(thing=as_text(thing), **read),
        Verb.DECLINE: lambda: decisions.decline(thing=as_text(thing), **ruled),
        Verb.ASK: lambda: decisions.ask(
            thing=as_text(thing), question=said["reason"], language=said["language"], **read
        ),
        Verb.KEEP: lambda: decisions.keep(thing=thing, **words),
        Verb.HIDE: lambda: decisions.hide(thing=thing, **ruled),
        Verb.HOLD: lambda: decisions.hold(thing=as_text(thing), **ruled),
        Verb.RESTORE: lambda: decisions.restore(thing=thing, **words),
        Verb.REDACT: lambda: decisions.redact(thing=as_text(thing), passages=said["passages"], **ruled),
    }
    return acts[said["verb"]]()


class UndoDecision(Door):
    reads_with = writes_with = SCOPE

    @extend_schema(
        operation_id="moderation_decisions_undo",
        tags=["moderation"],
        summary="Take a decision back",
        description="Within the hour, where no other decision followed: the thing is as it was before. It is a "
        f"decision of its own, which names the one that it undoes. {NEEDS}",
        parameters=[IDEMPOTENCY_KEY, LOCATION],
        request=None,
        responses={201: DecisionSerializer, **failures(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        person = moderator(request)
        decision = get_object_or_404(Decision.objects.visible_to(person), pk=id)

        def undo() -> Decision:
            return decisions.undo(by=person, decision=decision, now=timezone.now())

        return answer(once(request._request, undo, key=key_of(request)))
