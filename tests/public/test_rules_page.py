"""The rules of a consultation for readers: what holds, what held before, and one line before one writes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Organization, Person
from moderation.actions import decisions
from proposals.models import Proposal
from rounds.models import Consultation, Round, Rule
from rounds.rules.moderation import Wanted
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
ADDRESS = "/c/who-acts/rules/"
NUMBERED = '<a href="/c/who-acts/rules/#moderation">numbered rules</a>'


def rules_of(consultation: Consultation) -> list[Wanted]:
    return [Wanted(r.number, r.name, r.meaning, r.ground, r.originals) for r in Rule.objects.of(consultation)]


def test_rules_say_what_holds(as_: As, consultation: Consultation) -> None:
    page = as_(None).get(ADDRESS).text

    assert [page.count(f'id="rule-{number}"') for number in range(1, 8)] == [1, 1, 1, 1, 1, 1, 0]
    assert "Texts are shown at once. The secretariat decides within 48 hours about what waits." in page
    assert "Being off topic breaks no rule: it is answered." in page
    assert "One moderator alone may hold a text under it: personal data. Words taken out are destroyed." in page
    assert "Nothing: these are the rules with which this consultation began." in page
    assert 'href="/moderation/?consultation=who-acts"' in page


def test_rules_show_old_and_new_beside_each_other(as_: As, secretary: Person, consultation: Consultation) -> None:
    rules = rules_of(consultation)
    changed = [Wanted(1, "No threats", "None <b>at all</b>."), *rules[1:-1], Wanted(None, "No music")]
    factories.change_rules(secretary, consultation, moderation="before", rules=changed, reason="It was <loud>.")

    answer = as_(None).get(ADDRESS)
    page, told = answer.text, answer.context["changes"][0]
    assert [(one.name, one.before[:1], one.after[:1]) for one in told.differences] == [
        ("When moderators read", ("Texts are shown at once.",), ("A moderator reads each text before it is shown.",)),
        ("Rule 1", ("No threats and no incitement",), ("No threats",)),
        ("Rule 6", ("Nothing unlawful",), ()),
        ("Rule 7", (), ("No music",)),
    ]
    assert "It was &lt;loud&gt;." in page
    assert ("There was no such rule." in page, "The rule has ended." in page) == (True, True)
    assert "1 rule that holds no more" in page
    # A decision under a rule that has ended still leads to its words.
    assert [page.count(f'id="rule-{number}"') for number in range(1, 9)] == [1, 1, 1, 1, 1, 1, 1, 0]
    assert "None &lt;b&gt;at all&lt;/b&gt;." in page


def test_rules_page_takes_the_same_queries_with_one_and_thirty_changes(
    as_: As, secretary: Person, consultation: Consultation
) -> None:
    reader = as_(None)
    factories.change_rules(secretary, consultation, decides_within=1)
    with CaptureQueriesContext(connection) as one:
        reader.get(ADDRESS)
    for hours in range(2, 31):
        factories.change_rules(secretary, consultation, decides_within=hours)
    with CaptureQueriesContext(connection) as thirty:
        first = reader.get(ADDRESS)

    assert len(thirty) == len(one)
    seen = [told.change.after["decides_within"] for told in first.context["changes"]]
    then = reader.get(first.context["later"].partition("#")[0]).context["changes"]
    assert seen + [told.change.after["decides_within"] for told in then] == list(range(30, 10, -1))


@pytest.mark.parametrize("after", ["%00", "x", "9" * 400])
def test_page_of_changes_that_nobody_was_given_is_none(as_: As, consultation: Consultation, after: str) -> None:
    assert as_(None).get(f"{ADDRESS}?after={after}").status_code == 404


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (
            {"decides_within": 24},
            f"Texts are shown at once. What breaks one of these {NUMBERED} a moderator may hide; "
            "what readers tell of is decided within 24 hours.",
        ),
        (
            {"moderation": "before", "decides_within": 1},
            f"A moderator reads each text before it is shown, within 1 hour, by these {NUMBERED}.",
        ),
        (
            {"reads_first_texts": True},
            "Texts are shown at once; the first one of somebody for whom no organization vouches once a moderator has "
            f"read it, within 48 hours, by these {NUMBERED}.",
        ),
    ],
)
def test_mode_and_time_are_said_before_one_writes(
    as_: As,
    secretary: Person,
    outsider: Person,
    consultation: Consultation,
    round: Round,
    draft: Proposal,
    said: dict[str, Any],
    line: str,
) -> None:
    call = factories.make_round(secretary, consultation, purpose="call_for_inputs")
    factories.change_rules(secretary, consultation, **said)
    writer, stranger = as_(outsider), as_(None)
    addresses = [f"/p/{draft.pk}/2/", f"/c/who-acts/rounds/{call.number}/send/"]

    for address in addresses:
        assert (address, writer.get(address).text.count(line)) == (address, 1)
        assert (address, stranger.get(address).text.count(line)) == (address, 1)


def promise_of(client: Client, address: str) -> str:
    return client.get(address).text.partition('id="promise">')[2].partition("<")[0]


def test_form_promises_what_becomes_of_a_first_text(
    as_: As,
    secretary: Person,
    member: Person,
    organization: Organization,
    consultation: Consultation,
    draft: Proposal,
    round: Round,
) -> None:
    factories.change_rules(secretary, consultation, reads_first_texts=True)
    newcomer, round = factories.make_person(), Round.objects.get(pk=round.pk)
    address, read = f"/p/{draft.pk}/2/", "A moderator reads it first; it counts from the moment you send it."

    assert promise_of(as_(newcomer), address) == read
    assert promise_of(as_(member), address) == "Shown with your name at once."
    first = factories.make_comment(newcomer, round, draft)
    assert first.status == "received"
    assert promise_of(as_(newcomer), address) == read
    decisions.publish(by=secretary, thing=first, now=timezone.now())
    assert promise_of(as_(newcomer), address) == "Shown with your name at once."


def test_form_promises_a_limited_account_no_more_than_it_gets(
    as_: As, outsider: Person, draft: Proposal, consultation: Consultation
) -> None:
    Person.objects.filter(pk=outsider.pk).update(restriction="limited", restricted_until=timezone.now())

    read = "A moderator reads it first; it counts from the moment you send it."
    assert promise_of(as_(outsider), f"/p/{draft.pk}/2/") == read
