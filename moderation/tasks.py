from celery import shared_task
from django.utils import timezone

from moderation.actions import accounts, affiliations, bulk, domains, impersonation, motions, queue


@shared_task
def bring_queue_up_to_date() -> None:
    """Put what waits into the moderators' queue; end what time ends: holds, motions, limits and suspensions."""
    now = timezone.now()
    motions.lapse(now=now)
    motions.end_overtaken(now=now)
    accounts.lift_due(now=now)
    queue.bring_up_to_date(now=now)


@shared_task
def look_for_imitations() -> None:
    """Put people and bodies whose names read like those of others into the moderators' queue."""
    impersonation.bring_up_to_date(now=timezone.now())


@shared_task
def carry_out_bulk() -> None:
    """Carry out what was decided about many texts, batch by batch, until nothing waits."""
    while bulk.carry_out_next(now=timezone.now()):
        pass


@shared_task
def end_expired() -> None:
    """End who was confirmed until a day that has come."""
    affiliations.expire(now=timezone.now())


@shared_task
def prove_domains() -> None:
    """Ask name servers whether domains are their bodies' own."""
    domains.prove(now=timezone.now())
