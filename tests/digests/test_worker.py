"""The whole journey with the parts that run in an installation: a worker, a broker, a mail server, the site's role."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Person
from consultation.celery import app
from digests.actions import digests, follows
from digests.models import Digest, Mail
from proposals.models import Proposal
from rounds.models import Consultation, Round
from tests import factories
from tests.digests.conftest import Sink, text_of

ROOT = Path(__file__).resolve().parent.parent.parent


def address_of_the_test_database() -> str:
    """That of the site's role, on the database of this test run."""
    parts = urlsplit(os.environ.get("APP_DATABASE_URL") or os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))


@pytest.fixture
def worker(transactional_db: None, sink: Sink, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    log = (tmp_path / "worker.log").open("wb")
    environment = {
        **os.environ,
        "DATABASE_URL": address_of_the_test_database(),
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "DJANGO_SETTINGS_MODULE": "consultation.settings",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "consultation", "worker", "--pool", "solo", "--loglevel", "INFO"],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def wait_for(happened: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


@pytest.mark.slow
def test_worker_brings_receipt_and_digest_to_a_mailbox(
    worker: subprocess.Popen[bytes],
    sink: Sink,
    member: Person,
    outsider: Person,
    consultation: Consultation,
    round: Round,
    draft: Proposal,
    settle: Callable[[], None],
) -> None:
    settle()
    follows.begin(by=outsider, thing=consultation, now=timezone.now())
    factories.make_comment(member, round, draft, text="Carried by a real worker.")
    settle()
    digests.send_now(by=outsider, key="1", now=timezone.now())

    for task in ("digests.tasks.send_owed", "digests.tasks.send_due"):
        app.send_task(task)

    assert wait_for(lambda: len(sink.messages) == 2) is True
    assert sorted(str(message["To"]) for message in sink.messages) == sorted([member.email, outsider.email])
    assert [text_of(message).count("Carried by a real worker.") for message in sink.messages] == [1, 1]
    assert wait_for(lambda: Mail.objects.filter(state="sent").count() == 2) is True
    assert Digest.objects.filter(state="sent").count() == 1


@pytest.mark.slow
def test_sweeps_that_were_lost_or_doubled_cost_no_mail(
    worker: subprocess.Popen[bytes],
    sink: Sink,
    member: Person,
    round: Round,
    draft: Proposal,
    settle: Callable[[], None],
) -> None:
    factories.make_comment(member, round, draft)
    settle()

    app.control.purge()
    for _n in range(5):
        app.send_task("digests.tasks.send_owed")

    assert wait_for(lambda: Mail.objects.filter(state="sent").count() == 1) is True
    time.sleep(1)
    assert len(sink.messages) == 1
