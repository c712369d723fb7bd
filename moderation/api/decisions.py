from typing import Any

from django.db.models import QuerySet
from django_filters.rest_framework import ChoiceFilter, FilterSet, UUIDFilter
from drf_spectacular.utils import extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers

from accounts.api.people import viewer
from moderation.models import Decision
from rounds.api.filings import NUMBER, ConsultationFilter
from web.doors import ListDoor
from web.fields import Moment
from web.schema import COMMENT, example, failures


@extend_schema_serializer(
    examples=[
        example(
            id="a7b8c9da-e1f2-4ac3-9d4e-5f6a7b8c9dae",
            number=1077,
            consultation="who-acts-next",
            verb="hide",
            comment=COMMENT,
            contribution=None,
            rule_number=2,
            rule="No private persons",
            reason="It names a private person.",
            language="en",
            at="2027-04-14T11:00:00Z",
        )
    ]
)
class DecisionSerializer(serializers.Serializer[Decision]):
    """What was done about a text, under which rule and for which reason. Offices decide, so no person is named."""

    id = serializers.UUIDField()
    number = serializers.IntegerField(allow_null=True, help_text=NUMBER)
    consultation = serializers.CharField(source="consultation.slug")
    verb = serializers.ChoiceField(Decision.Verb.choices)
    comment = serializers.UUIDField(source="comment_id", allow_null=True)
    contribution = serializers.UUIDField(source="contribution_id", allow_null=True)
    rule_number = serializers.IntegerField(allow_null=True)
    rule = serializers.CharField(help_text="The rule as it read when it was applied; empty where none was broken.")
    reason = serializers.CharField()
    language = serializers.CharField(help_text="BCP 47: the language of the reason.")
    at = Moment()


class DecisionFilters(FilterSet):
    consultation = ConsultationFilter()
    verb = ChoiceFilter(choices=Decision.Verb.choices)
    comment = UUIDFilter(field_name="comment_id")
    contribution = UUIDFilter(field_name="contribution_id")


@extend_schema_view(
    get=extend_schema(
        operation_id="decisions_list",
        tags=["public record"],
        summary="List moderators' decisions",
        description="Every decision about a text of a consultation you may read, oldest first.",
        responses={200: DecisionSerializer(many=True), **failures(400, 401, 403)},
    )
)
class Decisions(ListDoor):
    queryset = Decision.objects.none()
    serializer_class = DecisionSerializer
    filterset_class = DecisionFilters
    order = ("at", "id")

    def get_queryset(self) -> "QuerySet[Decision, Any]":
        return Decision.objects.visible_to(viewer(self.request)).select_related("consultation", "entry")
