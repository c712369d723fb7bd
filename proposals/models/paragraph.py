import uuid
from typing import TYPE_CHECKING

from django.db import models

from proposals.models.proposal import Proposal

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


class ParagraphText(models.Model):
    """A paragraph's wording in one revision and one language."""

    revision = models.ForeignKey("proposals.Revision", on_delete=models.PROTECT, related_name="texts")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=35)
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=20)
    heading = models.CharField(max_length=300, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "paragraph", "language"], name="paragraph_text_once"),
            models.UniqueConstraint(fields=["revision", "language", "position"], name="paragraph_text_position"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}"
