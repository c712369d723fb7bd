from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django_filters.rest_framework import ChoiceFilter, UUIDFilter
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import AuthorSerializer, filer, viewer
from accounts.models import Person
from proposals.actions import comments
from proposals.models import Comment, Paragraph, Proposal
from rounds.api.filings import (
    AUTHOR,
    COUNTRY,
    NUMBER,
    REGION,
    SAME_TEXT,
    SAME_TEXT_COUNT,
    FilingFilters,
    NewFiling,
    channel_of,
    country_of,
    organization_for,
    round_for,
)
from rounds.models import Capacity, Channel, Status
from texts.rules import render
from web.doors import ListDoor, ThingDoor
from web.fields import Moment, OneOf, Reference, Words
from web.once import once
from web.problems import unknown
from web.schema import COMMENT, IDEMPOTENCY_KEY, LOCATION, PARAGRAPH, PERSON, PROPOSAL, ROUND, example, failures

AS_READ = example(
    id=COMMENT,
    number=1042,
    url=f"{settings.SITE_URL}/comments/{COMMENT}/",
    consultation="who-acts-next",
    round=ROUND,
    proposal=PROPOSAL,
    paragraph=PARAGRAPH,
    reply_to=None,
    kind="concern",
    capacity="personal",
    organization=None,
    stakeholder_group="civil_society",
    author={"id": PERSON, "name": "Teodor Lind", "kind": "person"},
    is_named=True,
    country="SE",
    region=None,
    language="en",
    text="Ninety days is **too long**.",
    html="<p>Ninety days is <strong>too long</strong>.</p>\n",
    status="published",
    channel="api",
    posted_at="2027-04-14T09:30:00.125000Z",
    edited_at=None,
    same_text_as=None,
    same_text_count=1,
)


@extend_schema_serializer(examples=[AS_READ])
class CommentSerializer(serializers.Serializer[Comment]):
    """A comment or a reply. `text` and `html` are null while it is not published."""

    id = serializers.UUIDField()
    number = serializers.IntegerField(allow_null=True, help_text=NUMBER)
    url = serializers.SerializerMethodField(help_text="The page for people.")
    consultation = serializers.CharField(source="consultation.slug")
    round = serializers.UUIDField(source="round_id")
    proposal = serializers.UUIDField(source="proposal_id")
    paragraph = serializers.UUIDField(
        source="paragraph_id", allow_null=True, help_text="Null for a comment on the whole text."
    )
    reply_to = serializers.UUIDField(source="reply_to_id", allow_null=True, help_text="The comment that it answers.")
    kind = serializers.ChoiceField(Comment.Kind.choices, allow_null=True)
    capacity = serializers.ChoiceField(Capacity.choices)
    organization = serializers.UUIDField(source="organization_id", allow_null=True)
    stakeholder_group = serializers.CharField(source="stakeholder_group_id", allow_null=True)
    author = AuthorSerializer(source="named_author", allow_null=True, help_text=AUTHOR)
    is_named = serializers.BooleanField(help_text="False: its author is known to the secretariat alone.")
    country = serializers.SerializerMethodField(help_text=COUNTRY)
    region = serializers.SerializerMethodField(help_text=REGION)
    language = serializers.CharField(help_text="BCP 47.")
    text = serializers.CharField(allow_null=True, help_text="Markdown, as filed.")
    html = serializers.SerializerMethodField(help_text="The text as HTML, which is safe to show as it is.")
    status = serializers.ChoiceField(Status.choices)
    channel = serializers.ChoiceField(Channel.choices)
    posted_at = Moment()
    edited_at = Moment(allow_null=True)
    same_text_as = serializers.UUIDField(source="same_text_as_id", allow_null=True, help_text=SAME_TEXT)
    same_text_count = serializers.IntegerField(help_text=SAME_TEXT_COUNT)

    def get_url(self, comment: Comment) -> str:
        return f"{settings.SITE_URL}/comments/{comment.pk}/"

    def get_region(self, filing: Comment) -> str | None:
        return filing.region or None

    def get_country(self, comment: Comment) -> str | None:
        return country_of(comment)

    def get_html(self, comment: Comment) -> str | None:
        return None if comment.text is None else render.render(comment.text, render.MARKDOWN)


class NewComment(NewFiling):
    """A comment as it is sent. The text is Markdown without HTML."""

    proposal = Reference(help_text="Id of a text that is up for comment in this round.")
    paragraph = Reference(
        required=False,
        allow_null=True,
        default=None,
        help_text="Null or left out: on the whole text, or where the thread of a reply stands.",
    )
    reply_to = Reference(
        required=False, allow_null=True, default=None, help_text="The comment that began the thread, never a reply."
    )
    kind = OneOf(
        Comment.Kind.choices, required=False, allow_null=True, default=None, help_text="Null: simply a comment."
    )
    text = Words(help_text=f"At most {Comment.TEXT_LIMIT:,} characters.")


class CommentFilters(FilingFilters):
    proposal = UUIDFilter(field_name="proposal_id")
    paragraph = UUIDFilter(field_name="paragraph_id")
    reply_to = UUIDFilter(field_name="reply_to_id")
    kind = ChoiceFilter(choices=Comment.Kind.choices)


@dataclass(frozen=True)
class Place:
    """Where a comment is to stand."""

    proposal: Proposal
    paragraph: Paragraph | None
    reply_to: Comment | None


def place_for(person: Person, given: dict[str, Any]) -> Place:
    """What the inputs name, as far as their sender may see it; what belongs together is for the action to say."""
    proposal, paragraph, reply_to = None, None, None
    if given["reply_to"] is not None:
        seen = Comment.objects.visible_to(person).select_related("proposal", "paragraph")
        reply_to = seen.filter(pk=given["reply_to"]).first()
        if reply_to is None:
            raise unknown("reply_to")
        proposal, paragraph = reply_to.proposal, reply_to.paragraph
    if given["paragraph"] is not None and (paragraph is None or paragraph.pk != given["paragraph"]):
        found = Paragraph.objects.visible_to(person).select_related("proposal").filter(pk=given["paragraph"]).first()
        if found is None:
            raise unknown("paragraph")
        paragraph, proposal = found, proposal or found.proposal
    if proposal is None or proposal.pk != given["proposal"]:
        proposal = Proposal.objects.visible_to(person).filter(pk=given["proposal"]).first()
    if proposal is None:
        raise unknown("proposal")
    return Place(proposal, paragraph, reply_to)


ON_A_PARAGRAPH = OpenApiExample(
    "On a paragraph",
    value={
        "round": "3f0b6c9e-5d0a-4f6e-9a41-1c2d3e4f5a6b",
        "proposal": "9c1d5a52-7f0e-4a3b-8a6d-2b3c4d5e6f70",
        "paragraph": "0a4b8c6d-1e2f-4a5b-9c7d-8e9f0a1b2c3d",
        "kind": "concern",
        "language": "en",
        "text": "Ninety days is **too long** where a cable is cut.",
    },
    request_only=True,
)
A_REPLY = OpenApiExample(
    "A reply for an organization",
    value={
        "round": "3f0b6c9e-5d0a-4f6e-9a41-1c2d3e4f5a6b",
        "proposal": "9c1d5a52-7f0e-4a3b-8a6d-2b3c4d5e6f70",
        "reply_to": "5e6f7081-92a3-4b4c-8d5e-6f708192a3b4",
        "capacity": "organization",
        "organization": "7d8e9fa0-b1c2-4d3e-8f4a-5b6c7d8e9fa0",
        "language": "fr",
        "text": "Nous sommes du même avis.",
    },
    request_only=True,
)


def readable(person: Person | None) -> "QuerySet[Comment, Any]":
    return Comment.objects.visible_to(person).select_related("author", "consultation", "entry")


class Comments(ListDoor):
    queryset = Comment.objects.none()
    serializer_class = CommentSerializer
    filterset_class = CommentFilters

    def get_queryset(self) -> "QuerySet[Comment, Any]":
        return readable(viewer(self.request))

    @extend_schema(
        operation_id="comments_list",
        tags=["texts and comments"],
        summary="List comments",
        description="Comments and replies with their words, oldest first. What a moderator hid or its author withdrew "
        "stays listed, without its words. A comment that waited for a moderator appears at the moment it was posted; "
        "to learn of everything new, follow the public record.",
        responses={200: CommentSerializer(many=True), **failures(400, 401, 403)},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="comments_create",
        tags=["texts and comments"],
        summary="Post a comment or a reply",
        description="Files a comment on a text, or on one of its paragraphs, in an open round. 201 means that it is "
        "stored and in time. Where moderators read first, its status is `received`. Needs the scope `comment`.",
        parameters=[IDEMPOTENCY_KEY, LOCATION],
        request=NewComment,
        examples=[ON_A_PARAGRAPH, A_REPLY, AS_READ],
        responses={201: CommentSerializer, **failures(400, 401, 403, 409, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        given = NewComment(data=request.data)
        given.is_valid(raise_exception=True)
        words, person = given.validated_data, filer(request)
        made: list[Comment] = []

        def act() -> Comment:
            round = round_for(person, words["round"])
            place = place_for(person, words)
            made.append(
                comments.post(
                    by=person,
                    round=round,
                    proposal=place.proposal,
                    # A reply that names no paragraph stands where its thread stands.
                    paragraph=place.paragraph if words["paragraph"] else None,
                    reply_to=place.reply_to,
                    kind=words["kind"],
                    text=words["text"],
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
        body = CommentSerializer(thing, context=self.get_serializer_context()).data
        return Response(body, status=outcome.status, headers={"Location": location})


@extend_schema_view(
    get=extend_schema(
        operation_id="comments_retrieve",
        tags=["texts and comments"],
        summary="Read one comment",
        responses={200: CommentSerializer, **failures(401, 403, 404)},
    )
)
class OneComment(ThingDoor):
    queryset = Comment.objects.none()
    serializer_class = CommentSerializer
    lookup_field = "id"

    def get_queryset(self) -> "QuerySet[Comment, Any]":
        return readable(viewer(self.request))
