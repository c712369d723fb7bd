"""What a consultation needs before it is published, and how a slip is put right afterwards."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from accounts.models.moderated import Shown
from rounds.models.charter import Licence
from rounds.models.consultation import Consultation
from rounds.rules import corrections
from texts.rules import difference

if TYPE_CHECKING:
    from accounts.models import Person


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def open_at(self, now: datetime) -> "PreviewLinkQuerySet":
        return self.filter(expires_at__gt=now, ended_at__isnull=True)


class PreviewLink(models.Model):
    """A secret address under which a consultation in preparation can be read, and nothing else be done."""

    consultation = models.ForeignKey("rounds.Consultation", on_delete=models.CASCADE, related_name="preview_links")
    # SHA-256 of the secret, which is shown once.
    digest = models.BinaryField(max_length=32, unique=True)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = PreviewLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.consultation} until {self.expires_at}"


class Trial(models.Model):
    """A colleague went through the form of a round that is not open yet. Nothing of what they wrote is kept."""

    round = models.ForeignKey("rounds.Round", on_delete=models.CASCADE, related_name="trials")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.round} by {self.person}"


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, viewer: "Person | None") -> "CorrectionQuerySet":
        """Those of consultations one may read; not those of a document whose title a moderator hid."""
        shown = models.Q(document__isnull=True) | models.Q(document__status=Shown.PUBLISHED)
        return self.filter(shown, consultation__in=Consultation.objects.visible_to(viewer).order_by().values("pk"))

    def with_names(self) -> "CorrectionQuerySet":
        """With what the notice names."""
        return self.select_related("consultation", "round", "question", "entry")


class Correction(models.Model):
    """A slip in a published consultation's own words, put right with a notice: the old words and the new ones."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey("rounds.Consultation", on_delete=models.PROTECT, related_name="corrections")
    round = models.ForeignKey("rounds.Round", null=True, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey("rounds.Question", null=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey("rounds.Document", null=True, on_delete=models.PROTECT, related_name="+")
    # Which words: "title", "summary", "decides", "becomes", "contact", "text", "help".
    field = models.CharField(max_length=20)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.TextField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return f"{self.consultation}: {self.field}"

    @property
    def of(self) -> str:
        """What the words belong to."""
        if self.round_id:
            return "round"
        if self.question_id:
            return "question"
        return "document" if self.document_id else "consultation"

    @property
    def name(self) -> str:
        """Whose words: “Help for question 3”. Needs its round or question, if it has one."""
        numbered = self.round or self.question
        return corrections.name(self.of, self.field, numbered.number if numbered else None)

    @property
    def difference(self) -> list[difference.Part]:
        return difference.between(self.shown(self.before), self.shown(self.after))

    def shown(self, words: str) -> str:
        """The words as readers see them: a licence by its name."""
        return str(Licence(words).label) if self.field == "licence" else words
