"""Mails about decisions: everybody whom one concerns is told once, in their language, and nobody else."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.utils import timezone

from accounts.models import Organization, Person
from contributions.actions import recordings
from contributions.models import Contribution
from digests.actions import notices
from digests.models import Mail
from digests.rules import links
from ledger.models import Cursor
from moderation.actions import accounts, decisions, flags, motions
from moderation.models import Decision
from proposals.actions import comments
from proposals.models import Comment, Proposal
from rounds.actions import consultations
from rounds.models import Capacity, Consultation, Round, Way
from tests import factories
from tests.digests.conftest import Sink, html_of, text_of

Sweep = Callable[[], list[EmailMessage]]

pytestmark = pytest.mark.django_db


def plain(message: EmailMessage) -> str:
    """The text part in one line."""
    return " ".join(text_of(message).split())


def number_of(decision: Decision) -> int:
    decision.entry.refresh_from_db()
    assert decision.number is not None
    return decision.number


@pytest.fixture
def said(comment: Comment, sweep: Sweep) -> Comment:
    """A comment whose receipt has left."""
    sweep()
    comment.entry.refresh_from_db()
    return comment


@pytest.fixture
def of_a_body(member: Person, organization: Organization, round: Round, draft: Proposal, sweep: Sweep) -> Comment:
    words = {"text": "We object.", "capacity": Capacity.ORGANIZATION, "organization": organization}
    made = factories.make_comment(member, round, draft, **words)  # type: ignore[arg-type]
    sweep()
    made.entry.refresh_from_db()
    return made


def test_hidden_text_is_told_with_rule_reason_and_what_comes_next(
    moderator: Person, said: Comment, sweep: Sweep
) -> None:
    decision = factories.hide(moderator, said, rule=3, reason="It attacks Mr Ito.\n\nSay what is wrong instead.")
    (mail,) = sweep()
    number = number_of(decision)

    assert (
        text_of(mail)
        == f"""\
{said.consultation.title}
{said.round}
Zero draft

Your text No. {said.number} was hidden by a moderator

A moderator applied rule 3, “No attacks on persons”.
All rules:
{links.rules(said.consultation.slug)}

The reason, in the moderator’s words:

  It attacks Mr Ito.

  Say what is wrong instead.

Its words are not shown any more.
Its number and the replies to it stay, and everybody can see that it
was hidden and why.

While the round is open you can say it in other words:
{links.round(said.consultation.slug, said.round.number)}

If you think that this is wrong, write to the secretariat:
{links.contact()}

Decision No. {number}:
{links.entry(number)}

Your text:

  One plain thing.

{links.comment(said.pk)}
"""
    )
    assert "It attacks Mr Ito." in html_of(mail)
    assert moderator.name not in text_of(mail) + html_of(mail)


def test_question_comes_with_where_to_answer(moderator: Person, said: Comment, sweep: Sweep) -> None:
    decision = decisions.ask(
        by=moderator, thing=said, question="Which airport do you mean?", language="en", now=timezone.now()
    )
    (mail,) = sweep()

    assert mail["Subject"] == f"A question about your text No. {said.number}"
    assert "The question:\n\n  Which airport do you mean?\n" in text_of(mail)
    assert f"Answer here, once:\n{links.question(decision.pk)}\n" in text_of(mail)
    assert links.correct("comments", said.pk) in text_of(mail)
    assert links.withdraw("comments", said.pk) in text_of(mail)
    assert "Only you and the moderators read the question and your answer." in plain(mail)


def test_held_text_says_until_when_and_lapses_with_a_mail(moderator: Person, of_a_body: Comment, sweep: Sweep) -> None:
    Person.objects.update(time_zone="Africa/Nairobi")
    held = decisions.hold(
        by=moderator, thing=of_a_body, rule=1, reason="It threatens.", language="en", now=timezone.now()
    )
    (mail,) = sweep()
    motions.lapse(now=held.at + timedelta(hours=72))
    (over,) = sweep()

    until = held.at + timedelta(hours=72)
    here = (until + timedelta(hours=3)).strftime("%-d %B %Y, %H:%M your time")
    assert mail["Subject"] == f"Your text No. {of_a_body.number} is held until a second person has decided"
    assert f"Without their agreement it is shown again by itself on {here}, " in plain(mail)
    assert over["Subject"] == f"Your text No. {of_a_body.number} is shown again"
    assert "within 72 hours no second person agreed that it is hidden" in plain(over)
    assert "moderator applied" not in plain(over)


def test_two_people_are_never_named(
    moderator: Person, secretary: Person, of_a_body: Comment, member: Person, sweep: Sweep
) -> None:
    motion = motions.ask_to_hide(
        by=moderator, thing=of_a_body, rule=3, reason="It attacks.", language="en", now=timezone.now()
    )
    nothing_yet = sweep()
    motions.agree(by=secretary, motion=motion, now=timezone.now())
    (mail,) = sweep()

    assert nothing_yet == []
    assert mail["To"] == member.email
    assert "It takes two people: a second one agreed." in plain(mail)
    assert [person.name in text_of(mail) + html_of(mail) for person in (moderator, secretary)] == [False, False]


def test_newer_words_are_shown_or_not(member: Person, moderator: Person, said: Comment, sweep: Sweep) -> None:
    Consultation.objects.update(moderation="before")
    said.consultation.refresh_from_db()
    changed = comments.correct(by=member, comment=said, text="A vile thing.")
    decisions.decline(by=moderator, thing=changed, rule=3, reason="It attacks.", language="en", now=timezone.now())
    (declined,) = sweep()
    changed.refresh_from_db()
    changed = comments.correct(by=member, comment=changed, text="A better thing.")
    decisions.publish(by=moderator, thing=changed, now=timezone.now())
    (shown,) = sweep()

    assert declined["Subject"] == f"The newer words of your text No. {said.number} are not shown"
    assert "  It attacks.\n" in text_of(declined)
    assert "Your text:\n\n  One plain thing.\n" in text_of(declined)
    assert "vile" not in text_of(declined) + html_of(declined)
    assert shown["Subject"] == f"The newer words of your text No. {said.number} are shown"
    assert "Your text:\n\n  A better thing.\n" in text_of(shown)


@pytest.mark.parametrize(
    ("originals", "sentence"),
    [
        ("destroyed", "The words as they were before are destroyed, as the rule says."),
        ("sealed", "The words as they were before are kept, as the rule says, for you and the moderators alone."),
    ],
)
def test_what_was_taken_out_is_not_repeated(
    originals: str, sentence: str, member: Person, moderator: Person, round: Round, draft: Proposal, sweep: Sweep
) -> None:
    round.consultation.rules.filter(number=2).update(originals=originals)
    comment = factories.make_comment(member, round, draft, text="Call Ana on 0123 456, day or night.")
    sweep()
    said = {"rule": 2, "reason": "A private number.", "language": "en", "now": timezone.now()}
    decisions.redact(by=moderator, thing=comment, passages=["0123 456"], **said)
    (mail,) = sweep()

    assert mail["Subject"] == f"Personal data was taken out of your text No. {numbered(comment)}"
    assert sentence in plain(mail)
    assert "Your text:\n\n  Call Ana on […], day or night.\n" in text_of(mail)
    assert "0123" not in text_of(mail) + html_of(mail)


def numbered(text: Comment | Contribution) -> int:
    text.entry.refresh_from_db()
    assert text.number is not None
    return text.number


def test_erased_words_are_in_no_mail(moderator: Person, secretary: Person, said: Comment, sweep: Sweep) -> None:
    decisions.erase(
        by=moderator, seconded_by=secretary, thing=said, reason="By law.", language="en", now=timezone.now()
    )
    (mail,) = sweep()

    assert mail["Subject"] == f"The words of your text No. {said.number} were erased"
    assert "  By law.\n" in text_of(mail)
    assert "It takes two people: a second one agreed." in plain(mail)
    assert "plain thing" not in text_of(mail) + html_of(mail)


def test_decision_that_was_taken_back_is_told_with_what_holds_now(
    moderator: Person, said: Comment, sweep: Sweep
) -> None:
    decision = factories.hide(moderator, said)
    sweep()
    decisions.undo(by=moderator, decision=decision, now=timezone.now())
    (mail,) = sweep()

    assert mail["Subject"] == f"A decision about your text No. {said.number} was taken back"
    assert f"Decision No. {number_of(decision)} does not hold any more." in plain(mail)
    assert "Everybody can read your text, as before." in plain(mail)
    assert "  One plain thing.\n" in text_of(mail)


def test_text_that_stays_as_it_is_brings_no_mail(
    moderator: Person, outsider: Person, said: Comment, sweep: Sweep
) -> None:
    flags.raise_(by=outsider, thing=said, rule=3, sentence="It attacks.", language="en", now=timezone.now())
    kept = decisions.keep(by=moderator, thing=said, reason="It does not.", language="en", now=timezone.now())
    first = sweep()
    decisions.undo(by=moderator, decision=kept, now=timezone.now())

    assert (first, sweep()) == ([], [])


def test_mail_that_waits_loses_words_that_were_erased_meanwhile(
    moderator: Person, secretary: Person, member: Person, comment: Comment, sink: Sink, sweep: Sweep
) -> None:
    """The mail server is away; receipt and decision leave once it is back."""
    sink.answer(DATA="451 later")
    shown = [sweep()]
    decision = factories.hide(moderator, comment)
    shown.append(sweep())
    now = timezone.now()
    decisions.erase(by=moderator, seconded_by=secretary, thing=comment, reason="By law.", language="en", now=now)
    shown.append(sweep())
    Mail.objects.update(next_try_at=now)
    sink.answer()
    sent = sweep()

    assert shown == [[], [], []]
    assert sorted(str(mail["Subject"]) for mail in sent) == [
        f"The words of your text No. {numbered(comment)} were erased",
        f"Your comment is in the public record: No. {comment.number}",
        f"Your text No. {comment.number} was hidden by a moderator",
    ]
    assert [mail["To"] for mail in sent] == [member.email] * 3
    assert ["plain thing" in text_of(mail) + html_of(mail) for mail in sent] == [False, False, False]
    assert [f"Decision No. {number_of(decision)}:" in text_of(mail) for mail in sent].count(True) == 1


def test_mail_about_a_published_text_has_no_words_once_it_was_hidden(
    secretary: Person, host: Organization, member: Person, moderator: Person, sweep: Sweep
) -> None:
    careful = factories.make_consultation(secretary, host, moderation="before")
    round = factories.make_round(secretary, careful)
    waiting = factories.make_comment(member, round, factories.make_proposal(secretary, round), text="Read first.")
    sweep()
    decisions.publish(by=secretary, thing=waiting, now=timezone.now())
    waiting.refresh_from_db()
    factories.hide(secretary, waiting)

    published, hidden = sweep()

    assert published["Subject"] == f"Your text No. {numbered(waiting)} is published"
    assert "Read first." not in text_of(published) + html_of(published)
    assert "  Read first.\n" in text_of(hidden)
    assert hidden["Subject"] == f"Your text No. {waiting.number} was hidden by the secretariat"


def test_reason_stands_in_its_own_language(moderator: Person, said: Comment, sweep: Sweep) -> None:
    decisions.hide(by=moderator, thing=said, rule=3, reason="هذا هجوم.", language="ar", now=timezone.now())
    (mail,) = sweep()

    assert ' dir="rtl" lang="ar"' in html_of(mail)
    assert "هذا هجوم." in html_of(mail)
    assert "  هذا هجوم.\n" in text_of(mail)


def test_decision_is_told_once(moderator: Person, said: Comment, sweep: Sweep) -> None:
    factories.hide(moderator, said)
    sweep()
    Cursor.objects.filter(name=notices.CURSOR).update(seq=0)

    assert sweep() == []


def test_author_who_may_read_no_more_is_told_without_titles(
    secretary: Person, host: Organization, member: Person, sweep: Sweep
) -> None:
    rules = {"reading": "listed", "taking_part": "listed"}
    closed = factories.make_consultation(secretary, host, title="The inner circle", **rules)
    listing = consultations.enlist(by=secretary, consultation=closed, person=member, now=timezone.now())
    round = factories.make_round(secretary, closed)
    comment = factories.make_comment(member, round, factories.make_proposal(secretary, round, title="Secret draft"))
    sweep()
    listing.delete()
    factories.hide(secretary, comment)
    (mail,) = sweep()

    words = text_of(mail) + html_of(mail) + str(mail["From"])
    assert [title in words for title in ("The inner circle", "Secret draft", closed.slug)] == [False, False, False]
    assert f"Your text No. {numbered(comment)} was hidden by the secretariat" in words


def test_hidden_name_of_a_body_is_told_to_its_focal_points(
    secretary: Person, member: Person, outsider: Person, organization: Organization, sweep: Sweep
) -> None:
    factories.make_focal_point(secretary, outsider, organization, role="member")
    sweep()
    said = {"language": "en", "now": timezone.now()}
    decisions.hide(by=secretary, thing=organization, rule=4, reason="It is a ministry’s name.", **said)
    (mail,) = sweep()
    decisions.restore(by=secretary, thing=organization, reason="It proved itself.", **said)
    (again,) = sweep()

    assert (mail["To"], mail["Subject"]) == (member.email, "The name of a body for which you speak is hidden")
    assert "  It is a ministry’s name.\n" in text_of(mail)
    assert organization.name not in text_of(mail)
    assert (again["To"], again["Subject"]) == (member.email, f"The name of {organization.name} is shown again")


def test_hidden_name_of_a_person_is_told_to_them(secretary: Person, member: Person, sweep: Sweep) -> None:
    decisions.hide(by=secretary, thing=member, rule=4, reason="Another’s name.", language="en", now=timezone.now())
    (mail,) = sweep()

    assert (mail["To"], mail["Subject"]) == (member.email, "Your name is hidden")
    assert f"You can give another name on My page:\n{links.me()}" in text_of(mail)


def test_text_put_up_by_the_secretariat_has_no_author_to_tell(moderator: Person, draft: Proposal, sweep: Sweep) -> None:
    sweep()
    decisions.hide(by=moderator, thing=draft, rule=6, reason="Unlawful.", language="en", now=timezone.now())

    assert sweep() == []


def test_limited_and_suspended_accounts_are_told_until_when(secretary: Person, member: Person, sweep: Sweep) -> None:
    now = timezone.now()
    until = now + timedelta(days=7)
    said = {"reason": "Forty texts within an hour.", "language": "en", "now": now}
    accounts.limit(by=secretary, person=member, rule=5, until=until, **said)
    (limited,) = sweep()
    accounts.suspend(by=secretary, person=member, rule=5, until=until, **said)
    (suspended,) = sweep()
    accounts.lift(by=secretary, person=member, **said)
    (lifted,) = sweep()

    day = f"{until:%-d %B %Y, %H:%M} UTC"
    assert [mail["To"] for mail in (limited, suspended, lifted)] == [member.email] * 3
    assert limited["Subject"] == f"Your account is limited until {day}"
    assert suspended["Subject"] == f"Your account is suspended until {day}"
    assert lifted["Subject"] == "Your account is not suspended any more"
    assert "The secretariat applied rule 5, “No advertising”." in plain(limited)
    assert "  Forty texts within an hour.\n" in text_of(limited)
    assert f"What stands about your account:\n{links.account()}\n" in text_of(suspended)
    assert secretary.name not in text_of(limited) + text_of(suspended) + text_of(lifted)


def test_account_whose_time_is_over_is_told(secretary: Person, member: Person, sweep: Sweep) -> None:
    now = timezone.now()
    said = {"reason": "Too many.", "language": "en", "now": now}
    accounts.limit(by=secretary, person=member, rule=5, until=now + timedelta(hours=2), **said)
    sweep()
    accounts.lift_due(now=now + timedelta(hours=2))
    (mail,) = sweep()

    assert mail["Subject"] == "Your account is not limited any more"
    assert "Its time was over." in plain(mail)
    assert "decided this" not in plain(mail)


def test_recorded_text_is_told_of_at_the_address_from_which_it_came(
    secretary: Person, call: Round, sweep: Sweep
) -> None:
    """Whoever wrote a letter to the secretariat needs no account to learn what became of it."""
    made = recordings.record(
        by=secretary,
        round=call,
        way=Way.MAIL,
        arrived_at=timezone.now(),
        author_name="Ana Cardoso",
        address="ana@example.org",
        text="By mail.",
        language="en",
        now=timezone.now(),
    )
    sweep()
    factories.hide(secretary, made)
    (mail,) = sweep()

    assert (mail["To"], mail["Subject"]) == (
        "ana@example.org",
        f"Your text No. {numbered(made)} was hidden by the secretariat",
    )
    assert "  It names somebody.\n" in text_of(mail)
    assert links.me() not in text_of(mail)
