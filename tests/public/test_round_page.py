from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from contributions.actions import contributions
from proposals.actions import unconfirmed
from rounds.actions import sealing
from rounds.models import Capacity, Round
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def finished(call, member, secretary, settle):
    """A call with two contributions that is over and whose record is final."""
    factories.make_contribution(member, call, title="First")
    factories.make_contribution(member, call, title="Second")
    factories.close(call)
    sealing.seal(round=call)
    settle()
    sealing.close_record(round=call)
    settle()
    call.refresh_from_db()
    return call


def test_round_says_when_it_closes(as_, secretary, consultation):
    last = (timezone.now() + timedelta(days=4)).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    made = factories.make_round(secretary, consultation)
    Round.objects.filter(pk=made.pk).update(closes_at=last)
    day = last - timedelta(days=1)

    page = as_(None).get(f"/c/who-acts/rounds/{made.number}/").text

    assert f"at the end of {day:%A} {day.day} {day:%B %Y}, 24:00 UTC</time>, in 3 days" in page


def test_round_lists_its_texts_and_contributions(as_, call, secretary, member, settle):
    factories.make_proposal(secretary, call, type="paper", title="Issues paper")
    factories.make_contribution(member, call, title="From the delta")
    settle()

    page = as_(None).get(f"/c/who-acts/rounds/{call.number}/").text

    assert "Issues paper" in page
    assert "From the delta" in page
    assert "At some length." not in page


def test_call_shows_its_numbered_questions_with_help_and_word_limit(as_, call):
    factories.make_question(call, "Who acts?", help="Name one body.", word_limit=1_500)
    factories.make_question(call, "Who is heard?")

    page = as_(None).get(f"/c/who-acts/rounds/{call.number}/").text

    assert "Question <b>1</b>" in page and "Question <b>2</b>" in page
    assert '<h3 class="reading" lang="en" dir="ltr">Who acts?</h3>' in page
    assert "Name one body." in page
    assert page.count("up to 1,500 words") == 1
    assert page.index("Who acts?") < page.index("Who is heard?") < page.index('id="contributions"')


def test_round_that_asks_nothing_has_no_questions(as_, round, call):
    for there in (round, call):
        assert 'id="questions"' not in as_(None).get(f"/c/who-acts/rounds/{there.number}/").text


def test_supplementary_round_asks_what_the_first_asked_and_says_why_it_is(as_, secretary, consultation, call):
    factories.make_question(call, "Who acts?")
    more = factories.make_round(secretary, consultation, purpose="call_for_inputs")
    Round.objects.filter(pk=more.pk).update(supplements=call, reason="The site was away for an hour.")

    page = as_(None).get(f"/c/who-acts/rounds/{more.number}/").text

    assert "Who acts?" in page
    assert "The site was away for an hour." in page
    assert f'href="/c/who-acts/rounds/{call.number}/"' in page


def test_round_shows_twenty_contributions_and_a_link_to_all(as_, call, member):
    for number in range(22):
        factories.make_contribution(member, call, title=f"Contribution {number:02}")

    page = as_(None).get(f"/c/who-acts/rounds/{call.number}/").text

    assert "Contribution 19" in page
    assert "Contribution 20" not in page
    assert "All contributions of this round" in page


def test_round_shows_a_hidden_contribution_without_its_title(as_, call, secretary, member):
    sent = factories.make_contribution(member, call, title="A private person")
    factories.hide(secretary, sent)

    page = as_(None).get(f"/c/who-acts/rounds/{call.number}/").text

    assert "A private person" not in page
    assert "Hidden by a moderator" in page


def test_round_that_is_over_says_since_when_its_record_is_final(as_, finished):
    page = as_(None).get(f"/c/who-acts/rounds/{finished.number}/").text

    assert "Closed. Record final since" in page
    assert f"/c/who-acts/rounds/{finished.number}/record/" in page


def test_round_of_a_private_consultation_is_not_there(as_, secretary, private_consultation):
    made = factories.make_round(secretary, private_consultation)

    assert as_(None).get(f"/c/behind-doors/rounds/{made.number}/").status_code == 404
    assert as_(None).get(f"/c/behind-doors/rounds/{made.number}/record/").status_code == 404


def test_round_with_a_number_beyond_all_numbers(as_, consultation):
    assert as_(None).get("/c/who-acts/rounds/99999999999999999999/").status_code == 404


def test_closing_record_names_every_number_that_was_admitted(as_, finished):
    sent = list(contributions.Contribution.objects.filter(round=finished).values_list("entry__seq", flat=True))

    page = as_(None).get(f"/c/who-acts/rounds/{finished.number}/record/").text

    assert "2 texts" in page
    assert all(f'<li><a class="ref" href="/{number}/">No. {number}</a></li>' in page for number in sent)
    assert "Nothing so far." in page


def test_closing_record_lists_what_was_recorded_later_apart(as_, finished, secretary, member, settle):
    late = contributions.record(
        by=secretary,
        round=finished,
        author=member,
        title="By post",
        text="It came by ship.",
        language="en",
        at=finished.closes_at - timedelta(hours=1),
        capacity=Capacity.PERSONAL,
    )
    settle()
    late.entry.refresh_from_db()

    page = as_(None).get(f"/c/who-acts/rounds/{finished.number}/record/").text

    assert "2 texts" in page
    assert "was recorded in" in page
    assert f"No. {late.number}" in page


def test_text_confirmed_while_the_closing_record_is_written_stands_in_its_second_part(as_, call, settle):
    kept = unconfirmed.keep(
        round=call, address="amina@example.org", name="Amina", text="Kept.", language="en", page_language="en"
    )
    sealing.seal(round=factories.close(call))
    filed = unconfirmed.confirm(id=kept.pk, now=timezone.now())
    settle()
    sealing.close_record(round=call)
    settle()
    filed.entry.refresh_from_db()

    page = as_(None).get(f"/c/who-acts/rounds/{call.number}/record/").text

    assert "0 texts" in page
    assert page.count(f'href="/{filed.number}/"') == 1


def test_closing_record_before_the_close(as_, round):
    page = as_(None).get(f"/c/who-acts/rounds/{round.number}/record/").text

    assert "The round is not over." in page


def test_closing_record_while_it_is_being_written(as_, closed_round):
    page = as_(None).get(f"/c/who-acts/rounds/{closed_round.number}/record/").text

    assert "Its record becomes final as soon as" in page


def test_closing_record_of_five_thousand(as_, finished, settle):
    # An entry's bytes are for ever, so a long closing record is made by its own rule and not by 5,000 posts.
    from public.pages.rounds import blocks_of
    from rounds.rules import numbers

    admitted = numbers.expand(numbers.ranges(list(range(1, 10_001, 2))))

    blocks = blocks_of(admitted)

    assert len(admitted) == 5_000
    assert [len(block.numbers) for block in blocks] == [500] * 10
    assert (blocks[0].first, blocks[-1].last) == (1, 9_999)


def test_round_takes_the_same_queries_with_one_and_thirty(
    as_, call, secretary, member, settle, django_assert_max_num_queries
):
    address = f"/c/who-acts/rounds/{call.number}/"
    factories.make_contribution(member, call)
    factories.make_proposal(secretary, call, type="paper")
    factories.make_question(call)
    with django_assert_max_num_queries(40) as few:
        as_(None).get(address)
    for _ in range(30):
        factories.make_contribution(member, call)
        factories.make_proposal(secretary, call, type="paper")
    for _ in range(19):
        factories.make_question(call)

    with django_assert_max_num_queries(len(few)) as many:
        as_(None).get(address)

    assert len(many) == len(few)


def test_moment_of_opening_is_said_in_utc(as_, secretary, consultation):
    made = factories.make_round(secretary, consultation)
    Round.objects.filter(pk=made.pk).update(opens_at=datetime(2026, 3, 1, 9, tzinfo=UTC))

    page = as_(None).get(f"/c/who-acts/rounds/{made.number}/").text

    assert "Sunday 1 March 2026, 09:00 UTC" in page
