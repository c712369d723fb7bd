import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q

from accounts.models import Affiliation

OPEN_FOR = timedelta(days=14)


class Invitation(models.Model):
    """An address is invited to speak for a body, or to belong to it: once, and nobody else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    address = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=Affiliation.Role)
    language = models.CharField(max_length=35, default="en")
    invited_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "address"],
                condition=Q(accepted_at__isnull=True, taken_back_at__isnull=True),
                name="invitation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.role}"
