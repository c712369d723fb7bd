"""People’s accounts through the API: how they stand, and decisions about them, each naming what was read."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Person, Restriction
from moderation.actions import accounts, things
from moderation.api.deciding import answer
from moderation.api.decisions import WIRE, DecisionSerializer
from moderation.api.desk import ETAG, NEEDS, SCOPE, etag_of, if_unchanged, moderator, thing_at
from moderation.models import Decision, Thing
from rounds.models import Office
from web.doors import Door
from web.fields import Input, Moment, Words, ZonedMoment
from web.schema import IDEMPOTENCY_KEY, IF_MATCH, LOCATION, PERSON, example, failures

OF_THE_SITE = "For the secretariat and moderators of the whole site."
KEPT = OpenApiExample(
    "A week",
    value={
        "rule": 3,
        "reason": "Three attacks in a day.",
        "language": "en",
        "until": "2027-04-21T11:00:00Z",
    },
    request_only=True,
)
SORRY = OpenApiExample("Before its time", value={"reason": "They said sorry.", "language": "en"}, request_only=True)
WIRE_OF_A_PERSON = {**WIRE, "kind": "person", "comment": None, "person": PERSON, "consultation": None}


@extend_schema_serializer(
    examples=[
        example(
            id=PERSON,
            name="Teodor Lind",
            kind="person",
            etag=ETAG,
            restriction="limited",
            restricted_until="2027-04-21T11:00:00Z",
            holds_an_office=False,
        )
    ]
)
class AccountSerializer(serializers.Serializer[Person]):
    """How somebody's account stands. Never an address."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(Person.Kind.choices)
    etag = serializers.SerializerMethodField(help_text="What a decision about the account names in `If-Match`.")
    restriction = serializers.ChoiceField([("", ""), *Restriction.choices], help_text="Empty: none.")
    restricted_until = Moment(allow_null=True, help_text="It ends then by itself.")
    holds_an_office = serializers.SerializerMethodField(
        help_text="Whoever does is neither limited nor suspended before their offices end."
    )

    def get_etag(self, person: Person) -> str:
        return etag_of(things.token(person))

    def get_holds_an_office(self, person: Person) -> bool:
        return Office.objects.given_to(person).exists()


class NewRestriction(Input):
    rule = serializers.IntegerField(min_value=1, max_value=32_767, help_text="Number of a rule of the whole site.")
    reason = Words(help_text="They read it, and so does everybody. At most 2,000 characters.")
    language = Words(required=False, default="en", help_text="BCP 47: the language of the reason. Best theirs.")
    until = ZonedMoment(help_text="Between one hour and one year ahead.")


class Lifting(Input):
    reason = Words(help_text="They read it, and so does everybody. At most 2,000 characters.")
    language = Words(required=False, default="en", help_text="BCP 47: the language of the reason. Best theirs.")


class OneAccount(Door):
    reads_with = writes_with = SCOPE

    @extend_schema(
        operation_id="moderation_accounts_retrieve",
        tags=["moderation"],
        summary="Read how an account stands",
        description=f"{OF_THE_SITE} The header `ETag` names the state that was read. {NEEDS}",
        responses={200: AccountSerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, id: UUID) -> Response:
        body = AccountSerializer(cast(Person, thing_at(moderator(request), "person", id))).data
        return Response(body, headers={"ETag": body["etag"]})


def _decide(
    request: Request, id: UUID, given: Input, act: Callable[[Person, Thing, str, datetime, dict[str, Any]], Decision]
) -> Response:
    person = moderator(request)
    thing_at(person, "person", id)
    given.is_valid(raise_exception=True)
    said: dict[str, Any] = given.validated_data
    outcome = if_unchanged(
        request,
        lambda: thing_at(person, "person", id),
        lambda thing, token, now: act(person, thing, token, now, said),
    )
    return answer(outcome)


class LimitAccount(Door):
    reads_with = writes_with = SCOPE

    @extend_schema(
        operation_id="moderation_accounts_limit",
        tags=["moderation"],
        summary="Limit an account",
        description=f"A moderator reads each of their texts before it is shown, until a moment. {OF_THE_SITE} {NEEDS}",
        parameters=[IF_MATCH, IDEMPOTENCY_KEY, LOCATION],
        request=NewRestriction,
        examples=[KEPT, example(**{**WIRE_OF_A_PERSON, "verb": "limit"})],
        responses={201: DecisionSerializer, **failures(400, 401, 403, 404, 409, 412, 413, 415, 422, 428)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        return _decide(
            request,
            id,
            NewRestriction(data=request.data),
            lambda by, thing, token, now, said: accounts.limit(
                by=by, person=_person(thing), token=token, now=now, **said
            ),
        )


class SuspendAccount(Door):
    reads_with = writes_with = SCOPE

    @extend_schema(
        operation_id="moderation_accounts_suspend",
        tags=["moderation"],
        summary="Suspend an account",
        description="They file, correct and endorse nothing until a moment; they read, and take back. "
        f"{OF_THE_SITE} {NEEDS}",
        parameters=[IF_MATCH, IDEMPOTENCY_KEY, LOCATION],
        request=NewRestriction,
        examples=[KEPT, example(**{**WIRE_OF_A_PERSON, "verb": "suspend"})],
        responses={201: DecisionSerializer, **failures(400, 401, 403, 404, 409, 412, 413, 415, 422, 428)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        return _decide(
            request,
            id,
            NewRestriction(data=request.data),
            lambda by, thing, token, now, said: accounts.suspend(
                by=by, person=_person(thing), token=token, now=now, **said
            ),
        )


class LiftAccount(Door):
    reads_with = writes_with = SCOPE

    @extend_schema(
        operation_id="moderation_accounts_lift",
        tags=["moderation"],
        summary="End a limit or a suspension",
        description=f"Before its time. {OF_THE_SITE} {NEEDS}",
        parameters=[IF_MATCH, IDEMPOTENCY_KEY, LOCATION],
        request=Lifting,
        examples=[SORRY, example(**{**WIRE_OF_A_PERSON, "verb": "lift", "rule_number": None, "rule": ""})],
        responses={201: DecisionSerializer, **failures(400, 401, 403, 404, 409, 412, 413, 415, 422, 428)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        return _decide(
            request,
            id,
            Lifting(data=request.data),
            lambda by, thing, token, now, said: accounts.lift(
                by=by, person=_person(thing), token=token, now=now, **said
            ),
        )


def _person(thing: Thing) -> Person:
    if isinstance(thing, Person):
        return thing
    raise RuntimeError("this address leads to people alone")
