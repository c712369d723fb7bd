"""The broker may hang, vanish or forget: posts go on, and everything owed is done after its return.

The site as it is served (gunicorn, a worker, beat, the sequencer, a mail server) on a broker that is stopped with
SIGSTOP, killed and started anew, and flushed, while four writers post comments. Bar: every post is answered with 201
within two seconds, none with 5xx; /readyz names the broker and answers 200 within a second; 120 seconds after the
last return each comment has had its one receipt.
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import uuid4

import django

from consultation.embedded import valkey

WRITERS = 4
DOWN = 12
PAUSE = 0.4
SLOWEST = 2.0
# At most half a second for the broker; the rest is the machine's, which is busy with the writers.
READY = 1.0
RETURN = 120
RUN = Path(tempfile.mkdtemp(prefix="consultation-broker-"))
ROOT = Path(__file__).resolve().parents[2]

running: dict[str, "subprocess.Popen[Any]"] = {}


def begin(name: str, *argv: str, **pipes: Any) -> "subprocess.Popen[Any]":
    running[name] = subprocess.Popen(argv, cwd=ROOT, stderr=subprocess.DEVNULL, **pipes)
    return running[name]


def broker() -> None:
    """An empty one: what it held is gone."""
    path = RUN / "broker.sock"
    path.unlink(missing_ok=True)
    alone = ("--port", "0", "--unixsocket", str(path), "--save", "", "--dir", str(RUN))
    begin("broker", str(valkey.binary()), *alone, stdout=subprocess.DEVNULL)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


mailbox = RUN / "mail"
mailbox.mkdir()
sink = begin(
    "mail", sys.executable, "-I", "tests/digests/smtp_server.py", str(mailbox), stdout=subprocess.PIPE, text=True
)
if sink.stdout is None:
    raise RuntimeError("the mail server says nothing")
PORT = free_port()
os.environ |= {
    "EMAIL_URL": f"smtp://127.0.0.1:{sink.stdout.readline().strip()}",
    "REDIS_URL": f"redis+socket://{RUN / 'broker.sock'}",
    "SITE_URL": f"http://127.0.0.1:{PORT}",
}
django.setup()

from django.db import connection  # noqa: E402  settings first
from django.utils import timezone  # noqa: E402

from digests.models import Mail  # noqa: E402
from integrations.actions import tokens  # noqa: E402
from proposals.models import Comment  # noqa: E402
from tests import factories  # noqa: E402


def ask(method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> tuple[int, str, float]:
    """Status (0: no answer), body and seconds of one request."""
    begun = time.monotonic()
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    try:
        line.request(method, path, json.dumps(body) if body else None, headers or {})
        answer = line.getresponse()
        return answer.status, answer.read().decode(), time.monotonic() - begun
    except OSError:
        return 0, "", time.monotonic() - begun
    finally:
        line.close()


def write(token: str, body: dict[str, str], stop: threading.Event, told: list[tuple[int, float]]) -> None:
    while not stop.is_set():
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid4()),
        }
        status, _words, seconds = ask("POST", "/api/v1/comments/", body, headers)
        told.append((status, seconds))
        time.sleep(PAUSE)


def serve() -> None:
    broker()
    celery = (sys.executable, "-m", "celery", "-A", "consultation")
    gunicorn = (sys.executable, "-m", "gunicorn", "--config", "python:consultation.embedded.web")
    begin("web", *gunicorn, "--bind", f"127.0.0.1:{PORT}", "consultation.wsgi:application", stdout=subprocess.DEVNULL)
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
    begin("worker", *celery, "worker", "--concurrency", "2", *quiet, stdout=subprocess.DEVNULL)
    begin("beat", *celery, "beat", "--schedule", str(RUN / "schedule"), stdout=subprocess.DEVNULL)
    begin("sequencer", sys.executable, "manage.py", "run_sequencer", stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while ask("GET", "/readyz")[0] != 200:
        if time.monotonic() > deadline:
            raise RuntimeError("the site is not ready after a minute")
        time.sleep(0.2)


def readiness() -> tuple[int, str, float]:
    status, words, seconds = ask("GET", "/readyz")
    return status, json.loads(words or "{}").get("broker", "").split(":")[0], seconds


def disturb() -> list[tuple[str, int, str, float]]:
    """Hang, kill, flush; what /readyz says while it hangs and while it is gone."""
    seen = []
    time.sleep(DOWN / 2)
    running["broker"].send_signal(signal.SIGSTOP)
    time.sleep(DOWN / 2)
    seen.append(("hangs", *readiness()))
    time.sleep(DOWN / 2)
    running["broker"].send_signal(signal.SIGCONT)
    time.sleep(DOWN / 2)
    running["broker"].kill()
    running["broker"].wait()
    time.sleep(DOWN / 2)
    seen.append(("is gone", *readiness()))
    time.sleep(DOWN / 2)
    broker()
    time.sleep(DOWN / 2)
    for _ in range(3):
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(RUN / "broker.sock"))
            line.sendall(b"FLUSHALL\r\n")
            line.recv(16)
        time.sleep(1)
    return seen


def owed() -> int:
    """Comments whose author has had no receipt yet."""
    connection.close()
    return Comment.objects.count() - Mail.objects.filter(kind=Mail.Kind.RECEIPT, state=Mail.State.SENT).count()


def main() -> int:
    secretary = factories.make_secretary()
    host = factories.make_organization(secretary, "Standing Forum")
    round = factories.make_round(secretary, factories.make_consultation(secretary, host))
    proposal = factories.make_proposal(secretary, round)
    issued = [
        tokens.issue(person=factories.make_person(), scopes=["read", "comment"], now=timezone.now())[1]
        for _ in range(WRITERS)
    ]
    body = {"round": str(round.pk), "proposal": str(proposal.pk), "language": "en", "text": "Without a broker."}
    serve()
    stop, told = threading.Event(), list[tuple[int, float]]()
    writers = [threading.Thread(target=write, args=(token, body, stop, told)) for token in issued]
    for writer in writers:
        writer.start()
    seen = disturb()
    stop.set()
    for writer in writers:
        writer.join()
    returned = time.monotonic()
    while owed() and time.monotonic() - returned < RETURN:
        time.sleep(0.5)
    left, waited = owed(), time.monotonic() - returned
    statuses, slowest = Counter(status for status, _seconds in told), max(seconds for _status, seconds in told)
    letters = len(list(mailbox.glob("*.eml")))
    posted = Comment.objects.count()
    print(f"{len(told)} posts: answers {dict(statuses)}, the slowest after {slowest:.2f} s; ", end="")
    print("; ".join(f"while it {what}: /readyz {status}, “{words}”, {s:.2f} s" for what, status, words, s in seen))
    print(f"{posted} comments, {letters} receipts, {left} owed {waited:.0f} s after its return")
    known = all((status, words) == (200, "away") and seconds <= READY for _what, status, words, seconds in seen)
    fine = set(statuses) == {201} and slowest <= SLOWEST and posted == len(told)
    return 0 if fine and known and left == 0 and letters == posted else 1


def end() -> None:
    for process in reversed(list(running.values())):
        process.send_signal(signal.SIGCONT)
        process.terminate()
    for process in running.values():
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


if __name__ == "__main__":
    try:
        code = main()
    finally:
        end()
    sys.exit(code)
