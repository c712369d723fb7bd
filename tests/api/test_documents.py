"""Documents and questions on the wire."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Organization, Person
from rounds.actions import documents
from rounds.actions.documents import Upload
from rounds.models import Consultation, Round
from tests import factories
from tests.api.conftest import problem_of, statements


def test_file_and_link_stand_with_their_facts(
    partner: Callable[..., Any], secretary: Person, consultation: Consultation, settle: Callable[[], None]
) -> None:
    file = factories.make_document(
        secretary, consultation, "Une lettre", type="letter", language="fr", file=Upload("a.txt", b"Des mots.")
    )
    link = factories.make_document(secretary, consultation, "A report", dated=date(2027, 2, 1))
    settle()

    found = partner(None).get("/documents/?consultation=who-acts").json()["results"]

    assert [document["id"] for document in found] == [str(file.pk), str(link.pk)]
    file.entry.refresh_from_db()
    assert found[0] == {
        "id": str(file.pk),
        "number": file.entry.seq,
        "consultation": "who-acts",
        "type": "letter",
        "title": "Une lettre",
        "language": "fr",
        "dated": "2026-01-05",
        "url": f"http://127.0.0.1:8000/c/who-acts/documents/{file.pk}/",
        "media_type": "text/plain",
        "size": 9,
        "sha256": bytes(file.sha256).hex(),
        "added_at": file.added_at.isoformat().replace("+00:00", "Z"),
        "status": "published",
    }
    assert {name: found[1][name] for name in ("dated", "url", "media_type", "size", "sha256")} == {
        "dated": "2027-02-01",
        "url": "https://library.example/report",
        "media_type": None,
        "size": None,
        "sha256": None,
    }
    assert partner(None).get(f"/documents/{file.pk}/").json() == found[0]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("type=letter", ["Letter"]),
        ("language=fr", ["Letter"]),
        ("consultation=other", []),
        ("", ["Letter", "Report"]),
    ],
)
def test_documents_are_narrowed(
    partner: Callable[..., Any], secretary: Person, consultation: Consultation, query: str, titles: list[str]
) -> None:
    factories.make_document(secretary, consultation, "Letter", type="letter", language="fr")
    factories.make_document(secretary, consultation, "Report")

    found = partner(None).get(f"/documents/?{query}").json()["results"]

    assert [document["title"] for document in found] == titles


def test_document_that_was_removed_or_is_private_is_not_there(
    partner: Callable[..., Any], secretary: Person, consultation: Consultation, private_consultation: Consultation
) -> None:
    gone = factories.make_document(secretary, consultation)
    documents.remove(by=secretary, document=gone, now=timezone.now())
    private = factories.make_document(secretary, private_consultation)
    stranger = partner(None)

    assert stranger.get("/documents/").json()["results"] == []
    for document in (gone, private):
        assert problem_of(stranger.get(f"/documents/{document.pk}/")) == (404, "not_found", [])
    assert partner(secretary).get(f"/documents/{private.pk}/").status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_documents_ask_the_database_the_same_for_1_and_30(
    partner: Callable[..., Any], secretary: Person, host: Organization, count: int
) -> None:
    for _ in range(count):
        factories.make_document(secretary, factories.make_consultation(secretary, host))

    with statements() as asked:
        found = partner(None).get("/documents/").json()

    assert (len(found["results"]), len(asked)) == (count, 1)


def test_round_lists_its_questions(partner: Callable[..., Any], call: Round, round: Round) -> None:
    why = factories.make_question(call, "Why?", help="In short.", word_limit=200)
    who = factories.make_question(call, "Who?")
    program = partner(None)

    spoken = {"language": "en", "authentic_language": "en", "languages": ["en"]}
    assert program.get(f"/rounds/{call.pk}/").json()["questions"] == [
        {"id": str(why.pk), "number": 1, "text": "Why?", "help": "In short.", "word_limit": 200, **spoken},
        {"id": str(who.pk), "number": 2, "text": "Who?", "help": "", "word_limit": None, **spoken},
    ]
    assert program.get(f"/rounds/{round.pk}/").json()["questions"] == []


def test_supplementary_round_asks_what_the_first_asked(
    partner: Callable[..., Any], secretary: Person, consultation: Consultation, call: Round
) -> None:
    factories.make_question(call, "Why?")
    more = factories.make_round(
        secretary, consultation, purpose="call_for_inputs", opens_in=timedelta(), closes_in=timedelta(days=1)
    )
    Round.objects.filter(pk=more.pk).update(supplements=call, reason="We were away.")

    found = partner(None).get(f"/rounds/{more.pk}/").json()

    assert (found["supplements"], found["reason"]) == (str(call.pk), "We were away.")
    assert [question["text"] for question in found["questions"]] == ["Why?"]
