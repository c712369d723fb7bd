"""Other words for a contribution, through the API: corrected, replaced, withdrawn, and what it said before."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import filer, viewer
from accounts.models import Person
from contributions.actions import contributions
from contributions.api.contributions import AS_READ, OneContribution, WholeContributionSerializer, readable
from contributions.models import Contribution, ContributionVersion
from contributions.permissions import readable_versions
from rounds.api.filings import channel_of
from rounds.rules import versions
from web.doors import Door
from web.fields import Answers, Input, Moment, Words
from web.once import once
from web.schema import IDEMPOTENCY_KEY, LOCATION, example, failures

CORRECTION = OpenApiExample("Other words", value={"text": "We answer the second question first."}, request_only=True)
REPLACEMENT = OpenApiExample(
    "Another contribution",
    value={"title": "Who should act, once more", "text": "We answer both questions. …", "language": "en"},
    request_only=True,
)
VERSIONS = example(
    results=[
        {
            "version": 1,
            "number": 317,
            "at": "2027-02-03T16:05:12.480000Z",
            "state": "shown",
            "title": "Who should act on open questions",
            "text": "We answer the second question only.",
            "answers": {},
        }
    ]
)


class CorrectedContribution(Input):
    """The new words. What is left out stays as it is."""

    title = Words(required=False, help_text=f"At most {Contribution.TITLE_LIMIT} characters.")
    text = Words(required=False, help_text=f"At most {Contribution.TEXT_LIMIT:,} characters.")
    answers = Answers(required=False, help_text="All answers, by the number of the question.")


class ReplacingContribution(Input):
    """The contribution that stands in the place of the earlier one, in the same name."""

    title = Words(required=False, default="", help_text="Empty: the first words of the text.")
    text = Words(required=False, default="", help_text="Needed where nothing is answered.")
    answers = Answers(required=False, default=dict, help_text="By the number of the question.")
    language = Words(help_text="BCP 47: the language of the text.")


class ContributionVersionSerializer(serializers.Serializer[ContributionVersion]):
    """The words as they were filed or corrected at one moment."""

    version = serializers.IntegerField(source="number", help_text="1 for the words as they were filed.")
    number = serializers.IntegerField(
        source="entry.seq", allow_null=True, help_text="Number of this act in the public record."
    )
    at = Moment()
    state = serializers.ChoiceField(
        [(state.value, state.value) for state in versions.State],
        help_text="`shown` reads so now, `earlier` does not any more or not yet. Told to its author and the "
        "moderators alone: `waiting`, newer words that wait for a moderator, and `sealed`, words that a decision keeps "
        "from readers.",
    )
    title = serializers.CharField()
    text = serializers.CharField()
    answers = serializers.DictField(child=serializers.CharField())


@extend_schema_serializer(examples=[VERSIONS])
class ContributionVersionsSerializer(serializers.Serializer[Any]):
    """Oldest first; `state` says which one reads so now."""

    results = ContributionVersionSerializer(many=True)


class ChangeableContribution(OneContribution):
    @extend_schema(
        operation_id="contributions_correct",
        tags=["contributions"],
        summary="Correct a contribution",
        description="New words for one's own contribution while its round is open. Within 15 minutes the words before "
        "are kept from readers; later they stay readable among its versions. Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY],
        request=CorrectedContribution,
        examples=[CORRECTION, AS_READ],
        responses={200: WholeContributionSerializer, **failures(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def patch(self, request: Request, id: UUID) -> Response:
        person = filer(request)
        contribution = _own(person, id)
        given = CorrectedContribution(data=request.data)
        given.is_valid(raise_exception=True)
        said: dict[str, Any] = given.validated_data

        def act() -> Contribution:
            last = versions.last(list(contribution.versions.order_by("number")))
            whole = {"title": last.title, "text": last.text, "answers": last.answers, **said}
            return contributions.correct(by=person, contribution=contribution, **whole)

        return _done(self, request, act)


class ReplaceContribution(Door):
    @extend_schema(
        operation_id="contributions_replace",
        tags=["contributions"],
        summary="Replace a contribution",
        description="Files another contribution in the place of one's own, in the same name, while the round is open. "
        "The earlier one stays readable, names the other in `replaced_by` and is counted no more. Needs the scope "
        "`comment`.",
        parameters=[IDEMPOTENCY_KEY, LOCATION],
        request=ReplacingContribution,
        examples=[REPLACEMENT, AS_READ],
        responses={201: WholeContributionSerializer, **failures(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        person = filer(request)
        contribution = _own(person, id)
        given = ReplacingContribution(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data
        channel = channel_of(request)
        return _done(
            self,
            request,
            lambda: contributions.replace(by=person, contribution=contribution, channel=channel, **said),
            status=201,
        )


class WithdrawContribution(Door):
    @extend_schema(
        operation_id="contributions_withdraw",
        tags=["contributions"],
        summary="Withdraw a contribution",
        description="Takes one's own contribution back while its round is open: the words go, the number stays. Needs "
        "the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        examples=[AS_READ],
        responses={200: WholeContributionSerializer, **failures(400, 401, 403, 404, 409, 422)},
    )
    def post(self, request: Request, id: UUID) -> Response:
        person = filer(request)
        contribution = _own(person, id)
        return _done(self, request, lambda: contributions.withdraw(by=person, contribution=contribution))


class ContributionVersions(Door):
    @extend_schema(
        operation_id="contributions_versions",
        tags=["contributions"],
        summary="Read what a contribution said before",
        description="Its words as they were filed and each time they were corrected. What was put right within 15 "
        "minutes is shown to its author and the moderators alone; of what is not shown others read nothing.",
        responses={200: ContributionVersionsSerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, id: UUID) -> Response:
        person = viewer(request)
        contribution = get_object_or_404(readable(person), pk=id)
        filed: Any = readable_versions(person, contribution)
        states = versions.states(filed, waiting_from=contribution.waiting_version, is_shown=contribution.is_shown)
        for version, state in zip(filed, states, strict=True):
            version.state = state.value
        return Response({"results": ContributionVersionSerializer(filed, many=True).data})


def _own(person: Person, id: UUID) -> Contribution:
    """A contribution that the person may see; whether it is theirs is asked by the action."""
    return get_object_or_404(readable(person).select_related("round__consultation"), pk=id)


def _done(door: Door, request: Request, act: Callable[[], Contribution], *, status: int = 200) -> Response:
    """Run the act once for its key, and answer with the contribution as it is now."""
    outcome = once(request._request, act, key=request.headers.get("Idempotency-Key", ""))
    thing = get_object_or_404(readable(filer(request)), pk=outcome.thing)
    context = {"request": request, "view": door, "format": door.format_kwarg}
    body = WholeContributionSerializer(thing, context=context).data
    made_at = {"Location": f"{settings.SITE_URL}/api/v1/contributions/{outcome.thing}/"} if status == 201 else None
    return Response(body, status=status, headers=made_at)
