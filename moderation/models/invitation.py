import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Affiliation

OPEN_FOR = timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unmailed(self, now: datetime) -> "InvitationQuerySet":
        """Open, and the address has been sent no link yet."""
        return self.filter(
            mailed_at__isnull=True, accepted_at__isnull=True, taken_back_at__isnull=True, expires_at__gt=now
        )


class Invitation(models.Model):
    """An address is invited to speak for a body, or to belong to it: once, and nobody else."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        TAKEN_BACK = "taken_back", _("Taken back")
        EXPIRED = "expired", _("Expired")

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

    objects = InvitationQuerySet.as_manager()

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

    def state(self, now: datetime) -> State:
        if self.accepted_at is not None:
            return self.State.ACCEPTED
        if self.taken_back_at is not None:
            return self.State.TAKEN_BACK
        return self.State.OPEN if now < self.expires_at else self.State.EXPIRED

    def is_open(self, now: datetime) -> bool:
        return self.state(now) == self.State.OPEN
