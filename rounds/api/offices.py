"""Offices through the API: who holds which, given and ended by the secretariat above them."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_filters.rest_framework import ChoiceFilter, FilterSet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import AuthorSerializer, filer
from accounts.models import Organization, Person
from rounds.actions import offices
from rounds.api.filings import ConsultationFilter, consultation_for
from rounds.models import Consultation, Office
from rounds.permissions import offices_before
from web.doors import Door, ListDoor
from web.fields import Input, Moment, OneOf, Reference, Words
from web.once import once
from web.problems import unknown
from web.schema import IDEMPOTENCY_KEY, LOCATION, PERSON, example, failures

SCOPE = "moderate"
GIVER = (
    "The secretariat of the whole site gives all offices, a hosting body's those of its own and of its consultations, "
    "a consultation's those of the consultation. Needs the scope `moderate`."
)
WIRE = example(
    id="9aebfc0d-1e2f-4a3b-8c4d-5e6f708192a3",
    person={"id": PERSON, "name": "Ada Okafor", "kind": "person"},
    role="moderator",
    consultation="who-acts-next",
    hosting_body=None,
    granted_at="2027-01-20T09:30:00Z",
)
GIVEN = OpenApiExample(
    "A moderator of one consultation",
    value={"person": PERSON, "role": "moderator", "consultation": "who-acts-next"},
    request_only=True,
)


@extend_schema_serializer(examples=[WIRE])
class OfficeSerializer(serializers.Serializer[Office]):
    """What somebody holds: for one consultation, for all of a hosting body, or with neither for the whole site."""

    id = serializers.UUIDField()
    person = AuthorSerializer()
    role = serializers.ChoiceField(Office.Role.choices)
    consultation = serializers.SerializerMethodField(help_text="Its slug; null where it is for more than one.")
    hosting_body = serializers.UUIDField(source="hosting_body_id", allow_null=True)
    granted_at = Moment()

    def get_consultation(self, office: Office) -> str | None:
        return office.consultation.slug if office.consultation is not None else None


class OfficeFilters(FilterSet):
    consultation = ConsultationFilter()
    role = ChoiceFilter(choices=Office.Role.choices)


class NewOffice(Input):
    """Who holds it, and where it counts: a consultation, a hosting body, or with neither the whole site."""

    person = Reference(help_text="Id of somebody with an account whose address is confirmed.")
    role = OneOf(Office.Role.choices)
    consultation = Words(required=False, default="", help_text="Its slug.")
    hosting_body = Reference(required=False, allow_null=True, default=None, help_text="Id of an organization.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["consultation"] and attrs["hosting_body"]:
            sentence = _("Name a consultation or a hosting body, not both.")
            raise serializers.ValidationError({"hosting_body": [ErrorDetail(sentence, "name_one")]})
        return attrs


def readable(person: Person) -> "QuerySet[Office, Any]":
    held = offices_before(person).filter(ended_at__isnull=True)
    return held.select_related("person", "consultation")


class Offices(ListDoor):
    reads_with = writes_with = SCOPE
    queryset = Office.objects.none()
    serializer_class = OfficeSerializer
    filterset_class = OfficeFilters
    order = ("granted_at", "id")

    def get_queryset(self) -> "QuerySet[Office, Any]":
        return readable(filer(self.request))

    @extend_schema(
        operation_id="moderation_offices_list",
        tags=["moderation"],
        summary="List offices that are held",
        description=f"Those that you give out, the oldest first. {GIVER}",
        responses={200: OfficeSerializer(many=True), **failures(400, 401, 403)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="moderation_offices_create",
        tags=["moderation"],
        summary="Give an office",
        description=f"Held already: it is answered as it is. It counts once its holder has a second factor. {GIVER}",
        parameters=[IDEMPOTENCY_KEY, LOCATION],
        request=NewOffice,
        examples=[GIVEN, WIRE],
        responses={201: OfficeSerializer, **failures(400, 401, 403, 409, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        person = filer(request)
        given = NewOffice(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data

        def act() -> Office:
            return offices.grant(
                by=person,
                person=_holder(said["person"]),
                role=Office.Role(said["role"]),
                consultation=_consultation(person, said["consultation"]),
                hosting_body=_body(said["hosting_body"]),
                now=timezone.now(),
            )

        outcome = once(request._request, act, key=request.headers.get("Idempotency-Key", ""))
        office = Office.objects.select_related("person", "consultation").get(pk=outcome.thing)
        location = f"{settings.SITE_URL}{request.path}{outcome.thing}/"
        return Response(OfficeSerializer(office).data, status=201, headers={"Location": location})


class OneOffice(Door):
    reads_with = writes_with = SCOPE

    @extend_schema(
        operation_id="moderation_offices_retrieve",
        tags=["moderation"],
        summary="Read one office",
        description=GIVER,
        responses={200: OfficeSerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, id: UUID) -> Response:
        return Response(OfficeSerializer(get_object_or_404(readable(filer(request)), pk=id)).data)

    @extend_schema(
        operation_id="moderation_offices_destroy",
        tags=["moderation"],
        summary="End an office",
        description=f"What was done in it stays. Somebody always holds the secretariat of the whole site. {GIVER}",
        responses={204: None, **failures(401, 403, 404, 409)},
    )
    def delete(self, request: Request, id: UUID) -> Response:
        person = filer(request)
        office = get_object_or_404(readable(person), pk=id)
        once(request._request, lambda: offices.end(by=person, office=office, now=timezone.now()))
        return Response(status=204)


def _holder(id: UUID) -> Person:
    found = Person.objects.visible_to(None).filter(pk=id).first()
    if found is None:
        raise unknown("person")
    return found


def _consultation(person: Person, slug: str) -> Consultation | None:
    return consultation_for(person, slug) if slug else None


def _body(id: UUID | None) -> Organization | None:
    if id is None:
        return None
    hosts = Consultation.objects.order_by().values("hosting_body")
    found = Organization.objects.filter(pk=id, pk__in=hosts).first()
    if found is None:
        raise unknown("hosting_body")
    return found
