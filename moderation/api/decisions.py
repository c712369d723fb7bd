from typing import Any

from django.db.models import QuerySet
from django_filters.rest_framework import ChoiceFilter, FilterSet, UUIDFilter
from drf_spectacular.utils import extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers

from accounts.api.people import viewer
from moderation.models import KINDS, Decision
from rounds.api.filings import NUMBER, ConsultationFilter
from rounds.models import Office
from web.doors import ListDoor, ThingDoor
from web.fields import Moment
from web.schema import COMMENT, example, failures

DECISION = "a7b8c9da-e1f2-4ac3-9d4e-5f6a7b8c9dae"
WIRE = {
    "id": DECISION,
    "number": 1077,
    "consultation": "who-acts-next",
    "verb": "hide",
    "kind": "comment",
    "comment": COMMENT,
    "contribution": None,
    "proposal": None,
    "document": None,
    "organization": None,
    "person": None,
    "office": "moderator",
    "rule_number": 2,
    "rule": "No private persons",
    "reason": "It names a private person.",
    "language": "en",
    "until": None,
    "undoes": None,
    "at": "2027-04-14T11:00:00Z",
}


@extend_schema_serializer(examples=[example(**WIRE)])
class DecisionSerializer(serializers.Serializer[Decision]):
    """What was done about a text or a name, by which office, under which rule and for which reason.

    Offices decide, so no person is named.
    """

    id = serializers.UUIDField()
    number = serializers.IntegerField(allow_null=True, help_text=NUMBER)
    consultation = serializers.SerializerMethodField(help_text="Slug; null of people and bodies.")
    verb = serializers.ChoiceField(Decision.Verb.choices)
    kind = serializers.CharField(help_text=f"Which of the six ids is filled: {', '.join(KINDS)}.")
    comment = serializers.UUIDField(source="comment_id", allow_null=True)
    contribution = serializers.UUIDField(source="contribution_id", allow_null=True)
    proposal = serializers.UUIDField(source="proposal_id", allow_null=True)
    document = serializers.UUIDField(source="document_id", allow_null=True)
    organization = serializers.UUIDField(source="organization_id", allow_null=True)
    person = serializers.UUIDField(source="person_id", allow_null=True)
    office = serializers.ChoiceField([("", ""), *Office.Role.choices], help_text="Empty where time did it.")
    rule_number = serializers.IntegerField(allow_null=True)
    rule = serializers.CharField(help_text="The rule as it read when it was applied; empty where none was broken.")
    reason = serializers.CharField()
    language = serializers.CharField(help_text="BCP 47: the language of the reason.")
    until = Moment(allow_null=True, help_text="Until when an account is limited or suspended.")
    undoes = serializers.UUIDField(source="undoes_id", allow_null=True, help_text="The decision that is taken back.")
    at = Moment()

    def get_consultation(self, decision: Decision) -> str | None:
        return decision.consultation.slug if decision.consultation is not None else None


class DecisionFilters(FilterSet):
    consultation = ConsultationFilter()
    verb = ChoiceFilter(choices=Decision.Verb.choices)
    kind = ChoiceFilter(method="of_kind", choices=[(kind, kind) for kind in KINDS])
    comment = UUIDFilter(field_name="comment_id")
    contribution = UUIDFilter(field_name="contribution_id")
    proposal = UUIDFilter(field_name="proposal_id")
    document = UUIDFilter(field_name="document_id")
    organization = UUIDFilter(field_name="organization_id")
    person = UUIDFilter(field_name="person_id")

    def of_kind(self, queryset: "QuerySet[Decision]", name: str, value: str) -> "QuerySet[Decision]":
        return queryset.filter(**{f"{value}__isnull": False})


@extend_schema_view(
    get=extend_schema(
        operation_id="decisions_list",
        tags=["public record"],
        summary="List moderators' decisions",
        description="Every decision about a text of a consultation you may read, and about names and accounts, oldest "
        "first. Decided by `POST /api/v1/moderation/decisions/`.",
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


@extend_schema_view(
    get=extend_schema(
        operation_id="decisions_retrieve",
        tags=["public record"],
        summary="Read a decision",
        responses={200: DecisionSerializer, **failures(401, 403, 404)},
    )
)
class OneDecision(ThingDoor):
    queryset = Decision.objects.none()
    serializer_class = DecisionSerializer
    lookup_field = "id"

    def get_queryset(self) -> "QuerySet[Decision, Any]":
        return Decision.objects.visible_to(viewer(self.request)).select_related("consultation", "entry")
