import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from proposals.models.proposal import Proposal

if TYPE_CHECKING:
    from accounts.models import Person


class RelationQuerySet(models.QuerySet["Relation"]):
    def visible_to(self, viewer: "Person | None") -> "RelationQuerySet":
        """Those that stand, between options that one may read."""
        readable = Proposal.objects.visible_to(viewer).order_by().values("pk")
        return self.filter(option__in=readable, ended_at__isnull=True)

    def of(self, *options: Proposal) -> "RelationQuerySet":
        """Those in which one of these options stands on either side."""
        return self.filter(Q(option__in=options) | Q(other__in=options))


class Relation(models.Model):
    """How an option stands to another one, as the secretariat says it."""

    class Kind(models.TextChoices):
        PART_OF = "part_of", _("is part of")
        CONFLICTS_WITH = "conflicts_with", _("conflicts with")
        OVERLAPS_WITH = "overlaps_with", _("overlaps with")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    option = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    other = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    # Where they meet: the number of a paragraph of the draft, as readers know it; empty where it is no one place.
    paragraph = models.CharField(max_length=20, blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ["entry_id"]
        constraints = [
            models.CheckConstraint(condition=~Q(option=F("other")), name="relation_of_two"),
            models.UniqueConstraint(
                fields=["option", "kind", "other"], condition=Q(ended_at__isnull=True), name="relation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.option_id} {self.kind} {self.other_id}"
