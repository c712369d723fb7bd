import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from moderation.models.thing import about_one
from proposals.models import Proposal
from rounds.models import Consultation

if TYPE_CHECKING:
    from accounts.models import Person

Thing = Consultation | Proposal


class Rhythm(models.TextChoices):
    DAILY = "daily", _("Daily")
    OFF = "off", _("Off")


class FollowQuerySet(models.QuerySet["Follow"]):
    def visible_to(self, viewer: "Person | None") -> "FollowQuerySet":
        """What somebody follows is their own business, and only while they may read it."""
        if viewer is None or not viewer.is_authenticated:
            return self.none()
        seen = Consultation.objects.visible_to(viewer).order_by().values("pk")
        return self.filter(Q(consultation__in=seen) | Q(proposal__consultation__in=seen), person=viewer)

    def current(self) -> "FollowQuerySet":
        return self.filter(ended_at__isnull=True)

    def daily(self) -> "FollowQuerySet":
        """Those whose news is owed to the daily digest; what is off waits."""
        return self.current().filter(rhythm=Rhythm.DAILY)

    def of(self, thing: Thing) -> "FollowQuerySet":
        if isinstance(thing, Consultation):
            return self.filter(consultation=thing)
        return self.filter(proposal=thing)

    def with_things(self) -> "FollowQuerySet":
        return self.select_related("consultation", "proposal__consultation")


class Follow(models.Model):
    """Somebody wants the news of a consultation or a text.

    News are the entries after `since_seq`; those up to `told_seq` have been told. Following again is a new row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    consultation = models.ForeignKey("rounds.Consultation", null=True, on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey("proposals.Proposal", null=True, on_delete=models.PROTECT, related_name="+")
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.DAILY)
    since_seq = models.BigIntegerField()
    told_seq = models.BigIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=about_one("consultation", "proposal"),
                name="follow_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(told_seq__gte=F("since_seq")), name="follow_told_since"),
            models.UniqueConstraint(
                fields=["person", "consultation", "proposal"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="follow_once",
            ),
        ]
        indexes = [models.Index(fields=["person", "began_at", "id"], name="follow_person")]

    def __str__(self) -> str:
        return f"{self.person_id} follows {self.thing.pk}"

    @property
    def thing(self) -> Thing:
        thing = self.consultation or self.proposal
        if thing is None:
            raise RuntimeError("a follow is of one thing")
        return thing
