"""A text in further languages: all its paragraphs or none, under their own numbers."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from ledger.models import Entry
from proposals.actions import translations
from proposals.models import Comment, ParagraphText, Proposal
from rounds.models import Round
from tests import factories
from web.refusals import Invalid

pytestmark = pytest.mark.django_db
Refused = Callable[[str], AbstractContextManager[None]]
FRENCH = "1. Un.\n\n2. Deux.\n\n3. Trois."


def rows(draft: Proposal, language: str = "fr") -> list[tuple[int, str, str]]:
    texts = ParagraphText.objects.filter(revision__proposal=draft, language=language)
    return list(texts.order_by("position").values_list("position", "number", "text"))


def translate(secretary: Person, draft: Proposal, text: str, language: str = "fr", title: str = "Avant-projet") -> None:
    translations.translate(by=secretary, proposal=draft, language=language, title=title, text=text, now=timezone.now())


def test_text_stands_in_another_language(secretary: Person, draft: Proposal) -> None:
    translate(secretary, draft, FRENCH)

    assert rows(draft) == [(1, "1", "Un."), (2, "2", "Deux."), (3, "3", "Trois.")]
    assert str(draft.told(["fr"])) == "Avant-projet"
    assert Entry.objects.filter(kind="proposal.translated", proposal=draft.pk).count() == 1


def test_numbers_are_those_of_the_text_in_whatever_digits(secretary: Person, draft: Proposal) -> None:
    translate(secretary, draft, "٣. ثلاثة.\n\n١. واحد.\n\n٢. اثنان.", "ar", "المسودة")

    assert rows(draft, "ar") == [(1, "1", "واحد."), (2, "2", "اثنان."), (3, "3", "ثلاثة.")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1. Un.\n\n3. Trois.", "Missing: paragraph 2."),
        ("1. Un.\n\n2.\n\n3. Trois.", "Missing: paragraph 2."),
        (FRENCH + "\n\n4. Quatre.", "Not in the authentic text: paragraph 4."),
        ("1. Un.\n\n2. Deux.\n\n3 bis. T.", "Missing: paragraph 3; not in the authentic text: paragraph 3 bis."),
        ("1. Un.\n\n2. Deux.\n\n2. Deux.\n\n3. T.", "Two paragraphs have the number 2. Give each its own."),
        ("\x00 \n", "Paste the text: it is empty."),
    ],
)
def test_all_paragraphs_or_none(text: str, sentence: str, secretary: Person, draft: Proposal) -> None:
    with pytest.raises(Invalid) as caught, transaction.atomic():
        translate(secretary, draft, text)

    assert str(caught.value) == sentence
    assert rows(draft) == []
    assert Entry.objects.filter(kind="proposal.translated").count() == 0


def test_what_else_is_refused(secretary: Person, draft: Proposal, refused: Refused) -> None:
    with refused("language_authentic"):
        translate(secretary, draft, FRENCH, "EN")
    with refused("language_unknown"):
        translate(secretary, draft, FRENCH, "xx")
    with refused("text_missing"):
        translate(secretary, draft, FRENCH, title=" ")
    with refused("text_too_long"):
        translate(secretary, draft, FRENCH, title="T" * 201)
    with refused("text_too_long"):
        translate(secretary, draft, f"# {'T' * 301}\n\n{FRENCH}")
    with refused("text_too_long"):
        translate(secretary, draft, FRENCH + "x" * 1_000_001)


def test_brought_in_again_it_takes_the_place(secretary: Person, draft: Proposal) -> None:
    translate(secretary, draft, FRENCH)
    translate(secretary, draft, FRENCH.replace("Deux", "Deuxième"))
    translate(secretary, draft, FRENCH.replace("Deux", "Deuxième"))

    assert rows(draft)[1] == (2, "2", "Deuxième.")
    assert len(rows(draft, "en")) == 3
    assert Entry.objects.filter(kind="proposal.translated").count() == 2


def test_comments_stay_on_their_paragraph(
    secretary: Person, member: Person, round: Round, draft: Proposal, refused: Refused
) -> None:
    translate(secretary, draft, FRENCH)
    second = draft.paragraphs.get(anchor="2")
    comment = factories.make_comment(member, round, draft, paragraph=second, language="fr")

    translate(secretary, draft, FRENCH.replace("Deux", "Deuxième"))
    translations.remove(by=secretary, proposal=draft, language="fr", now=timezone.now())

    assert Comment.objects.get(pk=comment.pk).paragraph == second
    assert rows(draft) == []
    assert len(rows(draft, "en")) == 3
    with refused("translation_gone"):
        translations.remove(by=secretary, proposal=draft, language="fr", now=timezone.now())
    with refused("translation_gone"):
        translations.remove(by=secretary, proposal=draft, language="en", now=timezone.now())


def test_a_closed_round_still_takes_a_translation(secretary: Person, round: Round, draft: Proposal) -> None:
    factories.close(round)

    translate(secretary, draft, FRENCH)

    assert len(rows(draft)) == 3


def test_wordings_are_chosen_in_one_query(
    secretary: Person, draft: Proposal, django_assert_num_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    translate(secretary, draft, FRENCH)

    with django_assert_num_queries(1):
        found = ParagraphText.objects.filter(revision__proposal=draft).newest(["fr-BE"])
    assert sorted(text.text for text in found.values()) == ["Deux.", "Trois.", "Un."]
    authentic = ParagraphText.objects.filter(revision__proposal=draft).newest()
    assert {text.language for text in authentic.values()} == {"en"}
