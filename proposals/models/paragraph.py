import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models

from proposals.models.proposal import Proposal
from texts.rules import languages

if TYPE_CHECKING:
    from accounts.models import Person


class ParagraphQuerySet(models.QuerySet["Paragraph"]):
    def visible_to(self, viewer: "Person | None") -> "ParagraphQuerySet":
        return self.filter(proposal__in=Proposal.objects.visible_to(viewer).order_by().values("pk"))


class Paragraph(models.Model):
    """The lasting thing that comments point to; its wording changes from revision to revision."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="paragraphs")
    anchor = models.CharField(max_length=20)
    drawn_from = models.ManyToManyField("contributions.Contribution", related_name="+")
    # Brought up to date behind the cursor "proposals.counters", never by a request.
    comment_count = models.PositiveIntegerField(default=0)

    objects = ParagraphQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "anchor"], name="paragraph_anchor_once")]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.anchor}"


class ParagraphTextQuerySet(models.QuerySet["ParagraphText"]):
    def newest(self, wanted: Iterable[str] = ()) -> "dict[UUID, ParagraphText]":
        """Each paragraph's wording in its last revision, in the language that suits a reader best: one query.

        With no language wanted it is the authentic one.
        """
        rows: dict[UUID, list[ParagraphText]] = {}
        for text in self.select_related("paragraph__proposal").order_by("-revision__number", "language"):
            of = rows.setdefault(text.paragraph_id, [])
            if not of or of[0].revision_id == text.revision_id:
                of.append(text)
        wishes = list(wanted)
        return {paragraph: _best(texts, wishes) for paragraph, texts in rows.items()}


class ParagraphText(models.Model):
    """A paragraph's wording in one revision and one language. Its number and position are the same in all of them."""

    revision = models.ForeignKey("proposals.Revision", on_delete=models.PROTECT, related_name="texts")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=35)
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=20)
    heading = models.CharField(max_length=300, blank=True)
    text = models.TextField()

    objects = ParagraphTextQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "paragraph", "language"], name="paragraph_text_once"),
            models.UniqueConstraint(fields=["revision", "language", "position"], name="paragraph_text_position"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}"


def _best(texts: list[ParagraphText], wanted: list[str]) -> ParagraphText:
    by_language = {text.language: text for text in texts}
    authentic = texts[0].paragraph.proposal.language
    # A wording that lacks the authentic language would be no wording at all, and still must not break a page.
    offered = [authentic, *by_language] if authentic in by_language else list(by_language)
    return by_language[languages.best(offered, wanted)]
