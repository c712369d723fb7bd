import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rounds.models.office import Office, consultations_of
from rounds.models.translation import ConsultationTranslation, chosen
from rounds.rules.moderation import DECIDES_WITHIN

if TYPE_CHECKING:
    from accounts.models import Person


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def visible_to(self, viewer: "Person | None") -> "ConsultationQuerySet":
        """Published ones: public for everybody, others for those who may take part and the listed. Offices see all."""
        public = Q(reading=Consultation.Reading.PUBLIC)
        # In preparation it is its offices' alone, whoever else may read it later.
        ready = Q(published_at__isnull=False)
        if viewer is None or not viewer.is_authenticated:
            return self.filter(public, ready)
        offices = Q(pk__in=consultations_of(Office.objects.held_by(viewer)))
        listed = Q(pk__in=Listing.objects.filter(person=viewer).values("consultation"))
        seen = public | listed
        if viewer.confirmed_at is not None:
            open_to_all = Q(taking_part=Consultation.TakingPart.EVERYBODY)
            by_group = Q(taking_part=Consultation.TakingPart.GROUPS, groups=viewer.stakeholder_group_id)
            participants = Q(
                pk__in=Consultation.objects.filter(open_to_all | by_group, reading=Consultation.Reading.PARTICIPANTS)
                .order_by()
                .values("pk")
            )
            seen |= participants
        return self.filter(offices | (ready & seen))

    def hosts(self) -> set[str]:
        """Names of those who hold consultations: nobody else's name may read like one of them."""
        return set(self.order_by().values_list("hosting_body__name", flat=True).distinct())


class Consultation(models.Model):
    """A whole process: what is asked, of whom, by whom; it is held in rounds."""

    class Level(models.TextChoices):
        INTERNATIONAL = "international", _("International")
        REGIONAL = "regional", _("Regional")
        NATIONAL = "national", _("National")
        LOCAL = "local", _("Local")

    class Reading(models.TextChoices):
        PUBLIC = "public", _("Everybody, without an account")
        PARTICIPANTS = "participants", _("Those who may take part")
        LISTED = "listed", _("Only people on the list")

    class TakingPart(models.TextChoices):
        EVERYBODY = "everybody", _("Everybody with a confirmed address")
        GROUPS = "groups", _("Members of named stakeholder groups")
        LISTED = "listed", _("People on the list")

    class Moderation(models.TextChoices):
        AFTER = "after", _("After publication: texts are shown at once")
        BEFORE = "before", _("Before publication: a moderator reads each text first")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    summary = models.TextField()
    level = models.CharField(max_length=20, choices=Level, default=Level.INTERNATIONAL)
    hosting_body = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=35, default="en")
    time_zone = models.CharField(max_length=63, default="UTC")
    reading = models.CharField(max_length=20, choices=Reading, default=Reading.PUBLIC)
    taking_part = models.CharField(max_length=20, choices=TakingPart, default=TakingPart.EVERYBODY)
    groups = models.ManyToManyField("accounts.StakeholderGroup", related_name="+")
    moderation = models.CharField(max_length=10, choices=Moderation, default=Moderation.AFTER)
    # Whether the first text of somebody for whom nobody vouches is read by a moderator before it is shown.
    reads_first_texts = models.BooleanField(default=False)
    # Hours within which the secretariat decides what waits.
    decides_within = models.PositiveSmallIntegerField(default=DECIDES_WITHIN)
    contact = models.TextField(blank=True)
    made_at = models.DateTimeField()
    # None while it is in preparation: seen by its offices alone, and the clock opens none of its rounds.
    published_at = models.DateTimeField(null=True)
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "id"]
        constraints = [
            # Who may take part must be able to read.
            models.CheckConstraint(
                condition=~Q(reading="listed") | Q(taking_part="listed"), name="consultation_listed_reading"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> int | None:
        return self.entry.seq

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    def told(self, wanted: Iterable[str]) -> "Consultation | ConsultationTranslation":
        """Its title and summary for a reader of these languages, from its `translations`."""
        words: Consultation | ConsultationTranslation = chosen(self, wanted)
        return words


class Listing(models.Model):
    """A person on the list of a consultation."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="listings")
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    listed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consultation", "person"], name="listing_once")]

    def __str__(self) -> str:
        return f"{self.person} in {self.consultation}"
