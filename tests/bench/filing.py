"""Filing a comment, with the record and without: what the public record costs a request.

In turn, in one process and on a durable database: a bare transaction with one insert and a commit, and a whole
comments.post (permissions, gate, entry, comment, version). Prints both rates and their ratio; compares, never judges.
"""

import sys
import time
from collections.abc import Callable

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  settings first
from django.utils import timezone  # noqa: E402

from ledger.actions import entries  # noqa: E402
from tests import factories  # noqa: E402

ROUNDS = 7
EACH = 60


def rate(act: Callable[[], object]) -> float:
    """Acts a second over one short run."""
    begun = time.perf_counter()
    for _ in range(EACH):
        act()
    return EACH / (time.perf_counter() - begun)


def main() -> int:
    secretary = factories.make_secretary()
    host = factories.make_organization(secretary, "Standing Forum")
    round = factories.make_round(secretary, factories.make_consultation(secretary, host))
    proposal = factories.make_proposal(secretary, round)
    person = factories.make_person()

    def bare() -> None:
        with transaction.atomic():
            entries.append(kind="bench.bare", thing=proposal.pk, at=timezone.now())

    def whole() -> None:
        factories.make_comment(person, round, proposal)

    bare()
    whole()
    pairs = [(rate(bare), rate(whole)) for _ in range(ROUNDS)]
    ratios = sorted(one / other for one, other in pairs)
    middle = ROUNDS // 2
    print(f"one durable insert: {sorted(a for a, _b in pairs)[middle]:.0f}/s; ", end="")
    print(f"a whole comment: {sorted(b for _a, b in pairs)[middle]:.0f}/s; ", end="")
    print(f"a comment costs {ratios[middle]:.1f} such inserts ({ratios[0]:.1f} to {ratios[-1]:.1f})")
    connection.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
