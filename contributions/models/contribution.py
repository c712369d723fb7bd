import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rounds.models import Consultation, Filing, Office, Status

if TYPE_CHECKING:
    from accounts.models import Person


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def visible_to(self, viewer: "Person | None") -> "ContributionQuerySet":
        """Those of consultations one may read; what is received and not yet shown, for its author and moderators."""
        seen = Q(status__in=Contribution.SEEN)
        if viewer is not None and viewer.is_authenticated:
            seen |= Q(author=viewer) | Q(consultation__in=Office.objects.moderated_by(viewer))
        return self.filter(seen, consultation__in=Consultation.objects.visible_to(viewer).order_by().values("pk"))

    def with_people(self) -> "ContributionQuerySet":
        """What a list or a page needs of a contribution, in one query."""
        return self.select_related(
            "author", "organization", "stakeholder_group", "entry", "status_entry", "round", "consultation"
        )


class Contribution(Filing):
    """What a person, an organization or a coalition sends in answer to a call."""

    SEEN = (Status.PUBLISHED, Status.HIDDEN, Status.WITHDRAWN, Status.ERASED)
    TEXT_LIMIT = 200_000
    TITLE_LIMIT = 500

    class Format(models.TextChoices):
        MARKDOWN = "markdown", _("Markdown")
        PLAIN = "plain", _("Plain text, shown as written")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=TITLE_LIMIT, null=True)
    format = models.CharField(max_length=10, choices=Format, default=Format.MARKDOWN)
    # Imported and recorded texts: who wrote, as the source says, where there is no account.
    author_name = models.CharField(max_length=300, blank=True)
    source_ref = models.CharField(max_length=300, blank=True)
    source_number = models.CharField(max_length=60, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="published", text__isnull=False, title__isnull=False)
                | (~Q(status="published") & Q(text__isnull=True, title__isnull=True)),
                name="contribution_words_only_when_published",
            ),
            models.CheckConstraint(
                condition=Q(status="received", waiting_for__isnull=False)
                | (~Q(status="received") & Q(waiting_for__isnull=True)),
                name="contribution_waits_for_something",
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
            # What waits at the desk: few rows, whatever the number of texts.
            models.Index(fields=["posted_at", "id"], name="contribution_waiting", condition=Q(status="received")),
        ]

    def __str__(self) -> str:
        return self.title or str(self.id)


class ContributionVersion(models.Model):
    """The words as filed, with the salt that binds them to the record."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=Contribution.TITLE_LIMIT)
    text = models.TextField()
    # What the source said beside it (an abstract, keywords): words too, so they stay out of the row that outlets read.
    source_extra = models.JSONField(default=dict)
    salt = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["contribution", "number"], name="contribution_version_once")]

    def __str__(self) -> str:
        return f"{self.contribution_id} version {self.number}"
