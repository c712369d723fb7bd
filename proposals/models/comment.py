import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rounds.models import Consultation, Filing, Office, Status, awaits
from rounds.rules import words

if TYPE_CHECKING:
    from accounts.models import Person


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, viewer: "Person | None") -> "CommentQuerySet":
        """Those of consultations one may read; what is not shown yet, for its author, its body and moderators."""
        seen = Q(status__in=Comment.SEEN)
        if viewer is not None and viewer.is_authenticated:
            seen |= Q(author=viewer) | Q(consultation__in=Office.objects.moderated_by(viewer)) | awaits(viewer)
        return self.filter(seen, consultation__in=Consultation.objects.visible_to(viewer).order_by().values("pk"))

    def with_people(self) -> "CommentQuerySet":
        """What a list or a page needs of a comment, in one query."""
        return self.select_related(
            "author",
            "organization",
            "stakeholder_group",
            "entry",
            "status_entry",
            "consultation",
            "round",
            "proposal",
            "paragraph",
        )

    def told_once(self) -> "CommentQuerySet":
        """Of the same texts only the first; how many there are stands in its `same_text_count`."""
        return self.filter(same_text_as__isnull=True)

    def top_level(self) -> "CommentQuerySet":
        return self.filter(reply_to__isnull=True)


class Comment(Filing):
    """A remark on a text or one of its paragraphs, or a reply to such a remark."""

    # What the row holds only while it is shown.
    WORDS = ("text", "words_digest")
    SEEN = (Status.PUBLISHED, Status.HIDDEN, Status.WITHDRAWN, Status.ERASED)
    TEXT_LIMIT = 20_000

    class Kind(models.TextChoices):
        SUPPORT = "support", _("Support")
        CONCERN = "concern", _("Concern")
        QUESTION = "question", _("Question")
        SUGGESTION = "suggestion", _("Suggestion")
        MISSING_ISSUE = "missing_issue", _("Missing issue")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey("proposals.Revision", on_delete=models.PROTECT, related_name="+")
    paragraph = models.ForeignKey("proposals.Paragraph", null=True, on_delete=models.PROTECT, related_name="+")
    reply_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replies")
    kind = models.CharField(max_length=20, choices=Kind, null=True)
    source_ref = models.CharField(max_length=300, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="published", text__isnull=False, words_digest__isnull=False)
                | (~Q(status="published") & Q(text__isnull=True, words_digest__isnull=True)),
                name="comment_words_only_when_published",
            ),
            models.CheckConstraint(
                condition=Q(status="received", waiting_for__isnull=False)
                | (~Q(status="received") & Q(waiting_for__isnull=True)),
                name="comment_waits_for_something",
            ),
            models.CheckConstraint(
                condition=Q(waiting_version__isnull=True) | Q(status="published"), name="comment_edit_waits_while_shown"
            ),
            models.CheckConstraint(
                condition=~Q(capacity="organization") | Q(organization__isnull=False), name="comment_organization_named"
            ),
        ]
        indexes = [
            models.Index(fields=["proposal", "paragraph", "posted_at", "id"], name="comment_thread"),
            models.Index(fields=["proposal", "posted_at", "id"], name="comment_proposal"),
            models.Index(fields=["consultation", "posted_at", "id"], name="comment_consultation"),
            models.Index(fields=["round", "posted_at", "id"], name="comment_round"),
            models.Index(fields=["posted_at", "id"], name="comment_posted"),
            # What waits at the desk: few rows, whatever the number of texts.
            models.Index(fields=["posted_at", "id"], name="comment_waiting", condition=Q(status="received")),
            models.Index(fields=["id"], name="comment_edit_waits", condition=Q(waiting_version__isnull=False)),
            models.Index(fields=["author", "posted_at", "id"], name="comment_author"),
            models.Index(fields=["proposal", "words_digest"], name="comment_same_text"),
            models.Index(fields=["organization", "posted_at", "id"], name="comment_organization"),
            models.Index(fields=["response"], name="comment_response", condition=Q(response__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def show(self, version: "CommentVersion") -> None:
        """Put the words of a version into the row; the caller saves `WORDS`."""
        self.text, self.words_digest = version.text, words.digest(version.text)

    def take_words(self) -> None:
        """Leave no words in the row; the caller saves `WORDS`."""
        self.text = self.words_digest = None


class CommentVersion(models.Model):
    """The words as filed, with the salt that binds them to the record."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    salt = models.BinaryField(max_length=32)
    # By a decision its words are read by their author and the moderators alone.
    is_sealed = models.BooleanField(default=False)
    at = models.DateTimeField()
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["comment", "number"], name="comment_version_once")]

    def __str__(self) -> str:
        return f"{self.comment_id} version {self.number}"
