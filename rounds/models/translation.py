"""The words of a consultation in further languages. The language of the thing itself is the authentic one."""

from django.db import models


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
        return self.title


class QuestionTranslation(Translation):
    question = models.ForeignKey("rounds.Question", on_delete=models.PROTECT, related_name="translations")
    text = models.TextField()
    help = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "language"], name="question_translated_once")]

    def __str__(self) -> str:
        return self.text
