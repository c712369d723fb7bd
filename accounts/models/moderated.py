from django.db import models
from django.utils.translation import gettext_lazy as _


class Shown(models.TextChoices):
    """Whether a public text that is no filed text is shown: a name, a title, a document."""

    PUBLISHED = "published", _("Published")
    HIDDEN = "hidden", _("Hidden by a moderator")


class Moderated(models.Model):
    """A public text that moderators may hide. While it is hidden, its own words are not in its row.

    They lie with the decision, in a row further up that no outlet reads; here a neutral word stands in their place.
    """

    status = models.CharField(max_length=10, choices=Shown, default=Shown.PUBLISHED)
    # The entry of the last decision that hid or showed it; it says why it is as it is.
    status_entry = models.ForeignKey("ledger.Entry", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def is_hidden(self) -> bool:
        return self.status == Shown.HIDDEN
