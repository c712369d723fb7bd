from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import filer, viewer
from accounts.models import Person
from rounds.actions import milestones
from rounds.api.filings import ConsultationFilter, consultation_for
from rounds.models import Milestone
from web.doors import ListDoor, ThingDoor
from web.fields import Day, Input, Moment, Words
from web.once import once
from web.schema import IDEMPOTENCY_KEY, LOCATION, example, failures

WIRE = example(
    id="d1e2f3a4-b5c6-4d7e-8f90-a1b2c3d4e5f6",
    number=34,
    consultation="who-acts-next",
    title="Answers to every comment, and Draft rev. 1",
    day="2027-05-12",
    announced_at="2027-01-20T09:30:00Z",
)
A_STEP = OpenApiExample(
    "A step",
    value={
        "consultation": "who-acts-next",
        "title": "Answers to every comment, and Draft rev. 1",
        "day": "2027-05-12",
    },
    request_only=True,
)


@extend_schema_serializer(examples=[WIRE])
class MilestoneSerializer(serializers.Serializer[Milestone]):
    """A step of a consultation that is no round: what is due on which day."""

    id = serializers.UUIDField()
    number = serializers.IntegerField(source="entry.seq", allow_null=True, help_text="Number in the public record.")
    consultation = serializers.CharField(source="consultation.slug")
    title = serializers.CharField(help_text="In the consultation’s language.")
    day = serializers.DateField()
    announced_at = Moment(source="made_at")


class MilestoneFilters(FilterSet):
    consultation = ConsultationFilter()


class NewMilestone(Input):
    """A step to announce."""

    consultation = Words(help_text="Its slug.")
    title = Words(help_text="What is due; at most 200 characters.")
    day = Day(help_text="The day on which it is due.")


def readable(person: Person | None) -> "QuerySet[Milestone, Any]":
    return Milestone.objects.visible_to(person).select_related("consultation", "entry")


class Milestones(ListDoor):
    queryset = Milestone.objects.none()
    serializer_class = MilestoneSerializer
    filterset_class = MilestoneFilters
    order = ("day", "id")

    def get_queryset(self) -> "QuerySet[Milestone, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="milestones_list",
        tags=["consultations"],
        summary="List steps that are no rounds",
        description="What is due on which day in the consultations you may read, by day.",
        responses={200: MilestoneSerializer(many=True), **failures(400, 401, 403)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="milestones_create",
        tags=["consultations"],
        summary="Announce a step",
        description="For the secretariat of the consultation. Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY, LOCATION],
        request=NewMilestone,
        examples=[A_STEP, WIRE],
        responses={201: MilestoneSerializer, **failures(400, 401, 403, 409, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        person = filer(request)
        given = NewMilestone(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data

        def act() -> Milestone:
            consultation = consultation_for(person, said["consultation"])
            return milestones.announce(
                by=person, consultation=consultation, title=said["title"], day=said["day"], now=timezone.now()
            )

        outcome = once(request._request, act, key=request.headers.get("Idempotency-Key", ""))
        body = MilestoneSerializer(get_object_or_404(readable(person), pk=outcome.thing)).data
        location = f"{settings.SITE_URL}{request.path}{outcome.thing}/"
        return Response(body, status=201, headers={"Location": location})


class OneMilestone(ThingDoor):
    queryset = Milestone.objects.none()
    serializer_class = MilestoneSerializer
    lookup_field = "id"

    def get_queryset(self) -> "QuerySet[Milestone, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="milestones_retrieve",
        tags=["consultations"],
        summary="Read one step",
        responses={200: MilestoneSerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="milestones_destroy",
        tags=["consultations"],
        summary="Take a step away",
        description="For the secretariat of the consultation. The public record keeps that it was announced. Needs the "
        "scope `comment`.",
        responses={204: None, **failures(401, 403, 404, 409)},
    )
    def delete(self, request: Request, id: UUID) -> Response:
        person = filer(request)
        milestone = get_object_or_404(readable(person), pk=id)
        once(request._request, lambda: milestones.remove(by=person, milestone=milestone, now=timezone.now()))
        return Response(status=204)
