"""What is taken off a text before it is stored."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from texts.rules import spaces


def test_typed_text_loses_what_nobody_typed():
    assert spaces.clean("\ufeffOne\r\ntwo\rthree\x00\x07\x1b\x85four\u2028five\ud800") == "One\ntwo\nthree\nfour\nfive"


def test_typed_text_is_composed():
    assert spaces.clean("Cafe\u0301") == "Café"


def test_typed_text_keeps_tabs_indentation_and_the_spaces_that_break_a_line():
    assert spaces.clean("\n \n    code\n\ttab  \nnext   \n\n") == "    code\n\ttab  \nnext"


def test_typed_text_loses_direction_overrides_and_keeps_direction_marks():
    kept = "\u200f\u2067العربية\u2069 \u202bx\u202c می\u200cخواهم"

    assert spaces.clean("\u202egnirts\u202d" + kept) == "gnirts" + kept


def test_title_stands_on_one_line():
    assert spaces.line("  Who\r\nacts\t next?\u2028Bcc: all ") == "Who acts next? Bcc: all"


def test_imported_text_loses_nul_and_foreign_line_ends_only():
    text = "\ufeff 7.\te\u0301 \u202e\x07\u2028 \n\n "

    assert spaces.unharmed(text) == text
    assert spaces.unharmed("a\x00b\r\nc\rd\n\re") == "ab\nc\nd\n\ne"


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u200e\ufeff", "\u00a0\u3000", "\u2800\u3164", "\x00\x1f"])
def test_text_without_anything_to_see_is_blank(text):
    assert spaces.is_blank(text) is True


@pytest.mark.parametrize("text", [".", "é", "中", " 7 ", "👍"])
def test_text_with_anything_to_see_is_not_blank(text):
    assert spaces.is_blank(text) is False


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    once = spaces.clean(text)

    assert spaces.clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once.encode() == once.encode("utf-8", "strict")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\x00")))
def test_imported_text_is_otherwise_untouched(text):
    assert spaces.unharmed(text) == text
