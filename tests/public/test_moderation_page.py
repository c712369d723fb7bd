"""Moderation, in the open: each decision with number, rule, reason, office and time; figures; the list as a file."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.actions import decisions, flags, motions
from moderation.models import Decision
from rounds.models import Capacity
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/moderation/"


def hide(by, thing, *, rule=3, reason="It attacks.", now=None):
    return decisions.hide(by=by, thing=thing, rule=rule, reason=reason, language="en", now=now or timezone.now())


def number_of(thing) -> int:
    return type(thing).objects.get(pk=thing.pk).number


def rows(page: str) -> int:
    return page.count('<li class="row" id="d')


def test_page_before_anything_was_decided(as_):
    page = as_(None).get(PAGE).text

    assert "No moderator has decided anything yet" in page
    assert "nothing waits now" in page
    assert rows(page) == 0


def test_decision_stands_with_number_rule_reason_office_and_time(as_, moderator, outsider, comment, settle):
    now = timezone.now()
    flags.raise_(by=outsider, thing=comment, rule=3, sentence="It attacks.", language="en", now=now)
    decision = hide(moderator, comment, reason="It attacks a person.", now=now + timedelta(hours=2, minutes=10))
    settle()
    decision.refresh_from_db()
    page = as_(None).get(PAGE).text

    assert rows(page) == 1
    assert f"No. {decision.number}</a>" in page
    assert f'<b>Hidden</b>: <a class="ref" href="/comments/{comment.pk}/">No. {number_of(comment)}</a>' in page
    assert "under rule 3, “No attacks on persons”" in page
    assert "It attacks a person." in page
    assert "<span>Moderator</span>" in page
    assert "decided after <b>2 hours 10 minutes</b>" in page
    assert moderator.name not in page
    assert comment.author.name not in page


def test_second_person_and_time_are_said(as_, secretary, moderator, member, organization, round, draft, settle):
    now = timezone.now()
    texts = [
        factories.make_comment(member, round, draft, capacity=Capacity.ORGANIZATION, organization=organization)
        for _text in range(2)
    ]
    said = {"rule": 3, "reason": "It attacks.", "language": "en"}
    motion = motions.ask_to_hide(by=moderator, thing=texts[0], now=now, **said)
    motions.agree(by=secretary, motion=motion, now=now)
    decisions.hold(by=moderator, thing=texts[1], rule=1, reason="It threatens.", language="en", now=now)
    motions.lapse(now=now + timedelta(hours=73))
    settle()
    page = as_(None).get(PAGE).text

    assert "<span>Moderator and a second person</span>" in page
    assert "<span>by time alone</span>" in page
    assert page.count("<b>Held by one moderator</b>") == 1
    assert page.count("<b>Shown again: no second person agreed in time</b>") == 1


def test_decision_that_was_taken_back_says_so(as_, moderator, comment, settle):
    first = hide(moderator, comment)
    decisions.undo(by=moderator, decision=first, now=timezone.now())
    settle()
    first.refresh_from_db()
    later = Decision.objects.get(verb="undo")
    page = as_(None).get(PAGE).text

    assert f'<span class="badge">Taken back</span> <a class="ref" href="/{later.number}/">' in page
    assert f'<b>Taken back</b>: <a class="ref" href="/{first.number}/">No. {first.number}</a>, about ' in page


def test_names_and_accounts_are_not_told_by_name(as_, secretary, member, organization, settle):
    hide(secretary, member, rule=4)
    hide(secretary, organization, rule=4)
    settle()
    page = as_(None).get(PAGE).text

    assert f'<a href="/people/{member.pk}/">the name of a person</a>' in page
    assert f'<a href="/organizations/{organization.pk}/">the name of an organization</a>' in page


def test_text_that_waits_is_not_listed(as_, moderator, member, comment, settle):
    decisions.ask(by=moderator, thing=comment, question="Who is meant?", language="en", now=timezone.now())
    settle()
    shown = as_(member).get(PAGE).text
    type(comment).objects.filter(pk=comment.pk).update(
        status="received", waiting_for="moderator", text=None, words_digest=None
    )

    assert rows(shown) == 1
    # What was asked is between the author and the moderators.
    assert "Who is meant?" not in shown
    assert [rows(as_(who).get(PAGE).text) for who in (None, member, moderator)] == [0, 0, 0]


def test_private_consultation_is_not_counted_for_strangers(as_, secretary, member, private_consultation, settle):
    there = factories.make_round(secretary, private_consultation)
    text = factories.make_proposal(secretary, there)
    hide(secretary, text, reason="It is private.")
    settle()
    seen = {}
    for name, who in (("stranger", None), ("secretary", secretary)):
        page = as_(who).get(f"{PAGE}?consultation=behind-doors")
        seen[name] = (page.status_code, rows(page.text), "Behind doors" in page.text)

    assert seen == {"stranger": (400, 0, False), "secretary": (200, 1, True)}
    assert '<b class="num">0</b> decisions' in as_(None).get(PAGE).text


def test_filters_choose(as_, secretary, moderator, consultation, host, comment, contribution, settle):
    other = factories.make_consultation(secretary, host, slug="other", title="Another one")
    text = factories.make_proposal(secretary, factories.make_round(secretary, other))
    hide(moderator, comment, rule=3)
    hide(moderator, contribution, rule=5)
    hide(secretary, text, rule=5)
    decisions.restore(by=moderator, thing=comment, reason="A mistake.", language="en", now=timezone.now())
    settle()
    month = f"{timezone.now():%Y-%m}"
    asked = {
        "": 4,
        "?consultation=other": 1,
        "?rule=5": 2,
        "?rule=5&consultation=who-acts": 1,
        "?verb=restore": 1,
        f"?month={month}": 4,
        "?verb=erase": 0,
    }

    assert {query: rows(as_(None).get(f"{PAGE}{query}").text) for query in asked} == asked
    assert "No decision fits these filters" in as_(None).get(f"{PAGE}?verb=erase").text


@pytest.mark.parametrize(
    "query", ["?month=2026-13", "?month=%00", "?rule=99999999999", "?verb=burn", "?consultation=x"]
)
def test_filter_that_is_not_offered_is_refused(as_, query):
    assert as_(None).get(f"{PAGE}{query}").status_code == 400


def test_cursor_that_is_none_leads_nowhere(as_):
    assert as_(None).get(f"{PAGE}?after=zzz").status_code == 404


def test_rules_with_few_decisions_stand_together(as_, moderator, member, round, draft, settle):
    for rule, times in ((3, 5), (1, 2), (5, 1)):
        for _time in range(times):
            hide(moderator, factories.make_comment(member, round, draft), rule=rule)
    settle()
    page = as_(None).get(PAGE).text
    table = page[page.index('<table class="meter rules">') : page.index("</table>")]

    assert table.count('<th scope="row">') == 2
    assert '<th scope="row">3. No attacks on persons<svg' in table
    assert '<th scope="row">Other rules, together<svg' in table
    assert table.count('<td class="n">5</td>') == 1
    assert table.count('<td class="n">3</td>') == 1


def test_figures_say_median_and_longest_wait(as_, moderator, outsider, member, round, draft, settle):
    begun = timezone.now() - timedelta(days=3)
    texts = [factories.make_comment(member, round, draft) for _text in range(4)]
    for text in texts:
        flags.raise_(by=outsider, thing=text, rule=3, sentence="It attacks.", language="en", now=begun)
    for text, hours in zip(texts[:3], (1, 2, 7), strict=True):
        hide(moderator, text, now=begun + timedelta(hours=hours))
    settle()
    page = as_(None).get(PAGE).text

    assert '<b class="num">3</b> decisions in a record of' in page
    assert "median time <b>2 hours</b>" in page
    assert "longest wait now <b>3 days</b>" in page


def test_list_asks_as_often_for_thirty_as_for_one(
    as_, moderator, member, round, draft, comment, settle, django_assert_max_num_queries
):
    hide(moderator, comment)
    settle()
    with django_assert_max_num_queries(30) as few:
        as_(None).get(PAGE)
    for _text in range(29):
        hide(moderator, factories.make_comment(member, round, draft))
    settle()
    with django_assert_max_num_queries(len(few)):
        page = as_(None).get(PAGE).text

    assert rows(page) == 30
    assert len(few) <= 12


def test_older_decisions_are_one_link_away(as_, moderator, member, round, draft, settle):
    for _text in range(51):
        hide(moderator, factories.make_comment(member, round, draft))
    settle()
    first = as_(None).get(PAGE).text
    older = first[first.index('rel="next"') - 400 : first.index('rel="next"')].rpartition('href="')[2].partition('"')[0]
    second = as_(None).get(older.replace("&amp;", "&")).text

    assert (rows(first), rows(second)) == (50, 1)


def test_list_is_carried_away_as_a_table(as_, moderator, outsider, comment, settle):
    now = timezone.now()
    flags.raise_(by=outsider, thing=comment, rule=3, sentence="It attacks.", language="en", now=now)
    hide(moderator, comment, reason="=1+1", now=now + timedelta(hours=2))
    settle()
    answer = as_(None).get("/moderation.csv?rule=3&consultation=who-acts")
    table = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    row = dict(zip(table[0], table[1], strict=True))

    assert len(table) == 2
    assert (row["Decision"], row["About"], row["Rule No."], row["Rule"]) == (
        "Hidden",
        "Comment",
        "3",
        "No attacks on persons",
    )
    assert (row["Office"], row["Decided after (minutes)"], row["Taken back by No."]) == ("Moderator", "120", "")
    assert row["Of No."] == str(number_of(comment))
    # No cell runs as a formula.
    assert row["Reason"] == "'=1+1"
    assert as_(None).get("/moderation.xlsx").status_code == 200
    assert as_(None).get("/moderation.csv?rule=77").status_code == 400


def test_masthead_leads_there(as_):
    page = as_(None).get("/").text

    assert page.count('<li><a href="/moderation/">Moderation</a></li>') == 1
    assert 'href="/moderation/" aria-current="page"' in as_(None).get(PAGE).text
