"""My response: forty drafts filed in one transaction, against forty bare durable inserts of the same run.

Each run saves forty drafts on forty paragraphs, each of two thousand characters, and files them for an organization.
Prints the seconds of one filing, of forty transactions with one insert each, and their ratio; compares, never judges.
"""

import sys
import time
from collections.abc import Callable

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  settings first
from django.utils import timezone  # noqa: E402

from ledger.actions import entries  # noqa: E402
from proposals.actions import drafts, responses  # noqa: E402
from rounds.models import Capacity  # noqa: E402
from tests import factories  # noqa: E402

RUNS = 7
DRAFTS = 40
TEXT = "Ninety days is **too long** where a cable is cut. " * 40


def seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def main() -> int:
    secretary = factories.make_secretary()
    host = factories.make_organization(secretary, "Standing Forum")
    round = factories.make_round(secretary, factories.make_consultation(secretary, host))
    proposal = factories.make_proposal(secretary, round, paragraphs=DRAFTS)
    paragraphs = list(proposal.paragraphs.all())
    person = factories.make_person()
    factories.make_focal_point(secretary, person, host)

    def save() -> None:
        for number, paragraph in enumerate(paragraphs):
            drafts.save_comment(
                by=person,
                round=round,
                proposal=proposal,
                paragraph=paragraph,
                text=f"{TEXT} {number} {time.perf_counter()}",
                language="en",
                now=timezone.now(),
            )

    def bare() -> None:
        for _ in range(DRAFTS):
            with transaction.atomic():
                entries.append(kind="bench.bare", thing=proposal.pk, at=timezone.now())

    def whole() -> None:
        responses.file(by=person, round=round, capacity=Capacity.ORGANIZATION, organization=host)

    pairs = []
    for _ in range(RUNS):
        save()
        pairs.append((seconds(bare), seconds(whole)))
    ratios = sorted(other / one for one, other in pairs)
    middle = RUNS // 2
    print(f"{DRAFTS} durable inserts: {sorted(a for a, _b in pairs)[middle]:.2f} s; ", end="")
    print(f"{DRAFTS} drafts filed together: {sorted(b for _a, b in pairs)[middle]:.2f} s, ", end="")
    print(f"at most {max(b for _a, b in pairs):.2f} s; that is {ratios[middle]:.1f} such inserts each", end="")
    print(f" ({ratios[0]:.1f} to {ratios[-1]:.1f})")
    connection.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
