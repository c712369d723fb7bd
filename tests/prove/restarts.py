"""The database restarts: 503 with Retry-After, then normal again, and never 500.

The site as it is served, with four writers and a reader, while a process of the database server is killed with SIGKILL
again and again, which makes PostgreSQL end all connections and recover from its log. Bar: 8 crashes, nothing but 201,
200 and 503, each 503 with Retry-After, posts accepted within 3 seconds of the server's return, none accepted lost.
"""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import django


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


PORT = free_port()
os.environ["SITE_URL"] = f"http://127.0.0.1:{PORT}"
django.setup()

from django.db import DatabaseError, InterfaceError, connection  # noqa: E402  settings first
from django.utils import timezone  # noqa: E402

from integrations.actions import tokens  # noqa: E402
from proposals.models import Comment  # noqa: E402
from tests import factories  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
CRASHES = 8
WRITERS = 4
BETWEEN = 3.0
NORMAL = 3.0
PAUSE = 0.05


@dataclass
class Told:
    """What the site answered: statuses by method, ids accepted with their moments, 503 without Retry-After."""

    statuses: Counter[str] = field(default_factory=Counter)
    accepted: list[tuple[float, str]] = field(default_factory=list)
    unsaid: int = 0


def ask(told: Told, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> None:
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    try:
        line.request(method, path, json.dumps(body) if body else None, headers or {})
        answer = line.getresponse()
        words = answer.read()
    finally:
        line.close()
    told.statuses[f"{method} {answer.status}"] += 1
    told.unsaid += answer.status == 503 and answer.headers.get("Retry-After") is None
    if answer.status == 201:
        told.accepted.append((time.monotonic(), json.loads(words)["id"]))


def write(told: Told, stop: threading.Event, token: str, body: dict[str, str]) -> None:
    while not stop.is_set():
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid4()),
        }
        ask(told, "POST", "/api/v1/comments/", body, headers)
        time.sleep(PAUSE)


def read(told: Told, stop: threading.Event) -> None:
    while not stop.is_set():
        ask(told, "GET", "/ledger/")
        time.sleep(PAUSE)


def crash() -> float:
    """Kill one server process and wait for the server; returns the moment at which it answers again."""
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("select pid from pg_stat_activity where backend_type = 'client backend'")
        os.kill(random.choice([pid for (pid,) in cursor.fetchall()]), signal.SIGKILL)
    for _ in range(1_200):
        connection.close()
        try:
            with connection.cursor() as cursor:
                cursor.execute("select 1")
        except (DatabaseError, InterfaceError):
            time.sleep(0.05)
        else:
            return time.monotonic()
    raise RuntimeError("the database did not come back within a minute")


def main() -> int:
    secretary = factories.make_secretary()
    host = factories.make_organization(secretary, "Standing Forum")
    round = factories.make_round(secretary, factories.make_consultation(secretary, host))
    proposal = factories.make_proposal(secretary, round)
    body = {"round": str(round.pk), "proposal": str(proposal.pk), "language": "en", "text": "On disk?"}
    issued = [
        tokens.issue(person=factories.make_person(), scopes=["comment"], now=timezone.now())[1] for _ in range(WRITERS)
    ]
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "python:consultation.embedded.web"]
    with subprocess.Popen(
        [*gunicorn, "--bind", f"127.0.0.1:{PORT}", "consultation.wsgi:application"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as web:
        try:
            told, back = disturb(issued, body)
        finally:
            web.terminate()
    moments = sorted(moment for moment, _id in told.accepted)
    waits = [next((at - returned for at in moments if at >= returned), BETWEEN) for returned in back]
    present = {str(pk) for pk in Comment.objects.values_list("pk", flat=True)}
    lost = len({id for _moment, id in told.accepted} - present)
    print(f"{len(back)} crashes, answers {dict(told.statuses)}, {told.unsaid} without Retry-After; ", end="")
    print(f"accepted again after {max(waits):.2f} s at most; {len(moments)} accepted, {lost} lost")
    fine = set(told.statuses) <= {"POST 201", "POST 503", "GET 200", "GET 503"} and not told.unsaid
    return 0 if fine and lost == 0 and max(waits) <= NORMAL and len(moments) > 200 else 1


def disturb(issued: list[str], body: dict[str, str]) -> tuple[Told, list[float]]:
    """Load and crashes; what was told, and the moments of the server's return."""
    for _ in range(300):
        try:
            ask(Told(), "GET", "/healthz")
            break
        except OSError:
            time.sleep(0.1)
    told, stop = Told(), threading.Event()
    busy = [threading.Thread(target=write, args=(told, stop, token, body)) for token in issued]
    busy.append(threading.Thread(target=read, args=(told, stop)))
    for thread in busy:
        thread.start()
    back = []
    for _ in range(CRASHES):
        time.sleep(BETWEEN)
        back.append(crash())
    time.sleep(BETWEEN)
    stop.set()
    for thread in busy:
        thread.join()
    return told, back


if __name__ == "__main__":
    sys.exit(main())
