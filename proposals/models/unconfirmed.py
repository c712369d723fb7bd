import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from contributions.models import Contribution
from proposals.models.comment import Comment
from rounds.models import Unfiled

if TYPE_CHECKING:
    from accounts.models import Person


class UnconfirmedQuerySet(models.QuerySet["Unconfirmed"]):
    def visible_to(self, viewer: "Person | None") -> "UnconfirmedQuerySet":
        """Nobody's: who holds the link in the mail reads it by its id."""
        return self.none()


class Unconfirmed(Unfiled):
    """A text that somebody without an account sent: received at a moment, filed once its address answers.

    It has no entry and no number yet. Its id becomes the id of the comment or contribution.
    """

    # So many texts of one address may wait at once.
    AT_MOST = 3

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.EmailField(max_length=254)
    name = models.CharField(max_length=200)
    # Of a contribution.
    title = models.CharField(max_length=Contribution.TITLE_LIMIT, blank=True)
    answers = models.JSONField(default=dict)
    # Of a comment.
    proposal = models.ForeignKey("proposals.Proposal", null=True, on_delete=models.CASCADE, related_name="+")
    paragraph = models.ForeignKey("proposals.Paragraph", null=True, on_delete=models.CASCADE, related_name="+")
    reply_to = models.ForeignKey("proposals.Comment", null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Comment.Kind, null=True)
    # The moment that counts, from the gate.
    received_at = models.DateTimeField()
    # In which the form was read, and in which the mail is written.
    page_language = models.CharField(max_length=35, default="en")
    mailed_at = models.DateTimeField(null=True)

    objects = UnconfirmedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(Lower("address"), name="unconfirmed_address"),
            models.Index(fields=["received_at"], name="unconfirmed_unmailed", condition=Q(mailed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return str(self.id)
