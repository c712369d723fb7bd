"""The same request many times at once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from proposals.models import Comment
from tests import factories


@pytest.mark.django_db(transaction=True)
def test_parallel_retries_file_one_comment(partner: Callable[..., Any]) -> None:
    secretary, member = factories.make_secretary(), factories.make_person()
    consultation = factories.make_consultation(secretary, factories.make_organization(secretary))
    round = factories.make_round(secretary, consultation)
    draft = factories.make_proposal(secretary, round)
    body = {"round": str(round.pk), "proposal": str(draft.pk), "language": "en", "text": "One thing."}
    program = partner(member)

    def send(_n: int) -> tuple[int, str]:
        try:
            response = program.post("/comments/", body, key="same")
            return response.status_code, response["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = Counter(pool.map(send, range(30)))

    filed = Comment.objects.get()
    assert answers == {(201, f"http://127.0.0.1:8000/api/v1/comments/{filed.pk}/"): 30}
