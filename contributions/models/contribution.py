import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rounds.models import Consultation, Filing, Office, Status, awaits
from rounds.rules import words

if TYPE_CHECKING:
    from accounts.models import Person


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def visible_to(self, viewer: "Person | None") -> "ContributionQuerySet":
        """Those of consultations one may read; what is not shown yet, for its author, its body and moderators."""
        seen = Q(status__in=Contribution.SEEN)
        if viewer is not None and viewer.is_authenticated:
            seen |= Q(author=viewer) | Q(consultation__in=Office.objects.moderated_by(viewer)) | awaits(viewer)
        return self.filter(seen, consultation__in=Consultation.objects.visible_to(viewer).order_by().values("pk"))

    def told_once(self) -> "ContributionQuerySet":
        """Of the same texts only the first; how many there are stands in its `same_text_count`."""
        return self.filter(same_text_as__isnull=True)

    def in_time(self) -> "ContributionQuerySet":
        """Those that every list and count takes. What arrived after the close is read on a page of its own."""
        return self.filter(is_late=False)

    def with_people(self) -> "ContributionQuerySet":
        """What a list or a page needs of a contribution, in one query."""
        return self.select_related(
            "author", "organization", "stakeholder_group", "entry", "status_entry", "round", "consultation", "recording"
        )

    def with_replacements(self) -> "ContributionQuerySet":
        """With `after_number` (it was replaced by that one), `before_id` and `before_number` (it replaces that one)."""
        return self.annotate(
            after_number=F("replaced_by__entry__seq"),
            before_id=F("replaces__pk"),
            before_number=F("replaces__entry__seq"),
        )


class Contribution(Filing):
    """What a person, an organization or a coalition sends in answer to a call."""

    # What the row holds only while it is shown.
    WORDS = ("title", "text", "answers", "words_digest")
    SEEN = (Status.PUBLISHED, Status.HIDDEN, Status.WITHDRAWN, Status.ERASED)
    TEXT_LIMIT = 200_000
    TITLE_LIMIT = 500

    class Format(models.TextChoices):
        MARKDOWN = "markdown", _("Markdown")
        PLAIN = "plain", _("Plain text, shown as written")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=TITLE_LIMIT, null=True)
    # {number of the question: answer}, as the round asks them; NULL whenever the text is.
    answers = models.JSONField(null=True)
    format = models.CharField(max_length=10, choices=Format, default=Format.MARKDOWN)
    # Imported and recorded texts: who wrote, as the source says, where there is no account.
    author_name = models.CharField(max_length=300, blank=True)
    source_ref = models.CharField(max_length=300, blank=True)
    source_number = models.CharField(max_length=60, blank=True)
    # What arrived after the close and was recorded: read on a page of its own, in no count.
    is_late = models.BooleanField(default=False)
    replaced_by = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaces")

    objects = ContributionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status="published",
                    text__isnull=False,
                    title__isnull=False,
                    answers__isnull=False,
                    words_digest__isnull=False,
                )
                | (
                    ~Q(status="published")
                    & Q(text__isnull=True, title__isnull=True, answers__isnull=True, words_digest__isnull=True)
                ),
                name="contribution_words_only_when_published",
            ),
            models.CheckConstraint(
                condition=Q(status="received", waiting_for__isnull=False)
                | (~Q(status="received") & Q(waiting_for__isnull=True)),
                name="contribution_waits_for_something",
            ),
            models.CheckConstraint(
                condition=Q(waiting_version__isnull=True) | Q(status="published"),
                name="contribution_edit_waits_while_shown",
            ),
            models.CheckConstraint(
                condition=~Q(capacity="organization") | Q(organization__isnull=False),
                name="contribution_organization_named",
            ),
        ]
        indexes = [
            models.Index(fields=["consultation", "posted_at", "id"], name="contribution_consultation"),
            models.Index(fields=["round", "posted_at", "id"], name="contribution_round"),
            models.Index(fields=["posted_at", "id"], name="contribution_posted"),
            models.Index(fields=["round", "words_digest"], name="contribution_same_text"),
            models.Index(fields=["author", "posted_at", "id"], name="contribution_author"),
            models.Index(fields=["organization", "posted_at", "id"], name="contribution_organization"),
            models.Index(fields=["response"], name="contribution_response", condition=Q(response__isnull=False)),
            # What waits at the desk: few rows, whatever the number of texts.
            models.Index(fields=["posted_at", "id"], name="contribution_waiting", condition=Q(status="received")),
            models.Index(fields=["id"], name="contribution_edit_waits", condition=Q(waiting_version__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title or str(self.id)

    def show(self, version: "ContributionVersion") -> None:
        """Put the words of a version into the row; the caller saves `WORDS`."""
        self.title, self.text, self.answers = version.title, version.text, version.answers
        self.words_digest = words.digest(self.text, *self.answers.values())

    def take_words(self) -> None:
        """Leave no words in the row; the caller saves `WORDS`."""
        self.title = self.text = self.answers = self.words_digest = None


class ContributionVersion(models.Model):
    """The words as filed, with the salt that binds them to the record."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=Contribution.TITLE_LIMIT)
    text = models.TextField()
    answers = models.JSONField(default=dict)
    # What the source said beside it (an abstract, keywords): words too, so they stay out of the row that outlets read.
    source_extra = models.JSONField(default=dict)
    salt = models.BinaryField(max_length=32)
    # By a decision its words are read by their author and the moderators alone.
    is_sealed = models.BooleanField(default=False)
    at = models.DateTimeField()
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["contribution", "number"], name="contribution_version_once")]

    def __str__(self) -> str:
        return f"{self.contribution_id} version {self.number}"
