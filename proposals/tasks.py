from celery import shared_task
from django.utils import timezone

from proposals.actions import confirmations, counters


@shared_task
def bring_up_to_date() -> None:
    counters.bring_up_to_date()


@shared_task
def end_waiting() -> None:
    """Erase what nobody confirmed within 7 days of the close of its round."""
    confirmations.end_waiting(now=timezone.now())
