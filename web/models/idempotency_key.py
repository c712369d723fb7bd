from django.db import models


class IdempotencyKey(models.Model):
    """What a key has led to: enough to answer a retry from the thing, and no body that could outlive an erasure."""

    client = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    digest = models.BinaryField(max_length=32)
    thing = models.UUIDField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="idempotency_key_once")]
        indexes = [models.Index(fields=["made_at"], name="idempotency_key_made_at")]

    def __str__(self) -> str:
        return f"{self.client} {self.key}"
