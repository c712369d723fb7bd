"""The compilation of 1.8 million characters as a Word document: seconds from the request to the last byte.

187 contributions as long as real ones (or the real ones, where they lie beside the checkout) are imported once; each
run asks for the file as a visitor does. Prints the slowest of the runs, in each order; the bar is 10 seconds.
"""

import sys
import time
from pathlib import Path

import django

django.setup()

from django.test import Client  # noqa: E402  settings first
from django.utils import timezone  # noqa: E402

from contributions.models import Contribution  # noqa: E402
from integrations.actions import imports  # noqa: E402
from ledger.actions import sequence  # noqa: E402
from rounds.models import Round  # noqa: E402
from tests import factories  # noqa: E402

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "netmundial2014" / "contributions.csv"
RUNS = 3
BAR = 10.0
COUNT, LENGTH = 187, 9_700
SENTENCE = "Whoever decides says *why*, to whom, and by when: nobody is no answer. "


def fill(call: Round) -> None:
    if not REAL.exists():
        text = "\n\n".join([SENTENCE * 8] * (LENGTH // len(SENTENCE * 8)))
        for number in range(COUNT):
            factories.make_contribution(factories.make_person(), call, text=f"{number}.\n\n{text}")
        return
    now = timezone.now()
    source = imports.read(by=None, round=call, content=REAL.read_bytes())
    job = imports.begin(by=None, round=call, source=source, now=now)
    imports.take(by=None, job=job, round=call, source=source, now=now)


def main() -> int:
    secretary = factories.make_secretary()
    host = factories.make_organization(secretary, "Standing Forum")
    consultation = factories.make_consultation(secretary, host, slug="long")
    call = factories.make_round(secretary, consultation, purpose="call_for_inputs")
    factories.make_question(call)
    fill(call)
    while sequence.number_batch():
        pass
    characters = sum(len(text or "") for text in Contribution.objects.values_list("text", flat=True))
    print(f"{Contribution.objects.count()} contributions, {characters:,} characters")
    slowest = 0.0
    for form in ("compilation.docx?by=group", "compilation.docx?by=question", "compilation/?by=group"):
        taken = []
        for _each in range(RUNS):
            begun = time.perf_counter()
            response = Client().get(f"/c/long/rounds/1/{form}")
            taken.append(time.perf_counter() - begun)
            if response.status_code != 200:
                print(f"{form}: answered {response.status_code}")
                return 1
        slowest = max(slowest, *taken)
        print(f"{form}: {max(taken):.2f} s, {len(response.content):,} bytes")
    return int(slowest > BAR)


if __name__ == "__main__":
    sys.exit(main())
