"""Taking words out of a text: a marker stands where they stood, so that readers see that something was there."""

from collections.abc import Iterator, Mapping, Sequence

# In no language: a text of any language is told apart from it. Its meaning stands beside the text.
MARKER = "[…]"


def redact(words: Mapping[str, str], passages: Sequence[str]) -> dict[str, str] | None:
    """The words with the marker in the place of each passage, wherever it stands; None where one stands nowhere.

    Passages that overlap are taken out together, under one marker.
    """
    if not all(any(passage in text for text in words.values()) for passage in passages):
        return None
    return {name: _without(text, passages) for name, text in words.items()}


def _without(text: str, passages: Sequence[str]) -> str:
    spans = sorted((place, place + len(passage)) for passage in passages for place in _places(text, passage))
    left, end = [], 0
    for begins, ends in spans:
        if begins >= end:
            left += [text[end:begins], MARKER]
        end = max(end, ends)
    return "".join([*left, text[end:]])


def _places(text: str, passage: str) -> Iterator[int]:
    """Where a passage begins, also where it overlaps itself."""
    place = text.find(passage)
    while place >= 0:
        yield place
        place = text.find(passage, place + 1)


def holds_any(words: Mapping[str, str], passages: Sequence[str]) -> bool:
    return any(passage in text for passage in passages for text in words.values())
