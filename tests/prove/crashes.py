"""What was acknowledged is never lost: writers post while the database crashes again and again.

Six writers post; every second or so a server process is killed with SIGKILL, which makes PostgreSQL end all others and
recover from its log. A sequencer numbers beside it and is killed as well. Bar: 0 acknowledged comments lost, the
numbers without a gap, 20 crashes survived.
"""

import multiprocessing as mp
import os
import random
import signal
import subprocess
import sys
import time
from typing import Any

import django

django.setup()

from django.db import DatabaseError, InterfaceError, connection  # noqa: E402  settings first
from django.db.models import Max  # noqa: E402

from accounts.models import Person  # noqa: E402
from ledger.actions import sequence  # noqa: E402
from ledger.models import Entry  # noqa: E402
from proposals.actions import comments  # noqa: E402
from proposals.models import Comment, Proposal  # noqa: E402
from rounds.models import Round  # noqa: E402
from tests import factories  # noqa: E402

CRASHES = 20
WRITERS = 6
BETWEEN = 1.2
PATIENCE = 0.1


def write(round_id: Any, proposal_id: Any, person_id: Any, stop: Any, out: "mp.Queue[Any]") -> None:
    """Post until told to stop; a comment counts as acknowledged when the action has returned."""
    acknowledged, failed = [], 0
    round = proposal = person = None
    while not stop.is_set():
        try:
            if round is None or proposal is None or person is None:
                connection.close()
                round = Round.objects.select_related("consultation").get(pk=round_id)
                proposal = Proposal.objects.get(pk=proposal_id)
                person = Person.objects.get(pk=person_id)
            made = comments.post(by=person, round=round, proposal=proposal, text="On disk?", language="en")
            acknowledged.append(made.pk)
        except (DatabaseError, InterfaceError):
            failed += 1
            round = None
            time.sleep(PATIENCE)
    out.put((acknowledged, failed))


def crash() -> bool:
    """Kill one server process, as the kernel would; False where the server is still coming back."""
    connection.close()
    try:
        with connection.cursor() as cursor:
            cursor.execute("select pid from pg_stat_activity where backend_type = 'client backend'")
            pids = [pid for (pid,) in cursor.fetchall()]
        os.kill(random.choice(pids), signal.SIGKILL)
    except (DatabaseError, InterfaceError, ProcessLookupError):
        return False
    finally:
        connection.close()
    return True


def wait_until_back() -> None:
    """Recovery takes its time; nothing is asked of the server before it is through."""
    for _ in range(600):
        try:
            connection.close()
            connection.ensure_connection()
        except (DatabaseError, InterfaceError):
            time.sleep(PATIENCE)
        else:
            return
    raise RuntimeError("the database did not come back within a minute")


def sequencer() -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "manage.py", "run_sequencer"], stderr=subprocess.DEVNULL)


def main() -> int:
    secretary = factories.make_secretary()
    host = factories.make_organization(secretary, "Standing Forum")
    round = factories.make_round(secretary, factories.make_consultation(secretary, host))
    proposal = factories.make_proposal(secretary, round)
    people = [factories.make_person() for _ in range(WRITERS)]
    stop, out = mp.Event(), mp.Queue()  # type: ignore[var-annotated]
    connection.close()
    arguments = [(round.pk, proposal.pk, person.pk, stop, out) for person in people]
    writers = [mp.Process(target=write, args=each) for each in arguments]
    for writer in writers:
        writer.start()
    numberer, crashes = sequencer(), 0
    while crashes < CRASHES:
        time.sleep(BETWEEN)
        crashes += crash()
        if crashes % 4 == 0:
            numberer.kill()
            numberer.wait()
            numberer = sequencer()
    wait_until_back()
    time.sleep(BETWEEN)
    stop.set()
    told = [out.get(timeout=60) for _ in writers]
    for writer in writers:
        writer.join()
    numberer.terminate()
    numberer.wait()
    while sequence.number_batch():
        pass
    acknowledged = {pk for ids, _failed in told for pk in ids}
    lost = len(acknowledged - set(Comment.objects.values_list("pk", flat=True)))
    entries = Entry.objects.count()
    head = Entry.objects.aggregate(head=Max("seq"))["head"]
    failed = sum(count for _ids, count in told)
    print(f"{crashes} crashes, {len(acknowledged)} acknowledged, {failed} tries that failed: {lost} lost; ", end="")
    print(f"{entries} entries, the last has number {head}")
    return 0 if lost == 0 and entries == head and len(acknowledged) > 500 else 1


if __name__ == "__main__":
    sys.exit(main())
