from celery import shared_task
from django.utils import timezone

from contributions.actions import files, recordings


@shared_task
def sweep_files() -> None:
    """Take from disk the files that no contribution keeps any more."""
    files.sweep(now=timezone.now())


@shared_task
def forget_originals() -> None:
    """Forget files that were read at the desk and not recorded within a day."""
    recordings.forget_originals(now=timezone.now())
