"""The page of a stakeholder group in a consultation: the same form for each, and an invitation where it is silent."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Organization, Person
from accounts.models.stakeholder_group import GROUPS
from proposals.models import Proposal
from reports.rules.groups import SENTENCES, TOGETHER
from rounds.models import Consultation, Round
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
Settle = Callable[[], None]


def page(client: Client, key: str, query: str = "") -> str:
    return client.get(f"/c/who-acts/groups/{key}/{query}").content.decode()


def test_every_group_has_a_name_and_a_sentence() -> None:
    assert list(TOGETHER) == list(SENTENCES) == [key for key, _name, _slot in GROUPS]


@pytest.mark.parametrize("key", [key for key, _name, _slot in GROUPS])
def test_silent_group_is_an_invitation(key: str, as_: As, consultation: Consultation, call: Round) -> None:
    shown = page(as_(None), key)

    assert f"{TOGETHER[key]}: nothing yet" in shown
    assert str(SENTENCES[key]) in shown
    assert shown.count('class="button main"') == 1
    assert f'href="/c/who-acts/rounds/{call.number}/send/">Send a contribution</a>' in shown
    # The other six, in their fixed order.
    others = [shown.index(f'href="/c/who-acts/groups/{other}/"') for other, _name, _slot in GROUPS if other != key]
    assert others == sorted(others)
    assert f'href="/c/who-acts/groups/{key}/"' not in shown


def test_silent_group_is_not_invited_where_nothing_is_open(as_: As, closed_round: Round) -> None:
    shown = page(as_(None), "academia")

    assert "As soon as a text of this group is shown, it stands here." in shown
    assert 'class="button main"' not in shown


def test_whoever_may_not_take_part_is_not_sent_to_a_form(as_: As, secretary: Person, host: Organization) -> None:
    closed = factories.make_consultation(secretary, host, slug="listed-only", taking_part="listed")
    factories.make_round(secretary, closed, purpose="call_for_inputs")
    client = as_(factories.make_person())

    assert 'class="button main"' not in client.get("/c/listed-only/groups/academia/").content.decode()


def test_group_shows_who_was_heard_by_round_and_what_was_said(
    as_: As,
    secretary: Person,
    member: Person,
    organization: Organization,
    call: Round,
    round: Round,
    draft: Proposal,
    settle: Settle,
) -> None:
    factories.make_contribution(
        member, call, title="Forty customers", capacity="organization", organization=organization
    )
    person = factories.make_person("Ada Byron", group="private_sector", country="FR")
    said = factories.make_comment(person, round, draft, text="A plain word.")
    hidden = factories.make_comment(person, round, draft, text="A word to hide.")
    factories.make_comment(factories.make_person(), round, draft, text="Of another group.")
    factories.hide(secretary, hidden)
    settle()

    shown = page(as_(None), "private_sector")

    assert "Forty customers" in shown
    assert f'href="/comments/{said.pk}/"' in shown
    assert "A plain word." in shown
    assert "A word to hide." not in shown
    assert f"/comments/{hidden.pk}/" not in shown
    assert "Of another group." not in shown
    assert f'href="/organizations/{organization.pk}/"><bdi>Small Carriers’ Circle</bdi>' in shown
    assert f'Focal point: <a href="/people/{member.pk}/"><bdi>Teodor</bdi></a>' in shown
    assert "<p>France.</p>" in shown
    cells = [part.partition("</tbody>")[0].count("<td>1</td>") for part in shown.split("<tbody>")[1:]]
    # A body without a country in one round, a person from France in the other.
    assert sorted(cells) == [1, 2]


def test_texts_of_a_group_are_filtered(
    as_: As, call: Round, round: Round, draft: Proposal, outsider: Person, settle: Settle
) -> None:
    factories.make_contribution(outsider, call, title="A paper")
    factories.make_comment(outsider, round, draft, text="Un mot.", language="fr")
    settle()
    client = as_(None)

    def found(query: str) -> tuple[bool, bool]:
        shown = page(client, "academia", query)
        return "A paper" in shown, "Un mot." in shown

    assert found("") == (True, True)
    assert found("?texts=contributions") == (True, False)
    assert found("?texts=comments") == (False, True)
    assert found("?language=fr") == (False, True)
    assert found(f"?round={call.number}") == (True, False)
    assert found(f"?round={call.number}&texts=comments") == (False, False)
    assert "Nothing of this group fits these filters." in page(client, "academia", f"?round={call.number}&language=fr")
    assert client.get("/c/who-acts/groups/academia/?round=99").status_code == 400
    assert client.get("/c/who-acts/groups/academia/?language=%00").status_code == 400
    assert client.get("/c/who-acts/groups/academia/?before=nowhere").status_code == 200


def test_who_gives_no_name_is_not_named(
    as_: As, round: Round, draft: Proposal, outsider: Person, settle: Settle
) -> None:
    for _n in range(5):
        factories.make_person(group="academia")
    factories.make_comment(outsider, round, draft, text="Nameless.", is_named=False)
    settle()

    shown = page(as_(None), "academia")

    assert "Nameless." in shown
    assert "filed by <bdi>A person</bdi>" in shown
    assert "Olga" not in shown
    assert "None is named yet." in shown


def test_unknown_groups_and_private_consultations_are_not_there(
    as_: As, consultation: Consultation, private_consultation: Consultation, outsider: Person, secretary: Person
) -> None:
    assert as_(None).get("/c/who-acts/groups/everybody/").status_code == 404
    assert as_(None).get("/c/behind-doors/groups/academia/").status_code == 404
    assert as_(outsider).get("/c/behind-doors/groups/academia/").status_code == 404
    assert as_(secretary).get("/c/behind-doors/groups/academia/").status_code == 200
    assert as_(secretary).post("/c/who-acts/groups/academia/").status_code == 405


def test_group_page_asks_the_database_the_same_for_1_and_30(
    as_: As, secretary: Person, round: Round, draft: Proposal, settle: Settle
) -> None:
    client, asked = as_(None), []
    for count in (2, 28):
        for _n in range(count):
            person = factories.make_person(group="academia", country="FR")
            body = factories.make_organization(secretary, group="academia")
            factories.make_focal_point(secretary, person, body)
            factories.make_comment(person, round, draft, capacity="organization", organization=body)
        settle()
        with CaptureQueriesContext(connection) as queries:
            page(client, "academia")
        asked.append(len(queries))

    assert asked[0] == asked[1]
