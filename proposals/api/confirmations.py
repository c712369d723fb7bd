"""Texts in a body's name, through the API: released, shown as one's own, said in another name."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import filer
from accounts.models import Person
from contributions.api import contributions as contribution_door
from contributions.models import Contribution
from proposals.actions import confirmations
from proposals.api import comments as comment_door
from proposals.models import Comment
from rounds.api.filings import organization_for
from rounds.models import Capacity
from web.doors import Door
from web.fields import Input, OneOf, Reference
from web.once import once
from web.schema import IDEMPOTENCY_KEY, ORGANIZATION, failures

Thing = Comment | Contribution
FAILURES = failures(401, 403, 404, 409, 422)
CHANGED = OpenApiExample(
    "For a body", value={"capacity": "organization", "organization": ORGANIZATION}, request_only=True
)

RELEASE = (
    "One of the body's focal points agrees that a member's text speaks for it; the text is shown, with the moment at "
    "which it was received. Until 7 days after the close of its round. Needs the scope `comment`."
)
SPEAK = (
    "The author of a text that waits for a body shows it in their own name instead. Until 7 days after the close of "
    "its round. Needs the scope `comment`."
)
CAPACITY = (
    "A focal point of the body in whose name a text is, or the secretariat, says in whose name it was written. An act "
    "on the public record, until 7 days after the close of its round. Needs the scope `comment`."
)


class NewCapacity(Input):
    """In whose name a text is."""

    capacity = OneOf(Capacity.choices, help_text="`personal` or `organization`.")
    organization = Reference(
        required=False, allow_null=True, default=None, help_text="Needed where `capacity` is `organization`."
    )


class _CommentDoor(Door):
    def _answer(self, request: Request, act: Callable[[Person, Comment], Any]) -> Response:
        person, id = filer(request), self.kwargs["id"]
        thing = get_object_or_404(comment_door.readable(person).select_related("round", "organization"), pk=id)
        once(request._request, lambda: act(person, thing), key=request.headers.get("Idempotency-Key", ""))
        now = get_object_or_404(comment_door.readable(person), pk=id)
        context = {"request": request, "view": self, "format": self.format_kwarg}
        return Response(comment_door.CommentSerializer(now, context=context).data)


class _ContributionDoor(Door):
    def _answer(self, request: Request, act: Callable[[Person, Contribution], Any]) -> Response:
        person, id = filer(request), self.kwargs["id"]
        thing = get_object_or_404(contribution_door.readable(person).select_related("round", "organization"), pk=id)
        once(request._request, lambda: act(person, thing), key=request.headers.get("Idempotency-Key", ""))
        now = get_object_or_404(contribution_door.readable(person), pk=id)
        context = {"request": request, "view": self, "format": self.format_kwarg}
        return Response(contribution_door.WholeContributionSerializer(now, context=context).data)


def _release(person: Person, thing: Thing) -> Thing:
    return confirmations.release(by=person, thing=thing, now=timezone.now())


def _speak(person: Person, thing: Thing) -> Thing:
    return confirmations.speak_for_oneself(by=person, thing=thing, now=timezone.now())


def _capacity(request: Request) -> Callable[[Person, Thing], Thing]:
    given = NewCapacity(data=request.data)
    given.is_valid(raise_exception=True)
    said = given.validated_data

    def act(person: Person, thing: Thing) -> Thing:
        body = organization_for(person, said["organization"])
        return confirmations.correct_capacity(
            by=person, thing=thing, capacity=Capacity(said["capacity"]), organization=body, now=timezone.now()
        )

    return act


class ReleaseComment(_CommentDoor):
    @extend_schema(
        operation_id="comments_release",
        tags=["texts and comments"],
        summary="Release a member's comment in a body's name",
        description=RELEASE,
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        examples=[comment_door.AS_READ],
        responses={200: comment_door.CommentSerializer, **FAILURES},
    )
    def post(self, request: Request, id: UUID) -> Response:
        return self._answer(request, _release)


class SpeakForYourselfInComment(_CommentDoor):
    @extend_schema(
        operation_id="comments_speak_for_yourself",
        tags=["texts and comments"],
        summary="Show a waiting comment as your own",
        description=SPEAK,
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        examples=[comment_door.AS_READ],
        responses={200: comment_door.CommentSerializer, **FAILURES},
    )
    def post(self, request: Request, id: UUID) -> Response:
        return self._answer(request, _speak)


class CommentCapacity(_CommentDoor):
    @extend_schema(
        operation_id="comments_capacity",
        tags=["texts and comments"],
        summary="Say in whose name a comment is",
        description=CAPACITY,
        parameters=[IDEMPOTENCY_KEY],
        request=NewCapacity,
        examples=[CHANGED, comment_door.AS_READ],
        responses={200: comment_door.CommentSerializer, **FAILURES, **failures(400, 413, 415)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        return self._answer(request, _capacity(request))


class ReleaseContribution(_ContributionDoor):
    @extend_schema(
        operation_id="contributions_release",
        tags=["contributions"],
        summary="Release a member's contribution in a body's name",
        description=RELEASE,
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        examples=[contribution_door.AS_READ],
        responses={200: contribution_door.WholeContributionSerializer, **FAILURES},
    )
    def post(self, request: Request, id: UUID) -> Response:
        return self._answer(request, _release)


class SpeakForYourselfInContribution(_ContributionDoor):
    @extend_schema(
        operation_id="contributions_speak_for_yourself",
        tags=["contributions"],
        summary="Show a waiting contribution as your own",
        description=SPEAK,
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        examples=[contribution_door.AS_READ],
        responses={200: contribution_door.WholeContributionSerializer, **FAILURES},
    )
    def post(self, request: Request, id: UUID) -> Response:
        return self._answer(request, _speak)


class ContributionCapacity(_ContributionDoor):
    @extend_schema(
        operation_id="contributions_capacity",
        tags=["contributions"],
        summary="Say in whose name a contribution is",
        description=CAPACITY,
        parameters=[IDEMPOTENCY_KEY],
        request=NewCapacity,
        examples=[CHANGED, contribution_door.AS_READ],
        responses={200: contribution_door.WholeContributionSerializer, **FAILURES, **failures(400, 413, 415)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        return self._answer(request, _capacity(request))
