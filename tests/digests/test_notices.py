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
from ledger.models import Cursor
from moderation.actions import decisions
from proposals.actions import comments
from proposals.models import Comment, Proposal
from rounds.models import Channel, Round
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
    assert "waits for a moderator" in text_of(mail) and "  Read first.\n" in text_of(mail)


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
