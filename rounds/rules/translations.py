"""What a translation may say: which words of a thing, how long, in which language."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from rounds.rules import corrections, words
from texts.rules import languages
from web.refusals import Invalid, Refusal

# The words of a thing that are translated, in the order in which they are read.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "consultation": ("title", "summary"),
    "round": ("title", "summary"),
    "question": ("text", "help"),
}
LINES = corrections.LINES


def limit(what: str, field: str) -> int:
    """How many characters fit."""
    return corrections.LIMITS[what][field]


def further(language: str, *, authentic: str) -> str:
    """A language in which something is brought in, as BCP 47 writes it; never the one of the thing itself."""
    tag = words.checked_language(language)
    if tag == authentic:
        raise Invalid(
            Refusal(
                "language_authentic",
                _("%(language)s is the language of the authentic words. Choose another."),
                {"language": languages.name(tag)},
                field="language",
            )
        )
    return tag


def gone() -> Refusal:
    return Refusal("translation_gone", _("There is no version in this language any more."))
