from celery import shared_task
from django.utils import timezone

from contributions.actions import files


@shared_task
def sweep_files() -> None:
    """Take from disk the files that no contribution keeps any more."""
    files.sweep(now=timezone.now())
