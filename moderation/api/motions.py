"""Acts that take two people, through the API: one asks, another agrees or does not."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django_filters.rest_framework import ChoiceFilter, FilterSet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import AuthorSerializer
from accounts.models import Affiliation, Person
from moderation.actions import motions
from moderation.api.desk import CHOICES, NEEDS, SCOPE, as_text, if_unchanged, key_of, moderator, thing_named
from moderation.models import Motion, Thing
from moderation.permissions import can_note_affiliations, motions_before
from rounds.api.filings import ConsultationFilter, round_for
from rounds.models import Office
from web.doors import Door, ListDoor, ThingDoor
from web.fields import MISSING, Input, Moment, OneOf, Reference, Words, ZonedMoment
from web.once import once
from web.problems import unknown
from web.schema import COMMENT, IDEMPOTENCY_KEY, LOCATION, PERSON, example, failures

MOTION = "c9daebfc-0314-4ce5-8f60-718293a4b5c6"
WIRE = {
    "id": MOTION,
    "verb": "hide",
    "state": "waiting",
    "consultation": "who-acts-next",
    "kind": "comment",
    "thing": COMMENT,
    "round": None,
    "affiliation": None,
    "rule_number": 3,
    "reason": "It attacks a person.",
    "language": "en",
    "closes_at": None,
    "asked_by": {"id": PERSON, "name": "Piet de Wit", "kind": "person"},
    "asked_office": "moderator",
    "asked_at": "2027-04-14T11:00:00Z",
    "lapses_at": None,
    "answered_by": None,
    "answered_at": None,
    "answer": "",
}


@extend_schema_serializer(examples=[example(**WIRE)])
class MotionSerializer(serializers.Serializer[Motion]):
    """What a second person is asked to agree to."""

    id = serializers.UUIDField()
    verb = serializers.ChoiceField(Motion.Verb.choices)
    state = serializers.ChoiceField(Motion.State.choices)
    consultation = serializers.SerializerMethodField(help_text="Slug; null where it concerns the whole site.")
    kind = serializers.CharField(help_text="Of the thing; empty where it is about a round or an affiliation.")
    thing = serializers.SerializerMethodField()
    round = serializers.UUIDField(source="round_id", allow_null=True)
    affiliation = serializers.UUIDField(source="affiliation_id", allow_null=True)
    rule_number = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()
    language = serializers.CharField()
    closes_at = Moment(allow_null=True, help_text="Until when the round shall be open.")
    asked_by = AuthorSerializer()
    asked_office = serializers.ChoiceField(Office.Role.choices)
    asked_at = Moment()
    lapses_at = Moment(allow_null=True, help_text="When a held text is shown again by itself.")
    answered_by = AuthorSerializer(allow_null=True)
    answered_at = Moment(allow_null=True)
    answer = serializers.CharField(help_text="Why it was not agreed.")

    def get_consultation(self, motion: Motion) -> str | None:
        return motion.consultation.slug if motion.consultation is not None else None

    def get_thing(self, motion: Motion) -> UUID | None:
        return motion.thing_id if motion.kind else None


class NewMotion(Input):
    """Hiding and erasing name a thing, and come with If-Match; more time names a round; a place an affiliation."""

    verb = OneOf(Motion.Verb.choices)
    kind = OneOf(CHOICES, required=False, default="comment", help_text="Of the thing that is hidden or erased.")
    id = Reference(required=False, allow_null=True, default=None, help_text="Of that thing.")
    rule = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=32_767, help_text="To hide."
    )
    reason = Words(help_text="Why. Of what is hidden everybody reads it. At most 2,000 characters.")
    language = Words(required=False, default="en", help_text="BCP 47: the language of the reason.")
    round = Reference(required=False, allow_null=True, default=None, help_text="Which gets more time.")
    closes_at = ZonedMoment(required=False, allow_null=True, default=None, help_text="When it closes then.")
    affiliation = Reference(required=False, allow_null=True, default=None, help_text="Which is ended.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        needed: dict[str, tuple[str, ...]] = {"hide": ("id", "rule"), "erase": ("id",)}
        needed |= {"extend": ("round", "closes_at"), "revoke": ("affiliation",)}
        error = serializers.ErrorDetail(str(MISSING), "required")
        missing = {name: [error] for name in needed[attrs["verb"]] if attrs[name] is None}
        if missing:
            raise serializers.ValidationError(missing)
        return attrs


class MotionRefusal(Input):
    answer = Words(help_text="Why not; who asked reads it. At most 2,000 characters.")


class MotionFilters(FilterSet):
    consultation = ConsultationFilter()
    state = ChoiceFilter(choices=Motion.State.choices)
    verb = ChoiceFilter(choices=Motion.Verb.choices)


def readable(person: Person) -> "QuerySet[Motion, Any]":
    return motions_before(person).select_related("consultation", "asked_by", "answered_by")


class Motions(ListDoor):
    reads_with = writes_with = SCOPE
    queryset = Motion.objects.none()
    serializer_class = MotionSerializer
    filterset_class = MotionFilters
    order = ("asked_at", "id")

    def get_queryset(self) -> "QuerySet[Motion, Any]":
        return readable(moderator(self.request))

    @extend_schema(
        operation_id="moderation_motions_list",
        tags=["moderation"],
        summary="List what takes two people",
        description=f"In your consultations, and of the whole site by an office of it; oldest first. {NEEDS}",
        responses={200: MotionSerializer(many=True), **failures(400, 401, 403)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="moderation_motions_create",
        tags=["moderation"],
        summary="Ask a second person to agree",
        description="To hide what was written in the name of a body, to erase a text for good, to give a round more "
        "time within 48 hours of its close, to end that somebody speaks for a body. The first two come with "
        "`If-Match`. "
        f"{NEEDS}",
        parameters=[IDEMPOTENCY_KEY, LOCATION],
        request=NewMotion,
        examples=[
            OpenApiExample(
                "To hide a comment in a body's name",
                value={"verb": "hide", "kind": "comment", "id": COMMENT, "rule": 3, "reason": "It attacks a person."},
                request_only=True,
            ),
            example(**WIRE),
        ],
        responses={201: MotionSerializer, **failures(400, 401, 403, 409, 412, 413, 415, 422, 428)},
    )
    def post(self, request: Request) -> Response:
        person = moderator(request)
        given = NewMotion(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data
        if said["verb"] in ("hide", "erase"):
            outcome = if_unchanged(
                request,
                lambda: thing_named(person, said["kind"], said["id"]),
                lambda thing, token, now: _about_thing(person, thing, said, token, now),
            )
        else:
            outcome = once(request._request, lambda: _about_place(person, said), key=key_of(request))
        body = MotionSerializer(readable(person).get(pk=outcome.thing)).data
        location = f"{settings.SITE_URL}{request.path}{outcome.thing}/"
        return Response(body, status=outcome.status, headers={"Location": location})


def _about_thing(person: Person, thing: Thing, said: dict[str, Any], token: str, now: datetime) -> Motion:
    words = {"reason": said["reason"], "language": said["language"], "token": token, "now": now}
    if said["verb"] == "hide":
        return motions.ask_to_hide(by=person, thing=thing, rule=said["rule"], **words)
    return motions.ask_to_erase(by=person, thing=as_text(thing), **words)


def _about_place(person: Person, said: dict[str, Any]) -> Motion:
    now = timezone.now()
    if said["verb"] == "extend":
        round = round_for(person, said["round"])
        return motions.ask_for_more_time(
            by=person, round=round, closes_at=said["closes_at"], reason=said["reason"], now=now
        )
    affiliation = Affiliation.objects.filter(pk=said["affiliation"]).first()
    # Who speaks for which body is for the secretariat of the whole site to know by its id.
    if affiliation is None or can_note_affiliations(person) is not None:
        raise unknown("affiliation")
    return motions.ask_to_revoke(
        by=person, affiliation=affiliation, reason=said["reason"], language=said["language"], now=now
    )


class OneMotion(ThingDoor):
    reads_with = writes_with = SCOPE
    queryset = Motion.objects.none()
    serializer_class = MotionSerializer
    lookup_field = "id"

    def get_queryset(self) -> "QuerySet[Motion, Any]":
        return readable(moderator(self.request))

    @extend_schema(
        operation_id="moderation_motions_retrieve",
        tags=["moderation"],
        summary="Read what a second person is asked",
        description=NEEDS,
        responses={200: MotionSerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


def _answer(request: Request, id: UUID, act: Callable[[Person, Motion], Motion]) -> Response:
    person = moderator(request)

    def whole() -> Motion:
        return act(person, get_object_or_404(readable(person), pk=id))

    outcome = once(request._request, whole, key=key_of(request))
    return Response(MotionSerializer(readable(person).get(pk=outcome.thing)).data)


_FAILURES = failures(400, 401, 403, 404, 409, 413, 415, 422)


class AgreeToMotion(Door):
    reads_with = writes_with = SCOPE

    @extend_schema(
        operation_id="moderation_motions_agree",
        tags=["moderation"],
        summary="Agree, as the second person",
        description="What was asked is done, as both of you said. Where the thing changed since it was asked, nothing "
        f"is done. {NEEDS}",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        responses={200: MotionSerializer, **_FAILURES},
    )
    def post(self, request: Request, id: UUID) -> Response:
        return _answer(request, id, lambda by, motion: motions.agree(by=by, motion=motion, now=timezone.now()))


class RefuseMotion(Door):
    reads_with = writes_with = SCOPE

    @extend_schema(
        operation_id="moderation_motions_refuse",
        tags=["moderation"],
        summary="Do not agree, and say why",
        description=f"What was held meanwhile is shown again. {NEEDS}",
        parameters=[IDEMPOTENCY_KEY],
        request=MotionRefusal,
        examples=[
            OpenApiExample("With a reason", value={"answer": "It is sharp, not an attack."}, request_only=True),
            example(**WIRE),
        ],
        responses={200: MotionSerializer, **_FAILURES},
    )
    def post(self, request: Request, id: UUID) -> Response:
        moderator(request)
        given = MotionRefusal(data=request.data)
        given.is_valid(raise_exception=True)
        answer = given.validated_data["answer"]
        return _answer(
            request, id, lambda by, motion: motions.refuse(by=by, motion=motion, answer=answer, now=timezone.now())
        )


class TakeBackMotion(Door):
    reads_with = writes_with = SCOPE

    @extend_schema(
        operation_id="moderation_motions_take_back",
        tags=["moderation"],
        summary="Do not ask any more",
        description=f"Only who asked. What you held meanwhile is shown again. {NEEDS}",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        responses={200: MotionSerializer, **_FAILURES},
    )
    def post(self, request: Request, id: UUID) -> Response:
        return _answer(request, id, lambda by, motion: motions.take_back(by=by, motion=motion, now=timezone.now()))
