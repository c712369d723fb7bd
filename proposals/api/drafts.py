from typing import Any

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.people import filer, viewer
from accounts.models import Person
from contributions.models import ContributionDraft
from proposals.actions import drafts
from proposals.api.comments import place_for
from proposals.models import Comment, CommentDraft
from rounds.api.filings import NewFiling, organization_for, round_for
from rounds.models import Capacity
from web.doors import Door
from web.fields import Answers, Moment, OneOf, Reference, Words
from web.schema import PARAGRAPH, PROPOSAL, ROUND, example, failures

DRAFT = "8091a2b3-c4d5-4e6f-9081-92a3b4c5d6e7"
KINDS = ("comment", "contribution")
WIRE: dict[str, Any] = {
    "id": DRAFT,
    "kind": "comment",
    "round": ROUND,
    "proposal": PROPOSAL,
    "paragraph": PARAGRAPH,
    "reply_to": None,
    "comment_kind": "concern",
    "title": "",
    "text": "Ninety days is too long",
    "answers": {},
    "language": "en",
    "capacity": "personal",
    "organization": None,
    "is_named": True,
    "is_held_back": False,
    "saved_at": "2027-04-14T09:30:00.125000Z",
}

Draft = CommentDraft | ContributionDraft


@extend_schema_serializer(examples=[example(**WIRE)])
class DraftSerializer(serializers.Serializer[Any]):
    """What its writer alone reads, until it is filed or deleted."""

    id = serializers.UUIDField()
    kind = serializers.SerializerMethodField(help_text="comment or contribution.")
    round = serializers.UUIDField(source="round_id")
    proposal = serializers.UUIDField(source="proposal_id", allow_null=True, default=None)
    paragraph = serializers.UUIDField(source="paragraph_id", allow_null=True, default=None)
    reply_to = serializers.UUIDField(source="reply_to_id", allow_null=True, default=None)
    comment_kind = serializers.SerializerMethodField(help_text="Of a comment: its kind, if any.")
    title = serializers.CharField(default="")
    text = serializers.CharField()
    answers = serializers.DictField(child=serializers.CharField(), default=dict)
    language = serializers.CharField()
    capacity = serializers.ChoiceField(Capacity.choices)
    organization = serializers.UUIDField(source="organization_id", allow_null=True)
    is_named = serializers.BooleanField()
    is_held_back = serializers.BooleanField(help_text="Left out when the whole response is filed on its page.")
    saved_at = Moment(help_text="Send it as `seen` when you save the draft again.")

    def get_kind(self, draft: Draft) -> str:
        return "comment" if isinstance(draft, CommentDraft) else "contribution"

    def get_comment_kind(self, draft: Draft) -> str | None:
        return draft.kind if isinstance(draft, CommentDraft) else None


@extend_schema_serializer(examples=[example(results=[WIRE])])
class DraftsSerializer(serializers.Serializer[Any]):
    """All drafts of one person; there are never many."""

    results = DraftSerializer(many=True)


class NewDraft(NewFiling):
    """A draft as it is saved; one a person and place, so saving it again changes it."""

    kind = OneOf([(kind, kind) for kind in KINDS])
    language = Words(help_text="BCP 47: the language of the text.")
    text = Words(required=False, default="", help_text="Without a word in the draft it is deleted (204).")
    title = Words(required=False, default="", help_text="Of a contribution.")
    answers = Answers(required=False, default=dict, help_text="Of a contribution, by the number of the question.")
    proposal = Reference(required=False, allow_null=True, default=None, help_text="Of a comment.")
    paragraph = Reference(required=False, allow_null=True, default=None)
    reply_to = Reference(required=False, allow_null=True, default=None)
    comment_kind = OneOf(Comment.Kind.choices, required=False, allow_null=True, default=None)
    seen = Moment(
        required=False,
        allow_null=True,
        default=None,
        help_text="`saved_at` of the draft that you change; left out for a new one. Another answers 409.",
    )


A_DRAFT = OpenApiExample(
    "On a paragraph",
    value={
        "kind": "comment",
        "round": ROUND,
        "proposal": PROPOSAL,
        "paragraph": PARAGRAPH,
        "language": "en",
        "text": "Ninety days is too long",
    },
    request_only=True,
)


def _save(person: Person, given: dict[str, Any]) -> Draft | None:
    common = {
        "by": person,
        "round": round_for(person, given["round"]),
        "text": given["text"],
        "language": given["language"],
        "capacity": Capacity(given["capacity"]),
        "organization": organization_for(person, given["organization"]),
        "is_named": given["is_named"],
        "seen": given["seen"],
        "now": timezone.now(),
    }
    if given["kind"] == "contribution":
        return drafts.save_contribution(**common, title=given["title"], answers=given["answers"])
    place = place_for(person, given)
    return drafts.save_comment(
        **common,
        proposal=place.proposal,
        paragraph=place.paragraph if given["paragraph"] else None,
        reply_to=place.reply_to,
        kind=given["comment_kind"],
    )


class Drafts(Door):
    @extend_schema(
        operation_id="drafts_list",
        tags=["texts and comments"],
        summary="List your drafts",
        description="All that you have written and not filed, the last saved first. Nobody else sees it.",
        responses={200: DraftsSerializer, **failures(401, 403)},
    )
    def get(self, request: Request) -> Response:
        person = viewer(request)
        mine: list[Draft] = [
            *ContributionDraft.objects.visible_to(person),
            *CommentDraft.objects.visible_to(person),
        ]
        mine.sort(key=lambda draft: draft.saved_at, reverse=True)
        return Response({"results": DraftSerializer(mine, many=True).data})

    @extend_schema(
        operation_id="drafts_create",
        tags=["texts and comments"],
        summary="Save a draft",
        description="One a person and place: saving it again changes it. A draft that was saved elsewhere since `seen` "
        "is not written over (409). Needs the scope `comment`.",
        request=NewDraft,
        examples=[A_DRAFT, example(**WIRE)],
        responses={200: DraftSerializer, 204: None, **failures(400, 401, 403, 409, 413, 415)},
    )
    def post(self, request: Request) -> Response:
        given = NewDraft(data=request.data)
        given.is_valid(raise_exception=True)
        with transaction.atomic():
            draft = _save(filer(request), given.validated_data)
        return Response(DraftSerializer(draft).data) if draft is not None else Response(status=204)


class OneDraft(Door):
    @extend_schema(
        operation_id="drafts_retrieve",
        tags=["texts and comments"],
        summary="Read one of your drafts",
        responses={200: DraftSerializer, **failures(401, 403, 404)},
    )
    def get(self, request: Request, id: Any) -> Response:
        return Response(DraftSerializer(_mine(viewer(request), id)).data)

    @extend_schema(
        operation_id="drafts_destroy",
        tags=["texts and comments"],
        summary="Delete one of your drafts",
        responses={204: None, **failures(401, 403, 404)},
    )
    def delete(self, request: Request, id: Any) -> Response:
        person = filer(request)
        with transaction.atomic():
            drafts.delete(by=person, draft=_mine(person, id))
        return Response(status=204)


def _mine(person: Person | None, id: Any) -> Draft:
    said = CommentDraft.objects.visible_to(person).filter(pk=id).first()
    return said or get_object_or_404(ContributionDraft.objects.visible_to(person), pk=id)
