from celery import shared_task
from django.utils import timezone

from rounds.actions import sealing


@shared_task
def seal_due() -> None:
    sealing.seal_due(now=timezone.now())
