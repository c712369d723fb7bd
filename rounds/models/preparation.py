"""What a consultation needs before it is published, and how a slip is put right afterwards."""

import uuid
from typing import TYPE_CHECKING

from django.db import models

from rounds.models.consultation import Consultation

if TYPE_CHECKING:
    from accounts.models import Person


class PreviewLink(models.Model):
    """A secret address under which a consultation in preparation can be read, and nothing else be done."""

    consultation = models.ForeignKey("rounds.Consultation", on_delete=models.CASCADE, related_name="preview_links")
    # SHA-256 of the secret, which is shown once.
    digest = models.BinaryField(max_length=32, unique=True)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

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
        return self.filter(consultation__in=Consultation.objects.visible_to(viewer).order_by().values("pk"))


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
