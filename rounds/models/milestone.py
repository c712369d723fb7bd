import uuid
from typing import TYPE_CHECKING

from django.db import models

from rounds.models.consultation import Consultation

if TYPE_CHECKING:
    from accounts.models import Person


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def visible_to(self, viewer: "Person | None") -> "MilestoneQuerySet":
        """Those that stand; what was taken away is in the public record alone."""
        readable = Consultation.objects.visible_to(viewer).order_by().values("pk")
        return self.filter(consultation__in=readable, removed_at__isnull=True)


class Milestone(models.Model):
    """A step of a consultation that is no round: a day on which something is due, such as the answers to all comments.

    A day that moves is taken away and announced anew, so that the public record has both.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey("rounds.Consultation", on_delete=models.PROTECT, related_name="milestones")
    title = models.CharField(max_length=200)
    day = models.DateField()
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["day", "made_at", "id"]

    def __str__(self) -> str:
        return self.title
