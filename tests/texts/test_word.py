"""Word documents from what people wrote: nothing lost, nothing that Word calls broken, each text in its direction."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from texts.word import Paper, Run
from texts.word.runs import is_sound

AT = datetime(2027, 4, 14, 9, 30, tzinfo=UTC)


def paper() -> Paper:
    return Paper(title="A title", language="en", at=AT)


def written(text: str, *, format: str = "markdown", language: str = "en", heading: int = 4) -> Any:
    made = paper()
    made.written(text, format=format, language=language, heading=heading)
    return Document(io.BytesIO(made.content()))


def told(text: str, **how: Any) -> list[tuple[str, str]]:
    return [(paragraph.style.name, paragraph.text) for paragraph in written(text, **how).paragraphs]


def test_markdown_becomes_paragraphs_lists_quotes_and_code() -> None:
    text = "One **thing**.\n\n> Quoted.\n\n7. seven\n8. eight\n   - below\n\n```\ncode\n```\n\n---\n\nEnd."

    assert told(text) == [
        ("Said", "One thing."),
        ("Quote", "Quoted."),
        ("Said", "seven"),
        ("Said", "eight"),
        ("Said", "below"),
        ("Code block", "code"),
        ("Said", ""),
        ("Said", "End."),
    ]


def test_a_list_counts_from_its_own_number() -> None:
    document = written("7. seven\n8. eight\n\nBetween.\n\n1. one")
    lists = [p._p.pPr.numPr.numId.val for p in document.paragraphs if p._p.pPr.numPr is not None]
    numbering = document.part.part_related_by(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"
    )._element
    starts = {
        int(num.get(qn("w:numId"))): num.find(f".//{qn('w:startOverride')}").get(qn("w:val"))
        for num in numbering.findall(qn("w:num"))
        if num.find(f".//{qn('w:startOverride')}") is not None
    }

    assert lists == [2, 2, 3]
    assert starts == {2: "7", 3: "1"}


def test_headings_of_a_text_stand_below_those_around_it_and_leave_out_no_level() -> None:
    text = "###### Small\n\n# Large\n\n### Deeper\n\n# Large again"

    assert told(text, heading=3) == [
        ("Heading 3", "Small"),
        ("Heading 3", "Large"),
        ("Heading 4", "Deeper"),
        ("Heading 3", "Large again"),
    ]
    assert told("# a\n\n## b\n\n### c", heading=6) == [("Heading 6", "a"), ("Heading 6", "b"), ("Heading 6", "c")]


def test_a_table_keeps_its_cells() -> None:
    table = written("| a | b |\n|---|---|\n| 1 | **2** |").tables[0]

    assert [[cell.text for cell in row.cells] for row in table.rows] == [["a", "b"], ["1", "2"]]


def test_plain_text_stays_as_it_was_typed() -> None:
    assert told("  *One*\r\nline\ttab\x0cpage\n \n\n1. two", format="plain") == [
        ("Said", "  *One*\nline\ttab\npage"),
        ("Said", "1. two"),
    ]


@pytest.mark.parametrize("text", ["a\x00b", "a\x1fb", "a\ud800b", "a\ufffeb", "a\x0bb", "a\x1bb"])
@pytest.mark.parametrize("format", ["plain", "markdown"])
def test_signs_that_no_file_can_hold_are_left_out(text: str, format: str) -> None:
    said = told(text, format=format)
    # The parser of Markdown shows a sign for one that it cannot hold.
    assert [(style, words.replace("\ufffd", "")) for style, words in said] == [("Said", "ab")]


def test_marks_of_the_format_are_words() -> None:
    assert told('<w:p> & "x" ]]>', format="plain") == [("Said", '<w:p> & "x" ]]>')]


def test_a_text_that_runs_right_to_left_says_so() -> None:
    paragraph = written("مرحبا **بكم**", language="ar").paragraphs[0]

    assert paragraph._p.pPr.find(qn("w:bidi")) is not None
    assert [run.font.rtl for run in paragraph.runs] == [True, True]
    languages = [run._r.rPr.find(qn("w:lang")).get(qn("w:bidi")) for run in paragraph.runs]
    assert languages == ["ar", "ar"]
    assert written("Bonjour", language="fr").paragraphs[0]._p.pPr.find(qn("w:bidi")) is None


def test_links_lead_where_they_say_and_nowhere_that_word_cannot_read() -> None:
    document = written("[here](https://example.org/a?b=c&d=(1)) and [there](https://example.org/[x)")
    targets = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]

    assert targets == ["https://example.org/a?b=c&d=(1)", "https://example.org/%5Bx"]
    assert document.paragraphs[0].text == "here and there"


@pytest.mark.parametrize(
    ("address", "sound"),
    [
        ("https://example.org/", True),
        ("https://example.org:8443/a/?q=1#x", True),
        ("http://xn--bcher-kva.example", True),
        ("mailto:a@example.org", True),
        ("https://exa mple.org/", False),
        ("https://[::1", False),
        ("https://example.org/%zz", False),
        ("https://example.org:99999/", False),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        (f"https://example.org/{'a' * 3000}", False),
    ],
)
def test_which_addresses_are_links(address: str, sound: bool) -> None:
    assert is_sound(address) is sound


def test_the_same_words_give_the_same_bytes_and_no_moment_of_making() -> None:
    def made() -> bytes:
        one = paper()
        one.heading(1, Run("One", address="https://example.org/"), anchor="one")
        one.line(Run("to it", anchor="one"))
        one.footer("No. 7")
        return one.content()

    with zipfile.ZipFile(io.BytesIO(made())) as package:
        moments = {info.date_time for info in package.infolist()}
    assert made() == made()
    assert moments == {(1980, 1, 1, 0, 0, 0)}
