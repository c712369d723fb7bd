from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import StakeholderGroup
from public import heard
from rounds.actions import rounds
from tests import factories

pytestmark = pytest.mark.django_db


def test_consultation_says_what_can_be_done_and_until_when(as_, consultation, round, draft):
    page = as_(None).get("/c/who-acts/").text

    assert "<h1" in page and page.count("<h1") == 1
    assert f'<a class="button main" href="/p/{draft.pk}/">Zero draft: read and comment</a>' in page
    assert "Closes" in page
    assert "3 paragraphs" in page


def test_consultation_with_an_open_call(as_, consultation, call):
    page = as_(None).get("/c/who-acts/").text

    assert f'href="/c/who-acts/rounds/{call.number}/send/">Send a contribution</a>' in page


def test_consultation_without_a_round(as_, consultation):
    page = as_(None).get("/c/who-acts/").text

    assert "No round is planned yet" in page
    assert "Nobody yet. The first voice counts as much as every later one." in page


def test_consultation_whose_open_round_has_no_text_says_so_first(as_, consultation, round):
    head = as_(None).get("/c/who-acts/").text.partition('id="rounds"')[0]

    assert f"<b>{round}.</b> Closes" in head
    assert "The secretariat has not put up a text yet." in head


def test_consultation_between_rounds_says_what_comes(as_, secretary, consultation, closed_round):
    later = factories.make_round(secretary, consultation, opens_in=timedelta(days=2), closes_in=timedelta(days=9))

    head = as_(None).get("/c/who-acts/").text.partition('id="rounds"')[0]

    assert f"Nothing is open now. <b>{later}.</b> Opens on" in head


def test_consultation_that_is_over_says_so_first(as_, consultation, closed_round):
    head = as_(None).get("/c/who-acts/").text.partition('id="rounds"')[0]

    assert "Nothing is open now. What was said can be read below." in head


def test_consultation_shows_an_extension_with_its_reason_and_number(as_, secretary, consultation, round, settle):
    rounds.extend(by=secretary, round=round, closes_at=timezone.now() + timedelta(days=9), reason="two are late")
    settle()

    page = as_(None).get("/c/who-acts/").text

    number = round.extensions.get().entry.seq
    assert "two are late" in page
    assert f'href="/{number}/">No. {number}</a>' in page


def test_consultation_names_champions_and_next_step_of_an_option(as_, secretary, consultation, round, organization):
    factories.make_proposal(
        secretary, round, type="option", title="Option C", champions=[organization], next_step="A budget."
    )

    page = as_(None).get("/c/who-acts/").text

    assert "<bdi>Small Carriers’ Circle</bdi>" in page
    assert "A budget." in page


def test_consultation_names_the_offices(as_, consultation, moderator, secretary):
    page = as_(None).get("/c/who-acts/").text

    assert "<b>Secretariat:</b> <bdi>Noor</bdi>" in page
    assert "<b>Moderator:</b> <bdi>Piet</bdi>" in page


def test_consultation_for_named_groups_says_which(as_, secretary, host):
    factories.make_consultation(
        secretary,
        host,
        slug="carriers",
        taking_part="groups",
        groups=[StakeholderGroup.objects.get(pk="private_sector")],
    )

    page = as_(None).get("/c/carriers/").text

    assert "Members of these stakeholder groups:" in page


def test_consultation_that_is_private_is_not_there(as_, private_consultation, outsider):
    assert as_(None).get("/c/behind-doors/").status_code == 404
    assert as_(outsider).get("/c/behind-doors/").status_code == 404
    assert as_(None).get("/c/behind-doors/rules/").status_code == 404


def test_heard_counts_a_voice_once(member, organization, round, draft, call, consultation):
    factories.make_comment(member, round, draft)
    factories.make_comment(member, round, draft)
    factories.make_comment(member, round, draft, capacity="organization", organization=organization)
    factories.make_contribution(member, call)

    rows = {row.key: row for row in heard.in_consultations(None, [consultation.pk])[consultation.pk].rows}

    assert (rows["civil_society"].comments, rows["civil_society"].contributions) == (1, 1)
    assert (rows["private_sector"].comments, rows["private_sector"].contributions) == (1, 0)
    assert rows["academia"].is_silent


def test_heard_counts_nothing_that_is_hidden(secretary, comment, consultation):
    factories.hide(secretary, comment)

    assert heard.in_consultations(None, [consultation.pk])[consultation.pk].is_empty


def test_heard_leaves_the_secretariat_out(secretary, round, draft, consultation):
    factories.make_comment(secretary, round, draft, capacity="secretariat")

    assert heard.in_consultations(None, [consultation.pk])[consultation.pk].is_empty


def test_rules_show_every_decision(as_, secretary, comment, settle):
    decision = factories.hide(secretary, comment, rule=2, reason="It names a neighbour.")
    settle()
    decision.refresh_from_db()

    page = as_(None).get("/c/who-acts/rules/").text

    assert "It names a neighbour." in page
    assert f"No. {decision.number}" in page
    assert 'href="#rule-2"' in page
    assert f'href="/comments/{comment.pk}/"' in page


def test_rules_without_a_decision(as_, consultation):
    page = as_(None).get("/c/who-acts/rules/").text

    assert "No moderator has decided anything yet" in page
    assert page.count('id="rule-') == 6


def test_rules_page_by_page(as_, secretary, member, round, draft, settle, monkeypatch):
    monkeypatch.setattr("public.pages.consultations.DECISIONS", 2)
    for number in range(3):
        factories.hide(secretary, factories.make_comment(member, round, draft), reason=f"Reason {number}.")
    settle()

    first = as_(None).get("/c/who-acts/rules/")
    second = as_(None).get(first.context["older"])

    assert "Reason 2." in first.text and "Reason 0." not in first.text
    assert "Reason 0." in second.text and "Reason 2." not in second.text


def test_rules_with_a_page_that_nobody_was_given(as_, consultation):
    assert as_(None).get("/c/who-acts/rules/?before=%00x").status_code == 200


def test_consultation_takes_the_same_queries_with_one_and_thirty(
    as_, secretary, member, outsider, consultation, round, draft, settle, django_assert_max_num_queries
):
    factories.make_comment(member, round, draft)
    settle()
    with django_assert_max_num_queries(40) as few:
        as_(None).get("/c/who-acts/")
    for _number in range(10):
        there = factories.make_round(secretary, consultation)
        rounds.extend(by=secretary, round=there, closes_at=timezone.now() + timedelta(days=9), reason="late")
        text = factories.make_proposal(secretary, there, type="option", champions=[consultation.hosting_body])
        for _ in range(3):
            factories.make_comment(outsider, there, text)
    settle()

    with django_assert_max_num_queries(len(few) + 1) as many:
        as_(None).get("/c/who-acts/")

    # One query more for the entries of extensions, however many there are.
    assert len(many) <= len(few) + 1
    assert len(many) <= 16
