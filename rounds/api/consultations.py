from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers

from accounts.api.people import viewer
from accounts.models import Person
from rounds.models import Charter, Consultation, Licence
from web.doors import ListDoor, ThingDoor
from web.fields import Moment
from web.schema import ORGANIZATION, example, failures


class CharterSerializer(serializers.Serializer[Charter]):
    """The rules of a consultation, in sentences."""

    decides = serializers.CharField(help_text="Who decides.")
    becomes = serializers.CharField(help_text="What becomes of what people write.")
    names = serializers.CharField(help_text="How names are shown.")


@extend_schema_serializer(
    examples=[
        example(
            slug="who-acts-next",
            id="f6a7b8c9-dae1-4fb2-8c3d-4e5f6a7b8c9d",
            number=3,
            url=f"{settings.SITE_URL}/c/who-acts-next/",
            title="Who acts next?",
            summary="Some questions have no home.",
            level="international",
            hosting_body=ORGANIZATION,
            language="en",
            time_zone="UTC",
            reading="public",
            taking_part="everybody",
            stakeholder_groups=[],
            moderation="after",
            charter={"decides": "The Forum decides.", "becomes": "A recommendation.", "names": "Names are public."},
            contact="[The secretariat](mailto:secretariat@example.org) answers within two days.",
            licence="CC-BY-4.0",
            opened_at="2027-01-15T09:00:00Z",
            published_at="2027-01-20T09:00:00Z",
        )
    ]
)
class ConsultationSerializer(serializers.Serializer[Consultation]):
    """A whole process: what is asked, of whom, by whom."""

    slug = serializers.CharField(help_text="Names the consultation everywhere in the API.")
    id = serializers.UUIDField(help_text="Names it in the bytes of the public record.")
    number = serializers.IntegerField(
        allow_null=True, help_text="Number in the public record; null for the second until it is given."
    )
    url = serializers.SerializerMethodField(help_text="The page for people.")
    title = serializers.CharField()
    summary = serializers.CharField()
    level = serializers.ChoiceField(Consultation.Level.choices)
    hosting_body = serializers.UUIDField(source="hosting_body_id", help_text="Id of an organization.")
    language = serializers.CharField(help_text="BCP 47.")
    time_zone = serializers.CharField()
    reading = serializers.ChoiceField(Consultation.Reading.choices)
    taking_part = serializers.ChoiceField(Consultation.TakingPart.choices)
    stakeholder_groups = serializers.SerializerMethodField(
        help_text="Keys of the groups that take part, where `taking_part` is `groups`."
    )
    moderation = serializers.ChoiceField(Consultation.Moderation.choices)
    charter = CharterSerializer()
    contact = serializers.CharField(
        help_text="Whom to ask, in Markdown; empty where nothing more than the site’s is said."
    )
    licence = serializers.ChoiceField(
        Licence.choices,
        source="charter.licence",
        help_text="Under which terms contributions and comments may be used again; an SPDX name, or `reserved`.",
    )
    opened_at = Moment(source="made_at", help_text="When it was set up.")
    published_at = Moment(allow_null=True, help_text="Null while it is in preparation, which only its offices read.")

    def get_url(self, consultation: Consultation) -> str:
        return f"{settings.SITE_URL}/c/{consultation.slug}/"

    def get_stakeholder_groups(self, consultation: Consultation) -> list[str]:
        return sorted(group.pk for group in consultation.groups.all())


def readable(person: Person | None) -> "QuerySet[Consultation, Any]":
    """What one answer needs of the consultations that this viewer may read."""
    return Consultation.objects.visible_to(person).select_related("charter", "entry").prefetch_related("groups")


@extend_schema_view(
    get=extend_schema(
        operation_id="consultations_list",
        tags=["consultations"],
        summary="List consultations",
        description="Those you may read, oldest first. Without a token: the public ones.",
        responses={200: ConsultationSerializer(many=True), **failures(400, 401, 403)},
    )
)
class Consultations(ListDoor):
    queryset = Consultation.objects.none()
    serializer_class = ConsultationSerializer
    order = ("made_at", "id")

    def get_queryset(self) -> "QuerySet[Consultation, Any]":
        return readable(viewer(self.request))


@extend_schema_view(
    get=extend_schema(
        operation_id="consultations_retrieve",
        tags=["consultations"],
        summary="Read one consultation",
        responses={200: ConsultationSerializer, **failures(401, 403, 404)},
    )
)
class OneConsultation(ThingDoor):
    queryset = Consultation.objects.none()
    serializer_class = ConsultationSerializer
    lookup_field = "slug"

    def get_queryset(self) -> "QuerySet[Consultation, Any]":
        return readable(viewer(self.request))
