from celery import shared_task

from proposals.actions import counters


@shared_task
def bring_up_to_date() -> None:
    counters.bring_up_to_date()
