"""Files as people send them, and as nobody should: made here, byte by byte, so that no sample lies about."""

import io
import zipfile
from collections.abc import Iterable, Mapping

import docx
from odfdo import Document, Paragraph
from PIL import Image

# What a file must not tell: no test file says it in its matter.
SECRET = "Mbali of room 212"

_PARTS = "application/vnd.openxmlformats-officedocument"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts: Mapping[str, bytes | str] | Iterable[tuple[str, bytes | str]], stored: bool = False) -> bytes:
    """A zip of these parts, in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items() if isinstance(parts, Mapping) else parts:
            file.writestr(name, part)
    return out.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def with_parts(content: bytes, new: Mapping[str, bytes | str]) -> bytes:
    return zipped({**parts(content), **new})


def word(*paragraphs: str, author: str = SECRET) -> bytes:
    """A Word document of these paragraphs, made by `author`."""
    document = docx.Document()
    for paragraph in paragraphs or ("We agree.",):
        document.add_paragraph(paragraph)
    document.core_properties.author = author
    document.core_properties.last_modified_by = author
    document.core_properties.comments = author
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def writer(*elements: object, author: str = SECRET) -> bytes:
    """An OpenDocument text of these elements (paragraphs, where they are strings), made by `author`."""
    document = Document("text")
    document.body.clear()
    for element in elements or ("We agree.",):
        document.body.append(Paragraph(element) if isinstance(element, str) else element)
    document.meta.creator = author
    document.meta.initial_creator = author
    document.meta.title = author
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def office(kind: str) -> bytes:
    """The smallest xlsx or pptx that says what it is."""
    main = {"xlsx": "spreadsheetml.sheet", "pptx": "presentationml.presentation"}[kind]
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/main.xml" ContentType="{_PARTS}.{main}.main+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
            f'Type="{RELATION}/officeDocument" Target="main.xml"/></Relationships>',
            "main.xml": "<main/>",
        }
    )


def opendocument(kind: str) -> bytes:
    """The smallest ods or odp that says what it is."""
    media_type = {"ods": "spreadsheet", "odp": "presentation"}[kind]
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{media_type}",
            "content.xml": "<content/>",
            "META-INF/manifest.xml": "<manifest/>",
        }
    )


def picture(format: str, *, size: tuple[int, int] = (60, 40), orientation: int = 1, secret: str = SECRET) -> bytes:
    """A picture, red on its left half and blue on its right, whose EXIF says who took it, where, and how it lies."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = secret
    exif.get_ifd(0x8825)[1] = "S"
    exif.get_ifd(0x8825)[29] = secret
    out = io.BytesIO()
    image.save(out, format, exif=exif, **({"comment": secret.encode()} if format == "JPEG" else {}))
    return out.getvalue()


def pdf(author: str = SECRET) -> bytes:
    """A PDF of one empty page with document information and an XMP packet."""
    packet = f'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta>{author}</x:xmpmeta><?xpacket end="w"?>'
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R /Metadata 5 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        f"<< /Author ({author}) /Producer (Mill 4) >>",
        f"<< /Type /Metadata /Subtype /XML /Length {len(packet)} >>\nstream\n{packet}\nendstream",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        out
        + f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}".encode()
        + f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    )
