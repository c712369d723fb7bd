from typing import Any

from django.db.models import QuerySet
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_serializer, extend_schema_view
from rest_framework import serializers

from accounts.api.people import viewer
from rounds.api.filings import ConsultationFilter
from rounds.models import Correction
from web.doors import ListDoor
from web.fields import Moment
from web.schema import ROUND, example, failures

OF = [("consultation", "consultation"), ("round", "round"), ("question", "question"), ("document", "document")]


@extend_schema_serializer(
    examples=[
        example(
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
    ]
)
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


@extend_schema_view(
    get=extend_schema(
        operation_id="corrections_list",
        tags=["consultations"],
        summary="List corrections with a notice",
        description="What secretariats put right in the words of published consultations, oldest first.",
        responses={200: CorrectionSerializer(many=True), **failures(400, 401, 403)},
    )
)
class Corrections(ListDoor):
    queryset = Correction.objects.none()
    serializer_class = CorrectionSerializer
    filterset_class = CorrectionFilters
    order = ("at", "id")

    def get_queryset(self) -> "QuerySet[Correction, Any]":
        return Correction.objects.visible_to(viewer(self.request)).select_related("consultation", "entry")
