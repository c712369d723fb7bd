"""The smallest parts of a Word document: words with their marks, as WordprocessingML."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from texts.rules import languages

# XML knows no other control signs; a form feed, which files from elsewhere are full of, ends a line.
_NO_XML = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENDS = re.compile("\r\n|[\r\x0c\u2028\u2029]")
# What Word cannot read as an address makes it call the whole document broken.
_ADDRESS = re.compile(
    r"(?:https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,4})?(?:[/?#](?:[A-Za-z0-9._~:/?#@!$&'()*+,;=-]"
    r"|%[0-9A-Fa-f]{2})*)?|mailto:[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+)"
)
_LONGEST_ADDRESS = 2_000


@dataclass(frozen=True)
class Run:
    """Words that look alike. `address`: where they lead outside; `anchor`: where they lead inside the document."""

    text: str
    language: str = ""
    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    quiet: bool = False
    address: str = ""
    anchor: str = ""


def clean(text: str) -> str:
    """Words as XML can hold them, with one kind of line end."""
    return _NO_XML.sub("", _ENDS.sub("\n", text))


def is_sound(address: str) -> bool:
    return len(address) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(address) is not None


def is_rtl(language: str) -> bool:
    return bool(language) and languages.direction(language) == "rtl"


def runs(parts: Iterable[Run], language: str, relate: Callable[[str], str]) -> str:
    """The parts one after the other. `relate`: gives an address its name in the document; `language`: of the rest."""
    return "".join(_linked(part, language, relate) for part in parts if part.text)


def _linked(part: Run, language: str, relate: Callable[[str], str]) -> str:
    if part.anchor:
        return f"<w:hyperlink w:anchor={quoteattr(part.anchor)}>{_run(part, language, linked=True)}</w:hyperlink>"
    if part.address and is_sound(part.address):
        name = relate(part.address)
        return f'<w:hyperlink r:id="{name}">{_run(part, language, linked=True)}</w:hyperlink>'
    return _run(part, language, linked=False)


def _run(part: Run, language: str, *, linked: bool) -> str:
    marks = _marks(part, part.language or language, linked=linked)
    return f"<w:r>{marks}{text(part.text)}</w:r>"


def text(words: str) -> str:
    """Words within a run: line ends and tabs are elements of their own."""
    said = escape(clean(words))
    if "\n" not in said and "\t" not in said:
        return f'<w:t xml:space="preserve">{said}</w:t>'
    pieces = []
    for piece in re.split("([\n\t])", said):
        if piece == "\n":
            pieces.append("<w:br/>")
        elif piece == "\t":
            pieces.append("<w:tab/>")
        elif piece:
            pieces.append(f'<w:t xml:space="preserve">{piece}</w:t>')
    return "".join(pieces)


def _marks(part: Run, language: str, *, linked: bool) -> str:
    """In the order that the format asks for; complex scripts have a mark of their own for bold and for italic."""
    marks = '<w:rStyle w:val="Hyperlink"/>' if linked else '<w:rStyle w:val="Code"/>' if part.code else ""
    marks += "<w:b/><w:bCs/>" if part.bold else ""
    marks += "<w:i/><w:iCs/>" if part.italic else ""
    marks += "<w:strike/>" if part.struck else ""
    marks += '<w:color w:val="595959"/>' if part.quiet and not linked else ""
    if is_rtl(language):
        marks += f"<w:rtl/><w:lang w:bidi={quoteattr(language)}/>"
    elif language:
        asian = f" w:eastAsia={quoteattr(language)}" if language.partition("-")[0] in ("zh", "ja", "ko") else ""
        marks += f"<w:lang w:val={quoteattr(language)}{asian}/>"
    return f"<w:rPr>{marks}</w:rPr>" if marks else ""
