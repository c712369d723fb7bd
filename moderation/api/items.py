"""What waits for a moderator, through the API: the queue, and who works on what."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import BooleanFilter, ChoiceFilter, FilterSet, UUIDFilter
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import AuthorSerializer
from accounts.models import Person
from accounts.models.stakeholder_group import LABELS
from moderation.actions import queue, things
from moderation.api.desk import CHOICES, ETAG, NEEDS, SCOPE, etag_of, key_of, moderator
from moderation.models import KINDS, Item, ItemQuerySet
from moderation.permissions import items_before
from rounds.api.filings import ConsultationFilter, LanguageFilter
from rounds.models import Office
from web.doors import Door, ListDoor, ThingDoor
from web.fields import Input, Moment, Reference, Words
from web.once import once
from web.problems import unknown
from web.refusals import Conflict, Refusal
from web.schema import COMMENT, IDEMPOTENCY_KEY, PERSON, ROUND, example, failures

ITEM = "b8c9daeb-f203-4bd4-9e5f-60718293a4b5"
WIRE = {
    "id": ITEM,
    "reason": "flagged",
    "kind": "comment",
    "thing": COMMENT,
    "etag": ETAG,
    "affiliation_request": None,
    "motion": None,
    "consultation": "who-acts-next",
    "round": ROUND,
    "stakeholder_group": "civil_society",
    "language": "en",
    "flags": 2,
    "opened_at": "2027-04-13T09:00:00Z",
    "due_at": "2027-04-15T09:00:00Z",
    "closed_at": None,
    "assigned_to": {"id": PERSON, "name": "Piet de Wit", "kind": "person"},
    "claimed_by": None,
    "claimed_until": None,
    "asked_at": None,
    "replied_at": None,
}


@extend_schema_serializer(examples=[example(**WIRE)])
class ItemSerializer(serializers.Serializer[Item]):
    """Something that waits: a text, a name, somebody who asks to be confirmed, or a second person who is asked."""

    id = serializers.UUIDField()
    reason = serializers.ChoiceField(Item.Reason.choices, help_text="The most urgent one for which it waits.")
    kind = serializers.CharField(
        help_text=f"Of the thing: {', '.join(KINDS)}. Empty where a request or another motion waits."
    )
    thing = serializers.SerializerMethodField(help_text="Id of the thing; read it under `moderation/things/`.")
    etag = serializers.SerializerMethodField(help_text="Of the thing, for `If-Match`. Null where it is about no thing.")
    affiliation_request = serializers.UUIDField(source="request_id", allow_null=True)
    motion = serializers.UUIDField(
        source="motion_id", allow_null=True, help_text="Of a motion that is about no thing: more time, a place."
    )
    consultation = serializers.SerializerMethodField(help_text="Slug; null where it concerns the whole site.")
    round = serializers.UUIDField(source="round_id", allow_null=True)
    stakeholder_group = serializers.CharField(source="stakeholder_group_id", allow_null=True)
    language = serializers.CharField()
    flags = serializers.IntegerField(help_text="How many readers told the moderators of it.")
    opened_at = Moment()
    due_at = Moment(help_text="When the time is over in which the secretariat decides.")
    closed_at = Moment(allow_null=True)
    assigned_to = AuthorSerializer(allow_null=True)
    claimed_by = AuthorSerializer(allow_null=True)
    claimed_until = Moment(allow_null=True)
    asked_at = Moment(allow_null=True, help_text="When its author was asked last.")
    replied_at = Moment(allow_null=True)

    def get_thing(self, item: Item) -> UUID | None:
        return item.thing_id if item.kind else None

    def get_etag(self, item: Item) -> str | None:
        token = self.context["tokens"].get(item.thing_id) if item.kind else None
        return etag_of(token) if token is not None else None

    def get_consultation(self, item: Item) -> str | None:
        return item.consultation.slug if item.consultation is not None else None


class ItemFilters(FilterSet):
    consultation = ConsultationFilter()
    round = UUIDFilter(field_name="round_id")
    stakeholder_group = ChoiceFilter(field_name="stakeholder_group_id", choices=list(LABELS.items()))
    language = LanguageFilter()
    reason = ChoiceFilter(choices=Item.Reason.choices)
    kind = ChoiceFilter(method="of_kind", choices=CHOICES)
    assigned_to = UUIDFilter(field_name="assigned_to_id")
    free = BooleanFilter(method="only_free", help_text="True: what nobody has taken at this moment.")
    overdue = BooleanFilter(method="only_overdue", help_text="True: what should have been decided by now.")

    def of_kind(self, queryset: "QuerySet[Item]", name: str, value: str) -> "QuerySet[Item]":
        return queryset.filter(**{f"{value}__isnull": False})

    def only_free(self, queryset: "QuerySet[Item]", name: str, value: bool) -> "QuerySet[Item]":
        taken = Q(claimed_until__gt=timezone.now())
        return queryset.exclude(taken) if value else queryset.filter(taken)

    def only_overdue(self, queryset: "QuerySet[Item]", name: str, value: bool) -> "QuerySet[Item]":
        late = Q(due_at__lte=timezone.now())
        return queryset.filter(late) if value else queryset.exclude(late)


class Assignment(Input):
    """Who is to decide about it."""

    to = Reference(allow_null=True, help_text="Id of a colleague who may decide about it; null: nobody in particular.")


class Recusing(Input):
    reason = Words(required=False, default="", help_text="Only moderators read it. At most 300 characters.")


class Nothing(Input):
    """An empty object."""


def readable(person: Person) -> ItemQuerySet:
    return items_before(person).select_related("consultation", "assigned_to", "claimed_by")


def shown(item: Item) -> Response:
    item = Item.objects.select_related("consultation", "assigned_to", "claimed_by").get(pk=item.pk)
    return Response(ItemSerializer(item, context={"tokens": things.tokens([item])}).data)


@extend_schema_view(
    get=extend_schema(
        operation_id="moderation_items_list",
        tags=["moderation"],
        summary="List what waits",
        description=f"Your queue: what waits for you by your offices, what is due first first. {NEEDS}",
        responses={200: ItemSerializer(many=True), **failures(400, 401, 403)},
    )
)
class Items(ListDoor):
    reads_with = writes_with = SCOPE
    queryset = Item.objects.none()
    serializer_class = ItemSerializer
    filterset_class = ItemFilters
    order = ("due_at", "id")

    def get_queryset(self) -> "QuerySet[Item, Any]":
        return readable(moderator(self.request)).open()

    def paginate_queryset(self, queryset: Any) -> Any:
        self.items = super().paginate_queryset(queryset) or []
        return self.items

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "tokens": things.tokens(getattr(self, "items", []))}


class OneItem(ThingDoor):
    reads_with = writes_with = SCOPE
    queryset = Item.objects.none()
    serializer_class = ItemSerializer

    @extend_schema(
        operation_id="moderation_items_retrieve",
        tags=["moderation"],
        summary="Read what waits",
        description=f"An item stays readable after it was closed. {NEEDS}",
        responses={200: ItemSerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return shown(get_object_or_404(readable(moderator(request)), pk=kwargs["id"]))


def _done(request: Request, id: UUID, act: Callable[[Person, Item], Item]) -> Response:
    person = moderator(request)

    def whole() -> Item:
        return act(person, get_object_or_404(readable(person), pk=id))

    outcome = once(request._request, whole, key=key_of(request))
    return shown(Item(pk=outcome.thing))


_FAILURES = failures(400, 401, 403, 404, 409, 413, 415, 422)


class ClaimItem(Door):
    reads_with = writes_with = SCOPE

    @extend_schema(
        operation_id="moderation_items_claim",
        tags=["moderation"],
        summary="Take an item for 15 minutes",
        description="Until then nobody else decides about its thing. Taking it again begins the 15 minutes anew. "
        f"{NEEDS}",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        responses={200: ItemSerializer, **_FAILURES},
    )
    def post(self, request: Request, id: UUID) -> Response:
        return _done(request, id, lambda by, item: queue.claim(by=by, item=item, now=timezone.now()))


class GiveBackItem(Door):
    reads_with = writes_with = SCOPE

    @extend_schema(
        operation_id="moderation_items_give_back",
        tags=["moderation"],
        summary="Leave an item to others",
        description=f"Where you have not taken it, nothing happens. {NEEDS}",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        responses={200: ItemSerializer, **_FAILURES},
    )
    def post(self, request: Request, id: UUID) -> Response:
        return _done(request, id, lambda by, item: queue.give_back(by=by, item=item))


class AssignItem(Door):
    reads_with = writes_with = SCOPE

    @extend_schema(
        operation_id="moderation_items_assign",
        tags=["moderation"],
        summary="Give an item to a colleague",
        description=f"To somebody who may decide about it, or to nobody in particular. {NEEDS}",
        parameters=[IDEMPOTENCY_KEY],
        request=Assignment,
        examples=[OpenApiExample("To a colleague", value={"to": PERSON}, request_only=True), example(**WIRE)],
        responses={200: ItemSerializer, **_FAILURES},
    )
    def post(self, request: Request, id: UUID) -> Response:
        moderator(request)
        given = Assignment(data=request.data)
        given.is_valid(raise_exception=True)
        to = _colleague(given.validated_data["to"])
        return _done(request, id, lambda by, item: queue.assign(by=by, item=item, to=to, now=timezone.now()))


def _colleague(id: UUID | None) -> Person | None:
    if id is None:
        return None
    office = Office.objects.filter(person=id, ended_at__isnull=True).select_related("person").first()
    if office is None:
        raise unknown("to")
    return office.person


class RecuseFromItem(Door):
    reads_with = writes_with = SCOPE

    @extend_schema(
        operation_id="moderation_items_recuse",
        tags=["moderation"],
        summary="Step back from an item",
        description=f"It is too near to you: from here on somebody else decides about its thing. {NEEDS}",
        parameters=[IDEMPOTENCY_KEY],
        request=Recusing,
        examples=[
            OpenApiExample("A friend", value={"reason": "A friend of mine."}, request_only=True),
            example(**WIRE),
        ],
        responses={200: ItemSerializer, **_FAILURES},
    )
    def post(self, request: Request, id: UUID) -> Response:
        moderator(request)
        given = Recusing(data=request.data)
        given.is_valid(raise_exception=True)
        reason = given.validated_data["reason"]
        return _done(request, id, lambda by, item: queue.recuse(by=by, item=item, reason=reason, now=timezone.now()))


class NextItem(Door):
    reads_with = writes_with = SCOPE

    @extend_schema(
        operation_id="moderation_items_next",
        tags=["moderation"],
        summary="Take the next item",
        description="The most urgent one that nobody has taken, that nobody else was given, and about which you may "
        f"decide; for 15 minutes it is yours. Two who ask at once get two. {NEEDS}",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        responses={200: ItemSerializer, **failures(400, 401, 403, 409, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        person = moderator(request)

        def take() -> Item:
            found = queue.claim_next(by=person, now=timezone.now())
            if found is None:
                raise Conflict(Refusal("nothing_waits", _("Nothing waits for you that nobody else has taken.")))
            return found

        outcome = once(request._request, take, key=key_of(request))
        return shown(Item(pk=outcome.thing))
