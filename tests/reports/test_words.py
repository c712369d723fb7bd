"""The list of words has those of shown texts, and no other."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Person
from contributions.actions import contributions
from ledger.actions import sequence
from moderation.actions import decisions
from proposals.actions import comments
from proposals.models import Comment, Proposal, ProposalTranslation
from reports.actions import words
from reports.models import Word
from reports.rules.words import distance, nearest
from rounds.actions import corrections
from rounds.models import Consultation, Round
from tests import factories

Settle = Callable[[], None]


def listed(consultation: Consultation) -> set[str]:
    return set(Word.objects.filter(consultation=consultation).values_list("word", flat=True))


@pytest.fixture
def before(consultation: Consultation, draft: Proposal, call: Round, settle: Settle) -> set[str]:
    """What is listed before anybody says anything."""
    settle()
    return listed(consultation)


@pytest.mark.django_db
def test_words_of_titles_summaries_and_paragraphs_are_listed(before: set[str]) -> None:
    # "Who acts next?", "What is asked.", "Zero draft", "1. Paragraph 1 says one thing."
    assert before == {"acts", "next", "asked", "zero", "draft", "paragraph", "says", "one", "thing"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "text", "new"),
    [
        ("en", "The Carriers' LANDING-fees are 12 of x9.", {"carriers", "landing", "fees"}),
        ("fr", "Les décisions de l’Été", {"les", "décisions", "été"}),
        ("ru", "Государства и я", {"государства"}),
        ("ar", "الخيارات المنشورة", {"الخيارات", "المنشورة"}),
        ("zh", "互联网治理", set()),
        ("sw", "a" * 61 + " mtandao", {"mtandao"}),
    ],
)
def test_a_comment_adds_its_words_in_small_letters(
    language: str,
    text: str,
    new: set[str],
    before: set[str],
    member: Person,
    round: Round,
    draft: Proposal,
    settle: Settle,
) -> None:
    factories.make_comment(member, round, draft, text=text, language=language)

    settle()

    assert listed(round.consultation) - before == new


@pytest.mark.django_db
def test_a_contribution_adds_title_words_and_answers(
    before: set[str], member: Person, call: Round, settle: Settle
) -> None:
    factories.make_question(call, "Why?")
    factories.make_contribution(member, call, title="Harbours", text="Cables matter.", answers={"1": "Because islands"})

    settle()

    assert listed(call.consultation) - before == {"harbours", "cables", "matter", "islands"}


@pytest.mark.django_db
def test_words_of_a_hidden_comment_go_and_come_back(
    before: set[str], secretary: Person, member: Person, round: Round, draft: Proposal, settle: Settle
) -> None:
    said = factories.make_comment(member, round, draft, text="Harbour policies.")
    factories.make_comment(member, round, draft, text="A harbour policy.")
    settle()
    assert listed(round.consultation) - before == {"harbour", "policies", "policy"}

    factories.hide(secretary, said)
    settle()
    assert listed(round.consultation) - before == {"harbour", "policy"}

    decisions.restore(by=secretary, thing=said, reason="It is fine.", language="en", now=timezone.now())
    settle()
    assert listed(round.consultation) - before == {"harbour", "policies", "policy"}


@pytest.mark.django_db
def test_words_of_a_withdrawn_contribution_and_of_a_corrected_comment_go(
    before: set[str], member: Person, round: Round, draft: Proposal, call: Round, settle: Settle
) -> None:
    sent = factories.make_contribution(member, call, title="Lighthouse", text="Breakwater.")
    said = factories.make_comment(member, round, draft, text="Misspelt hurbor.")
    settle()

    contributions.withdraw(by=member, contribution=sent)
    comments.correct(by=member, comment=said, text="Mended harbour.")
    settle()

    assert listed(round.consultation) - before == {"mended", "harbour"}


@pytest.mark.django_db
def test_what_waits_or_is_not_shown_adds_nothing(
    before: set[str], organization: object, member: Person, round: Round, draft: Proposal, settle: Settle
) -> None:
    said = factories.make_comment(member, round, draft, text="Nobody sees quarantine.")
    Comment.objects.filter(pk=said.pk).update(status="received", waiting_for="moderator", text=None, words_digest=None)

    settle()

    assert listed(round.consultation) == before


@pytest.mark.django_db
def test_corrected_words_of_the_consultation_take_the_place_of_the_old_ones(
    before: set[str], secretary: Person, consultation: Consultation, settle: Settle
) -> None:
    corrections.correct(
        by=secretary, thing=consultation, field="title", text="Who decides?", reason="A slip.", now=timezone.now()
    )

    settle()

    assert listed(consultation) == (before - {"acts", "next"}) | {"decides"}


@pytest.mark.django_db
def test_each_consultation_has_words_of_its_own(
    before: set[str],
    secretary: Person,
    private_consultation: Consultation,
    member: Person,
    round: Round,
    draft: Proposal,
    settle: Settle,
) -> None:
    other = factories.make_round(secretary, private_consultation)
    text = factories.make_proposal(secretary, other)
    said = factories.make_comment(secretary, other, text, text="Harbour.")
    factories.make_comment(member, round, draft, text="Harbour.")
    settle()

    factories.hide(factories.make_secretary(), said)
    settle()

    assert "harbour" not in listed(private_consultation)
    assert listed(round.consultation) - before == {"harbour"}


@pytest.mark.django_db
def test_titles_in_further_languages_are_listed(before: set[str], draft: Proposal, settle: Settle) -> None:
    ProposalTranslation.objects.create(
        proposal=draft, language="fr", title="Avant-projet", made_at=timezone.now(), entry=draft.entry
    )
    with words.connection.cursor() as statement:
        statement.execute(words.ADDED, {"things": [], "texts": [draft.pk], "consultations": []})

    assert listed(draft.consultation) - before == {"avant", "projet"}


@pytest.mark.django_db
def test_reading_twice_changes_nothing_and_the_cursor_is_at_the_head(
    before: set[str], comment: Comment, settle: Settle
) -> None:
    settle()
    rows = list(Word.objects.order_by("pk").values_list("pk", "word"))

    assert words.bring_up_to_date() is False
    assert list(Word.objects.order_by("pk").values_list("pk", "word")) == rows


@pytest.mark.django_db
def test_a_comment_costs_the_same_queries_whatever_was_said_before(
    member: Person, round: Round, draft: Proposal, settle: Settle, django_assert_num_queries: Callable
) -> None:
    settle()
    for count in (1, 20):
        for _ in range(count):
            factories.make_comment(member, round, draft)
        while sequence.number_batch():
            pass
        # Two of the savepoint, the cursor asked for, locked and moved, the acts, the words.
        with django_assert_num_queries(7):
            words.bring_up_to_date()


@pytest.mark.parametrize(
    ("typed", "known", "found"),
    [
        ("polcy", ["pol", "policy", "police"], ["policy", "pol", "police"]),
        ("Decison", ["décision"], ["décision"]),
        ("teh", ["the", "ten", "tea"], ["the", "ten", "tea"]),
        ("cat", ["boat"], []),
        ("internationall", ["international", "internal"], ["international"]),
        ("harbour", [], []),
    ],
)
def test_the_nearest_words_come_first(typed: str, known: list[str], found: list[str]) -> None:
    assert nearest(typed, known) == found


LETTERS = st.text(alphabet="abcé", max_size=7)


@given(LETTERS, LETTERS)
def test_a_distance_is_even_and_nothing_only_to_itself(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, other) <= max(len(one), len(other))


def test_the_sweep_is_on_the_clock() -> None:
    from django.conf import settings

    swept = {entry["task"]: entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert timedelta(seconds=swept["reports.tasks.list_words"]) <= timedelta(seconds=5)
