import uuid

from django.db import models


class Template(models.Model):
    """A wording that moderators start from when they give a reason or ask an author. Theirs alone to read."""

    NAME_LIMIT, TEXT_LIMIT = 100, 2_000

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # None: for all consultations.
    consultation = models.ForeignKey("rounds.Consultation", null=True, on_delete=models.PROTECT, related_name="+")
    # The rule for which it is meant; None: for any.
    rule_number = models.PositiveSmallIntegerField(null=True)
    language = models.CharField(max_length=35)
    name = models.CharField(max_length=NAME_LIMIT)
    text = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["language", "rule_number", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "language", "name"], nulls_distinct=False, name="template_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
