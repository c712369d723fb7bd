from celery import shared_task
from django.utils import timezone

from moderation.actions import bulk, motions, queue


@shared_task
def bring_queue_up_to_date() -> None:
    """Put what waits into the moderators' queue; show again what was held for 72 hours without a second person."""
    now = timezone.now()
    motions.lapse(now=now)
    queue.bring_up_to_date(now=now)


@shared_task
def carry_out_bulk() -> None:
    """Carry out what was decided about many texts, batch by batch, until nothing waits."""
    while bulk.carry_out_next(now=timezone.now()):
        pass
