"""Who has been heard in a round, for programs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import Organization, Person
from accounts.models.stakeholder_group import GROUPS
from ledger.models import Entry
from proposals.models import Proposal
from rounds.models import Consultation, Round
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]


def test_figures_of_a_round_are_read(
    as_: As, member: Person, organization: Organization, round: Round, draft: Proposal, settle: Callable[[], None]
) -> None:
    factories.make_comment(member, round, draft)
    factories.make_comment(member, round, draft, capacity="organization", organization=organization)
    settle()

    answer = as_(None).get(f"/api/v1/rounds/{round.pk}/heard/")

    nothing = {"organizations": 0, "vouched": 0, "others": 0, "countries": 0, "recorded": 0}
    spoke: dict[str, dict[str, Any]] = {
        "private_sector": {"organizations": 1},
        "civil_society": {"vouched": 1, "countries": 1},
    }
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "round": str(round.pk),
            "number": Entry.objects.order_by("-seq")[0].seq,
            "groups": [{"stakeholder_group": key} | nothing | spoke.get(key, {}) for key, _name, _slot in GROUPS],
        },
    )
    again = as_(None).get(f"/api/v1/rounds/{round.pk}/heard/", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_figures_before_anything_is_numbered(as_: As, round: Round) -> None:
    body = as_(None).get(f"/api/v1/rounds/{round.pk}/heard/").json()

    assert body["number"] is None
    assert len(body["groups"]) == 7


def test_figures_of_what_one_may_not_read_are_not_there(
    as_: As, secretary: Person, outsider: Person, private_consultation: Consultation
) -> None:
    round = factories.make_round(secretary, private_consultation)
    address = f"/api/v1/rounds/{round.pk}/heard/"

    assert [as_(viewer).get(address).status_code for viewer in (None, outsider, secretary)] == [404, 404, 200]
    assert as_(None).get("/api/v1/rounds/not-an-id/heard/").status_code == 404
    assert as_(secretary).post(address, "{}", content_type="application/json").status_code in (403, 405)
