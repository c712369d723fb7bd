"""What is taken off a text before it is stored, and nothing more.

Two doors, two rules. What somebody types is tidied by `clean` (a title or a name by `line`). What was written elsewhere
and is brought in is only made storable by `unharmed`: it stays what its author filed.
"""

import re
import unicodedata

# Every way to end a line becomes one. U+0085, U+2028 and U+2029 arrive from mainframes and word processors.
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")

# Control characters other than tab and newline show nothing and break XML, CSV and mail headers. Half a surrogate pair
# (JSON may carry one) cannot be written as UTF-8 at all. A byte order mark is a leftover of a file.
# U+202D and U+202E, the bidirectional overrides, show letters in another order than filed: no script needs them.
# Embeddings, isolates and direction marks (U+202A to U+202C, U+2066 to U+2069, U+200E, U+200F, U+061C) stay: writers of
# Arabic, Hebrew and Persian need them beside Latin words. So do joiners, which Persian, Indic scripts and emoji need.
_NEVER_TYPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\u202d\u202e]")

# Characters that are letters or symbols to Unicode and blank to the eye.
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def clean(text: str) -> str:
    """Return typed text in NFC with line ends as LF, without control characters, direction overrides and blank edges.

    Spaces at the end of a line stay, since two of them break the line in Markdown; so does indentation in front.
    """
    text = _NEVER_TYPED.sub("", _LINE_ENDS.sub("\n", text))
    text = unicodedata.normalize("NFC", text)
    return re.sub(r"\A(?:[^\S\n]*\n)+", "", text).rstrip()


def line(text: str) -> str:
    """Return a typed title or name on one line: cleaned, each run of white space one space."""
    return " ".join(clean(text).split())


def unharmed(text: str) -> str:
    """Return imported text as filed, with line ends as LF and without NUL, which PostgreSQL cannot hold.

    Nothing else is touched: no normal form, no trimming, no control or direction characters taken away.
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def is_blank(text: str) -> bool:
    """Tell whether a reader would see nothing: only white space, invisible or blank characters."""
    return all(
        character.isspace() or character in _BLANK_LETTERS or unicodedata.category(character) in {"Cc", "Cf", "Cs"}
        for character in text
    )
