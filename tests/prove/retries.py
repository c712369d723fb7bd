"""A retry never doubles: 30 parallel retries of 20 posts, and a reply that was lost, make 20 comments.

Each of 20 texts is posted by 30 processes at once with one key, through the real view. A fifth of the answers is
thrown away and asked again. Bar: 20 comments, one id for each key, 422 for the key with another text.
"""

import json
import multiprocessing as mp
import os
import sys
from typing import Any
from uuid import uuid4

import django

os.environ.setdefault("LOG_LEVEL", "ERROR")
# Static files are served from where they lie, as in the demonstration.
os.environ.setdefault("CONSULTATION_DEMO", "1")
django.setup()

from django.db import connection  # noqa: E402  settings first
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from integrations.actions import tokens  # noqa: E402
from proposals.models import Comment  # noqa: E402
from tests import factories  # noqa: E402

TEXTS = 20
RETRIES = 30
ADDRESS = "/api/v1/comments/"


def post(token: str, key: str, body: dict[str, Any], barrier: Any, out: "mp.Queue[Any]") -> None:
    """One retry; all of a key start together."""
    connection.close()
    barrier.wait()
    out.put((key, *answer(token, key, body)))
    connection.close()


def answer(token: str, key: str, body: dict[str, Any]) -> tuple[int, str | None]:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    response = Client(headers=headers).post(ADDRESS, json.dumps(body), content_type="application/json")
    return response.status_code, response.json().get("id")


def main() -> int:
    secretary = factories.make_secretary()
    host = factories.make_organization(secretary, "Standing Forum")
    round = factories.make_round(secretary, factories.make_consultation(secretary, host))
    proposal = factories.make_proposal(secretary, round)
    person = factories.make_person()
    _row, token = tokens.issue(person=person, scopes=["read", "comment"], now=timezone.now())
    # Everything is imported before the processes part.
    Client().get(ADDRESS)
    statuses: dict[int, int] = {}
    ids: dict[str, set[str]] = {}
    reused = 0
    for place in range(TEXTS):
        key = str(uuid4())
        body = {"round": str(round.pk), "proposal": str(proposal.pk), "language": "en", "text": f"Text {place}"}
        body["capacity"] = "personal"
        barrier, out = mp.Barrier(RETRIES), mp.Queue()
        connection.close()
        tries = [mp.Process(target=post, args=(token, key, body, barrier, out)) for _ in range(RETRIES)]
        for attempt in tries:
            attempt.start()
        told = [out.get(timeout=120) for _ in tries]
        for attempt in tries:
            attempt.join()
        told += [(key, *answer(token, key, body)) for _ in range(RETRIES // 5)]
        for _key, status, id in told:
            statuses[status] = statuses.get(status, 0) + 1
            ids.setdefault(key, set()).add(str(id))
        reused += answer(token, key, body | {"text": "Another text"})[0] == 422
    made = Comment.objects.count()
    single = sum(len(found) == 1 for found in ids.values())
    print(f"{TEXTS} texts, {sum(statuses.values())} posts: {made} comments, answers {statuses}, ", end="")
    print(f"one id for {single} keys, 422 for {reused} reused keys")
    return 0 if (made, single, reused, set(statuses)) == (TEXTS, TEXTS, TEXTS, {201}) else 1


if __name__ == "__main__":
    sys.exit(main())
