"""The kinds of file that are taken. Known in the child process too: nothing of Django here."""

from enum import StrEnum


class Kind(StrEnum):
    """A kind of file, by the ending of its name."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    TXT = "txt"
    MD = "md"
    CSV = "csv"
    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]

    @property
    def endings(self) -> tuple[str, ...]:
        """Endings that a name of this kind may have, the usual one first."""
        return _ENDINGS.get(self, (f".{self}",))


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
_MEDIA_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: f"{_OOXML}.wordprocessingml.document",
    Kind.XLSX: f"{_OOXML}.spreadsheetml.sheet",
    Kind.PPTX: f"{_OOXML}.presentationml.presentation",
    Kind.ODT: f"{_ODF}.text",
    Kind.ODS: f"{_ODF}.spreadsheet",
    Kind.ODP: f"{_ODF}.presentation",
    Kind.TXT: "text/plain",
    Kind.MD: "text/markdown",
    Kind.CSV: "text/csv",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.WEBP: "image/webp",
}
_ENDINGS = {Kind.MD: (".md", ".markdown"), Kind.JPEG: (".jpg", ".jpeg"), Kind.TXT: (".txt", ".text")}

TEXTS = frozenset({Kind.TXT, Kind.MD, Kind.CSV})
IMAGES = frozenset({Kind.PNG, Kind.JPEG, Kind.WEBP})
OOXML = frozenset({Kind.DOCX, Kind.XLSX, Kind.PPTX})
ODF = frozenset({Kind.ODT, Kind.ODS, Kind.ODP})
OFFICE = OOXML | ODF
# Those whose words can be read into the box.
READABLE = frozenset({Kind.DOCX, Kind.ODT, Kind.TXT, Kind.MD})
