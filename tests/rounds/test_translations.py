"""What a consultation, a round and a question say, in further languages."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.utils import timezone

from accounts.models import Person
from ledger.models import Entry
from rounds.actions import consultations, questions, translations
from rounds.models import Consultation, ConsultationTranslation, Question, QuestionTranslation, Round, RoundTranslation
from tests import factories

pytestmark = pytest.mark.django_db
Refused = Callable[[str], AbstractContextManager[None]]


def rows() -> list[tuple[str, str, str]]:
    return list(ConsultationTranslation.objects.order_by("language").values_list("language", "title", "summary"))


def kinds() -> list[str]:
    return list(Entry.objects.filter(kind__contains="transl").order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def preparing(consultation: Consultation) -> Consultation:
    Consultation.objects.filter(pk=consultation.pk).update(published_at=None)
    consultation.refresh_from_db()
    return consultation


def test_consultation_stands_in_another_language(secretary: Person, consultation: Consultation) -> None:
    factories.translate(secretary, consultation, "FR", title="Qui  agit ?", summary="Ce qui est demandé.")

    assert rows() == [("fr", "Qui agit ?", "Ce qui est demandé.")]
    assert str(consultation.told(["fr-CH"])) == "Qui agit ?"
    assert str(consultation.told(["de"])) == "Who acts next?"
    assert kinds() == ["consultation.translated"]


def test_record_names_the_language_and_no_words(secretary: Person, consultation: Consultation) -> None:
    factories.translate(secretary, consultation, title="Qui agit ?")

    entry = Entry.objects.get(kind="consultation.translated")
    assert '"language":"fr"' in entry.record
    assert "agit" not in entry.record


def test_brought_in_again_it_takes_the_place(secretary: Person, consultation: Consultation) -> None:
    factories.translate(secretary, consultation, title="Qui agit ?")
    factories.translate(secretary, consultation, title="Qui agira ?")

    assert rows() == [("fr", "Qui agira ?", "En d’autres mots.")]
    assert kinds() == ["consultation.translated", "consultation.translated"]


def test_the_same_words_again_are_nothing_new(secretary: Person, consultation: Consultation) -> None:
    factories.translate(secretary, consultation)
    factories.translate(secretary, consultation)

    assert kinds() == ["consultation.translated"]


@pytest.mark.parametrize(
    ("language", "said", "code"),
    [
        ("en", {"title": "Who", "summary": "What"}, "language_authentic"),
        ("tlh", {"title": "Who", "summary": "What"}, "language_unknown"),
        ("fr", {"title": "Qui", "summary": " "}, "text_missing"),
        ("fr", {"title": "", "summary": "Quoi"}, "text_missing"),
        ("fr", {"title": "\x00", "summary": "Quoi"}, "text_missing"),
        ("fr", {"title": "Q" * 201, "summary": "Quoi"}, "text_too_long"),
        ("fr", {"title": "Qui", "summary": "Q" * 4_001}, "text_too_long"),
    ],
)
def test_what_is_refused(
    language: str, said: dict[str, str], code: str, secretary: Person, consultation: Consultation, refused: Refused
) -> None:
    with refused(code):
        translations.translate(by=secretary, thing=consultation, language=language, said=said, now=timezone.now())

    assert rows() == []
    assert kinds() == []


def test_round_says_only_what_it_says(secretary: Person, call: Round, refused: Refused) -> None:
    with refused("nothing_to_translate"):
        factories.translate(secretary, call, title="Appel", summary="Quoi")

    Round.objects.filter(pk=call.pk).update(title="What is missing")
    call.refresh_from_db()
    factories.translate(secretary, call, title="Ce qui manque")
    row = RoundTranslation.objects.get()
    assert (row.title, row.summary) == ("Ce qui manque", "")
    assert str(call.told(["fr"])) == "Round 1: Ce qui manque"


def test_question_of_an_open_and_of_a_closed_round(secretary: Person, closed_round: Round, call: Round) -> None:
    for round in (call, closed_round):
        question = factories.make_question(round, "What is missing?", help="One thing.")
        factories.translate(secretary, question, text="Que manque-t-il ?", help="Une chose.")

        row = QuestionTranslation.objects.get(question=question)
        assert (str(row), row.help) == ("1. Que manque-t-il ?", "Une chose.")


def test_taken_away_once(secretary: Person, consultation: Consultation, refused: Refused) -> None:
    factories.translate(secretary, consultation)

    translations.remove(by=secretary, thing=consultation, language="fr", now=timezone.now())
    with refused("translation_gone"):
        translations.remove(by=secretary, thing=consultation, language="fr", now=timezone.now())
    assert rows() == []
    assert kinds() == ["consultation.translated", "consultation.translation_removed"]


def upcoming(secretary: Person, consultation: Consultation) -> tuple[Round, Question, Question]:
    call = factories.make_round(secretary, consultation, purpose="call_for_inputs")
    first, second = factories.make_question(call, "One?"), factories.make_question(call, "Two?")
    factories.translate(secretary, first, text="Un ?")
    return call, first, second


def test_a_question_that_moves_keeps_its_translation(secretary: Person, preparing: Consultation) -> None:
    _call, first, _second = upcoming(secretary, preparing)

    questions.move(by=secretary, question=first, to=2)

    assert str(Question.objects.get(pk=first.pk).told(["fr"])) == "2. Un ?"


def test_a_question_that_asks_something_else_loses_it(secretary: Person, preparing: Consultation) -> None:
    _call, first, _second = upcoming(secretary, preparing)

    questions.change(by=secretary, question=first, text="One?", word_limit=300)
    assert QuestionTranslation.objects.count() == 1
    questions.change(by=secretary, question=first, text="Three?")
    assert QuestionTranslation.objects.count() == 0


def test_a_question_with_a_translation_is_deleted(secretary: Person, preparing: Consultation) -> None:
    call, first, _second = upcoming(secretary, preparing)

    questions.remove(by=secretary, question=first)

    assert [str(question) for question in call.questions.all()] == ["1. Two?"]
    assert QuestionTranslation.objects.count() == 0


def test_a_consultation_described_anew_loses_it(secretary: Person, preparing: Consultation) -> None:
    factories.translate(secretary, preparing)

    factories.describe(secretary, preparing, contact="Write to us.")
    assert len(rows()) == 1
    factories.describe(secretary, preparing, title="Who acts now?")
    assert rows() == []
    assert consultations.publish(by=secretary, consultation=preparing, now=timezone.now()).is_published
