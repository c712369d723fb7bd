from typing import TYPE_CHECKING

from django.db import models

from rounds.models import Round

if TYPE_CHECKING:
    from accounts.models import Person


class HeardQuerySet(models.QuerySet["Heard"]):
    def visible_to(self, viewer: "Person | None") -> "HeardQuerySet":
        return self.filter(round__in=Round.objects.visible_to(viewer).order_by().values("pk"))


class Heard(models.Model):
    """Who of one stakeholder group has been heard in one round, by what is shown; each voice once, whatever it filed.

    Brought up to date behind the cursor "reports.heard", never by a request. The columns are never added up.
    """

    # The cursor behind which the rows are exact.
    CURSOR = "reports.heard"

    round = models.ForeignKey("rounds.Round", on_delete=models.CASCADE, related_name="+")
    stakeholder_group = models.ForeignKey("accounts.StakeholderGroup", on_delete=models.PROTECT, related_name="+")
    # Organizations and coalitions; people speaking for themselves, vouched for by a confirmed body; all other people.
    organizations = models.PositiveIntegerField(default=0)
    vouched = models.PositiveIntegerField(default=0)
    others = models.PositiveIntegerField(default=0)
    # Countries of all these voices.
    countries = models.PositiveIntegerField(default=0)
    # Voices that the secretariat recorded, counted apart: nobody here authenticated them.
    recorded = models.PositiveIntegerField(default=0)

    objects = HeardQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "stakeholder_group"], name="heard_once")]

    def __str__(self) -> str:
        return f"{self.stakeholder_group_id} in {self.round_id}"
