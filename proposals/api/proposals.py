from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Coalesce
from django_filters.rest_framework import ChoiceFilter, FilterSet, UUIDFilter
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_serializer, extend_schema_view
from rest_framework import serializers

from accounts.api.people import viewer
from accounts.models import Person
from accounts.models.moderated import Shown
from contributions.models import Contribution
from proposals.models import ParagraphText, Proposal, Revision
from rounds.api.filings import NUMBER, ConsultationFilter
from rounds.api.languages import LANGUAGE, ReadIn, Translated, wanted
from rounds.models import Round
from texts.rules import render
from web.doors import ListDoor, ThingDoor
from web.fields import Moment
from web.schema import CONTRIBUTION, PARAGRAPH, PROPOSAL, ROUND, example, failures


class RevisionSerializer(serializers.Serializer[Revision]):
    """One wording of a text, put up for comment in one round."""

    number = serializers.IntegerField(help_text="0 for the first.")
    name = serializers.CharField()
    round = serializers.UUIDField(source="round_id")
    published_at = Moment()


class ParagraphSerializer(serializers.Serializer[ParagraphText]):
    """A paragraph with its wording in the present revision. The id stays the same from revision to revision."""

    id = serializers.UUIDField(source="paragraph_id")
    anchor = serializers.CharField(source="paragraph.anchor", help_text="Its place in the page's address.")
    number = serializers.CharField(help_text="As it is printed: 7, 7 bis.")
    heading = serializers.CharField()
    text = serializers.CharField()
    html = serializers.SerializerMethodField()
    comment_count = serializers.IntegerField(
        source="paragraph.comment_count",
        help_text="Published comments, replies included; brought up to date within seconds.",
    )
    drawn_from = serializers.SerializerMethodField(help_text="Ids of the contributions it draws on.")

    def get_html(self, text: ParagraphText) -> str:
        return render.render(text.text, render.MARKDOWN)

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_drawn_from(self, text: ParagraphText) -> list[str]:
        return sorted(str(contribution.pk) for contribution in text.paragraph.drawn_from.all())


AS_LISTED: dict[str, Any] = {
    "id": PROPOSAL,
    "number": 640,
    "url": f"{settings.SITE_URL}/p/{PROPOSAL}/",
    "consultation": "who-acts-next",
    "type": "draft",
    "title": "Acting together",
    "revision": {"number": 0, "name": "Zero draft", "round": ROUND, "published_at": "2027-04-01T08:00:00Z"},
    "is_status_quo": False,
    "champions": [],
    "next_step": "",
    "comment_count": 46,
    "posted_at": "2027-04-01T08:00:00Z",
    "status": "published",
}
# Of every thing that is there in several languages: the last of its fields.
SPOKEN: dict[str, Any] = {
    "language": "en",
    "authentic_language": "en",
    "languages": ["en", "fr"],
}


@extend_schema_serializer(
    examples=[
        example(
            **AS_LISTED,
            **SPOKEN,
        )
    ]
)
class ProposalSerializer(Translated):
    """What is put up for comment: an issues paper, a draft, or one of several options."""

    told = ("title",)

    id = serializers.UUIDField()
    number = serializers.IntegerField(allow_null=True, help_text=NUMBER)
    url = serializers.SerializerMethodField(help_text="The page for people.")
    consultation = serializers.CharField(source="consultation.slug")
    type = serializers.ChoiceField(Proposal.Type.choices)
    title = serializers.CharField()
    revision = serializers.SerializerMethodField()
    is_status_quo = serializers.BooleanField(help_text="Of an option: whether it changes nothing.")
    champions = serializers.SerializerMethodField(help_text="Of an option: ids of the organizations behind it.")
    next_step = serializers.CharField(help_text="Of an option: what would come next.")
    comment_count = serializers.IntegerField(help_text="Published comments; brought up to date within seconds.")
    posted_at = Moment(source="made_at")
    status = serializers.ChoiceField(
        Shown.choices, help_text="While it is `hidden` it has no words; its comments stay, `/decisions/` says why."
    )

    def get_url(self, proposal: Proposal) -> str:
        return f"{settings.SITE_URL}/p/{proposal.pk}/"

    @extend_schema_field(RevisionSerializer)
    def get_revision(self, proposal: Proposal) -> dict[str, Any]:
        return RevisionSerializer(latest(proposal)).data

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_champions(self, proposal: Proposal) -> list[str]:
        return sorted(str(organization.pk) for organization in proposal.champions.all())


@extend_schema_serializer(
    examples=[
        example(
            **AS_LISTED,
            paragraphs=[
                {
                    "id": PARAGRAPH,
                    "anchor": "5",
                    "number": "5",
                    "heading": "From a question to a home",
                    "text": "Each question is offered to a body that exists.",
                    "html": "<p>Each question is offered to a body that exists.</p>\n",
                    "comment_count": 3,
                    "drawn_from": [CONTRIBUTION],
                }
            ],
            **SPOKEN,
        )
    ]
)
class WholeProposalSerializer(ProposalSerializer):
    """A text with its paragraphs."""

    paragraphs = serializers.SerializerMethodField()

    @extend_schema_field(ParagraphSerializer(many=True))
    def get_paragraphs(self, proposal: Proposal) -> Any:
        drawn_from = Contribution.objects.visible_to(viewer(self.context["request"])).only("pk")
        language = proposal.told(wanted(self.context["request"])).language
        texts = ParagraphText.objects.filter(revision=latest(proposal), language=language)
        texts = texts.select_related("paragraph").prefetch_related(Prefetch("paragraph__drawn_from", drawn_from))
        return [ParagraphSerializer(text).data for text in texts]


class ProposalFilters(FilterSet):
    consultation = ConsultationFilter()
    round = UUIDFilter(method="up_in", help_text="Id of a round, or of one that supplements it.")
    type = ChoiceFilter(choices=Proposal.Type.choices)
    language = ReadIn()

    def up_in(self, queryset: "QuerySet[Proposal, Any]", name: str, value: UUID) -> "QuerySet[Proposal, Any]":
        asked_by = Round.objects.filter(pk=value).values(asked=Coalesce("supplements", "pk"))
        return queryset.filter(revisions__round__in=asked_by).distinct()


def latest(proposal: Proposal) -> Revision:
    revision = max(proposal.revisions.all(), key=lambda revision: revision.number)
    # Its name depends on the type of its text, which is at hand.
    revision.proposal = proposal
    return revision


def readable(person: Person | None) -> "QuerySet[Proposal, Any]":
    proposals = Proposal.objects.visible_to(person).select_related("consultation", "entry")
    return proposals.prefetch_related("revisions", "champions", "translations")


@extend_schema_view(
    get=extend_schema(
        operation_id="proposals_list",
        tags=["texts and comments"],
        summary="List texts put up for comment",
        description="Issues papers, drafts and options, oldest first. Read one by its id for its paragraphs.",
        responses={200: ProposalSerializer(many=True), **failures(400, 401, 403)},
    )
)
class Proposals(ListDoor):
    queryset = Proposal.objects.none()
    serializer_class = ProposalSerializer
    filterset_class = ProposalFilters
    order = ("made_at", "id")

    def get_queryset(self) -> "QuerySet[Proposal, Any]":
        return readable(viewer(self.request))


@extend_schema_view(
    get=extend_schema(
        operation_id="proposals_retrieve",
        tags=["texts and comments"],
        summary="Read one text with its paragraphs",
        parameters=[LANGUAGE],
        responses={200: WholeProposalSerializer, **failures(401, 403, 404)},
    )
)
class OneProposal(ThingDoor):
    queryset = Proposal.objects.none()
    serializer_class = WholeProposalSerializer
    lookup_field = "id"

    def get_queryset(self) -> "QuerySet[Proposal, Any]":
        return readable(viewer(self.request))
