from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers

from accounts.api.people import viewer
from accounts.models.stakeholder_group import LABELS
from reports.compose import heard
from reports.compose.heard import Row, Table
from rounds.models import Round
from web.doors import ThingDoor
from web.schema import ROUND, example, failures

SPOKE = (9, 4, 21, 12, 0)


def _shown(key: str, counts: tuple[int, ...]) -> dict[str, Any]:
    return {"stakeholder_group": key} | dict(zip(heard.COUNTS, counts, strict=True))


class HeardGroupSerializer(serializers.Serializer[Row]):
    """The voices of one stakeholder group. They are of different weight, so do not add them up."""

    stakeholder_group = serializers.ChoiceField(list(LABELS.items()), source="key")
    organizations = serializers.IntegerField(help_text="Organizations and coalitions.")
    vouched = serializers.IntegerField(
        help_text="People who spoke for themselves, and of whom a confirmed organization says that they belong to it."
    )
    others = serializers.IntegerField(
        help_text="All other people. The same text sent by many of them is one voice in each group; those who do not "
        "give their name are one voice together."
    )
    countries = serializers.IntegerField(help_text="Countries that these voices name.")
    recorded = serializers.IntegerField(
        help_text="Voices that the secretariat recorded; counted apart, in none of the other figures."
    )


@extend_schema_serializer(
    examples=[
        example(
            round=ROUND,
            number=1077,
            groups=[_shown(key, SPOKE if key == "civil_society" else (0, 0, 0, 0, 0)) for key, _name in LABELS.items()],
        )
    ]
)
class HeardSerializer(serializers.Serializer[Table]):
    """Who has been heard in a round, by what is shown: each organization and each person once, whatever they filed."""

    round = serializers.UUIDField(source="round.pk")
    number = serializers.IntegerField(
        allow_null=True,
        help_text="The number of the public record up to which the figures are up to date; null before the first.",
    )
    groups = HeardGroupSerializer(
        source="rows", many=True, help_text="The six stakeholder groups and Other, always all and in this order."
    )


@extend_schema_view(
    get=extend_schema(
        operation_id="rounds_heard_retrieve",
        tags=["consultations"],
        summary="Who has been heard in a round",
        description="Voices by stakeholder group. Up to date within seconds of an act.",
        responses={200: HeardSerializer, **failures(401, 403, 404)},
    )
)
class RoundHeard(ThingDoor):
    queryset = Round.objects.none()
    serializer_class = HeardSerializer
    lookup_field = "id"

    def get_queryset(self) -> "QuerySet[Round, Any]":
        return Round.objects.visible_to(viewer(self.request))

    def get_object(self) -> Table:
        return heard.in_round(viewer(self.request), super().get_object())
