"""The letter beside a request to be confirmed for a body: sent by who asks, read by who answers."""

import hashlib
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions import letters
from accounts.api.people import filer, viewer
from accounts.models import AffiliationRequest, Person
from contributions.api.attachments import UploadedFile
from moderation.api.affiliation_requests import WIRE, AffiliationRequestSerializer, before, readable
from texts.files import names
from web.doors import UploadDoor
from web.downloads import download
from web.fields import Input
from web.once import once
from web.schema import IDEMPOTENCY_KEY, example, failures

OF = OpenApiParameter("id", UUID, OpenApiParameter.PATH, description="The request.")


class NewLetter(Input):
    """A letter, as multipart/form-data."""

    letter = UploadedFile(help_text="At most 10 MB: PDF, office file without macros, plain text or picture.")


SENT = OpenApiExample(
    "A letter", value={"letter": "(the bytes of letter.pdf)"}, request_only=True, media_type="multipart/form-data"
)


class Letter(UploadDoor):
    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Whoever asks for a PDF gets the file; only what is refused is JSON."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(
        operation_id="affiliation_requests_letter",
        tags=["people and bodies"],
        summary="Get the letter beside a request",
        description="For who sent it and who may answer the request. It is deleted 30 days after the answer.",
        parameters=[OF],
        responses={200: OpenApiResponse(description="The file."), **failures(401, 403, 404)},
    )
    def get(self, request: Request, id: UUID) -> HttpResponseBase:
        person = viewer(request)
        asked = get_object_or_404(_seen(person), pk=id)
        if not asked.letter:
            raise Http404
        media_type = names.kind_of(asked.letter_name).media_type
        return download(asked.letter.open(), name=asked.letter_name, media_type=media_type, is_public=False)

    @extend_schema(
        operation_id="affiliation_requests_send_letter",
        tags=["people and bodies"],
        summary="Put a letter beside your request",
        description="While it waits; another letter takes the place of one that is there. Author, place and other "
        "metadata are taken out. Only those who may answer read it. Needs the scope `comment`.",
        parameters=[OF, IDEMPOTENCY_KEY],
        request={"multipart/form-data": NewLetter},
        examples=[SENT, example(**{**WIRE, "letter": "letter.pdf"})],
        responses={200: AffiliationRequestSerializer, **failures(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        person = filer(request)
        asked = get_object_or_404(_seen(person), pk=id)
        given = NewLetter(data=request.data)
        given.is_valid(raise_exception=True)
        file = given.validated_data["letter"]
        upload = letters.Upload(file.name, file.read())
        whole = b"\n".join([request.path.encode(), upload.name.encode(), upload.content])
        once(
            request._request,
            lambda: letters.send(by=person, request=asked, upload=upload),
            key=request.headers.get("Idempotency-Key", ""),
            fingerprint=hashlib.sha256(whole).digest(),
        )
        return Response(AffiliationRequestSerializer(get_object_or_404(readable(person), pk=id)).data)


def _seen(person: Person | None) -> Any:
    """One's own requests, and those that one may answer."""
    mine, others = readable(person).values("pk"), before(person).values("pk")
    return AffiliationRequest.objects.filter(Q(pk__in=mine) | Q(pk__in=others)).select_related("organization")
