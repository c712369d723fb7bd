"""What every filed text must satisfy before anything else is asked."""

import hashlib
import unicodedata

from django.utils.translation import gettext_lazy as _

from texts.rules import languages, markdown, spaces
from web.refusals import Invalid, Refusal


def checked(text: str, *, limit: int, field: str = "text") -> str:
    """The text as it will be filed; `limit` in characters. Raises `Invalid` naming the field."""
    clean = spaces.clean(text)
    if spaces.is_blank(clean) or (len(clean) <= limit and spaces.is_blank(markdown.to_plain(clean))):
        raise Invalid(Refusal("text_missing", _("Write something: the text is empty."), field=field))
    check_length(clean, limit=limit, field=field)
    return clean


def check_length(text: str, *, limit: int, field: str = "text") -> None:
    """Raises `Invalid` where a text that may be blank has more than `limit` characters."""
    if len(text) > limit:
        raise Invalid(
            Refusal(
                "text_too_long",
                _("The text has %(length)s characters. At most %(limit)s fit: shorten it or send the rest apart."),
                {"length": f"{len(text):,}", "limit": f"{limit:,}"},
                field=field,
            )
        )


def checked_language(tag: str) -> str:
    """A language as BCP 47 writes it."""
    canonical = languages.canonical(tag)
    if canonical is None:
        raise Invalid(
            Refusal(
                "language_unknown",
                _("“%(tag)s” is not a language we know. Use a tag such as en, fr or zh-Hant."),
                {"tag": tag[:35]},
                field="language",
            )
        )
    return canonical


class _Separators(dict[int, str | int]):
    """What `str.translate` puts for each character: a space for punctuation, spaces and controls."""

    def __missing__(self, code: int) -> str | int:
        self[code] = " " if unicodedata.category(chr(code))[0] in "PZC" else code
        return self[code]


_SEPARATORS = _Separators()


def digest(*texts: str) -> bytes:
    """SHA-256 of the words alone: texts that differ in case, spaces, punctuation or Unicode form only have the same."""
    plain = (unicodedata.normalize("NFKC", text).casefold().translate(_SEPARATORS) for text in texts)
    folded = "\n".join(" ".join(text.split()) for text in plain)
    return hashlib.sha256((folded if folded.strip() else "\n".join(texts)).encode()).digest()
