"""A public service once sent sixty mails in a morning. Here the second digest in ten minutes stops the line."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from digests import emails
from digests.actions import mails
from digests.models import Digest, Mail
from digests.models.digest import ASKED, START
from rounds.models import Office

log = structlog.get_logger(__name__)

SPAN = timedelta(minutes=10)
OWED = (Digest.State.PLANNED, Digest.State.CLAIMED)


def held() -> QuerySet[Digest]:
    """Owed digests planned within ten minutes of another one of their stream; what was asked for is not counted."""
    beside = (
        Digest.objects.filter(
            stream=OuterRef("stream"),
            planned_at__gt=OuterRef("planned_at") - SPAN,
            planned_at__lte=OuterRef("planned_at"),
            to_seq__lt=OuterRef("to_seq"),
        )
        .exclude(period=START)
        .exclude(period__startswith=ASKED)
    )
    return Digest.objects.filter(Exists(beside), state__in=OWED, released=False).exclude(period__startswith=ASKED)


def is_closed(*, now: datetime) -> bool:
    """Whether digests are held until a human has looked; the first time it says so, it calls one."""
    first = held().order_by("id").first()
    if first is None:
        return False
    log.critical("digests.stopped", digest=first.pk, stream=first.stream_id)
    _call(first, now)
    return True


@transaction.atomic
def _call(digest: Digest, now: datetime) -> None:
    """Write to the secretariat of the whole site, once per digest that closed the valve."""
    offices = Office.objects.filter(
        role=Office.Role.SECRETARIAT, consultation__isnull=True, hosting_body__isnull=True, ended_at__isnull=True
    )
    for office in offices.select_related("person"):
        mails.write(
            kind=Mail.Kind.ALARM,
            event_key=f"valve:{digest.pk}",
            person=office.person,
            address=office.person.email,
            letter=emails.digests_stopped(office.person, digest),
            now=now,
        )


@transaction.atomic
def release() -> int:
    """A human has looked: what is held leaves. Returns how many digests were held."""
    return Digest.objects.filter(pk__in=list(held().values_list("pk", flat=True))).update(released=True)
