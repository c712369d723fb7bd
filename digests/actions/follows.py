from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from digests.actions import chain
from digests.models import Follow, Rhythm, Stream, Thing
from digests.permissions import can_change, can_follow
from digests.rules import clock
from proposals.models import Proposal
from rounds.models import Consultation
from web.refusals import Invalid, Refusal, require


@transaction.atomic(savepoint=False)
def begin(*, by: Person, thing: Thing, now: datetime, rhythm: Rhythm = Rhythm.DAILY) -> Follow:
    """Follow a consultation or a text: its news from here on. Who follows it already goes on doing so."""
    require(can_follow(by, thing))
    chain.stream_of(by=by, now=now)
    place = chain.head()
    follow, is_new = Follow.objects.get_or_create(
        person=by,
        consultation=thing if isinstance(thing, Consultation) else None,
        proposal=thing if isinstance(thing, Proposal) else None,
        ended_at=None,
        defaults={"rhythm": rhythm, "since_seq": place, "told_seq": place, "began_at": now},
    )
    return follow if is_new else set_rhythm(by=by, follow=follow, rhythm=rhythm)


@transaction.atomic(savepoint=False)
def end(*, by: Person, follow: Follow, now: datetime) -> Follow:
    """Stop following. What was not told yet is not owed any more."""
    require(can_change(by, follow))
    Follow.objects.filter(pk=follow.pk, ended_at__isnull=True).update(ended_at=now)
    follow.refresh_from_db()
    return follow


@transaction.atomic(savepoint=False)
def set_rhythm(*, by: Person, follow: Follow, rhythm: Rhythm) -> Follow:
    """Daily, or off: then the news wait, and come with the first digest after it is daily again."""
    require(can_change(by, follow))
    if rhythm not in Rhythm:
        raise Invalid(Refusal("rhythm_unknown", _("Choose daily or off."), field="rhythm"))
    Follow.objects.filter(pk=follow.pk, ended_at__isnull=True).exclude(rhythm=rhythm).update(rhythm=rhythm)
    follow.refresh_from_db()
    return follow


@transaction.atomic(savepoint=False)
def set_hour(*, by: Person, hour: int, now: datetime) -> Stream:
    """At which hour of the reader's day the digest leaves, 0 to 23."""
    if not 0 <= hour <= 23:
        raise Invalid(Refusal("hour_unknown", _("Choose an hour from 0 to 23."), field="hour"))
    stream = Stream.objects.select_for_update(of=("self",)).get(pk=chain.stream_of(by=by, now=now).pk)
    stream.hour = hour
    stream.next_due_at = clock.next_due(now, hour, clock.zone_of(by.time_zone))
    stream.save(update_fields=["hour", "next_due_at"])
    return stream


@transaction.atomic(savepoint=False)
def switch_off(*, by: Person) -> int:
    """No daily digest until the person says otherwise; returns how many follows were daily."""
    return Follow.objects.daily().filter(person=by).update(rhythm=Rhythm.OFF)
