import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from moderation.models.thing import KINDS, AboutThing, about_one

if TYPE_CHECKING:
    from accounts.models import Person


class FlagQuerySet(models.QuerySet["Flag"]):
    def visible_to(self, viewer: "Person | None") -> "FlagQuerySet":
        """One's own. Moderators read those about the things they decide about, at the desk."""
        if viewer is None or not viewer.is_authenticated:
            return self.none()
        return self.filter(by=viewer)

    def open(self) -> "FlagQuerySet":
        return self.filter(answered_at__isnull=True)


class Flag(AboutThing):
    """A reader tells the moderators that a public text breaks a rule. It hides nothing, however many there are."""

    SENTENCE_LIMIT = 1_000

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    # The rule as it read when the flag was raised.
    rule_number = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=300)
    sentence = models.TextField()
    language = models.CharField(max_length=35, default="en")
    at = models.DateTimeField()
    # By the decision that answered it.
    answered_at = models.DateTimeField(null=True)
    decision = models.ForeignKey("moderation.Decision", null=True, on_delete=models.PROTECT, related_name="+")

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=about_one(*KINDS), name="flag_about_one_thing"),
            models.UniqueConstraint(fields=["by", *KINDS], nulls_distinct=False, name="flag_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(decision__isnull=False), name="flag_answered_by_a_decision"
            ),
        ]
        indexes = [models.Index(fields=["by", "at", "id"], name="flag_by")]

    def __str__(self) -> str:
        return f"rule {self.rule_number}: {self.thing_id}"
