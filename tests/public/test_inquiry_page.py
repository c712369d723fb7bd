"""A question of the moderators as its author meets it: on My page, on its own page, and in what was decided."""

from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Person
from moderation.actions import decisions
from moderation.models import Inquiry
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(moderator, comment, settle) -> Inquiry:
    decision = decisions.ask(
        by=moderator, thing=comment, question="Which *airport*\ndo you mean?", language="en", now=timezone.now()
    )
    settle()
    return decision.inquiry


def address(asked: Inquiry) -> str:
    return f"/questions/{asked.pk}/"


def test_question_stands_first_on_my_page(as_, member, comment, asked):
    comment.entry.refresh_from_db()
    page = as_(member).get("/me/").text

    link = f'<a class="more" href="{address(asked)}">A moderator asks you about No. {comment.number}</a>'
    assert page.count(link) == 1
    assert page.index(link) < page.index('id="decided"') < page.index('id="mine"')


def test_answer_is_sent_and_stays_to_be_read(as_, member, moderator, asked):
    browser = as_(member)
    before = browser.get(address(asked)).text
    answer = browser.post(address(asked), {"key": str(uuid4()), "text": "The one at Mombasa."}, follow=True)

    assert "Which <em>airport</em>" in before
    assert "One plain thing." in before
    assert answer.redirect_chain == [(address(asked), 303)]
    assert "Your answer is with the moderators." in answer.text
    assert "The one at Mombasa." in answer.text
    assert "<textarea" not in answer.text
    assert "asks you about No." not in browser.get("/me/").text.split('id="mine"')[0].split('id="decided"')[0]


def test_two_presses_answer_once(as_, member, asked):
    browser, typed = as_(member), {"key": str(uuid4()), "text": "The one at Mombasa."}
    answers = [browser.post(address(asked), typed).status_code for _twice in range(2)]
    other = browser.post(address(asked), {"key": str(uuid4()), "text": "Another."})

    assert answers == [303, 303]
    assert other.status_code == 409
    assert "You have answered this question already." in other.text
    assert Inquiry.objects.get().reply == "The one at Mombasa."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" ", "Write something: the text is empty."),
        ("x" * 2_001, "The text has 2,001 characters. At most 2,000 fit: shorten it or send the rest apart."),
        ("a\x00b", "Null characters are not allowed."),
    ],
)
def test_answer_that_is_not_sent_stays_in_its_box(as_, member, asked, text, sentence):
    answer = as_(member).post(address(asked), {"key": str(uuid4()), "text": text})

    assert answer.status_code == 422
    assert "<title>Not sent: " in answer.text
    assert answer.text.count(sentence) == 2
    assert Inquiry.objects.get().replied_at is None


def test_question_is_there_for_its_author_alone(as_, member, moderator, outsider, asked):
    found = [as_(person).get(address(asked)).status_code for person in (member, moderator, outsider)]
    sent = as_(outsider).post(address(asked), {"key": str(uuid4()), "text": "I know."}).status_code
    stranger = as_(None).get(address(asked))

    assert (found, sent) == ([200, 404, 404], 404)
    assert stranger.headers["Location"] == f"/accounts/login/?next={address(asked)}"


def test_question_that_is_over_says_so(as_, member, moderator, comment, asked):
    factories.hide(moderator, comment)
    browser = as_(member)
    page = browser.get(address(asked)).text
    late = browser.post(address(asked), {"key": str(uuid4()), "text": "Mombasa."})

    assert "This question is over" in page
    assert "<textarea" not in page
    assert late.status_code == 409
    assert "Mombasa." in late.text


def test_reasons_stand_on_my_page_word_for_word(as_, member, moderator, comment, settle):
    factories.hide(moderator, comment, rule=3, reason="It attacks <Mr Ito>.\n\nSay what is wrong.")
    settle()
    browser = as_(member)
    found = [browser.get(path).text for path in ("/me/", "/me/decisions/")]

    for page in found:
        assert page.count("<p>It attacks &lt;Mr Ito&gt;.</p>\n\n<p>Say what is wrong.</p>") == 1
        assert page.count("rule 3, No attacks on persons") >= 1
        assert moderator.name not in page


def test_decisions_page_takes_the_same_queries_with_one_and_thirty(
    as_, member, secretary, round, draft, settle, django_assert_max_num_queries
):
    factories.hide(secretary, factories.make_comment(member, round, draft))
    settle()
    browser = as_(member)
    with django_assert_max_num_queries(20) as few:
        browser.get("/me/decisions/")
    for _ in range(30):
        factories.hide(secretary, factories.make_comment(member, round, draft))
    settle()
    with django_assert_max_num_queries(len(few)) as many:
        page = browser.get("/me/decisions/").text

    assert len(many) == len(few)
    assert page.count('<li class="row">') == 30


def test_decisions_of_others_are_not_mine(as_, outsider, moderator, comment):
    factories.hide(moderator, comment)

    assert "No moderator has decided about a text of yours" in as_(outsider).get("/me/decisions/").text


def test_hidden_name_stands_under_my_account(as_, secretary, member, settle):
    said = {"rule": 4, "reason": "Another’s name.", "language": "en", "now": timezone.now()}
    decisions.hide(by=secretary, thing=Person.objects.get(pk=member.pk), **said)
    settle()
    page = as_(member).get("/me/").text

    assert '<h2 id="account">My account</h2>' in page
    assert "Your name is hidden" in page
    assert "<p>Another’s name.</p>" in page
