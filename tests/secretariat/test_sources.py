import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ledger.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db


def address(draft):
    return reverse("desk_sources", args=[draft.consultation.slug, draft.pk])


def field(draft, anchor):
    return f"p{draft.paragraphs.get(anchor=anchor).pk}"


def test_sources_are_named_by_number(as_, settle, secretary, call, draft, contribution):
    other = factories.make_contribution(factories.make_person(group="government"), call)
    settle()
    contribution.refresh_from_db()
    other.refresh_from_db()
    desk = as_(secretary)
    numbers = f"No. {contribution.number}, {other.number}"

    saved = desk.post(address(draft), {"key": "one", field(draft, "1"): numbers, field(draft, "2"): ""})
    shown = as_(None).get(reverse("proposal", args=[draft.pk])).text

    first = draft.paragraphs.get(anchor="1")
    assert saved.status_code == 303
    assert set(first.drawn_from.all()) == {contribution, other}
    assert "(1 government, 1 of civil society)" in shown
    assert Entry.objects.filter(kind="proposal.cited").count() == 1


def test_unknown_and_hidden_numbers_are_refused(as_, settle, secretary, draft, contribution):
    settle()
    contribution.refresh_from_db()
    factories.hide(secretary, contribution)

    hidden = as_(secretary).post(address(draft), {"key": "a", field(draft, "1"): str(contribution.number)})
    words = as_(secretary).post(address(draft), {"key": "b", field(draft, "1"): "twelve"})

    assert (hidden.status_code, words.status_code) == (422, 422)
    assert f"No. {contribution.number} is no contribution of this consultation that is shown." in hidden.text
    assert draft.paragraphs.get(anchor="1").drawn_from.count() == 0


def test_source_hidden_since_stays_named(as_, settle, secretary, call, draft, contribution, member):
    other = factories.make_contribution(member, call)
    settle()
    contribution.refresh_from_db()
    other.refresh_from_db()
    desk = as_(secretary)
    desk.post(address(draft), {"key": "a", field(draft, "1"): str(contribution.number)})
    factories.hide(secretary, contribution)

    desk.post(address(draft), {"key": "b", field(draft, "1"): str(other.number)})

    assert set(draft.paragraphs.get(anchor="1").drawn_from.all()) == {contribution, other}


def test_what_is_cited_nowhere_is_listed_by_group(as_, settle, secretary, call, draft, contribution):
    factories.make_contribution(factories.make_person(group="government"), call, title="From a ministry")
    settle()
    contribution.refresh_from_db()
    desk = as_(secretary)

    before = desk.get(address(draft)).context["uncited"]
    desk.post(address(draft), {"key": "a", field(draft, "3"): str(contribution.number)})
    after = desk.get(address(draft)).context["uncited"]

    assert [(str(label), len(rows)) for label, rows in before] == [("Government", 1), ("Civil society", 1)]
    assert [(str(label), rows[0].title) for label, rows in after] == [("Government", "From a ministry")]


@pytest.mark.parametrize("count", [1, 30])
def test_sources_ask_the_same_for_1_and_30(as_, settle, secretary, call, draft, count):
    for _n in range(count):
        factories.make_contribution(factories.make_person(), call)
    settle()
    desk = as_(secretary)
    desk.get(address(draft))

    with CaptureQueriesContext(connection) as asked:
        desk.get(address(draft))

    assert len(asked) == 14
