"""Names reduced to what makes them the same name."""

import re
import unicodedata

# Letters that people write with and without their stroke or ligature, and that Unicode does not take apart.
_PLAIN_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ـ": ""}
)
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_INITIALS = re.compile(r"(?<!\w)(\w)\.")


def fold(name: str) -> str:
    """Return the key by which names are matched: "Telefónica, S.A." and "TELEFONICA SA" both give "telefonica sa".

    Case, compatibility forms, accents, apostrophes, the points of initials and invisible characters go; other
    punctuation and white space become one space. Empty for a name without letters and digits: it matches nothing.
    """
    key = _decomposed(_decomposed(name).casefold()).translate(_PLAIN_LETTERS)
    key = "".join(character for character in key if not _is_dropped(character))
    key = _INITIALS.sub(r"\1", _APOSTROPHES.sub("", key))
    # A mark that is a letter's part is no word character to `re`; it must not cut its word in two.
    words = "".join(character if unicodedata.category(character)[0] in "LNM" else " " for character in key)
    return unicodedata.normalize("NFC", " ".join(words.split()))


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFKD", text)


def _is_dropped(character: str) -> bool:
    """Tell whether a character only colours its letter: an accent, a vowel point of Hebrew or Arabic, a joiner.

    Indic vowel signs, the voicing of kana and the tones of Thai tell words apart (combining classes 0 to 9, 84 to 132).
    """
    if unicodedata.category(character) == "Cf":
        return True
    combining = unicodedata.combining(character)
    return 10 <= combining <= 35 or combining >= 200
