"""The words that describe every filed text; contributions and comments share them."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person


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


class Channel(models.TextChoices):
    WEB = "web", _("sent on the web")
    MAIL = "mail", _("sent by mail")
    API = "api", _("sent through a partner’s service")
    RECORDED = "recorded", _("recorded by the secretariat")
    IMPORTED = "imported", _("imported; authenticated by nobody here")


def as_filed(author: Person, capacity: str, organization: Organization | None) -> dict[str, Any]:
    """Who the author is at this moment, as the fields of a filed text. The secretariat belongs to no group."""
    speaks_for = organization if capacity == Capacity.ORGANIZATION else None
    group = speaks_for.stakeholder_group_id if speaks_for else author.stakeholder_group_id
    return {
        "author": author,
        "capacity": capacity,
        "organization": speaks_for,
        "stakeholder_group_id": None if capacity == Capacity.SECRETARIAT else group,
        "country": speaks_for.country if speaks_for else author.country,
        "standing": author.standing(speaks_for),
    }


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
    standing = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=35)
    text = models.TextField(null=True)
    status = models.CharField(max_length=10, choices=Status)
    waiting_for = models.CharField(max_length=20, choices=WaitingFor, null=True)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.WEB)
    posted_at = models.DateTimeField()
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
    def is_shown(self) -> bool:
        return self.status == Status.PUBLISHED
