from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Word(models.Model):
    """A word that a shown text of a consultation has, as people wrote it, in small letters: misspelt ones are led here.

    Brought up to date behind the cursor "reports.words": a word that no shown text has any more is gone. What a reader
    is offered is asked of the texts again, through `visible_to`.
    """

    consultation = models.ForeignKey("rounds.Consultation", on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consultation", "word"], name="word_once")]
        indexes = [GinIndex(fields=["word"], name="word_trigrams", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.word
