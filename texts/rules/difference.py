"""What changed between two texts: words that went, words that came, words that stayed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]

# Comparing costs about the product of both sides, counted in lines or words. A block beyond the first figure is told as
# one that went and one that came, and so are all blocks that follow when a text has used up the second.
MOST = 250_000
MOST_IN_ALL = 1_000_000
_WORDS = re.compile(r"\w+\s*|\s+|[^\w\s]\s*")


@dataclass(frozen=True)
class Part:
    """A run of text of one kind. The parts that are not `new` make the text before, those not `gone` the text after."""

    kind: Kind
    text: str


def between(before: str, after: str) -> list[Part]:
    """The parts of both texts in the order of reading: first by lines, then, where lines changed, by words."""
    comparer = _Comparer()
    parts: list[Part] = []
    for is_same, gone, new in comparer.compare(before.splitlines(keepends=True), after.splitlines(keepends=True)):
        if is_same:
            parts.append(Part("same", "".join(gone)))
            continue
        for is_kept, old, young in comparer.compare(_WORDS.findall("".join(gone)), _WORDS.findall("".join(new))):
            if is_kept:
                parts.append(Part("same", "".join(old)))
            else:
                parts += [Part("gone", "".join(old)), Part("new", "".join(young))]
    return _joined(parts)


class _Comparer:
    """Compares the blocks of one text, and knows what that has cost so far."""

    def __init__(self) -> None:
        self.left = MOST_IN_ALL

    def compare(
        self, before: Sequence[str], after: Sequence[str]
    ) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
        """(whether it stayed, parts before, parts after), without what is empty on both sides."""
        start, end, shorter = 0, 0, min(len(before), len(after))
        while start < shorter and before[start] == after[start]:
            start += 1
        while end < shorter - start and before[-1 - end] == after[-1 - end]:
            end += 1
        if start:
            yield True, before[:start], after[:start]
        gone, new = before[start : len(before) - end], after[start : len(after) - end]
        cost = len(gone) * len(new)
        if cost > min(MOST, self.left):
            yield False, gone, new
        else:
            self.left -= cost
            for tag, i, j, k, m in SequenceMatcher(None, gone, new, autojunk=False).get_opcodes():
                yield tag == "equal", gone[i:j], new[k:m]
        if end:
            yield True, before[len(before) - end :], after[len(after) - end :]


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Neighbours of one kind become one part; empty ones go."""
    joined: list[Part] = []
    for part in parts:
        if not part.text:
            continue
        if joined and joined[-1].kind == part.kind:
            joined[-1] = Part(part.kind, joined[-1].text + part.text)
        else:
            joined.append(part)
    return joined
