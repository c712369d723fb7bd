"""A Word document, written from top to bottom."""

import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from texts.word import look, written
from texts.word.look import HEAD, R, W
from texts.word.runs import Run, clean, is_rtl, runs

_LARGEST_START = 32_767
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# The first moment that a zip file can name: the bytes are not to tell when they were made.
_NO_MOMENT = (1980, 1, 1, 0, 0, 0)


class Paper:
    """`language`: of what the house says, and of everything that names no other; `at`: the document's own moment."""

    def __init__(self, *, title: str, language: str, at: datetime) -> None:
        self.title, self.language, self.at = title, language, at
        self._body: list[str] = []
        self._addresses: dict[str, str] = {}
        self._starts: list[int] = []
        self._footer = ""
        self._anchors = 0

    # --- what can be written -----------------------------------------------------------------------------------------

    def heading(self, level: int, *parts: Run, language: str = "", anchor: str = "") -> None:
        """Level 0 is the title of the document. `anchor`: the name by which links inside lead here."""
        self.line(*parts, style=f"Heading{min(level, 6)}" if level else "Title", language=language, anchor=anchor)

    def line(
        self,
        *parts: Run,
        style: str = "Normal",
        language: str = "",
        anchor: str = "",
        level: int = 0,
        number: int = 0,
        rule: bool = False,
    ) -> None:
        """One paragraph. `level`: how deep in lists; `number`: which list it is an item of; `rule`: a line below."""
        language = language or self.language
        item = f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
        border = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="7B857F"/></w:pBdr>' if rule else ""
        bidi = "<w:bidi/>" if is_rtl(language) else ""
        indent = f'<w:ind w:left="{look.STEP * level}"/>' if level and not number else ""
        if level and style == "Quote":
            # The line beside a quotation would jump with each level of its lists.
            border, hanging = '<w:pBdr><w:left w:val="nil"/></w:pBdr>', f' w:hanging="{look.STEP}"' if number else ""
            indent = f'<w:ind w:left="{look.STEP * (level + 1)}"{hanging}/>'
        said = runs(parts, language, self._relate)
        if anchor:
            self._anchors += 1
            name = f"w:id={quoteattr(str(self._anchors))}"
            said = f"<w:bookmarkStart {name} w:name={quoteattr(anchor)}/>{said}<w:bookmarkEnd {name}/>"
        self._body.append(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{item}{border}{bidi}{indent}</w:pPr>{said}</w:p>')

    def written(self, text: str, *, format: str, language: str, heading: int = 4, style: str = "Said") -> None:
        """What somebody wrote, in its language; its own headings begin at level `heading`."""
        written.write(self, text, format=format, language=language, heading=heading, style=style)

    def listed(self, start: int | None) -> int:
        """A new list that counts from `start`, or one of bullets; returns its number in the document."""
        if start is None:
            return 1
        self._starts.append(min(start, _LARGEST_START))
        return len(self._starts) + 1

    def table(self, rows: Sequence[Sequence[Sequence[Run]]], language: str) -> None:
        """The first row is repeated on each page."""
        columns = max((len(row) for row in rows), default=0)
        if not columns:
            return
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        edges = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="7B857F"/>' for side in sides)
        visual = "<w:bidiVisual/>" if is_rtl(language) else ""
        grid = "<w:gridCol/>" * columns
        bidi = "<w:bidi/>" if is_rtl(language) else ""
        body = ""
        for place, row in enumerate(rows):
            body += "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if not place else "<w:tr>"
            for cell in [*row, *[()] * (columns - len(row))]:
                said = runs(cell, language, self._relate)
                body += f'<w:tc><w:p><w:pPr><w:pStyle w:val="Said"/>{bidi}</w:pPr>{said}</w:p></w:tc>'
            body += "</w:tr>"
        self._body.append(
            f'<w:tbl><w:tblPr>{visual}<w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{edges}</w:tblBorders>'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
        )
        # Two tables that touch would be one.
        self.line(style="Said", language=language)

    def footer(self, words: str) -> None:
        """What stands at the foot of every page, before its number."""
        self._footer = words

    # --- the file ----------------------------------------------------------------------------------------------------

    def content(self) -> bytes:
        """The same for the same words, byte for byte."""
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
            for name, part in self._parts().items():
                info = zipfile.ZipInfo(name, _NO_MOMENT)
                info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
                package.writestr(info, part)
        return out.getvalue()

    def _parts(self) -> dict[str, str]:
        language = escape(self.language)
        direction = "<w:bidi/>" if is_rtl(self.language) else ""
        section = f'<w:sectPr><w:footerReference w:type="default" r:id="rIdF"/>{look.PAGE}{direction}</w:sectPr>'
        document = f"<w:document {W} {R}><w:body>{''.join(self._body)}{section}</w:body></w:document>"
        return {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relations(
                ("rId1", f"{_RELATIONS}/officeDocument", "word/document.xml"),
                ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ),
            "docProps/core.xml": self._core(),
            "word/document.xml": HEAD + document,
            "word/styles.xml": look.styles(language),
            "word/numbering.xml": look.numbering(self._starts),
            "word/settings.xml": look.settings(language),
            "word/footer1.xml": self._foot(),
            "word/_rels/document.xml.rels": _relations(
                ("rIdS", f"{_RELATIONS}/styles", "styles.xml"),
                ("rIdN", f"{_RELATIONS}/numbering", "numbering.xml"),
                ("rIdT", f"{_RELATIONS}/settings", "settings.xml"),
                ("rIdF", f"{_RELATIONS}/footer", "footer1.xml"),
                *((name, f"{_RELATIONS}/hyperlink", address) for address, name in self._addresses.items()),
            ),
        }

    def _relate(self, address: str) -> str:
        return self._addresses.setdefault(address, f"rId{len(self._addresses) + 1}")

    def _core(self) -> str:
        at = self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return (
            f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{escape(clean(self.title))}</dc:title><dc:language>{escape(self.language)}</dc:language>"
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created>'
            f'<dcterms:modified xsi:type="dcterms:W3CDTF">{at}</dcterms:modified></cp:coreProperties>'
        )

    def _foot(self) -> str:
        bidi = "<w:bidi/>" if is_rtl(self.language) else ""
        said = runs([Run(f"{self._footer}\t")], self.language, self._relate)
        tab = '<w:tabs><w:tab w:val="right" w:pos="9298"/></w:tabs>'
        page = _field("PAGE") + runs([Run(" / ")], self.language, self._relate) + _field("NUMPAGES")
        return (
            f'{HEAD}<w:ftr {W} {R}><w:p><w:pPr><w:pStyle w:val="Footer"/>{tab}{bidi}</w:pPr>{said}{page}</w:p></w:ftr>'
        )


def _field(name: str) -> str:
    """What Word counts itself."""
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    said = f'<w:r><w:instrText xml:space="preserve"> {name} </w:instrText></w:r>'
    return f"{sign.format('begin')}{said}{sign.format('separate')}<w:r><w:t>1</w:t></w:r>{sign.format('end')}"


def _relations(*found: tuple[str, str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target={quoteattr(target)}'
        + (' TargetMode="External"/>' if kind.endswith("/hyperlink") else "/>")
        for name, kind, target in found
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _content_types() -> str:
    parts = {
        "word/document.xml": f"{_TYPES}document.main+xml",
        "word/styles.xml": f"{_TYPES}styles+xml",
        "word/numbering.xml": f"{_TYPES}numbering+xml",
        "word/settings.xml": f"{_TYPES}settings+xml",
        "word/footer1.xml": f"{_TYPES}footer+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    named = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{named}</Types>'
    )
