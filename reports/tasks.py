from celery import shared_task

from reports.actions import heard, words

# So many steps at most before another task may have its turn.
STEPS = 50


@shared_task
def bring_heard_up_to_date() -> None:
    heard.bring_up_to_date()


@shared_task
def list_words() -> None:
    """Bring up to date the words by which misspelt ones are led to texts."""
    for _step in range(STEPS):
        if not words.bring_up_to_date():
            break
