from datetime import timedelta

import pytest

from rounds.actions import sealing
from tests import factories

pytestmark = pytest.mark.django_db


def test_home_without_a_consultation(as_):
    answer = as_(None).get("/")

    assert answer.status_code == 200
    assert "Nothing is open for comment today" in answer.text
    assert "Nothing has happened yet" in answer.text


def test_home_shows_the_most_urgent_round_first(as_, secretary, host, consultation, round):
    other = factories.make_consultation(secretary, host, title="Sooner over", slug="sooner")
    factories.make_round(secretary, other, closes_in=timedelta(hours=20))

    page = as_(None).get("/").text

    assert page.index("Sooner over") < page.index("Who acts next?")
    assert '<p class="row-margin left soon"><b>19</b> hours left</p>' in page
    assert '<p class="row-margin left"><b>4</b> days left</p>' in page


def test_home_shows_the_summary_of_what_is_open_only(as_, secretary, host, round):
    later = factories.make_consultation(secretary, host, slug="later", summary="Asked later.")
    factories.make_round(secretary, later, opens_in=timedelta(days=3), closes_in=timedelta(days=9))

    page = as_(None).get("/").text

    assert "What is asked." in page
    assert "Asked later." not in page
    assert "To come" in page


def test_home_lists_a_closed_round_with_its_record(as_, closed_round, settle):
    sealing.seal(round=closed_round)
    settle()
    sealing.close_record(round=closed_round)
    settle()

    page = as_(None).get("/").text

    assert f"/c/who-acts/rounds/{closed_round.number}/record/" in page
    assert "Nothing is open for comment today" in page


def test_home_tells_what_is_new_by_number(as_, comment, settle):
    settle()
    comment.entry.refresh_from_db()

    page = as_(None).get("/").text

    assert f'<a class="ref" href="/{comment.number}/">No. {comment.number}</a>' in page
    assert "A person commented on" in page
    assert comment.text not in page


def test_home_shows_who_has_been_heard(as_, comment, settle):
    before = as_(None).get("/").text
    settle()

    page = as_(None).get("/").text

    assert "Nobody yet in “Who acts next?”." in before
    assert "Who has been heard so far" in page
    assert page.count(": nothing yet</th>") == 6
    assert "Governments</a>: nothing yet" in page


def test_home_shows_nothing_of_a_private_consultation(as_, secretary, private_consultation, outsider, settle):
    factories.make_round(secretary, private_consultation)
    settle()

    assert "Behind doors" not in as_(None).get("/").text
    assert "Behind doors" not in as_(outsider).get("/").text
    assert "Behind doors" in as_(secretary).get("/").text


def test_home_takes_the_same_queries_with_one_and_thirty(
    as_, secretary, host, member, round, draft, settle, django_assert_max_num_queries
):
    factories.make_comment(member, round, draft)
    settle()
    with django_assert_max_num_queries(40) as few:
        as_(None).get("/")
    for _ in range(10):
        there = factories.make_round(secretary, factories.make_consultation(secretary, host))
        factories.make_proposal(secretary, there)
    for _ in range(30):
        factories.make_comment(member, round, draft)
    settle()

    with django_assert_max_num_queries(len(few)) as many:
        as_(None).get("/")

    assert len(many) <= 12
