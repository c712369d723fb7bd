import uuid

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


class Original(models.Model):
    """A file from which the secretariat is about to record a text: as it came, and the words that were read from it.

    It stands here between reading and recording, and goes after a day if nothing was recorded.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey("rounds.Round", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=300)
    content = models.BinaryField()
    text = models.TextField()
    # Sentences on what could not be kept, in the language of whoever read it.
    notes = models.JSONField(default=list)
    read_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name
