"""What a file is, by what stands in it. Its name only tells kinds of plain text apart.

Whoever looks deeper is imported where it is needed: what is imported is most of what a child costs.
"""

import codecs
import re
from typing import Any

from texts.files.inside.bad import Bad
from texts.files.kinds import IMAGES, OFFICE, Kind

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
# What a browser or a viewer would take for something else than text, where it stands first (WHATWG's MIME sniffing).
_NOT_TEXT = re.compile(
    r"\s*(?:<(?:!doctype|!--|\?xml|html|head|body|script|iframe|svg|style|title|table|div|font|img|h1|a|br|p|b)(?=[\s>/])"
    r"|<!--|%pdf-|%!ps|\{\\rtf|#!)",
    re.IGNORECASE,
)
_TEXTS = {".md": Kind.MD, ".markdown": Kind.MD, ".csv": Kind.CSV}


def sniff(content: bytes, ending: str) -> tuple[dict[str, Any], bytes]:
    return {"kind": _kind(content, ending)}, b""


def take(content: bytes, ending: str) -> tuple[dict[str, Any], bytes]:
    """What the file is, and the file without what it tells beside its content."""
    kind = _kind(content, ending)
    return {"kind": kind}, _stripped(content, kind)


def strip(content: bytes, kind: str) -> tuple[dict[str, Any], bytes]:
    return {"kind": kind}, _stripped(content, Kind(kind))


def _kind(content: bytes, ending: str) -> Kind:
    if not content:
        raise Bad("empty")
    if content.startswith(b"%PDF-"):
        return Kind.PDF
    if content.startswith(_ZIP):
        from texts.files.inside import package

        return package.opened(content).kind
    if content.startswith(_OLD_OFFICE):
        raise Bad("locked" if _LOCKED in content else "old_office")
    if image := _image(content):
        return image
    decoded(content)
    return _TEXTS.get(ending, Kind.TXT)


def _image(content: bytes) -> Kind | None:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return Kind.WEBP
    return None


def _stripped(content: bytes, kind: Kind) -> bytes:
    if kind in OFFICE:
        from texts.files.inside import package

        return package.stripped(content, kind)
    if kind in IMAGES:
        from texts.files.inside import images

        return images.stripped(content, kind)
    if kind == Kind.PDF:
        from texts.files.inside import pdf

        return pdf.stripped(content)
    return content


def decoded(content: bytes) -> str:
    """The words of plain text in UTF-8, or in UTF-16 with its mark."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        raise _other(content) from None
    if _CONTROL.search(text):
        raise _other(content)
    if _NOT_TEXT.match(text):
        raise Bad("web_page")
    if not text.strip():
        raise Bad("empty")
    return text


def _other(content: bytes) -> Bad:
    """Refused, with the ending that such files have, where the first bytes tell."""
    import puremagic

    try:
        found = puremagic.magic_string(content[:4096])
    except (puremagic.PureError, ValueError):
        found = []
    best = next(
        (match for match in found if match.extension and len(match.byte_match) >= 3 and match.confidence >= 0.4), None
    )
    if best is None:
        return Bad("not_text")
    return Bad("other_kind", ending=best.extension)
