"""Whether a domain is a body's: its name servers are asked for the record that only the body can have been given.

A proof confirms nobody. It stands beside the requests of whoever asks for the body, for who answers them.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from dns.exception import DNSException
from dns.name import from_text
from dns.nameserver import Do53Nameserver
from dns.resolver import Resolver

from accounts.models import AffiliationRequest, Organization
from accounts.rules import proofs
from ledger.actions import entries

log = structlog.get_logger(__name__)

# How often name servers are asked: while somebody waits for an answer, and else.
WHILE_ASKED = timedelta(minutes=10)
ELSE = timedelta(days=1)
# Bodies of one sweep, and seconds for all servers together to answer about one.
BATCH = 10
SECONDS = 3.0


def prove(*, now: datetime) -> int:
    """A sweep: ask for the records of domains that are noted and not proved yet; returns how many were proved."""
    return sum(_prove(pk, domain, now) for pk, domain in _claim(now))


@transaction.atomic
def _claim(now: datetime) -> list[tuple[UUID, str]]:
    """Those whose turn it is. They are marked before they are asked, so that no other sweep asks them too."""
    waiting = AffiliationRequest.objects.waiting().filter(organization=OuterRef("pk"))
    asked_before = Q(domain_asked_at__isnull=True) | Q(domain_asked_at__lte=now - ELSE)
    asked_before |= Q(Exists(waiting), domain_asked_at__lte=now - WHILE_ASKED)
    due = Organization.objects.unmerged().filter(asked_before, domain_proved_at__isnull=True).exclude(domain="")
    claimed = list(due.select_for_update(skip_locked=True, of=("self",)).order_by("pk")[:BATCH])
    Organization.objects.filter(pk__in=[body.pk for body in claimed]).update(domain_asked_at=now)
    return [(body.pk, body.domain) for body in claimed]


def _prove(pk: UUID, domain: str, now: datetime) -> bool:
    if proofs.record(pk, domain) not in published(domain):
        return False
    with transaction.atomic():
        present = Organization.objects.select_for_update(of=("self",)).get(pk=pk)
        if present.domain != domain or present.domain_proved_at is not None:
            # Another domain was noted meanwhile.
            return False
        present.domain_proved_at = now
        present.save(update_fields=["domain_proved_at"])
        entries.append(kind="organization.domain_proved", thing=present.pk, at=now)
    return True


def published(domain: str) -> Sequence[str]:
    """The TXT records at exactly this name; none where nobody answers in time."""
    resolver = Resolver(configure=not settings.DNS_SERVERS)
    if settings.DNS_SERVERS:
        resolver.nameservers = [Do53Nameserver(address, port) for address, port in settings.DNS_SERVERS]
    try:
        answer = resolver.resolve(from_text(domain), "TXT", search=False, lifetime=SECONDS)
    except (DNSException, OSError) as error:
        log.info("domain.unanswered", domain=domain, reason=type(error).__name__)
        return ()
    # A long record comes in pieces, which are one.
    return [b"".join(row.strings).decode(errors="replace").strip() for row in answer]
