from hypothesis import given
from hypothesis import strategies as st

from texts.rules.difference import MOST_IN_ALL, Part, between


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(part.kind, part.text) for part in between(before, after)]


def test_one_word_is_another() -> None:
    assert told("Ninety days is too long.", "Sixty days is too long.") == [
        ("gone", "Ninety "),
        ("new", "Sixty "),
        ("same", "days is too long."),
    ]


def test_a_paragraph_that_came_stands_where_it_came() -> None:
    assert told("One.\n\nThree.\n", "One.\n\nTwo.\n\nThree.\n") == [
        ("same", "One.\n\n"),
        ("new", "Two.\n\n"),
        ("same", "Three.\n"),
    ]


def test_texts_that_are_the_same_have_one_part_and_empty_ones_none() -> None:
    assert between("As it was.", "As it was.") == [Part("same", "As it was.")]
    assert between("", "") == []


@given(st.text("ab \n", max_size=60), st.text("ab \n", max_size=60))
def test_both_texts_can_be_read_from_the_parts(before: str, after: str) -> None:
    parts = between(before, after)

    assert "".join(part.text for part in parts if part.kind != "new") == before
    assert "".join(part.text for part in parts if part.kind != "gone") == after
    assert [part for part in parts if not part.text] == []


def test_what_is_too_much_to_compare_went_and_came_as_a_whole() -> None:
    before = "".join(f"{n} a\n" for n in range(600))
    after = "".join(f"{n} b\n" for n in range(600))

    assert told(before, after) == [("same", "0 "), ("gone", before[2:]), ("new", after[2:])]


def test_blocks_are_compared_until_the_text_has_cost_enough() -> None:
    blocks = 30
    before = "".join("a b " * 150 + f"\n{n}\n" for n in range(blocks))
    after = "".join("b a " * 150 + f"\n{n}\n" for n in range(blocks))

    parts = between(before, after)

    assert "".join(part.text for part in parts if part.kind != "gone") == after
    assert (Part("new", "b a " * 150 + "\n") in parts) == (blocks * 300**2 > MOST_IN_ALL)
