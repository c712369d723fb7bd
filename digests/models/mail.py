from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import Person


class MailQuerySet(models.QuerySet["Mail"]):
    def visible_to(self, viewer: "Person | None") -> "MailQuerySet":
        """Those to oneself."""
        if viewer is None or not viewer.is_authenticated:
            return self.none()
        return self.filter(person=viewer)

    def owed(self) -> "MailQuerySet":
        """Those that have not left yet."""
        return self.filter(state__in=[Mail.State.PLANNED, Mail.State.CLAIMED])


class Mail(models.Model):
    """One message to one person. Every message that leaves has a row here, and leaves once per event.

    The words stand in the row only while they are owed: after sending, secrets and texts are gone from it. A digest's
    words never stand here, they are made at the moment of sending.
    """

    class Kind(models.TextChoices):
        ACCOUNT = "account", _("Account")
        CONFIRM = "confirm", _("Text to confirm")
        RECEIPT = "receipt", _("Receipt")
        RECORDED = "recorded", _("Recorded text")
        DECISION = "decision", _("Decision")
        RELEASE = "release", _("Text of a body")
        BODY = "body", _("Organization")
        DIGEST = "digest", _("Digest")
        ALARM = "alarm", _("Alarm")
        REMINDER = "reminder", _("Reminder")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        CLAIMED = "claimed", _("Being sent")
        SENT = "sent", _("Sent")
        SHUNTED = "shunted", _("Cannot be delivered")

    # Null for an address that belongs to nobody here.
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT, related_name="+")
    address = models.EmailField(max_length=254)
    kind = models.CharField(max_length=10, choices=Kind)
    event_key = models.CharField(max_length=120)
    entry = models.ForeignKey("ledger.Entry", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    message_id = models.CharField(max_length=200)
    subject = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField()
    planned_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    # Why it could not be delivered, in the words of the server that refused it.
    reason = models.CharField(max_length=500, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "event_key"], name="mail_once_per_event")]
        indexes = [
            models.Index(fields=["next_try_at"], name="mail_owed", condition=Q(state__in=["planned", "claimed"])),
            models.Index(fields=["planned_at"], name="mail_with_words", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_key}: {self.state}"
