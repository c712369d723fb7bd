"""Several languages of one thing, through the API: read by `?language=`, brought in by the secretariat."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Person
from ledger.models import Entry
from proposals.models import ParagraphText, Proposal
from rounds.models import Consultation, Question, Round
from tests import factories
from tests.api.conftest import Partner, problem_of, statements

pytestmark = pytest.mark.django_db
Partners = Callable[..., Partner]
FRENCH = "1. Un.\n\n2. Deux.\n\n3. Trois."


@pytest.fixture
def question(call: Round) -> Question:
    return factories.make_question(call, "What is missing?")


@pytest.fixture
def program(partner: Partners, secretary: Person) -> Partner:
    return partner(secretary)


def code_of(answer: Any, status: int) -> str:
    """The code of the one thing that was wrong, in the shape of every problem."""
    assert problem_of(answer)[0] == status
    body = answer.json()
    return str(body["errors"][0]["code"] if body["errors"] else body["code"])


def a_text(draft: Proposal, **more: str) -> dict[str, Any]:
    return {"of": "text", "id": str(draft.pk), "language": "fr", "title": "Avant-projet", "text": FRENCH, **more}


def test_a_text_is_read_in_the_language_asked_for(partner: Partners, secretary: Person, draft: Proposal) -> None:
    factories.translate_text(secretary, draft)
    reader = partner(None)

    english = reader.get(f"/proposals/{draft.pk}/", **{"Accept-Language": "fr"}).json()
    french = reader.get(f"/proposals/{draft.pk}/?language=fr-CA").json()
    german = reader.get(f"/proposals/{draft.pk}/?language=de").json()

    assert (english["title"], english["language"], english["authentic_language"]) == ("Zero draft", "en", "en")
    assert (french["title"], french["language"], french["authentic_language"]) == ("Avant-projet", "fr", "en")
    assert french["languages"] == ["en", "fr"]
    assert [part["text"] for part in french["paragraphs"]] == [f"Le paragraphe {n} dit une chose." for n in (1, 2, 3)]
    assert [part["id"] for part in french["paragraphs"]] == [part["id"] for part in english["paragraphs"]]
    assert german == english


def test_lists_answer_in_the_language_asked_for(
    partner: Partners, secretary: Person, consultation: Consultation, call: Round, question: Question, draft: Proposal
) -> None:
    factories.translate(secretary, consultation, title="Qui agit ?", summary="Quoi ?")
    factories.translate(secretary, question, text="Que manque-t-il ?")
    factories.translate_text(secretary, draft)
    reader = partner(None)

    (room,) = reader.get("/consultations/?language=fr").json()["results"]
    rounds = reader.get("/rounds/?language=fr").json()["results"]
    (text,) = reader.get("/proposals/?language=fr").json()["results"]
    asked = reader.get(f"/questions/{question.pk}/?language=fr").json()

    assert (room["title"], room["summary"], room["language"]) == ("Qui agit ?", "Quoi ?", "fr")
    assert text["title"] == "Avant-projet"
    assert [each["text"] for one in rounds for each in one["questions"]] == ["Que manque-t-il ?"]
    # What a round itself says stands in one language only.
    assert {one["language"] for one in rounds} == {"en"}
    assert (asked["text"], asked["languages"]) == ("Que manque-t-il ?", ["en", "fr"])


@pytest.mark.parametrize("path", ["/consultations/", "/rounds/", "/proposals/"])
def test_what_is_no_language_is_refused(partner: Partners, path: str, draft: Proposal) -> None:
    answer = partner(None).get(f"{path}?language=tlh")

    assert code_of(answer, 400) == "language_unknown"


def test_lists_ask_the_same_for_one_and_twenty(
    partner: Partners, secretary: Person, call: Round, question: Question, draft: Proposal
) -> None:
    factories.translate(secretary, question)
    factories.translate_text(secretary, draft)
    reader = partner(None)

    def asked() -> list[int]:
        counts = []
        for path in ("/rounds/?language=fr", "/proposals/?language=fr", f"/proposals/{draft.pk}/?language=fr"):
            with statements() as made:
                assert reader.get(path).status_code == 200
            counts.append(len(made))
        return counts

    few = asked()
    for _ in range(19):
        factories.translate(secretary, factories.make_question(call))
        factories.translate_text(secretary, factories.make_proposal(secretary, call, type="paper"))
    assert asked() == few


def test_a_text_is_brought_in_once_for_its_key(program: Partner, draft: Proposal) -> None:
    first = program.post("/translations/", a_text(draft), key="one")
    again = program.post("/translations/", a_text(draft), key="one")
    other = program.post("/translations/", a_text(draft, title="Autre"), key="one")

    assert first.status_code == again.status_code == 200
    assert first.json() == {"of": "text", "id": str(draft.pk), "language": "fr", "languages": ["en", "fr"]}
    assert other.status_code == 422
    assert Entry.objects.filter(kind="proposal.translated").count() == 1
    assert ParagraphText.objects.filter(language="fr").count() == 3


def test_consultation_round_and_question(
    program: Partner, consultation: Consultation, call: Round, question: Question
) -> None:
    room = {"of": "consultation", "id": str(consultation.pk), "language": "ar", "title": "من؟", "summary": "ماذا؟"}
    asked = {"of": "question", "id": str(question.pk), "language": "ar", "text": "ما الناقص؟"}
    step = {"of": "round", "id": str(call.pk), "language": "ar", "title": "دعوة"}

    answers = [program.post("/translations/", body) for body in (room, asked, step)]

    assert [answer.status_code for answer in answers] == [200, 200, 400]
    assert code_of(answers[2], 400) == "nothing_to_translate"
    assert program.get("/consultations/who-acts/?language=ar").json()["title"] == "من؟"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"text": "1. Un.\n\n2. Deux."}, "paragraphs_differ"),
        ({"text": "1. Un.\n\n1. Un."}, "paragraph_twice"),
        ({"text": ""}, "text_missing"),
        ({"title": ""}, "text_missing"),
        ({"language": "en"}, "language_authentic"),
        ({"language": "tlh"}, "language_unknown"),
        ({"summary": "Quoi ?"}, "nothing_to_translate"),
        ({"of": "document"}, "invalid_choice"),
        ({"id": "0a4b8c6d-1e2f-4a5b-9c7d-8e9f0a1b2c3d"}, "unknown"),
        ({"words": "?"}, "unknown_field"),
    ],
)
def test_what_is_refused(program: Partner, draft: Proposal, said: dict[str, str], code: str) -> None:
    answer = program.post("/translations/", a_text(draft, **said))

    assert code_of(answer, 400) == code
    assert ParagraphText.objects.filter(language="fr").count() == 0


def test_taken_away_once(program: Partner, secretary: Person, draft: Proposal) -> None:
    factories.translate_text(secretary, draft)
    place = {"of": "text", "id": str(draft.pk), "language": "fr"}

    gone = program.post("/translations/remove/", place)
    twice = program.post("/translations/remove/", place)

    assert gone.json()["languages"] == ["en"]
    assert code_of(twice, 409) == "translation_gone"


def test_only_for_the_secretariat_and_only_what_one_reads(
    partner: Partners, member: Person, secretary: Person, draft: Proposal, private_consultation: Consultation
) -> None:
    hidden = factories.make_proposal(secretary, factories.make_round(secretary, private_consultation))
    program = partner(member)

    assert code_of(program.post("/translations/", a_text(draft)), 403) == "office_required"
    assert code_of(program.post("/translations/", a_text(hidden)), 400) == "unknown"
    assert partner(None).post("/translations/", a_text(draft)).status_code == 401
