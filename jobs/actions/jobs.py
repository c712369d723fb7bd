from datetime import datetime
from typing import Any
from uuid import UUID

from jobs.models import Job


def start(*, by: UUID | None, kind: str, total: int | None, now: datetime, about: dict[str, Any] | None = None) -> Job:
    """A job that begins at once; `total` is the number of its items, None while nobody knows.

    `about` says what it works on; it is the result until there is one.
    """
    return Job.objects.create(
        kind=kind, asked_by=by, total=total, state=Job.State.RUNNING, asked_at=now, result=about or {}
    )


def progress(*, job: Job, done: int) -> None:
    job.done = done
    job.save(update_fields=["done"])


def end(*, job: Job, result: dict[str, Any], errors: list[dict[str, Any]], now: datetime, failed: bool = False) -> Job:
    """Close a job with its result; `errors` are {line, reason} each."""
    job.state = Job.State.FAILED if failed else Job.State.DONE
    job.result, job.errors, job.ended_at = result, errors, now
    job.save(update_fields=["state", "result", "errors", "ended_at"])
    return job
