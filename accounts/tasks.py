from celery import shared_task
from django.utils import timezone

from accounts.actions import letters


@shared_task
def sweep_letters() -> None:
    """Take from disk the letters that no request keeps any more."""
    letters.sweep(now=timezone.now())
