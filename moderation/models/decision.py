import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contributions.models import Contribution
from proposals.models import Comment
from rounds.models import Consultation

if TYPE_CHECKING:
    from accounts.models import Person


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, viewer: "Person | None") -> "DecisionQuerySet":
        return self.filter(consultation__in=Consultation.objects.visible_to(viewer).order_by().values("pk"))


class Decision(models.Model):
    """What was done about a text, under which rule, for which reason. Everybody who may read the text reads it."""

    class Verb(models.TextChoices):
        HIDE = "hide", _("Hidden")
        RESTORE = "restore", _("Shown again")
        PUBLISH = "publish", _("Published")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey("rounds.Consultation", on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=10, choices=Verb)
    comment = models.ForeignKey("proposals.Comment", null=True, on_delete=models.PROTECT, related_name="+")
    contribution = models.ForeignKey(
        "contributions.Contribution", null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The rule as it read when it was applied.
    rule_number = models.PositiveSmallIntegerField(null=True)
    rule = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)
    language = models.CharField(max_length=35, default="en")
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(comment__isnull=False, contribution__isnull=True)
                | Q(comment__isnull=True, contribution__isnull=False),
                name="decision_about_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(verb="hide") | (Q(rule_number__isnull=False) & ~Q(reason="")),
                name="decision_hides_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.thing.pk}"

    @property
    def thing(self) -> Comment | Contribution:
        thing = self.comment or self.contribution
        if thing is None:
            raise RuntimeError("a decision is about one thing")
        return thing

    @property
    def number(self) -> int | None:
        return self.entry.seq
