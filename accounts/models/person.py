import uuid
from datetime import datetime
from typing import Any, ClassVar, Protocol

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models.moderated import Moderated


class Body(Protocol):
    """As much of an organization as a standing needs."""

    verified_at: datetime | None


class Standing(models.TextChoices):
    """How well somebody was known when a text was filed."""

    UNCONFIRMED = "unconfirmed", _("Not confirmed")
    ADDRESS = "address", _("Address confirmed")
    VOUCHED = "vouched", _("Vouched for")
    SPEAKS = "speaks", _("Speaks for a confirmed organization")


class Restriction(models.TextChoices):
    """What a decision keeps somebody from. They are told, with the reason and the end."""

    LIMITED = "limited", _("Texts are read by a moderator before they are shown")
    SUSPENDED = "suspended", _("Cannot file or endorse texts")


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, viewer: object) -> "PersonQuerySet":
        """Names of people who confirmed their address are public, their addresses never are."""
        return self.filter(is_active=True, confirmed_at__isnull=False)


class PersonManager(BaseUserManager["Person"]):
    """Django's sign-in asks for a manager; reading rules live on the QuerySet."""

    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def visible_to(self, viewer: object) -> PersonQuerySet:
        return self.get_queryset().visible_to(viewer)

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person: Person = self.model(email=email.strip(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(Moderated, AbstractBaseUser):
    """Somebody with an account. The mail address is the identity."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        SERVICE = "service", _("Service")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200)
    # Names that read alike have the same; blank matches nothing.
    name_skeleton = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PERSON)
    stakeholder_group = models.ForeignKey(
        "accounts.StakeholderGroup", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=35, default="en")
    time_zone = models.CharField(max_length=63, default="UTC")
    confirmed_at = models.DateTimeField(null=True)
    # When they were asked for country and stakeholder group, and said something or nothing; asked once.
    introduced_at = models.DateTimeField(null=True)
    # The number up to which they have read the public record; None until they said so for the first time.
    read_up_to = models.BigIntegerField(null=True)
    is_active = models.BooleanField(default=True)
    # What a decision keeps them from, and until when; a sweep lifts it then.
    restriction = models.CharField(max_length=10, choices=Restriction, blank=True, default="")
    restricted_until = models.DateTimeField(null=True)
    joined_at = models.DateTimeField()

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_once"),
            # Nobody is kept from anything without an end.
            models.CheckConstraint(
                condition=Q(restriction="", restricted_until__isnull=True)
                | (~Q(restriction="") & Q(restricted_until__isnull=False)),
                name="person_restricted_until",
            ),
        ]
        indexes = [
            # A name is found although it is misspelt.
            GinIndex(fields=["name"], name="person_name_trigrams", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["name_skeleton"], name="person_skeleton"),
            models.Index(fields=["restricted_until"], name="person_restricted", condition=~Q(restriction="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_introduced(self) -> bool:
        """Whether they said of which group they are, or were asked and would rather not."""
        return self.introduced_at is not None or self.stakeholder_group_id is not None

    def standing(self, organization: Body | None = None) -> Standing:
        """How well this person is known now; `organization` is the body they speak for, if any."""
        if self.confirmed_at is None:
            return Standing.UNCONFIRMED
        if organization is not None and organization.verified_at is not None:
            return Standing.SPEAKS
        if self.affiliations.filter(ended_at__isnull=True, organization__verified_at__isnull=False).exists():
            return Standing.VOUCHED
        return Standing.ADDRESS
