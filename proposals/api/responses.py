from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.utils import (
    OpenApiExample,
    PolymorphicProxySerializer,
    extend_schema,
    extend_schema_field,
    extend_schema_serializer,
)
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from accounts.api.people import filer, viewer
from accounts.models import Person
from contributions.api.contributions import ContributionSerializer
from contributions.models import Contribution
from proposals.actions import responses
from proposals.actions.responses import Item
from proposals.api.comments import CommentSerializer, place_for
from proposals.api.comments import readable as readable_comments
from proposals.models import Comment, Response
from rounds.api.filings import NewFiling, channel_of, organization_for, round_for
from rounds.models import Capacity
from web.doors import ListDoor, ThingDoor
from web.fields import Answers, Input, Moment, OneOf, Reference, Words
from web.once import once
from web.refusals import NotDone
from web.schema import IDEMPOTENCY_KEY, LOCATION, ORGANIZATION, PARAGRAPH, PROPOSAL, ROUND, example, failures

RESPONSE = "6f708192-a3b4-4c5d-8e6f-708192a3b4c5"
WIRE = {
    "id": RESPONSE,
    "url": f"{settings.SITE_URL}/me/responses/{RESPONSE}/",
    "consultation": "who-acts-next",
    "round": ROUND,
    "capacity": "organization",
    "organization": ORGANIZATION,
    "count": 1,
    "posted_at": "2027-04-18T23:52:07.125000Z",
}


class NewItem(Input):
    """One text of a response: with `proposal` a comment or a reply, without one a contribution."""

    text = Words(required=False, default="")
    language = Words(help_text="BCP 47: the language of the text.")
    title = Words(required=False, default="", help_text="Of a contribution.")
    answers = Answers(required=False, default=dict, help_text="Of a contribution, by the number of the question.")
    proposal = Reference(required=False, allow_null=True, default=None)
    paragraph = Reference(required=False, allow_null=True, default=None)
    reply_to = Reference(required=False, allow_null=True, default=None)
    kind = OneOf(Comment.Kind.choices, required=False, allow_null=True, default=None)


class NewResponse(NewFiling):
    """Texts that are filed together, all or none."""

    language = None  # type: ignore[assignment]
    items = NewItem(many=True, help_text=f"From 1 to {responses.AT_MOST} texts.")


@extend_schema_serializer(examples=[example(**WIRE)])
class ResponseSerializer(serializers.Serializer[Response]):
    """Texts that were filed together: one moment, one receipt, one mail."""

    id = serializers.UUIDField()
    url = serializers.SerializerMethodField(help_text="The receipt, for people.")
    consultation = serializers.CharField(source="round.consultation.slug")
    round = serializers.UUIDField(source="round_id")
    capacity = serializers.ChoiceField(Capacity.choices)
    organization = serializers.UUIDField(source="organization_id", allow_null=True)
    count = serializers.IntegerField()
    posted_at = Moment()

    def get_url(self, response: Response) -> str:
        return f"{settings.SITE_URL}/me/responses/{response.pk}/"


ITEM = PolymorphicProxySerializer(
    component_name="ResponseItem",
    serializers=[ContributionSerializer, CommentSerializer],
    resource_type_field_name=None,
    many=True,
)


@extend_schema_serializer(examples=[example(**WIRE, items=[])])
class WholeResponseSerializer(ResponseSerializer):
    """The same with its texts."""

    items = serializers.SerializerMethodField(help_text="The contributions and comments, in the order of the request.")

    @extend_schema_field(ITEM)
    def get_items(self, response: Response) -> Sequence[Any]:
        person = response.person
        sent = Contribution.objects.visible_to(person).select_related("author", "consultation", "entry", "recording")
        of = {"author": person, "response": response.pk}
        things: list[Contribution | Comment] = [*sent.filter(**of), *readable_comments(person).filter(**of)]
        things.sort(key=lambda thing: thing.entry_id)
        return [
            ContributionSerializer(thing, context=self.context).data
            if isinstance(thing, Contribution)
            else CommentSerializer(thing, context=self.context).data
            for thing in things
        ]


A_RESPONSE = OpenApiExample(
    "Two texts for an organization",
    value={
        "round": ROUND,
        "capacity": "organization",
        "organization": ORGANIZATION,
        "items": [
            {"proposal": PROPOSAL, "language": "fr", "text": "Nous soutenons ce texte."},
            {
                "proposal": PROPOSAL,
                "paragraph": PARAGRAPH,
                "kind": "concern",
                "language": "fr",
                "text": "Quatre-vingt-dix jours, c’est **trop long**.",
            },
        ],
    },
    request_only=True,
)


def readable(person: Person | None) -> "QuerySet[Response, Any]":
    return Response.objects.visible_to(person).select_related("person", "round__consultation")


def _item(person: Person, position: int, given: dict[str, Any]) -> Item:
    words = {name: given[name] for name in ("text", "language", "title", "answers", "kind")}
    if all(given[name] is None for name in ("proposal", "paragraph", "reply_to")):
        return Item(**words)
    try:
        place = place_for(person, given)
    except NotDone as error:
        field = f"items.{position}.{error.refusal.field}"
        raise type(error)(replace(error.refusal, field=field)) from None
    return Item(
        **words,
        proposal=place.proposal,
        paragraph=place.paragraph if given["paragraph"] else None,
        reply_to=place.reply_to,
    )


class Responses(ListDoor):
    queryset = Response.objects.none()
    serializer_class = ResponseSerializer
    filterset_class = None
    order = ("posted_at", "id")

    def get_queryset(self) -> "QuerySet[Response, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="responses_list",
        tags=["texts and comments"],
        summary="List your responses",
        description="What you filed together, oldest first. Nobody else sees that it was filed together.",
        responses={200: ResponseSerializer(many=True), **failures(400, 401, 403)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Answer:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="responses_create",
        tags=["texts and comments"],
        summary="File texts together, all or none",
        description="Files contributions and comments at one moment, with one receipt and one mail. What stops one "
        "stops all; the answer names it, such as `items.3.text`, counted from 0. Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY, LOCATION],
        request=NewResponse,
        examples=[A_RESPONSE, example(**WIRE, items=[])],
        responses={201: WholeResponseSerializer, **failures(400, 401, 403, 409, 413, 415, 422)},
    )
    def post(self, request: Request) -> Answer:
        given = NewResponse(data=request.data)
        given.is_valid(raise_exception=True)
        words, person = given.validated_data, filer(request)

        def act() -> Response:
            return responses.file(
                by=person,
                round=round_for(person, words["round"]),
                capacity=Capacity(words["capacity"]),
                organization=organization_for(person, words["organization"]),
                is_named=words["is_named"],
                items=[_item(person, position, item) for position, item in enumerate(words["items"])],
                channel=channel_of(request),
            )

        outcome = once(request._request, act, key=request.headers.get("Idempotency-Key", ""))
        made = get_object_or_404(readable(person), pk=outcome.thing)
        location = f"{settings.SITE_URL}{request.path}{outcome.thing}/"
        body = WholeResponseSerializer(made, context=self.get_serializer_context()).data
        return Answer(body, status=outcome.status, headers={"Location": location})


class OneResponse(ThingDoor):
    queryset = Response.objects.none()
    serializer_class = WholeResponseSerializer
    lookup_field = "id"

    def get_queryset(self) -> "QuerySet[Response, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="responses_retrieve",
        tags=["texts and comments"],
        summary="Read one of your responses with its texts",
        responses={200: WholeResponseSerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Answer:
        return super().get(request, *args, **kwargs)
