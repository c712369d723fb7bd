import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rounds.models.consultation import Consultation
from rounds.models.translation import RoundTranslation, chosen
from rounds.rules import days

if TYPE_CHECKING:
    from accounts.models import Person


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, viewer: "Person | None") -> "RoundQuerySet":
        return self.filter(consultation__in=Consultation.objects.visible_to(viewer).order_by().values("pk"))

    def open_at(self, now: datetime) -> "RoundQuerySet":
        return self.filter(opens_at__lte=now, closes_at__gt=now, sealed_at__isnull=True)

    def asking_as(self, round: uuid.UUID) -> "RoundQuerySet":
        """A round and those that supplement it, first to last: they ask the same about the same texts."""
        return self.filter(Q(pk=round) | Q(supplements=round)).order_by("number")


class Round(models.Model):
    """A timed step of a consultation. `closes_at` is the first moment that is too late."""

    # How long after the close a received text may still be confirmed, released, or its capacity corrected.
    CONFIRMED_WITHIN = timedelta(days=7)
    # How many working days after the close the secretariat may still record what had arrived in time.
    RECORDED_WITHIN = 10

    class Purpose(models.TextChoices):
        CALL_FOR_INPUTS = "call_for_inputs", _("Call for inputs")
        COMMENTS_ON_DRAFT = "comments_on_draft", _("Comments on a draft")
        LAST_CALL = "last_call", _("Last call")

    class Status(models.TextChoices):
        UPCOMING = "upcoming", _("Upcoming")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey("rounds.Consultation", on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=30, choices=Purpose)
    title = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    # More time after an outage is a round of its own; a closed round is never opened again.
    supplements = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="supplements_by")
    reason = models.TextField(blank=True)
    sealed_at = models.DateTimeField(null=True)
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")
    closing_entry = models.OneToOneField("ledger.Entry", null=True, on_delete=models.PROTECT, related_name="+")
    # Texts that nobody confirmed in time: erased `CONFIRMED_WITHIN` after the close, and counted.
    erased_unconfirmed = models.PositiveIntegerField(null=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="round_number_once"),
            models.CheckConstraint(
                condition=Q(supplements__isnull=True) | ~Q(reason=""), name="round_supplements_with_a_reason"
            ),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="round_closes_after_opening"),
            models.CheckConstraint(
                condition=Q(sealed_at__isnull=True) | Q(sealed_at__gte=F("closes_at")), name="round_sealed_after_close"
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at"], name="round_unsealed", condition=Q(closing_entry__isnull=True)),
            models.Index(fields=["closes_at"], name="round_unconfirmed", condition=Q(erased_unconfirmed__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.called(self.title)

    def called(self, title: str) -> str:
        """“Round 2: Comments on the zero draft”; without a title it is called by its purpose."""
        name = title or self.Purpose(self.purpose).label
        return str(_("Round %(number)s: %(name)s") % {"number": self.number, "name": name})

    @property
    def language(self) -> str:
        """Of its own words; needs its consultation."""
        return self.consultation.language

    def told(self, wanted: Iterable[str]) -> "Round | RoundTranslation":
        """Its title and summary for a reader of these languages, from its `translations`."""
        words: Round | RoundTranslation = chosen(self, wanted)
        return words

    @property
    def name(self) -> str | Promise:
        return self.title or self.Purpose(self.purpose).label

    @property
    def accepts(self) -> list[str]:
        """What may be filed here: contributions to a call, comments on every text put up in the round."""
        if self.purpose == self.Purpose.CALL_FOR_INPUTS:
            return ["contributions", "comments"]
        return ["comments"]

    @property
    def confirmed_until(self) -> datetime:
        """The first moment at which nothing that waits can be confirmed any more."""
        return self.closes_at + self.CONFIRMED_WITHIN

    @property
    def recorded_until(self) -> datetime:
        """The first moment at which what had arrived in time can be recorded as such no more."""
        return days.after_working_days(self.closes_at, self.RECORDED_WITHIN)

    @property
    def asked_by(self) -> uuid.UUID:
        """The round whose questions and texts this one is about: its own, or of the round that it supplements."""
        return self.supplements_id or self.pk

    def status(self, now: datetime) -> "Round.Status":
        """Information for a page; whether a text is in time is said by the gate alone."""
        if self.sealed_at is not None or now >= self.closes_at:
            return self.Status.CLOSED
        return self.Status.OPEN if now >= self.opens_at else self.Status.UPCOMING
