"""No digest is skipped or doubled: workers are killed while they plan, render, send and mark.

Twenty people follow a consultation with three texts, by daily digest; three workers send with a clock on which a day
passes in six seconds, and are killed with SIGKILL at random, some 150 times, while people comment. Some readers pause
and come back. Bar: every comment is told to every follower in exactly one digest, after copies with the same
Message-ID are put together; no digest is empty.
"""

import email
import email.policy
import multiprocessing as mp
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import django

os.environ.setdefault("LOG_LEVEL", "ERROR")
# Mails are read from a directory, as in the demonstration.
os.environ.setdefault("CONSULTATION_DEMO", "1")
inbox = Path(tempfile.mkdtemp(prefix="consultation-prove-"))
server = subprocess.Popen(
    [sys.executable, "-I", "tests/digests/smtp_server.py", str(inbox)], stdout=subprocess.PIPE, text=True
)
if server.stdout is None:
    raise RuntimeError("the mail server says nothing")
os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{server.stdout.readline().strip()}"
django.setup()

from django.db import DatabaseError, InterfaceError, connection  # noqa: E402  settings first
from django.utils import timezone  # noqa: E402

from digests.actions import digests, follows  # noqa: E402
from digests.actions.post import Post  # noqa: E402
from digests.models import Digest, Follow, Rhythm  # noqa: E402
from ledger.actions import sequence  # noqa: E402
from proposals.models import Comment  # noqa: E402
from tests import factories  # noqa: E402

READERS = 20
WORKERS = 3
SECONDS = 75
# A day of the workers' clock: 18 minutes of it pass, slowly enough that what a killed worker had claimed is taken up
# again the same day; then the clock jumps to the next.
DAY_SECONDS = 6
SPEED = 180
TOLD = re.compile(r"^\* No\. (\d+)", re.MULTILINE)


def clock(began: float, base: datetime) -> datetime:
    days, rest = divmod(time.time() - began, DAY_SECONDS)
    return base + timedelta(days=days, seconds=rest * SPEED)


def work(began: float, base: datetime) -> None:
    """Plan and send what is owed, for ever; this process is killed, not ended."""
    connection.close()
    while True:
        try:
            digests.plan_due(now=clock(began, base))
            with Post() as post:
                while digests.send_next(post, now=clock(began, base)):
                    pass
        except (DatabaseError, InterfaceError):
            connection.close()
        time.sleep(0.05)


def start(began: float, base: datetime) -> mp.Process:
    worker = mp.Process(target=work, args=(began, base), daemon=True)
    connection.close()
    worker.start()
    return worker


def told_by_reader() -> tuple[dict[str, Counter[int]], int, int]:
    """For each address how often each number was told; how many mails came, how many of them were copies."""
    seen: set[tuple[str, str]] = set()
    told: dict[str, Counter[int]] = {}
    files = sorted(inbox.glob("*.eml"))
    for file in files:
        message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        reader, name = str(message["To"]), str(message["Message-ID"])
        if (reader, name) in seen:
            continue
        seen.add((reader, name))
        body = message.get_body(("plain",))
        numbers = TOLD.findall(body.get_content()) if body else []
        told.setdefault(reader, Counter()).update(int(number) for number in numbers)
        if not numbers:
            told[reader][0] += 1
    return told, len(files), len(files) - len(seen)


def main() -> int:
    secretary = factories.make_secretary()
    host = factories.make_organization(secretary, "Standing Forum")
    consultation = factories.make_consultation(secretary, host)
    round = factories.make_round(secretary, consultation, closes_in=timedelta(days=60))
    texts = [factories.make_proposal(secretary, round) for _ in range(3)]
    author = factories.make_person()
    readers = [factories.make_person() for _ in range(READERS)]
    while sequence.number_batch():
        pass
    base, began = timezone.now(), time.time()
    for reader in readers:
        follows.begin(by=reader, thing=consultation, now=base)
        follows.set_hour(by=reader, hour=random.randrange(24), now=base)
    workers = [start(began, base) for _ in range(WORKERS)]
    kills = 0
    while time.time() - began < SECONDS:
        # So few that a digest has room for all of them: above 40 it says how many more there are.
        if random.random() < 0.3:
            factories.make_comment(author, round, random.choice(texts))
            sequence.number_batch()
        if random.random() < 0.3:
            reader = random.choice(readers)
            follow = Follow.objects.get(person=reader)
            rhythm = Rhythm.OFF if follow.rhythm == Rhythm.DAILY else Rhythm.DAILY
            follows.set_rhythm(by=reader, follow=follow, rhythm=rhythm)
        if kills % 30 == 0:
            for paused in Follow.objects.filter(rhythm=Rhythm.OFF):
                follows.set_rhythm(by=paused.person, follow=paused, rhythm=Rhythm.DAILY)
        time.sleep(random.uniform(0.05, 0.5))
        victim = random.randrange(WORKERS)
        if (pid := workers[victim].pid) is not None:
            os.kill(pid, signal.SIGKILL)
        workers[victim].join()
        workers[victim] = start(began, base)
        kills += 1
    for reader in readers:
        follows.set_rhythm(by=reader, follow=Follow.objects.get(person=reader), rhythm=Rhythm.DAILY)
    # One more act, so that what waited for readers who paused has a window to come in; then two days of quiet.
    factories.make_comment(author, round, texts[0])
    sequence.number_batch()
    connection.close()
    quiet = time.time()
    while time.time() - quiet < 3 * DAY_SECONDS or (
        Digest.objects.filter(state__in=[Digest.State.PLANNED, Digest.State.CLAIMED]).exists()
        and time.time() - quiet < 120
    ):
        time.sleep(0.5)
    for worker in workers:
        worker.kill()
        worker.join()
    told, mails, copies = told_by_reader()
    numbers = set(Comment.objects.values_list("entry__seq", flat=True))
    missed = sum(len(numbers - set(told.get(reader.email, Counter()))) for reader in readers)
    doubled = sum(count - 1 for counts in told.values() for number, count in counts.items() if number and count > 1)
    empty = sum(counts[0] for counts in told.values())
    print(
        f"{kills} kills, {len(numbers)} comments, {READERS} readers, {mails} mails of which {copies} copies: ", end=""
    )
    print(f"{missed} missed, {doubled} doubled, {empty} empty")
    return 0 if (missed, doubled, empty) == (0, 0, 0) and kills > 50 else 1


if __name__ == "__main__":
    try:
        code = main()
    finally:
        server.kill()
        server.wait()
    sys.exit(code)
