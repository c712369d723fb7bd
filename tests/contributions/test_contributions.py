import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.utils import timezone

from accounts.models import Organization, Person
from contributions.actions import contributions
from contributions.models import Contribution
from rounds.models import Round
from tests import factories

pytestmark = pytest.mark.django_db
Refused = Callable[[str], AbstractContextManager[None]]


def test_contribution_is_bound_to_the_record_by_title_and_text(contribution: Contribution) -> None:
    version = contribution.versions.get()
    words = '{"text":"At some length.","title":"What we think"}'

    record = json.loads(contribution.entry.record)
    assert record["commit"] == hashlib.sha256(bytes(version.salt) + words.encode()).hexdigest()


def test_contribution_to_a_round_of_comments_is_refused(member: Person, round: Round, refused: Refused) -> None:
    with refused("round_does_not_accept"):
        factories.make_contribution(member, round)


def test_contribution_up_to_its_limit(member: Person, call: Round, refused: Refused) -> None:
    with refused("text_too_long"):
        factories.make_contribution(member, call, text="x" * 200_001)

    assert len(factories.make_contribution(member, call, text="x" * 200_000).text or "") == 200_000


def test_contribution_without_a_title_is_listed_under_its_first_words(member: Person, call: Round) -> None:
    text = "## Who acts\n\nNobody knows, and that is " + "a very long story " * 10

    short = factories.make_contribution(member, call, title=" ", text=text)
    long = factories.make_contribution(member, call, title="", text=text.partition("\n\n")[2])

    assert short.title == "Who acts"
    assert long.title == "Nobody knows, and that is a very long story a very long story a very long story…"


def test_contribution_for_an_organization_carries_its_group(
    member: Person, organization: Organization, call: Round
) -> None:
    contribution = factories.make_contribution(member, call, capacity="organization", organization=organization)

    assert contribution.stakeholder_group_id == "private_sector"
    assert contribution.standing == "speaks"


def test_contribution_after_the_close_is_refused(member: Person, call: Round, refused: Refused) -> None:
    factories.close(call)

    with refused("round_closed"):
        factories.make_contribution(member, call)


def test_hidden_contribution_loses_title_and_text(secretary: Person, contribution: Contribution) -> None:
    factories.hide(secretary, contribution)

    assert (contribution.status, contribution.title, contribution.text) == ("hidden", None, None)


def test_withdrawn_contribution_loses_title_and_text(member: Person, contribution: Contribution) -> None:
    withdrawn = contributions.withdraw(by=member, contribution=contribution)

    assert (withdrawn.status, withdrawn.title, withdrawn.text) == ("withdrawn", None, None)


def test_record_of_a_letter_is_the_secretariats(
    secretary: Person, member: Person, outsider: Person, call: Round, refused: Refused
) -> None:
    now = timezone.now()
    letter = {"round": call, "author": member, "title": "A letter", "text": "By post.", "language": "en", "at": now}

    with refused("office_required"):
        contributions.record(by=outsider, **letter)
    recorded = contributions.record(by=secretary, **letter)
    assert (recorded.channel, recorded.author) == ("recorded", member)
