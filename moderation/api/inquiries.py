"""What moderators ask an author, for the author: to read, and to answer once. The answers stand at the desk."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import filer, viewer
from accounts.models import Person
from moderation.actions import inquiries
from moderation.models import Decision, Inquiry
from rounds.api.filings import NUMBER
from web.doors import Door, ListDoor, ThingDoor
from web.fields import Input, Moment, Words
from web.once import once
from web.schema import COMMENT, IDEMPOTENCY_KEY, example, failures

WIRE = {
    "id": "b8c9dae0-f1a2-4bd4-8e5f-6a7b8c9dae0f",
    "number": 1081,
    "consultation": "who-acts-next",
    "comment": COMMENT,
    "contribution": None,
    "question": "Which airport do you mean?",
    "language": "en",
    "at": "2027-04-14T11:00:00Z",
    "reply": "",
    "replied_at": None,
}


@extend_schema_serializer(examples=[example(**WIRE)])
class InquirySerializer(serializers.Serializer[Decision]):
    """A question of the moderators about a text of the asker, and the answer. Nobody else reads either."""

    id = serializers.UUIDField()
    number = serializers.IntegerField(allow_null=True, help_text=NUMBER)
    consultation = serializers.CharField(source="consultation.slug")
    comment = serializers.UUIDField(source="comment_id", allow_null=True)
    contribution = serializers.UUIDField(source="contribution_id", allow_null=True)
    question = serializers.CharField(source="inquiry.text")
    language = serializers.CharField(help_text="BCP 47: the language of the question.")
    at = Moment()
    reply = serializers.CharField(source="inquiry.reply", help_text="Empty until it is answered.")
    replied_at = Moment(source="inquiry.replied_at", allow_null=True)


class Reply(Input):
    text = Words(help_text="At most 2,000 characters. Only the moderators read it.")


def asked_of(person: Person | None) -> "QuerySet[Decision, Any]":
    mine = Inquiry.objects.visible_to(person).values("pk")
    rows = Decision.objects.visible_to(person).filter(inquiry__in=mine)
    return rows.select_related("consultation", "entry", "inquiry")


class Inquiries(ListDoor):
    queryset = Decision.objects.none()
    serializer_class = InquirySerializer
    order = ("at", "id")

    def get_queryset(self) -> "QuerySet[Decision, Any]":
        return asked_of(viewer(self.request))

    @extend_schema(
        operation_id="inquiries_list",
        tags=["texts and comments"],
        summary="List what moderators asked you",
        description="About your own texts, oldest first, with your answers. A stranger was asked nothing.",
        responses={200: InquirySerializer(many=True), **failures(400, 401, 403)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class OneInquiry(ThingDoor):
    queryset = Decision.objects.none()
    serializer_class = InquirySerializer
    lookup_field = "id"

    def get_queryset(self) -> "QuerySet[Decision, Any]":
        return asked_of(viewer(self.request))

    @extend_schema(
        operation_id="inquiries_retrieve",
        tags=["texts and comments"],
        summary="Read what moderators asked you",
        responses={200: InquirySerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class ReplyToInquiry(Door):
    @extend_schema(
        operation_id="inquiries_reply",
        tags=["texts and comments"],
        summary="Answer what moderators asked you",
        description="Once. It does not go into the public record. Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY],
        request=Reply,
        examples=[
            OpenApiExample("An answer", value={"text": "The one at Mombasa."}, request_only=True),
            example(**{**WIRE, "reply": "The one at Mombasa.", "replied_at": "2027-04-14T12:30:00Z"}),
        ],
        responses={200: InquirySerializer, **failures(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        person = filer(request)
        given = Reply(data=request.data)
        given.is_valid(raise_exception=True)
        asked = get_object_or_404(asked_of(person), pk=id)
        said = given.validated_data["text"]
        outcome = once(
            request._request,
            lambda: inquiries.reply(by=person, inquiry=asked.inquiry, text=said, now=timezone.now()),
            key=request.headers.get("Idempotency-Key", ""),
        )
        return Response(InquirySerializer(asked_of(person).get(pk=outcome.thing)).data)
