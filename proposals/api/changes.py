"""Other words for a comment, through the API: corrected, withdrawn, and what it said before."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import filer, viewer
from accounts.models import Person
from proposals.actions import comments
from proposals.api.comments import AS_READ, CommentSerializer, OneComment, readable
from proposals.models import Comment, CommentVersion
from proposals.permissions import readable_versions
from rounds.rules import versions
from web.doors import Door
from web.fields import Input, Moment, Words
from web.once import once
from web.schema import IDEMPOTENCY_KEY, example, failures

CORRECTION = OpenApiExample("Other words", value={"text": "Sixty days is **too long**."}, request_only=True)
VERSIONS = example(
    results=[
        {
            "version": 1,
            "number": 1042,
            "at": "2027-04-14T09:30:00.125000Z",
            "state": "shown",
            "text": "Ninety days is **too long**.",
        }
    ]
)


class CorrectedComment(Input):
    """The new words."""

    text = Words(help_text=f"At most {Comment.TEXT_LIMIT:,} characters.")


STATES = [(state.value, state.value) for state in versions.State]


class CommentVersionSerializer(serializers.Serializer[CommentVersion]):
    """The words as they were filed or corrected at one moment."""

    version = serializers.IntegerField(source="number", help_text="1 for the words as they were filed.")
    number = serializers.IntegerField(
        source="entry.seq", allow_null=True, help_text="Number of this act in the public record."
    )
    at = Moment()
    state = serializers.ChoiceField(
        STATES,
        help_text="`shown` reads so now, `earlier` does not any more or not yet. Told to its author and the "
        "moderators alone: `waiting`, newer words that wait for a moderator, and `sealed`, words that a decision keeps "
        "from readers.",
    )
    text = serializers.CharField()


@extend_schema_serializer(examples=[VERSIONS])
class CommentVersionsSerializer(serializers.Serializer[Any]):
    """Oldest first; `state` says which one reads so now."""

    results = CommentVersionSerializer(many=True)


class ChangeableComment(OneComment):
    @extend_schema(
        operation_id="comments_correct",
        tags=["texts and comments"],
        summary="Correct a comment",
        description="New words for one's own comment while its round is open. Within 15 minutes, and before anybody "
        "replied, the words before are kept from readers; later they stay readable among its versions. Needs the scope "
        "`comment`.",
        parameters=[IDEMPOTENCY_KEY],
        request=CorrectedComment,
        examples=[CORRECTION, AS_READ],
        responses={200: CommentSerializer, **failures(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def patch(self, request: Request, id: UUID) -> Response:
        person = filer(request)
        comment = _own(person, id)
        given = CorrectedComment(data=request.data)
        given.is_valid(raise_exception=True)
        text = given.validated_data["text"]
        return _done(self, request, lambda: comments.correct(by=person, comment=comment, text=text))


class WithdrawComment(Door):
    @extend_schema(
        operation_id="comments_withdraw",
        tags=["texts and comments"],
        summary="Withdraw a comment",
        description="Takes one's own comment back while its round is open: the words go, its number and the replies "
        "stay. Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        examples=[AS_READ],
        responses={200: CommentSerializer, **failures(400, 401, 403, 404, 409, 422)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        person = filer(request)
        comment = _own(person, id)
        return _done(self, request, lambda: comments.withdraw(by=person, comment=comment))


class CommentVersions(Door):
    @extend_schema(
        operation_id="comments_versions",
        tags=["texts and comments"],
        summary="Read what a comment said before",
        description="Its words as they were filed and each time they were corrected. What was put right within 15 "
        "minutes, unanswered, is shown to its author and the moderators alone; of what is not shown others read "
        "nothing.",
        responses={200: CommentVersionsSerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, id: UUID) -> Response:
        person = viewer(request)
        comment = get_object_or_404(readable(person), pk=id)
        filed: Any = readable_versions(person, comment)
        states = versions.states(filed, waiting_from=comment.waiting_version, is_shown=comment.is_shown)
        for version, state in zip(filed, states, strict=True):
            version.state = state.value
        return Response({"results": CommentVersionSerializer(filed, many=True).data})


def _own(person: Person, id: UUID) -> Comment:
    """A comment that the person may see; whether it is theirs is asked by the action."""
    return get_object_or_404(readable(person).select_related("round__consultation"), pk=id)


def _done(door: Door, request: Request, act: Callable[[], Comment]) -> Response:
    """Run the act once for its key, and answer with the comment as it is now."""
    once(request._request, act, key=request.headers.get("Idempotency-Key", ""))
    thing = get_object_or_404(readable(filer(request)), pk=door.kwargs["id"])
    context = {"request": request, "view": door, "format": door.format_kwarg}
    return Response(CommentSerializer(thing, context=context).data)
