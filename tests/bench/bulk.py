"""Deciding about 1,000 texts at once: publishing, hiding, taking back, beside one bare UPDATE of the same rows.

On a durable database, with every step: who may, the token of each text, its entry in the record, its decision, its
words, its place in the queue, the result of each item, progress committed batch by batch. The bar is 5 seconds each.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  settings first
from django.utils import timezone  # noqa: E402

from moderation.actions import bulk, queue, things  # noqa: E402
from moderation.models import Bulk, BulkItem  # noqa: E402
from proposals.models import Comment  # noqa: E402
from rounds.models import Consultation  # noqa: E402
from tests import factories  # noqa: E402

COUNT = 1_000
BAR = 5.0


def seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def main() -> int:
    secretary = factories.make_secretary()
    host = factories.make_organization(secretary, "Standing Forum")
    consultation = factories.make_consultation(secretary, host)
    round = factories.make_round(secretary, consultation)
    proposal = factories.make_proposal(secretary, round)
    Consultation.objects.update(moderation="before")
    round.consultation.refresh_from_db()
    moderator = factories.make_person("Piet", group=None)
    factories.make_office(moderator, "moderator", consultation)
    people = [factories.make_person() for _n in range(10)]
    for number in range(COUNT):
        text = f"This is comment number {number}. " * 20
        factories.make_comment(people[number % 10], round, proposal, text=text)
    queue.bring_up_to_date(now=timezone.now())

    def ask(verb: str) -> Bulk:
        texts = list(Comment.objects.select_related("consultation"))
        states = things.states(texts)
        read = [(text, states[text.pk].token) for text in texts]
        said: dict[str, Any] = {"rule": 3, "reason": "It attacks a person.", "language": "en", "now": timezone.now()}
        with transaction.atomic():
            return bulk.ask(by=moderator, verb=verb, texts=read, **said)

    def back(asked: Bulk) -> Bulk:
        with transaction.atomic():
            return bulk.undo(by=moderator, bulk=Bulk.objects.get(pk=asked.pk), now=timezone.now())

    def finish() -> None:
        while bulk.carry_out_next(now=timezone.now()):
            pass

    def whole(begin: Callable[[], Bulk]) -> tuple[float, Bulk]:
        found: list[Bulk] = []

        def act() -> None:
            found.append(begin())
            finish()

        return seconds(act), found[0]

    publishing, _published = whole(lambda: ask("publish"))
    hiding, hidden = whole(lambda: ask("hide"))
    undoing, undone = whole(lambda: back(hidden))
    bare = seconds(lambda: Comment.objects.update(status="published"))
    done = BulkItem.objects.filter(state="done").count()
    print(f"{COUNT} texts: published in {publishing:.2f} s, hidden in {hiding:.2f} s, ", end="")
    print(f"taken back in {undoing:.2f} s; a bare UPDATE of the same rows: {bare:.2f} s")
    print(f"{done} of {3 * COUNT} decided; the last one: {undone.items.count()} results")
    connection.close()
    return 0 if max(publishing, hiding, undoing) < BAR and done == 3 * COUNT else 1


if __name__ == "__main__":
    sys.exit(main())
