from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.utils import timezone

from accounts.models import Person
from moderation.actions import decisions
from moderation.models import Decision
from proposals.models import Comment, Proposal
from rounds.models import Round
from tests import factories

pytestmark = pytest.mark.django_db
Refused = Callable[[str], AbstractContextManager[None]]


def test_hidden_comment_keeps_rule_reason_number_and_replies(
    moderator: Person, member: Person, round: Round, draft: Proposal, comment: Comment, settle: Callable[[], None]
) -> None:
    reply = factories.make_comment(member, round, draft, reply_to=comment, text="One thing.")
    decision = factories.hide(moderator, comment, rule=2, reason="It names a neighbour.")
    settle()
    decision.entry.refresh_from_db()
    reply.refresh_from_db()

    assert (comment.status, comment.text) == ("hidden", None)
    assert (decision.rule_number, decision.rule, decision.reason) == (2, "No private persons", "It names a neighbour.")
    assert decision.number is not None
    assert reply.text == "One thing."


def test_restored_comment_shows_its_last_words(moderator: Person, comment: Comment) -> None:
    factories.hide(moderator, comment)
    decisions.restore(by=moderator, thing=comment, reason="A mistake.", language="en", now=timezone.now())
    comment.refresh_from_db()

    assert (comment.status, comment.text) == ("published", "One plain thing.")
    assert [decision.verb for decision in Decision.objects.order_by("at")] == ["hide", "restore"]


def test_comment_hidden_by_two_is_hidden_once(moderator: Person, comment: Comment, refused: Refused) -> None:
    factories.hide(moderator, comment)

    with refused("decided_meanwhile"):
        factories.hide(moderator, comment)


def test_hiding_without_rule_or_reason_is_refused(moderator: Person, comment: Comment, refused: Refused) -> None:
    with refused("rule_unknown"):
        factories.hide(moderator, comment, rule=99)
    with refused("text_missing"):
        factories.hide(moderator, comment, reason=" ")


@pytest.mark.parametrize("who", ["member", "outsider"])
def test_hiding_is_the_moderators(who: str, request: pytest.FixtureRequest, comment: Comment, refused: Refused) -> None:
    with refused("office_required"):
        factories.hide(request.getfixturevalue(who), comment)


def test_nobody_decides_about_their_own_words(
    moderator: Person, round: Round, draft: Proposal, refused: Refused
) -> None:
    own = factories.make_comment(moderator, round, draft)

    with refused("own_text"):
        factories.hide(moderator, own)
