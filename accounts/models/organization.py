import uuid

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models.affiliation import Affiliation


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def visible_to(self, viewer: object) -> "OrganizationQuerySet":
        """Bodies are public: whoever speaks in a body's name shows the body."""
        return self

    def heard_from(self, person: uuid.UUID) -> "OrganizationQuerySet":
        """With `spoken_for_by`: this person’s id where they speak for the body, so that asking it costs no query."""
        places = Affiliation.objects.focal_points().filter(organization=OuterRef("pk"), person=person)
        return self.annotate(spoken_for_by=Subquery(places.values("person")[:1]))

    def verified(self) -> "OrganizationQuerySet":
        return self.filter(verified_at__isnull=False)


class Organization(models.Model):
    """A body in whose name people speak: an organization, or a coalition of bodies."""

    class Type(models.TextChoices):
        ORGANIZATION = "organization", _("Organization")
        COALITION = "coalition", _("Coalition")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=300)
    # The name without case, accents and punctuation: imports match on it.
    name_folded = models.CharField(max_length=300, unique=True)
    type = models.CharField(max_length=20, choices=Type, default=Type.ORGANIZATION)
    stakeholder_group = models.ForeignKey("accounts.StakeholderGroup", on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=35, default="en")
    # The domain of its mail addresses, as the secretariat noted it; an address counts when it is at exactly this one.
    domain = models.CharField(max_length=253, blank=True)
    verified_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["name", "id"], name="organization_name")]

    def __str__(self) -> str:
        return self.name
