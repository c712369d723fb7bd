from drf_spectacular.utils import extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers

from accounts.models import StakeholderGroup
from web.doors import ListDoor
from web.schema import example, failures


@extend_schema_serializer(examples=[example(key="government", name="Government", position=0)])
class StakeholderGroupSerializer(serializers.Serializer[StakeholderGroup]):
    """A group from which people come. Its key stands wherever a text names its group."""

    key = serializers.CharField()
    name = serializers.CharField()
    position = serializers.IntegerField(help_text="The place in the order in which groups are shown everywhere.")


@extend_schema_view(
    get=extend_schema(
        operation_id="stakeholder_groups_list",
        tags=["people and bodies"],
        summary="List the stakeholder groups",
        description="The six groups and “other”, in their fixed order.",
        responses={200: StakeholderGroupSerializer(many=True), **failures(400, 401, 403)},
    )
)
class StakeholderGroups(ListDoor):
    queryset = StakeholderGroup.objects.all()
    serializer_class = StakeholderGroupSerializer
    order = ("position",)
