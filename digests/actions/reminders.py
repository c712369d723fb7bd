"""What has waited too long for a decision: one mail a day to each of those who decide, at 8 o'clock where they are."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.db.models import Case, IntegerField, QuerySet, Value, When

from accounts.models import Person
from digests import emails
from digests.actions import mails
from digests.compose import reminders
from digests.models import Mail
from digests.permissions import can_be_written_to
from digests.rules import clock
from moderation.permissions import items_for
from rounds.models import Office

HOUR = 8
# Where no sweep came by at that hour, it is made up for within so long, and not in the evening.
MADE_UP_WITHIN = timedelta(hours=8)
NAMED = 10
DECIDING = (Office.Role.SECRETARIAT, Office.Role.MODERATOR)
WITH = ("consultation", "comment__entry", "contribution__entry", "proposal__entry", "document__entry", "motion")


def remind(*, now: datetime) -> int:
    """Write to everybody who may decide something that was too late at 8 o'clock and still is; returns to how many."""
    return sum(_remind(person, now) for person in _who_decides(now))


def _who_decides(now: datetime) -> Iterable[Person]:
    """Those whose 8 o'clock is a few hours ago at most, and who were not written to since."""
    held = Office.objects.filter(role__in=DECIDING, ended_at__isnull=True).values("person")
    for person in Person.objects.visible_to(None).filter(pk__in=held).order_by("pk"):
        eight = _eight(person, now)
        if eight <= now < eight + MADE_UP_WITHIN and not _mails(person, eight).exists():
            yield person


def _eight(person: Person, now: datetime) -> datetime:
    """8 o'clock of the day that it is where somebody is."""
    zone = clock.zone_of(person.time_zone)
    return datetime.combine(now.astimezone(zone).date(), time(HOUR), tzinfo=zone)


def _key(eight: datetime) -> str:
    return f"reminder:{eight.date().isoformat()}"


def _mails(person: Person, eight: datetime) -> QuerySet[Mail]:
    return Mail.objects.filter(person=person, event_key=_key(eight))


def _remind(person: Person, now: datetime) -> bool:
    if can_be_written_to(person) is not None:
        return False
    eight = _eight(person, now)
    late = items_for(person).open().filter(due_at__lte=eight)
    count = late.count()
    if not count:
        return False
    mine = Case(When(assigned_to=person, then=Value(0)), default=Value(1), output_field=IntegerField())
    items = list(late.select_related(*WITH).order_by(mine, "due_at", "pk")[:NAMED])
    told = reminders.late(person, items, count=count, given=late.filter(assigned_to=person).count())
    mails.write(
        kind=Mail.Kind.REMINDER,
        event_key=_key(eight),
        person=person,
        address=person.email,
        letter=emails.reminder(person, told, _key(eight)),
        now=now,
    )
    return True
