"""One decision about many texts: foreseen, carried out batch by batch or as a whole, taken back, with their results."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Organization, Person
from contributions.models import Contribution
from ledger.models import Entry
from moderation.actions import bulk, decisions, things
from moderation.models import Bulk, Decision
from proposals.actions import comments
from proposals.models import Comment, Proposal
from rounds.models import Consultation, Round
from tests import factories

pytestmark = pytest.mark.django_db
Refused = Callable[[str], AbstractContextManager[None]]


def ask(by: Person, texts: list[Any], verb: str = "hide", **said: Any) -> Bulk:
    said = {"rule": 3, "reason": "It attacks.", "language": "en", **said}
    read = [(text, said.get("token") or things.token(text)) for text in texts]
    said.pop("token", None)
    return bulk.ask(by=by, verb=verb, texts=read, now=timezone.now(), **said)


def finish() -> int:
    """Sweep until nothing waits; how many batches it took."""
    swept = 0
    while bulk.carry_out_next(now=timezone.now()):
        swept += 1
    return swept


def results(asked: Bulk) -> list[tuple[str, str]]:
    return list(asked.items.order_by("position").values_list("state", "refusal"))


@pytest.fixture
def some(member: Person, round: Round, draft: Proposal) -> list[Comment]:
    return [factories.make_comment(member, round, draft) for _n in range(5)]


def test_many_are_hidden_with_a_decision_each(moderator: Person, some: list[Comment]) -> None:
    asked = ask(moderator, some)
    finish()
    asked.job.refresh_from_db()

    assert set(Comment.objects.values_list("status", "text")) == {("hidden", None)}
    assert results(asked) == [("done", "")] * 5
    assert (asked.job.state, asked.job.done, asked.job.result) == ("done", 5, {"done": 5, "refused": 0})
    assert Entry.objects.filter(kind="moderation.hidden").count() == 5
    decided = set(Decision.objects.values_list("verb", "rule_number", "reason", "step", "office"))
    assert decided == {("hide", 3, "It attacks.", 1, "moderator")}


def test_others_go_on_where_one_was_changed_meanwhile(member: Person, moderator: Person, some: list[Comment]) -> None:
    asked = ask(moderator, some)
    comments.correct(by=member, comment=some[1], text="Other words.")
    finish()

    stale = "Its author corrected the text since you opened the page. Read it again before you decide."
    assert results(asked) == [("done", ""), ("refused", stale), ("done", ""), ("done", ""), ("done", "")]
    some[1].refresh_from_db()
    assert some[1].text == "Other words."


def test_all_or_nothing_does_nothing_where_one_is_refused(
    member: Person, moderator: Person, some: list[Comment]
) -> None:
    asked = ask(moderator, some, is_all_or_nothing=True)
    comments.correct(by=member, comment=some[1], text="Other words.")
    finish()
    asked.job.refresh_from_db()

    stale = "Its author corrected the text since you opened the page. Read it again before you decide."
    others = "Not done: it was to be all of them or none, and others could not be done."
    assert [refusal for _state, refusal in results(asked)] == [others, stale, others, others, others]
    assert asked.job.result == {"done": 0, "refused": 5}
    assert (Decision.objects.count(), Entry.objects.filter(kind="moderation.hidden").count()) == (0, 0)
    assert set(Comment.objects.values_list("status", flat=True)) == {"published"}


def test_batches_are_carried_out_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch, moderator: Person, some: list[Comment]
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 2)
    asked = ask(moderator, some)
    bulk.carry_out_next(now=timezone.now())
    asked.job.refresh_from_db()
    halfway = (asked.job.state, asked.job.done, Decision.objects.count())
    rest = finish()

    assert halfway == ("running", 2, 2)
    assert (rest, Decision.objects.count(), results(asked)) == (2, 5, [("done", "")] * 5)


def test_what_breaks_is_said_of_each_and_others_go_on(moderator: Person, some: list[Comment]) -> None:
    for text in some[:2]:
        factories.hide(moderator, text)
        # No action leaves a hidden text without its words.
        text.versions.all().delete()
    broken = ask(moderator, some[:2], "restore")
    sound = ask(moderator, some[2:])
    finish()

    assert results(broken) == [("refused", "Not done: something broke on our side. Try it again by itself.")] * 2
    assert results(sound) == [("done", "")] * 3


def test_bulk_is_taken_back_with_a_decision_each(
    member: Person, moderator: Person, some: list[Comment], refused: Refused
) -> None:
    asked = ask(moderator, some)
    with refused("still_running"):
        bulk.undo(by=moderator, bulk=asked, now=timezone.now())
    finish()
    decisions.restore(by=moderator, thing=some[4], reason="A mistake.", language="en", now=timezone.now())
    asked.refresh_from_db()
    with refused("too_late_to_undo"):
        bulk.undo(by=moderator, bulk=asked, now=asked.at + timedelta(hours=1))
    back = bulk.undo(by=moderator, bulk=asked, now=asked.at + timedelta(minutes=59))
    finish()

    followed = "Another decision followed this one; that one can be taken back."
    assert results(back) == [("done", "")] * 4 + [("refused", followed)]
    assert set(Comment.objects.values_list("status", flat=True)) == {"published"}
    assert Decision.objects.filter(verb="undo").exclude(undoes=None).count() == 4
    with refused("undone_already"):
        bulk.undo(by=moderator, bulk=asked, now=timezone.now())
    back.refresh_from_db()
    with refused("not_undoable"):
        bulk.undo(by=moderator, bulk=back, now=timezone.now())


def test_published_texts_that_were_answered_stay_shown(
    moderator: Person, member: Person, outsider: Person, round: Round, draft: Proposal
) -> None:
    Consultation.objects.update(moderation="before")
    round.consultation.refresh_from_db()
    waiting = [factories.make_comment(member, round, draft) for _n in range(3)]
    asked = ask(moderator, waiting, "publish", rule=None, reason="")
    finish()
    shown = Comment.objects.get(pk=waiting[0].pk)
    factories.make_comment(outsider, round, draft, reply_to=shown)
    asked.refresh_from_db()
    back = bulk.undo(by=moderator, bulk=asked, now=timezone.now())
    finish()

    answered = "Somebody answered or endorsed this text since; it stays shown."
    assert results(back) == [("refused", answered), ("done", ""), ("done", "")]


def test_contributions_and_comments_come_back_in_their_words(
    moderator: Person, comment: Comment, contribution: Contribution
) -> None:
    words = (comment.text, comment.words_digest, contribution.title, contribution.answers, contribution.words_digest)
    asked = ask(moderator, [comment, contribution])
    finish()
    contribution.refresh_from_db()
    hidden = (contribution.status, contribution.title, contribution.text, contribution.answers)
    asked.refresh_from_db()
    bulk.undo(by=moderator, bulk=asked, now=timezone.now())
    finish()
    comment.refresh_from_db()
    contribution.refresh_from_db()

    assert hidden == ("hidden", None, None, None)
    again = (comment.text, comment.words_digest, contribution.title, contribution.answers, contribution.words_digest)
    assert again == words
    assert set(Entry.objects.filter(kind="moderation.undone").values_list("thing", flat=True)) == {
        comment.pk,
        contribution.pk,
    }


def test_preview_says_of_each_what_would_come_and_writes_nothing(
    secretary: Person,
    member: Person,
    moderator: Person,
    organization: Organization,
    round: Round,
    draft: Proposal,
    some: list[Comment],
) -> None:
    body = factories.make_comment(member, round, draft, capacity="organization", organization=organization)
    own = factories.make_comment(moderator, round, draft)
    factories.hide(secretary, some[0])
    texts = [some[0], body, own, some[1]]
    foreseen = bulk.preview(by=moderator, verb="hide", texts=[(text, "") for text in texts], now=timezone.now())

    assert [one.refused.refusal.code if one.refused else "" for one in foreseen] == [
        "decided_meanwhile",
        "second_person_needed",
        "own_text",
        "",
    ]
    assert [one.token for one in foreseen] == [things.token(text) for text in texts]
    assert Decision.objects.count() == 1


def test_what_cannot_be_asked_for_many_is_refused(
    monkeypatch: pytest.MonkeyPatch, moderator: Person, outsider: Person, some: list[Comment], refused: Refused
) -> None:
    with refused("nothing_chosen"):
        ask(moderator, [])
    with refused("verb_not_for_many"):
        ask(moderator, some, "erase")
    with refused("rule_unknown"):
        ask(moderator, some, rule=99)
    with refused("text_missing"):
        ask(moderator, some, reason=" ")
    with refused("office_required"):
        ask(outsider, some)
    with refused("too_many_chosen"):
        monkeypatch.setattr(Bulk, "AT_MOST", 4)
        ask(moderator, some)


def test_rules_that_differ_are_not_mixed(
    secretary: Person, host: Organization, member: Person, some: list[Comment], refused: Refused
) -> None:
    other = factories.make_consultation(secretary, host, slug="other")
    elsewhere = factories.make_round(secretary, other)
    other.rules.filter(number=3).update(name="Another rule")
    theirs = factories.make_comment(member, elsewhere, factories.make_proposal(secretary, elsewhere))
    with refused("rules_differ"):
        ask(secretary, [some[0], theirs])


def test_one_text_named_twice_is_decided_once(moderator: Person, some: list[Comment]) -> None:
    asked = ask(moderator, [some[0], some[0]])
    finish()

    assert results(asked) == [("done", "")]


def test_bulk_is_read_by_who_asked(moderator: Person, secretary: Person, some: list[Comment]) -> None:
    asked = ask(moderator, some)

    assert list(Bulk.objects.visible_to(moderator)) == [asked]
    assert list(Bulk.objects.visible_to(secretary)) == []
    assert list(Bulk.objects.visible_to(None)) == []


def test_thirty_take_the_statements_of_one(
    moderator: Person, member: Person, round: Round, draft: Proposal, call: Round
) -> None:
    def cost(texts: list[Any]) -> tuple[int, int]:
        asked = ask(moderator, texts)
        with CaptureQueriesContext(connection) as hiding:
            bulk.carry_out(bulk=asked, now=timezone.now())
        asked.refresh_from_db()
        back = bulk.undo(by=moderator, bulk=asked, now=timezone.now())
        with CaptureQueriesContext(connection) as undoing:
            bulk.carry_out(bulk=back, now=timezone.now())
        return len(hiding), len(undoing)

    one: list[Any] = [factories.make_comment(member, round, draft), factories.make_contribution(member, call)]
    many: list[Any] = [factories.make_comment(member, round, draft) for _n in range(20)]
    many += [factories.make_contribution(member, call) for _n in range(10)]

    assert cost(one) == cost(many)
