import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import Person


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def valid_at(self, now: datetime) -> "AccessTokenQuerySet":
        unexpired = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
        return self.filter(unexpired, revoked_at__isnull=True, person__is_active=True)

    def visible_to(self, viewer: "Person | None") -> "AccessTokenQuerySet":
        """Whose they are, and nobody else."""
        if viewer is None or not viewer.is_authenticated:
            return self.none()
        return self.filter(person=viewer)


class AccessToken(models.Model):
    """What a program shows to act for a person. Only its hash is kept; the token itself is shown once."""

    class Scope(models.TextChoices):
        READ = "read", _("Read what I may read")
        COMMENT = "comment", _("File contributions and comments in my name")
        MODERATE = "moderate", _("Decide about texts by my offices")

    NAME_LIMIT = 100
    # So many a person has at a time.
    AT_MOST = 20

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # What its person calls it; those that were made on the machine have none.
    name = models.CharField(max_length=NAME_LIMIT, blank=True)
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope))
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    # Written at most once a day, and not within a day of making: it says whether the token is still of use.
    last_used_at = models.DateTimeField(null=True)
    # Whether its person's offices count where it is shown: it was made on the machine, or with a second factor.
    with_offices = models.BooleanField(default=True)

    objects = AccessTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.person}: {', '.join(self.scopes)}"

    def is_valid_at(self, now: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)
