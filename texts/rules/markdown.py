"""Markdown as safe HTML and as plain words.

CommonMark with tables and ~~strikethrough~~. Raw HTML is shown as typed, images become links, headings sink below those
of the page. The parser already leaves out what is not allowed; the sanitiser after it does not trust the parser.
"""

import re
from collections.abc import Iterable, Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from texts.rules import plain

# Quotes and lists nested deeper than this are nobody's argument, and each level costs a pass over the rest of the text.
_DEEPEST = 30
# A text of 200,000 characters with a link in every second line stays far below.
_BRACKETS = 5_000

# A page has its title (h1) and its parts (h2); a participant's headings stand below them.
_HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "h6": "h6"}

_SCHEMES = {"http", "https", "mailto"}
_ALLOWED_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)

_TAGS = (
    {"a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "strong", "ul"}
    | {"table", "thead", "tbody", "tr", "th", "td"}
)  # fmt: skip
_SANITISER = nh3.Cleaner(
    tags=_TAGS,
    # Without `start` a list that begins at 7 would begin at 1, and people quote those numbers.
    # "*" is there to be empty: the sanitiser would otherwise let `title` and `lang` pass everywhere.
    attributes={"a": {"href"}, "ol": {"start"}, "*": set()},
    url_schemes=_SCHEMES,
    url_relative="deny",
    link_rel="nofollow noopener ugc",
)


def to_html(text: str) -> str:
    """Return sanitised HTML. A text nested too deeply for Markdown is shown as written, so that no word is lost."""
    if _is_flood(text) or _is_too_deep(tokens := _parse(text)):
        return plain.to_html(text)
    return _SANITISER.clean(_RENDERER.render(tokens, _MARKDOWN.options, {}))


def to_plain(text: str) -> str:
    """Return the words without marks, not escaped: blocks parted by a blank line, list items on lines of their own.

    Numbers of lists stay (they are quoted), other items begin with "- "; a link gives its words, not its address.
    """
    if _is_flood(text) or _is_too_deep(tokens := _parse(text)):
        return text.strip()
    blocks = re.sub(r"\n{3,}", "\n\n", "".join(_words(tokens)))
    return blocks.strip()


def parsed(text: str) -> list[Token] | None:
    """Return the parts of a text as the parser gives them; None where it is shown as written."""
    return None if _is_flood(text) or _is_too_deep(tokens := _parse(text)) else tokens


def depths(tags: Iterable[str]) -> list[int]:
    """Return how deep each of a text's headings stands: 0, or one deeper than the last that is higher."""
    above: list[str] = []
    found = []
    for tag in tags:
        while above and above[-1] >= tag:
            above.pop()
        found.append(len(above))
        above.append(tag)
    return found


def _parse(text: str) -> list[Token]:
    return _MARKDOWN.parse(text)


def _is_flood(text: str) -> bool:
    """Tell whether a text has more brackets than links could need: for each the parser looks for its other half."""
    return text.count("[") > _BRACKETS


def _is_too_deep(tokens: Sequence[Token]) -> bool:
    """Tell whether the parser may have stopped, which it does without a word, at the deepest level."""
    return any(token.nesting == 1 and token.level >= _DEEPEST - 1 for token in tokens)


def _words(tokens: Sequence[Token]) -> Iterable[str]:
    """Yield the pieces of a text's words; `numbers` holds the next number of each open list, None for bullets."""
    numbers: list[int | None] = []
    for token in tokens:
        match token.type:
            case "inline":
                yield _inline_words(token.children or [])
            case "fence" | "code_block":
                yield token.content.rstrip("\n") + "\n\n"
            case "ordered_list_open":
                numbers.append(int(token.attrs.get("start", 1)))
            case "bullet_list_open":
                numbers.append(None)
            case "ordered_list_close" | "bullet_list_close":
                numbers.pop()
                yield "\n"
            case "list_item_open":
                number = numbers[-1]
                yield "- " if number is None else f"{number}. "
                if number is not None:
                    numbers[-1] = number + 1
            case "paragraph_close":
                yield "\n" if token.hidden else "\n\n"
            case "heading_close" | "table_close":
                yield "\n\n"
            case "th_close" | "td_close":
                yield " "
            case "tr_close":
                yield "\n"


def _inline_words(children: Sequence[Token]) -> str:
    return "".join(
        "\n" if child.type in {"softbreak", "hardbreak"} else child.content
        for child in children
        if child.type in {"text", "code_inline", "softbreak", "hardbreak"}
    )


def _sink_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = _HEADINGS[token.tag]


def _rewrite_links(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = list(_images_as_links(token.children))


def _images_as_links(children: Sequence[Token]) -> Iterable[Token]:
    """Yield the tokens, each image as a link of its description; a link without words shows its address."""
    depth = 0
    for position, token in enumerate(children):
        if token.type == "image":
            address = str(token.attrs.get("src", ""))
            words = Token("text", "", 0, content=_RENDERER.renderInlineAsText([token], _MARKDOWN.options, {}))
            words.content = words.content or address
            # A link within a link is no HTML: a picture that is itself a link gives that link its words.
            linked = address and not depth
            yield from [Token("link_open", "a", 1, attrs={"href": address})] if linked else []
            yield words
            yield from [Token("link_close", "a", -1)] if linked else []
            continue
        depth += token.nesting if token.type in {"link_open", "link_close"} else 0
        yield token
        if token.type == "link_open" and children[position + 1].type == "link_close":
            yield Token("text", "", 0, content=str(token.attrs.get("href", "")))


def _may_be_linked(url: str) -> bool:
    return _ALLOWED_LINK.match(url) is not None


def _parser() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": _DEEPEST})
    markdown.enable(["table", "strikethrough"])
    # A link elsewhere (another scheme, an address without host) stays on the page as it was typed.
    markdown.validateLink = _may_be_linked  # type: ignore[method-assign]
    markdown.core.ruler.push("sink_headings", _sink_headings)
    markdown.core.ruler.push("rewrite_links", _rewrite_links)
    return markdown


_MARKDOWN = _parser()
_RENDERER = RendererHTML()
