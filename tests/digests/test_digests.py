"""A digest's way, with a real mail server at its end."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import Person
from contributions.models import Contribution
from digests import tasks
from digests.actions import chain, digests, follows, valve
from digests.actions.post import Post
from digests.models import Digest, Follow, Mail, Rhythm, Stream
from digests.rules import links
from digests.rules.letters import Letter
from moderation.actions import decisions
from proposals.models import Comment, Proposal
from rounds.actions import rounds
from rounds.models import Consultation, Office, Round
from tests import factories
from tests.digests.conftest import Sink, html_of, text_of

Settle = Callable[[], None]
Refuse = Callable[[str], AbstractContextManager[None]]
Sweep = Callable[[], list[EmailMessage]]


@pytest.fixture
def reader(consultation: Consultation, draft: Proposal, settle: Settle) -> Person:
    """Follows the consultation from after its draft was put up."""
    person = factories.make_person("Aroha", time_zone="Pacific/Auckland")
    settle()
    follows.begin(by=person, thing=consultation, now=timezone.now())
    return person


def ask(person: Person, key: str = "1") -> Digest:
    return digests.send_now(by=person, key=key, now=timezone.now())


def to(person: Person, messages: list[EmailMessage]) -> list[EmailMessage]:
    return [message for message in messages if message["To"] == person.email]


# --- in which language it names texts ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_digest_and_receipt_name_texts_in_their_readers_language(
    secretary: Person,
    member: Person,
    consultation: Consultation,
    round: Round,
    draft: Proposal,
    settle: Settle,
    sweep: Sweep,
) -> None:
    factories.translate(secretary, consultation, title="Qui agit ?")
    factories.translate_text(
        secretary, draft, text="# Pourquoi maintenant\n\n1. Un.\n\n2. Deux.\n\n3. Trois.", title="Avant-projet"
    )
    readers = [factories.make_person(language=tag) for tag in ("fr-CA", "de")]
    settle()
    for reader in readers:
        follows.begin(by=reader, thing=consultation, now=timezone.now())
    factories.make_comment(readers[0], round, draft, paragraph=draft.paragraphs.get(anchor="1"))
    settle()

    sweep()
    for reader in readers:
        ask(reader)
    mails = sweep()
    in_french, in_english = (text_of(to(reader, mails)[-1]) for reader in readers)

    for words in ("Qui agit ?", "Avant-projet", "Paragraph 1: Pourquoi maintenant"):
        assert words in in_french
        assert words not in in_english
    for words in ("Who acts next?", "Zero draft"):
        assert words in in_english
        assert words not in in_french


# --- what it says -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_digest_says_who_spoke_in_which_capacity_and_all_they_said(
    reader: Person,
    member: Person,
    organization: object,
    round: Round,
    draft: Proposal,
    settle: Settle,
    sweep: Sweep,
) -> None:
    paragraph = draft.paragraphs.get(anchor="2")
    said = factories.make_comment(
        member,
        round,
        draft,
        text="One *plain* thing.",
        paragraph=paragraph,
        kind="concern",
        capacity="organization",
        organization=organization,
    )
    settle()
    said.entry.refresh_from_db()

    ask(reader)
    (mail,) = to(reader, sweep())

    assert mail["Subject"] == "1 new comment: Who acts next?"
    assert f"* No. {said.number} Concern\n  Private sector, Small Carriers’ Circle, sent by Teodor\n" in text_of(mail)
    assert "\n  One plain thing.\n" in text_of(mail)
    assert "<p" in html_of(mail) and "<em>plain</em> thing." in html_of(mail)
    assert "\nParagraph 2\n" in text_of(mail)
    assert links.comment(said.pk) in text_of(mail) and links.comment(said.pk) in html_of(mail)


@pytest.mark.django_db
def test_digest_shows_the_newest_first(
    reader: Person, member: Person, round: Round, draft: Proposal, settle: Settle, sweep: Sweep
) -> None:
    for word in ("first", "second", "third"):
        factories.make_comment(member, round, draft, text=f"The {word} word.")
    settle()

    ask(reader)
    (mail,) = to(reader, sweep())

    places = [text_of(mail).index(f"The {word} word.") for word in ("third", "second", "first")]
    assert places == sorted(places)


@pytest.mark.django_db
def test_digest_of_a_long_text_says_how_much_is_left(
    reader: Person, member: Person, round: Round, draft: Proposal, settle: Settle, sweep: Sweep
) -> None:
    factories.make_comment(member, round, draft, text="word " * 500)
    settle()

    ask(reader)
    (mail,) = to(reader, sweep())

    assert "[1,300 characters more on the page]" in text_of(mail)
    assert "1,300 characters more: read the rest" in html_of(mail)


@pytest.mark.django_db
def test_digest_of_many_comments_counts_those_that_do_not_fit(
    reader: Person, member: Person, round: Round, draft: Proposal, settle: Settle, sweep: Sweep
) -> None:
    for n in range(43):
        factories.make_comment(member, round, draft, text=f"Thing {n}.")
    settle()

    ask(reader)
    (mail,) = to(reader, sweep())

    assert mail["Subject"].startswith("43 new comments")
    assert f"And 3 more comments on this text:\n{links.comments(draft.pk)}" in text_of(mail)


@pytest.mark.django_db
def test_digest_marks_the_language_of_what_was_said(
    reader: Person, member: Person, round: Round, draft: Proposal, settle: Settle, sweep: Sweep
) -> None:
    factories.make_comment(member, round, draft, text="كل ترتيب بلا تاريخ", language="ar")
    settle()

    ask(reader)
    (mail,) = to(reader, sweep())

    assert 'dir="rtl"' in html_of(mail) and 'lang="ar"' in html_of(mail)
    assert html_of(mail).startswith('<!DOCTYPE html><html lang="en" dir="ltr">')


@pytest.mark.django_db
def test_digest_has_the_headers_that_mailboxes_and_scanners_ask_for(
    reader: Person, comment: Comment, settle: Settle, sweep: Sweep
) -> None:
    settle()

    digest = ask(reader)
    (mail,) = to(reader, sweep())

    assert mail["From"] == f"Who acts next? <{settings.DEFAULT_FROM_EMAIL}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].startswith(f"<{settings.SITE_URL}/unsubscribe/")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "en"
    assert (mail["List-Id"], bool(mail["Date"])) == (f"{settings.SITE_NAME} <daily-digest.localhost>", True)
    assert Mail.objects.get(event_key=f"digest:{digest.pk}").message_id == mail["Message-ID"]


@pytest.mark.django_db
def test_digest_loads_nothing_and_links_to_this_site_only(
    reader: Person, comment: Comment, settle: Settle, sweep: Sweep
) -> None:
    settle()

    ask(reader)
    html = html_of(to(reader, sweep())[0])

    addresses = [part.split('"')[0] for part in html.split('href="')[1:]]
    assert [address for address in addresses if not address.startswith(settings.SITE_URL)] == []
    assert [word for word in ("<img", "src=", "url(", "<link", "<script") if word in html] == []
    assert "prefers-color-scheme:dark" in html.replace(" ", "")


@pytest.mark.django_db
def test_digest_tells_other_acts_in_a_line_each(
    reader: Person, secretary: Person, round: Round, contribution: Contribution, settle: Settle, sweep: Sweep
) -> None:
    later = round.closes_at + timedelta(days=3)
    rounds.extend(by=secretary, round=round, closes_at=later, reason="Two translations were late.")
    settle()

    ask(reader)
    text = text_of(to(reader, sweep())[0])

    assert "Contribution of Teodor, Civil society:\n  “What we think”\n" in text
    assert "“Two translations were late.”" in text
    assert "  Round 2: Call for inputs is planned." in text


# --- what it leaves out -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_digest_has_no_words_that_were_hidden_before_it_left(
    reader: Person, moderator: Person, member: Person, comment: Comment, settle: Settle, sweep: Sweep
) -> None:
    factories.make_comment(member, comment.round, comment.proposal, text="Another thing.")
    settle()
    ask(reader)

    factories.hide(moderator, comment)
    (mail,) = to(reader, sweep())

    whole = text_of(mail) + html_of(mail)
    assert [words in whole for words in ("Another thing.", "One plain thing.")] == [True, False]


@pytest.mark.django_db
def test_digest_whose_news_are_all_gone_sends_no_mail(
    member: Person, moderator: Person, comment: Comment, draft: Proposal, outsider: Person, settle: Settle, sweep: Sweep
) -> None:
    settle()
    follow = follows.begin(by=outsider, thing=draft, now=timezone.now())
    said = factories.make_comment(member, comment.round, draft, text="Soon gone.")
    settle()
    digest = ask(outsider)

    factories.hide(moderator, said)
    got = to(outsider, sweep())

    digest.refresh_from_db()
    follow.refresh_from_db()
    assert (got, digest.state, follow.told_seq) == ([], Digest.State.EMPTY, digest.to_seq)
    assert Mail.objects.filter(kind="digest").count() == 0


@pytest.mark.django_db
def test_digest_tells_a_text_that_waited_once_when_it_is_shown(
    refused: Refuse, secretary: Person, host: object, member: Person, outsider: Person, settle: Settle, sweep: Sweep
) -> None:
    careful = factories.make_consultation(secretary, host, moderation="before")
    round = factories.make_round(secretary, careful)
    draft = factories.make_proposal(secretary, round)
    settle()
    follows.begin(by=outsider, thing=careful, now=timezone.now())
    said = factories.make_comment(member, round, draft, text="Read first.")
    settle()

    with refused("nothing_new"):
        ask(outsider)
    decisions.publish(by=secretary, thing=said, now=timezone.now())
    settle()
    ask(outsider, "2")
    (mail,) = to(outsider, sweep())

    assert text_of(mail).count("Read first.") == 1


@pytest.mark.django_db
def test_digest_tells_nothing_of_a_consultation_that_one_may_not_read_any_more(
    secretary: Person, private_consultation: Consultation, member: Person, settle: Settle, sweep: Sweep
) -> None:
    office = factories.make_office(member, "moderator", private_consultation)
    settle()
    follows.begin(by=member, thing=private_consultation, now=timezone.now())
    factories.make_round(secretary, private_consultation)
    settle()
    ask(member)

    Office.objects.filter(pk=office.pk).update(ended_at=timezone.now())

    assert to(member, sweep()) == []


# --- when it comes ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_daily_digest_comes_at_its_hour_and_once(reader: Person, comment: Comment, settle: Settle, sink: Sink) -> None:
    settle()
    due = Stream.objects.get(person=reader).next_due_at
    moments = [due - timedelta(seconds=1), due, due + timedelta(seconds=5), due + timedelta(hours=23)]

    planned = [digests.plan_due(now=moment) for moment in moments]

    assert planned == [0, 1, 0, 0]
    assert timezone.localtime(due, ZoneInfo("Pacific/Auckland")).hour == 7
    assert (
        Digest.objects.get(state="planned").period
        == timezone.localtime(due, ZoneInfo("Pacific/Auckland")).date().isoformat()
    )


@pytest.mark.django_db
def test_daily_digest_without_news_is_no_row_and_no_mail(reader: Person, sweep: Sweep) -> None:
    Stream.objects.update(next_due_at=timezone.now())

    assert sweep() == []
    assert list(Digest.objects.values_list("period", flat=True)) == ["start"]


@pytest.mark.django_db
def test_daily_digest_after_a_move_comes_at_the_hour_there(reader: Person, comment: Comment, settle: Settle) -> None:
    settle()
    due = Stream.objects.get(person=reader).next_due_at
    Person.objects.filter(pk=reader.pk).update(time_zone="Africa/Nairobi")

    assert digests.plan_due(now=due) == 0
    moved = Stream.objects.get(person=reader).next_due_at
    assert (moved.hour, digests.plan_due(now=moved)) == (4, 1)


@pytest.mark.django_db
def test_send_now_twice_with_one_key_is_one_digest(
    reader: Person, comment: Comment, settle: Settle, sweep: Sweep
) -> None:
    settle()

    first, again = ask(reader, "k"), ask(reader, "k")

    assert first == again
    assert len(to(reader, sweep())) == 1


@pytest.mark.django_db
def test_send_now_without_news_says_so(refused: Refuse, reader: Person, sweep: Sweep) -> None:
    with refused("nothing_new"):
        ask(reader)

    assert sweep() == []


@pytest.mark.django_db
def test_what_is_off_waits_and_is_told_when_it_is_on_again(
    refused: Refuse, reader: Person, member: Person, round: Round, draft: Proposal, settle: Settle, sweep: Sweep
) -> None:
    follow = Follow.objects.get(person=reader)
    follows.set_rhythm(by=reader, follow=follow, rhythm=Rhythm.OFF)
    factories.make_comment(member, round, draft, text="Said meanwhile.")
    settle()
    with refused("nothing_followed"):
        ask(reader)

    follows.set_rhythm(by=reader, follow=follow, rhythm=Rhythm.DAILY)
    ask(reader)
    (mail,) = to(reader, sweep())

    assert text_of(mail).count("Said meanwhile.") == 1


@pytest.mark.django_db
def test_two_follows_of_one_entry_tell_it_once(
    reader: Person, draft: Proposal, member: Person, round: Round, settle: Settle, sweep: Sweep
) -> None:
    follows.begin(by=reader, thing=draft, now=timezone.now())
    factories.make_comment(member, round, draft, text="Once, please.")
    settle()

    ask(reader)
    (mail,) = to(reader, sweep())

    assert text_of(mail).count("Once, please.") == 1


@pytest.mark.django_db
def test_follow_that_began_later_does_not_tell_again(
    reader: Person, draft: Proposal, member: Person, round: Round, settle: Settle, sweep: Sweep
) -> None:
    factories.make_comment(member, round, draft, text="Told long ago.")
    settle()
    ask(reader)
    sweep()
    follow = Follow.objects.get(person=reader)
    follows.end(by=reader, follow=follow, now=timezone.now())

    follows.begin(by=reader, thing=draft, now=timezone.now())
    factories.make_comment(member, round, draft, text="New.")
    settle()
    ask(reader, "2")
    (mail,) = to(reader, sweep())

    assert [word in text_of(mail) for word in ("New.", "Told long ago.")] == [True, False]


# --- how it leaves ----------------------------------------------------------------------------------------------------


class Dying(Post):
    """Hands the message over and dies before it can say so."""

    def send(self, address: str, letter: Letter) -> None:
        super().send(address, letter)
        raise SystemExit


@pytest.mark.django_db
def test_crash_between_sending_and_marking_repeats_the_same_message_id(
    reader: Person, member: Person, round: Round, draft: Proposal, comment: Comment, settle: Settle, sink: Sink
) -> None:
    settle()
    digest = ask(reader)
    now = timezone.now()
    with pytest.raises(SystemExit), Dying() as dying:
        digests.send_next(dying, now=now)

    factories.make_comment(member, round, draft, text="Later word.")
    settle()
    with Post() as post:
        early = digests.send_next(post, now=now + timedelta(minutes=1))
        late = digests.send_next(post, now=now + timedelta(minutes=6))

    digest.refresh_from_db()
    first, second = sink.messages
    assert (early, late, digest.state, digest.attempts) == (False, True, Digest.State.SENT, 2)
    assert first["Message-ID"] == second["Message-ID"]
    assert "Later word." not in text_of(second)


@pytest.mark.django_db
def test_mark_of_a_claim_that_was_taken_over_changes_nothing(
    reader: Person, comment: Comment, settle: Settle, sink: Sink
) -> None:
    settle()
    digest = ask(reader)
    mine = digests._claim(now=timezone.now())
    Digest.objects.filter(pk=digest.pk).update(attempts=2)

    assert mine is not None
    digests._close(mine, Digest.State.SENT, timezone.now(), None)

    digest.refresh_from_db()
    assert (digest.state, Follow.objects.get(person=reader).told_seq) == (Digest.State.CLAIMED, digest.from_seq)


@pytest.mark.django_db
def test_digests_of_a_stream_leave_one_after_the_other(
    reader: Person, comment: Comment, member: Person, draft: Proposal, settle: Settle
) -> None:
    settle()
    first = ask(reader)
    stream = Stream.objects.get(person=reader)
    factories.make_comment(member, comment.round, draft)
    settle()
    second = chain.add_link(stream, period="2027-04-02", to_seq=chain.head(), now=timezone.now())
    now = timezone.now()

    claimed = [digests._claim(now=now), digests._claim(now=now)]

    assert second is not None
    assert claimed == [first, None]


@pytest.mark.django_db
def test_refused_address_is_shunted_with_the_reason_and_nothing_counts_as_told(
    reader: Person, comment: Comment, settle: Settle, sweep: Sweep, sink: Sink
) -> None:
    settle()
    digest = ask(reader)
    sink.answer(**{reader.email: "550 5.1.1 no such mailbox"})

    sweep()

    digest.refresh_from_db()
    mail = Mail.objects.get(event_key=f"digest:{digest.pk}")
    assert (digest.state, mail.state, mail.reason) == ("shunted", "shunted", "550 5.1.1 no such mailbox")
    assert Follow.objects.get(person=reader).told_seq == digest.from_seq


@pytest.mark.django_db
def test_who_stops_while_the_digest_waits_is_not_written_to(
    reader: Person, comment: Comment, settle: Settle, sweep: Sweep, sink: Sink
) -> None:
    settle()
    digest = ask(reader)
    sink.answer(**{reader.email: "451 4.7.1 try again"})
    sweep()
    follows.switch_off(by=reader)
    sink.answer()

    Digest.objects.filter(pk=digest.pk).update(next_try_at=timezone.now())
    got = sweep()

    digest.refresh_from_db()
    assert (to(reader, got), digest.state, digest.attempts) == ([], Digest.State.EMPTY, 2)
    assert Follow.objects.get(person=reader).told_seq == digest.from_seq


@pytest.mark.django_db
def test_second_digest_within_ten_minutes_stops_the_line_and_calls_a_human(
    reader: Person, secretary: Person, comment: Comment, member: Person, draft: Proposal, settle: Settle, sweep: Sweep
) -> None:
    stream, now = Stream.objects.get(person=reader), timezone.now()
    settle()
    chain.add_link(stream, period="2027-04-01", to_seq=chain.head(), now=now - timedelta(minutes=9))
    factories.make_comment(member, comment.round, draft)
    settle()
    chain.add_link(stream, period="2027-04-02", to_seq=chain.head(), now=now)

    sweep()
    stopped = sweep()
    released = valve.release()
    after = to(reader, sweep())

    assert [message["Subject"] for message in to(secretary, stopped)] == [
        "No digests leave: two for one person within ten minutes"
    ]
    assert (to(reader, stopped), released, len(after)) == ([], 1, 2)


@pytest.mark.django_db
def test_asked_digests_do_not_close_the_valve(
    reader: Person, comment: Comment, member: Person, draft: Proposal, settle: Settle, sweep: Sweep
) -> None:
    settle()
    ask(reader, "1")
    sweep()
    factories.make_comment(member, comment.round, draft)
    settle()
    ask(reader, "2")

    assert len(to(reader, sweep())) == 1


@pytest.mark.django_db(transaction=True)
def test_twin_workers_send_each_digest_once(
    secretary: Person,
    member: Person,
    consultation: Consultation,
    round: Round,
    draft: Proposal,
    settle: Settle,
    sink: Sink,
) -> None:
    people = [factories.make_person() for _n in range(8)]
    settle()
    for person in people:
        follows.begin(by=person, thing=consultation, now=timezone.now())
    factories.make_comment(member, round, draft)
    settle()
    for person in people:
        ask(person)

    def work() -> None:
        try:
            tasks.send_due()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(str(message["To"]) for message in sink.messages) == sorted(person.email for person in people)
