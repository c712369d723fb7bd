"""Asking through the API to be confirmed for a body. One reads one's own requests, and those that one may answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions import affiliations
from accounts.api.people import AuthorSerializer, filer, viewer
from accounts.models import Affiliation, AffiliationRequest, Organization, Person, StakeholderGroup
from accounts.models.stakeholder_group import LABELS
from moderation.actions import affiliations as answers
from moderation.permissions import requests_before_offices
from rounds.api.filings import organization_for
from rounds.models import Consultation
from texts.rules import places
from web.doors import Door, ListDoor, ThingDoor
from web.fields import Input, Moment, OneOf, Reference, Words, ZonedMoment
from web.once import once
from web.schema import IDEMPOTENCY_KEY, LOCATION, ORGANIZATION, PERSON, example, failures

REQUEST = "2c3d4e5f-6071-4829-9ab1-c2d3e4f50617"
WIRE = {
    "id": REQUEST,
    "person": {"id": PERSON, "name": "Mirja Halonen", "kind": "person"},
    "organization": ORGANIZATION,
    "role": "focal_point",
    "note": "I lead its digital unit.",
    "address_confirmed": False,
    "domain_proved": False,
    "letter": None,
    "status": "waiting",
    "reason": "",
    "asked_at": "2027-02-03T16:05:12.480000Z",
    "decided_at": None,
}


@extend_schema_serializer(examples=[example(**WIRE)])
class AffiliationRequestSerializer(serializers.Serializer[AffiliationRequest]):
    """That the asker asks to be confirmed for a body, and what was answered."""

    id = serializers.UUIDField()
    person = AuthorSerializer(help_text="Who asks.")
    organization = serializers.UUIDField(source="organization_id")
    role = serializers.ChoiceField(Affiliation.Role.choices)
    note = serializers.CharField()
    address_confirmed = serializers.SerializerMethodField(
        help_text="Whether the link was answered that was sent to an address at the body's own domain."
    )
    domain_proved = serializers.SerializerMethodField(
        help_text="Whether the name servers of the body's domain say that it is its own."
    )
    letter = serializers.SerializerMethodField(help_text="Name of the letter that came with it, if one did.")
    status = serializers.ChoiceField(AffiliationRequest.Status.choices)
    reason = serializers.CharField(help_text="Of a refusal, if one was given.")
    asked_at = Moment()
    decided_at = Moment(allow_null=True)

    def get_address_confirmed(self, request: AffiliationRequest) -> bool:
        return request.address_confirmed_at is not None

    def get_domain_proved(self, request: AffiliationRequest) -> bool:
        return request.organization.domain_proved_at is not None

    def get_letter(self, request: AffiliationRequest) -> str | None:
        return request.letter_name or None


class NewAffiliationRequest(Input):
    """The body by its id, or by its name; what describes it is needed where nobody has noted it yet."""

    organization = Reference(required=False, allow_null=True, default=None, help_text="Id of a body that you may see.")
    name = Words(required=False, default="", help_text="Where you do not know the id. At most 300 characters.")
    type = OneOf(Organization.Type.choices, required=False, default=Organization.Type.ORGANIZATION.value)
    stakeholder_group = OneOf(
        list(LABELS.items()), required=False, allow_null=True, default=None, help_text="Key of the body's group."
    )
    country = OneOf([("", ""), *places.CHOICES], required=False, default="", help_text="ISO 3166 alpha-2.")
    role = OneOf(Affiliation.Role.choices, required=False, default=Affiliation.Role.FOCAL_POINT.value)
    note = Words(required=False, default="", help_text="How it can be checked. Only those who answer read it.")
    address = Words(required=False, default="", help_text="Yours at the body's own domain; it is sent a link.")


def readable(person: Person | None) -> "QuerySet[AffiliationRequest, Any]":
    """One's own."""
    found = AffiliationRequest.objects.visible_to(person).filter(person=person)
    return found.select_related("person", "organization")


def before(person: Person | None) -> "QuerySet[AffiliationRequest, Any]":
    """What others ask, as far as this person is one who answers it: for a body, or by an office."""
    if person is None:
        return AffiliationRequest.objects.none()
    bodies = AffiliationRequest.objects.visible_to(person).values("pk")
    offices = requests_before_offices(person).values("pk")
    found = AffiliationRequest.objects.filter(Q(pk__in=bodies) | Q(pk__in=offices)).exclude(person=person)
    return found.select_related("person", "organization")


class Confirmation(Input):
    """As what somebody is confirmed, and until when."""

    role = OneOf(
        Affiliation.Role.choices,
        help_text="A focal point confirms members; who else may speak for the body, the secretariat confirms.",
    )
    expires_at = ZonedMoment(
        required=False,
        allow_null=True,
        help_text="When it ends unless it is renewed; left out: in one year; null: not before somebody ends it.",
    )


class RequestRefusal(Input):
    reason = Words(required=False, default="", help_text="Only who asked reads it. At most 2,000 characters.")


class AffiliationRequests(ListDoor):
    queryset = AffiliationRequest.objects.none()
    serializer_class = AffiliationRequestSerializer
    order = ("asked_at", "id")

    def get_queryset(self) -> "QuerySet[AffiliationRequest, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="affiliation_requests_list",
        tags=["people and bodies"],
        summary="List your requests to be confirmed",
        description="What the asker asked, oldest first, with the answers. A stranger has asked nothing.",
        responses={200: AffiliationRequestSerializer(many=True), **failures(400, 401, 403)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="affiliation_requests_create",
        tags=["people and bodies"],
        summary="Ask to be confirmed for an organization or coalition",
        description="The secretariat or a focal point answers. Until then you can file in the body's name: the text is "
        "received at that moment and shown once you are confirmed. Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY, LOCATION],
        request=NewAffiliationRequest,
        examples=[
            OpenApiExample(
                "A body that is noted",
                value={"organization": ORGANIZATION, "note": "I lead its digital unit."},
                request_only=True,
            ),
            example(**WIRE),
        ],
        responses={201: AffiliationRequestSerializer, **failures(400, 401, 403, 409, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        person = filer(request)
        given = NewAffiliationRequest(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data

        def act() -> AffiliationRequest:
            group = said["stakeholder_group"]
            return affiliations.ask(
                by=person,
                organization=organization_for(person, said["organization"]),
                name=said["name"],
                type=said["type"],
                stakeholder_group=StakeholderGroup.objects.get(pk=group) if group else None,
                country=said["country"],
                hosts=Consultation.objects.hosts(),
                role=said["role"],
                note=said["note"],
                address=said["address"],
                now=timezone.now(),
            )

        outcome = once(request._request, act, key=request.headers.get("Idempotency-Key", ""))
        body = AffiliationRequestSerializer(get_object_or_404(readable(person), pk=outcome.thing)).data
        location = f"{settings.SITE_URL}{request.path}{outcome.thing}/"
        return Response(body, status=outcome.status, headers={"Location": location})


class OneAffiliationRequest(ThingDoor):
    queryset = AffiliationRequest.objects.none()
    serializer_class = AffiliationRequestSerializer
    lookup_field = "id"

    def get_queryset(self) -> "QuerySet[AffiliationRequest, Any]":
        person = viewer(self.request)
        mine, others = readable(person).values("pk"), before(person).values("pk")
        return AffiliationRequest.objects.filter(Q(pk__in=mine) | Q(pk__in=others)).select_related(
            "person", "organization"
        )

    @extend_schema(
        operation_id="affiliation_requests_retrieve",
        tags=["people and bodies"],
        summary="Read a request that you made or may answer",
        responses={200: AffiliationRequestSerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="affiliation_requests_destroy",
        tags=["people and bodies"],
        summary="Take a request back",
        description="Only while it waits. It stays in your list as taken back.",
        responses={204: None, **failures(401, 403, 404, 409)},
    )
    def delete(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        person = filer(request)
        wanted = get_object_or_404(readable(person), pk=kwargs["id"])
        once(request._request, lambda: affiliations.take_back(by=person, request=wanted, now=timezone.now()))
        return Response(status=204)


class RequestsToAnswer(ListDoor):
    queryset = AffiliationRequest.objects.none()
    serializer_class = AffiliationRequestSerializer
    order = ("asked_at", "id")

    def get_queryset(self) -> "QuerySet[AffiliationRequest, Any]":
        waiting = AffiliationRequest.objects.waiting().values("pk")
        return before(viewer(self.request)).filter(pk__in=waiting)

    @extend_schema(
        operation_id="affiliation_requests_to_answer",
        tags=["people and bodies"],
        summary="List the requests that wait for your answer",
        description="Oldest first: those to the bodies for which you speak; for the secretariat, those of its office.",
        responses={200: AffiliationRequestSerializer(many=True), **failures(400, 401, 403)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


def _answer(request: Request, id: UUID, act: Callable[[Person, AffiliationRequest], AffiliationRequest]) -> Response:
    """Answer a request once for its key. It is looked for within: what is answered may be out of sight to an office."""
    person = filer(request)

    def whole() -> AffiliationRequest:
        mine, others = readable(person).filter(pk=id), before(person)
        return act(person, mine.first() or get_object_or_404(others, pk=id))

    outcome = once(request._request, whole, key=request.headers.get("Idempotency-Key", ""))
    answered = AffiliationRequest.objects.select_related("person", "organization").get(pk=outcome.thing)
    return Response(AffiliationRequestSerializer(answered).data)


class ConfirmAffiliationRequest(Door):
    @extend_schema(
        operation_id="affiliation_requests_confirm",
        tags=["people and bodies"],
        summary="Confirm somebody for a body",
        description="For the secretariat and the body's focal points. Texts of theirs that wait are shown, or wait for "
        "the body's release. Whoever belongs to it already goes on until `expires_at`. Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY],
        request=Confirmation,
        examples=[OpenApiExample("A member", value={"role": "member"}, request_only=True), example(**WIRE)],
        responses={200: AffiliationRequestSerializer, **failures(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        given = Confirmation(data=request.data)
        given.is_valid(raise_exception=True)
        role, now = Affiliation.Role(given.validated_data["role"]), timezone.now()
        until = given.validated_data.get("expires_at", now + Affiliation.LASTS)
        return _answer(
            request,
            id,
            lambda by, wanted: answers.confirm(by=by, request=wanted, role=role, expires_at=until, now=now),
        )


class RefuseAffiliationRequest(Door):
    @extend_schema(
        operation_id="affiliation_requests_refuse",
        tags=["people and bodies"],
        summary="Do not confirm somebody for a body",
        description="For the secretariat and the body's focal points. Texts of theirs go on waiting. Needs the scope "
        "`comment`.",
        parameters=[IDEMPOTENCY_KEY],
        request=RequestRefusal,
        examples=[
            OpenApiExample("With a reason", value={"reason": "We do not know you."}, request_only=True),
            example(**WIRE),
        ],
        responses={200: AffiliationRequestSerializer, **failures(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        given = RequestRefusal(data=request.data)
        given.is_valid(raise_exception=True)
        reason = given.validated_data["reason"]
        return _answer(
            request, id, lambda by, wanted: answers.refuse(by=by, request=wanted, reason=reason, now=timezone.now())
        )
