import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Exists, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from moderation.models.thing import KINDS, AboutThing, about_one
from rounds.models import Office

if TYPE_CHECKING:
    from accounts.models import Person

CLAIMED_FOR = timedelta(minutes=15)
# What is soon late, by name.
SOON = {"hour": timedelta(hours=1), "day": timedelta(days=1)}


class ItemQuerySet(models.QuerySet["Item"]):
    def open(self) -> "ItemQuerySet":
        return self.filter(closed_at__isnull=True)

    def before(self, person: "Person") -> "ItemQuerySet":
        """What waits for somebody by their offices; what concerns the whole site for offices of the whole site.

        Who asks to be confirmed for a body is not among it: `permissions.items_before` adds them.
        """
        return self.filter(waits_before(person))

    def free(self, now: datetime) -> "ItemQuerySet":
        """What nobody has taken at this moment."""
        return self.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lte=now))

    def counted(self, person: "Person", now: datetime, matching: Q) -> "QuerySet[Item, dict[str, Any]]":
        """How many wait, by reason and language, in one pass: in all, late, soon late, given to them, matching."""

        def how_many(condition: Q) -> Count:
            return Count("pk", filter=condition) if condition else Count("pk")

        within = {name: Q(due_at__gt=now, due_at__lte=now + span) for name, span in SOON.items()}
        return (
            self.order_by()
            .values("reason", "language")
            .annotate(
                all=how_many(Q()),
                overdue=how_many(Q(due_at__lte=now)),
                given=how_many(Q(assigned_to=person)),
                matching=how_many(matching),
                **{name: how_many(condition) for name, condition in within.items()},
            )
        )


def waits_before(person: "Person") -> Q:
    """The condition of `ItemQuerySet.before`, for a query that says more beside it."""
    of_the_site = Office.objects.held_by(person).filter(
        role__in=[Office.Role.SECRETARIAT, Office.Role.MODERATOR],
        consultation__isnull=True,
        hosting_body__isnull=True,
    )
    return Q(consultation__in=Office.objects.moderated_by(person)) | Q(
        Exists(of_the_site), consultation__isnull=True, request__isnull=True
    )


class Item(AboutThing):
    """Something that waits for a moderator. A thing waits once, for whatever reasons; the most urgent one is named."""

    class Reason(models.TextChoices):
        # In the order of their urgency: a later one does not displace an earlier one.
        HELD = "held", _("Held, waits for a second person")
        SECOND = "second", _("Waits for a second person")
        FLAGGED = "flagged", _("Flagged")
        IMPERSONATION = "impersonation", _("Reads like another name")
        EDITED = "edited", _("Changed words")
        FLOOD = "flood", _("Fast, or full of links")
        FIRST = "first", _("First text of somebody new")
        LIMITED = "limited", _("Its author’s account is limited")
        READ_FIRST = "read_first", _("Read before it is shown")
        ACCREDITATION = "accreditation", _("Asks to speak for an organization")
        REPLIED = "replied", _("Its author answered a question")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Somebody asks to be confirmed for a body; then it is about no text.
    request = models.ForeignKey("accounts.AffiliationRequest", null=True, on_delete=models.PROTECT, related_name="+")
    # A second person is asked about something that is no text: more time for a round, somebody's place in a body.
    motion = models.ForeignKey("moderation.Motion", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=Reason)
    # Of the thing, repeated for filters. No consultation: it concerns the whole site.
    consultation = models.ForeignKey("rounds.Consultation", null=True, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("rounds.Round", null=True, on_delete=models.PROTECT, related_name="+")
    stakeholder_group = models.ForeignKey(
        "accounts.StakeholderGroup", null=True, on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(max_length=35, blank=True)
    flags = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    # When the charter's time to decide is over.
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    assigned_to = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT, related_name="+")
    # Who looks at it, and until when nobody else decides.
    claimed_by = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT, related_name="+")
    claimed_until = models.DateTimeField(null=True)
    # When its author was asked last, and when they answered.
    asked_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.CheckConstraint(condition=about_one(*KINDS, "request", "motion"), name="item_about_one_thing"),
            models.UniqueConstraint(
                fields=[*KINDS, "request", "motion"],
                condition=Q(closed_at__isnull=True),
                nulls_distinct=False,
                name="item_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True, claimed_until__isnull=True)
                | Q(claimed_by__isnull=False, claimed_until__isnull=False),
                name="item_claimed_until",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="item_open", condition=Q(closed_at__isnull=True)),
            models.Index(
                fields=["consultation", "due_at", "id"], name="item_consultation", condition=Q(closed_at__isnull=True)
            ),
            models.Index(fields=["comment"], name="item_comment", condition=Q(comment__isnull=False)),
            models.Index(fields=["contribution"], name="item_contribution", condition=Q(contribution__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.reason}: {self.pk}"

    def is_claimed(self, now: datetime) -> bool:
        return self.claimed_until is not None and now < self.claimed_until


class Recusal(models.Model):
    """A moderator said that an item is too near to them; somebody else decides about its thing."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="recusal_once")]

    def __str__(self) -> str:
        return f"{self.person} from {self.item_id}"
