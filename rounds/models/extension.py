import uuid

from django.db import models
from django.db.models import F, Q


class Extension(models.Model):
    """More time for a round, decided before its close, with the reason that everybody reads."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey("rounds.Round", on_delete=models.PROTECT, related_name="extensions")
    from_closes_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    reason = models.TextField()
    at = models.DateTimeField()
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("from_closes_at")), name="extension_is_longer"),
            models.UniqueConstraint(fields=["round", "from_closes_at"], name="extension_chain"),
        ]

    def __str__(self) -> str:
        return f"{self.round} until {self.closes_at}"
