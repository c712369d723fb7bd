from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.rest_framework import FilterSet, UUIDFilter
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import AuthorSerializer, filer, viewer
from accounts.models import Person
from contributions.models import Contribution
from proposals.actions import endorsements
from proposals.models import Comment, Endorsement, Proposal
from rounds.api.filings import NUMBER, ConsultationFilter, organization_for
from rounds.models import Capacity
from web.doors import ListDoor, ThingDoor
from web.fields import Input, Moment, OneOf, Reference
from web.once import once
from web.problems import unknown
from web.schema import COMMENT, IDEMPOTENCY_KEY, PERSON, example, failures

ENDORSEMENT = "2c3d4e5f-6071-4829-9ab0-c1d2e3f4a5b6"
THINGS = ("comment", "contribution", "proposal")
WIRE = {
    "id": ENDORSEMENT,
    "number": 1177,
    "consultation": "who-acts-next",
    "comment": COMMENT,
    "contribution": None,
    "proposal": None,
    "capacity": "personal",
    "organization": None,
    "person": {"id": PERSON, "name": "Amina Odhiambo", "kind": "person"},
    "given_at": "2027-02-03T16:05:12.480000Z",
}


@extend_schema_serializer(examples=[example(**WIRE)])
class EndorsementSerializer(serializers.Serializer[Endorsement]):
    """Somebody agrees with a comment, a contribution or an option; two of the three are null."""

    id = serializers.UUIDField()
    number = serializers.IntegerField(source="entry.seq", allow_null=True, help_text=NUMBER)
    consultation = serializers.CharField(source="consultation.slug")
    comment = serializers.UUIDField(source="comment_id", allow_null=True)
    contribution = serializers.UUIDField(source="contribution_id", allow_null=True)
    proposal = serializers.UUIDField(source="proposal_id", allow_null=True)
    capacity = serializers.ChoiceField(Capacity.choices)
    organization = serializers.UUIDField(source="organization_id", allow_null=True)
    person = AuthorSerializer()
    given_at = Moment()


class NewEndorsement(Input):
    """What to endorse: name one of the three."""

    comment = Reference(required=False)
    contribution = Reference(required=False)
    proposal = Reference(required=False, help_text="An option.")
    capacity = OneOf(Capacity.choices, required=False, default=Capacity.PERSONAL.value)
    organization = Reference(required=False, allow_null=True, default=None)


class EndorsementFilters(FilterSet):
    consultation = ConsultationFilter()
    comment = UUIDFilter(field_name="comment_id")
    contribution = UUIDFilter(field_name="contribution_id")
    proposal = UUIDFilter(field_name="proposal_id")
    organization = UUIDFilter(field_name="organization_id")


def readable(person: Person | None) -> "QuerySet[Endorsement, Any]":
    return Endorsement.objects.visible_to(person).select_related("consultation", "person", "entry")


def _thing(person: Person, given: dict[str, Any]) -> endorsements.Thing:
    named = [name for name in THINGS if name in given]
    if len(named) != 1:
        sentence = _("Name one comment, contribution or proposal.")
        raise serializers.ValidationError({name: [ErrorDetail(sentence, "name_one")] for name in named or ["comment"]})
    thing: endorsements.Thing | None
    match named[0]:
        case "comment":
            thing = Comment.objects.visible_to(person).with_people().filter(pk=given["comment"]).first()
        case "contribution":
            thing = Contribution.objects.visible_to(person).with_people().filter(pk=given["contribution"]).first()
        case _:
            proposals = Proposal.objects.visible_to(person).select_related("consultation")
            thing = proposals.filter(pk=given["proposal"]).first()
    if thing is None:
        raise unknown(named[0])
    return thing


class Endorsements(ListDoor):
    queryset = Endorsement.objects.none()
    serializer_class = EndorsementSerializer
    filterset_class = EndorsementFilters
    order = ("given_at", "id")

    def get_queryset(self) -> "QuerySet[Endorsement, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="endorsements_list",
        tags=["texts and comments"],
        summary="List endorsements",
        description="Who agrees with what, oldest first. Organizations and people are two lists, never one sum.",
        responses={200: EndorsementSerializer(many=True), **failures(400, 401, 403)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="endorsements_create",
        tags=["texts and comments"],
        summary="Endorse a comment, a contribution or an option",
        description="For yourself, or for an organization that you speak for, until the round closes. Endorsing twice "
        "is endorsing once. Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY],
        request=NewEndorsement,
        examples=[OpenApiExample("A comment", value={"comment": COMMENT}, request_only=True), example(**WIRE)],
        responses={201: EndorsementSerializer, **failures(400, 401, 403, 409, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        person = filer(request)
        given = NewEndorsement(data=request.data)
        given.is_valid(raise_exception=True)
        words = given.validated_data

        def act() -> Endorsement:
            return endorsements.give(
                by=person,
                thing=_thing(person, words),
                capacity=Capacity(words["capacity"]),
                organization=organization_for(person, words["organization"]),
            )

        outcome = once(request._request, act, key=request.headers.get("Idempotency-Key", ""))
        made = get_object_or_404(readable(person), pk=outcome.thing)
        return Response(EndorsementSerializer(made).data, status=outcome.status)


class OneEndorsement(ThingDoor):
    queryset = Endorsement.objects.none()
    serializer_class = EndorsementSerializer
    lookup_field = "id"

    def get_queryset(self) -> "QuerySet[Endorsement, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="endorsements_retrieve",
        tags=["texts and comments"],
        summary="Read one endorsement",
        responses={200: EndorsementSerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="endorsements_destroy",
        tags=["texts and comments"],
        summary="Take an endorsement back",
        description="While the round is open; of an organization by any of its focal points.",
        responses={204: None, **failures(401, 403, 404, 409)},
    )
    def delete(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        person = filer(request)
        found = readable(person).select_related("round", "organization", "comment", "contribution", "proposal")
        endorsements.withdraw(by=person, endorsement=get_object_or_404(found, pk=kwargs["id"]))
        return Response(status=204)
