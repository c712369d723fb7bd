"""The same text is told once; each copy keeps its row, its number and its voice."""

from collections.abc import Callable

import pytest

from accounts.models import Person
from contributions.actions import contributions
from contributions.models import Contribution
from proposals.actions import comments
from proposals.models import Comment, Proposal
from rounds.models import Round
from tests import factories

pytestmark = pytest.mark.django_db
Settle = Callable[[], None]


def folded(model: type[Comment] | type[Contribution]) -> list[tuple[int | None, int | None, int]]:
    """Number, number of the first of the same, how many: in the order of their numbers."""
    rows = model._default_manager.order_by("entry__seq")
    return list(rows.values_list("entry__seq", "same_text_as__entry__seq", "same_text_count"))


def test_same_text_is_folded_without_regard_to_case_space_and_punctuation(
    settle: Settle, round: Round, draft: Proposal
) -> None:
    for text in ("Delete paragraph 11!", "delete   paragraph 11", "Delete paragraph ¹1.", "Delete paragraph 12."):
        factories.make_comment(factories.make_person(), round, draft, text=text)

    settle()

    first, second, third, other = (number for number, _first, _count in folded(Comment))
    assert folded(Comment) == [(first, None, 3), (second, first, 1), (third, first, 1), (other, None, 1)]
    draft.refresh_from_db()
    assert draft.comment_count == 2


def test_same_text_on_another_paragraph_and_in_a_reply_stands_alone(
    settle: Settle, member: Person, round: Round, draft: Proposal
) -> None:
    one, two = draft.paragraphs.order_by("anchor")[:2]
    first = factories.make_comment(member, round, draft, paragraph=one, text="No.")
    factories.make_comment(factories.make_person(), round, draft, paragraph=two, text="No.")
    factories.make_comment(factories.make_person(), round, draft, reply_to=first, text="No.")

    settle()

    assert [count for _number, same, count in folded(Comment) if same is None] == [1, 1, 1]


def test_hiding_the_first_makes_the_next_one_first(
    settle: Settle, secretary: Person, round: Round, draft: Proposal
) -> None:
    made = [factories.make_comment(factories.make_person(), round, draft, text="Delete it.") for _n in range(3)]
    settle()

    factories.hide(secretary, made[0])
    settle()

    a, b, c = (number for number, _first, _count in folded(Comment))
    assert folded(Comment) == [(a, None, 1), (b, None, 2), (c, b, 1)]
    assert Comment.objects.told_once().filter(status="published").count() == 1


def test_correcting_a_copy_takes_it_out(settle: Settle, round: Round, draft: Proposal) -> None:
    authors = [factories.make_person(), factories.make_person()]
    made = [factories.make_comment(author, round, draft, text="Delete it.") for author in authors]
    settle()

    comments.correct(by=authors[1], comment=made[1], text="Keep it, after all.")
    settle()

    assert [(same, count) for _number, same, count in folded(Comment)] == [(None, 1), (None, 1)]


def test_same_contribution_is_folded_within_its_call(settle: Settle, secretary: Person, call: Round) -> None:
    another = factories.make_round(secretary, call.consultation, purpose="call_for_inputs")
    made = [factories.make_contribution(factories.make_person(), call, text="As one.") for _n in range(2)]
    factories.make_contribution(factories.make_person(), another, text="As one.")
    settle()
    before = folded(Contribution)

    assert made[1].author is not None
    contributions.withdraw(by=made[1].author, contribution=made[1])
    settle()

    one, two, three = (number for number, _first, _count in before)
    assert before == [(one, None, 2), (two, one, 1), (three, None, 1)]
    assert folded(Contribution) == [(one, None, 1), (two, None, 1), (three, None, 1)]
