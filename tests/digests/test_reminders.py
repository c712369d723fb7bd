"""What has waited too long: one mail a day to each of those who may decide it, and to nobody else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import Organization, Person
from contributions.models import Contribution
from digests.actions import reminders
from digests.models import Mail
from digests.rules import links
from moderation.actions import flags, queue
from moderation.models import Item
from proposals.models import Comment
from rounds.actions import offices
from rounds.models import Consultation
from tests import factories
from tests.digests.conftest import html_of, text_of

Sweep = Callable[[], list[EmailMessage]]

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 3, 3, 9, tzinfo=UTC)


def flag(thing: Comment | Contribution, *, due: datetime = NINE - timedelta(days=1)) -> Item:
    by = factories.make_person()
    flags.raise_(by=by, thing=thing, rule=3, sentence="It attacks.", language="en", now=timezone.now())
    item = (
        Item.objects.open().get(comment=thing) if isinstance(thing, Comment) else Item.objects.get(contribution=thing)
    )
    Item.objects.filter(pk=item.pk).update(due_at=due)
    item.refresh_from_db()
    return item


def told() -> list[str]:
    """The addresses of those who were reminded."""
    return sorted(Mail.objects.filter(kind=Mail.Kind.REMINDER).values_list("address", flat=True))


def test_reminder_names_numbers_and_moments_and_no_words(
    moderator: Person, secretary: Person, comment: Comment, consultation: Consultation, sweep: Sweep
) -> None:
    sweep()
    item = flag(comment)
    Person.objects.exclude(pk=moderator.pk).update(time_zone="Asia/Tokyo")
    reminders.remind(now=NINE)
    (mail,) = sweep()
    comment.entry.refresh_from_db()

    assert (mail["To"], mail["Subject"]) == (moderator.email, "1 thing has waited too long for a decision")
    assert (
        text_of(mail)
        == f"""\
1 thing has waited too long for a decision

The rules say within which time it is decided; that time is over.

No. {comment.number}: Flagged
  {consultation.title}
  was to be decided by 2 March 2026, 09:00 UTC
  {links.item(item.pk)}

All that waits:
{links.queue()}

You get this because you hold an office that decides. It comes at 8
o’clock where you are, once a day at most, while something has
waited too long, and stops when your office ends.
"""
    )
    assert "plain thing" not in text_of(mail) + html_of(mail)
    assert "It attacks" not in text_of(mail) + html_of(mail)


def test_what_is_given_to_somebody_comes_first_and_ten_are_named(
    moderator: Person, member: Person, round: object, draft: object, secretary: Person, sweep: Sweep
) -> None:
    items = []
    for days in range(12, 0, -1):
        said = factories.make_comment(member, round, draft)  # type: ignore[arg-type]
        items.append(flag(said, due=NINE - timedelta(days=days)))
    last = items[-1]
    queue.assign(by=moderator, item=last, to=moderator, now=timezone.now())
    sweep()
    reminders.remind(now=NINE)
    mail = next(mail for mail in sweep() if mail["To"] == moderator.email)

    text = text_of(mail)
    named = [line.strip() for line in text.splitlines() if line.startswith(f"  {links.queue()}")]
    assert named == [links.item(item.pk) for item in [last, *items[:9]]]
    assert mail["Subject"] == "12 things have waited too long for a decision"
    assert "1 of them is given to you." in text
    assert text.count("(given to you)") == 1
    assert "2 more stand in the queue." in text


def test_reminder_comes_once_a_day(moderator: Person, secretary: Person, comment: Comment) -> None:
    flag(comment)
    counts = [reminders.remind(now=NINE + timedelta(hours=hours)) for hours in (0, 1, 6, 24, 25)]

    assert counts == [2, 0, 0, 2, 0]
    assert told() == sorted([moderator.email, secretary.email] * 2)


def test_reminder_comes_at_eight_where_somebody_is(moderator: Person, comment: Comment) -> None:
    Person.objects.exclude(pk=moderator.pk).update(is_active=False)
    Person.objects.filter(pk=moderator.pk).update(time_zone="Asia/Kathmandu")
    flag(comment)
    eight = datetime(2026, 3, 3, 8, tzinfo=ZoneInfo("Asia/Kathmandu"))
    moments = [eight - timedelta(minutes=1), eight + timedelta(hours=8), eight + timedelta(hours=7)]

    assert [reminders.remind(now=moment) for moment in moments] == [0, 0, 1]


def test_what_became_late_after_eight_waits_for_the_next_day(moderator: Person, comment: Comment) -> None:
    Person.objects.exclude(pk=moderator.pk).update(is_active=False)
    flag(comment, due=NINE - timedelta(minutes=30))

    assert [reminders.remind(now=NINE), reminders.remind(now=NINE + timedelta(days=1))] == [0, 1]


def test_nothing_late_brings_no_mail(moderator: Person, secretary: Person, comment: Comment) -> None:
    item = flag(comment)
    Item.objects.filter(pk=item.pk).update(closed_at=NINE)

    assert (reminders.remind(now=NINE), told()) == (0, [])


def test_reminder_goes_to_those_alone_who_may_decide_it(
    secretary: Person,
    other_secretary: Person,
    host: Organization,
    member: Person,
    organization: Organization,
    comment: Comment,
) -> None:
    """Not to a moderator of another consultation, of the author's body, who stepped back, or whose office ended."""
    here, elsewhere = comment.consultation, factories.make_consultation(secretary, host)
    away, near, back, gone, holder = (factories.make_person(name) for name in ("A", "B", "C", "D", "E"))
    for person, role, of in (
        (away, "moderator", elsewhere),
        (near, "moderator", here),
        (back, "moderator", here),
        (holder, "penholder", here),
    ):
        factories.make_office(person, role, of)
    office = factories.make_office(gone, "moderator", here)
    offices.end(by=secretary, office=office, now=timezone.now())
    factories.make_focal_point(secretary, near, organization, role="member")
    item = flag(comment)
    queue.recuse(by=back, item=item, now=timezone.now())
    reminders.remind(now=NINE)

    assert told() == sorted([secretary.email, other_secretary.email])


def test_reminder_stops_with_the_account(moderator: Person, comment: Comment) -> None:
    flag(comment)
    Person.objects.update(confirmed_at=None)

    assert reminders.remind(now=NINE) == 0
