import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from contributions.models import Contribution
from proposals.models.comment import Comment
from proposals.models.proposal import Proposal
from rounds.models import Capacity, Consultation

if TYPE_CHECKING:
    from accounts.models import Person


class EndorsementQuerySet(models.QuerySet["Endorsement"]):
    def visible_to(self, viewer: "Person | None") -> "EndorsementQuerySet":
        """Those that stand, of texts one may read and that are shown."""
        shown = Q(comment__status="published") | Q(contribution__status="published") | Q(proposal__isnull=False)
        readable = Consultation.objects.visible_to(viewer).order_by().values("pk")
        return self.filter(shown, withdrawn_at__isnull=True, consultation__in=readable)


class Endorsement(models.Model):
    """A person, or a body by its focal point, agrees with a published text. Taken back, the row stays and ends."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey("rounds.Consultation", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("rounds.Round", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=20, choices=Capacity, default=Capacity.PERSONAL)
    organization = models.ForeignKey("accounts.Organization", null=True, on_delete=models.PROTECT, related_name="+")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.PROTECT, related_name="endorsements")
    contribution = models.ForeignKey(Contribution, null=True, on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.PROTECT, related_name="endorsements")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        ordering = ["given_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(comment__isnull=False, contribution__isnull=True, proposal__isnull=True)
                | Q(comment__isnull=True, contribution__isnull=False, proposal__isnull=True)
                | Q(comment__isnull=True, contribution__isnull=True, proposal__isnull=False),
                name="endorsement_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(capacity="personal", organization__isnull=True)
                | Q(capacity="organization", organization__isnull=False),
                name="endorsement_voice",
            ),
            # One a voice and thing while it stands: the body, else the person.
            models.UniqueConstraint(
                Coalesce(F("organization"), F("person")),
                "comment",
                "contribution",
                "proposal",
                condition=Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="endorsement_once",
            ),
        ]
        indexes = [
            models.Index(fields=["comment", "given_at", "id"], name="endorsement_comment"),
            models.Index(fields=["contribution", "given_at", "id"], name="endorsement_contribution"),
            models.Index(fields=["proposal", "given_at", "id"], name="endorsement_proposal"),
        ]

    def __str__(self) -> str:
        return f"{self.organization or self.person}: {self.thing}"

    @property
    def thing(self) -> Comment | Contribution | Proposal:
        thing = self.comment or self.contribution or self.proposal
        if thing is None:
            raise RuntimeError("an endorsement is of one thing")
        return thing
