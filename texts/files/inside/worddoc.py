"""A Word document as a tree of plain elements: mammoth reads it, what mammoth passes over is counted."""

import io
import re
from collections import Counter
from html.parser import HTMLParser

import mammoth

from texts.files.inside import numbering, package
from texts.files.inside.bad import Bad
from texts.files.inside.markup import Node
from texts.files.kinds import Kind

# Bytes of XML. The longest contribution, each word in a manner of its own, is shorter.
_LONGEST = 15_000_000
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
"""
_NOTE = re.compile(r"#?(?:foot|end)note-(?:ref-)?\d+\Z")


def read(content: bytes) -> tuple[Node, Counter[str]]:
    opened = package.opened(content)
    if opened.kind != Kind.DOCX:
        raise Bad("unreadable")
    words = {name: part for name, part in opened.parts.items() if name.startswith("word/") and name.endswith(".xml")}
    if sum(map(len, words.values())) > _LONGEST:
        raise Bad("too_much")
    html = mammoth.convert_to_html(
        io.BytesIO(content),
        include_embedded_style_map=False,
        convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
        style_map=_STYLES,
    ).value
    tree = _Tree()
    tree.feed(html)
    tree.close()
    notes = _passed_over(words)
    notes["pictures"] = sum(1 for _ in tree.root.all("img"))
    _move_footnotes(tree.root, notes)
    if not numbering.carry_over(words, tree.root):
        notes["numbers"] = sum(1 for _ in tree.root.all("ol"))
    return tree.root, notes


def _passed_over(words: dict[str, bytes]) -> Counter[str]:
    body = words.get("word/document.xml", b"")
    edges = [part for name, part in words.items() if re.match(r"word/(?:header|footer)\d*\.xml$", name)]
    return Counter(
        comments=len(re.findall(rb"<w:comment[ >]", words.get("word/comments.xml", b""))),
        changes=len(re.findall(rb"<w:(?:ins|del|moveFrom|moveTo)[ >]", body)),
        formulas=len(re.findall(rb"<m:oMath[ >]", body)),
        objects=len(re.findall(rb"<w:object[ >]|<c:chart[ />]|<dgm:relIds[ />]", body)),
        edges=sum(1 for part in edges if re.search(rb"<w:t[ >][^<]", part)),
    )


def _move_footnotes(root: Node, notes: Counter[str]) -> None:
    """Footnotes come as a list at the end; each becomes a paragraph "[1] …", as it is called in the text."""
    last = root.children[-1] if root.children else None
    if not isinstance(last, Node) or last.tag != "ol":
        return
    items = [item for item in last.children if isinstance(item, Node)]
    if not items or not all(_NOTE.match(item.attributes.get("id", "")) for item in items):
        return
    root.children.pop()
    notes["footnotes"] = len(items)
    for number, item in enumerate(items, start=1):
        for part in [*item.all("p")]:
            part.children = [piece for piece in part.children if not _leads_back(piece)]
        paragraphs = [*item.all("p")] or [item]
        paragraphs[0].children.insert(0, f"[{number}] ")
        root.children += [Node("p", {}, paragraph.children) for paragraph in paragraphs]


def _leads_back(piece: Node | str) -> bool:
    return isinstance(piece, Node) and piece.tag == "a" and bool(_NOTE.match(piece.attributes.get("href", "")))


class _Tree(HTMLParser):
    """HTML as mammoth writes it: every element closed or empty."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("div")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        if node.attributes.get("colspan") or node.attributes.get("rowspan"):
            node.attributes["span"] = "1"
        self.open[-1].children.append(node)
        if tag not in {"br", "img"}:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and self.open[-1].tag == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)
