"""Corrections with a notice, and supplementary rounds, through the API."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Person
from rounds.actions import corrections, rounds
from rounds.models import Consultation, Question, Round
from tests import factories

pytestmark = pytest.mark.django_db
Settle = Callable[[], None]


def test_corrections_are_listed_with_old_and_new_words(
    client: Client, secretary: Person, consultation: Consultation, call: Round, settle: Settle
) -> None:
    now = timezone.now()
    question = Question.objects.create(round=call, number=1, text="Hwo?")
    corrections.correct(by=secretary, thing=question, field="text", text="Who?", reason="A slip.", now=now)
    corrections.correct(
        by=secretary,
        thing=consultation,
        field="summary",
        text="Who acts?",
        reason="Plainer.",
        now=now + timedelta(seconds=1),
    )
    settle()

    found = client.get("/api/v1/corrections/?consultation=who-acts").json()["results"]

    assert [(one["of"], one["thing"], one["field"]) for one in found] == [
        ("question", str(question.pk), "text"),
        ("consultation", str(consultation.pk), "summary"),
    ]
    assert (found[0]["before"], found[0]["after"], found[0]["reason"]) == ("Hwo?", "Who?", "A slip.")
    assert found[1]["number"] == found[0]["number"] + 1
    assert client.get("/api/v1/corrections/?consultation=another").json()["results"] == []


def test_corrections_take_the_same_queries_whatever_their_number(
    client: Client,
    secretary: Person,
    consultation: Consultation,
    django_assert_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    def correct(times: int) -> None:
        for n in range(times):
            corrections.correct(
                by=secretary,
                thing=consultation,
                field="summary",
                text=f"Words {times}.{n}",
                reason="Again.",
                now=timezone.now(),
            )

    correct(1)
    with django_assert_num_queries(1):
        assert len(client.get("/api/v1/corrections/").json()["results"]) == 1
    correct(30)
    with django_assert_num_queries(1):
        assert len(client.get("/api/v1/corrections/").json()["results"]) == 31


def test_supplementary_round_names_the_one_it_supplements(
    client: Client, secretary: Person, consultation: Consultation
) -> None:
    draft = factories.make_proposal(secretary, factories.make_round(secretary, consultation))
    over = factories.close(Round.objects.get())
    now = timezone.now()
    made = rounds.supplement(
        by=secretary,
        round=over,
        closes_at=now + timedelta(hours=9),
        outage_from=now - timedelta(hours=2),
        outage_until=now - timedelta(hours=1),
        reason="The site was away.",
        now=now,
    )

    found = client.get(f"/api/v1/rounds/{made.pk}/").json()
    texts = client.get(f"/api/v1/proposals/?round={made.pk}").json()["results"]

    assert (found["supplements"], found["reason"]) == (str(over.pk), "The site was away.")
    assert (found["status"], found["accepts"]) == ("open", ["comments"])
    assert [text["id"] for text in texts] == [str(draft.pk)]
    assert client.get(f"/api/v1/rounds/{over.pk}/").json()["supplements"] is None
