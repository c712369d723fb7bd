"""The wordings from which moderators start, through the API."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django_filters.rest_framework import CharFilter, FilterSet, NumberFilter
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import filer, viewer
from accounts.models import Person
from moderation.actions import templates
from moderation.models import Template
from rounds.api.filings import ConsultationFilter, consultation_for
from rounds.api.questions import Count
from web.doors import ListDoor, ThingDoor
from web.fields import Input, Moment, Words
from web.once import once
from web.schema import IDEMPOTENCY_KEY, LOCATION, example, failures

SCOPE = "moderate"
NEEDS = "For moderators of its consultation; for one for all, the site’s secretariat. Needs the scope `moderate`."
WIRE = {
    "id": "5b6c7d8e-9fa0-4b1c-8d2e-3f4a5b6c7d8e",
    "consultation": "who-acts-next",
    "rule": 2,
    "language": "en",
    "name": "A neighbour is named",
    "text": "Your text names a private person. You are welcome to say the same without naming them.",
    "changed_at": "2027-02-03T16:05:12.480000Z",
}
SENT = {name: value for name, value in WIRE.items() if name not in ("id", "changed_at")}


@extend_schema_serializer(examples=[example(**WIRE)])
class TemplateSerializer(serializers.Serializer[Template]):
    """A wording to start from."""

    id = serializers.UUIDField()
    consultation = serializers.CharField(source="consultation.slug", default=None, help_text="Null: for all.")
    rule = serializers.IntegerField(source="rule_number", allow_null=True, help_text="Null: for any rule.")
    language = serializers.CharField(help_text="BCP 47.")
    name = serializers.CharField()
    text = serializers.CharField()
    changed_at = Moment()


class ChangedTemplate(Input):
    """The wording as it shall read."""

    rule = Count(required=False, allow_null=True, default=None, help_text="Number of a rule; null for any.")
    language = Words(help_text="BCP 47.")
    name = Words(help_text=f"At most {Template.NAME_LIMIT} characters; no author reads it.")
    text = Words(help_text=f"At most {Template.TEXT_LIMIT:,} characters.")


class NewTemplate(ChangedTemplate):
    """A wording, and for which consultation."""

    consultation = Words(required=False, allow_null=True, default=None, help_text="Its slug; null for all.")


class TemplateFilters(FilterSet):
    consultation = ConsultationFilter()
    language = CharFilter()
    rule = NumberFilter(field_name="rule_number")


def readable(person: Person | None) -> "QuerySet[Template, Any]":
    return Template.objects.visible_to(person).select_related("consultation")


class Templates(ListDoor):
    reads_with = writes_with = SCOPE
    queryset = Template.objects.none()
    serializer_class = TemplateSerializer
    filterset_class = TemplateFilters
    order = ("changed_at", "id")

    def get_queryset(self) -> "QuerySet[Template, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="templates_list",
        tags=["moderation"],
        summary="List wordings to start from",
        description="Of the consultations that you moderate, and those for all. Needs the scope `moderate`.",
        responses={200: TemplateSerializer(many=True), **failures(400, 401, 403)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        filer(request)
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="templates_create",
        tags=["moderation"],
        summary="Write a wording to start from",
        description=NEEDS,
        parameters=[IDEMPOTENCY_KEY, LOCATION],
        request=NewTemplate,
        examples=[OpenApiExample("A wording", value=SENT, request_only=True), example(**WIRE)],
        responses={201: TemplateSerializer, **failures(400, 401, 403, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        person = filer(request)
        given = NewTemplate(data=request.data)
        given.is_valid(raise_exception=True)
        said = dict(given.validated_data)
        slug = said.pop("consultation")

        def act() -> Template:
            consultation = consultation_for(person, slug) if slug is not None else None
            return templates.add(by=person, consultation=consultation, now=timezone.now(), **said)

        outcome = once(request._request, act, key=request.headers.get("Idempotency-Key", ""))
        body = TemplateSerializer(get_object_or_404(readable(person), pk=outcome.thing)).data
        location = f"{settings.SITE_URL}{request.path}{outcome.thing}/"
        return Response(body, status=201, headers={"Location": location})


class OneTemplate(ThingDoor):
    reads_with = writes_with = SCOPE
    queryset = Template.objects.none()
    serializer_class = TemplateSerializer
    lookup_field = "id"

    def get_queryset(self) -> "QuerySet[Template, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="templates_retrieve",
        tags=["moderation"],
        summary="Read one wording",
        description="Needs the scope `moderate`.",
        responses={200: TemplateSerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        filer(request)
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="templates_change",
        tags=["moderation"],
        summary="Put a wording in other words",
        description=f"The whole of it. {NEEDS}",
        request=ChangedTemplate,
        examples=[
            OpenApiExample(
                "Other words",
                value={name: value for name, value in SENT.items() if name != "consultation"},
                request_only=True,
            ),
            example(**WIRE),
        ],
        responses={200: TemplateSerializer, **failures(400, 401, 403, 404, 409, 413, 415)},
    )
    def put(self, request: Request, id: UUID) -> Response:
        person = filer(request)
        template = get_object_or_404(readable(person), pk=id)
        given = ChangedTemplate(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data
        once(request._request, lambda: templates.change(by=person, template=template, now=timezone.now(), **said))
        return Response(TemplateSerializer(get_object_or_404(readable(person), pk=id)).data)

    @extend_schema(
        operation_id="templates_destroy",
        tags=["moderation"],
        summary="Take a wording away",
        description=NEEDS,
        responses={204: None, **failures(401, 403, 404, 409)},
    )
    def delete(self, request: Request, id: UUID) -> Response:
        person = filer(request)
        template = get_object_or_404(readable(person), pk=id)
        once(request._request, lambda: templates.remove(by=person, template=template))
        return Response(status=204)
