import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def current(self) -> "AffiliationQuerySet":
        return self.filter(ended_at__isnull=True)

    def focal_points(self) -> "AffiliationQuerySet":
        return self.current().filter(role=Affiliation.Role.FOCAL_POINT)

    def ending(self, *, after: datetime, until: datetime) -> "AffiliationQuerySet":
        """Those that go on until a moment within this span unless they are renewed."""
        return self.current().filter(expires_at__gt=after, expires_at__lte=until)

    def expired(self, now: datetime) -> "AffiliationQuerySet":
        """Whose end has come; the next sweep ends them."""
        return self.current().filter(expires_at__lte=now)

    def visible_to(self, viewer: object) -> "AffiliationQuerySet":
        """Who may speak for a body is public; who merely works there is shown by what they file."""
        return self.focal_points()


class Affiliation(models.Model):
    """A person belongs to a body; a focal point (of a coalition: coordinator) may speak for it."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        FOCAL_POINT = "focal_point", _("Focal point")

    # How long one is confirmed where nothing else is said, and how long before its end it can be renewed.
    LASTS = timedelta(days=365)
    RENEWABLE = timedelta(days=45)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="affiliations")
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="affiliations")
    role = models.CharField(max_length=20, choices=Role, default=Role.MEMBER)
    confirmed_at = models.DateTimeField()
    # When it ends unless it is renewed; null for those without an end.
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organization"], condition=Q(ended_at__isnull=True), name="affiliation_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["expires_at"],
                name="affiliation_expires",
                condition=Q(ended_at__isnull=True, expires_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.role}) {self.organization}"

    def is_renewable(self, now: datetime) -> bool:
        """Whether its end is near enough to ask for more."""
        return self.ended_at is None and self.expires_at is not None and self.expires_at <= now + self.RENEWABLE

    def left(self, now: datetime) -> timedelta:
        """How long it goes on unless it is renewed."""
        return self.expires_at - now if self.expires_at is not None else timedelta.max
