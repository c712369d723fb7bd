import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from moderation.models.decision import Decision
from moderation.models.thing import KINDS, AboutThing, about_one

if TYPE_CHECKING:
    from accounts.models import Person


class BulkQuerySet(models.QuerySet["Bulk"]):
    def visible_to(self, viewer: "Person | None") -> "BulkQuerySet":
        """One's own."""
        if viewer is None or not viewer.is_authenticated:
            return self.none()
        return self.filter(by=viewer)


class Bulk(models.Model):
    """One decision about many texts: asked for once, done item by item or all at once, each with its result."""

    AT_MOST = 1_000

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    verb = models.CharField(max_length=10, choices=Decision.Verb)
    rule_number = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField(blank=True)
    language = models.CharField(max_length=35, default="en")
    # Nothing is done where one of them is refused.
    is_all_or_nothing = models.BooleanField(default=False)
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # Its progress; a row of its own, so that whoever waits reads it while the work goes on.
    job = models.OneToOneField("jobs.Job", on_delete=models.PROTECT, related_name="+")
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")

    objects = BulkQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "id"]
        indexes = [models.Index(fields=["by", "at", "id"], name="bulk_by")]

    def __str__(self) -> str:
        return f"{self.verb} by {self.by_id}"

    @property
    def known_result(self) -> dict[str, int] | None:
        """{"done", "refused"}: how many of each, once all of it is done."""
        return self.job.result if self.job.ended_at is not None else None


class BulkItem(AboutThing):
    """One thing of a bulk decision, and what came of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Not done")

    bulk = models.ForeignKey(Bulk, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    # The state of the thing that the preview showed.
    token = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # Why it was not done, in the language of who asked.
    refusal = models.CharField(max_length=500, blank=True)
    decision = models.OneToOneField(Decision, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=about_one(*KINDS), name="bulk_item_about_one_thing"),
            models.UniqueConstraint(fields=["bulk", "position"], name="bulk_item_once"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(decision__isnull=False), name="bulk_item_done_by_a_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bulk_id} {self.position}: {self.state}"
