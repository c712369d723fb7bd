from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from django_filters.rest_framework import ChoiceFilter, FilterSet
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import filer, viewer
from accounts.models import Person
from accounts.models.moderated import Shown
from rounds.actions import documents
from rounds.actions.documents import Upload
from rounds.api.filings import ConsultationFilter, LanguageFilter, consultation_for
from rounds.models import Document
from texts.files.kinds import Kind
from web.doors import Door, ListDoor, ThingDoor
from web.downloads import download
from web.fields import Day, FileInBase64, Input, Moment, OneOf, Words
from web.once import once
from web.schema import IDEMPOTENCY_KEY, LOCATION, example, failures

ID = "b6c7d8e9-fa0b-4c1d-8e2f-3a4b5c6d7e8f"


WIRE = example(
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
    status="published",
)
A_LINK = OpenApiExample(
    "A link",
    value={
        "consultation": "who-acts-next",
        "type": "report",
        "title": "Ten years of questions",
        "language": "en",
        "dated": "2027-01-20",
        "link": "https://library.example/report",
    },
    request_only=True,
)


@extend_schema_serializer(examples=[WIRE])
class DocumentSerializer(serializers.Serializer[Document]):
    """A document beside a consultation: a file kept here, or a link."""

    id = serializers.UUIDField()
    number = serializers.IntegerField(source="entry.seq", allow_null=True, help_text="Number in the public record.")
    consultation = serializers.CharField(source="consultation.slug")
    type = serializers.ChoiceField(Document.Type.choices)
    title = serializers.CharField()
    language = serializers.CharField(help_text="BCP 47: the language of the document.")
    dated = serializers.DateField(help_text="The date that the document bears.")
    url = serializers.SerializerMethodField(
        help_text="Where to get it: a download from here, or a page elsewhere; null while it is hidden."
    )
    media_type = serializers.SerializerMethodField(help_text="Of a file; null for a link.")
    size = serializers.IntegerField(allow_null=True, help_text="Of a file, in bytes; null for a link.")
    sha256 = serializers.SerializerMethodField(help_text="Of a file, in hexadecimal; null for a link.")
    added_at = Moment()
    status = serializers.ChoiceField(
        Shown.choices, help_text="While it is `hidden` it has neither title nor file; `/decisions/` says why."
    )

    def get_url(self, document: Document) -> str | None:
        if document.is_hidden:
            return None
        return document.link or f"{settings.SITE_URL}/c/{document.consultation.slug}/documents/{document.pk}/"

    def get_media_type(self, document: Document) -> str | None:
        return document.media_type or None

    def get_sha256(self, document: Document) -> str | None:
        return bytes(document.sha256).hex() if document.sha256 and not document.is_hidden else None


class DocumentFilters(FilterSet):
    consultation = ConsultationFilter()
    type = ChoiceFilter(choices=Document.Type.choices)
    language = LanguageFilter()


def readable(person: Person | None) -> "QuerySet[Document, Any]":
    return Document.objects.visible_to(person).select_related("consultation", "entry")


class NewDocument(Input):
    """A document beside a consultation: a link or a file, one of the two."""

    consultation = Words(help_text="Its slug.")
    type = OneOf(Document.Type.choices)
    title = Words(help_text="At most 300 characters.")
    language = Words(help_text="BCP 47: the language of the document.")
    dated = Day(help_text="The date that it bears.")
    link = Words(required=False, default="", help_text="The whole address, `https://…`.")
    file = FileInBase64(required=False, allow_null=True, default=None, help_text="Larger ones are added on the desk.")


class Documents(ListDoor):
    queryset = Document.objects.none()
    serializer_class = DocumentSerializer
    filterset_class = DocumentFilters
    order = ("added_at", "id")

    def get_queryset(self) -> "QuerySet[Document, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="documents_list",
        tags=["consultations"],
        summary="List documents",
        description="Background papers, translations, reports and letters beside the consultations you may read, in "
        "the order in which they were added.",
        responses={200: DocumentSerializer(many=True), **failures(400, 401, 403)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="documents_create",
        tags=["consultations"],
        summary="Put a document beside a consultation",
        description="For its secretariat. Author, place and other metadata are taken out of a file before it is kept. "
        "Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY, LOCATION],
        request=NewDocument,
        examples=[A_LINK, WIRE],
        responses={201: DocumentSerializer, **failures(400, 401, 403, 409, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        person = filer(request)
        given = NewDocument(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data
        file = said["file"]

        def act() -> Document:
            return documents.add(
                **said
                | {
                    "by": person,
                    "consultation": consultation_for(person, said["consultation"]),
                    "type": Document.Type(said["type"]),
                    "file": Upload(file["name"], file["content"]) if file else None,
                    "now": timezone.now(),
                }
            )

        outcome = once(request._request, act, key=request.headers.get("Idempotency-Key", ""))
        body = DocumentSerializer(get_object_or_404(readable(person), pk=outcome.thing)).data
        location = f"{settings.SITE_URL}{request.path}{outcome.thing}/"
        return Response(body, status=201, headers={"Location": location})


class OneDocument(ThingDoor):
    queryset = Document.objects.none()
    serializer_class = DocumentSerializer
    lookup_field = "id"

    def get_queryset(self) -> "QuerySet[Document, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="documents_retrieve",
        tags=["consultations"],
        summary="Read one document’s facts",
        responses={200: DocumentSerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="documents_destroy",
        tags=["consultations"],
        summary="Take a document away",
        description="For the secretariat of the consultation. The public record keeps that it was there. Needs the "
        "scope `comment`.",
        responses={204: None, **failures(401, 403, 404, 409)},
    )
    def delete(self, request: Request, id: UUID) -> Response:
        person = filer(request)
        document = get_object_or_404(readable(person), pk=id)
        once(request._request, lambda: documents.remove(by=person, document=document, now=timezone.now()))
        return Response(status=204)


class DocumentFile(Door):
    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Whoever asks for a PDF gets the file; only what is refused is JSON."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(
        operation_id="documents_file",
        tags=["consultations"],
        summary="Get a document’s file",
        description="The file itself, to be saved. A link has none.",
        responses={200: OpenApiResponse(description="The file."), **failures(401, 403, 404)},
    )
    def get(self, request: Request, id: UUID) -> HttpResponseBase:
        found = get_object_or_404(readable(viewer(request)).exclude(file=""), pk=id)
        try:
            file = found.file.open()
        except FileNotFoundError:
            raise Http404 from None
        ending = next(kind for kind in Kind if kind.media_type == found.media_type).endings[0]
        # A title is no path.
        name = found.title.replace("/", "-").replace("\\", "-").removesuffix(ending) + ending
        is_public = readable(None).filter(pk=found.pk).exists()
        return download(file, name=name, media_type=found.media_type, is_public=is_public)
