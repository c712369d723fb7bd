"""Markdown: what it shows, what it refuses, what it costs."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from texts.rules import markdown

ATTRIBUTES = {"a": {"href", "rel"}, "ol": {"start"}}
TAGS = {"a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "strong"} | {
    *("table", "tbody", "td", "th", "thead", "tr", "ul")
}
# Only what a text nested too deeply is shown in; nothing a writer types can make it.
AS_WRITTEN = ("div", [("class", "as-written")])


class Tags(HTMLParser):
    """Collects (tag, attributes) as a browser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.words += data


def assert_harmless(html: str) -> None:
    assert "<script" not in html.lower()
    for tag, attributes in Tags(html).found:
        if (tag, attributes) == AS_WRITTEN:
            continue
        assert tag in TAGS
        for name, value in attributes:
            assert name in ATTRIBUTES.get(tag, set())
            assert not name.startswith("on")
            if name == "href":
                assert value is not None
                assert value.lower().startswith(("http://", "https://", "mailto:"))


def test_markdown_gives_paragraphs_emphasis_lists_and_code():
    html = markdown.to_html("We *may*, **must** and ~~should~~.\n\n- one\n- `two`\n\n> quoted")

    assert html == (
        "<p>We <em>may</em>, <strong>must</strong> and <s>should</s>.</p>\n"
        "<ul>\n<li>one</li>\n<li><code>two</code></li>\n</ul>\n"
        "<blockquote>\n<p>quoted</p>\n</blockquote>\n"
    )


def test_table_keeps_its_cells_and_loses_its_styles():
    html = markdown.to_html("| a | b |\n|---|--:|\n| 1 | 2 |")

    assert html == (
        "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n"
        "<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>\n"
    )


def test_list_that_begins_at_seven_still_begins_at_seven():
    assert markdown.to_html("7. seven\n8. eight") == '<ol start="7">\n<li>seven</li>\n<li>eight</li>\n</ol>\n'


@pytest.mark.parametrize(
    ("typed", "shown"), [("#", "h3"), ("##", "h4"), ("###", "h5"), ("####", "h6"), ("#####", "h6"), ("######", "h6")]
)
def test_heading_sinks_below_the_headings_of_the_page(typed, shown):
    assert markdown.to_html(f"{typed} Money") == f"<{shown}>Money</{shown}>\n"


def test_underlined_heading_sinks_too():
    assert markdown.to_html("Money\n=====") == "<h3>Money</h3>\n"


def test_raw_html_is_shown_as_typed():
    html = markdown.to_html('<script>alert(1)</script>\n\nA <b onclick="x()">word</b>')

    assert Tags(html).words == '<script>alert(1)</script>\nA <b onclick="x()">word</b>\n'
    assert [tag for tag, _ in Tags(html).found] == ["p", "p"]


def test_link_says_that_it_is_a_participants():
    html = markdown.to_html("[us](https://example.org/a?b=1&c=2)")

    assert html == '<p><a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener ugc">us</a></p>\n'


def test_link_title_is_left_out():
    assert 'title="' not in markdown.to_html('[us](https://example.org "unseen words")')


def test_bare_address_is_no_link_and_one_in_angle_brackets_is():
    assert markdown.to_html("https://example.org") == "<p>https://example.org</p>\n"
    assert markdown.to_html("<amina@example.org>") == (
        '<p><a href="mailto:amina@example.org" rel="nofollow noopener ugc">amina@example.org</a></p>\n'
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "java%0Ascript:alert(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.org",
        "//example.org",
        "/sign-out/",
        "#top",
        "http:example.org",
    ],
)
def test_link_to_anything_but_web_and_mail_is_no_link(address):
    html = markdown.to_html(
        f"[words]({address}) and ![picture]({address}) and <{address}>\n\n[ref]\n\n[ref]: {address}"
    )

    assert {tag for tag, _ in Tags(html).found} == {"p"}


def test_image_becomes_a_link_of_its_description():
    assert markdown.to_html("![A *chart*](https://example.org/c.png)") == (
        '<p><a href="https://example.org/c.png" rel="nofollow noopener ugc">A chart</a></p>\n'
    )


def test_image_without_description_shows_its_address():
    assert Tags(markdown.to_html("![](https://example.org/c.png)")).words == "https://example.org/c.png\n"


def test_image_within_a_link_gives_the_link_its_words():
    html = markdown.to_html("[![logo](https://example.org/l.png)](https://example.org/)")

    assert html == '<p><a href="https://example.org/" rel="nofollow noopener ugc">logo</a></p>\n'


def test_link_without_words_shows_its_address():
    assert Tags(markdown.to_html("[](https://example.org/)")).words == "https://example.org/\n"


@pytest.mark.parametrize("mark", ["> ", "- ", "1. "])
def test_text_nested_beyond_reading_is_shown_as_written_with_every_word(mark):
    html = markdown.to_html(mark * 60 + "the last word")

    assert Tags(html).words == mark * 60 + "the last word"
    assert markdown.to_plain(mark * 60 + "the last word") == mark * 60 + "the last word"


def test_nesting_as_people_write_it_is_markdown():
    html = markdown.to_html("> > > - a\n> > >   - b\n> > >     - c")

    assert html.count("<blockquote>") == 3
    assert html.count("<ul>") == 3


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "*",
        ">",
        "_",
        "`",
        "~",
        "|",
        "<",
        "![",
        "[](",
        "[a](",
        "> ",
        "- ",
        "1. ",
        "**a ",
        "*a_ ",
        "~~a ",
        "[[a]",
        "<!--",
    ]
    + ["|\n", "[a][", "![a](", "- a\n", "[^", "&#", "\\["],
)
def test_twenty_thousand_hostile_characters_do_no_harm(piece):
    text = (piece * 20_000)[:20_000]

    html = markdown.to_html(text)

    assert_harmless(html)


@pytest.mark.parametrize(
    "text",
    [
        "|a" * 3000 + "\n" + "|-" * 3000 + "\n" + "|\n" * 2000,
        "".join("  " * depth + "- a\n" for depth in range(140)),
        "".join(">" * depth + " a\n" for depth in range(200)),
        "".join("`" * length + " " for length in range(1, 200)),
        "*a **b " * 1400 + "** *" * 1400,
        "[a]: http://b\n" * 700 + "[a]" * 3000,
    ],
    ids=["table", "steps", "quotes", "backticks", "emphasis", "references"],
)
def test_hostile_structure_does_not_grow(text):
    html = markdown.to_html(text)

    assert len(html) < 1_000_000


HOSTILE = st.lists(
    st.sampled_from(
        [
            "<script>",
            "</script>",
            "javascript:",
            "JAVASCRIPT&colon;",
            "data:text/html,",
            " onerror=alert(1) ",
            "<img src=x",
        ]
        + [
            "[",
            "](",
            ")",
            "![",
            "<",
            ">",
            '"',
            "'",
            "&#x6a;",
            "&lt;",
            "\\",
            "`",
            "*",
            "|",
            "\n",
            "\n\n",
            "- ",
            "# ",
            "> ",
        ]
        + [
            "https://example.org",
            "mailto:a@b",
            "\t",
            "\x00",
            "\u2028",
            "word",
            "[a]: ",
            "[a]",
            "<svg/onload=x>",
            "style=x",
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(HOSTILE | st.text(max_size=200))
def test_nothing_harmful_survives_whatever_is_typed(text):
    assert_harmless(markdown.to_html(text))


@settings(max_examples=200, deadline=None)
@given(HOSTILE)
def test_html_is_only_what_the_sanitiser_would_leave(text):
    html = markdown.to_html(text)

    # Without the link's attribute, which the sanitiser itself adds, a second pass finds nothing to do.
    assert markdown._SANITISER.clean(html) == html or "as-written" in html


def test_plain_words_come_without_marks():
    text = (
        "# Money\n\nGifts are *public*; see [the rules](https://example.org) and `a*b`.\nNobody gives more.\n\n> quoted"
    )

    assert markdown.to_plain(text) == (
        "Money\n\nGifts are public; see the rules and a*b.\nNobody gives more.\n\nquoted"
    )


def test_plain_words_of_lists_stand_on_lines_of_their_own():
    text = "We ask for\n\n7. seats\n8. money\n   - for travel\n   - for interpretation\n\nand time."

    assert markdown.to_plain(text) == (
        "We ask for\n\n7. seats\n8. money\n- for travel\n- for interpretation\n\nand time."
    )


def test_plain_words_of_a_table_stand_row_by_row():
    assert markdown.to_plain("| a | b |\n|---|---|\n| 1 | 2 |\n\nafter") == "a b \n1 2 \n\nafter"


def test_plain_words_are_not_escaped():
    assert markdown.to_plain("1 < 2 & <b>") == "1 < 2 & <b>"


def test_flood_of_brackets_is_shown_as_written() -> None:
    flood = "![" * 100_000
    shown = markdown.to_html(flood)

    assert shown == f'<div class="as-written"><p>{flood}</p></div>'
