"""What the desk does to bodies through the API, and what proves a body's domain."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.organizations import OrganizationSerializer
from accounts.api.people import filer
from accounts.models import Organization
from accounts.rules import proofs
from moderation.actions import organizations
from moderation.permissions import can_note_affiliations, domains_before
from web.doors import Door
from web.fields import Input, Moment, Reference
from web.once import once
from web.problems import unknown
from web.refusals import require
from web.schema import IDEMPOTENCY_KEY, ORGANIZATION, example, failures

OTHER = "8e9fa0b1-c2d3-4e4f-8a5b-6c7d8e9fa0b1"


@extend_schema_serializer(
    examples=[
        example(
            domain="ministry.example",
            record="consultation-verification=5f3a9c0d1e2b4a6f8c7d9e0a1b2c3d4e5f60718",
            proved_at=None,
            asked_at="2027-02-03T16:05:12.480000Z",
        )
    ]
)
class DomainSerializer(serializers.Serializer[Organization]):
    """Which domain is noted for a body, the line that proves it, and whether its name servers say it."""

    domain = serializers.CharField(help_text="Empty where none is noted.")
    record = serializers.SerializerMethodField(
        help_text="What the domain itself publishes as a TXT record; empty where no domain is noted."
    )
    proved_at = Moment(source="domain_proved_at", allow_null=True)
    asked_at = Moment(source="domain_asked_at", allow_null=True, help_text="When its name servers were last asked.")

    def get_record(self, organization: Organization) -> str:
        return proofs.record(organization.pk, organization.domain) if organization.domain else ""


class OrganizationDomain(Door):
    @extend_schema(
        operation_id="organizations_domain",
        tags=["people and bodies"],
        summary="Read how a body proves its domain",
        description="For who speaks for it or asks to be confirmed for it, and for the secretariat of the whole site.",
        responses={200: DomainSerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, id: UUID) -> Response:
        found = get_object_or_404(domains_before(filer(request)), pk=id)
        return Response(DomainSerializer(found).data)


class Merging(Input):
    """With which other body one is the same."""

    into = Reference(help_text="Id of the body that goes on.")


class MergeOrganization(Door):
    reads_with = writes_with = "moderate"

    @extend_schema(
        operation_id="organizations_merge",
        tags=["moderation"],
        summary="Merge a body into another",
        description="Two names of one body. Who belongs to it, requests and invitations go to the other; texts keep "
        "the name in which they were said; nothing more is said in it. It cannot be undone. For the secretariat of "
        "the whole site. Needs the scope `moderate`.",
        parameters=[IDEMPOTENCY_KEY],
        request=Merging,
        examples=[
            OpenApiExample("Into another", value={"into": OTHER}, request_only=True),
            example(
                id=ORGANIZATION,
                name="Small Carriers’ Circle",
                type="organization",
                stakeholder_group="private_sector",
                country="KE",
                language="en",
                verified=True,
                status="published",
                merged_into=OTHER,
            ),
        ],
        responses={200: OrganizationSerializer, **failures(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        person = filer(request)
        require(can_note_affiliations(person))
        organization = get_object_or_404(Organization.objects.all(), pk=id)
        given = Merging(data=request.data)
        given.is_valid(raise_exception=True)

        def act() -> Organization:
            into = Organization.objects.filter(pk=given.validated_data["into"]).first()
            if into is None:
                raise unknown("into")
            return organizations.merge(by=person, organization=organization, into=into, now=timezone.now())

        outcome = once(request._request, act, key=request.headers.get("Idempotency-Key", ""))
        merged: Any = Organization.objects.get(pk=outcome.thing)
        return Response(OrganizationSerializer(merged).data)
