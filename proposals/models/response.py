import uuid
from typing import TYPE_CHECKING

from django.db import models

from rounds.models import Capacity

if TYPE_CHECKING:
    from accounts.models import Person


class ResponseQuerySet(models.QuerySet["Response"]):
    def visible_to(self, viewer: "Person | None") -> "ResponseQuerySet":
        """Its filer's alone; the texts in it are read where they stand."""
        if viewer is None or not viewer.is_authenticated:
            return self.none()
        return self.filter(person=viewer)


class Response(models.Model):
    """Texts that one person filed together in a round: one moment, one receipt, one mail."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("rounds.Round", on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=20, choices=Capacity, default=Capacity.PERSONAL)
    organization = models.ForeignKey("accounts.Organization", null=True, on_delete=models.PROTECT, related_name="+")
    count = models.PositiveSmallIntegerField()
    posted_at = models.DateTimeField()

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["-posted_at", "id"]

    def __str__(self) -> str:
        return f"{self.count} of {self.person}"
