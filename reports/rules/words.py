"""Which of some words somebody may have meant by another."""

from collections.abc import Iterable

from texts.rules.fold import fold

# Of a word in the list; a shorter one is too near to too many.
SHORTEST, LONGEST = 3, 60


def nearest(typed: str, known: Iterable[str]) -> list[str]:
    """Those that differ in few letters, the nearest first; case and accents do not count.

    One letter added, lost, changed, or two that changed places: one of these in a word of up to four letters, two in
    one of up to eight, three in longer ones.
    """
    wanted = fold(typed)
    far = 1 if len(wanted) <= 4 else 2 if len(wanted) <= 8 else 3
    found = sorted((distance(wanted, fold(word)), index, word) for index, word in enumerate(known))
    return [word for steps, _index, word in found if steps <= far]


def distance(one: str, other: str) -> int:
    """How many letters have to be added, taken away, changed or swapped with their neighbour."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, wanted in enumerate(other, start=1):
            steps = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                steps = min(steps, before[column - 2] + 1)
            now.append(steps)
        before, last = last, now
    return last[-1]
