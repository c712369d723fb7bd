from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, OuterRef, Subquery

from proposals.models.comment import Comment
from proposals.models.paragraph import ParagraphText
from rounds.models import Draft

if TYPE_CHECKING:
    from accounts.models import Person


class CommentDraftQuerySet(models.QuerySet["CommentDraft"]):
    def visible_to(self, viewer: "Person | None") -> "CommentDraftQuerySet":
        """Their writer's, and nobody else's, whatever office somebody holds."""
        if viewer is None or not viewer.is_authenticated:
            return self.none()
        return self.filter(person=viewer)

    def with_place(self) -> "CommentDraftQuerySet":
        """What a list needs of a draft, with the versions of its text: two queries."""
        return self.select_related(
            "round__consultation", "organization", "proposal", "paragraph", "reply_to__entry", "reply_to__author"
        ).prefetch_related("proposal__translations")

    def in_order(self) -> "CommentDraftQuerySet":
        """As the texts stand: the whole text, then its paragraphs from the first on, each before its replies."""
        newest = ParagraphText.objects.filter(paragraph=OuterRef("paragraph")).order_by("-revision__number", "position")
        return self.annotate(place=Subquery(newest.values("position")[:1])).order_by(
            "proposal__position",
            "proposal__made_at",
            "proposal",
            F("place").asc(nulls_first=True),
            F("reply_to__posted_at").asc(nulls_first=True),
            "made_at",
            "pk",
        )


class CommentDraft(Draft):
    """A person's comment or reply, not sent yet; one a person and place."""

    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.CASCADE, related_name="+")
    paragraph = models.ForeignKey("proposals.Paragraph", null=True, on_delete=models.CASCADE, related_name="+")
    reply_to = models.ForeignKey("proposals.Comment", null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Comment.Kind, null=True)

    objects = CommentDraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "round", "proposal", "paragraph", "reply_to"],
                nulls_distinct=False,
                name="comment_draft_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.proposal}"
