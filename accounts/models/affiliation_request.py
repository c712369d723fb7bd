import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.affiliation import Affiliation

if TYPE_CHECKING:
    from accounts.models.person import Person


class AffiliationRequestQuerySet(models.QuerySet["AffiliationRequest"]):
    def waiting(self) -> "AffiliationRequestQuerySet":
        return self.filter(status=AffiliationRequest.Status.WAITING)

    def visible_to(self, viewer: "Person | None") -> "AffiliationRequestQuerySet":
        """One's own, and those to the bodies for which one speaks. The secretariat reads them at the desk."""
        if viewer is None or not viewer.is_authenticated:
            return self.none()
        mine = Affiliation.objects.focal_points().filter(person=viewer).values("organization")
        return self.filter(Q(person=viewer) | Q(organization__in=mine))

    def untold(self) -> "AffiliationRequestQuerySet":
        """Answered, and the person was not told yet."""
        return self.filter(status__in=AffiliationRequest.ANSWERED, told_at__isnull=True)

    def unmailed(self) -> "AffiliationRequestQuerySet":
        """Whose address has been sent no link yet."""
        return self.waiting().exclude(address="").filter(address_mailed_at__isnull=True)


class AffiliationRequest(models.Model):
    """Somebody says that they belong to a body and asks to be confirmed. Read by them, the body and the secretariat."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Refused")
        TAKEN_BACK = "taken_back", _("Taken back")

    ANSWERED = (Status.CONFIRMED, Status.REFUSED)
    NOTE_LIMIT = 2_000
    # So many requests somebody makes within a day, answered or not.
    AT_MOST = 5

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="affiliation_requests")
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.PROTECT, related_name="affiliation_requests"
    )
    role = models.CharField(max_length=20, choices=Affiliation.Role, default=Affiliation.Role.FOCAL_POINT)
    note = models.TextField(blank=True)
    # An address at the body's own domain, to which a link was sent; nobody but the secretariat reads it.
    address = models.EmailField(max_length=254, blank=True)
    address_mailed_at = models.DateTimeField(null=True)
    address_confirmed_at = models.DateTimeField(null=True)
    # A letter of the body, read by those who answer alone; its name as it was sent.
    letter = models.FileField(upload_to="letters", blank=True, max_length=200)
    letter_name = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.WAITING)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    # When the mail with the answer was written.
    told_at = models.DateTimeField(null=True)

    objects = AffiliationRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organization"], condition=Q(status="waiting"), name="affiliation_request_once"
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", decided_at__isnull=True)
                | (~Q(status="waiting") & Q(decided_at__isnull=False)),
                name="affiliation_request_decided",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at", "id"], name="affiliation_request_waiting", condition=Q(status="waiting")),
            models.Index(
                fields=["decided_at"],
                name="affiliation_request_untold",
                condition=Q(status__in=["confirmed", "refused"], told_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} asks {self.organization}"
