"""The words of a file as Markdown, and what could not be kept."""

import io
from collections import Counter

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from odfdo import Document, Element, Frame, Header, List, Paragraph, Style, Table

from tests import files
from texts.files import intake
from texts.files.inside import markup
from texts.files.inside.markup import Node
from texts.files.kinds import READABLE, Kind
from texts.rules import markdown

LIMIT = 200_000


def read(content: bytes, kind: Kind = Kind.DOCX) -> tuple[str, list[str]]:
    return intake.read_text(content, kind, LIMIT)


def test_a_word_document_keeps_headings_manners_and_links():
    document = docx.Document()
    document.add_heading("Our view", 0)
    document.add_heading("On paragraph 7", 1)
    paragraph = document.add_paragraph("We ")
    paragraph.add_run("strongly ").bold = True
    paragraph.add_run("agree").italic = True
    paragraph.add_run(", see ")
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), document.part.relate_to("https://example.org/a(b)", f"{files.RELATION}/hyperlink", True))
    link.append(paragraph.add_run("our site")._r)
    paragraph._p.append(link)
    document.add_paragraph("A quote", style="Quote")

    text, notes = read(files.saved(document))

    assert text == (
        "# Our view\n\n# On paragraph 7\n\n"
        "We **strongly** *agree*, see [our site](https://example.org/a%28b%29)\n\n> A quote"
    )
    assert notes == []


def numbered(*blocks: tuple[str, str]) -> docx.document.Document:
    """A document whose "List Number" paragraphs are one list that headings and other paragraphs interrupt."""
    document = docx.Document()
    for words, style in blocks:
        document.add_paragraph(words, style=style or None)
    return document


def test_numbers_go_on_after_a_heading():
    document = numbered(
        ("Why now", "Heading 2"),
        ("Questions are raised.", "List Number"),
        ("Who takes part", "Heading 2"),
        ("Every group.", "List Number"),
        ("A remark between.", ""),
        ("One list.", "List Number"),
    )

    text, notes = read(files.saved(document))

    assert text == (
        "## Why now\n\n1. Questions are raised.\n\n## Who takes part\n\n2. Every group.\n\n"
        "A remark between.\n\n3. One list."
    )
    assert notes == []


def test_list_that_begins_anew_begins_anew():
    document = numbered(("First", "List Number"), ("Between", ""), ("First again", "List Number"))
    part = document.part.numbering_part.element
    style = document.styles["List Number"].element.pPr.numPr.numId.val
    fresh = part.add_num(next(num for num in part.num_lst if num.numId == style).abstractNumId.val)
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    properties = document.paragraphs[2]._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val = fresh.numId
    properties.get_or_add_ilvl().val = 0

    text, notes = read(files.saved(document))

    assert (text, notes) == ("1. First\n\nBetween\n\n1. First again", [])


def test_number_of_a_heading_stands_before_its_words():
    document = numbered(("Before", "Heading 1"), ("Why now", "Heading 1"), ("Who", "Heading 1"))
    style = document.styles["List Number"].element.pPr.numPr.numId.val
    for paragraph in document.paragraphs[1:]:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = style
        properties.get_or_add_ilvl().val = 0

    text, _notes = read(files.saved(document))

    assert text == "# Before\n\n# 1. Why now\n\n# 2. Who"


def test_pattern_that_no_number_has_is_not_written_before_each_heading():
    document = numbered(("Why now", "Heading 1"), ("Who", "Heading 1"))
    part = document.part.numbering_part.element
    style = document.styles["List Number"].element.pPr.numPr.numId.val
    for pattern in part.iter(qn("w:lvlText")):
        pattern.set(qn("w:val"), f"{'x' * 60_000}%1")
    for paragraph in document.paragraphs:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = style
        properties.get_or_add_ilvl().val = 0

    text, _notes = read(files.saved(document))

    assert text == "# Why now\n\n# Who"


def test_lists_stay_lists_with_their_numbers():
    document = docx.Document()
    for words, style in [
        ("First", "List Number"),
        ("Second", "List Number"),
        ("A point", "List Bullet"),
        ("Another", "List Bullet"),
    ]:
        document.add_paragraph(words, style=style)

    text, notes = read(files.saved(document))

    assert text == "1. First\n2. Second\n\n- A point\n- Another"
    assert notes == []


def test_what_somebody_typed_stays_as_typed():
    document = docx.Document()
    typed = ["12. We agree.", "# 4", "- no list", "2 * 3 * 4 = 24", "a_b and _c_", "[x](y) &amp; <b>", "> 5", "---"]
    for words in typed:
        document.add_paragraph(words)

    text, _ = read(files.saved(document))

    assert markdown.to_plain(text) == "\n\n".join(typed)


def test_a_line_broken_within_a_paragraph_stays_broken():
    document = docx.Document()
    document.add_paragraph("One\n7. two")

    text, _ = read(files.saved(document))

    assert text == "One  \n7\\. two"


def test_tables_stay_tables_and_what_was_made_plain_is_said():
    document = docx.Document()
    table = document.add_table(2, 2)
    for (row, column), words in {(0, 0): "Who", (0, 1): "What|when", (1, 0): "We", (1, 1): "now"}.items():
        table.cell(row, column).text = words
    second = document.add_table(2, 2)
    second.cell(0, 0).merge(second.cell(0, 1)).text = "Both"
    second.cell(1, 0).text = "a"

    text, notes = read(files.saved(document))

    assert text == ("| Who | What\\|when |\n| --- | --- |\n| We | now |\n\n| Both |  |\n| --- | --- |\n| a |  |")
    assert notes == ["1 table was made plain: compare it with the document."]


def test_what_cannot_be_kept_is_said_in_words():
    document = docx.Document()
    document.add_paragraph("Words")
    for _ in range(2):
        document.add_picture(io.BytesIO(files.picture("PNG")))
    run = document.add_paragraph().add_run("remarked on")
    document.add_comment(run, text="canary", author="A")
    document.sections[0].header.paragraphs[0].text = "canary"
    changed = OxmlElement("w:ins")
    changed.append(document.add_paragraph().add_run("put in")._r)
    document.paragraphs[-1]._p.append(changed)

    text, notes = read(files.saved(document))

    assert text == "Words\n\nremarked on\n\nput in"
    assert notes == [
        "1 remark in the document's margin was left out.",
        "1 tracked change was taken as accepted.",
        "Page headers and footers were left out.",
        "2 pictures were left out.",
    ]


def test_footnotes_of_a_word_document_stand_at_the_end():
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    content = files.word()
    footnotes = f'<Relationship Id="n9" Type="{files.RELATION}/footnotes" Target="footnotes.xml"/></Relationships>'
    relations = files.parts(content)["word/_rels/document.xml.rels"]
    content = files.with_parts(
        content,
        {
            "word/document.xml": f'<w:document xmlns:w="{name}"><w:body><w:p><w:r><w:t>We agree</w:t></w:r><w:r>'
            '<w:footnoteReference w:id="2"/></w:r><w:r><w:t>.</w:t></w:r></w:p></w:body></w:document>',
            "word/footnotes.xml": f'<w:footnotes xmlns:w="{name}"><w:footnote w:id="2"><w:p><w:r><w:t>See our letter.'
            "</w:t></w:r></w:p></w:footnote></w:footnotes>",
            "word/_rels/document.xml.rels": relations.replace(
                b"</Relationships>",
                footnotes.encode(),
            ),
        },
    )

    text, notes = read(content)

    assert text == "We agree[1].\n\n[1] See our letter."
    assert notes == ["1 footnote stands at the end now."]


def test_an_opendocument_text_keeps_headings_manners_lists_and_footnotes():
    document = Document("text")
    document.body.clear()
    document.insert_style(Style("text", name="Strong", bold=True), automatic=True)
    document.insert_style(Style("text", name="Slanted", italic=True), automatic=True)
    document.body.append(Header(2, "On paragraph 7"))
    paragraph = Paragraph("We strongly agree with 12. and more")
    paragraph.set_span("Strong", regex="strongly")
    paragraph.set_span("Slanted", regex="agree")
    paragraph.insert_note(after="more", note_id="n1", citation="1", body="See our letter.")
    document.body.append(paragraph)
    document.body.append(List(["A point", "Another"]))
    document.body.append(List(["First", "Second"], style="Numbering_20_1"))
    table = Table("T", width=2, height=1)
    table.set_value("A1", "Who")
    table.set_value("B1", "When")
    document.body.append(table)
    out = io.BytesIO()
    document.save(out)

    text, notes = read(out.getvalue(), Kind.ODT)

    assert text == (
        "## On paragraph 7\n\nWe **strongly** *agree* with 12. and more[1]\n\n- A point\n- Another\n\n"
        "1. First\n2. Second\n\n| Who | When |\n| --- | --- |\n\n[1] See our letter."
    )
    assert notes == [
        "1 footnote stands at the end now.",
        "The numbers of 1 list were counted anew: compare them with the document.",
    ]


def test_what_an_opendocument_text_cannot_keep_is_said():
    paragraph = Paragraph("Words")
    paragraph.append(Element.from_tag("<office:annotation><text:p>canary</text:p></office:annotation>"))
    paragraph.append(Frame.image_frame("Pictures/a.png"))

    text, notes = read(files.writer(paragraph), Kind.ODT)

    assert text == "Words"
    assert notes == ["1 remark in the document's margin was left out.", "1 picture was left out."]


def test_a_cell_repeated_a_million_times_is_read_once():
    table = Element.from_tag(
        '<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell'
        ' table:number-columns-repeated="16000"><text:p>a</text:p></table:table-cell><table:table-cell>'
        "<text:p>b</text:p></table:table-cell></table:table-row></table:table>"
    )

    text, _ = read(files.writer(table), Kind.ODT)

    assert text == "| a | b |\n| --- | --- |"


@pytest.mark.parametrize("kind", [Kind.TXT, Kind.MD])
def test_plain_text_and_markdown_stay_as_typed(kind):
    assert read("\ufeff# 1. Naïve\r\n\r\n* we *agree*\n".encode(), kind) == ("# 1. Naïve\n\n* we *agree*\n", [])
    assert read("d’accord".encode("utf-16"), kind) == ("d’accord", [])


def test_a_text_longer_than_its_limit_is_refused_with_its_length():
    with pytest.raises(intake.Unacceptable) as refused:
        intake.read_text(b"12345", Kind.TXT, 4)

    assert str(refused.value) == "The file holds 5 characters; at most 4 fit."


@pytest.mark.parametrize("make", [lambda: files.word(""), lambda: files.writer("")])
def test_a_file_without_words_is_refused(make):
    with pytest.raises(intake.Unacceptable) as refused:
        read(make(), intake.sniff(make(), ""))

    assert str(refused.value) == "The file holds no text, perhaps only pictures of pages."


@pytest.mark.parametrize("kind", sorted(set(Kind) - READABLE))
def test_other_kinds_are_not_read(kind):
    with pytest.raises(intake.Unacceptable) as refused:
        intake.read_text(b"", kind, LIMIT)

    assert refused.value.reason == "unreadable"


# Words as paragraphs have them: no control characters, which the readers drop or refuse.
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.sampled_from(" #*_`[]()<>&;~|\\-+=.1:!")
)


@given(WORDS, WORDS, st.sampled_from(["strong", "em", "span"]))
def test_any_words_read_as_they_were_written(first, second, tag):
    written = markup.to_markdown(Node("div", {}, [Node("p", {}, [first, Node(tag, {}, [second])])]), Counter())

    assert " ".join(markdown.to_plain(written).split()) == " ".join((first + second).split())
