"""Office files: zips of parts, after OOXML (ECMA-376) or OpenDocument (ISO/IEC 26300).

A zip is bounded before anything of it is expanded, and written again part by part: what stood before, between or behind
the parts, and what the zip noted about them, is gone.
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from defusedxml.ElementTree import fromstring

from texts.files.inside import pictures
from texts.files.inside.bad import Bad
from texts.files.kinds import OOXML, Kind

MEMBERS = 5_000
EXPANDED = 100 * 1024 * 1024
_DIRECTORY = 2 * 1024 * 1024

_TYPES = "[Content_Types].xml"
_MAIN = {
    f"application/vnd.openxmlformats-officedocument.{middle}.main+xml": kind
    for middle, kind in (
        ("wordprocessingml.document", Kind.DOCX),
        ("spreadsheetml.sheet", Kind.XLSX),
        ("presentationml.presentation", Kind.PPTX),
    )
}
_MIMETYPES = {kind.media_type.encode(): kind for kind in (Kind.ODT, Kind.ODS, Kind.ODP)}
_MACRO_PARTS = re.compile(
    r"vbaproject|vbadata|macrosheets/|activex/|^basic/(?!script-lc\.xml$|[^/]*/script-lb\.xml$).|^scripts/.", re.I
)
_PACKED = "\x01Ole10Native".encode("utf-16-le")
_NESTED = (".docx", ".xlsx", ".pptx")
_XML = (".xml", ".rels", ".vml", ".rdf")
_XML_BEGINS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\0", b"\xfe\xff\0<")
_DECLARED = [word.encode(code) for word in ("<!ENTITY", "<!DOCTYPE") for code in ("utf-8", "utf-16-le", "utf-16-be")]

# What a package says about itself and who made it.
_ABOUT = re.compile(r"docprops/|_xmlsignatures/|word/people\.xml$", re.I)
_ABOUT_TYPES = ("/core-properties", "/extended-properties", "/custom-properties", "/thumbnail", "/signature", "/origin")
_SHAREPOINT = b"http://schemas.microsoft.com/office/2006/metadata/"
_TEMPLATE = re.compile(rb"<(?:\w{1,20}:)?attachedTemplate\b[^<>]{0,300}/>")
_FOLDER = re.compile(rb'(<\w{1,20}:absPath\b[^<>]{0,300}?\burl=")[^"<>]{0,2000}"')
_PRINTER = re.compile(rb'(<config:config-item config:name="Printer(?:Name|Setup)"[^<>]{0,100}>)[^<>]{0,100000}(?=</)')
_META = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta'
    b' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/>'
    b"</office:document-meta>"
)


@dataclass
class Room:
    """Bytes that a file and what lies in it may still expand to."""

    left: int = EXPANDED


@dataclass
class Package:
    """The parts by name, in their order, and what they make together."""

    kind: Kind
    parts: dict[str, bytes]
    stored: frozenset[str]


def opened(content: bytes, room: Room | None = None) -> Package:
    """The parts of an office file that may be taken."""
    _check_directory(content)
    room = room or Room()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            members = file.infolist()
            _check_members(members, room)
            parts = {member.filename: file.read(member) for member in members if not member.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, struct.error):
        raise Bad("broken") from None
    kind = _kind(parts)
    _check_parts(parts)
    return Package(kind, parts, frozenset(member.filename for member in members if not member.compress_type))


def _check_directory(content: bytes) -> None:
    """Look at the end of the zip, before its list of members is read: 80,000 of them take seconds."""
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_557))
    if not content.startswith(b"PK\x03\x04") or end < 0 or len(content) < end + 22:
        raise Bad("broken")
    count, size = struct.unpack_from("<HI", content, end + 10)
    # The zip of more than four gigabytes, or of more than 65,535 members.
    large = content[max(0, end - 20) : end].startswith(b"PK\x06\x07")
    if large or count > MEMBERS or size > _DIRECTORY:
        raise Bad("too_much")


def _check_members(members: list[zipfile.ZipInfo], room: Room) -> None:
    room.left -= sum(member.file_size for member in members)
    if len(members) > MEMBERS or room.left < 0:
        raise Bad("too_much")
    if any(member.flag_bits & 0x1 for member in members):
        raise Bad("locked")
    names = [member.filename for member in members]
    folded = {name.casefold() for name in names}
    odd = any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members)
    if odd or len(folded) != len(names) or any(_is_astray(name) for name in names):
        raise Bad("broken")


def _is_astray(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/") or not name.isprintable()


def _kind(parts: dict[str, bytes]) -> Kind:
    if (_TYPES in parts) == ("mimetype" in parts):
        raise Bad("archive")
    if "mimetype" in parts:
        kind = _MIMETYPES.get(parts["mimetype"].strip())
        if kind is None:
            raise Bad("archive")
        if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
            raise Bad("locked")
        return kind
    if b"macroEnabled" in parts[_TYPES] or b"macrosheet" in parts[_TYPES]:
        raise Bad("macros")
    types = {element.get("ContentType") for element in _parsed(parts[_TYPES])}
    kinds = [kind for main, kind in _MAIN.items() if main in types]
    if len(kinds) != 1:
        raise Bad("archive")
    return kinds[0]


def _check_parts(parts: dict[str, bytes]) -> None:
    for name, part in parts.items():
        if _MACRO_PARTS.search(name):
            raise Bad("macros")
        if name.lower().endswith(_XML) and _declares(part, name):
            raise Bad("broken")
        if name.lower().endswith(".bin") and _PACKED in part:
            raise Bad("packed")


def _declares(part: bytes, name: str) -> bool:
    """Tell whether XML declares entities or a document type, which office programs do not write."""
    if not part.lstrip().startswith(_XML_BEGINS):
        return bool(part)
    # OpenOffice 2 wrote a document type, and nothing in it, into this part.
    if name == "META-INF/manifest.xml" and b"[" not in part:
        return b"<!ENTITY" in part
    return any(word in part for word in _DECLARED)


def _parsed(part: bytes) -> ET.Element:
    if len(part) > 2_000_000:
        raise Bad("too_much")
    element: ET.Element = fromstring(part, forbid_dtd=True)
    return element


def stripped(content: bytes, kind: Kind) -> bytes:
    """The package without properties, thumbnails, signatures, printers' names and pictures' notes."""
    room = Room()
    package = opened(content, room)
    if package.kind != kind:
        raise Bad("archive")
    return _written(package, room, depth=0)


def _written(package: Package, room: Room, depth: int) -> bytes:
    parts = package.parts
    (_strip_ooxml if package.kind in OOXML else _strip_odf)(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            # Always the same moment: the clock of who saved it is nobody's business.
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_STORED if name in package.stored else zipfile.ZIP_DEFLATED
            file.writestr(member, _embedded(part, name, room, depth))
    return out.getvalue()


def _embedded(part: bytes, name: str, room: Room, depth: int) -> bytes:
    """A part that is a file of its own: a picture, or the workbook behind a chart."""
    if part.startswith((b"\xff\xd8\xff", b"\x89PNG")):
        return pictures.without_notes(part)
    if not name.lower().endswith(_NESTED) and not part.startswith(b"PK\x03\x04"):
        return part
    if depth:
        raise Bad("packed")
    try:
        package = opened(part, room)
    except Bad as bad:
        raise (Bad("packed") if bad.reason == "archive" else bad) from None
    return _written(package, room, depth + 1)


def _strip_odf(parts: dict[str, bytes]) -> None:
    gone = {
        name
        for name in parts
        if name.startswith("Thumbnails/") or name.startswith("META-INF/") and "signatures" in name
    }
    for name in gone:
        del parts[name]
    for name in parts:
        if posixpath.basename(name) == "meta.xml":
            parts[name] = _META
        elif posixpath.basename(name) == "settings.xml":
            parts[name] = _PRINTER.sub(rb"\1", parts[name])
        elif name == "META-INF/manifest.xml":
            parts[name] = re.sub(rb'<manifest:file-entry\b[^<>]{0,300}"Thumbnails/[^<>]{0,300}/>', b"", parts[name])


def _strip_ooxml(parts: dict[str, bytes]) -> None:
    gone = _about(parts)
    gone |= {_rels_of(name) for name in gone}
    for name in [name for name in parts if name.casefold() in gone]:
        del parts[name]
    for name in parts:
        if name.endswith(".rels"):
            _unrelate(parts, name, gone)
        elif name == "xl/workbook.xml":
            parts[name] = _FOLDER.sub(rb'\1"', parts[name])
    types = _parsed(parts[_TYPES])
    lost = [element for element in types if (element.get("PartName") or "").lstrip("/").casefold() in gone]
    if lost:
        parts[_TYPES] = _without(types, lost)


def _about(parts: dict[str, bytes]) -> set[str]:
    """The folded names of the parts that speak of the package, not of its matter."""
    about = {name.casefold() for name in parts if _ABOUT.match(name)}
    about |= {
        _target("", element)
        for element in _parsed(parts.get("_rels/.rels", b"<none/>"))
        if (element.get("Type") or "").endswith(_ABOUT_TYPES)
    }
    # What an office server noted: who shared it, its workflow.
    shared = {name for name in parts if name.startswith("customXml/item") and _SHAREPOINT in parts[name]}
    for name in shared:
        about |= {_target("customXml", element) for element in _parsed(parts.get(_rels_of(name), b"<none/>"))}
    return about | {name.casefold() for name in shared}


def _rels_of(name: str) -> str:
    folder, _, last = name.rpartition("/")
    return posixpath.join(folder, "_rels", f"{last}.rels")


def _unrelate(parts: dict[str, bytes], name: str, gone: set[str]) -> None:
    """Take out the relationships to what is gone, and to the template on its author's disk."""
    relations = _parsed(parts[name])
    folder = posixpath.dirname(posixpath.dirname(name))
    lost = [element for element in relations if _target(folder, element) in gone]
    owner = posixpath.join(folder, posixpath.basename(name).removesuffix(".rels"))
    templates = [element for element in relations if (element.get("Type") or "").endswith("/attachedTemplate")]
    if templates and _TEMPLATE.search(parts.get(owner, b"")):
        parts[owner] = _TEMPLATE.sub(b"", parts[owner])
        lost += templates
    if lost:
        parts[name] = _without(relations, lost)


def _target(folder: str, element: ET.Element) -> str:
    """The folded name of the part a relationship leads to; empty for what lies outside the package."""
    if element.get("TargetMode") == "External":
        return ""
    return posixpath.normpath(posixpath.join("/", folder, element.get("Target") or "")).lstrip("/").casefold()


def _without(root: ET.Element, lost: list[ET.Element]) -> bytes:
    for element in lost:
        root.remove(element)
    ET.register_namespace("", root.tag.partition("}")[0].lstrip("{"))
    return ET.tostring(root, encoding="UTF-8", xml_declaration=True)
