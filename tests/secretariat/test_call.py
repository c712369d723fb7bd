"""Words, questions and documents of a consultation, from the desk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Organization, Person
from rounds.actions import questions
from rounds.models import Consultation, Document, Question, Round
from tests import factories, files

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]


@pytest.fixture
def desk(as_: As, secretary: Person) -> Client:
    return as_(secretary)


@pytest.fixture
def prepared(secretary: Person, host: Organization) -> Consultation:
    made = factories.make_consultation(secretary, host, slug="in-preparation", title="Not yet", names="All.")
    Consultation.objects.filter(pk=made.pk).update(published_at=None)
    made.refresh_from_db()
    return made


@pytest.fixture
def planned(secretary: Person, prepared: Consultation) -> Round:
    return factories.make_round(
        secretary, prepared, purpose="call_for_inputs", opens_in=timedelta(days=1), closes_in=timedelta(days=9)
    )


def key() -> dict[str, str]:
    return {"key": str(uuid4())}


def order(round: Round) -> list[str]:
    return list(Question.objects.filter(round=round).order_by("number").values_list("text", flat=True))


# --- words ---------------------------------------------------------------------------------------------------------


WORDS = {
    "title": "Who acts?",
    "summary": "We ask.",
    "decides": "The Forum.",
    "becomes": "A text.",
    "names": "First names.",
    "licence": "CC0-1.0",
    "contact": "Ask Noor.",
}


def test_words_are_written_anew_in_preparation(desk: Client, prepared: Consultation) -> None:
    shown = desk.get("/desk/c/in-preparation/words/").text
    answer = desk.post("/desk/c/in-preparation/words/", {**key(), **WORDS})

    charter = Consultation.objects.select_related("charter").get(pk=prepared.pk).charter
    prepared.refresh_from_db()
    assert 'value="Not yet"' in shown and ">\nAll.</textarea>" in shown
    assert (answer.status_code, answer["Location"]) == (303, "/desk/c/in-preparation/")
    assert (prepared.title, prepared.summary, prepared.contact) == ("Who acts?", "We ask.", "Ask Noor.")
    assert (charter.decides, charter.names, charter.licence) == ("The Forum.", "First names.", "CC0-1.0")


def test_words_of_a_published_consultation_stand(desk: Client, consultation: Consultation) -> None:
    shown = desk.get("/desk/c/who-acts/words/").text
    answer = desk.post("/desk/c/who-acts/words/", {**key(), **WORDS})

    assert "This consultation is published: its words stand." in shown
    assert answer.status_code == 409
    assert "A slip in its words is corrected with a notice." in answer.text
    consultation.refresh_from_db()
    assert consultation.title == "Who acts next?"


@pytest.mark.parametrize(
    ("field", "sentence"),
    [("title", "Give the consultation a title."), ("summary", "Say in a few sentences what is asked.")],
)
def test_words_that_are_missing_are_asked_for(desk: Client, prepared: Consultation, field: str, sentence: str) -> None:
    answer = desk.post("/desk/c/in-preparation/words/", {**key(), **WORDS, field: " "})

    assert (answer.status_code, answer.context["form"].errors) == (422, {field: [sentence]})


# --- questions -----------------------------------------------------------------------------------------------------


def test_question_is_added_changed_moved_and_deleted_without_a_script(
    desk: Client, prepared: Consultation, planned: Round
) -> None:
    address = f"/desk/c/in-preparation/rounds/{planned.number}/questions/"
    for text in ("Who?", "Why?"):
        assert desk.post(address, {**key(), "text": text, "help": "", "word_limit": ""})["Location"] == address
    first, second = Question.objects.order_by("number")

    desk.post(f"/desk/questions/{second.pk}/", {**key(), "text": "Why so?", "help": "Briefly.", "word_limit": "300"})
    changed = Question.objects.get(pk=second.pk)
    desk.post(f"/desk/questions/{second.pk}/move/", {**key(), "to": "1"})
    moved = order(planned)
    page = desk.get(address).text
    desk.post(f"/desk/questions/{first.pk}/remove/", key())

    assert (changed.text, changed.help, changed.word_limit) == ("Why so?", "Briefly.", 300)
    assert moved == ["Why so?", "Who?"]
    assert "up to 300 words" in page
    assert order(planned) == ["Why so?"]


def test_question_sent_twice_is_asked_once(desk: Client, planned: Round) -> None:
    form = {**key(), "text": "Who?"}
    for _ in range(2):
        desk.post(f"/desk/c/in-preparation/rounds/{planned.number}/questions/", form)

    assert order(planned) == ["Who?"]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"text": ""}, {"text": ["Write the question."]}),
        ({"text": "Who?", "word_limit": "many"}, {"word_limit": ["Write a whole number, such as 300."]}),
        (
            {"text": "Who?", "word_limit": "0"},
            {"word_limit": ["A word limit lies between 1 and 50,000. Leave it empty for none."]},
        ),
        ({"text": "Who?", "help": "x" * 2_001}, {"help": ["At most 2,000 characters fit."]}),
    ],
)
def test_wrong_question_is_shown_again(
    desk: Client, planned: Round, typed: dict[str, str], errors: dict[str, list[str]]
) -> None:
    answer = desk.post(f"/desk/c/in-preparation/rounds/{planned.number}/questions/", {**key(), **typed})

    assert (answer.status_code, answer.context["form"].errors) == (422, errors)
    assert order(planned) == []


def test_questions_of_an_open_call_are_only_read(desk: Client, call: Round) -> None:
    question = factories.make_question(call, "Why?")
    address = f"/desk/c/who-acts/rounds/{call.number}/questions/"

    page = desk.get(address).text
    added = desk.post(address, {**key(), "text": "Who?"})
    moved = desk.post(f"/desk/questions/{question.pk}/move/", {**key(), "to": "2"}, follow=True)

    assert "This round has opened, so its questions stay." in page
    assert ('name="text"' in page, "Move up" in page, "Delete" in page) == (False, False, False)
    assert added.status_code == 409
    assert "A slip in them is corrected with a notice." in added.text
    assert "A slip in them is corrected with a notice." in moved.text
    assert order(call) == ["Why?"]


def test_round_that_is_no_call_has_no_page_of_questions(desk: Client, round: Round) -> None:
    assert desk.get(f"/desk/c/who-acts/rounds/{round.number}/questions/").status_code == 404


def test_questions_take_the_same_queries_with_one_and_twenty(
    desk: Client, secretary: Person, planned: Round, django_assert_max_num_queries: Any
) -> None:
    address = f"/desk/c/in-preparation/rounds/{planned.number}/questions/"
    questions.add(by=secretary, round=planned, text="One?")
    with django_assert_max_num_queries(30) as few:
        desk.get(address)
    for number in range(19):
        questions.add(by=secretary, round=planned, text=f"Question {number}?")

    with django_assert_max_num_queries(30) as many:
        page = desk.get(address).text

    assert len(many) == len(few)
    assert "There are 20, and no more fit." in page


# --- documents -----------------------------------------------------------------------------------------------------


def document(**changed: Any) -> dict[str, Any]:
    return {
        **key(),
        "type": "issues_paper",
        "title": "Who acts next? An issues paper",
        "language": "fr",
        "dated": "2027-02-01",
        "link": "",
        **changed,
    }


def test_file_is_added_listed_and_taken_away(desk: Client, consultation: Consultation) -> None:
    sent = SimpleUploadedFile("paper.docx", files.word("Three questions."))
    answer = desk.post("/desk/c/who-acts/documents/", document(file=sent))
    made = Document.objects.get()

    page = desk.get("/desk/c/who-acts/documents/").text
    form = {"key": str(made.pk)}
    gone = [desk.post(f"/desk/documents/{made.pk}/remove/", form, follow=True).text for _ in range(2)]

    assert answer.status_code == 303
    assert (made.type, made.title, made.language) == ("issues_paper", "Who acts next? An issues paper", "fr")
    assert "Word document" in page
    assert [("is taken away." in one, "Nothing yet." in one) for one in gone] == [(True, True)] * 2
    assert Document.objects.get().removed_at is not None


def test_link_is_added(desk: Client, consultation: Consultation) -> None:
    desk.post("/desk/c/who-acts/documents/", document(link="https://library.example/paper"))

    assert Document.objects.get().link == "https://library.example/paper"


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({}, {"file": ["Choose a file or give a link: one of the two."]}),
        ({"link": "library"}, {"link": ["Write the whole address: https://…"]}),
        ({"title": ""}, {"title": ["Give the document a title."]}),
        ({"dated": "1.2.2027"}, {"dated": ["Write the day as year, month and day: 2027-04-18."]}),
        ({"dated": ""}, {"dated": ["Choose its date."]}),
    ],
)
def test_wrong_document_is_shown_again(
    desk: Client, consultation: Consultation, changed: dict[str, Any], errors: dict[str, list[str]]
) -> None:
    answer = desk.post("/desk/c/who-acts/documents/", document(**changed))

    assert (answer.status_code, answer.context["form"].errors) == (422, errors)
    assert Document.objects.count() == 0


def test_file_that_is_a_page_is_refused_with_what_is_taken(desk: Client, consultation: Consultation) -> None:
    sent = SimpleUploadedFile("a.txt", b"<html><body>Not a text</body></html>")

    answer = desk.post("/desk/c/who-acts/documents/", document(file=sent))

    assert answer.status_code == 422
    assert "The file is a web page or a program, not plain text." in answer.text


def test_documents_take_the_same_queries_with_one_and_thirty(
    desk: Client, secretary: Person, consultation: Consultation, django_assert_max_num_queries: Any
) -> None:
    factories.make_document(secretary, consultation)
    with django_assert_max_num_queries(30) as few:
        desk.get("/desk/c/who-acts/documents/")
    for _ in range(29):
        factories.make_document(secretary, consultation)

    with django_assert_max_num_queries(30) as many:
        desk.get("/desk/c/who-acts/documents/")

    assert len(many) == len(few)


@pytest.mark.parametrize(
    "address", ["/desk/c/who-acts/words/", "/desk/c/who-acts/documents/", "/desk/c/who-acts/rounds/1/questions/"]
)
def test_moderator_arranges_nothing(as_: As, moderator: Person, call: Round, address: str) -> None:
    assert as_(moderator).get(address).status_code == 403
    assert as_(moderator).post(address, key()).status_code == 403
