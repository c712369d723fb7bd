"""Files that are taken: told by what stands in them, kept without what they tell about their makers."""

import io

import docx
import pytest
from odfdo import Document
from PIL import Image

from tests import files
from texts.files import intake, words
from texts.files.kinds import Kind

MADE = {
    Kind.PDF: files.pdf,
    Kind.DOCX: files.word,
    Kind.XLSX: lambda: files.office("xlsx"),
    Kind.PPTX: lambda: files.office("pptx"),
    Kind.ODT: files.writer,
    Kind.ODS: lambda: files.opendocument("ods"),
    Kind.ODP: lambda: files.opendocument("odp"),
    Kind.TXT: lambda: "We agree, naïvely.\n".encode(),
    Kind.PNG: lambda: files.picture("PNG"),
    Kind.JPEG: lambda: files.picture("JPEG"),
    Kind.WEBP: lambda: files.picture("WEBP"),
}


@pytest.mark.parametrize("kind", MADE)
def test_a_file_is_what_stands_in_it_whatever_its_name(kind):
    content = MADE[kind]()

    assert intake.sniff(content, "payroll.exe") == kind
    assert intake.sniff(content, "") == kind
    assert intake.taken(content, "page.html").kind == kind


@pytest.mark.parametrize("kind", [kind for kind in MADE if kind != Kind.TXT])
def test_what_is_kept_is_of_the_same_kind_and_is_kept_the_same_again(kind):
    once = intake.taken(MADE[kind](), "a").content

    again = intake.taken(once, "a")

    assert again.kind == kind
    assert files.SECRET.encode() not in once
    if kind not in {Kind.JPEG, Kind.WEBP}:
        assert again.content == once


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.txt", Kind.TXT), ("a.MD", Kind.MD), ("a.markdown", Kind.MD), ("a.csv", Kind.CSV), ("a.docx", Kind.TXT)],
)
def test_the_name_tells_kinds_of_plain_text_apart(name, kind):
    assert intake.sniff(b"a,b\n1,2\n", name) == kind


def test_text_in_utf_16_with_its_mark_is_text():
    assert intake.sniff("Nous sommes d’accord.".encode("utf-16"), "a.txt") == Kind.TXT


def test_text_that_speaks_of_web_pages_is_text():
    content = b"Write <script> elements never, and <!DOCTYPE html> always.\n"

    assert intake.taken(content, "a.txt").content == content


def test_a_word_document_loses_its_author_and_keeps_its_words():
    kept = intake.taken(files.word("Our words stay."), "a.docx").content

    document = docx.Document(io.BytesIO(kept))
    assert [paragraph.text for paragraph in document.paragraphs] == ["Our words stay."]
    assert files.SECRET.encode() not in b"".join(files.parts(kept).values())
    assert [name for name in files.parts(kept) if name.startswith("docProps/")] == []
    assert b"docProps" not in files.parts(kept)["_rels/.rels"] + files.parts(kept)["[Content_Types].xml"]


def test_the_folder_of_a_template_and_of_a_workbook_go():
    content = files.word()
    settings = files.parts(content)["word/settings.xml"]
    at = settings.index(b">", settings.index(b"<w:settings")) + 1
    content = files.with_parts(
        content,
        {
            "word/settings.xml": settings[:at] + b'<w:attachedTemplate r:id="rId9"/>' + settings[at:],
            "word/_rels/settings.xml.rels": (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship'
                f' Id="rId9" Type="{files.RELATION}/attachedTemplate" Target="file:///C:/{files.SECRET}/N.dotm"'
                ' TargetMode="External"/></Relationships>'
            ),
        },
    )
    book = files.with_parts(
        files.office("xlsx"), {"xl/workbook.xml": f'<w><x15ac:absPath url="C:\\{files.SECRET}" a="b"/></w>'}
    )

    kept = files.parts(intake.taken(content, "a").content)

    assert b"attachedTemplate" not in kept["word/settings.xml"]
    assert files.SECRET.encode() not in kept["word/_rels/settings.xml.rels"]
    assert files.parts(intake.taken(book, "a").content)["xl/workbook.xml"] == b'<w><x15ac:absPath url="" a="b"/></w>'


def test_what_an_office_server_noted_goes_and_other_data_stays():
    content = files.with_parts(
        files.word(),
        {
            "customXml/item7.xml": f'<p xmlns="http://schemas.microsoft.com/office/2006/metadata/p">{files.SECRET}</p>',
            "customXml/item8.xml": "<sources/>",
            "word/people.xml": f"<people>{files.SECRET}</people>",
        },
    )

    kept = files.parts(intake.taken(content, "a").content)

    assert "customXml/item7.xml" not in kept
    assert "word/people.xml" not in kept
    assert kept["customXml/item8.xml"] == b"<sources/>"


def test_an_opendocument_text_loses_its_author_and_keeps_its_words():
    content = files.with_parts(
        files.writer("Our words stay."),
        {
            "Thumbnails/thumbnail.png": files.picture("PNG"),
            "META-INF/documentsignatures.xml": f"<s>{files.SECRET}</s>",
            "settings.xml": (
                '<office:document-settings xmlns:office="o" xmlns:config="c"><config:config-item'
                f' config:name="PrinterName" config:type="string">{files.SECRET}</config:config-item>'
                "</office:document-settings>"
            ),
        },
    )

    kept = intake.taken(content, "a.odt").content

    assert Document(io.BytesIO(kept)).body.get_paragraphs()[0].text_recursive == "Our words stay."
    assert list(files.parts(kept))[0] == "mimetype"
    assert "Thumbnails/thumbnail.png" not in files.parts(kept)
    assert files.SECRET.encode() not in b"".join(files.parts(kept).values())


def test_pictures_and_workbooks_within_a_document_lose_their_notes():
    book = files.with_parts(files.office("xlsx"), {"docProps/core.xml": f"<c>{files.SECRET}</c>"})
    jpeg, png = files.picture("JPEG", orientation=6), files.picture("PNG")
    content = files.with_parts(
        files.word(),
        {"word/media/a.jpeg": jpeg, "word/media/b.png": png, "word/embeddings/book.xlsx": book},
    )

    kept = files.parts(intake.taken(content, "a").content)

    jpeg_kept = Image.open(io.BytesIO(kept["word/media/a.jpeg"]))
    assert dict(jpeg_kept.getexif()) == {0x0112: 6}
    assert jpeg_kept.tobytes() == Image.open(io.BytesIO(jpeg)).tobytes()
    assert Image.open(io.BytesIO(kept["word/media/b.png"])).tobytes() == Image.open(io.BytesIO(png)).tobytes()
    assert "docProps/core.xml" not in files.parts(kept["word/embeddings/book.xlsx"])
    assert files.SECRET.encode() not in b"".join(kept.values())


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_turned_upright_and_loses_who_took_it_and_where(format):
    content = files.picture(format, orientation=6)
    assert files.SECRET.encode() in content

    kept = intake.taken(content, "a").content

    image = Image.open(io.BytesIO(kept))
    assert image.size == (40, 60)
    top, bottom = image.convert("RGB").getpixel((20, 5)), image.convert("RGB").getpixel((20, 55))
    assert top[0] > 200 > 60 > top[2]
    assert bottom[2] > 200 > 60 > bottom[0]
    assert dict(image.getexif()) == {}
    assert files.SECRET.encode() not in kept


def test_what_hangs_behind_a_picture_or_a_zip_is_gone():
    picture = intake.taken(files.picture("PNG") + b"<script>canary</script>", "a").content
    document = files.word()[:-2] + b"\x06\0canary"

    assert b"canary" not in picture
    assert b"canary" not in intake.taken(document, "a").content


def test_a_pdf_keeps_its_length_and_loses_its_author():
    content = files.pdf()

    kept = intake.taken(content, "a.pdf").content

    assert len(kept) == len(content)
    assert files.SECRET.encode() not in kept
    assert b"/Producer" not in kept
    assert b"/MediaBox [0 0 200 200]" in kept


def test_a_signed_pdf_stays_as_it_is():
    content = files.pdf() + b"% /ByteRange [0 1 2 3]\n"

    assert intake.taken(content, "a.pdf").content == content


def test_every_kind_has_its_words_and_its_media_type():
    assert set(words.KINDS) == set(Kind)
    assert len({kind.media_type for kind in Kind}) == len(Kind)
