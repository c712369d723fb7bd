from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from rounds.models.consultation import Consultation
from rounds.rules.moderation import RULES, Ground, Originals

if TYPE_CHECKING:
    from accounts.models import Person


class RuleQuerySet(models.QuerySet["Rule"]):
    def visible_to(self, viewer: "Person | None") -> "RuleQuerySet":
        return self.filter(consultation__in=Consultation.objects.visible_to(viewer).order_by().values("pk"))

    def in_force(self) -> "RuleQuerySet":
        return self.filter(ended_at__isnull=True)

    def of(self, consultation: Consultation | None) -> "list[Rule]":
        """The rules that hold for the texts of a consultation; with None, for names and bodies of the whole site."""
        if consultation is None:
            return [begun_with(None, given.number) for given in RULES]
        return list(self.in_force().filter(consultation=consultation))


class Rule(models.Model):
    """A numbered rule of a consultation, in words that people can read. A number is never given to another rule."""

    consultation = models.ForeignKey("rounds.Consultation", on_delete=models.PROTECT, related_name="rules")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    meaning = models.TextField(blank=True)
    # For what one moderator alone may hold a text under it; empty where it is none of the grounds.
    ground = models.CharField(max_length=20, choices=Ground, blank=True)
    originals = models.CharField(max_length=10, choices=Originals, default=Originals.SEALED)
    ended_at = models.DateTimeField(null=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["consultation", "number"], name="rule_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class RulesChangeQuerySet(models.QuerySet["RulesChange"]):
    def visible_to(self, viewer: "Person | None") -> "RulesChangeQuerySet":
        return self.filter(consultation__in=Consultation.objects.visible_to(viewer).order_by().values("pk"))


class RulesChange(models.Model):
    """That the moderation of a consultation was changed: what held before, what holds since, and why.

    `before` and `after`: {"moderation", "reads_first_texts", "decides_within", "rules": [{"number", "name", "meaning",
    "ground", "originals"}]}.
    """

    consultation = models.ForeignKey("rounds.Consultation", on_delete=models.PROTECT, related_name="+")
    before = models.JSONField()
    after = models.JSONField()
    reason = models.TextField()
    at = models.DateTimeField()
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")

    objects = RulesChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="rules_change_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.consultation} at {self.at}"


def begun_with(consultation: Consultation | None, number: int) -> Rule:
    """One of the rules that a consultation begins with, not saved."""
    given = next(rule for rule in RULES if rule.number == number)
    return Rule(
        consultation=consultation,
        number=given.number,
        name=str(given.name),
        meaning=str(given.meaning),
        ground=given.ground,
        originals=given.originals,
    )
