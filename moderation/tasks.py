from celery import shared_task
from django.utils import timezone

from moderation.actions import motions, queue


@shared_task
def bring_queue_up_to_date() -> None:
    """Put what waits into the moderators' queue; show again what was held for 72 hours without a second person."""
    now = timezone.now()
    motions.lapse(now=now)
    queue.bring_up_to_date(now=now)
