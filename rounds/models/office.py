import uuid
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, Q, QuerySet
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import Person


def consultations_of(held: "OfficeQuerySet") -> "QuerySet[Any, Any]":
    """Ids of the consultations that a set of offices reaches: its own, its hosting body's, or all."""
    consultation = apps.get_model("rounds", "Consultation")
    return (
        consultation._default_manager.filter(
            Q(pk__in=held.filter(consultation__isnull=False).values("consultation"))
            | Q(hosting_body__in=held.filter(hosting_body__isnull=False).values("hosting_body"))
            | Q(Exists(held.filter(consultation__isnull=True, hosting_body__isnull=True)))
        )
        .order_by()
        .values("pk")
    )


class OfficeQuerySet(models.QuerySet["Office"]):
    def given_to(self, person: "Person") -> "OfficeQuerySet":
        """What somebody was given and still has, whether or not it counts at the moment."""
        return self.filter(person=person, ended_at__isnull=True)

    def held_by(self, person: "Person") -> "OfficeQuerySet":
        """What counts now: nothing for somebody whom the web marked as signed in without a second factor."""
        if getattr(person, "without_second_factor", False):
            return self.none()
        return self.given_to(person)

    def moderated_by(self, person: "Person") -> "QuerySet[Any, Any]":
        """Ids of the consultations in which this person decides about texts."""
        held = self.held_by(person).filter(role__in=[Office.Role.SECRETARIAT, Office.Role.MODERATOR])
        return consultations_of(held)


class Office(models.Model):
    """What somebody holds: for one consultation, for all of a hosting body, or for all."""

    class Role(models.TextChoices):
        SECRETARIAT = "secretariat", _("Secretariat")
        MODERATOR = "moderator", _("Moderator")
        PENHOLDER = "penholder", _("Penholder")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    consultation = models.ForeignKey(
        "rounds.Consultation", null=True, blank=True, on_delete=models.PROTECT, related_name="offices"
    )
    hosting_body = models.ForeignKey(
        "accounts.Organization", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(consultation__isnull=True) | Q(hosting_body__isnull=True), name="office_one_scope"
            ),
            models.UniqueConstraint(
                fields=["person", "role", "consultation", "hosting_body"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="office_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"
