"""The deadline is exact: posts race deadlines; none late, none early, none acknowledged is missing from the record.

Twelve writers post from half a second before until half a second after each of 25 deadlines, while another process
seals. Beside it, posts race an opening. Bar: 0 late, 0 early, 0 missing, 0 in the record that nobody acknowledged.
"""

import json
import multiprocessing as mp
import sys
import time
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  settings first
from django.utils import timezone  # noqa: E402

from accounts.models import Person  # noqa: E402
from ledger.actions import sequence  # noqa: E402
from proposals.actions import comments  # noqa: E402
from proposals.models import Comment, Proposal  # noqa: E402
from rounds.actions import sealing  # noqa: E402
from rounds.models import Round  # noqa: E402
from rounds.rules import numbers  # noqa: E402
from tests import factories  # noqa: E402
from web.refusals import Conflict  # noqa: E402

DEADLINES = 25
WRITERS = 12
AROUND = 0.5


def write(round_id: Any, proposal_id: Any, person_id: Any, starts: float, stops: float, out: "mp.Queue[Any]") -> None:
    """Post without pause until `stops`; hand back the ids that were acknowledged and the refusals by code."""
    connection.close()
    round = Round.objects.select_related("consultation").get(pk=round_id)
    proposal = Proposal.objects.get(pk=proposal_id)
    person = Person.objects.get(pk=person_id)
    acknowledged, refusals = [], {}
    time.sleep(max(0.0, starts - time.time()))
    while time.time() < stops:
        try:
            made = comments.post(by=person, round=round, proposal=proposal, text="In time?", language="en")
            acknowledged.append(made.pk)
        except Conflict as conflict:
            code = conflict.refusal.code
            refusals[code] = refusals.get(code, 0) + 1
    out.put((acknowledged, refusals))
    connection.close()


def race(secretary: Any, consultation: Any, people: list[Any], *, at_opening: bool) -> tuple[int, int, int, int, int]:
    """One deadline (or opening) under load: posts, late, early, missing, surplus."""
    round = factories.make_round(secretary, consultation)
    proposal = factories.make_proposal(secretary, round)
    edge = timezone.now() + timedelta(seconds=AROUND + 0.4)
    moments = {"opens_at": edge} if at_opening else {"closes_at": edge}
    Round.objects.filter(pk=round.pk).update(**moments)
    out: mp.Queue[Any] = mp.Queue()
    starts, stops = edge.timestamp() - AROUND, edge.timestamp() + AROUND
    connection.close()
    writers = [
        mp.Process(target=write, args=(round.pk, proposal.pk, person.pk, starts, stops, out)) for person in people
    ]
    for writer in writers:
        writer.start()
    while not at_opening and sealing.seal(round=round) is None and time.time() < stops + 5:
        time.sleep(0.002)
    told = [out.get(timeout=60) for _ in writers]
    for writer in writers:
        writer.join()
    acknowledged = {pk for ids, _refusals in told for pk in ids}
    posts = len(acknowledged) + sum(sum(refusals.values()) for _ids, refusals in told)
    filed = Comment.objects.filter(round=round)
    late = filed.filter(posted_at__gte=edge).count() if not at_opening else 0
    early = filed.filter(posted_at__lt=edge).count() if at_opening else 0
    while sequence.number_batch():
        pass
    if at_opening:
        present = set(filed.values_list("pk", flat=True))
    else:
        with transaction.atomic():
            entry = sealing.close_record(round=Round.objects.get(pk=round.pk))
        if entry is None:
            raise RuntimeError("the closing record was not written")
        listed = numbers.expand(json.loads(entry.record)["numbers"])
        present = set(Comment.objects.filter(entry__seq__in=listed).values_list("pk", flat=True))
    return posts, late, early, len(acknowledged - present), len(present - acknowledged)


def main() -> int:
    secretary = factories.make_secretary()
    host = factories.make_organization(secretary, "Standing Forum")
    consultation = factories.make_consultation(secretary, host)
    people = [factories.make_person() for _ in range(WRITERS)]
    totals = [0, 0, 0, 0, 0]
    for place in range(DEADLINES):
        figures = race(secretary, consultation, people, at_opening=place % 5 == 4)
        totals = [total + figure for total, figure in zip(totals, figures, strict=True)]
    posts, late, early, missing, surplus = totals
    print(f"{posts} posts around {DEADLINES} edges by {WRITERS} writers: late {late}, early {early}, ", end="")
    print(f"acknowledged and missing {missing}, in the record and not acknowledged {surplus}")
    return 0 if (late, early, missing, surplus) == (0, 0, 0, 0) and posts > 1_000 else 1


if __name__ == "__main__":
    sys.exit(main())
