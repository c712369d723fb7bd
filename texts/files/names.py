"""What a file is called when it is kept, and in a sentence."""

import re
import unicodedata

from texts.files.kinds import Kind
from texts.rules import spaces

# Bytes of a name's stem in UTF-8: disks take 255 with the ending.
_STEM = 180


def kept(given: str, kind: Kind) -> str:
    """A file's name as it is kept: without folders, signs that no disk takes and invisible ones, with a true ending."""
    last = "".join("_" if letter in '<>:"|?*' else letter for letter in _visible(given))
    stem, ending = last, kind.endings[0]
    for known in kind.endings:
        if last.lower().endswith(known):
            stem, ending = last[: -len(known)], last[-len(known) :].lower()
    stem = stem.strip(". ")
    while len(stem.encode()) > _STEM:
        stem = stem[:-1]
    return (stem.strip(". ") or "file") + ending


def kind_of(name: str) -> Kind:
    """The kind of a file that was kept under this name."""
    return next(kind for kind in Kind if name.endswith(kind.endings))


def shown(given: str) -> str:
    """A name that somebody sent, as a sentence can say it of a file that is not kept."""
    return _visible(given)[:100] or "file"


def _visible(given: str) -> str:
    """The last part of a path on one line, without what turns or hides letters."""
    last = spaces.line(re.split(r"[/\\]", given)[-1])
    return "".join(letter for letter in last if unicodedata.category(letter) != "Cf")
