"""Carrying away as tables: time and memory of 100,000 comments as .csv and as .xlsx.

Each file is asked for at its door in a process of its own, so that the highest memory is that of one file. Prints the
seconds until it is there, those that its process worked, its size, and the memory it took on top of a small one.
Exits with 1 above 60 seconds of work or 60 MB.
"""

import json
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402  settings first
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from ledger.actions import sequence  # noqa: E402
from ledger.models import Cursor, Entry  # noqa: E402
from proposals.actions import counters  # noqa: E402
from proposals.models import Comment, Proposal  # noqa: E402
from rounds.models import Round  # noqa: E402
from tests import factories  # noqa: E402

COUNT = 100_000
SECONDS, MEGABYTES = 60, 60
WORDS = "Ninety days is **too long** for a village, and nothing at all for a ministry. " * 8
EACH = 5_000


def fill(round: Round, proposal: Proposal, count: int) -> None:
    """Comments as they lie in the tables, without the acts that put them there one by one."""
    authors = [factories.make_person() for _ in range(50)]
    paragraphs = list(proposal.paragraphs.all())
    revision = proposal.revisions.get()
    begin = timezone.now() - timedelta(days=1)
    for start in range(0, count, EACH):
        numbers = range(start, min(start + EACH, count))
        made = [
            Comment(
                consultation_id=round.consultation_id,
                round=round,
                author=authors[n % len(authors)],
                stakeholder_group_id="civil_society",
                country="KE",
                standing="address",
                language="en",
                text=f"{n}. {WORDS}",
                words_digest=n.to_bytes(32),
                status="published",
                posted_at=begin + timedelta(milliseconds=n),
                proposal=proposal,
                revision=revision,
                paragraph=paragraphs[n % len(paragraphs)],
                kind="concern",
            )
            for n in numbers
        ]
        entries = Entry.objects.bulk_create(
            Entry(
                kind="comment.received",
                consultation=round.consultation_id,
                round=round.pk,
                proposal=proposal.pk,
                thing=comment.pk,
                at=comment.posted_at,
                record="{}",
            )
            for comment in made
        )
        for comment, entry in zip(made, entries, strict=True):
            comment.entry = entry
        Comment.objects.bulk_create(made)
    while sequence.number_batch():
        pass
    # Every comment says something of its own: there is nothing to count.
    last = Entry.objects.order_by("-seq").values_list("seq", flat=True)[0]
    Cursor.objects.update_or_create(name=counters.CURSOR, defaults={"seq": last})


def get(address: str) -> int:
    response = Client().get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")
    return sum(len(part) for part in response)  # type: ignore[misc]  # streamed


def megabytes() -> float:
    """The highest memory of this process. `getrusage` would tell that of the process that started it."""
    said = Path("/proc/self/status").read_text(encoding="ascii")
    return int(said.partition("VmHWM:")[2].split()[0]) / 1024


def measure(small: str, large: str) -> int:
    """Ask for both and print what the large one cost: seconds, seconds of work, bytes, MB."""
    get(small)
    before, worked, begun = megabytes(), time.process_time(), time.perf_counter()
    size = get(large)
    seconds, work = time.perf_counter() - begun, time.process_time() - worked
    print(json.dumps([seconds, work, size, megabytes() - before]))
    return 0


def main() -> int:
    secretary = factories.make_secretary()
    host = factories.make_organization(secretary, "Standing Forum")
    consultation = factories.make_consultation(secretary, host, slug="bench")
    round = factories.make_round(secretary, consultation)
    fill(round, factories.make_proposal(secretary, round), COUNT)
    connection.close()
    reached = True
    for ending in ("csv", "xlsx"):
        addresses = [f"/c/bench/contributions.{ending}", f"/c/bench/rounds/1/comments.{ending}"]
        done = subprocess.run([sys.executable, "-P", __file__, *addresses], check=True, capture_output=True, text=True)
        seconds, work, size, memory = json.loads(done.stdout.splitlines()[-1])
        print(f"{COUNT:,} comments as .{ending}: {seconds:.1f} s, of which the process worked {work:.1f} s; ", end="")
        print(f"{size / 1e6:.0f} MB, {memory:.0f} MB of memory")
        reached = reached and work < SECONDS and memory < MEGABYTES
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(measure(*sys.argv[1:]) if len(sys.argv) == 3 else main())
