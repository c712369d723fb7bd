from typing import TYPE_CHECKING

from django.db import models

from proposals.models.comment import Comment
from rounds.models import Draft

if TYPE_CHECKING:
    from accounts.models import Person


class CommentDraftQuerySet(models.QuerySet["CommentDraft"]):
    def visible_to(self, viewer: "Person | None") -> "CommentDraftQuerySet":
        """Their writer's, and nobody else's, whatever office somebody holds."""
        if viewer is None or not viewer.is_authenticated:
            return self.none()
        return self.filter(person=viewer)


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
