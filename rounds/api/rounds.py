from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django_filters.rest_framework import ChoiceFilter, FilterSet
from drf_spectacular.utils import (
    OpenApiExample,
    extend_schema,
    extend_schema_field,
    extend_schema_serializer,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import filer, viewer
from accounts.models import Person
from rounds.actions import rounds
from rounds.api.filings import ConsultationFilter, consultation_for
from rounds.api.languages import LANGUAGE, ReadIn, Translated
from rounds.api.questions import ASKED, QuestionSerializer
from rounds.models import Extension, Round
from web.doors import ListDoor, ThingDoor
from web.fields import Input, Moment, OneOf, Words, ZonedMoment
from web.once import once
from web.schema import IDEMPOTENCY_KEY, LOCATION, ROUND, example, failures

ACCEPTS = [("contributions", "contributions"), ("comments", "comments")]


class ExtensionSerializer(serializers.Serializer[Extension]):
    """More time for a round, with its reason."""

    number = serializers.IntegerField(source="entry.seq", allow_null=True, help_text="Number in the public record.")
    from_closes_at = Moment()
    closes_at = Moment()
    reason = serializers.CharField()
    at = Moment()


WIRE = example(
    id=ROUND,
    number=2,
    url=f"{settings.SITE_URL}/c/who-acts-next/rounds/2/",
    consultation="who-acts-next",
    purpose="comments_on_draft",
    title="Comments on the zero draft",
    summary="",
    status="open",
    accepts=["comments"],
    opens_at="2027-04-01T00:00:00Z",
    closes_at="2027-04-24T00:00:00Z",
    sealed_at=None,
    closing_record=None,
    questions=[ASKED],
    extensions=[
        {
            "number": 702,
            "from_closes_at": "2027-04-19T00:00:00Z",
            "closes_at": "2027-04-24T00:00:00Z",
            "reason": "The call reached three regions late.",
            "at": "2027-04-12T10:00:00Z",
        }
    ],
    supplements=None,
    reason="",
    language="en",
    authentic_language="en",
    languages=["en"],
)
PLANNED = OpenApiExample(
    "A call",
    value={
        "consultation": "who-acts-next",
        "purpose": "call_for_inputs",
        "opens_at": "2027-02-01T00:00:00Z",
        "closes_at": "2027-03-01T00:00:00Z",
        "summary": "Which questions have no home?",
    },
    request_only=True,
)


@extend_schema_serializer(examples=[WIRE])
class RoundSerializer(Translated):
    """A timed step of a consultation. `closes_at` is the first moment that is too late."""

    told = ("title", "summary")

    id = serializers.UUIDField()
    number = serializers.IntegerField(help_text="1 for the first round of its consultation.")
    url = serializers.SerializerMethodField(help_text="The page for people.")
    consultation = serializers.CharField(source="consultation.slug")
    purpose = serializers.ChoiceField(Round.Purpose.choices)
    title = serializers.CharField(source="name")
    summary = serializers.CharField()
    status = serializers.SerializerMethodField(
        help_text="As the clock stands. Whether a text is in time is decided when it arrives."
    )
    accepts = serializers.SerializerMethodField(help_text="What may be filed in it.")
    opens_at = Moment()
    closes_at = Moment()
    sealed_at = Moment(allow_null=True, help_text="When its record became final.")
    closing_record = serializers.SerializerMethodField(
        help_text="Number of the entry that lists everything admitted; null while the round is not final."
    )
    questions = serializers.SerializerMethodField(help_text="What a call asks, up to 20; empty elsewhere.")
    extensions = ExtensionSerializer(many=True)
    supplements = serializers.UUIDField(
        source="supplements_id",
        allow_null=True,
        help_text="Id of the closed round to which this one gives back the time that an outage took; null for others.",
    )
    reason = serializers.CharField(help_text="Why there is a supplementary round; empty for others.")

    @extend_schema_field(QuestionSerializer(many=True))
    def get_questions(self, round: Round) -> list[dict[str, Any]]:
        # A supplementary round asks what the round asks that it supplements.
        asks = round.supplements or round
        return [dict(QuestionSerializer(question, context=self.context).data) for question in asks.questions.all()]

    def get_url(self, round: Round) -> str:
        return f"{settings.SITE_URL}/c/{round.consultation.slug}/rounds/{round.number}/"

    @extend_schema_field(serializers.ChoiceField(Round.Status.choices))
    def get_status(self, round: Round) -> str:
        return round.status(self.context["now"]).value

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(ACCEPTS)))
    def get_accepts(self, round: Round) -> list[str]:
        return round.accepts

    def get_closing_record(self, round: Round) -> int | None:
        return round.closing_entry.seq if round.closing_entry else None


class RoundFilters(FilterSet):
    consultation = ConsultationFilter()
    purpose = ChoiceFilter(choices=Round.Purpose.choices)
    language = ReadIn()


def readable(person: Person | None) -> "QuerySet[Round, Any]":
    seen = Round.objects.visible_to(person).select_related("consultation", "closing_entry", "supplements__consultation")
    extensions = Prefetch("extensions", Extension.objects.select_related("entry"))
    asked = ("questions__translations", "supplements__questions__translations")
    return seen.prefetch_related(extensions, "translations", *asked)


class AtOneMoment:
    """Every round of one answer is looked at in the same moment."""

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "now": timezone.now()}  # type: ignore[misc]


class NewRound(Input):
    """The next round of a consultation; it opens and closes by the clock."""

    consultation = Words(help_text="Its slug.")
    purpose = OneOf(Round.Purpose.choices)
    opens_at = ZonedMoment(help_text="With its zone.")
    closes_at = ZonedMoment(help_text="The first moment that is too late.")
    title = Words(required=False, default="", help_text="Empty: the name of its purpose.")
    summary = Words(required=False, default="", help_text="What is asked in it.")


def made(request: Request, act: Callable[[], Round]) -> Response:
    """Run the act once for its key, and answer with the round as it is now."""
    outcome = once(request._request, act, key=request.headers.get("Idempotency-Key", ""))
    thing = get_object_or_404(readable(filer(request)), pk=outcome.thing)
    body = RoundSerializer(thing, context={"now": timezone.now()}).data
    return Response(body, status=201, headers={"Location": f"{settings.SITE_URL}/api/v1/rounds/{thing.pk}/"})


class Rounds(AtOneMoment, ListDoor):
    queryset = Round.objects.none()
    serializer_class = RoundSerializer
    filterset_class = RoundFilters
    order = ("opens_at", "id")

    def get_queryset(self) -> "QuerySet[Round, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="rounds_list",
        tags=["consultations"],
        summary="List rounds",
        description="The rounds of consultations you may read, by the moment they open.",
        responses={200: RoundSerializer(many=True), **failures(400, 401, 403)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="rounds_create",
        tags=["consultations"],
        summary="Plan the next round",
        description="For the secretariat of the consultation. Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY, LOCATION],
        request=NewRound,
        examples=[PLANNED, WIRE],
        responses={201: RoundSerializer, **failures(400, 401, 403, 409, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        person = filer(request)
        given = NewRound(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.validated_data

        def act() -> Round:
            return rounds.create(
                **said
                | {
                    "by": person,
                    "consultation": consultation_for(person, said["consultation"]),
                    "purpose": Round.Purpose(said["purpose"]),
                    "now": timezone.now(),
                }
            )

        return made(request, act)


@extend_schema_view(
    get=extend_schema(
        operation_id="rounds_retrieve",
        tags=["consultations"],
        summary="Read one round",
        parameters=[LANGUAGE],
        responses={200: RoundSerializer, **failures(401, 403, 404)},
    )
)
class OneRound(AtOneMoment, ThingDoor):
    queryset = Round.objects.none()
    serializer_class = RoundSerializer
    lookup_field = "id"

    def get_queryset(self) -> "QuerySet[Round, Any]":
        return readable(viewer(self.request))
