from typing import TYPE_CHECKING

from django.db import models

from contributions.models.contribution import Contribution
from rounds.models import Draft

if TYPE_CHECKING:
    from accounts.models import Person


class ContributionDraftQuerySet(models.QuerySet["ContributionDraft"]):
    def visible_to(self, viewer: "Person | None") -> "ContributionDraftQuerySet":
        """Their writer's, and nobody else's, whatever office somebody holds."""
        if viewer is None or not viewer.is_authenticated:
            return self.none()
        return self.filter(person=viewer)


class ContributionDraft(Draft):
    """A person's contribution to a call, not sent yet; one a person and round."""

    title = models.CharField(max_length=Contribution.TITLE_LIMIT, blank=True)
    answers = models.JSONField(default=dict)

    objects = ContributionDraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "round"], name="contribution_draft_once")]

    def __str__(self) -> str:
        return f"{self.person} in {self.round}"
