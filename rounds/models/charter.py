from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    """Under which terms contributions may be used again; frozen when the first round opens."""

    CC_BY = "CC-BY-4.0", _("Creative Commons Attribution 4.0 (CC BY 4.0)")
    CC_BY_SA = "CC-BY-SA-4.0", _("Creative Commons Attribution-ShareAlike 4.0 (CC BY-SA 4.0)")
    CC0 = "CC0-1.0", _("Public domain dedication (CC0 1.0)")
    RESERVED = "reserved", _("All rights stay with the authors; quotation allowed")

    @property
    def address(self) -> str:
        """Where its words stand; nothing where it has none of its own."""
        return _ADDRESSES.get(self.value, "")


_ADDRESSES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


class Charter(models.Model):
    """The rules of a consultation in sentences; who reads, takes part and moderates stands in its settings."""

    consultation = models.OneToOneField(
        "rounds.Consultation", primary_key=True, on_delete=models.CASCADE, related_name="charter"
    )
    decides = models.TextField(blank=True)
    becomes = models.TextField(blank=True)
    names = models.TextField(blank=True)
    licence = models.CharField(max_length=20, choices=Licence, default=Licence.CC_BY)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def licence_address(self) -> str:
        return Licence(self.licence).address
