from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

# There is one site, so its row has one id.
THE_SITE = UUID("00000000-0000-4000-8000-000000000001")


class SiteQuerySet(models.QuerySet["Site"]):
    def described(self) -> "Site":
        """What the secretariat wrote about the site; before it wrote anything, a site without words of its own."""
        return self.first() or Site()


class Site(models.Model):
    """What the whole site says of itself. One row at most; where it is blank, the default words stand."""

    id = models.UUIDField(primary_key=True, default=THE_SITE, editable=False)
    name = models.CharField(max_length=100, blank=True)
    # The name beside the address from which the site's mails come.
    sender = models.CharField(max_length=100, blank=True)
    contact_address = models.EmailField(blank=True)
    # Markdown, all in one language.
    language = models.CharField(max_length=35, default="en")
    about = models.TextField(blank=True)
    contact = models.TextField(blank=True)
    privacy = models.TextField(blank=True)
    accessibility = models.TextField(blank=True)
    changed_at = models.DateTimeField(null=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=THE_SITE), name="site_is_one")]

    def __str__(self) -> str:
        return self.name or settings.SITE_NAME

    @property
    def address(self) -> str:
        """Where people write to: the address that was named, else the one from which mails come."""
        return self.contact_address or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
