from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django_filters.rest_framework import ChoiceFilter
from drf_spectacular.types import OpenApiTypes
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

from accounts.api.people import AuthorSerializer, filer, viewer
from accounts.models import Person
from contributions.actions import contributions
from contributions.api import attachments as files
from contributions.models import Contribution, Recording
from rounds.api.filings import (
    AUTHOR,
    COUNTRY,
    NUMBER,
    REGION,
    SAME_TEXT,
    SAME_TEXT_COUNT,
    YES_OR_NO,
    FilingFilters,
    NewFiling,
    channel_of,
    country_of,
    organization_for,
    round_for,
)
from rounds.models import Capacity, Channel, Status, Way
from texts.rules import render
from web.doors import ListDoor, ThingDoor
from web.fields import Answers, Moment, Words
from web.once import once
from web.schema import CONTRIBUTION, IDEMPOTENCY_KEY, LOCATION, ORGANIZATION, PERSON, ROUND, example, failures

WIRE = {
    "id": CONTRIBUTION,
    "number": 317,
    "url": f"{settings.SITE_URL}/contributions/{CONTRIBUTION}/",
    "consultation": "who-acts-next",
    "round": ROUND,
    "title": "Who should act on open questions",
    "capacity": "organization",
    "organization": ORGANIZATION,
    "stakeholder_group": "private_sector",
    "author": {"id": PERSON, "name": "Jun Okabe", "kind": "person"},
    "is_named": True,
    "author_name": None,
    "country": "JP",
    "region": None,
    "language": "en",
    "text": "We answer the second question only.",
    "answers": {"2": "Whoever already can."},
    "format": "markdown",
    "status": "published",
    "channel": "web",
    "source_number": None,
    "posted_at": "2027-02-03T16:05:12.480000Z",
    "edited_at": None,
    "same_text_as": None,
    "same_text_count": 1,
    "replaced_by": None,
    "is_late": False,
    "recording": None,
}
AS_READ = example(**WIRE, html="<p>We answer the second question only.</p>\n", attachments=[files.WIRE])


class RecordingSerializer(serializers.Serializer[Recording]):
    """How a text had reached the secretariat."""

    way = serializers.ChoiceField(Way.choices)
    arrived_at = Moment()


@extend_schema_serializer(examples=[example(**WIRE)])
class ContributionSerializer(serializers.Serializer[Contribution]):
    """What somebody sent in answer to a call. `title`, `text` and `answers` are null while it is not published."""

    id = serializers.UUIDField()
    number = serializers.IntegerField(allow_null=True, help_text=NUMBER)
    url = serializers.SerializerMethodField(help_text="The page for people.")
    consultation = serializers.CharField(source="consultation.slug")
    round = serializers.UUIDField(source="round_id")
    title = serializers.CharField(allow_null=True)
    capacity = serializers.ChoiceField(Capacity.choices)
    organization = serializers.UUIDField(source="organization_id", allow_null=True)
    stakeholder_group = serializers.CharField(source="stakeholder_group_id", allow_null=True)
    author = AuthorSerializer(source="named_author", allow_null=True, help_text=AUTHOR)
    is_named = serializers.BooleanField(help_text="False: its author is known to the secretariat alone.")
    author_name = serializers.SerializerMethodField(help_text="Who wrote, as the source says, where `author` is null.")
    country = serializers.SerializerMethodField(help_text=COUNTRY)
    region = serializers.SerializerMethodField(help_text=REGION)
    language = serializers.CharField(help_text="BCP 47.")
    text = serializers.CharField(allow_null=True, help_text="Empty where only questions are answered.")
    answers = serializers.DictField(
        child=serializers.CharField(), allow_null=True, help_text="By the number of the question of its call."
    )
    format = serializers.ChoiceField(Contribution.Format.choices)
    status = serializers.ChoiceField(Status.choices)
    channel = serializers.ChoiceField(Channel.choices)
    source_number = serializers.SerializerMethodField(help_text="The number that its source gave it, if it has one.")
    posted_at = Moment()
    edited_at = Moment(allow_null=True)
    same_text_as = serializers.UUIDField(source="same_text_as_id", allow_null=True, help_text=SAME_TEXT)
    same_text_count = serializers.IntegerField(help_text=SAME_TEXT_COUNT)
    replaced_by = serializers.UUIDField(
        source="replaced_by_id", allow_null=True, help_text="Id of the contribution that stands in its place."
    )
    is_late = serializers.BooleanField(
        help_text="It arrived after the close: in no count, and not in the record of it."
    )
    recording = serializers.SerializerMethodField(help_text="How it had reached the secretariat that recorded it.")

    def get_url(self, contribution: Contribution) -> str:
        return f"{settings.SITE_URL}/contributions/{contribution.pk}/"

    def get_author_name(self, contribution: Contribution) -> str | None:
        return contribution.author_name or None

    @extend_schema_field(RecordingSerializer(allow_null=True))
    def get_recording(self, contribution: Contribution) -> dict[str, Any] | None:
        recording = getattr(contribution, "recording", None)
        return RecordingSerializer(recording).data if recording is not None else None

    def get_region(self, filing: Contribution) -> str | None:
        return filing.region or None

    def get_country(self, contribution: Contribution) -> str | None:
        return country_of(contribution)

    def get_source_number(self, contribution: Contribution) -> str | None:
        return contribution.source_number or None


@extend_schema_serializer(examples=[AS_READ])
class WholeContributionSerializer(ContributionSerializer):
    """A contribution with its text as HTML, which is safe to show as it is."""

    html = serializers.SerializerMethodField()
    attachments = serializers.SerializerMethodField(help_text="Files beside it; none where its words are not shown.")

    @extend_schema_field(files.AttachmentSerializer(many=True))
    def get_attachments(self, contribution: Contribution) -> list[dict[str, Any]]:
        found = files.readable(viewer(self.context["request"])).filter(contribution=contribution)
        return [dict(files.AttachmentSerializer(attachment).data) for attachment in found]

    def get_html(self, contribution: Contribution) -> str | None:
        return None if contribution.text is None else render.render(contribution.text, contribution.format)


class ContributionFilters(FilingFilters):
    late = ChoiceFilter(
        method="only_late", choices=YES_OR_NO, label="true: what arrived after the close, which is left out otherwise."
    )

    def filter_queryset(self, queryset: "QuerySet[Any, Any]") -> "QuerySet[Any, Any]":
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("late") else found.filter(is_late=False)

    @extend_schema_field(OpenApiTypes.BOOL)
    def only_late(self, queryset: "QuerySet[Any, Any]", name: str, value: str) -> "QuerySet[Any, Any]":
        return queryset.filter(is_late=value == "true")


class NewContribution(NewFiling):
    """A contribution as it is sent. Text and answers are Markdown without HTML."""

    title = Words(
        required=False,
        default="",
        help_text=f"At most {Contribution.TITLE_LIMIT} characters. Empty: the first words of the text.",
    )
    text = Words(
        required=False,
        default="",
        help_text=f"At most {Contribution.TEXT_LIMIT:,} characters with the answers. Needed where nothing is answered.",
    )
    answers = Answers(required=False, default=dict, help_text="By the number of the question, which the round lists.")


SENT = OpenApiExample(
    "For yourself",
    value={
        "round": "3f0b6c9e-5d0a-4f6e-9a41-1c2d3e4f5a6b",
        "title": "Who should act on open questions",
        "text": "We answer the second question only. …",
        "language": "en",
    },
    request_only=True,
)


def readable(person: Person | None) -> "QuerySet[Contribution, Any]":
    return Contribution.objects.visible_to(person).select_related("author", "consultation", "entry", "recording")


class Contributions(ListDoor):
    queryset = Contribution.objects.none()
    serializer_class = ContributionSerializer
    filterset_class = ContributionFilters
    # A text may have 200,000 characters.
    default_limit = 20
    largest_limit = 50

    def get_queryset(self) -> "QuerySet[Contribution, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="contributions_list",
        tags=["contributions"],
        summary="List contributions",
        description="What was sent in answer to calls, with its text, oldest first. Read one by its id for its HTML. "
        "What a moderator hid or its author withdrew stays listed, without its words.",
        responses={200: ContributionSerializer(many=True), **failures(400, 401, 403)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="contributions_create",
        tags=["contributions"],
        summary="Send a contribution",
        description="Files a contribution in an open round that accepts contributions. 201 means that it is stored and "
        "in time. Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY, LOCATION],
        request=NewContribution,
        examples=[SENT, AS_READ],
        responses={201: WholeContributionSerializer, **failures(400, 401, 403, 409, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        given = NewContribution(data=request.data)
        given.is_valid(raise_exception=True)
        words, person = given.validated_data, filer(request)
        made: list[Contribution] = []

        def act() -> Contribution:
            round = round_for(person, words["round"])
            made.append(
                contributions.send(
                    by=person,
                    round=round,
                    title=words["title"],
                    text=words["text"],
                    answers=words["answers"],
                    language=words["language"],
                    is_named=words["is_named"],
                    capacity=Capacity(words["capacity"]),
                    organization=organization_for(person, words["organization"]),
                    channel=channel_of(request),
                )
            )
            made[0].consultation = round.consultation
            return made[0]

        outcome = once(request._request, act, key=request.headers.get("Idempotency-Key", ""))
        thing = made[0] if made else get_object_or_404(readable(person), pk=outcome.thing)
        location = f"{settings.SITE_URL}{request.path}{outcome.thing}/"
        body = WholeContributionSerializer(thing, context=self.get_serializer_context()).data
        return Response(body, status=outcome.status, headers={"Location": location})


@extend_schema_view(
    get=extend_schema(
        operation_id="contributions_retrieve",
        tags=["contributions"],
        summary="Read one contribution",
        responses={200: WholeContributionSerializer, **failures(401, 403, 404)},
    )
)
class OneContribution(ThingDoor):
    queryset = Contribution.objects.none()
    serializer_class = WholeContributionSerializer
    lookup_field = "id"

    def get_queryset(self) -> "QuerySet[Contribution, Any]":
        return readable(viewer(self.request))
