"""The desk's pages of people: found, limited, suspended, lifted; and who may see what."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from moderation.actions import accounts
from moderation.models import Decision
from proposals.models import Proposal
from rounds.models import Round
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(as_: Any, secretary: Person) -> Client:
    client: Client = as_(secretary)
    return client


@pytest.fixture
def of_the_site(as_: Any, db: None) -> Client:
    """A moderator of the whole site."""
    person = factories.make_person("Ada", group=None)
    factories.make_office(person, "moderator")
    client: Client = as_(person)
    return client


def page(person: Person) -> str:
    return reverse("desk_person", args=[person.pk])


def said(**changed: str) -> dict[str, str]:
    form = {"key": str(uuid4()), "act": "restrict", "verb": "suspend", "span": "7", "rule": "3", "language": "en"}
    return {**form, "reason": "Three attacks in a day.", **changed}


def test_account_is_suspended_after_a_preview(desk: Client, member: Person) -> None:
    foreseen = desk.post(page(member), said(preview="1"))
    before = Decision.objects.count()
    done = desk.post(page(member), said())
    member.refresh_from_db()

    assert (foreseen.status_code, foreseen.context["is_previewed"], before) == (200, True, 0)
    assert (done.status_code, done["Location"]) == (303, page(member))
    assert member.restriction == "suspended"
    assert desk.get(page(member)).status_code == 200


def test_two_presses_decide_once(desk: Client, member: Person) -> None:
    form = said()
    answers = [desk.post(page(member), form).status_code for _press in range(2)]

    assert (answers, Decision.objects.count()) == ([303, 303], 1)


def test_account_is_lifted(desk: Client, secretary: Person, member: Person) -> None:
    desk.post(page(member), said(verb="limit"))
    answer = desk.post(page(member), {"key": "", "act": "lift", "reason": "They said sorry.", "language": "en"})
    member.refresh_from_db()

    assert (answer.status_code, member.restriction) == (303, "")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"verb": ""}, "verb"),
        ({"verb": "erase"}, "verb"),
        ({"span": ""}, "span"),
        ({"span": "99999999999999999999"}, "span"),
        ({"rule": ""}, "rule"),
        ({"rule": "77"}, "rule"),
        ({"reason": " "}, "reason"),
        ({"reason": "a\x00b"}, "reason"),
        ({"language": "xx-nothing"}, "language"),
    ],
)
def test_wrong_decision_is_shown_again(changed: dict[str, str], field: str, desk: Client, member: Person) -> None:
    answer = desk.post(page(member), said(**changed))

    assert answer.status_code == 422
    assert list(answer.context["restrict_form"].errors) == [field]
    assert Decision.objects.count() == 0


def test_stale_form_says_that_somebody_decided_meanwhile(desk: Client, other_secretary: Person, member: Person) -> None:
    token = desk.get(page(member)).context["restrict_form"]["token"].value()
    now = timezone.now()
    accounts.limit(
        by=other_secretary, person=member, rule=3, reason="R", language="en", until=now + timedelta(days=1), now=now
    )
    late = desk.post(page(member), said(token=token))
    again = desk.post(page(member), said(token=late.context["restrict_form"]["token"].value()))

    assert (late.status_code, again.status_code) == (409, 303)


def test_whoever_holds_an_office_offers_no_form(desk: Client, moderator: Person) -> None:
    shown = desk.get(page(moderator))
    answer = desk.post(page(moderator), said())

    assert b'value="restrict"' not in shown.content
    assert answer.status_code == 409


def test_people_are_found_by_name_and_by_address(desk: Client, member: Person, outsider: Person) -> None:
    named = desk.get("/desk/people/", {"q": "TEODO"})
    addressed = desk.get("/desk/people/", {"q": member.email.upper()})
    nobody = desk.get("/desk/people/", {"q": "%\x00_"})

    assert list(named.context["people"]) == [member]
    assert list(addressed.context["people"]) == [member]
    assert list(nobody.context["people"]) == []


def test_without_a_search_those_who_are_limited_stand_there(desk: Client, member: Person, outsider: Person) -> None:
    desk.post(page(member), said(verb="limit"))

    assert list(desk.get("/desk/people/").context["people"]) == [member]


def test_moderators_read_no_address_and_search_by_none(of_the_site: Client, member: Person) -> None:
    found = of_the_site.get("/desk/people/", {"q": member.email})
    listed = of_the_site.get("/desk/people/", {"q": "Teodor"})
    shown = of_the_site.get(page(member))

    assert list(found.context["people"]) == []
    assert list(listed.context["people"]) == [member]
    assert member.email not in listed.content.decode() + shown.content.decode()


def test_moderators_do_not_learn_who_writes_without_a_name(
    desk: Client, of_the_site: Client, member: Person, round: Round, draft: Proposal
) -> None:
    factories.make_comment(member, round, draft, text="In my name.")
    factories.make_comment(member, round, draft, text="In nobody’s name.", is_named=False)

    def texts(client: Client) -> list[str]:
        return [row["beginning"] for row in client.get(page(member)).context["texts"]]

    assert texts(of_the_site) == ["In my name."]
    assert texts(desk) == ["In nobody’s name.", "In my name."]


@pytest.mark.parametrize("who", ["moderator", "member"])
def test_people_are_for_offices_of_the_whole_site(who: str, as_: Any, request: Any, outsider: Person) -> None:
    client = as_(request.getfixturevalue(who))

    assert client.get("/desk/people/").status_code == 403
    assert client.get(page(outsider)).status_code == 403
    assert client.post(page(outsider), said()).status_code == 403


def test_list_of_people_takes_the_same_queries_for_one_and_for_thirty(
    desk: Client, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get("/desk/people/", {"q": "Anna"})
        return len(queries)

    factories.make_person("Anna 1")
    desk.get("/desk/people/")
    one = asked()
    for number in range(30):
        factories.make_person(f"Anna {number}")

    assert asked() == one
