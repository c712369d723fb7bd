from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings

from digests.rules import backoff, letters, lines, links, news

NOW = datetime(2027, 4, 1, tzinfo=UTC)
ID = UUID("3f0b6c9e-5d0a-4f6e-9a41-1c2d3e4f5a6b")


def test_next_try_doubles_and_ends_after_two_days() -> None:
    waits = [backoff.next_try(n, now=NOW, planned_at=NOW) for n in (1, 2, 3, 30)]

    given_up = backoff.next_try(30, now=NOW + timedelta(hours=45), planned_at=NOW)

    assert waits == [NOW + timedelta(seconds=30 * n) for n in (1, 2, 4)] + [NOW + backoff.LONGEST]
    assert given_up is None


def test_cut_ends_between_words_and_counts_the_rest() -> None:
    shown, left = news.cut("word " * 500)

    assert (len(shown) <= news.WORDS, shown.endswith("word"), len(shown) + left) == (True, True, 2500)
    assert news.cut("字" * 3000) == ("字" * news.WORDS, 3000 - news.WORDS)
    assert news.cut("short") == ("short", 0)


def test_wrap_keeps_addresses_and_empty_lines_whole() -> None:
    address = "https://forum.example/" + "a" * 100

    assert lines.wrap(f"one\n\n{address} two") == ["one", "", address, "two"]


def test_message_id_is_the_same_for_the_same_window_only() -> None:
    assert letters.message_id(1, 5, 9) == letters.message_id(1, 5, 9)
    assert letters.message_id(1, 5, 9) != letters.message_id(1, 5, 10)


def test_sender_keeps_our_address_whatever_the_title() -> None:
    line = letters.sender('Who, "really",\nacts <next@evil.example>?')

    assert line == f'"Who, \\"really\\", acts <next@evil.example>?" <{settings.DEFAULT_FROM_EMAIL}>'


@pytest.mark.parametrize("value", ["", "x", "a:b:c", links.token("follow", ID)[:-1], "WyJmb2xsb3ciXQ:1:x"])
def test_read_token_refuses_what_we_did_not_sign(value: str) -> None:
    assert links.read_token(value) is None


def test_read_token_gives_back_what_was_signed() -> None:
    assert links.read_token(links.token("follow", ID)) == ("follow", ID)
