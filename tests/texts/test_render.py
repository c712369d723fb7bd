"""The one door to safe HTML, and excerpts."""

import pytest
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st

from texts.rules.render import FORMATS, excerpt, render


def test_text_is_rendered_in_its_format():
    assert render("1. *a*", "markdown") == "<ol>\n<li><em>a</em></li>\n</ol>\n"
    assert render("1. *a*", "plain") == '<div class="as-written"><p>1. *a*</p></div>'


@pytest.mark.parametrize("format", FORMATS)
def test_rendered_text_is_safe_and_its_markup_is_not(format):
    html = render("<script>", format)

    assert isinstance(html, SafeString)
    assert "<script" not in html


def test_unknown_format_is_refused():
    with pytest.raises(ValueError, match="'html'"):
        render("a", "html")
    with pytest.raises(ValueError, match="'html'"):
        excerpt("a", "html", 10)


def test_excerpt_of_a_short_text_is_the_text_on_one_line():
    assert excerpt("Gifts are *public*.\n\nAll.", "markdown", 100) == "Gifts are public. All."
    assert excerpt("Gifts are *public*.\n\nAll.", "plain", 100) == "Gifts are *public*. All."


def test_excerpt_is_cut_between_words():
    assert excerpt("Nobody gives more than a fifth, ever.", "plain", 26) == "Nobody gives more than a…"
    assert excerpt("Nobody gives more than a fifth, ever.", "plain", 32) == "Nobody gives more than a fifth…"


def test_excerpt_of_a_text_without_spaces_is_cut_at_the_limit():
    assert excerpt("互联网治理" * 10, "plain", 8) == "互联网治理互联…"


def test_excerpt_never_parts_a_letter_from_its_mark():
    assert excerpt("de\u0301e\u0301e\u0301", "plain", 5) == "de\u0301…"


def test_excerpt_of_a_long_text_is_its_beginning():
    text = "A paragraph of *some* words.\n\n" * 7000

    words = excerpt(text, "markdown", 200)

    assert words.startswith("A paragraph of some words. A paragraph")
    assert words.endswith("…")


def test_excerpt_says_that_more_follows_when_the_beginning_is_nearly_blank():
    assert excerpt("A word." + "\n" * 5000 + "Another.", "plain", 100) == "A word.…"


@settings(deadline=None)
@given(st.text(max_size=300), st.sampled_from(FORMATS), st.integers(1, 80))
def test_excerpt_never_exceeds_its_limit_and_stays_on_one_line(text, format, limit):
    words = excerpt(text, format, limit)

    assert len(words) <= limit
    assert words.splitlines() == ([words] if words else [])
