import json
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q


class EntryQuerySet(models.QuerySet["Entry"]):
    def numbered(self) -> "EntryQuerySet":
        return self.filter(seq__isnull=False)

    def in_consultations(self, consultations: object) -> "EntryQuerySet":
        """`consultations`: a list or subquery of ids; entries that belong to no consultation are public acts."""
        return self.filter(Q(consultation__isnull=True) | Q(consultation__in=consultations))

    def said_of(self, thing: UUID) -> list[dict[str, Any]]:
        """All that the record says of one thing, in the order of its acts, which wait for each other."""
        return [
            json.loads(record) for record in self.filter(thing=thing).order_by("pk").values_list("record", flat=True)
        ]


class Entry(models.Model):
    """One public act. `record` holds its bytes for ever; the columns repeat them for queries.

    `seq` is null until the sequencer has numbered it. A trigger refuses every other change.
    """

    id = models.BigAutoField(primary_key=True)
    seq = models.BigIntegerField(null=True, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    consultation = models.UUIDField(null=True)
    round = models.UUIDField(null=True)
    proposal = models.UUIDField(null=True)
    thing = models.UUIDField()
    at = models.DateTimeField()
    record = models.TextField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="entry_unnumbered", condition=Q(seq__isnull=True)),
            models.Index(fields=["thing", "seq"], name="entry_thing"),
            models.Index(fields=["consultation", "seq"], name="entry_consultation"),
            models.Index(fields=["round", "seq"], name="entry_round", condition=Q(round__isnull=False)),
            models.Index(fields=["kind", "seq"], name="entry_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq or 'without number'}"

    @property
    def number(self) -> int | None:
        return self.seq
