from django.db import models

from contributions.models.contribution import Contribution
from rounds.models import Way


class Recording(models.Model):
    """How a recorded contribution had reached the secretariat. The sender’s address is the secretariat’s alone."""

    contribution = models.OneToOneField(
        Contribution, primary_key=True, on_delete=models.CASCADE, related_name="recording"
    )
    way = models.CharField(max_length=10, choices=Way)
    arrived_at = models.DateTimeField()
    # The zone in which the moment was read, as IANA names it.
    time_zone = models.CharField(max_length=63, default="UTC")
    address = models.EmailField(max_length=254, blank=True)
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.contribution_id} by {self.way}"
