"""Words that no text has, led to the nearest that texts have which the reader may read."""

import re
from collections.abc import Iterable
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity

from public.sought import EVERY, NAMES, WORDED, Wish
from reports.models import Word
from reports.rules.words import LONGEST, SHORTEST, nearest

# So many words of a search are asked for, so many like each are looked at, and so many of these are asked of the texts.
WORDS, LIKE, ASKED = 6, 40, 4
_WORD = re.compile(r"[^\W\d_]+")
_PARTS = re.compile(r'-?"[^"]*"?|\S+')


def mended(wish: Wish, consultations: Iterable[UUID]) -> tuple[str, list[tuple[str, str]]]:
    """The words with those that are nowhere replaced; and which by which. What is left out stays as it is."""
    places = list(consultations)
    changed: dict[str, str] = {}
    words = [word for word in _words(wish.sought.words) if SHORTEST <= len(word) <= LONGEST]
    for typed in list(dict.fromkeys(words))[:WORDS]:
        if not is_somewhere(typed, wish, names=True) and (better := _nearest(typed, wish, places)):
            changed[typed] = better
    parts = (
        part if part.startswith("-") else _WORD.sub(lambda found: changed.get(found[0], found[0]), part)
        for part in _PARTS.findall(wish.sought.words)
    )
    return " ".join(parts), list(changed.items())


def is_somewhere(word: str, wish: Wish, *, names: bool = False) -> bool:
    """Whether a text that this reader may read has the word in some form."""
    asked = wish.anywhere(word)
    return any(EVERY[key].exists(asked) for key in (*WORDED, *(NAMES if names else ())))


def _nearest(typed: str, wish: Wish, places: list[UUID]) -> str | None:
    small = typed.lower()
    like = (
        Word.objects.filter(consultation__in=places, word__trigram_similar=small)
        .annotate(near=TrigramSimilarity("word", small))
        .order_by("-near", "word")
        .values_list("word", "near")
        .distinct()
    )
    found = [word for word, _near in like[:LIKE] if word != small]
    # The list may be some seconds behind, and says nothing of a filter: what is offered is asked of the texts.
    return next((word for word in nearest(small, found)[:ASKED] if is_somewhere(word, wish)), None)


def _words(words: str) -> list[str]:
    return [word for part in _PARTS.findall(words) if not part.startswith("-") for word in _WORD.findall(part)]
