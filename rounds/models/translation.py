"""The words of a consultation in further languages. The language of the thing itself is the authentic one."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from texts.rules import languages


class Translation(models.Model):
    """One thing's words in one further language; brought in again, they take the place of the ones before."""

    language = models.CharField(max_length=35)
    made_at = models.DateTimeField()
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class ConsultationTranslation(Translation):
    consultation = models.ForeignKey("rounds.Consultation", on_delete=models.PROTECT, related_name="translations")
    title = models.CharField(max_length=200)
    summary = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "language"], name="consultation_translated_once")
        ]

    def __str__(self) -> str:
        return self.title


class RoundTranslation(Translation):
    round = models.ForeignKey("rounds.Round", on_delete=models.PROTECT, related_name="translations")
    title = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "language"], name="round_translated_once")]

    def __str__(self) -> str:
        return self.round.called(self.title)


class QuestionTranslation(Translation):
    question = models.ForeignKey("rounds.Question", on_delete=models.PROTECT, related_name="translations")
    text = models.TextField()
    help = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "language"], name="question_translated_once")]

    def __str__(self) -> str:
        return f"{self.question.number}. {self.text}"


def chosen(thing: Any, wanted: Iterable[str]) -> Any:
    """The thing itself, or one of its `translations`: whichever is in the language that suits a reader best."""
    wishes = list(wanted)
    # Where the authentic words are meant, nothing is asked.
    rows = {row.language: row for row in thing.translations.all()} if wishes else {}
    return rows.get(languages.best([thing.language, *sorted(rows)], wishes), thing)
