"""Plain text: shown as written."""

import csv
import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from texts.rules import plain

CONTRIBUTIONS = Path(__file__).parents[3] / "shared" / "data" / "netmundial2014" / "contributions.csv"


def as_read(html: str) -> str:
    """Undo the HTML: the text a reader would copy from the page."""
    text = html.removeprefix('<div class="as-written"><p>').removesuffix("</p></div>")
    text = text.replace("</p><p>", "\n\n").replace("<br>", "\n")
    assert "<" not in text
    return unescape(text)


def as_filed(text: str) -> str:
    """The text with each run of blank lines as one, without blank edges."""
    text = re.sub(r"\n[^\S\n]*(?:\n[^\S\n]*)*\n", "\n\n", text.replace("\r\n", "\n").replace("\r", "\n").rstrip())
    return re.sub(r"\A(?:[^\S\n]*\n)+", "", text)


def test_blank_lines_part_paragraphs_and_a_newline_breaks_the_line():
    html = plain.to_html("One\ntwo\n\n \nthree\n")

    assert html == '<div class="as-written"><p>One<br>two</p><p>three</p></div>'


def test_numbering_and_indentation_stay_as_typed():
    html = plain.to_html("  7. seven\n    8) *eight*\n\t- nine")

    assert html == '<div class="as-written"><p>  7. seven<br>    8) *eight*<br>\t- nine</p></div>'


def test_markup_is_shown_and_not_obeyed():
    html = plain.to_html("<script>alert('1')</script> & \"x\"")

    assert html == (
        '<div class="as-written"><p>&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt; &amp; &quot;x&quot;</p></div>'
    )


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\r\n \r\n"])
def test_nothing_gives_nothing(text):
    assert plain.to_html(text) == ""


def test_line_ends_of_every_kind_are_one():
    assert plain.to_html("a\r\nb\rc") == plain.to_html("a\nb\nc")


@given(st.text(alphabet=st.sampled_from("ab <>&'\"\n\r\t*#1.") | st.characters(codec="utf-8"), max_size=200))
def test_every_text_is_read_as_it_was_filed(text):
    html = plain.to_html(text)

    assert as_read(html).split() == text.split()


def test_longest_contribution_is_shown_whole():
    text = ("7. A sentence with <marks> & more of them.\n  indented\n\n" * 3000)[:119_323]

    html = plain.to_html(text)

    assert as_read(html) == text.rstrip()


def test_real_contributions_are_read_as_they_were_filed():
    if not CONTRIBUTIONS.exists():
        pytest.skip("the 187 contributions to NETmundial are not part of this repository")
    csv.field_size_limit(1_000_000)
    with CONTRIBUTIONS.open(encoding="utf-8-sig", newline="") as file:
        texts = [row[column] for row in csv.DictReader(file) for column in ("abstract", "text")]

    shown = [as_read(plain.to_html(text)) for text in texts if text.strip()]

    assert len(texts) == 374
    assert max(map(len, texts)) == 119_323
    assert shown == [as_filed(text) for text in texts if text.strip()]
    assert [text.split() for text in shown] == [text.split() for text in texts if text.strip()]
