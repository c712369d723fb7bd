from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django_filters.rest_framework import ChoiceFilter, FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers

from accounts.api.people import viewer
from accounts.models import Person
from rounds.api.filings import ConsultationFilter, LanguageFilter
from rounds.models import Document
from web.doors import ListDoor, ThingDoor
from web.fields import Moment
from web.schema import example, failures

ID = "b6c7d8e9-fa0b-4c1d-8e2f-3a4b5c6d7e8f"


@extend_schema_serializer(
    examples=[
        example(
            id=ID,
            number=12,
            consultation="who-acts-next",
            type="issues_paper",
            title="Who acts next? An issues paper",
            language="en",
            dated="2027-01-20",
            url=f"{settings.SITE_URL}/c/who-acts-next/documents/{ID}/",
            media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            size=38_412,
            sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            added_at="2027-01-20T09:30:00Z",
        )
    ]
)
class DocumentSerializer(serializers.Serializer[Document]):
    """A document beside a consultation: a file kept here, or a link."""

    id = serializers.UUIDField()
    number = serializers.IntegerField(source="entry.seq", allow_null=True, help_text="Number in the public record.")
    consultation = serializers.CharField(source="consultation.slug")
    type = serializers.ChoiceField(Document.Type.choices)
    title = serializers.CharField()
    language = serializers.CharField(help_text="BCP 47: the language of the document.")
    dated = serializers.DateField(help_text="The date that the document bears.")
    url = serializers.SerializerMethodField(help_text="Where to get it: a download from here, or a page elsewhere.")
    media_type = serializers.SerializerMethodField(help_text="Of a file; null for a link.")
    size = serializers.IntegerField(allow_null=True, help_text="Of a file, in bytes; null for a link.")
    sha256 = serializers.SerializerMethodField(help_text="Of a file, in hexadecimal; null for a link.")
    added_at = Moment()

    def get_url(self, document: Document) -> str:
        return document.link or f"{settings.SITE_URL}/c/{document.consultation.slug}/documents/{document.pk}/"

    def get_media_type(self, document: Document) -> str | None:
        return document.media_type or None

    def get_sha256(self, document: Document) -> str | None:
        return bytes(document.sha256).hex() if document.sha256 else None


class DocumentFilters(FilterSet):
    consultation = ConsultationFilter()
    type = ChoiceFilter(choices=Document.Type.choices)
    language = LanguageFilter()


def readable(person: Person | None) -> "QuerySet[Document, Any]":
    return Document.objects.visible_to(person).select_related("consultation", "entry")


@extend_schema_view(
    get=extend_schema(
        operation_id="documents_list",
        tags=["consultations"],
        summary="List documents",
        description="Background papers, translations, reports and letters beside the consultations you may read, in "
        "the order in which they were added.",
        responses={200: DocumentSerializer(many=True), **failures(400, 401, 403)},
    )
)
class Documents(ListDoor):
    queryset = Document.objects.none()
    serializer_class = DocumentSerializer
    filterset_class = DocumentFilters
    order = ("added_at", "id")

    def get_queryset(self) -> "QuerySet[Document, Any]":
        return readable(viewer(self.request))


@extend_schema_view(
    get=extend_schema(
        operation_id="documents_retrieve",
        tags=["consultations"],
        summary="Read one document’s facts",
        responses={200: DocumentSerializer, **failures(401, 403, 404)},
    )
)
class OneDocument(ThingDoor):
    queryset = Document.objects.none()
    serializer_class = DocumentSerializer
    lookup_field = "id"

    def get_queryset(self) -> "QuerySet[Document, Any]":
        return readable(viewer(self.request))
