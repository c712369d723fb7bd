import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from contributions.models import Contribution
from moderation.models.thing import KINDS, AboutThing, Text, about_one, kind_of
from proposals.models import Comment
from rounds.models import Consultation, Office, Status

if TYPE_CHECKING:
    from accounts.models import Person


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, viewer: "Person | None") -> "DecisionQuerySet":
        """Those of consultations one may read and of the whole site; about a text that waits, only who reads it."""
        consultations = Consultation.objects.visible_to(viewer).order_by().values("pk")
        seen = self.filter(Q(consultation__isnull=True) | Q(consultation__in=consultations))
        waits = Q(comment__status=Status.RECEIVED) | Q(contribution__status=Status.RECEIVED)
        if viewer is not None and viewer.is_authenticated:
            own = Q(comment__author=viewer) | Q(contribution__author=viewer)
            waits &= ~own & ~Q(consultation__in=Office.objects.moderated_by(viewer))
        return seen.exclude(waits)

    def about_texts_of(self, author: "Person") -> "DecisionQuerySet":
        """Those about what somebody filed."""
        said, sent = Comment.objects.filter(author=author), Contribution.objects.filter(author=author)
        return self.filter(Q(comment__in=said.values("pk")) | Q(contribution__in=sent.values("pk")))


class Decision(AboutThing):
    """What was done about a public text or somebody's account, under which rule, for which reason.

    Everybody who may read the thing reads it. No person who decided is named to readers: offices decide.
    """

    class Verb(models.TextChoices):
        PUBLISH = "publish", _("Published")
        DECLINE = "decline", _("Earlier words kept")
        ASK = "ask", _("Author asked")
        KEEP = "keep", _("Left as it is")
        HIDE = "hide", _("Hidden")
        HOLD = "hold", _("Held by one moderator")
        LAPSE = "lapse", _("Shown again: no second person agreed in time")
        RESTORE = "restore", _("Shown again")
        REDACT = "redact", _("Personal data taken out")
        ERASE = "erase", _("Erased")
        UNDO = "undo", _("Taken back")
        LIMIT = "limit", _("Account limited")
        SUSPEND = "suspend", _("Account suspended")
        LIFT = "lift", _("Limit or suspension ended")

    # Those that name a rule and a reason that everybody reads.
    REASONED = ("decline", "hide", "hold", "redact", "limit", "suspend")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # None where it is about a person or a body: those belong to the whole site.
    consultation = models.ForeignKey("rounds.Consultation", null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=10, choices=Verb)
    # The how manieth decision about the thing it is: whoever decides names the last one they know.
    step = models.PositiveIntegerField()
    # The rule as it read when it was applied.
    rule_number = models.PositiveSmallIntegerField(null=True)
    rule = models.CharField(max_length=300, blank=True)
    # Empty of a question to the author: that is between them and the moderators.
    reason = models.TextField(blank=True)
    language = models.CharField(max_length=35, default="en")
    # What it was before, for taking the decision back: {"status", "waiting_for", "waiting_version"}.
    before = models.JSONField(default=dict)
    # Until when somebody's account is limited or suspended.
    until = models.DateTimeField(null=True)
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    # Who decided, in which office; None where time did.
    by = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=20, choices=Office.Role, blank=True)
    seconded_by = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT, related_name="+")
    # When the thing began to wait for this decision, if it did: how long it took.
    waited_since = models.DateTimeField(null=True)
    at = models.DateTimeField()
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "id"]
        constraints = [
            models.CheckConstraint(condition=about_one(*KINDS), name="decision_about_one_thing"),
            models.CheckConstraint(
                condition=~Q(verb__in=["decline", "hide", "hold", "redact", "limit", "suspend"])
                | (Q(rule_number__isnull=False) & ~Q(reason="")),
                name="decision_hides_with_a_reason",
            ),
            models.UniqueConstraint(fields=[*KINDS, "step"], nulls_distinct=False, name="decision_step_once"),
        ]
        indexes = [
            models.Index(fields=["comment", "at"], name="decision_comment", condition=Q(comment__isnull=False)),
            models.Index(
                fields=["contribution", "at"], name="decision_contribution", condition=Q(contribution__isnull=False)
            ),
            models.Index(fields=["at", "id"], name="decision_at"),
            models.Index(fields=["consultation", "at", "id"], name="decision_consultation"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.thing_id}"

    @property
    def number(self) -> int | None:
        return self.entry.seq


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def visible_to(self, viewer: "Person | None") -> "InquiryQuerySet":
        """Those about one's own texts. Moderators read those about what they decide about, at the desk."""
        if viewer is None or not viewer.is_authenticated:
            return self.none()
        own = Q(decision__comment__author=viewer) | Q(decision__contribution__author=viewer)
        # Nobody but its offices reads anything of a consultation in preparation.
        readable = Consultation.objects.visible_to(viewer).order_by().values("pk")
        return self.filter(own, decision__consultation__in=readable)

    def about(self, thing: Text) -> "InquiryQuerySet":
        """What was asked about a text, in order."""
        return self.filter(**{f"decision__{kind_of(thing)}": thing}).order_by("decision__step")

    def waiting(self) -> "InquiryQuerySet":
        """Those an answer to which still counts: none was given, and nothing was decided or taken back since."""
        thing = Q(comment=OuterRef("decision__comment")) | Q(contribution=OuterRef("decision__contribution"))
        later = Decision.objects.filter(thing, step__gt=OuterRef("decision__step")).exclude(verb=Decision.Verb.ASK)
        gone = [Status.WITHDRAWN, Status.ERASED]
        waiting = self.filter(~Exists(later), replied_at__isnull=True)
        return waiting.exclude(
            Q(decision__comment__status__in=gone, decision__comment__isnull=False)
            | Q(decision__contribution__status__in=gone, decision__contribution__isnull=False)
        )


class Inquiry(models.Model):
    """What the moderators asked an author about a text, and what the author answered. Theirs alone to read."""

    REPLY_LIMIT = 2_000

    decision = models.OneToOneField(Decision, primary_key=True, on_delete=models.PROTECT, related_name="inquiry")
    text = models.TextField()
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)

    objects = InquiryQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.decision_id)


class Withheld(AboutThing):
    """The words of a name, a title or a text while they are hidden: {field: words}, as `things.take` took them."""

    words = models.JSONField()
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=about_one(*KINDS), name="withheld_of_one_thing"),
            models.UniqueConstraint(fields=[*KINDS], nulls_distinct=False, name="withheld_once"),
        ]

    def __str__(self) -> str:
        return str(self.decision_id)
