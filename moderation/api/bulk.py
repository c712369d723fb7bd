"""One decision about many texts, through the API: foreseen, asked for, read item by item, taken back."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django_filters.rest_framework import ChoiceFilter, FilterSet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Person
from jobs.models import Job
from moderation.actions import bulk
from moderation.api.decisions import DECISION
from moderation.api.desk import ETAG, NEEDS, SCOPE, etag_of, key_of, moderator
from moderation.models import Bulk, BulkItem, Decision, Text
from moderation.permissions import things_before
from web.doors import Door, ListDoor, ThingDoor
from web.fields import Input, Moment, OneOf, Reference, Words
from web.once import once
from web.problems import unknown
from web.schema import COMMENT, IDEMPOTENCY_KEY, LOCATION, example, failures

TEXTS = [("comment", "comment"), ("contribution", "contribution")]
VERBS = [(verb.value, verb.value) for verb in bulk.VERBS]
BULK = "dadbecfd-1425-4df6-9071-8293a4b5c6d7"
WIRE = {
    "id": BULK,
    "verb": "hide",
    "rule_number": 5,
    "reason": "It advertises.",
    "language": "en",
    "all_or_nothing": False,
    "at": "2027-04-14T11:00:00Z",
    "state": "done",
    "total": 200,
    "decided": 200,
    "result": {"done": 198, "refused": 2},
    "ended_at": "2027-04-14T11:00:02Z",
    "undoes": None,
}
ASKED = {
    "verb": "hide",
    "rule": 5,
    "reason": "It advertises.",
    "language": "en",
    "things": [{"kind": "comment", "id": COMMENT, "etag": ETAG}],
}


FORESEEN = {
    "kind": "comment",
    "id": COMMENT,
    "etag": ETAG,
    "code": "second_person_needed",
    "refusal": "This takes two people. Ask a second moderator to agree.",
}


class ResultSerializer(serializers.Serializer[Any]):
    """How many were decided about, and how many not."""

    done = serializers.IntegerField()
    refused = serializers.IntegerField()


@extend_schema_serializer(examples=[example(**WIRE)])
class BulkSerializer(serializers.Serializer[Bulk]):
    """A decision about many texts, and how far it is."""

    id = serializers.UUIDField()
    verb = serializers.ChoiceField(Decision.Verb.choices)
    rule_number = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField()
    language = serializers.CharField()
    all_or_nothing = serializers.BooleanField(source="is_all_or_nothing")
    at = Moment()
    state = serializers.ChoiceField(Job.State.choices, source="job.state")
    total = serializers.IntegerField(source="job.total")
    decided = serializers.IntegerField(source="job.done", help_text="Of how many the result is known.")
    result = ResultSerializer(source="known_result", allow_null=True, help_text="Null until all of it is done.")
    ended_at = Moment(source="job.ended_at", allow_null=True)
    undoes = serializers.UUIDField(source="undoes_id", allow_null=True)


@extend_schema_serializer(
    examples=[
        example(
            position=1,
            kind="comment",
            id=COMMENT,
            state="done",
            refusal="",
            decision=DECISION,
        )
    ]
)
class BulkItemSerializer(serializers.Serializer[BulkItem]):
    """One text of it, and what came of it."""

    position = serializers.IntegerField()
    kind = serializers.CharField()
    id = serializers.UUIDField(source="thing_id")
    state = serializers.ChoiceField(BulkItem.State.choices)
    refusal = serializers.CharField(help_text="Why nothing was decided about it.")
    decision = serializers.UUIDField(source="decision_id", allow_null=True)


class Named(Input):
    """A text, and what was read of it."""

    kind = OneOf(TEXTS)
    id = Reference()
    etag = Words(help_text="As in `moderation/items/` or `moderation/things/`; of other words nothing is decided.")


class NewBulk(Input):
    verb = OneOf(VERBS)
    rule = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=32_767, help_text="To hide."
    )
    reason = Words(required=False, default="", help_text="With all but `publish`. Everybody reads it.")
    language = Words(required=False, default="en", help_text="BCP 47: the language of the reason.")
    all_or_nothing = serializers.BooleanField(
        required=False, default=False, help_text="True: where one is refused nothing is done."
    )
    things = Named(  # type: ignore[call-arg]  # of the list that `many` makes
        many=True, max_length=Bulk.AT_MOST, help_text="1 to 1,000 texts about which you decide."
    )


class ForeseenSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    id = serializers.UUIDField()
    etag = serializers.CharField(help_text="Of its state at this moment.")
    code = serializers.CharField(help_text="Empty where it would be done, else the error's.")
    refusal = serializers.CharField(help_text="Why it would not be done.")


class PreviewSerializer(serializers.Serializer[Any]):
    """What would come of each text at this moment."""

    results = ForeseenSerializer(many=True)


def readable(person: Person) -> "QuerySet[Bulk, Any]":
    return Bulk.objects.visible_to(person).select_related("job")


def _texts(person: Person, named: list[dict[str, Any]]) -> list[tuple[Text, str]]:
    """The texts that an input names, in its order, with what was read of them."""
    found: dict[tuple[str, UUID], Text] = {}
    for kind in ("comment", "contribution"):
        keys = [one["id"] for one in named if one["kind"] == kind]
        if keys:
            found |= {(kind, text.pk): text for text in things_before(person, kind).filter(pk__in=keys)}
    if any((one["kind"], one["id"]) not in found for one in named):
        raise unknown("things")
    return [(found[one["kind"], one["id"]], one["etag"].strip().strip('"')) for one in named]


def _made(request: Request, act: Any) -> Response:
    outcome = once(request._request, act, key=key_of(request))
    asked = Bulk.objects.select_related("job").get(pk=outcome.thing)
    location = f"{settings.SITE_URL}/api/v1/moderation/bulk/{asked.pk}/"
    return Response(BulkSerializer(asked).data, status=outcome.status, headers={"Location": location})


class BulkFilters(FilterSet):
    verb = ChoiceFilter(choices=Decision.Verb.choices)


class Bulks(ListDoor):
    reads_with = writes_with = SCOPE
    queryset = Bulk.objects.none()
    serializer_class = BulkSerializer
    filterset_class = BulkFilters
    order = ("at", "id")

    def get_queryset(self) -> "QuerySet[Bulk, Any]":
        return readable(moderator(self.request))

    @extend_schema(
        operation_id="moderation_bulk_list",
        tags=["moderation"],
        summary="List what you decided about many",
        description=f"Your own, oldest first. {NEEDS}",
        responses={200: BulkSerializer(many=True), **failures(400, 401, 403)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="moderation_bulk_create",
        tags=["moderation"],
        summary="Decide the same about many texts",
        description="Publish, keep, hide or restore 1 to 1,000 texts. It is carried out within seconds, each text with "
        "its decision or with the reason why not: read it until its state is `done`. "
        f"{NEEDS}",
        parameters=[IDEMPOTENCY_KEY, LOCATION],
        request=NewBulk,
        examples=[OpenApiExample("Hide one", value=ASKED, request_only=True), example(**WIRE)],
        responses={201: BulkSerializer, **failures(400, 401, 403, 409, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        person = moderator(request)
        given = NewBulk(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data
        return _made(
            request,
            lambda: bulk.ask(
                by=person,
                verb=said["verb"],
                rule=said["rule"],
                reason=said["reason"],
                language=said["language"],
                texts=_texts(person, said["things"]),
                is_all_or_nothing=said["all_or_nothing"],
                now=timezone.now(),
            ),
        )


class PreviewBulk(Door):
    reads_with = writes_with = SCOPE

    @extend_schema(
        operation_id="moderation_bulk_preview",
        tags=["moderation"],
        summary="See what would come of it",
        description=f"The same body as for deciding; nothing is written. {NEEDS}",
        request=NewBulk,
        examples=[OpenApiExample("Hide one", value=ASKED, request_only=True), example(results=[FORESEEN])],
        responses={200: PreviewSerializer, **failures(400, 401, 403, 413, 415)},
    )
    def post(self, request: Request) -> Response:
        person = moderator(request)
        given = NewBulk(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data
        texts = _texts(person, said["things"])
        foreseen = bulk.preview(by=person, verb=said["verb"], texts=texts, now=timezone.now())
        bulk.worded(said["verb"], said["rule"], said["reason"], said["language"], [text for text, _read in texts])
        results = [
            {
                "kind": named["kind"],
                "id": one.thing.pk,
                "etag": etag_of(one.token),
                "code": one.refused.refusal.code if one.refused is not None else "",
                "refusal": str(one.refused or ""),
            }
            for named, one in zip(said["things"], foreseen, strict=True)
        ]
        return Response(PreviewSerializer({"results": results}).data)


class OneBulk(ThingDoor):
    reads_with = writes_with = SCOPE
    queryset = Bulk.objects.none()
    serializer_class = BulkSerializer
    lookup_field = "id"

    def get_queryset(self) -> "QuerySet[Bulk, Any]":
        return readable(moderator(self.request))

    @extend_schema(
        operation_id="moderation_bulk_retrieve",
        tags=["moderation"],
        summary="Read how far it is",
        description=NEEDS,
        responses={200: BulkSerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class BulkItemFilters(FilterSet):
    state = ChoiceFilter(choices=BulkItem.State.choices)


class BulkItems(ListDoor):
    reads_with = writes_with = SCOPE
    queryset = BulkItem.objects.none()
    serializer_class = BulkItemSerializer
    filterset_class = BulkItemFilters
    order = ("position", "id")

    def get_queryset(self) -> "QuerySet[BulkItem, Any]":
        asked = get_object_or_404(readable(moderator(self.request)), pk=self.kwargs["id"])
        return BulkItem.objects.filter(bulk=asked)

    @extend_schema(
        operation_id="moderation_bulk_items_list",
        tags=["moderation"],
        summary="List what came of each text",
        description=f"In the order in which you named them. {NEEDS}",
        responses={200: BulkItemSerializer(many=True), **failures(400, 401, 403, 404)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class UndoBulk(Door):
    reads_with = writes_with = SCOPE

    @extend_schema(
        operation_id="moderation_bulk_undo",
        tags=["moderation"],
        summary="Take it back within the hour",
        description="Each text that nobody decided about since is as it was before, by a decision of its own. The "
        f"answer is carried out as any other, with a result for each. {NEEDS}",
        parameters=[IDEMPOTENCY_KEY, LOCATION],
        request=None,
        responses={201: BulkSerializer, **failures(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        person = moderator(request)
        asked = get_object_or_404(readable(person), pk=id)
        return _made(request, lambda: bulk.undo(by=person, bulk=asked, now=timezone.now()))
