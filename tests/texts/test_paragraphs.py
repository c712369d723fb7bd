"""A pasted text cut into its paragraphs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from texts.rules.paragraphs import DuplicateNumber, NothingToSplit, Paragraph, anchor, split


def test_numbered_blocks_are_paragraphs():
    found = split("1. First.\n\n2. Second,\nsecond line.\n\n   Still second.\n\n7 bis. Between.\n\n8) Last.")

    assert found == [
        Paragraph("1", "", "First."),
        Paragraph("2", "", "Second,\nsecond line.\n\nStill second."),
        Paragraph("7 bis", "", "Between."),
        Paragraph("8", "", "Last."),
    ]


def test_numbers_line_under_line_are_paragraphs():
    assert split("1. First\n2. Second\n2bis. Between\n3. Third") == [
        Paragraph("1", "", "First"),
        Paragraph("2", "", "Second"),
        Paragraph("2 bis", "", "Between"),
        Paragraph("3", "", "Third"),
    ]


def test_number_at_the_start_of_a_wrapped_line_begins_no_paragraph():
    found = split("1. As it says in paragraph\n12. The list is public since\n2014. It grows.\n\n2. Next.")

    assert found == [
        Paragraph("1", "", "As it says in paragraph\n12. The list is public since\n2014. It grows."),
        Paragraph("2", "", "Next."),
    ]


def test_numbers_in_bold_are_paragraphs():
    found = split("**7.** Who decides.\n\n**7 bis.** Who else.\n\n**8**. Would it work?\n\n1. cost\n2. time")

    assert found == [
        Paragraph("7", "", "Who decides."),
        Paragraph("7 bis", "", "Who else."),
        Paragraph("8", "", "Would it work?\n\n1. cost\n2. time"),
    ]


def test_line_in_bold_is_a_heading():
    assert split("**3. Who takes part**\n\nEvery group.\n\n**4. One list**\nThe secretariat.") == [
        Paragraph("3", "Who takes part", "Every group."),
        Paragraph("4", "One list", "The secretariat."),
    ]


@pytest.mark.parametrize(
    "heading",
    ["## 3 Who takes part", "# 3. Who takes part", "### 3) Who takes part ##", "## **3.** Who takes part"]
    + ["## **3. Who takes part**", "## 3\\. Who *takes* part", "## 03 Who takes part"],
)
def test_numbered_heading_gives_number_and_heading(heading):
    assert split(f"{heading}\n\nEvery group.") == [Paragraph("3", "Who takes part", "Every group.")]


def test_numbered_list_under_numbered_headings_is_a_list():
    found = split("## 3 Who takes part\n\nAll:\n\n1. states\n2. others\n\n## 4 One list\n1. what\n2. since when")

    assert found == [
        Paragraph("3", "Who takes part", "All:\n\n1. states\n2. others"),
        Paragraph("4", "One list", "1. what\n2. since when"),
    ]


def test_lists_inside_a_paragraph_stay_in_it():
    text = (
        "1. The list says\n   - what\n   - since when\n     1. in days\n2. Next:\n\n       code\n\n* star\n\n3. Last."
    )

    assert split(text) == [
        Paragraph("1", "", "The list says\n- what\n- since when\n  1. in days"),
        Paragraph("2", "", "Next:\n\n    code\n\n* star"),
        Paragraph("3", "", "Last."),
    ]


def test_indentation_under_a_wide_number_is_no_code():
    assert split("7 bis. Who:\n\n       - a\n         - b") == [Paragraph("7 bis", "", "Who:\n\n- a\n  - b")]


def test_heading_without_number_belongs_to_the_next_paragraph():
    found = split("# Zero draft\n\n## Why\n\n1. First.\n\n## How\n\n2. Second.\n\n3. Third.")

    assert found == [
        Paragraph("1", "Zero draft – Why", "First."),
        Paragraph("2", "How", "Second."),
        Paragraph("3", "", "Third."),
    ]


def test_part_heading_stands_before_the_paragraphs_own():
    assert split("# Part I\n## 1 Why now\nWords.\n## 2 What\nMore.") == [
        Paragraph("1", "Part I – Why now", "Words."),
        Paragraph("2", "What", "More."),
    ]


def test_words_before_the_first_number_are_paragraph_0():
    assert split("# Draft\n\nThe Forum,\n\nrecalling,\n\n## Why\n\n1. First.") == [
        Paragraph("0", "Draft", "The Forum,\n\nrecalling,"),
        Paragraph("1", "Why", "First."),
    ]


def test_heading_after_the_last_paragraph_is_not_lost():
    assert split("1. First.\n\n## Annex") == [Paragraph("1", "", "First.\n\n## Annex")]


def test_blocks_without_numbers_are_numbered():
    found = split(
        "## Why\n\nFirst,\nstill first.\n\nSecond.\n## How\nThird:\n\n- a\n- b\n\n    deeper\n\n---\n\nFourth."
    )

    assert found == [
        Paragraph("1", "Why", "First,\nstill first."),
        Paragraph("2", "", "Second."),
        Paragraph("3", "How", "Third:\n\n- a\n- b\n\n    deeper"),
        Paragraph("4", "", "Fourth."),
    ]


def test_text_of_headings_only_is_one_paragraph():
    assert split("# A\n\n## B") == [Paragraph("1", "A – B", "")]


def test_code_is_never_cut_and_its_numbers_are_not_read():
    code = "```\n1. not a paragraph\n\n# not a heading\n```"

    assert split(f"Before.\n\n{code}\n\nAfter.") == [
        Paragraph("1", "", "Before."),
        Paragraph("2", "", code),
        Paragraph("3", "", "After."),
    ]


def test_years_and_decimals_in_prose_are_no_numbers():
    assert split("2014. A year.\n\n3.5 per cent.\n\n90 days.") == [
        Paragraph("1", "", "2014. A year."),
        Paragraph("2", "", "3.5 per cent."),
        Paragraph("3", "", "90 days."),
    ]


def test_figure_in_bold_is_no_number():
    assert split("**90** days are too long.\n\n**30 days**\n\n**2014.** A year.") == [
        Paragraph("1", "", "**90** days are too long."),
        Paragraph("2", "", "**30 days**"),
        Paragraph("3", "", "**2014.** A year."),
    ]


def test_numbers_of_several_levels_and_with_letters_are_kept():
    assert [p.number for p in split("1.1. a\n\n1.2. b\n\n2a. c\n\n12 TER. d\n\n١٣. e")] == [
        "1.1",
        "1.2",
        "2a",
        "12 ter",
        "١٣",
    ]


def test_text_that_is_indented_as_a_whole_is_read_as_if_it_were_not():
    assert split("    1. First.\r\n\r\n    2. Second.\r\n") == [
        Paragraph("1", "", "First."),
        Paragraph("2", "", "Second."),
    ]


@pytest.mark.parametrize(
    "text", ["1. a\n\n1. b", "7 bis. a\n\n7-bis. b\n\n7bis. c", "## 3 a\n## 4 b\n## 3. c", "0. a\n\n00. b"]
)
def test_number_that_stands_twice_is_refused_by_name(text):
    with pytest.raises(DuplicateNumber) as refused:
        split(text)

    assert str(refused.value) == (
        f"Paragraph {refused.value.number} stands in the text twice. Give each paragraph a number of its own, "
        "and indent a numbered list that belongs to a paragraph by four spaces."
    )


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "\u200b\n"])
def test_text_without_words_is_refused(text):
    with pytest.raises(NothingToSplit) as refused:
        split(text)

    assert str(refused.value) == "There is no text to put up. Paste the text with its paragraphs parted by blank lines."


@pytest.mark.parametrize(
    ("number", "address"),
    [("7", "7"), ("7 bis", "7-bis"), ("7 BIS", "7-bis"), ("1.2", "1-2"), ("2a", "2a"), ("١٣", "13"), (" 7 ", "7")],
)
def test_anchor_is_the_number_in_an_address(number, address):
    assert anchor(number) == address


WORDS = re.compile(r"[^\W\d_]{4,}")
LINES = st.sampled_from(
    ["alpha words", "beta words", "", "", "# gamma heading", "## delta heading", "- epsilon item", "  zeta indented"]
    + ["    eta deeper", "**theta** bold", "> iota quoted", "| kappa | table |", "```", "lambda wrapped"]
)


@given(st.lists(LINES, min_size=1, max_size=25), st.sampled_from(["", "%d. ", "**%d.** ", "## %d "]))
def test_no_word_is_ever_lost(lines, mark):
    numbered = [
        (mark % number if mark and number % 3 == 0 else "") + line for number, line in enumerate(lines, start=1)
    ]
    text = "\n".join(numbered)
    try:
        found = split(text)
    except (NothingToSplit, DuplicateNumber):
        return

    kept = " ".join(f"{paragraph.heading} {paragraph.text}" for paragraph in found)
    assert WORDS.findall(kept) == WORDS.findall(text)
