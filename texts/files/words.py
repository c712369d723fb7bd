"""The sentences of what is found in files; in the child process only their names are known."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from texts.files.kinds import Kind

TAKEN = _(
    "Send it as PDF, Word (.docx), OpenDocument (.odt, .ods, .odp), Excel (.xlsx), PowerPoint (.pptx), "
    "plain text (.txt, .md, .csv) or picture (.jpg, .png, .webp)."
)

KINDS: Mapping[Kind, str | Promise] = {
    Kind.PDF: _("PDF"),
    Kind.DOCX: _("Word document"),
    Kind.XLSX: _("Excel spreadsheet"),
    Kind.PPTX: _("PowerPoint slides"),
    Kind.ODT: _("OpenDocument text"),
    Kind.ODS: _("OpenDocument spreadsheet"),
    Kind.ODP: _("OpenDocument slides"),
    Kind.TXT: _("Plain text"),
    Kind.MD: _("Markdown text"),
    Kind.CSV: _("Table (CSV)"),
    Kind.PNG: _("Picture (PNG)"),
    Kind.JPEG: _("Picture (JPEG)"),
    Kind.WEBP: _("Picture (WebP)"),
}

REASONS: Mapping[str, str | Promise] = {
    "empty": _("The file is empty."),
    "other_kind": _("The file looks like a %(ending)s file, which is not taken here. %(taken)s"),
    "not_text": _("The file is of a kind that is not taken here. %(taken)s"),
    "archive": _("The file is an archive or of a kind that is not taken here. %(taken)s"),
    "old_office": _("The file is in an old office format. Save it as .docx, .xlsx, .pptx or PDF and send that."),
    "web_page": _("The file is a web page or a program, not plain text. Save it as PDF and send that."),
    "locked": _("The file is protected by a password. Send it without one."),
    "macros": _(
        "The file contains macros, which are programs. Save it without them (.docx, .xlsx, .odt) and send that."
    ),
    "packed": _("The file has another file packed into it. Take that out and send it beside this one."),
    "broken": _("The file cannot be read. It may be damaged: open it, save it again and send that."),
    "too_much": _("The file takes too long to read, or becomes too large when unpacked. Send it in parts or as PDF."),
    "too_many_points": _("The picture is too large. Make it smaller than %(limit)s million points and send that."),
    "unreadable": _("Text is read from .docx, .odt, .txt and .md files. From this one it has to be pasted."),
    "too_long": _("The file holds %(count)s characters; at most %(limit)s fit."),
    "no_words": _("The file holds no text, perhaps only pictures of pages."),
}


def note(name: str, count: int) -> str:
    """What could not be kept while a text was read from a file, as a sentence."""
    match name:
        case "pictures":
            words = ngettext("%(count)s picture was left out.", "%(count)s pictures were left out.", count)
        case "comments":
            words = ngettext(
                "%(count)s remark in the document's margin was left out.",
                "%(count)s remarks in the document's margin were left out.",
                count,
            )
        case "changes":
            words = ngettext(
                "%(count)s tracked change was taken as accepted.",
                "%(count)s tracked changes were taken as accepted.",
                count,
            )
        case "tables":
            words = ngettext(
                "%(count)s table was made plain: compare it with the document.",
                "%(count)s tables were made plain: compare them with the document.",
                count,
            )
        case "formulas":
            words = ngettext("%(count)s formula was left out.", "%(count)s formulas were left out.", count)
        case "objects":
            words = ngettext(
                "%(count)s chart or embedded object was left out.",
                "%(count)s charts or embedded objects were left out.",
                count,
            )
        case "footnotes":
            words = ngettext(
                "%(count)s footnote stands at the end now.", "%(count)s footnotes stand at the end now.", count
            )
        case "numbers":
            words = ngettext(
                "The numbers of %(count)s list were counted anew: compare them with the document.",
                "The numbers of %(count)s lists were counted anew: compare them with the document.",
                count,
            )
        case "edges":
            words = str(_("Page headers and footers were left out."))
        case "contents":
            words = str(_("The table of contents was left out."))
        case _:
            raise ValueError(f"Unknown note {name!r}")
    return words % {"count": count}


def reason(name: str, values: Mapping[str, Any]) -> tuple[str | Promise, dict[str, Any]]:
    """The sentence with %-placeholders that a reason has, and its values."""
    return REASONS[name], {"taken": TAKEN, **values} if name in {"other_kind", "not_text", "archive"} else dict(values)
