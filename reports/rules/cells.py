"""What may stand in a cell: no text that a spreadsheet would run, and none longer than a cell takes."""

import re

# Characters of UTF-16, as spreadsheets count them, that one cell holds.
CELL_LIMIT = 32_767

# With these a formula begins, in Latin letters and in the wide ones of East Asian keyboards.
_SIGNS = "=+\\-@＝＋－＠"
# What a spreadsheet passes over before a formula, but for what begins a cell of its own; and quotation marks.
_PASSED_OVER = r"[^\S\n\r\t;]|[\x00-\x08\x0e-\x1f\x7f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff'\"]"
_FORMULA = re.compile(rf"(?:\A|(?<=[\n\r\t;]))(?=(?:{_PASSED_OVER})*+[{_SIGNS}])")
_AT_THE_BEGINNING = re.compile(rf"(?:[\s;]|{_PASSED_OVER})*+[{_SIGNS}]")
# XML cannot say them.
_NOT_IN_XML = re.compile("[\ufffe\uffff]")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet that was told the text by hand might take it for a formula."""
    return _AT_THE_BEGINNING.match(text) is not None


def defused(text: str) -> str:
    """The text as a cell of a CSV file: an apostrophe stands wherever a formula could begin.

    A CSV file does not say what is text. At the beginning of the cell, of each line and behind each semicolon and tab
    in it, because a spreadsheet set to another separator would begin a cell there; also behind white space, invisible
    signs and quotation marks. Taking one apostrophe away before what looks like a formula gives the text back.
    """
    text = _FORMULA.sub("'", text)
    return f"'{text}" if text[:1] in ("\t", "\r") else text


def storable(text: str) -> str:
    """The text without the two signs that XML cannot say."""
    return _NOT_IN_XML.sub("\ufffd", text)


def pieces(text: str, limit: int = CELL_LIMIT) -> list[str]:
    """The text in as many pieces as it needs cells, nothing left out; cut between words where one ends nearby."""
    if len(text) * 2 <= limit:
        return [text]
    found = []
    begin = 0
    while begin < len(text):
        end = _fitting(text, begin, limit)
        if end < len(text):
            gap = max(text.rfind(" ", end - limit // 10, end), text.rfind("\n", end - limit // 10, end))
            end = gap + 1 if gap > begin else end
        found.append(text[begin:end])
        begin = end
    return found


def _fitting(text: str, begin: int, limit: int) -> int:
    """How far a piece may go: letters outside the basic plane count twice."""
    end = min(begin + limit, len(text))
    while (over := len(text[begin:end].encode("utf-16-le")) // 2 - limit) > 0:
        end -= max(over // 2, 1)
    return end
