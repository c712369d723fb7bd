"""Several at once, over connections of their own: nothing is decided twice, nothing about other words, nothing lost."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import Max
from django.test import Client
from django.utils import timezone

from accounts.models import Person
from integrations.actions import tokens
from moderation.actions import bulk, decisions, queue, things
from moderation.models import Bulk, BulkItem, Decision
from proposals.models import Comment, Proposal
from rounds.models import Consultation, Round
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def on_its_own(act: Callable[[], Any]) -> Any:
    """In this thread, over a connection that ends with it."""
    try:
        return act()
    finally:
        connection.close()


def make(count: int, round: Round, draft: Proposal) -> list[Comment]:
    people = [factories.make_person() for _n in range(4)]
    return [factories.make_comment(people[n % 4], round, draft) for n in range(count)]


def test_two_moderators_on_200_items_decide_each_once(
    secretary: Person, moderator: Person, round: Round, draft: Proposal
) -> None:
    Consultation.objects.update(moderation="before")
    round.consultation.refresh_from_db()
    make(200, round, draft)
    queue.bring_up_to_date(now=timezone.now())

    def work(by: Person) -> int:
        decided = 0
        while True:
            with transaction.atomic():
                item = queue.claim_next(by=by, now=timezone.now())
            if item is None:
                return decided
            assert item.comment is not None
            with transaction.atomic():
                decisions.publish(by=by, thing=item.comment, now=timezone.now())
            decided += 1

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda by: on_its_own(lambda: work(by)), [secretary, moderator]))

    assert sum(done) == 200
    assert Counter(Decision.objects.values_list("step", flat=True)) == {1: 200}
    assert Comment.objects.filter(status="published").count() == 200
    assert min(done) > 0


def test_two_who_decide_about_the_same_many_decide_each_once(
    secretary: Person, moderator: Person, round: Round, draft: Proposal
) -> None:
    texts = make(60, round, draft)
    read = [(text, things.token(text)) for text in texts]
    said: dict[str, Any] = {"rule": 3, "reason": "It attacks.", "language": "en", "now": timezone.now()}
    asked = []
    for by in (secretary, moderator):
        with transaction.atomic():
            asked.append(bulk.ask(by=by, verb="hide", texts=read, **said))
        read.reverse()

    def finish(one: Bulk) -> None:
        while bulk.carry_out(bulk=Bulk.objects.select_related("by").get(pk=one.pk), now=timezone.now()):
            pass

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda one: on_its_own(lambda: finish(one)), asked))

    assert Counter(Decision.objects.values_list("step", flat=True)) == {1: 60}
    assert Counter(BulkItem.objects.values_list("state", flat=True)) == {"done": 60, "refused": 60}


def test_each_success_among_stale_writes_is_one_step(moderator: Person, round: Round, draft: Proposal) -> None:
    texts = make(20, round, draft)
    token = tokens.issue(person=moderator, scopes=["moderate"], now=timezone.now())[1]
    headers = {"Authorization": f"Bearer {token}", "If-Match": '"1-0"'}

    def keep(text: Comment) -> int:
        said = {"verb": "keep", "kind": "comment", "id": str(text.pk), "reason": "It does not.", "language": "en"}
        answer = Client().post(
            "/api/v1/moderation/decisions/", json.dumps(said), content_type="application/json", headers=headers
        )
        return answer.status_code

    with ThreadPoolExecutor(20) as pool:
        answers = list(
            pool.map(lambda text: on_its_own(lambda: keep(text)), [text for text in texts for _n in range(20)])
        )

    assert Counter(answers) == {201: 20, 412: 380}
    steps = Decision.objects.order_by().values("comment").annotate(last=Max("step")).values_list("last", flat=True)
    assert (Decision.objects.count(), list(steps)) == (20, [1] * 20)


def test_killed_worker_is_followed_by_another_without_doubles(
    monkeypatch: pytest.MonkeyPatch, moderator: Person, round: Round, draft: Proposal
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 5)
    texts = make(12, round, draft)
    read = [(text, things.token(text)) for text in texts]
    said: dict[str, Any] = {"rule": 3, "reason": "It attacks.", "language": "en", "now": timezone.now()}
    with transaction.atomic():
        asked = bulk.ask(by=moderator, verb="hide", texts=read, **said)
    pid: list[int] = []
    ended: list[str] = []

    def work() -> None:
        with connection.cursor() as cursor:
            cursor.execute("select pg_backend_pid()")
            pid.append(cursor.fetchone()[0])
        try:
            while bulk.carry_out_next(now=timezone.now()):
                pass
        except OperationalError:
            ended.append("killed")

    worker = threading.Thread(target=lambda: on_its_own(work))
    with transaction.atomic():
        # Somebody holds a text of the second batch, so the worker stands in the middle of it when it is killed.
        Comment.objects.select_for_update().get(pk=texts[7].pk)
        worker.start()
        with connection.cursor() as cursor:
            while not (pid and _waits(cursor, pid[0])):
                time.sleep(0.02)
            cursor.execute("select pg_terminate_backend(%s)", pid)
        worker.join()
    halfway = BulkItem.objects.filter(state="done").count()
    while bulk.carry_out_next(now=timezone.now()):
        pass
    asked.job.refresh_from_db()

    assert (ended, halfway) == (["killed"], 5)
    assert Counter(BulkItem.objects.values_list("state", flat=True)) == {"done": 12}
    assert Counter(Decision.objects.values_list("step", flat=True)) == {1: 12}
    assert (asked.job.state, asked.job.done, asked.job.result) == ("done", 12, {"done": 12, "refused": 0})


def _waits(cursor: Any, pid: int) -> bool:
    """Whether that connection waits for a row that another holds."""
    cursor.execute("select wait_event_type = 'Lock' from pg_stat_activity where pid = %s", [pid])
    found = cursor.fetchone()
    return bool(found and found[0])
