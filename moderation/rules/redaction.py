"""Taking words out of a text: a marker stands where they stood, so that readers see that something was there."""

from collections.abc import Mapping, Sequence

# In no language: a text of any language is told apart from it. Its meaning stands beside the text.
MARKER = "[…]"


def redact(words: Mapping[str, str], passages: Sequence[str]) -> dict[str, str] | None:
    """The words with the marker in the place of each passage, wherever it stands; None where one stands nowhere.

    Longer passages go first, so that one within another is taken out with it.
    """
    found = dict(words)
    for passage in sorted(passages, key=len, reverse=True):
        if not any(passage in text for text in words.values()):
            return None
        found = {name: text.replace(passage, MARKER) for name, text in found.items()}
    return found


def holds_any(words: Mapping[str, str], passages: Sequence[str]) -> bool:
    return any(passage in text for passage in passages for text in words.values())
