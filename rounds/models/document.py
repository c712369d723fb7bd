import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Moderated
from rounds.models.consultation import Consultation

if TYPE_CHECKING:
    from accounts.models import Person


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, viewer: "Person | None") -> "DocumentQuerySet":
        return self.filter(
            removed_at__isnull=True, consultation__in=Consultation.objects.visible_to(viewer).order_by().values("pk")
        )


class Document(Moderated):
    """What readers of a consultation may want beside its texts: a file kept here, or a link to one elsewhere."""

    class Type(models.TextChoices):
        BACKGROUND_PAPER = "background_paper", _("Background paper")
        ISSUES_PAPER = "issues_paper", _("Issues paper")
        TRANSLATION = "translation", _("Translation")
        COMPILATION = "compilation", _("Compilation")
        REPORT = "report", _("Report")
        LETTER = "letter", _("Letter")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey("rounds.Consultation", on_delete=models.PROTECT, related_name="documents")
    type = models.CharField(max_length=20, choices=Type)
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=35, default="en")
    dated = models.DateField()
    link = models.URLField(max_length=1_000, blank=True)
    file = models.FileField(upload_to="documents", blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(null=True)
    sha256 = models.BinaryField(max_length=32, null=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-dated", "-added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(link="") & Q(file="")) | (Q(link="") & ~Q(file="")) | Q(status="hidden"),
                name="document_file_or_link",
            ),
        ]

    def __str__(self) -> str:
        return self.title
