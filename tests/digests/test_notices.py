"""Mails about one's own texts: from numbered entries only, each once."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.utils import timezone

from accounts.models import Person
from contributions.models import Contribution
from digests import tasks
from digests.actions import notices
from digests.models import Mail
from digests.rules import links
from ledger.actions import sequence
from ledger.models import Cursor
from moderation.actions import decisions
from proposals.actions import comments, responses
from proposals.models import Comment, Proposal
from rounds.models import Channel, Round
from rounds.rules import receipts
from tests import factories
from tests.digests.conftest import Sink, html_of, text_of

Settle = Callable[[], None]
Sweep = Callable[[], list[EmailMessage]]

pytestmark = pytest.mark.django_db


def test_receipt_names_the_number_and_holds_the_words(member: Person, comment: Comment, sweep: Sweep) -> None:
    (mail,) = sweep()

    comment.entry.refresh_from_db()
    assert mail["Subject"] == f"Your comment is in the public record: No. {comment.number}"
    assert (mail["To"], mail["Auto-Submitted"]) == (member.email, "auto-generated")
    assert "\n  One plain thing.\n" in text_of(mail) and links.comment(comment.pk) in text_of(mail)
    assert "One plain thing." in html_of(mail)


def test_receipt_of_a_contribution_has_its_title(contribution: Contribution, sweep: Sweep) -> None:
    (mail,) = sweep()

    assert mail["Subject"].startswith("Your contribution is in the public record: No. ")
    assert "  What we think\n\n  At some length.\n" in text_of(mail)


def test_receipt_waits_for_the_number(comment: Comment, sink: Sink, sweep: Sweep) -> None:
    tasks.send_owed()
    before = len(sink.messages)

    assert (before, len(sweep())) == (0, 1)


def test_receipt_comes_once(comment: Comment, sweep: Sweep) -> None:
    sweep()
    Cursor.objects.filter(name=notices.CURSOR).update(seq=0)

    assert sweep() == []


def test_receipt_does_not_go_to_an_address_that_is_not_confirmed(
    member: Person, comment: Comment, sweep: Sweep
) -> None:
    Person.objects.filter(pk=member.pk).update(confirmed_at=None)

    assert sweep() == []


def test_receipt_is_not_written_for_what_the_secretariat_recorded(
    secretary: Person, member: Person, round: Round, draft: Proposal, sweep: Sweep
) -> None:
    comments.record(
        by=secretary,
        round=round,
        author=member,
        proposal=draft,
        text="Said in the room.",
        language="en",
        at=timezone.now() - timedelta(hours=1),
        channel=Channel.RECORDED,
    )

    assert sweep() == []


def test_receipt_of_a_text_that_waits_says_so(secretary: Person, host: object, member: Person, sweep: Sweep) -> None:
    careful = factories.make_consultation(secretary, host, moderation="before")
    round = factories.make_round(secretary, careful)
    factories.make_comment(member, round, factories.make_proposal(secretary, round), text="Read first.")

    (mail,) = sweep()

    assert mail["Subject"].startswith("Your text is received: No. ")
    assert "It is shown once a moderator has read it." in text_of(mail) and "  Read first.\n" in text_of(mail)


def test_receipt_says_moment_voice_fingerprint_and_what_can_be_done(
    member: Person, comment: Comment, sweep: Sweep
) -> None:
    (mail,) = sweep()

    text = " ".join(text_of(mail).split())
    for words in (
        f"{comment.posted_at:%H:%M:%S} UTC.",
        "You spoke for yourself.",
        "the whole text It is shown with your name.",
        receipts.fingerprint("One plain thing."),
        links.correct("comments", comment.pk),
        links.withdraw("comments", comment.pk),
        links.receipt("comments", comment.pk),
    ):
        assert (words, words in text) == (words, True)


def test_texts_filed_together_have_one_receipt_once_all_are_numbered(
    member: Person, round: Round, draft: Proposal, sweep: Sweep
) -> None:
    items = [responses.Item(f"Thought {n}.", "en", proposal=draft) for n in (1, 2, 3)]
    response = responses.file(by=member, round=round, items=items)
    last = Comment.objects.filter(response=response.pk).order_by("entry_id").last()
    assert last is not None
    while sequence.number_batch():
        pass
    ends = Comment.objects.select_related("entry").get(pk=last.pk).entry.seq
    while notices.tell(now=timezone.now()):
        pass
    first = list(Mail.objects.filter(kind=Mail.Kind.RECEIPT))
    Cursor.objects.filter(name=notices.CURSOR).update(seq=0)

    sent = sweep()

    assert [mail.event_key for mail in first] == [f"receipt:response:{response.pk}"]
    assert first[0].entry is not None
    assert first[0].entry.seq == ends
    assert len(sent) == 1
    assert sent[0]["Subject"] == f"Your 3 texts are received: No. {ends - 2}, {ends - 1}, {ends}"
    assert [f"  Thought {n}.\n" in text_of(sent[0]) for n in (1, 2, 3)] == [True, True, True]


def test_decision_mail_has_rule_reason_number_and_what_stays(
    member: Person, moderator: Person, comment: Comment, sweep: Sweep
) -> None:
    sweep()
    decision = factories.hide(moderator, comment, rule=2, reason="It names a neighbour.")

    (mail,) = sweep()

    decision.entry.refresh_from_db()
    text = text_of(mail)
    assert (mail["To"], mail["Subject"]) == (
        member.email,
        f"Your text No. {comment.number} was hidden by a moderator",
    )
    assert "rule 2, “No private persons”" in text and "  It names a neighbour.\n" in text
    assert f"Decision No. {decision.number}:\n{links.entry(decision.number or 0)}" in text
    assert "Its number and the replies to it stay" in text and "  One plain thing.\n" in text


def test_decision_mail_follows_a_restored_and_a_published_text(
    secretary: Person, host: object, member: Person, moderator: Person, comment: Comment, sweep: Sweep
) -> None:
    factories.hide(moderator, comment)
    decisions.restore(by=moderator, thing=comment, reason="It names nobody.", language="en", now=timezone.now())
    careful = factories.make_consultation(secretary, host, moderation="before")
    round = factories.make_round(secretary, careful)
    waiting = factories.make_comment(member, round, factories.make_proposal(secretary, round))
    decisions.publish(by=secretary, thing=waiting, now=timezone.now())

    subjects = [str(message["Subject"]).split(" No. ")[-1].lstrip("0123456789 ") for message in sweep()]

    assert subjects.count("is shown again") == 1
    assert subjects.count("is published") == 1


def test_history_that_was_brought_along_is_not_told(comment: Comment, settle: Settle, sweep: Sweep) -> None:
    settle()
    notices.skip_to_head()

    assert (sweep(), Mail.objects.count()) == ([], 0)
