from django.db import models


class Charter(models.Model):
    """The rules of a consultation in sentences; who reads, takes part and moderates stands in its settings."""

    consultation = models.OneToOneField(
        "rounds.Consultation", primary_key=True, on_delete=models.CASCADE, related_name="charter"
    )
    decides = models.TextField(blank=True)
    becomes = models.TextField(blank=True)
    names = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.pk)
