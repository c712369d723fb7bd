"""Putting a text up for comment."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Organization, Person
from proposals.models import ParagraphText, Proposal
from rounds.models import Round
from tests import files

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
ADDRESS = "/desk/c/who-acts/texts/new/"
TEXT = "## 1 Why now\n\nQuestions are raised.\n\n## 2 What this is\n\nIt recommends <b>nothing</b>.\n"


@pytest.fixture
def desk(as_: As, secretary: Person) -> Client:
    return as_(secretary)


def typed(round: Round, **changed: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "round": str(round.pk),
        "type": "draft",
        "title": "Zero draft",
        "language": "en",
        "text": TEXT,
        "champions": "",
        "next_step": "",
        **changed,
    }


def test_preview_shows_the_paragraphs_and_puts_nothing_up(desk: Client, round: Round) -> None:
    answer = desk.post(ADDRESS, typed(round, preview="1"))

    page = answer.content.decode()
    assert (answer.status_code, Proposal.objects.count()) == (200, 0)
    assert "It splits into 2 paragraphs" in page
    assert "<h3>Why now</h3>" in page
    assert "<b>nothing</b>" not in page
    assert 'value="Zero draft"' in page


def test_text_is_put_up_with_its_paragraphs(desk: Client, round: Round) -> None:
    answer = desk.post(ADDRESS, typed(round))

    made = Proposal.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/p/{made.pk}/")
    assert (made.type, made.title, made.language) == ("draft", "Zero draft", "en")
    assert list(ParagraphText.objects.values_list("number", "heading")) == [("1", "Why now"), ("2", "What this is")]


def test_option_names_its_champions_and_next_step(desk: Client, round: Round, organization: Organization) -> None:
    desk.post(
        ADDRESS,
        typed(round, type="option", champions="small carriers' CIRCLE\n\nStanding Forum\n", next_step="A budget."),
    )

    made = Proposal.objects.get()
    assert {body.name for body in made.champions.all()} == {"Small Carriers’ Circle", "Standing Forum"}
    assert (made.next_step, made.is_status_quo) == ("A budget.", False)


def test_option_may_change_nothing(desk: Client, round: Round) -> None:
    desk.post(ADDRESS, typed(round, type="option", is_status_quo="on"))

    assert Proposal.objects.get().is_status_quo


def test_text_sent_twice_is_put_up_once(desk: Client, round: Round) -> None:
    form = typed(round)

    first, second = desk.post(ADDRESS, form), desk.post(ADDRESS, form)

    assert first["Location"] == second["Location"]
    assert Proposal.objects.count() == 1


def test_key_with_other_words_asks_to_send_again(desk: Client, round: Round) -> None:
    form = typed(round)
    desk.post(ADDRESS, form)

    answer = desk.post(ADDRESS, form | {"title": "Other"})

    assert (answer.status_code, Proposal.objects.count()) == (422, 1)
    assert answer.context["form"].data["key"] != form["key"]
    assert desk.post(ADDRESS, form | {"title": "Other", "key": answer.context["form"].data["key"]}).status_code == 303


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"title": ""}, "title", "Give the text a title."),
        (
            {"text": " \n "},
            "text",
            "There is no text to put up. Paste the text with its paragraphs parted by blank lines.",
        ),
        (
            {"text": "## 1 A\n\nx\n\n## 1 B\n\ny\n"},
            "text",
            "Paragraph 1 stands in the text twice. Give each paragraph a number of its own, and indent a numbered list "
            "that belongs to a paragraph by four spaces.",
        ),
        (
            {"text": "## 1 " + "x" * 301 + "\n\ny\n"},
            "text",
            "The heading of paragraph 1 has 301 characters; at most 300 fit.",
        ),
        (
            {"text": "\n\n".join(["x"] * 1001)},
            "text",
            "The text has 1001 paragraphs. At most 1000 can be put up as one text.",
        ),
        (
            {"type": "option", "champions": "Nobody’s Body"},
            "champions",
            "No organization is noted under “Nobody’s Body”. Note it first, or mend the name.",
        ),
        (
            {"is_status_quo": "on"},
            "is_status_quo",
            "Only an option has this. Choose “Option” above, or leave it empty.",
        ),
        ({"type": ""}, "type", "Choose what it is."),
    ],
)
def test_wrong_text_is_shown_again_with_a_sentence(
    desk: Client, round: Round, changed: dict[str, Any], field: str, sentence: str
) -> None:
    answer = desk.post(ADDRESS, typed(round, **changed))

    assert (answer.status_code, Proposal.objects.count()) == (422, 0)
    assert answer.context["form"].errors == {field: [sentence]}


def test_closed_round_is_not_offered(desk: Client, closed_round: Round) -> None:
    assert "No round of this consultation is open or planned." in desk.get(ADDRESS).content.decode()

    answer = desk.post(ADDRESS, typed(closed_round))

    assert (answer.status_code, Proposal.objects.count()) == (422, 0)
    assert "Questions are raised." in answer.content.decode()


def test_round_named_in_the_address_is_chosen(desk: Client, call: Round, round: Round) -> None:
    form = desk.get(ADDRESS + "?round=2").context["form"]

    assert form["round"].value() == round.pk


def word_draft() -> bytes:
    """Two numbered paragraphs under headings, with a table, a footnote's place taken by a remark in the margin."""
    document = docx.Document()
    for heading, words in (("Why now", "Questions are raised."), ("What this is", "It recommends.")):
        document.add_heading(heading, 2)
        document.add_paragraph(words, style="List Number")
    table = document.add_table(2, 2)
    for row, cells in zip(table.rows, (("Day", "What"), ("30", "A home is found")), strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    document.sections[0].header.paragraphs[0].text = "Confidential"
    return files.saved(document)


def test_draft_from_word_fills_the_box_and_says_what_was_lost(desk: Client, round: Round) -> None:
    file = SimpleUploadedFile("zero draft.docx", word_draft())

    answer = desk.post(ADDRESS, typed(round, text="", file=file))

    page = answer.content.decode()
    assert (answer.status_code, Proposal.objects.count()) == (200, 0)
    assert "It splits into 2 paragraphs" in page
    assert page.count("<h3>Why now</h3>") == 1
    assert page.count("<td>A home is found</td>") == 1
    assert "Page headers and footers were left out." in page
    assert "## Why now\n\n1. Questions are raised." in page.replace("\r\n", "\n")


def test_draft_from_word_is_put_up_as_it_was_shown(desk: Client, round: Round) -> None:
    shown = desk.post(ADDRESS, typed(round, text="", file=SimpleUploadedFile("a.docx", word_draft())))

    desk.post(ADDRESS, typed(round, text=shown.context["form"].data["text"]))

    rows = ParagraphText.objects.values_list("number", "heading", "text")
    first, second = list(rows)
    assert first == ("1", "Why now", "Questions are raised.")
    assert second[:2] == ("2", "What this is")
    assert second[2].startswith("It recommends.\n\n| Day | What |")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", files.pdf(), "Text is read from .docx, .odt, .txt and .md files."),
        ("a.docx", b"PK\x03\x04 broken", "The file cannot be read."),
        ("a.md", b"", "The file is empty."),
    ],
)
def test_file_that_cannot_be_read_says_why_and_keeps_what_was_typed(
    desk: Client, round: Round, name: str, content: bytes, words: str
) -> None:
    answer = desk.post(ADDRESS, typed(round, file=SimpleUploadedFile(name, content)))

    page = answer.content.decode()
    assert (answer.status_code, Proposal.objects.count()) == (422, 0)
    assert (words in page, "Questions are raised." in page) == (True, True)


def test_markdown_file_fills_the_box_as_it_was_typed(desk: Client, round: Round) -> None:
    answer = desk.post(ADDRESS, typed(round, text="", file=SimpleUploadedFile("a.md", TEXT.encode())))

    assert (answer.status_code, answer.context["form"].data["text"].strip()) == (200, TEXT.strip())
    assert "Headings, numbers, notes and tables are all there." in answer.text
