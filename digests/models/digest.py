from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from digests.models.follow import Rhythm

START = "start"
# What a person asked for has a period of its own, so the day's digest comes all the same.
ASKED = "now:"


class Stream(models.Model):
    """One person's mail of one rhythm."""

    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.DAILY)
    hour = models.PositiveSmallIntegerField()
    next_due_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "rhythm"], name="stream_once"),
            models.CheckConstraint(condition=Q(rhythm="daily"), name="stream_rhythm"),
            models.CheckConstraint(condition=Q(hour__gte=0, hour__lte=23), name="stream_hour"),
        ]
        indexes = [models.Index(fields=["next_due_at"], name="stream_due")]

    def __str__(self) -> str:
        return f"{self.rhythm} digest of {self.person_id}"


class Digest(models.Model):
    """One link of a stream's chain: the window `(from_seq, to_seq]` of the record that one mail closes.

    A link begins where another one of its stream ends (a composite foreign key, in the migration), and nowhere twice:
    the database refuses gap, overlap and fork. The first link of each stream is empty and ends where it begins.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        CLAIMED = "claimed", _("Being sent")
        SENT = "sent", _("Sent")
        EMPTY = "empty", _("Nothing to tell")
        SHUNTED = "shunted", _("Cannot be delivered")

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="digests")
    period = models.CharField(max_length=60)
    from_seq = models.BigIntegerField()
    to_seq = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    # The follows it tells of, fixed when it is first tried: an attempt after a crash tells the same again.
    follows = ArrayField(models.UUIDField(), null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField()
    planned_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    # Let through by a human after the valve closed.
    released = models.BooleanField(default=False)

    class Meta:
        ordering = ["stream", "to_seq"]
        constraints = [
            models.UniqueConstraint(fields=["stream", "to_seq"], name="digest_no_gap"),
            models.UniqueConstraint(fields=["stream", "period"], name="digest_once_a_period"),
            models.UniqueConstraint(
                fields=["stream", "from_seq"], condition=~Q(to_seq=F("from_seq")), name="digest_no_fork"
            ),
            models.CheckConstraint(
                condition=Q(to_seq__gt=F("from_seq")) | Q(to_seq=F("from_seq"), period=START), name="digest_window"
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], name="digest_owed", condition=Q(state__in=["planned", "claimed"])),
            models.Index(fields=["planned_at"], name="digest_planned_at"),
        ]

    def __str__(self) -> str:
        return f"{self.period}: ({self.from_seq}, {self.to_seq}]"
