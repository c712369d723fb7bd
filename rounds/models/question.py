import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from rounds.models.round import Round
from rounds.models.translation import QuestionTranslation, chosen

if TYPE_CHECKING:
    from accounts.models import Person


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, viewer: "Person | None") -> "QuestionQuerySet":
        return self.filter(round__in=Round.objects.visible_to(viewer).order_by().values("pk"))

    def with_translations(self) -> "QuestionQuerySet":
        """What choosing a reader's language needs."""
        return self.select_related("round__consultation").prefetch_related("translations")


class Question(models.Model):
    """What a call asks. Its number is how answers name it; past the word limit a writer is warned and not refused."""

    AT_MOST = 20

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey("rounds.Round", on_delete=models.PROTECT, related_name="questions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    help = models.TextField(blank=True)
    word_limit = models.PositiveIntegerField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="question_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=20), name="question_number_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    @property
    def language(self) -> str:
        """Of its own words; needs its round with its consultation."""
        return self.round.consultation.language

    def told(self, wanted: Iterable[str]) -> "Question | QuestionTranslation":
        """Its words for a reader of these languages, from its `translations`."""
        words: Question | QuestionTranslation = chosen(self, wanted)
        return words
