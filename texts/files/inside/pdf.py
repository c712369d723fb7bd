"""A PDF's notes about itself.

A PDF is a web of byte positions, so it is not written again: what is taken away is overwritten with blanks of the same
length. That reaches the XMP packets and the document information (author, program, dates) where they stand readable,
which is how nearly all programs write them. Where the information lies in a compressed object, only the reference to
it is taken away: viewers show nothing, the bytes are still there. A signed PDF stays untouched, since each change
would break its signature; so does an encrypted one.
"""

import re

from texts.files.inside.bad import Bad

_XMP_BEGINS, _XMP_ENDS = b"<?xpacket begin=", b"<?xpacket end="
_INFO = re.compile(rb"/Info\s{1,4}(\d{1,10})\s{1,4}(\d{1,5})\s{1,4}R\b")
_LONGEST = 100_000
# Each edition of a file has one; a file with more than this was made to be slow.
_MOST = 50


def stripped(content: bytes) -> bytes:
    if b"/ByteRange" in content or b"/Encrypt" in content:
        return content
    out = bytearray(content)
    begin = content.find(_XMP_BEGINS)
    while begin >= 0 and (end := content.find(_XMP_ENDS, begin)) >= 0:
        _blank(out, begin, end)
        begin = content.find(_XMP_BEGINS, end)
    informed = set(_INFO.findall(content))
    if len(informed) > _MOST:
        raise Bad("broken")
    for number, generation in informed:
        _blank_object(out, content, number, generation)
    for reference in _INFO.finditer(content):
        _blank(out, reference.start(), reference.end())
    return bytes(out)


def _blank_object(out: bytearray, content: bytes, number: bytes, generation: bytes) -> None:
    """Empty the dictionary of each object of this number; a new edition of a file may hold it twice."""
    for begin in re.finditer(rb"(?<!\d)" + number + rb"\s{1,4}" + generation + rb"\s{1,4}obj\b", content):
        end = content.find(b"endobj", begin.end(), begin.end() + _LONGEST)
        body = content[begin.end() : end].strip() if end > 0 else b""
        if len(body) >= 4 and body.startswith(b"<<") and b"stream" not in body:
            start = content.index(b"<<", begin.end()) + 2
            _blank(out, start, content.rindex(b">>", start, end))


def _blank(out: bytearray, start: int, end: int) -> None:
    out[start:end] = b" " * (end - start)
