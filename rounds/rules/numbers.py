def ranges(numbers: list[int]) -> str:
    """Sorted numbers in the shortest words: [3, 4, 5, 9] is "3-5 9"."""
    spans: list[tuple[int, int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return " ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)


def expand(words: str) -> list[int]:
    """The reverse of `ranges`."""
    numbers: list[int] = []
    for span in words.split():
        first, _, last = span.partition("-")
        numbers.extend(range(int(first), int(last or first) + 1))
    return numbers
