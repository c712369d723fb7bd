"""Plain text as HTML: shown as written."""

import re
from html import escape

_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")


def to_html(text: str) -> str:
    """Return escaped text in `<div class="as-written">`: blank lines part paragraphs, a newline is `<br>`.

    Nothing is read as Markdown, so numbering and indentation stay as typed. The style sheet keeps white space in that
    class (`white-space: pre-wrap`), hence no newline stands between the tags: it would show as an empty line.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    text = re.sub(r"\A(?:[^\S\n]*\n)+", "", text)
    if not text:
        return ""
    paragraphs = _BLANK_LINES.split(escape(text))
    return (
        '<div class="as-written">'
        + "".join(f"<p>{paragraph.replace('\n', '<br>')}</p>" for paragraph in paragraphs)
        + "</div>"
    )
