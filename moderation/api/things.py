"""What moderators decide about, as they read it: its state, its words as filed, who flagged it, what was decided."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import AuthorSerializer
from accounts.models import Organization, Person
from contributions.models import Contribution
from moderation.actions import effects, things
from moderation.api.decisions import WIRE as DECISION
from moderation.api.decisions import DecisionSerializer
from moderation.api.desk import CHOICES, ETAG, NEEDS, SCOPE, etag_of, moderator, thing_at
from moderation.api.items import ITEM
from moderation.models import Decision, Flag, Item, Motion, Thing, Withheld, about, consultation_of, kind_of
from proposals.models import Comment, Proposal
from rounds.models import Document, Status, WaitingFor
from web.doors import Door
from web.fields import Moment
from web.schema import COMMENT, PERSON, example, failures

FLAG = {
    "rule_number": 2,
    "rule": "No private persons",
    "sentence": "It names my neighbour.",
    "language": "en",
    "at": "2027-04-13T09:00:00Z",
    "answered_at": None,
}


class RaisedFlagSerializer(serializers.Serializer[Flag]):
    """That a reader told the moderators of it. Who it was stays between them and us."""

    rule_number = serializers.IntegerField()
    rule = serializers.CharField()
    sentence = serializers.CharField()
    language = serializers.CharField()
    at = Moment()
    answered_at = Moment(allow_null=True)


@extend_schema_serializer(
    examples=[
        example(
            kind="comment",
            id=COMMENT,
            etag=ETAG,
            consultation="who-acts-next",
            status="published",
            waiting_for=None,
            newer_words_wait=False,
            language="en",
            author={"id": PERSON, "name": "Teodor Lind", "kind": "person"},
            words={"text": "My neighbour at No. 7 should pay."},
            item=ITEM,
            motion=None,
            flags=[FLAG],
            decisions=[DECISION],
        )
    ]
)
class ThingSerializer(serializers.Serializer[Any]):
    """A public text or name as moderators read it. `etag` is what a decision about it names in `If-Match`."""

    kind = serializers.ChoiceField(CHOICES)
    id = serializers.UUIDField()
    etag = serializers.CharField()
    consultation = serializers.CharField(allow_null=True, help_text="Slug; null of people and bodies.")
    status = serializers.ChoiceField(Status.choices)
    waiting_for = serializers.ChoiceField(WaitingFor.choices, allow_null=True)
    newer_words_wait = serializers.BooleanField(
        help_text="True: readers see earlier words, and `words` are the ones that wait."
    )
    language = serializers.CharField()
    author = AuthorSerializer(allow_null=True, help_text="Null where nobody with an account wrote it, or unnamed.")
    words = serializers.DictField(
        child=serializers.CharField(allow_blank=True),
        help_text="The last ones, by where they stand, in whatever state it is; empty where they were erased.",
    )
    item = serializers.UUIDField(allow_null=True, help_text="Of the queue, while it waits.")
    motion = serializers.UUIDField(allow_null=True, help_text="While a second person is asked about it.")
    flags = RaisedFlagSerializer(many=True)
    decisions = DecisionSerializer(many=True, help_text="The first one first.")


def _words(thing: Thing) -> dict[str, str]:
    match thing:
        case Comment() | Contribution():
            last = things.last_words([thing]).get(thing.pk)
            return effects.words_of(last) if last is not None else {}
        case Proposal() | Document():
            said = {"title": thing.title}
        case Organization() | Person():
            said = {"name": thing.name}
    withheld = Withheld.objects.filter(**about(thing)).first()
    hidden = withheld.words if withheld is not None else {}
    return {name: str(hidden.get(name, shown)) for name, shown in said.items()}


def described(thing: Thing) -> dict[str, Any]:
    """Everything that moderators read of a thing."""
    consultation = consultation_of(thing)
    decisions = Decision.objects.filter(**about(thing)).select_related("consultation", "entry").order_by("step")
    item = Item.objects.open().filter(**about(thing)).first()
    motion = Motion.objects.filter(**about(thing), state=Motion.State.WAITING).first()
    author = thing.named_author if isinstance(thing, Comment | Contribution) else None
    return {
        "kind": kind_of(thing),
        "id": thing.pk,
        "etag": etag_of(things.token(thing)),
        "consultation": consultation.slug if consultation is not None else None,
        "status": thing.status,
        "waiting_for": getattr(thing, "waiting_for", None),
        "newer_words_wait": getattr(thing, "waiting_version", None) is not None,
        "language": thing.language,
        "author": author,
        "words": _words(thing),
        "item": item.pk if item is not None else None,
        "motion": motion.pk if motion is not None else None,
        "flags": Flag.objects.filter(**about(thing)),
        "decisions": decisions,
    }


class ThingBefore(Door):
    reads_with = writes_with = SCOPE

    @extend_schema(
        operation_id="moderation_things_retrieve",
        tags=["moderation"],
        summary="Read what is to be decided about",
        description="A comment, contribution, proposal, document, organization or person about which you decide, in "
        f"whatever state it is. The header `ETag` names that state. {NEEDS}",
        responses={200: ThingSerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, kind: str, id: UUID) -> Response:
        found = described(thing_at(moderator(request), kind, id))
        return Response(ThingSerializer(found).data, headers={"ETag": found["etag"]})
