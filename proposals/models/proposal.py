import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Moderated
from rounds.models import Consultation
from rounds.models.translation import chosen

if TYPE_CHECKING:
    from accounts.models import Person
    from proposals.models.translation import ProposalTranslation


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, viewer: "Person | None") -> "ProposalQuerySet":
        return self.filter(consultation__in=Consultation.objects.visible_to(viewer).order_by().values("pk"))


class Proposal(Moderated):
    """What is put up for comment: an issues paper, the secretariat's draft, or one of several options."""

    class Type(models.TextChoices):
        PAPER = "paper", _("Issues paper")
        DRAFT = "draft", _("Draft")
        OPTION = "option", _("Option")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey("rounds.Consultation", on_delete=models.PROTECT, related_name="+")
    type = models.CharField(max_length=10, choices=Type)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=35, default="en")
    position = models.PositiveSmallIntegerField(default=0)
    # Of an option: whether it changes nothing, who stands behind it, what would come next.
    is_status_quo = models.BooleanField(default=False)
    champions = models.ManyToManyField("accounts.Organization", related_name="+")
    next_step = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")
    # Brought up to date behind the cursor "proposals.counters", never by a request.
    comment_count = models.PositiveIntegerField(default=0)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["position", "made_at", "id"]
        indexes = [models.Index(fields=["consultation", "made_at", "id"], name="proposal_consultation")]
        constraints = [
            models.CheckConstraint(condition=Q(is_status_quo=False) | Q(type="option"), name="proposal_status_quo"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> int | None:
        return self.entry.seq

    def told(self, wanted: Iterable[str]) -> "Proposal | ProposalTranslation":
        """Its title for a reader of these languages, from its `translations`."""
        words: Proposal | ProposalTranslation = chosen(self, wanted)
        return words


class Revision(models.Model):
    """One wording of a text, put up for comment in one round."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(default=0)
    round = models.ForeignKey("rounds.Round", on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.name}"

    @property
    def name(self) -> str | Promise:
        """Zero draft, Draft rev. 1, …; other texts have revisions by number only."""
        if self.proposal.type == Proposal.Type.DRAFT:
            return _("Draft rev. %(number)s") % {"number": self.number} if self.number else _("Zero draft")
        return _("Revision %(number)s") % {"number": self.number} if self.number else _("First text")
