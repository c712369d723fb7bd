"""Pictures within office files: their notes are cut out, the picture itself stays as it is, byte for byte."""

import struct

_ORIENTATION = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0%c\0\0\0\0\0\0"
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_NOTES = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}


def without_notes(content: bytes) -> bytes:
    """A JPEG or PNG without EXIF (but for the orientation), XMP and comments; anything else as it is."""
    try:
        if content.startswith(b"\xff\xd8\xff"):
            return _jpeg(content)
        if content.startswith(_PNG):
            return _png(content)
    except (struct.error, IndexError):
        pass
    return content


def _jpeg(content: bytes) -> bytes:
    kept = [content[:2]]
    at = 2
    while content[at] == 0xFF and content[at + 1] != 0xDA:
        marker = content[at + 1]
        (length,) = struct.unpack_from(">H", content, at + 2)
        segment = content[at : at + 2 + length]
        if marker == 0xE1 and segment[4:10] == b"Exif\0\0" and (turned := _orientation(segment[10:])):
            notes = _ORIENTATION % turned
            kept.append(b"\xff\xe1" + struct.pack(">H", len(notes) + 2) + notes)
        # APP1 is EXIF and XMP, APP13 what news agencies note, COM a comment.
        elif marker not in (0xE1, 0xED, 0xFE):
            kept.append(segment)
        at += 2 + length
    return b"".join(kept) + content[at:]


def _orientation(tiff: bytes) -> int:
    """The orientation (2 to 8) in EXIF's first list, 0 where there is none or it is upright."""
    order = ">" if tiff.startswith(b"MM") else "<"
    (first,) = struct.unpack_from(order + "I", tiff, 4)
    (count,) = struct.unpack_from(order + "H", tiff, first)
    for number in range(min(count, 200)):
        tag, _type, _count, value = struct.unpack_from(order + "HHIH", tiff, first + 2 + 12 * number)
        if tag == 0x0112:
            return int(value) if 2 <= value <= 8 else 0
    return 0


def _png(content: bytes) -> bytes:
    kept = [_PNG]
    at = len(_PNG)
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        name = content[at + 4 : at + 8]
        if name not in _PNG_NOTES:
            kept.append(content[at : at + 12 + length])
        at += 12 + length
        if name == b"IEND":
            break
    return b"".join(kept)
