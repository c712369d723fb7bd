import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def current(self) -> "AffiliationQuerySet":
        return self.filter(ended_at__isnull=True)

    def focal_points(self) -> "AffiliationQuerySet":
        return self.current().filter(role=Affiliation.Role.FOCAL_POINT)

    def visible_to(self, viewer: object) -> "AffiliationQuerySet":
        """Who may speak for a body is public; who merely works there is shown by what they file."""
        return self.focal_points()


class Affiliation(models.Model):
    """A person belongs to a body; a focal point (of a coalition: coordinator) may speak for it."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        FOCAL_POINT = "focal_point", _("Focal point")

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
