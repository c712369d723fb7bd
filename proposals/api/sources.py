"""What a paragraph is drawn from, through the API."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import filer
from accounts.models import Person
from contributions.models import Contribution
from proposals.actions import proposals
from proposals.models import Paragraph
from web.doors import Door
from web.fields import EMPTY, MISSING, Input, Reference
from web.once import once
from web.problems import unknown
from web.schema import CONTRIBUTION, IDEMPOTENCY_KEY, PARAGRAPH, example, failures

AT_MOST = 1_000
WIRE = example(id=PARAGRAPH, drawn_from=[CONTRIBUTION])
SENT = OpenApiExample("One contribution", value={"contributions": [CONTRIBUTION]}, request_only=True)


@extend_schema_serializer(examples=[WIRE])
class SourcesSerializer(serializers.Serializer[Paragraph]):
    """A paragraph with what it draws on."""

    id = serializers.UUIDField()
    drawn_from = serializers.SerializerMethodField(help_text="Ids of the contributions it draws on.")

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_drawn_from(self, paragraph: Paragraph) -> list[str]:
        return sorted(str(contribution.pk) for contribution in paragraph.drawn_from.all())


class References(serializers.ListField):
    child = Reference()
    default_error_messages = {"required": MISSING, "null": EMPTY}


class NewSources(Input):
    """All that a paragraph draws on."""

    contributions = References(max_length=AT_MOST, help_text="Their ids; none takes all away.")


def readable(person: Person) -> Any:
    shown = Contribution.objects.visible_to(person).only("pk")
    paragraphs = Paragraph.objects.visible_to(person).select_related("proposal__consultation")
    return paragraphs.prefetch_related(Prefetch("drawn_from", shown))


class Sources(Door):
    @extend_schema(
        operation_id="paragraphs_cite",
        tags=["texts and comments"],
        summary="Say what a paragraph is drawn from",
        description="For the secretariat and those who hold the pen: shown contributions of the same consultation, in "
        "the place of those named before. One that was hidden since stays named. Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY],
        request=NewSources,
        examples=[SENT, WIRE],
        responses={200: SourcesSerializer, **failures(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def put(self, request: Request, id: UUID) -> Response:
        person = filer(request)
        paragraph = get_object_or_404(readable(person), pk=id)
        given = NewSources(data=request.data)
        given.is_valid(raise_exception=True)
        named = set(given.validated_data["contributions"])

        def act() -> Paragraph:
            found = list(Contribution.objects.visible_to(person).filter(pk__in=named))
            if len(found) < len(named):
                raise unknown("contributions")
            return proposals.cite(by=person, paragraph=paragraph, contributions=found, now=timezone.now())

        once(request._request, act, key=request.headers.get("Idempotency-Key", ""))
        return Response(SourcesSerializer(get_object_or_404(readable(person), pk=id)).data)
