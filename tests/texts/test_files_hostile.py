"""Files that are refused, each with its reason; whatever they hold, the process that looks into them is bounded."""

import io
import struct
import subprocess
import sys
import zipfile
import zlib

import pytest
from PIL import Image

from tests import files
from texts.files import child, intake
from texts.files.kinds import Kind


def why(content: bytes, name: str = "a.docx") -> str:
    """The reason for which a file is refused. One that was only ended because it took too long would say "too_much"."""
    with pytest.raises(intake.Unacceptable) as refused:
        intake.taken(content, name)
    assert str(refused.value).endswith(".")
    assert "%(" not in str(refused.value)
    return refused.value.reason


def overlapping(count: int) -> bytes:
    """A zip whose members all lie on the same bytes: much, when unpacked, from nearly nothing."""
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = squeezed.compress(b"\0" * 20_000_000) + squeezed.flush()
    facts = (zlib.crc32(b"\0" * 20_000_000), len(data), 20_000_000)
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 33, *facts, 1, 0) + b"a" + data
    listed = b"".join(
        struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 33, *facts, 5, 0, 0, 0, 0, 0, 0) + f"{n:05}".encode()
        for n in range(count)
    )
    return local + listed + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(listed), len(local), 0)


def lying(content: bytes, name: str) -> bytes:
    """A zip that says of one member that it unpacks to a single byte."""
    at = content.rindex(name.encode()) - 46 + 24
    return content[:at] + struct.pack("<I", 1) + content[at + 4 :]


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><d>&i;</d>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'


@pytest.mark.parametrize("name", ["[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/theme/theme1.xml"])
@pytest.mark.parametrize("xml", [ENTITIES, OUTSIDE], ids=["entities", "outside"])
@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
def test_xml_that_declares_something_is_refused(name, xml, code):
    content = files.with_parts(files.word(), {name: xml.encode(code)})

    assert why(content) in {"broken", "archive"}
    with pytest.raises(intake.Unacceptable):
        intake.read_text(content, Kind.DOCX, 200_000)


def test_xml_that_declares_something_is_refused_in_opendocument_too():
    content = files.with_parts(files.writer(), {"content.xml": ENTITIES})

    assert why(content) == "broken"
    with pytest.raises(intake.Unacceptable) as refused:
        intake.read_text(content, Kind.ODT, 200_000)
    assert refused.value.reason == "broken"


def test_a_zip_that_becomes_large_is_refused():
    content = files.with_parts(files.word(), {"word/media/a.bin": b"\0" * 101 * 1024 * 1024})
    assert len(content) < 200_000

    assert why(content) == "too_much"


def test_a_zip_that_lies_about_how_large_it_becomes_is_refused():
    content = files.with_parts(files.word(), {"word/media/a.bin": b"\0" * 101 * 1024 * 1024})

    assert why(lying(content, "word/media/a.bin")) == "broken"


def test_zips_within_zips_share_one_bound():
    book = files.with_parts(files.office("xlsx"), {"a.bin": b"\0" * 40_000_000})

    content = files.with_parts(files.word(), {f"word/embeddings/{number}.xlsx": book for number in range(3)})

    assert why(content) == "too_much"


def test_a_zip_in_a_zip_in_a_zip_is_refused():
    inner = files.office("xlsx")
    for _ in range(3):
        inner = files.with_parts(files.office("xlsx"), {"xl/embeddings/book.xlsx": inner})

    assert why(inner) == "packed"


@pytest.mark.parametrize("count", [5_001, 60_000, 80_000])
def test_a_zip_of_very_many_members_is_refused(count):
    content = files.zipped([("[Content_Types].xml", "<Types/>"), *((f"m{number}", "") for number in range(count - 1))])

    assert why(content) == "too_much"


def test_a_zip_whose_members_lie_on_each_other_is_refused():
    assert why(overlapping(4)) in {"broken", "too_much"}
    assert why(overlapping(4_000)) == "too_much"


@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
@pytest.mark.parametrize(
    "make", [files.word, files.writer, lambda: files.picture("PNG"), lambda: files.picture("JPEG", size=(900, 900))]
)
def test_a_file_that_ends_too_early_is_refused(make, share):
    content = make()

    assert why(content[: max(12, int(len(content) * share))]) == "broken"


def test_a_picture_of_very_many_points_is_refused():
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")

    assert why(out.getvalue()) == "too_many_points"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"MZ\x90\x00" + b"\0" * 60, "other_kind"),
        (b"GIF89a" + b"\0" * 60, "other_kind"),
        (b"\x7fELF" + b"\0" * 60, "not_text"),
        (b"caf\xe9", "not_text"),
        (b"a\0b", "not_text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (b"<!DOCTYPE html><p>canary", "web_page"),
        (b"\n <HTML><script>canary</script>", "web_page"),
        (b"\xef\xbb\xbf<script>canary()</script>", "web_page"),
        ("<svg onload=canary()>".encode("utf-16"), "web_page"),
        (b"<?xml version='1.0'?><svg/>", "web_page"),
        (b"#!/bin/sh\ncanary\n", "web_page"),
        (b"{\\rtf1 canary}", "web_page"),
        (b" %PDF-1.7\n", "web_page"),
    ],
)
def test_what_is_no_kind_that_is_taken_is_refused(content, reason):
    assert why(content, "a.txt") == reason


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"a.txt": "words"}, "archive"),
        ({"mimetype": "application/epub+zip", "content.xml": "<a/>"}, "archive"),
        ({"mimetype": "application/vnd.oasis.opendocument.text-template"}, "archive"),
        ({"mimetype": Kind.ODT.media_type, "[Content_Types].xml": "<Types/>"}, "archive"),
        ({"[Content_Types].xml": "<Types/>"}, "archive"),
        ({"mimetype": Kind.ODT.media_type, "META-INF/manifest.xml": "<m><encryption-data/></m>"}, "locked"),
        ({"mimetype": Kind.ODT.media_type, "Basic/Standard/Module1.xml": "<m/>"}, "macros"),
        ({"mimetype": Kind.ODT.media_type, "Scripts/python/a.py": "a"}, "macros"),
        ({"mimetype": Kind.ODT.media_type, "../../a": "a"}, "broken"),
        ({"mimetype": Kind.ODT.media_type, "/etc/a": "a"}, "broken"),
        ({"mimetype": Kind.ODT.media_type, "a/B": "a", "A/b": "a"}, "broken"),
        ({"mimetype": Kind.ODT.media_type, "content.xml": b"\x4c\xa7\x94\x93"}, "broken"),
    ],
)
def test_a_zip_that_is_no_office_file_is_refused(parts, reason):
    assert why(files.zipped(parts)) == reason


@pytest.mark.parametrize(
    "parts",
    [
        {"word/vbaProject.bin": b"\0"},
        {"word/activeX/activeX1.bin": b"\0"},
        {"xl/macrosheets/sheet1.xml": "<a/>"},
    ],
)
def test_programs_in_office_files_are_refused(parts):
    assert why(files.with_parts(files.word(), parts)) == "macros"


def test_a_document_that_says_it_has_macros_is_refused():
    content = files.word()
    types = files.parts(content)["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )

    assert why(files.with_parts(content, {"[Content_Types].xml": types})) == "macros"


def test_macros_in_a_workbook_within_a_document_are_refused():
    book = files.with_parts(files.office("xlsx"), {"xl/vbaProject.bin": b"\0"})

    assert why(files.with_parts(files.word(), {"word/embeddings/book.xlsx": book})) == "macros"


def test_a_program_packed_into_a_document_is_refused():
    packed = "\x01Ole10Native".encode("utf-16-le") + b"MZ\x90\x00"

    assert why(files.with_parts(files.word(), {"word/embeddings/oleObject1.bin": packed})) == "packed"
    assert why(files.with_parts(files.word(), {"word/media/a.bin": files.zipped({"a.exe": "a"})})) == "packed"


def test_a_zip_with_a_password_is_refused():
    content = bytearray(files.word())
    for at in range(len(content)):
        if content[at : at + 4] == b"PK\1\2":
            content[at + 8] |= 1

    assert why(bytes(content)) == "locked"


def test_a_part_that_says_it_unpacks_in_a_way_nobody_uses_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as file:
        for name, part in files.parts(files.word()).items():
            file.writestr(name, part)

    assert why(out.getvalue()) == "broken"


def test_words_nested_very_deeply_are_refused_and_end():
    deep = "<w:p>" * 50_000 + "</w:p>" * 50_000
    content = files.with_parts(files.word(), {"word/document.xml": f'<w:d xmlns:w="w">{deep}</w:d>'})

    with pytest.raises(intake.Unacceptable):
        intake.read_text(content, Kind.DOCX, 200_000)


def test_a_pdf_made_to_be_slow_is_refused_or_taken_at_once():
    packets = b"%PDF-1.4\n" + b"<?xpacket begin=" * 300_000

    assert why(b"%PDF-1.4\n" + b"".join(b"/Info %d 0 R\n" % n for n in range(300_000))) == "broken"
    assert intake.taken(packets, "a.pdf").content == packets


def test_the_child_is_bounded_in_memory_and_in_output(monkeypatch):
    content = files.word()
    large = files.with_parts(content, {"a.bin": b"\0" * 30_000_000})

    monkeypatch.setattr(child, "MEMORY", 20_000_000)
    assert why(large) == "too_much"

    monkeypatch.undo()
    monkeypatch.setattr(child, "OUTPUT", 1_000)
    assert why(content) == "too_much"


def test_the_child_is_bounded_in_seconds(monkeypatch):
    many = "<w:p><w:r><w:t>word</w:t></w:r></w:p>" * 200_000
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    content = files.with_parts(
        files.word(), {"word/document.xml": f'<w:document xmlns:w="{name}"><w:body>{many}</w:body></w:document>'}
    )

    monkeypatch.setattr(child, "SECONDS", 1)

    with pytest.raises(intake.Unacceptable) as refused:
        intake.read_text(content, Kind.DOCX, 20_000_000)
    assert refused.value.reason == "too_much"


def test_a_child_that_waits_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(child, "PATIENCE", 0.001)

    assert why(b"words") == "too_much"


def test_the_child_starts_without_the_environment(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary")
    monkeypatch.setattr(child, "_START", "import json, os; print(json.dumps(dict(os.environ)))")

    environment, _ = child.do("", b"")

    assert "canary" not in environment.values()
    assert set(environment) <= {"LD_LIBRARY_PATH", "LC_CTYPE"}


def test_the_child_knows_nothing_of_the_site():
    asked = subprocess.run(
        [
            *(sys.executable, "-I", "-c"),
            "import sys; sys.path.insert(0, sys.argv[1]);"
            "from texts.files.inside import images, package, pdf, reading, serve, sniffing, worddoc, writer;"
            "print('django' in sys.modules)",
            child.ROOT,
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    assert asked.stdout == "False\n"
