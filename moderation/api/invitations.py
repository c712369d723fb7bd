"""Inviting people to bodies through the API. An invitation is accepted on the page behind its link."""

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_filters.rest_framework import FilterSet, UUIDFilter
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import filer, viewer
from accounts.models import Affiliation, Organization, Person
from moderation.actions import invitations
from moderation.models import Invitation
from moderation.permissions import domains_before, invitations_before
from web.doors import ListDoor, ThingDoor
from web.fields import Input, Moment, OneOf, Reference, Words
from web.once import once
from web.problems import unknown
from web.schema import IDEMPOTENCY_KEY, LOCATION, ORGANIZATION, example, failures

SCOPE = "moderate"
NEEDS = "For the secretariat of the whole site, and for focal points, who invite members. Needs the scope `moderate`."
WIRE = {
    "id": "1b2c3d4e-5f60-4718-8293-a4b5c6d7e8f9",
    "organization": ORGANIZATION,
    "address": "amina@ministry.example",
    "role": "member",
    "language": "en",
    "state": "open",
    "made_at": "2027-02-03T16:05:12.480000Z",
    "expires_at": "2027-02-17T16:05:12.480000Z",
    "accepted_at": None,
    "taken_back_at": None,
}


@extend_schema_serializer(examples=[example(**WIRE)])
class InvitationSerializer(serializers.Serializer[Invitation]):
    """That an address is invited to a body, and what became of it."""

    id = serializers.UUIDField()
    organization = serializers.UUIDField(source="organization_id")
    address = serializers.EmailField()
    role = serializers.ChoiceField(Affiliation.Role.choices)
    language = serializers.CharField(help_text="BCP 47: the language of the mail.")
    state = serializers.SerializerMethodField()
    made_at = Moment()
    expires_at = Moment()
    accepted_at = Moment(allow_null=True)
    taken_back_at = Moment(allow_null=True)

    def get_state(self, invitation: Invitation) -> Invitation.State:
        return invitation.state(timezone.now())


class NewInvitation(Input):
    """Who is invited to which body, and as what."""

    organization = Reference(help_text="Id of a body for which you may invite.")
    address = Words(help_text="The link works for the account of this address, once, within 14 days.")
    role = OneOf(Affiliation.Role.choices, required=False, default=Affiliation.Role.MEMBER.value)
    language = Words(required=False, default="en", help_text="BCP 47: the language of the mail.")


class InvitationFilters(FilterSet):
    organization = UUIDFilter(field_name="organization_id")


def readable(person: Person | None) -> "QuerySet[Invitation, Any]":
    return invitations_before(person) if person is not None else Invitation.objects.none()


class Invitations(ListDoor):
    reads_with = writes_with = SCOPE
    queryset = Invitation.objects.none()
    serializer_class = InvitationSerializer
    filterset_class = InvitationFilters
    order = ("made_at", "id")

    def get_queryset(self) -> "QuerySet[Invitation, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="invitations_list",
        tags=["moderation"],
        summary="List invitations",
        description=f"Oldest first: of the bodies for which you speak; for the secretariat, all. {NEEDS}",
        responses={200: InvitationSerializer(many=True), **failures(400, 401, 403)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        filer(request)
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="invitations_create",
        tags=["moderation"],
        summary="Invite somebody to a body",
        description=f"The address is sent a link, which its account alone accepts. {NEEDS}",
        parameters=[IDEMPOTENCY_KEY, LOCATION],
        request=NewInvitation,
        examples=[
            OpenApiExample(
                "A member",
                value={"organization": ORGANIZATION, "address": "amina@ministry.example"},
                request_only=True,
            ),
            example(**WIRE),
        ],
        responses={201: InvitationSerializer, **failures(400, 401, 403, 409, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        person = filer(request)
        given = NewInvitation(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data

        def act() -> Invitation:
            body = Organization.objects.filter(_known(person), pk=said["organization"]).first()
            if body is None:
                raise unknown("organization")
            return invitations.invite(
                by=person,
                organization=body,
                address=said["address"],
                role=Affiliation.Role(said["role"]),
                language=said["language"],
                now=timezone.now(),
            )

        outcome = once(request._request, act, key=request.headers.get("Idempotency-Key", ""))
        body = InvitationSerializer(get_object_or_404(readable(person), pk=outcome.thing)).data
        location = f"{settings.SITE_URL}{request.path}{outcome.thing}/"
        return Response(body, status=outcome.status, headers={"Location": location})


class OneInvitation(ThingDoor):
    reads_with = writes_with = SCOPE
    queryset = Invitation.objects.none()
    serializer_class = InvitationSerializer
    lookup_field = "id"

    def get_queryset(self) -> "QuerySet[Invitation, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="invitations_retrieve",
        tags=["moderation"],
        summary="Read one invitation",
        description=NEEDS,
        responses={200: InvitationSerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        filer(request)
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="invitations_destroy",
        tags=["moderation"],
        summary="Take an invitation back",
        description=f"Its link opens nothing any more. It stays in the list as taken back. {NEEDS}",
        responses={204: None, **failures(401, 403, 404, 409)},
    )
    def delete(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        person = filer(request)
        found = readable(person).select_related("organization")
        invitation = get_object_or_404(found, pk=kwargs["id"])
        once(request._request, lambda: invitations.take_back(by=person, invitation=invitation, now=timezone.now()))
        return Response(status=204)


def _known(person: Person) -> Q:
    """A body that the person may not see is as one that does not exist."""
    return Q(pk__in=Organization.objects.visible_to(person).values("pk")) | Q(
        pk__in=domains_before(person).values("pk")
    )
