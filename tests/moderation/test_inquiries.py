"""What moderators ask an author, and what the author answers: once, to them alone, and nothing is lost."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Person
from contributions.models import Contribution
from ledger.models import Entry
from moderation.actions import decisions, flags, inquiries, queue
from moderation.models import Inquiry, Item
from proposals.actions import comments
from proposals.models import Comment
from tests import factories

pytestmark = pytest.mark.django_db
Refused = Callable[[str], AbstractContextManager[None]]


def ask(by: Person, thing: Comment | Contribution, question: str = "Whom do you mean?") -> Inquiry:
    return decisions.ask(by=by, thing=thing, question=question, language="en", now=timezone.now()).inquiry


def reply(by: Person, inquiry: Inquiry, text: str = "The mayor.") -> Inquiry:
    return inquiries.reply(by=by, inquiry=inquiry, text=text, now=timezone.now())


def test_answer_stands_with_the_question_and_in_the_queue(
    member: Person, outsider: Person, moderator: Person, comment: Comment
) -> None:
    flags.raise_(by=outsider, thing=comment, rule=3, sentence="It attacks.", language="en", now=timezone.now())
    asked = ask(moderator, comment)
    entries = Entry.objects.count()
    answered = reply(member, asked, "The mayor. \n")
    item = Item.objects.open().get()

    assert (answered.reply, answered.replied_at is not None) == ("The mayor.", True)
    assert (item.reason, item.replied_at) == ("flagged", answered.replied_at)
    assert list(Inquiry.objects.about(comment)) == [answered]
    assert Entry.objects.count() == entries


def test_answer_about_a_text_that_did_not_wait_waits_until_something_is_decided(
    member: Person, moderator: Person, contribution: Contribution
) -> None:
    reply(member, ask(moderator, contribution))
    queue.bring_up_to_date(now=timezone.now())
    item = Item.objects.open().get()
    kept = decisions.keep(by=moderator, thing=contribution, reason="Clear now.", language="en", now=timezone.now())
    queue.bring_up_to_date(now=timezone.now())

    assert (item.reason, item.thing) == ("replied", contribution)
    assert kept.waited_since == item.opened_at
    assert list(Item.objects.open()) == []


def test_answer_about_a_hidden_text_waits_too(member: Person, moderator: Person, comment: Comment) -> None:
    factories.hide(moderator, comment)
    reply(member, ask(moderator, comment))
    queue.bring_up_to_date(now=timezone.now())
    item = Item.objects.open().get()
    decisions.keep(by=moderator, thing=comment, reason="It names him.", language="en", now=timezone.now())
    queue.bring_up_to_date(now=timezone.now())
    comment.refresh_from_db()

    assert (item.reason, comment.status) == ("replied", "hidden")
    assert list(Item.objects.open()) == []


def test_author_answers_once(member: Person, moderator: Person, comment: Comment, refused: Refused) -> None:
    asked = ask(moderator, comment)
    reply(member, asked)
    with refused("replied_already"):
        reply(member, asked, "No, his brother.")

    assert Inquiry.objects.get().reply == "The mayor."


@pytest.mark.parametrize("text", ["", " \n", "​", "x" * 2_001])
def test_answer_has_words_and_an_end(
    text: str, member: Person, moderator: Person, comment: Comment, refused: Refused
) -> None:
    asked = ask(moderator, comment)
    with refused("text_too_long" if len(text) > 2_000 else "text_missing"):
        reply(member, asked, text)

    assert Inquiry.objects.get().replied_at is None


def test_nobody_else_answers(moderator: Person, outsider: Person, comment: Comment, refused: Refused) -> None:
    asked = ask(moderator, comment)
    for person in (outsider, moderator):
        with refused("not_yours"):
            reply(person, asked)


def test_answer_comes_too_late_after_a_decision(
    member: Person, moderator: Person, comment: Comment, refused: Refused
) -> None:
    asked = ask(moderator, comment)
    again = ask(moderator, comment, "And when?")
    waiting = list(Inquiry.objects.waiting().order_by("decision__step"))
    factories.hide(moderator, comment)
    with refused("question_over"):
        reply(member, asked)

    assert waiting == [asked, again]
    assert list(Inquiry.objects.waiting()) == []


def test_answer_is_not_asked_for_any_more_once_the_text_is_withdrawn(
    member: Person, moderator: Person, comment: Comment, refused: Refused
) -> None:
    asked = ask(moderator, comment)
    comments.withdraw(by=member, comment=comment)
    with refused("question_over"):
        reply(member, asked)


def test_suspended_author_answers(member: Person, moderator: Person, comment: Comment) -> None:
    """Answering is not taking part; nobody is decided about unheard."""
    asked = ask(moderator, comment)
    until = timezone.now() + timedelta(days=1)
    Person.objects.filter(pk=member.pk).update(restriction="suspended", restricted_until=until)
    member.refresh_from_db()

    assert reply(member, asked).reply == "The mayor."


def test_questions_are_read_by_the_author_alone(
    member: Person, moderator: Person, outsider: Person, comment: Comment
) -> None:
    asked = ask(moderator, comment)
    found = [list(Inquiry.objects.visible_to(viewer)) for viewer in (member, moderator, outsider, None)]

    assert found == [[asked], [], [], []]
