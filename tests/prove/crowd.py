"""The last half minute: 2,000 filings from 200 connections through gunicorn, all in the closing record, none late.

Two hundred connections to the site as it is served file ten comments each in the last 30 seconds of a round, and one
more each around its close, while the sequencer numbers and the round is sealed. A connection that the server closed is
opened again and its request retried with its key. Bar: at least 2,000 acknowledged; 0 of them missing from the closing
record, 0 late, 0 in the record that nobody was told of, no answer but 201 and 409.
"""

import http.client
import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import django


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


PORT = free_port()
os.environ["SITE_URL"] = f"http://127.0.0.1:{PORT}"
django.setup()

from django.conf import settings  # noqa: E402  settings first
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from integrations.actions import tokens  # noqa: E402
from ledger.actions import sequence  # noqa: E402
from proposals.models import Comment  # noqa: E402
from rounds.actions import sealing  # noqa: E402
from rounds.models import Round  # noqa: E402
from rounds.rules import numbers  # noqa: E402
from tests import factories  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
CONNECTIONS = 200
EACH = 10
LAST = 30.0
# Within these seconds each connection sends its ten; what is left is for a server that lags behind.
BUSY = 26.0
TRIES = 5


@dataclass
class Told:
    """What the site answered: statuses, ids that were acknowledged, how long an answer took."""

    statuses: Counter[int] = field(default_factory=Counter)
    acknowledged: set[str] = field(default_factory=set)
    seconds: list[float] = field(default_factory=list)
    retried: int = 0


def sit_out(until: float) -> None:
    time.sleep(max(0.0, until - time.time()))


def post(line: http.client.HTTPConnection, told: Told, token: str, body: dict[str, str]) -> None:
    """One text, once: the same key for each try, as a careful partner does it."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    headers["Idempotency-Key"] = str(uuid4())
    begun = time.monotonic()
    for attempt in range(TRIES):
        try:
            line.request("POST", "/api/v1/comments/", json.dumps(body), headers)
            answer = line.getresponse()
            words = answer.read()
            break
        except (http.client.HTTPException, OSError):
            line.close()
            told.retried += 1
            if attempt == TRIES - 1:
                told.statuses[0] += 1
                return
    told.seconds.append(time.monotonic() - begun)
    told.statuses[answer.status] += 1
    if answer.status == 201:
        told.acknowledged.add(json.loads(words)["id"])


def sit(told: Told, token: str, body: dict[str, str], edge: float) -> None:
    """One connection over the last half minute."""
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    line.connect()
    for place in range(EACH):
        sit_out(edge - LAST + (place + random.random()) * BUSY / EACH)
        post(line, told, token, body | {"text": f"Text {place} of {token[-6:]}"})
    sit_out(edge + random.uniform(-0.5, 0.5))
    post(line, told, token, body | {"text": f"In time? {token[-6:]}"})
    line.close()


def wait_for_the_site() -> None:
    for _ in range(300):
        try:
            http.client.HTTPConnection("127.0.0.1", PORT, timeout=5).request("GET", "/healthz")
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the site did not start within half a minute")


def crowd(issued: list[str], body: dict[str, str], edge: float) -> list[Told]:
    """All connections, while this thread numbers and seals as the sequencer and the sweep do."""
    every = [Told() for _ in issued]
    sitting = [
        threading.Thread(target=sit, args=(told, token, body, edge)) for told, token in zip(every, issued, strict=True)
    ]
    for thread in sitting:
        thread.start()
    round = Round.objects.get(pk=body["round"])
    sealed = False
    while any(thread.is_alive() for thread in sitting):
        sequence.number_batch()
        if not sealed and time.time() >= edge:
            sealed = sealing.seal(round=round) is not None
        time.sleep(0.1)
    for thread in sitting:
        thread.join()
    return every


def in_the_record(round: Round) -> set[str]:
    """The ids of what the closing record lists."""
    sealing.seal(round=round)
    while sequence.number_batch():
        pass
    with transaction.atomic():
        entry = sealing.close_record(round=round)
    if entry is None:
        raise RuntimeError("the closing record was not written")
    listed = numbers.expand(json.loads(entry.record)["numbers"])
    return {str(pk) for pk in Comment.objects.filter(entry__seq__in=listed).values_list("pk", flat=True)}


def main() -> int:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    secretary = factories.make_secretary()
    host = factories.make_organization(secretary, "Standing Forum")
    round = factories.make_round(secretary, factories.make_consultation(secretary, host))
    proposal = factories.make_proposal(secretary, round)
    people = [factories.make_person() for _ in range(CONNECTIONS)]
    issued = [tokens.issue(person=person, scopes=["comment"], now=timezone.now())[1] for person in people]
    body = {"round": str(round.pk), "proposal": str(proposal.pk), "language": "en"}
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "python:consultation.embedded.web"]
    with subprocess.Popen(
        [*gunicorn, "--bind", f"127.0.0.1:{PORT}", "consultation.wsgi:application"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as web:
        try:
            wait_for_the_site()
            closes_at = timezone.now() + timedelta(seconds=LAST + 2)
            Round.objects.filter(pk=round.pk).update(closes_at=closes_at)
            every = crowd(issued, body, closes_at.timestamp())
        finally:
            web.terminate()
    round.refresh_from_db()
    acknowledged = set().union(*(told.acknowledged for told in every))
    statuses = sum((told.statuses for told in every), Counter())
    seconds = sorted(second for told in every for second in told.seconds)
    present = in_the_record(round)
    late = Comment.objects.filter(round=round, posted_at__gte=closes_at).count()
    lost, untold = len(acknowledged - present), len(present - acknowledged)
    print(f"{CONNECTIONS} connections in the last {LAST:.0f} s: answers {dict(statuses)}, ", end="")
    print(f"{sum(told.retried for told in every)} requests retried; ", end="")
    print(f"half within {seconds[len(seconds) // 2]:.2f} s, the slowest {seconds[-1]:.2f} s; ", end="")
    print(f"{len(acknowledged)} acknowledged: lost {lost}, late {late}, in the record and not told {untold}")
    fine = set(statuses) <= {201, 409} and (lost, late, untold) == (0, 0, 0)
    return 0 if fine and len(acknowledged) >= CONNECTIONS * EACH else 1


if __name__ == "__main__":
    sys.exit(main())
