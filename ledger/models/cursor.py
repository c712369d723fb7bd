from django.db import models


class Cursor(models.Model):
    """How far a consumer of the record has come. It moves in the transaction of the consumer's work."""

    name = models.CharField(primary_key=True, max_length=80)
    seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} at {self.seq}"
