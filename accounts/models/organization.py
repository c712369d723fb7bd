import uuid
from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models.affiliation import Affiliation
from accounts.models.affiliation_request import AffiliationRequest
from accounts.models.moderated import Moderated

if TYPE_CHECKING:
    from accounts.models.person import Person


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def visible_to(self, viewer: "Person | None") -> "OrganizationQuerySet":
        """Bodies are public. One that a participant named is seen by those who asked for it until it is confirmed."""
        known = Q(named_by__isnull=True) | Q(verified_at__isnull=False)
        if viewer is None or not viewer.is_authenticated:
            return self.filter(known)
        return self.filter(known | Q(pk__in=AffiliationRequest.objects.filter(person=viewer).values("organization")))

    def heard_from(self, person: uuid.UUID) -> "OrganizationQuerySet":
        """With `spoken_for_by`: this person’s id where they speak for the body, so that asking it costs no query."""
        places = Affiliation.objects.focal_points().filter(organization=OuterRef("pk"), person=person)
        return self.annotate(spoken_for_by=Subquery(places.values("person")[:1]))

    def verified(self) -> "OrganizationQuerySet":
        return self.filter(verified_at__isnull=False)

    def unmerged(self) -> "OrganizationQuerySet":
        """Those under whose name one speaks: not those that are one with another body."""
        return self.filter(merged_into__isnull=True)

    def to_confirm(self) -> "OrganizationQuerySet":
        """Those of which nobody has said yet that they are what they say."""
        return self.unmerged().filter(verified_at__isnull=True)


class Organization(Moderated):
    """A body in whose name people speak: an organization, or a coalition of bodies."""

    class Type(models.TextChoices):
        ORGANIZATION = "organization", _("Organization")
        COALITION = "coalition", _("Coalition")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=300)
    # The name without case, accents and punctuation: imports match on it.
    name_folded = models.CharField(max_length=300, unique=True)
    # Names that read alike have the same: case, spaces and look-alike letters folded. Blank matches nothing.
    name_skeleton = models.CharField(max_length=300, blank=True)
    type = models.CharField(max_length=20, choices=Type, default=Type.ORGANIZATION)
    stakeholder_group = models.ForeignKey("accounts.StakeholderGroup", on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=35, default="en")
    # The domain of its mail addresses, as the secretariat noted it; an address counts when it is at exactly this one.
    domain = models.CharField(max_length=253, blank=True)
    # When a name server said that the domain is the body's, and when it was last asked.
    domain_proved_at = models.DateTimeField(null=True)
    domain_asked_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    # The body that it is one with; what was filed in this one's name keeps it.
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    # The participant who named it; null where the secretariat or an import did.
    named_by = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["name", "id"], name="organization_name"),
            # A name is found although it is misspelt.
            GinIndex(fields=["name"], name="organization_name_trigrams", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["name_skeleton"], name="organization_skeleton"),
            models.Index(fields=["name", "id"], name="organization_to_confirm", condition=Q(verified_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.name
