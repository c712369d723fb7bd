import uuid
from typing import TYPE_CHECKING

from django.db import models

from contributions.models.contribution import Contribution
from rounds.models import Office, Status, awaits

if TYPE_CHECKING:
    from accounts.models import Person


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, viewer: "Person | None") -> "AttachmentQuerySet":
        """Files of shown contributions that no moderator has to read; others for whoever reads all that was filed."""
        seen = models.Q(contribution__status=Status.PUBLISHED, waits=False)
        if viewer is not None and viewer.is_authenticated:
            seen |= models.Q(contribution__author=viewer)
            seen |= models.Q(contribution__consultation__in=Office.objects.moderated_by(viewer))
            seen |= models.Q(contribution__in=Contribution.objects.filter(awaits(viewer)).order_by().values("pk"))
        contributions = Contribution.objects.visible_to(viewer).order_by().values("pk")
        kept = self.exclude(file="").exclude(contribution__status=Status.ERASED)
        return kept.filter(seen, contribution__in=contributions)


class Attachment(models.Model):
    """A file that came with a contribution, without what it told about its maker's machine. Erased: no file."""

    AT_MOST = 5

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    # Of the file as it is kept and served.
    sha256 = models.BinaryField(max_length=32)
    file = models.FileField(upload_to="contributions", max_length=200)
    # What the secretariat recorded a text from, as it arrived.
    is_original = models.BooleanField(default=False)
    # It came to a contribution that is shown, and waits for a moderator; nobody but its author and they see it.
    waits = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["contribution", "position"], name="attachment_position_once"),
        ]

    def __str__(self) -> str:
        return self.name
