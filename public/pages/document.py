"""A text that is up for comment, as one page of paper: its paragraphs, what they draw on, where the talk is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Organization, Person
from contributions.models import Contribution
from digests.models import Follow
from proposals.models import Paragraph, ParagraphText, Proposal, Revision
from public import related
from rounds.models import Round, Status
from texts.rules import languages

MOST = 3
SILENT = 6


@dataclass(frozen=True)
class Document:
    """`paragraphs`: the wording of the latest revision, each with its lasting `paragraph` and what that draws on."""

    proposal: Proposal
    revision: Revision
    paragraphs: list[ParagraphText]
    # Its title in the language of these paragraphs, and the languages that there are, the authentic one first.
    title: str
    language: str
    tongues: list[str]
    # The round in which one comments on it, or did last: the one it was put up in, or one that supplements that.
    round: Round

    @property
    def is_translation(self) -> bool:
        return self.language != self.proposal.language

    @property
    def is_option(self) -> bool:
        return self.proposal.type == Proposal.Type.OPTION

    @property
    def on_whole_text(self) -> int:
        """Comments on no paragraph; both counts are exact at the same number, so their difference is too."""
        return self.proposal.comment_count - sum(part.paragraph.comment_count for part in self.paragraphs)

    @property
    def most_discussed(self) -> list[ParagraphText]:
        spoken = [part for part in self.paragraphs if part.paragraph.comment_count]
        return sorted(spoken, key=lambda part: (-part.paragraph.comment_count, part.position))[:MOST]

    @property
    def silent(self) -> list[ParagraphText]:
        """The first paragraphs on which nobody has spoken."""
        return [part for part in self.paragraphs if not part.paragraph.comment_count][:SILENT]

    @property
    def more_silent(self) -> int:
        return sum(1 for part in self.paragraphs if not part.paragraph.comment_count) - len(self.silent)

    def part(self, anchor: str) -> ParagraphText:
        for part in self.paragraphs:
            if part.paragraph.anchor == anchor:
                return part
        raise Http404

    def part_of(self, paragraph: UUID | None) -> ParagraphText | None:
        return next((part for part in self.paragraphs if part.paragraph_id == paragraph), None)

    def crumbs(self, wanted: Sequence[str] = (), carry: str = "") -> list[tuple[str, str]]:
        """Down to this text, for the pages below it; `carry` goes with the link to it."""
        address = reverse("proposal", args=[self.proposal.pk])
        return [*above(self.proposal, self.round, wanted), (self.title, f"{address}{carry}")]

    def beside(self, viewer: Person | None) -> list[Proposal]:
        """The other texts of the same round."""
        others = Proposal.objects.visible_to(viewer).filter(revisions__round=self.revision.round_id)
        return list(others.exclude(pk=self.proposal.pk).distinct().prefetch_related("translations"))

    def champions(self) -> list[Organization]:
        return list(self.proposal.champions.order_by("name", "id")) if self.is_option else []


def above(proposal: Proposal, round: Round, wanted: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Crumbs down to the round that a text is up in, for a reader of these languages."""
    consultation = proposal.consultation
    return [
        (_("Consultations"), reverse("home")),
        (consultation.told(wanted).title, reverse("consultation", args=[consultation.slug])),
        (_("Round %(number)s") % {"number": round.number}, reverse("round", args=[consultation.slug, round.number])),
    ]


def current(asked_by: UUID, now: datetime) -> Round:
    """Of the round that put something up, and those that supplement it, the first that is not over; else the last."""
    rounds = list(Round.objects.asking_as(asked_by).select_related("consultation", "entry"))
    return next((round for round in rounds if round.status(now) != Round.Status.CLOSED), rounds[-1])


def load(id: UUID, viewer: Person | None, now: datetime, wanted: Sequence[str] = ()) -> Document:
    """The text in its latest revision, in the language that suits best; `Http404` for whoever may not read it."""
    related = ("consultation__hosting_body", "entry", "status_entry")
    proposals = Proposal.objects.visible_to(viewer).select_related(*related)
    proposal = get_object_or_404(proposals.prefetch_related("consultation__translations"), pk=id)
    revision = Revision.objects.filter(proposal=proposal).select_related("entry").order_by("-number").first()
    if revision is None:
        raise Http404
    round = current(revision.round_id, now)
    round.consultation = proposal.consultation
    sources = (
        Contribution.objects.visible_to(viewer).filter(status=Status.PUBLISHED).select_related("entry", "organization")
    )
    worded = ParagraphText.objects.filter(revision=revision).order_by().values("language")
    titles = {row.language: row.title for row in proposal.translations.filter(language__in=worded).order_by("language")}
    tongues = [proposal.language, *titles]
    language = languages.best(tongues, wanted)
    texts = (
        ParagraphText.objects.filter(revision=revision, language=language)
        .select_related("paragraph")
        # Only their numbers are shown, and a contribution may have 200,000 characters.
        .prefetch_related(
            Prefetch("paragraph__drawn_from", queryset=sources.defer("text").order_by("entry__seq", "id"))
        )
    )
    return Document(proposal, revision, list(texts), titles.get(language, proposal.title), language, tongues, round)


def address(proposal: UUID, paragraph: Paragraph | None) -> str:
    """Where a comment on this paragraph, or on the whole text, is read and written."""
    if paragraph is None:
        return reverse("proposal_whole", args=[proposal])
    return reverse("paragraph", args=[proposal, paragraph.anchor])


def context(document: Document, viewer: Person | None, now: datetime) -> dict[str, Any]:
    """What every page of a text shows around its words."""
    return {
        "document": document,
        "tongues": document.tongues,
        "proposal": document.proposal,
        "consultation": document.proposal.consultation,
        "round": document.round,
        # Nothing is written about a text that is not shown, whatever its round says.
        "status": "hidden" if document.proposal.is_hidden else document.round.status(now),
        "beside": document.beside(viewer),
        "champions": document.champions(),
        "related": related.of_options([document.proposal], viewer)[document.proposal.pk],
        "following": Follow.objects.visible_to(viewer).current().of(document.proposal).exists(),
        "now": now,
    }
