import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from moderation.models.thing import KINDS, AboutThing, about_one
from rounds.models import Office

# Without a second person for so long, a held text is shown again by itself.
HELD_FOR = timedelta(hours=72)


class Motion(AboutThing):
    """An act that takes two people: one asked for it, another agrees or does not. Only offices read it."""

    # What it can be about.
    ABOUT = (*KINDS, "round", "affiliation")

    class Verb(models.TextChoices):
        HIDE = "hide", _("Hide it")
        ERASE = "erase", _("Erase it")
        EXTEND = "extend", _("Give the round more time")
        REVOKE = "revoke", _("End that somebody speaks for an organization")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for a second person")
        AGREED = "agreed", _("Agreed")
        REFUSED = "refused", _("Not agreed")
        TAKEN_BACK = "taken_back", _("Taken back")
        LAPSED = "lapsed", _("Lapsed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    verb = models.CharField(max_length=10, choices=Verb)
    consultation = models.ForeignKey("rounds.Consultation", null=True, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("rounds.Round", null=True, on_delete=models.PROTECT, related_name="+")
    affiliation = models.ForeignKey("accounts.Affiliation", null=True, on_delete=models.PROTECT, related_name="+")
    rule_number = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField()
    language = models.CharField(max_length=35, default="en")
    # The state of the thing that was read when this was asked; other words need another motion.
    token = models.CharField(max_length=80, blank=True)
    # Until when the round shall be open.
    closes_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    asked_office = models.CharField(max_length=20, choices=Office.Role)
    asked_at = models.DateTimeField()
    # The decision by which one moderator holds the text until this is answered, and when that ends by itself.
    hold = models.OneToOneField("moderation.Decision", null=True, on_delete=models.PROTECT, related_name="+")
    lapses_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    answered_by = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    # Why it was not agreed; who asked reads it.
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(condition=about_one(*KINDS, "round", "affiliation"), name="motion_about_one_thing"),
            models.UniqueConstraint(
                fields=[*KINDS, "round", "affiliation"],
                condition=Q(state="waiting"),
                nulls_distinct=False,
                name="motion_waits_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed") | (Q(answered_by__isnull=False) & ~Q(answered_by=models.F("asked_by"))),
                name="motion_agreed_by_another",
            ),
        ]
        indexes = [
            models.Index(
                fields=["lapses_at"], name="motion_lapses", condition=Q(state="waiting", lapses_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb}: {self.state}"
