from django.db import models

from contributions.models.contribution import Contribution
from rounds.models import Draft


class ContributionDraft(Draft):
    """A person's contribution to a call, not sent yet; one a person and round."""

    title = models.CharField(max_length=Contribution.TITLE_LIMIT, blank=True)
    answers = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "round"], name="contribution_draft_once")]

    def __str__(self) -> str:
        return f"{self.person} in {self.round}"
