from django.db import models

from rounds.models import Translation


class ProposalTranslation(Translation):
    """A text's title in one further language; its paragraphs' words in it are `ParagraphText`, beside the others."""

    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.PROTECT, related_name="translations")
    title = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "language"], name="proposal_translated_once")]

    def __str__(self) -> str:
        return self.title
