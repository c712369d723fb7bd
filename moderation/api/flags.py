from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import filer, viewer
from accounts.models import Person
from moderation.actions import flags
from moderation.models import KINDS, Decision, Flag, Thing
from rounds.api.filings import NUMBER
from web.doors import ListDoor, ThingDoor
from web.fields import Input, Moment, Reference, Words
from web.once import once
from web.problems import unknown
from web.schema import COMMENT, IDEMPOTENCY_KEY, LOCATION, example, failures

FLAG = "0b1c2d3e-4f50-4162-8374-95a6b7c8d9ea"
NOTHING: dict[str, Any] = dict.fromkeys(KINDS)
WIRE: dict[str, Any] = {
    "id": FLAG,
    **NOTHING,
    "comment": COMMENT,
    "rule_number": 3,
    "rule": "No attacks on persons",
    "sentence": "It calls the author of No. 1042 a liar.",
    "language": "en",
    "at": "2027-04-14T10:20:00Z",
    "answered_at": "2027-04-14T11:00:00Z",
    "decision": {
        "id": "a7b8c9da-e1f2-4ac3-9d4e-5f6a7b8c9dae",
        "number": 1077,
        "verb": "hide",
        "reason": "It attacks a person and says nothing about the paragraph.",
        "language": "en",
    },
}


class AnswerSerializer(serializers.Serializer[Decision]):
    """The decision that answered somebody who told the moderators."""

    id = serializers.UUIDField()
    number = serializers.IntegerField(allow_null=True, help_text=NUMBER)
    verb = serializers.ChoiceField(Decision.Verb.choices)
    reason = serializers.CharField()
    language = serializers.CharField(help_text="BCP 47: the language of the reason.")


@extend_schema_serializer(examples=[example(**WIRE)])
class FlagSerializer(serializers.Serializer[Flag]):
    """What you told the moderators of one public text; five of the six ids are null. It hides nothing by itself."""

    id = serializers.UUIDField()
    comment = serializers.UUIDField(source="comment_id", allow_null=True)
    contribution = serializers.UUIDField(source="contribution_id", allow_null=True)
    proposal = serializers.UUIDField(source="proposal_id", allow_null=True)
    document = serializers.UUIDField(source="document_id", allow_null=True)
    organization = serializers.UUIDField(source="organization_id", allow_null=True, help_text="Its name.")
    person = serializers.UUIDField(source="person_id", allow_null=True, help_text="Their name.")
    rule_number = serializers.IntegerField()
    rule = serializers.CharField(help_text="The rule as it read when you told them.")
    sentence = serializers.CharField()
    language = serializers.CharField(help_text="BCP 47: the language of the sentence.")
    at = Moment()
    answered_at = Moment(allow_null=True)
    decision = serializers.SerializerMethodField(help_text="The answer; null until there is one.")

    @extend_schema_field(AnswerSerializer(allow_null=True))
    def get_decision(self, flag: Flag) -> dict[str, Any] | None:
        return AnswerSerializer(flag.decision).data if flag.decision is not None else None


class NewFlag(Input):
    """What breaks which rule: name one of the six."""

    comment = Reference(required=False)
    contribution = Reference(required=False)
    proposal = Reference(required=False, help_text="A text that was put up for comment.")
    document = Reference(required=False)
    organization = Reference(required=False, help_text="Its name.")
    person = Reference(required=False, help_text="Their name.")
    rule = serializers.IntegerField(help_text="The number of a rule in force where it stands.")
    sentence = Words(help_text=f"How it breaks the rule; at most {Flag.SENTENCE_LIMIT:,} characters.")
    language = Words(required=False, default="en", help_text="BCP 47: the language of the sentence.")


def readable(person: Person | None) -> "QuerySet[Flag, Any]":
    return Flag.objects.visible_to(person).select_related("decision__entry")


def _thing(person: Person, given: dict[str, Any]) -> Thing:
    named = [kind for kind in KINDS if kind in given]
    if len(named) != 1:
        sentence = _("Name one text, document, organization or person.")
        raise serializers.ValidationError({name: [ErrorDetail(sentence, "name_one")] for name in named or ["comment"]})
    kind = named[0]
    things: Any = KINDS[kind]._default_manager.all()
    thing: Thing | None = things.visible_to(person).filter(pk=given[kind]).first()
    if thing is None:
        raise unknown(kind)
    return thing


class Flags(ListDoor):
    queryset = Flag.objects.none()
    serializer_class = FlagSerializer
    order = ("at", "id")

    def get_queryset(self) -> "QuerySet[Flag, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="flags_list",
        tags=["public record"],
        summary="List what you told the moderators",
        description="Yours alone, oldest first, each with its answer once there is one. A stranger has told nothing.",
        responses={200: FlagSerializer(many=True), **failures(400, 401, 403)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="flags_create",
        tags=["public record"],
        summary="Tell the moderators of a public text",
        description="Once per text. It hides nothing, however many tell them; a moderator reads the text and decides "
        "within the time that the rules of its consultation name. Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY, LOCATION],
        request=NewFlag,
        examples=[
            OpenApiExample(
                "A comment", value={"comment": COMMENT, "rule": 3, "sentence": WIRE["sentence"]}, request_only=True
            ),
            example(**WIRE),
        ],
        responses={201: FlagSerializer, **failures(400, 401, 403, 409, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        person = filer(request)
        given = NewFlag(data=request.data)
        given.is_valid(raise_exception=True)
        words = given.validated_data

        def act() -> Flag:
            return flags.raise_(
                by=person,
                thing=_thing(person, words),
                rule=words["rule"],
                sentence=words["sentence"],
                language=words["language"],
                now=timezone.now(),
            )

        outcome = once(request._request, act, key=request.headers.get("Idempotency-Key", ""))
        body = FlagSerializer(get_object_or_404(readable(person), pk=outcome.thing)).data
        location = f"{settings.SITE_URL}{request.path}{outcome.thing}/"
        return Response(body, status=outcome.status, headers={"Location": location})


class OneFlag(ThingDoor):
    queryset = Flag.objects.none()
    serializer_class = FlagSerializer
    lookup_field = "id"

    def get_queryset(self) -> "QuerySet[Flag, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="flags_retrieve",
        tags=["public record"],
        summary="Read one thing that you told the moderators",
        responses={200: FlagSerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
