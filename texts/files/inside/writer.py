"""An OpenDocument text as a tree of plain elements."""

import io
from collections import Counter

from odfdo import Document, Element

from texts.files.inside import package
from texts.files.inside.bad import Bad
from texts.files.inside.markup import Node
from texts.files.kinds import Kind

_LONGEST = 15_000_000
_DEEPEST = 60
# What stands in a text and is none of its words; what is counted goes into the notes under that name.
_LEFT_OUT = {
    "office:annotation": "comments",
    "draw:image": "pictures",
    "draw:object": "objects",
    "draw:object-ole": "objects",
    "text:table-of-content": "contents",
    "text:illustration-index": "contents",
    "text:table-index": "contents",
    "text:alphabetical-index": "contents",
    "office:annotation-end": "",
    "text:tracked-changes": "",
    "text:note-citation": "",
    "text:sequence-decls": "",
    "text:variable-decls": "",
    "text:user-field-decls": "",
    "office:forms": "",
    "svg:title": "",
    "svg:desc": "",
}


def read(content: bytes) -> tuple[Node, Counter[str]]:
    opened = package.opened(content)
    if opened.kind != Kind.ODT:
        raise Bad("unreadable")
    if len(opened.parts.get("content.xml", b"")) > _LONGEST:
        raise Bad("too_much")
    reader = _Reader(Document(io.BytesIO(content)))
    return reader.root, reader.notes


class _Reader:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.notes: Counter[str] = Counter()
        self.manners: dict[str, dict[str, str]] = {}
        self.footnotes: list[Node] = []
        self.root = Node("div")
        for child in document.body.children:
            self._into(self.root, child, 0)
        self.root.children += self.footnotes
        self.notes["changes"] = len(document.body.get_elements("descendant::text:changed-region"))
        self.notes["edges"] = self._edges()

    def _edges(self) -> int:
        found = self.document.styles.root.get_elements("descendant::style:header|descendant::style:footer")
        return sum(1 for element in found if element.text_recursive.strip())

    def _into(self, parent: Node, element: Element, depth: int, list_style: str = "") -> None:
        """Add what an element says to its parent in the tree; the words behind it too."""
        if depth > _DEEPEST:
            raise Bad("too_much")
        tag = element.tag
        if tag == "draw:frame" and (held := element.get_elements("draw:object|draw:object-ole")):
            # Beside it stands a picture of it, which is not counted.
            self.notes["objects"] += len(held)
        elif tag in _LEFT_OUT:
            self.notes[_LEFT_OUT[tag]] += 1
        elif tag == "text:note":
            self._footnote(parent, element, depth)
        elif tag in {"text:s", "text:tab"}:
            parent.children.append(" ")
        elif tag == "text:line-break":
            parent.children.append(Node("br"))
        else:
            node, style = self._node(element, list_style)
            if node is None:
                node = parent
            else:
                parent.children.append(node)
            if element.text and tag.startswith("text:"):
                node.children.append(element.text)
            for child in element.children:
                self._into(node, child, depth + 1, style)
        if element.tail:
            parent.children.append(element.tail)

    def _node(self, element: Element, list_style: str) -> tuple[Node | None, str]:
        """The element in the tree, None where its children belong to its parent; the style of lists within."""
        name = element.get_attribute_string("text:style-name") or ""
        match element.tag:
            case "text:h":
                level = element.get_attribute_integer("text:outline-level") or 1
                return Node(f"h{min(max(level, 1), 6)}"), list_style
            case "text:p":
                return Node(self._paragraph_tag(name)), list_style
            case "text:list":
                style = name or list_style
                return self._list(element, style), style
            case "text:list-item" | "text:list-header":
                return Node("li"), list_style
            case "text:a":
                return Node("a", {"href": element.get_attribute_string("xlink:href") or ""}), list_style
            case "text:span":
                return Node("span", self._manner(name)), list_style
            case "table:table":
                return Node("table"), list_style
            case "table:table-row":
                return Node("tr"), list_style
            case "table:table-cell":
                return Node("td"), list_style
            case "table:covered-table-cell":
                return Node("td", {"span": "1"}), list_style
            case _:
                return None, list_style

    def _paragraph_tag(self, name: str) -> str:
        """A document's title is a paragraph of that style, or of one derived from it."""
        style = self.document.get_style("paragraph", name) if name else None
        parent = style.get_attribute_string("style:parent-style-name") if style is not None else None
        return {"Title": "h1", "Subtitle": "h2"}.get(name) or {"Title": "h1", "Subtitle": "h2"}.get(parent or "", "p")

    def _manner(self, name: str) -> dict[str, str]:
        """Whether words of a style are bold or slanted."""
        if name not in self.manners:
            style = self.document.get_style("text", name) if name else None
            found = style.get_element("style:text-properties") if style is not None else None
            manner = {}
            if found is not None and found.get_attribute_string("fo:font-weight") in {"bold", "700", "800", "900"}:
                manner["strong"] = "1"
            if found is not None and found.get_attribute_string("fo:font-style") in {"italic", "oblique"}:
                manner["em"] = "1"
            self.manners[name] = manner
        return self.manners[name]

    def _list(self, element: Element, name: str) -> Node:
        """A list with numbers or with bullets, as its style says for the depth at which it stands."""
        level = 1 + sum(1 for _ in element.xpath("ancestor::text:list"))
        style = self.document.get_style("list", name) if name else None
        numbered = style is not None and style.get_element(f"text:list-level-style-number[@text:level='{level}']")
        if not numbered:
            return Node("ul")
        self.notes["numbers"] += 1
        first = element.get_element("text:list-item")
        start = first.get_attribute_integer("text:start-value") if first is not None else None
        return Node("ol", {"start": str(start)} if start is not None and start >= 0 else {})

    def _footnote(self, parent: Node, element: Element, depth: int) -> None:
        """The call "[1]" where it stands, the note itself at the end."""
        self.notes["footnotes"] += 1
        number = self.notes["footnotes"]
        parent.children.append(f"[{number}]")
        note = Node("div")
        body = element.get_element("text:note-body")
        for child in body.children if body is not None else []:
            self._into(note, child, depth + 1)
        paragraphs = list(note.all("p")) or [Node("p")]
        paragraphs[0].children.insert(0, f"[{number}] ")
        self.footnotes += paragraphs
