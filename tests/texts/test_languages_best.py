"""Which of the languages that there are a reader gets."""

import pytest

from texts.rules import languages


@pytest.mark.parametrize(
    ("offered", "wanted", "got"),
    [
        (["en", "fr", "ar"], ["fr"], "fr"),
        (["en", "fr", "ar"], ["fr-CA"], "fr"),
        (["en", "fr-CA"], ["fr"], "fr-CA"),
        (["en", "pt", "pt-BR"], ["pt-BR"], "pt-BR"),
        (["en", "fr"], ["de", "fr"], "fr"),
        (["en", "fr"], ["en-GB", "fr"], "en"),
        (["en", "fr"], ["de"], "en"),
        (["fr", "en"], [], "fr"),
    ],
)
def test_best(offered: list[str], wanted: list[str], got: str) -> None:
    assert languages.best(offered, wanted) == got
