"""What a call asks, through the API: set by the secretariat until the round opens."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import filer, viewer
from accounts.models import Person
from rounds.actions import questions
from rounds.api.languages import LANGUAGE, Translated
from rounds.models import Question, Round
from web.doors import Door, ThingDoor
from web.fields import EMPTY, MISSING, Input, Words
from web.once import once
from web.schema import IDEMPOTENCY_KEY, LOCATION, example, failures

ASKED = {
    "id": "1d2e3f40-5162-4738-8495-a6b7c8d9eafb",
    "number": 1,
    "text": "Which question has no home?",
    "help": "One is enough.",
    "word_limit": 500,
    "language": "en",
    "authentic_language": "en",
    "languages": ["en", "fr"],
}
WIRE = example(**ASKED)
NEW = OpenApiExample("A question", value={"text": "Which question has no home?", "word_limit": 500}, request_only=True)
CHANGED = OpenApiExample("Other words", value={"text": "Which questions have no home?"}, request_only=True)
MOVED = OpenApiExample("To the front", value={"number": 1}, request_only=True)


@extend_schema_serializer(examples=[WIRE])
class QuestionSerializer(Translated):
    """What a call asks."""

    told = ("text", "help")

    id = serializers.UUIDField()
    number = serializers.IntegerField(help_text="Names it in the `answers` of a contribution.")
    text = serializers.CharField()
    help = serializers.CharField(help_text="What the secretariat says about it; may be empty.")
    word_limit = serializers.IntegerField(
        allow_null=True, help_text="More words than this are taken, and the writer is warned; null for no limit."
    )


class Count(serializers.IntegerField):
    """A whole number, sent as one."""

    default_error_messages = {"required": MISSING, "null": EMPTY}

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class NewQuestion(Input):
    """One question more, behind the others."""

    text = Words(help_text="At most 1,000 characters.")
    help = Words(required=False, default="", help_text="At most 2,000 characters.")
    word_limit = Count(required=False, allow_null=True, default=None, help_text="It warns, and refuses nobody.")


class ChangedQuestion(Input):
    """The question in other words; what is left out stays."""

    text = Words(required=False)
    help = Words(required=False)
    word_limit = Count(required=False, allow_null=True)


class QuestionPlace(Input):
    """Where a question stands among the others."""

    number = Count(help_text="From 1 to as many as there are; those between make room.")


def readable(person: Person | None) -> "QuerySet[Question, Any]":
    return Question.objects.visible_to(person).with_translations()


def _answer(request: Request, act: Callable[[], Question], *, status: int = 200) -> Response:
    """Run the act once for its key, and answer with the question as it is now."""
    outcome = once(request._request, act, key=request.headers.get("Idempotency-Key", ""))
    thing = get_object_or_404(readable(filer(request)), pk=outcome.thing)
    headers = {"Location": f"{settings.SITE_URL}/api/v1/questions/{thing.pk}/"} if status == 201 else None
    return Response(QuestionSerializer(thing).data, status=status, headers=headers)


class Questions(Door):
    @extend_schema(
        operation_id="questions_create",
        tags=["consultations"],
        summary="Ask one question more",
        description="For the secretariat of the consultation, until the call opens; at most 20. Needs the scope "
        "`comment`.",
        parameters=[IDEMPOTENCY_KEY, LOCATION],
        request=NewQuestion,
        examples=[NEW, WIRE],
        responses={201: QuestionSerializer, **failures(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        person = filer(request)
        round = get_object_or_404(Round.objects.visible_to(person).select_related("consultation"), pk=id)
        given = NewQuestion(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data
        return _answer(request, lambda: questions.add(by=person, round=round, **said), status=201)


class OneQuestion(ThingDoor):
    queryset = Question.objects.none()
    serializer_class = QuestionSerializer
    lookup_field = "id"

    def get_queryset(self) -> "QuerySet[Question, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="questions_retrieve",
        tags=["consultations"],
        summary="Read one question",
        parameters=[LANGUAGE],
        responses={200: QuestionSerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="questions_change",
        tags=["consultations"],
        summary="Ask it in other words",
        description="For the secretariat of the consultation, until the call opens. What is left out stays. Needs the "
        "scope `comment`.",
        request=ChangedQuestion,
        examples=[CHANGED, WIRE],
        responses={200: QuestionSerializer, **failures(400, 401, 403, 404, 409, 413, 415)},
    )
    def patch(self, request: Request, id: UUID) -> Response:
        person = filer(request)
        question = get_object_or_404(readable(person), pk=id)
        given = ChangedQuestion(data=request.data)
        given.is_valid(raise_exception=True)
        present = {name: getattr(question, name) for name in ("text", "help", "word_limit")}
        said = {**present, **given.validated_data}
        return _answer(request, lambda: questions.change(by=person, question=question, **said))

    @extend_schema(
        operation_id="questions_destroy",
        tags=["consultations"],
        summary="Ask one question less",
        description="For the secretariat of the consultation, until the call opens. Those behind it move up. Needs the "
        "scope `comment`.",
        responses={204: None, **failures(401, 403, 404, 409)},
    )
    def delete(self, request: Request, id: UUID) -> Response:
        person = filer(request)
        question = get_object_or_404(readable(person), pk=id)
        once(request._request, lambda: questions.remove(by=person, question=question))
        return Response(status=204)


class MoveQuestion(Door):
    @extend_schema(
        operation_id="questions_move",
        tags=["consultations"],
        summary="Give a question another number",
        description="For the secretariat of the consultation, until the call opens. Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY],
        request=QuestionPlace,
        examples=[MOVED, WIRE],
        responses={200: QuestionSerializer, **failures(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        person = filer(request)
        question = get_object_or_404(readable(person), pk=id)
        given = QuestionPlace(data=request.data)
        given.is_valid(raise_exception=True)
        to = given.validated_data["number"]
        return _answer(request, lambda: questions.move(by=person, question=question, to=to))
