import hashlib
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from drf_spectacular.utils import extend_schema_serializer as described
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import filer, viewer
from accounts.models import Person
from contributions.actions import attachments
from contributions.actions.files import Upload
from contributions.models import Attachment, Contribution
from texts.files.kinds import Kind
from web.doors import Door, UploadDoor
from web.downloads import download
from web.fields import EMPTY, MISSING, Input
from web.once import once
from web.schema import CONTRIBUTION, IDEMPOTENCY_KEY, LOCATION, example, failures

WIRE = {
    "id": "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d",
    "name": "our-answer.pdf",
    "media_type": "application/pdf",
    "size": 48213,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "url": f"{settings.SITE_URL}/contributions/{CONTRIBUTION}/files/a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d/",
}
OF = OpenApiParameter("id", UUID, OpenApiParameter.PATH, description="The contribution.")


@described(examples=[example(**WIRE)])
class AttachmentSerializer(serializers.Serializer[Attachment]):
    """A file beside a contribution, without the metadata that it came with."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    media_type = serializers.ChoiceField([kind.media_type for kind in Kind])
    size = serializers.IntegerField(help_text="Bytes.")
    sha256 = serializers.SerializerMethodField(help_text="Of the file as it is served, in hexadecimal.")
    url = serializers.SerializerMethodField(help_text="Where a browser gets the file.")

    def get_sha256(self, attachment: Attachment) -> str:
        return bytes(attachment.sha256).hex()

    def get_url(self, attachment: Attachment) -> str:
        return f"{settings.SITE_URL}/contributions/{attachment.contribution_id}/files/{attachment.pk}/"


class UploadedFile(serializers.FileField):
    """What the file must satisfy is said by the action."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": MISSING,
        "null": EMPTY,
        "invalid": _("Send the file itself, as multipart/form-data with a file name."),
        "no_name": _("Send the file with a file name."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, **kwargs)


class NewAttachment(Input):
    """A file, as multipart/form-data."""

    file = UploadedFile(help_text="At most 10 MB; 25 MB and five files with one contribution.")


SENT = OpenApiExample(
    "A file", value={"file": "(the bytes of our-answer.pdf)"}, request_only=True, media_type="multipart/form-data"
)


def readable(person: Person | None) -> "QuerySet[Attachment, Any]":
    return Attachment.objects.visible_to(person)


class Attachments(UploadDoor):
    @extend_schema(
        operation_id="attachments_create",
        tags=["contributions"],
        summary="Put a file beside a contribution",
        description="PDF, office files without macros, plain text and pictures, told by their content. Author, place "
        "and other metadata are taken out before the file is kept. Until the round closes. Needs the scope `comment`.",
        parameters=[OF, IDEMPOTENCY_KEY, LOCATION],
        request={"multipart/form-data": NewAttachment},
        examples=[SENT, example(**WIRE)],
        responses={201: AttachmentSerializer, **failures(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        person = filer(request)
        found = Contribution.objects.visible_to(person).select_related("round__consultation")
        contribution = get_object_or_404(found, pk=id)
        given = NewAttachment(data=request.data)
        given.is_valid(raise_exception=True)
        file = given.validated_data["file"]
        upload = Upload(file.name, file.read())
        whole = b"\n".join([request.path.encode(), upload.name.encode(), upload.content])
        outcome = once(
            request._request,
            lambda: attachments.add(by=person, contribution=contribution, upload=upload),
            key=request.headers.get("Idempotency-Key", ""),
            fingerprint=hashlib.sha256(whole).digest(),
        )
        attachment = get_object_or_404(readable(person), pk=outcome.thing)
        location = f"{settings.SITE_URL}{request.path}{outcome.thing}/"
        body = AttachmentSerializer(attachment).data
        return Response(body, status=outcome.status, headers={"Location": location})


class OneAttachment(Door):
    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Whoever asks for a PDF gets the file; only what is refused is JSON."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(
        operation_id="attachments_retrieve",
        tags=["contributions"],
        summary="Get a file",
        description="The file itself, to be saved. It is there as long as the words of its contribution are.",
        parameters=[OF],
        responses={200: OpenApiResponse(description="The file."), **failures(401, 403, 404)},
    )
    def get(self, request: Request, id: UUID, attachment: UUID) -> HttpResponseBase:
        found = self._load(viewer(request), id, attachment)
        is_public = readable(None).filter(pk=found.pk).exists()
        return download(found.file.open(), name=found.name, media_type=found.media_type, is_public=is_public)

    @extend_schema(
        operation_id="attachments_destroy",
        tags=["contributions"],
        summary="Take a file away",
        description="Until the round closes. The public record keeps the file's fingerprint.",
        parameters=[OF],
        responses={204: None, **failures(401, 403, 404, 409)},
    )
    def delete(self, request: Request, id: UUID, attachment: UUID) -> Response:
        person = filer(request)
        found = self._load(person, id, attachment)
        once(request._request, lambda: attachments.remove(by=person, attachment=found))
        return Response(status=204)

    def _load(self, person: Person | None, id: UUID, attachment: UUID) -> Attachment:
        found = readable(person).select_related("contribution__round__consultation")
        return get_object_or_404(found, contribution=id, pk=attachment)
