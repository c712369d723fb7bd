"""The words that describe every filed text; contributions and comments share them."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Affiliation, Organization, Person
from texts.rules import places


class Capacity(models.TextChoices):
    PERSONAL = "personal", _("for yourself")
    ORGANIZATION = "organization", _("for an organization")
    STAKEHOLDER_GROUP = "stakeholder_group", _("for a stakeholder group")
    SECRETARIAT = "secretariat", _("as secretariat")


class Status(models.TextChoices):
    RECEIVED = "received", _("Received, waiting to be shown")
    PUBLISHED = "published", _("Published")
    HIDDEN = "hidden", _("Hidden by a moderator")
    WITHDRAWN = "withdrawn", _("Withdrawn by its author")
    ERASED = "erased", _("Erased on request")


class WaitingFor(models.TextChoices):
    ADDRESS = "address", _("its author’s address to be confirmed")
    ORGANIZATION = "organization", _("the organization to be confirmed")
    RELEASE = "release", _("its organization’s release")
    MODERATOR = "moderator", _("a moderator")


# What a body's focal points or the secretariat still have to say of a text.
FOR_A_BODY = (WaitingFor.ORGANIZATION, WaitingFor.RELEASE)


def awaits(viewer: Person) -> Q:
    """Texts that wait for a body for which this person speaks: they read what they are asked to release."""
    bodies = Affiliation.objects.focal_points().filter(person=viewer).values("organization")
    # Or for one that it is one with now.
    merged = Organization.objects.filter(merged_into__in=bodies).values("pk")
    mine = Q(organization__in=bodies) | Q(organization__in=merged)
    return Q(mine, status=Status.RECEIVED, waiting_for__in=FOR_A_BODY)


class Channel(models.TextChoices):
    WEB = "web", _("sent on the web")
    MAIL = "mail", _("sent by mail")
    API = "api", _("sent through a partner’s service")
    RECORDED = "recorded", _("recorded by the secretariat")
    IMPORTED = "imported", _("imported; authenticated by nobody here")


class Way(models.TextChoices):
    """How something reached the secretariat that it records."""

    MAIL = "mail", _("a mail")
    POST = "post", _("a letter")
    MEETING = "meeting", _("a meeting")
    PORTAL = "portal", _("another portal")


# So many people must be meant by "a person, civil society, Eastern Africa" before anything but "a person" is said.
COULD_BE_MEANT = 5


def as_filed(
    author: Person, capacity: str, organization: Organization | None, *, is_named: bool = True
) -> dict[str, Any]:
    """Who the author is at this moment, as the fields of a filed text. The secretariat belongs to no group.

    Of an author who is not named the row holds only what may be said of them: group and region where at least five
    people could be meant, else nothing. The secretariat always gives its name.
    """
    speaks_for = organization if capacity == Capacity.ORGANIZATION else None
    facts = {
        "author": author,
        "capacity": capacity,
        "organization": speaks_for,
        "stakeholder_group_id": speaks_for.stakeholder_group_id if speaks_for else author.stakeholder_group_id,
        "country": speaks_for.country if speaks_for else author.country,
        "region": "",
        "standing": author.standing(speaks_for),
        "is_named": is_named or capacity == Capacity.SECRETARIAT,
    }
    if capacity == Capacity.SECRETARIAT:
        facts["stakeholder_group_id"] = None
    if not facts["is_named"] and speaks_for is None:
        region = places.region(author.country) or ""
        facts |= {"country": "", "region": region if _many_are(author, region) else ""}
        if not facts["region"]:
            facts["stakeholder_group_id"] = None
    return facts


def _many_are(author: Person, region: str) -> bool:
    """Whether at least five people of this author's group and region take part here, the author among them."""
    if not region or author.stakeholder_group_id is None:
        return False
    alike = Person.objects.visible_to(None).filter(
        stakeholder_group=author.stakeholder_group_id, country__in=places.countries_in(region)
    )
    return alike[:COULD_BE_MEANT].count() >= COULD_BE_MEANT


class Unfiled(models.Model):
    """Words that somebody has written and not filed: their drafts, and what waits for its author's address."""

    round = models.ForeignKey("rounds.Round", on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    language = models.CharField(max_length=35)
    is_named = models.BooleanField(default=True)

    class Meta:
        abstract = True


class Draft(Unfiled):
    """What only its writer reads. Filing the text deletes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    capacity = models.CharField(max_length=20, choices=Capacity, default=Capacity.PERSONAL)
    organization = models.ForeignKey("accounts.Organization", null=True, on_delete=models.CASCADE, related_name="+")
    # Left out when the whole response is filed.
    is_held_back = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        abstract = True


class Filing(models.Model):
    """What contributions and comments have in common: who, as whom, when, by which way, and what is shown now.

    Who the author was (capacity, organization, group, country, standing) stays as it was when the text was filed.
    `text` holds what may be shown now and is NULL otherwise; the words as filed lie in the versions.
    """

    consultation = models.ForeignKey("rounds.Consultation", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("rounds.Round", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=20, choices=Capacity, default=Capacity.PERSONAL)
    organization = models.ForeignKey("accounts.Organization", null=True, on_delete=models.PROTECT, related_name="+")
    stakeholder_group = models.ForeignKey(
        "accounts.StakeholderGroup", null=True, on_delete=models.PROTECT, related_name="+"
    )
    country = models.CharField(max_length=2, blank=True)
    # UN M49, only of an author who is not named; then country is empty.
    region = models.CharField(max_length=3, blank=True)
    # The name of an author who is not named is told to themselves and to the secretariat alone.
    is_named = models.BooleanField(default=True)
    standing = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=35)
    text = models.TextField(null=True)
    status = models.CharField(max_length=10, choices=Status)
    waiting_for = models.CharField(max_length=20, choices=WaitingFor, null=True)
    # Its author's newest words wait for a moderator under this number, while the words before stay shown.
    waiting_version = models.PositiveSmallIntegerField(null=True)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.WEB)
    posted_at = models.DateTimeField()
    # SHA-256 of the shown words, folded; NULL whenever the words are. Equal ones are the same text.
    words_digest = models.BinaryField(max_length=32, null=True)
    # Brought up to date behind a cursor, never by a request: the first of the same texts; its row counts them.
    same_text_as = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    same_text_count = models.PositiveIntegerField(default=1)
    # Texts that were filed together have one response; it is the id of a row further up.
    response = models.UUIDField(null=True)
    edited_at = models.DateTimeField(null=True)
    # The entry that received it gives the number; the entry of the last change of status says why it is as it is.
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")
    status_entry = models.ForeignKey("ledger.Entry", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def number(self) -> int | None:
        return self.entry.seq

    @property
    def named_author(self) -> Person | None:
        """Who wrote it, for everybody to read; None where nobody here did or the author does not give their name."""
        return self.author if self.is_named else None

    @property
    def is_shown(self) -> bool:
        return self.status == Status.PUBLISHED
