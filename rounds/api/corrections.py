from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import (
    OpenApiExample,
    extend_schema,
    extend_schema_field,
    extend_schema_serializer,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import filer, viewer
from accounts.models import Person
from rounds.actions import corrections
from rounds.api.filings import ConsultationFilter
from rounds.models import Consultation, Correction, Document, Question, Round
from rounds.models.worded import Worded
from rounds.rules.corrections import LIMITS
from web.doors import ListDoor, ThingDoor
from web.fields import Input, Moment, OneOf, Reference, Words
from web.once import once
from web.problems import unknown
from web.schema import IDEMPOTENCY_KEY, LOCATION, ROUND, example, failures

FIELDS = [(name, name) for name in sorted({name for fields in LIMITS.values() for name in fields})]
OF = [("consultation", "consultation"), ("round", "round"), ("question", "question"), ("document", "document")]


WIRE = example(
    id="0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9",
    number=88,
    consultation="who-acts-next",
    of="round",
    thing=ROUND,
    field="summary",
    before="Send your inputs until 18 Aprl.",
    after="Send your inputs until 18 April.",
    reason="A letter was missing.",
    at="2027-03-02T08:00:00Z",
)
A_SLIP = OpenApiExample(
    "A slip in a round",
    value={
        "of": "round",
        "thing": ROUND,
        "field": "summary",
        "text": "Send your inputs until 18 April.",
        "reason": "A letter was missing.",
    },
    request_only=True,
)


@extend_schema_serializer(examples=[WIRE])
class CorrectionSerializer(serializers.Serializer[Correction]):
    """A slip in a published consultation's own words, put right with a notice."""

    id = serializers.UUIDField()
    number = serializers.IntegerField(source="entry.seq", allow_null=True, help_text="Number in the public record.")
    consultation = serializers.CharField(source="consultation.slug")
    of = serializers.SerializerMethodField(help_text="What the words belong to.")
    thing = serializers.SerializerMethodField(help_text="Id of the consultation, round, question or document.")
    field = serializers.SerializerMethodField(help_text="Which words: `title`, `summary`, `text`, …")
    before = serializers.CharField(help_text="The words that stood there.")
    after = serializers.CharField(help_text="The words that stand there since.")
    reason = serializers.CharField()
    at = Moment()

    @extend_schema_field(serializers.ChoiceField(OF))
    def get_of(self, correction: Correction) -> str:
        return correction.of

    @extend_schema_field(serializers.UUIDField())
    def get_thing(self, correction: Correction) -> str:
        return str(
            correction.round_id or correction.question_id or correction.document_id or correction.consultation_id
        )

    def get_field(self, correction: Correction) -> str:
        return correction.field


class CorrectionFilters(FilterSet):
    consultation = ConsultationFilter()


class NewCorrection(Input):
    """Other words in the place of these."""

    of = OneOf(OF, help_text="What the words belong to.")
    thing = Reference(help_text="Id of the consultation, round, question or document.")
    field = OneOf(FIELDS, help_text="Which words.")
    text = Words(help_text="The words that shall stand there.")
    reason = Words(help_text="Everybody reads it.")


def readable(person: Person | None) -> "QuerySet[Correction, Any]":
    return Correction.objects.visible_to(person).select_related("consultation", "entry")


def thing_for(person: Person, of: str, id: UUID) -> Worded:
    """What an input names, as far as its sender may see it."""
    found: Worded | None
    match of:
        case "consultation":
            found = Consultation.objects.visible_to(person).filter(pk=id).first()
        case "round":
            found = Round.objects.visible_to(person).select_related("consultation").filter(pk=id).first()
        case "question":
            asked = Question.objects.visible_to(person).select_related("round__consultation")
            found = asked.filter(pk=id).first()
        case _:
            found = Document.objects.visible_to(person).select_related("consultation").filter(pk=id).first()
    if found is None:
        raise unknown("thing")
    return found


class Corrections(ListDoor):
    queryset = Correction.objects.none()
    serializer_class = CorrectionSerializer
    filterset_class = CorrectionFilters
    order = ("at", "id")

    def get_queryset(self) -> "QuerySet[Correction, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="corrections_list",
        tags=["consultations"],
        summary="List corrections with a notice",
        description="What secretariats put right in the words of published consultations, oldest first.",
        responses={200: CorrectionSerializer(many=True), **failures(400, 401, 403)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="corrections_create",
        tags=["consultations"],
        summary="Correct with a notice",
        description="For the secretariat of a published consultation: a slip in its own words, in those of its rounds, "
        "questions and documents. Old and new words stand on the public record. Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY, LOCATION],
        request=NewCorrection,
        examples=[A_SLIP, WIRE],
        responses={201: CorrectionSerializer, **failures(400, 401, 403, 409, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        person = filer(request)
        given = NewCorrection(data=request.data)
        given.is_valid(raise_exception=True)
        said = dict(given.validated_data)
        of, id = said.pop("of"), said.pop("thing")

        def act() -> Correction:
            return corrections.correct(by=person, thing=thing_for(person, of, id), now=timezone.now(), **said)

        outcome = once(request._request, act, key=request.headers.get("Idempotency-Key", ""))
        body = CorrectionSerializer(get_object_or_404(readable(person), pk=outcome.thing)).data
        location = f"{settings.SITE_URL}{request.path}{outcome.thing}/"
        return Response(body, status=201, headers={"Location": location})


@extend_schema_view(
    get=extend_schema(
        operation_id="corrections_retrieve",
        tags=["consultations"],
        summary="Read one correction",
        responses={200: CorrectionSerializer, **failures(401, 403, 404)},
    )
)
class OneCorrection(ThingDoor):
    queryset = Correction.objects.none()
    serializer_class = CorrectionSerializer
    lookup_field = "id"

    def get_queryset(self) -> "QuerySet[Correction, Any]":
        return readable(viewer(self.request))
