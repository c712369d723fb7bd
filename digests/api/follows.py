from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import filer, viewer
from accounts.models import Person
from digests.actions import follows
from digests.models import Follow, Rhythm, Thing
from proposals.models import Proposal
from rounds.models import Consultation
from web.doors import ListDoor, ThingDoor
from web.fields import Input, Moment, OneOf, Reference, Words
from web.schema import PROPOSAL, example, failures

FOLLOW = "1b2c3d4e-5f60-4718-89a0-b1c2d3e4f506"
WIRE = {
    "id": FOLLOW,
    "consultation": None,
    "proposal": PROPOSAL,
    "rhythm": "daily",
    "began_at": "2027-02-03T16:05:12.480000Z",
}


@extend_schema_serializer(examples=[example(**WIRE)])
class FollowSerializer(serializers.Serializer[Follow]):
    """Something that the asker follows: a consultation or a text, the other is null."""

    id = serializers.UUIDField()
    consultation = serializers.CharField(source="consultation.slug", default=None, allow_null=True)
    proposal = serializers.UUIDField(source="proposal_id", allow_null=True)
    rhythm = serializers.ChoiceField(Rhythm.choices)
    began_at = Moment()


class NewFollow(Input):
    """What to follow: name one of the two."""

    consultation = Words(required=False, help_text="Its slug.")
    proposal = Reference(required=False)
    rhythm = OneOf(Rhythm.choices, default=Rhythm.DAILY)


def _thing(person: Person, given: dict[str, Any]) -> Thing:
    named = [name for name in ("consultation", "proposal") if name in given]
    if len(named) != 1:
        sentence = _("Name either a consultation or a proposal.")
        at_fault = named or ["consultation"]
        raise serializers.ValidationError({name: [ErrorDetail(sentence, "name_one")] for name in at_fault})
    thing: Thing | None
    if named == ["consultation"]:
        thing = Consultation.objects.visible_to(person).filter(slug=given["consultation"]).first()
    else:
        thing = Proposal.objects.visible_to(person).filter(pk=given["proposal"]).first()
    if thing is None:
        sentence = _("There is no such thing that you may see. Check the id.")
        raise serializers.ValidationError({named[0]: [ErrorDetail(sentence, "unknown")]})
    return thing


def readable(person: Person | None) -> "QuerySet[Follow, Any]":
    return Follow.objects.visible_to(person).current().with_things()


class Follows(ListDoor):
    queryset = Follow.objects.none()
    serializer_class = FollowSerializer
    order = ("began_at", "id")

    def get_queryset(self) -> "QuerySet[Follow, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="follows_list",
        tags=["follows"],
        summary="List what you follow",
        description="What the asker gets digests of, oldest first. A stranger follows nothing.",
        responses={200: FollowSerializer(many=True), **failures(400, 401, 403)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="follows_create",
        tags=["follows"],
        summary="Follow a consultation or a text",
        description="From now on its news come with the daily digest. Following twice is following once.",
        request=NewFollow,
        examples=[OpenApiExample("A text", value={"proposal": PROPOSAL}, request_only=True), example(**WIRE)],
        responses={201: FollowSerializer, **failures(400, 401, 403, 413, 415)},
    )
    def post(self, request: Request) -> Response:
        person = filer(request)
        given = NewFollow(data=request.data)
        given.is_valid(raise_exception=True)
        thing = _thing(person, given.validated_data)
        rhythm = Rhythm(given.validated_data["rhythm"])
        follow = follows.begin(by=person, thing=thing, rhythm=rhythm, now=timezone.now())
        return Response(FollowSerializer(follow).data, status=201)


class OneFollow(ThingDoor):
    queryset = Follow.objects.none()
    serializer_class = FollowSerializer
    lookup_field = "id"

    def get_queryset(self) -> "QuerySet[Follow, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="follows_retrieve",
        tags=["follows"],
        summary="Read one follow",
        responses={200: FollowSerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="follows_destroy",
        tags=["follows"],
        summary="Stop following",
        responses={204: None, **failures(401, 403, 404)},
    )
    def delete(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        person = filer(request)
        follow = get_object_or_404(readable(person), pk=kwargs["id"])
        follows.end(by=person, follow=follow, now=timezone.now())
        return Response(status=204)
