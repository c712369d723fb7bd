"""Words are found in the language of each text, without accents and by the sign where a script has no spaces."""

import pytest
from django.db import connection

from contributions.models import Contribution
from proposals.models import Comment
from tests import factories
from texts import search

pytestmark = pytest.mark.django_db


@pytest.fixture
def say(member, round, draft):
    return lambda language, text: factories.make_comment(member, round, draft, language=language, text=text)


def found(words: str) -> list[str]:
    sought = search.Sought(words)
    return sorted(str(text) for text in Comment.objects.filter(sought.condition).values_list("text", flat=True))


def passage(words: str) -> str:
    sought = search.Sought(words)
    row = Comment.objects.filter(sought.condition).annotate(marked=sought.marked("text")).get()
    return search.html(row.marked)


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Governments decide after listening.", "government"),
        ("fr", "Les décisions du Conseil.", "decision"),
        ("fr-CA", "L’Internet de tous.", "internet"),
        ("es", "Primero la conexión, después la conferencia.", "conexiones"),
        ("ru", "Государства решают вместе.", "государство"),
        ("ar", "إذا نُشرت الخيارات بأسماء أصحابها", "الخيار"),
        ("zh", "互联网治理需要所有人参与。", "治理"),
        ("ja", "インターネットの統治", "統治"),
        ("sw", "Mtandao ni wa wote.", "mtandao"),
    ],
)
def test_a_text_is_found_by_a_form_of_its_word(say, language, text, words):
    say(language, text)

    assert found(words) == [text]


def test_a_run_of_signs_is_found_only_in_its_order(say):
    say("zh", "理论与治水")

    assert found("治理") == []


def test_a_quoted_phrase_stands_in_its_order(say):
    say("en", "A list of open questions.")
    say("en", "Open a list, then ask questions.")

    assert found('"open questions"') == ["A list of open questions."]


@pytest.mark.parametrize("words", ["“open questions”", "„open questions“", "« open questions »", "-“ask then” open"])
def test_quotation_marks_of_any_make_hold_a_phrase_together(say, words):
    say("en", "A list of open questions.")
    say("en", "Open a list, then ask: then questions, ask then.")

    assert found(words) == ["A list of open questions."]


def test_an_excluded_word_excludes_in_the_language_of_the_text(say):
    say("en", "A forum with bodies.")
    say("en", "A forum alone.")

    assert found("forum -body") == ["A forum alone."]


def test_marked_words_are_safe(say):
    say("en", "Tell <script>alert(1)</script> 5 > 4: the lists & more.")

    assert passage("list") == "Tell  alert(1)  5 &gt; 4: the <mark>lists</mark> &amp; more"


def test_a_run_of_signs_is_marked_as_one(say):
    say("zh", "互联网治理需要所有人参与。")

    assert passage("治理") == "互联网<mark>治理</mark>需要所有人参与"


@pytest.mark.parametrize(
    ("words", "is_empty"),
    [("", True), ("  ", True), ("-forum", True), ('"', True), ("?", True), ("forum -list", False)],
)
def test_nothing_is_sought_by_signs_and_exclusions_alone(words, is_empty):
    assert search.Sought(words).is_empty == is_empty


def test_an_answer_to_a_question_is_found(contribution):
    Contribution.objects.filter(pk=contribution.pk).update(language="en", answers={"1": "Roaming\nbills"})

    sought = search.Sought("bill roaming")

    assert Contribution.objects.filter(sought.condition).get() == contribution


def test_a_text_of_very_many_different_words_is_kept_and_found_by_its_beginning(contribution):
    words = " ".join(f"{number:x}y{number * 7919:x}z" for number in range(100_000))
    Contribution.objects.filter(pk=contribution.pk).update(text="beginning " + words)

    assert Contribution.objects.filter(search.Sought("beginning").condition).get() == contribution


def test_what_is_hidden_is_found_by_nothing(comment):
    with connection.cursor() as cursor:
        cursor.execute("update proposals_comment set status = 'hidden', text = null, words_digest = null")
        cursor.execute("select count(*) from proposals_comment where search <> ''")
        assert cursor.fetchone()[0] == 0
