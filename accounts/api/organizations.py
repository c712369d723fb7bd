from typing import Any

from django.db.models import QuerySet
from django_filters.rest_framework import ChoiceFilter, FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers

from accounts.api.people import viewer
from accounts.models import Organization
from accounts.models.moderated import Shown
from accounts.models.stakeholder_group import LABELS
from web.doors import ListDoor, ThingDoor
from web.schema import ORGANIZATION, example, failures


@extend_schema_serializer(
    examples=[
        example(
            id=ORGANIZATION,
            name="Small Carriers’ Circle",
            type="organization",
            stakeholder_group="private_sector",
            country="KE",
            language="en",
            verified=True,
            status="published",
            merged_into=None,
        )
    ]
)
class OrganizationSerializer(serializers.Serializer[Organization]):
    """A body in whose name people speak."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    type = serializers.ChoiceField(Organization.Type.choices)
    stakeholder_group = serializers.CharField(source="stakeholder_group_id", help_text="Key of the group.")
    country = serializers.SerializerMethodField(help_text="ISO 3166 alpha-2, or null.")
    language = serializers.CharField(help_text="BCP 47.")
    verified = serializers.SerializerMethodField(help_text="Whether the secretariat knows that it is what it says.")
    status = serializers.ChoiceField(Shown.choices, help_text="Of its name: `hidden` where a moderator hid it.")

    merged_into = serializers.UUIDField(
        source="merged_into_id",
        allow_null=True,
        help_text="The body that it is one with: name that one. What was said in this one's name keeps it.",
    )

    def get_country(self, organization: Organization) -> str | None:
        return organization.country or None

    def get_verified(self, organization: Organization) -> bool:
        return organization.verified_at is not None


class OrganizationFilters(FilterSet):
    type = ChoiceFilter(choices=Organization.Type.choices)
    stakeholder_group = ChoiceFilter(choices=list(LABELS.items()))


@extend_schema_view(
    get=extend_schema(
        operation_id="organizations_list",
        tags=["people and bodies"],
        summary="List organizations and coalitions",
        description="Every body in whose name people speak, by name.",
        responses={200: OrganizationSerializer(many=True), **failures(400, 401, 403)},
    )
)
class Organizations(ListDoor):
    queryset = Organization.objects.none()
    serializer_class = OrganizationSerializer
    filterset_class = OrganizationFilters
    order = ("name", "id")

    def get_queryset(self) -> "QuerySet[Organization, Any]":
        return Organization.objects.visible_to(viewer(self.request))


@extend_schema_view(
    get=extend_schema(
        operation_id="organizations_retrieve",
        tags=["people and bodies"],
        summary="Read one organization or coalition",
        responses={200: OrganizationSerializer, **failures(401, 403, 404)},
    )
)
class OneOrganization(ThingDoor):
    queryset = Organization.objects.none()
    serializer_class = OrganizationSerializer
    lookup_field = "id"

    def get_queryset(self) -> "QuerySet[Organization, Any]":
        return Organization.objects.visible_to(viewer(self.request))
