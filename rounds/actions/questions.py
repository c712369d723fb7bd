"""What a call asks. Its questions are set while nobody can have answered them: until the round opened."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from ledger.actions import entries
from ledger.rules import records
from rounds.actions import gate
from rounds.models import Question, QuestionTranslation, Round
from rounds.permissions import can_arrange
from texts.rules import spaces
from web.refusals import Conflict, Invalid, Refusal, require

TEXT_LIMIT = 1_000
HELP_LIMIT = 2_000
WORDS_AT_MOST = 50_000


@transaction.atomic(savepoint=False)
def add(*, by: Person, round: Round, text: str, help: str = "", word_limit: int | None = None) -> Question:
    """Ask one question more, behind the others."""
    require(can_arrange(by, round.consultation))
    words = _checked(text, help, word_limit)
    at = _before_opening(round)
    count = round.questions.count()
    if count >= Question.AT_MOST:
        raise Invalid(
            Refusal("too_many_questions", _("A call asks at most %(limit)s questions."), {"limit": Question.AT_MOST})
        )
    question = Question.objects.create(round=round, number=count + 1, **words)
    _tell(round, at)
    return question


@transaction.atomic(savepoint=False)
def change(*, by: Person, question: Question, text: str, help: str = "", word_limit: int | None = None) -> Question:
    """Ask it in other words. Nothing new: nothing happens."""
    require(can_arrange(by, question.round.consultation))
    words = _checked(text, help, word_limit)
    at = _before_opening(question.round)
    present = _present(question)
    if all(getattr(present, name) == value for name, value in words.items()):
        return present
    if (present.text, present.help) != (words["text"], words["help"]):
        # They would ask something else than the question does now.
        QuestionTranslation.objects.filter(question=present).delete()
    present.text, present.help, present.word_limit = words["text"], words["help"], words["word_limit"]
    present.save(update_fields=list(words))
    _tell(question.round, at)
    return present


@transaction.atomic(savepoint=False)
def remove(*, by: Person, question: Question) -> Round:
    """Ask one question less; those behind it move up."""
    require(can_arrange(by, question.round.consultation))
    at = _before_opening(question.round)
    present = _present(question)
    QuestionTranslation.objects.filter(question=present).delete()
    _take_out(present)
    for behind in question.round.questions.filter(number__gt=present.number).order_by("number"):
        _renumber(behind, behind.number - 1)
    _tell(question.round, at)
    return question.round


@transaction.atomic(savepoint=False)
def move(*, by: Person, question: Question, to: int) -> Question:
    """Give a question another number, from 1 to as many as there are; those between make room."""
    require(can_arrange(by, question.round.consultation))
    at = _before_opening(question.round)
    present, others = _present(question), question.round.questions
    to = min(max(to, 1), others.count())
    if to == present.number:
        return present
    # No two have one number, not even for a moment, so it is taken out while the others move.
    key, number = present.pk, present.number
    translations = list(QuestionTranslation.objects.filter(question=present))
    QuestionTranslation.objects.filter(question=present).delete()
    _take_out(present)
    if to < number:
        for other in others.filter(number__gte=to, number__lt=number).order_by("-number"):
            _renumber(other, other.number + 1)
    else:
        for other in others.filter(number__gt=number, number__lte=to).order_by("number"):
            _renumber(other, other.number - 1)
    present.pk, present.number = key, to
    present.save(force_insert=True)
    QuestionTranslation.objects.bulk_create(translations)
    _tell(question.round, at)
    return present


def _before_opening(round: Round) -> datetime:
    """The moment of the change, with the round held still; `Conflict` once somebody may have answered."""
    if "contributions" not in round.accepts or round.supplements_id is not None:
        raise Conflict(
            Refusal(
                "round_asks_nothing", _("Only a call for inputs has questions; more time for it asks the same ones.")
            )
        )
    now = gate.lock_alone(round)
    present = Round.objects.select_related("consultation").get(pk=round.pk)
    if present.consultation.is_published and present.opens_at <= now:
        raise Conflict(
            Refusal(
                "questions_fixed",
                _("This round has opened, so its questions stay. A slip in them is corrected with a notice."),
            )
        )
    return now


def _present(question: Question) -> Question:
    present = Question.objects.filter(pk=question.pk).first()
    if present is None:
        raise Conflict(Refusal("question_gone", _("A colleague has deleted this question meanwhile.")))
    return present


def _take_out(question: Question) -> None:
    try:
        question.delete()
    except ProtectedError:
        raise Conflict(
            Refusal("question_corrected", _("This question was corrected with a notice, so it stays where it is."))
        ) from None


def _renumber(question: Question, number: int) -> None:
    question.number = number
    question.save(update_fields=["number"])


def _checked(text: str, help: str, word_limit: int | None) -> dict[str, Any]:
    text, help = spaces.clean(text).strip(), spaces.clean(help).strip()
    if spaces.is_blank(text):
        raise Invalid(Refusal("text_missing", _("Write the question."), field="text"))
    for field, words, limit in (("text", text, TEXT_LIMIT), ("help", help, HELP_LIMIT)):
        if len(words) > limit:
            raise Invalid(
                Refusal("text_too_long", _("At most %(limit)s characters fit."), {"limit": f"{limit:,}"}, field=field)
            )
    if word_limit is not None and not 1 <= word_limit <= WORDS_AT_MOST:
        raise Invalid(
            Refusal(
                "word_limit_invalid",
                _("A word limit lies between 1 and %(limit)s. Leave it empty for none."),
                {"limit": f"{WORDS_AT_MOST:,}"},
                field="word_limit",
            )
        )
    return {"text": text, "help": help, "word_limit": word_limit}


def _tell(round: Round, at: datetime) -> None:
    """What is in preparation is not public yet; what everybody reads changes by an act with a number."""
    if not Round.objects.filter(pk=round.pk, consultation__published_at__isnull=False).exists():
        return
    asked = list(round.questions.order_by("number").values_list("number", "text", "help", "word_limit"))
    entries.append(
        kind="round.questions_changed",
        thing=round.pk,
        at=at,
        consultation=round.consultation_id,
        round=round.pk,
        count=len(asked),
        fingerprint=_fingerprint(asked),
    )


def _fingerprint(asked: list[tuple[int, str, str, int | None]]) -> str:
    """SHA-256 of number, text, help and word limit of each question, as canonical JSON."""
    lines = {str(number): "\n".join([text, help, str(limit or "")]) for number, text, help, limit in asked}
    return hashlib.sha256(records.canonical(lines).encode()).hexdigest()
