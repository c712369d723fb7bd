from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import people
from accounts.models import Person
from ledger.models import Entry
from moderation.actions import decisions
from proposals.actions import comments, endorsements
from public import since
from rounds.actions import consultations
from tests import factories

pytestmark = pytest.mark.django_db


def page_of(client, query=""):
    return client.get(reverse("new") + query)


def lines(page):
    """(title of the text, words without marks) of every line, as the page shows them."""
    return [
        (part.title, line.told.title if line.told else line.count)
        for group in page.context["groups"]
        for part in group.parts
        for line in part.lines
    ]


def last():
    return Entry.objects.numbered().order_by("-seq").values_list("seq", flat=True)[0]


def mark(person, number):
    Person.objects.get_queryset().filter(pk=person.pk).update(read_up_to=number)


def press(client, number, **more):
    return client.post(reverse("new"), {"number": number, **more})


def test_news_are_gathered_by_paragraph(as_, member, outsider, round, draft, call, settle):
    settle()
    mark(outsider, last())
    for n in range(2):
        factories.make_comment(member, round, draft, paragraph=draft.paragraphs.get(anchor="2"), text=f"On two, {n}.")
    factories.make_comment(member, round, draft, text="On the whole.")
    factories.make_contribution(member, call, title="Sent")
    settle()

    page = page_of(as_(outsider))

    assert lines(page) == [("", 1), ("Zero draft", 1), ("Zero draft", 2)]
    assert f"Paragraph 2</a>: 2 comments, the newest No. {last() - 2}<" in page.text
    assert "The whole text</a>: 1 comment<" in page.text
    assert f"I have read up to No. {last()}" in page.text


def test_own_acts_are_no_news(as_, member, outsider, round, draft, call, settle):
    settle()
    mark(member, last())
    said = factories.make_comment(member, round, draft)
    comments.correct(by=member, comment=said, text="Better.")
    factories.make_contribution(member, call)
    endorsements.give(by=member, thing=factories.make_comment(outsider, round, draft, text="Another's."))
    settle()

    assert lines(page_of(as_(member))) == [("Zero draft", 1)]
    endorsements.give(by=outsider, thing=said)
    settle()
    assert lines(page_of(as_(member))) == [("Zero draft", 1), ("Zero draft", 1)]


def test_endorsements_of_one_text_are_one_line(as_, secretary, member, outsider, organization, round, draft, settle):
    said = factories.make_comment(outsider, round, draft)
    option = factories.make_proposal(secretary, round, type="option", title="Option B")
    settle()
    mark(outsider, last())
    endorsements.give(by=member, thing=said, capacity="organization", organization=organization)
    for _n in range(2):
        endorsements.give(by=factories.make_person(), thing=said)
    endorsements.give(by=factories.make_person(), thing=option)
    settle()

    page = page_of(as_(outsider))

    assert lines(page) == [("Option B", 1), ("Zero draft", 3)]
    number = Entry.objects.get(thing=said.pk).seq
    assert f'href="/{number}/">No. {number}</a>: endorsed by 1 organization, and by 2 people<' in page.text
    assert f'href="/p/{option.pk}/endorsements/">The text</a>: endorsed by 1 person<' in page.text


def test_what_is_hidden_since_is_told_as_hidden(as_, secretary, member, outsider, round, draft, settle):
    settle()
    mark(outsider, last())
    said = factories.make_comment(member, round, draft, text="canarygone")
    factories.hide(secretary, said)
    settle()

    page = page_of(as_(outsider))

    assert lines(page) == [("Zero draft", "Hidden by a moderator")]
    assert "canarygone" not in page.text


def test_news_of_a_private_consultation(as_, secretary, member, outsider, private_consultation, settle):
    settle()
    round = factories.make_round(secretary, private_consultation)
    draft = factories.make_proposal(secretary, round, title="canaryprivate")
    consultations.enlist(by=secretary, consultation=private_consultation, person=member, now=timezone.now())
    factories.make_comment(member, round, draft)
    settle()

    for viewer in (None, outsider):
        page = page_of(as_(viewer))
        assert "canaryprivate" not in page.text
        assert "Behind doors" not in page.text
    mark(member, 0)
    inside = page_of(as_(member))
    assert "canaryprivate" in inside.text


def test_button_marks_and_is_taken_back(as_, member, outsider, round, draft, settle):
    settle()
    mark(outsider, 3)
    factories.make_comment(member, round, draft)
    settle()
    client = as_(outsider)

    answer = press(client, last(), key="one")
    after = client.get(answer["Location"])

    assert answer.status_code == 303
    assert answer["Location"] == "/new/?was=3"
    assert Person.objects.get_queryset().get(pk=outsider.pk).read_up_to == last()
    assert lines(after) == []
    assert f"Nothing is new since No. {last()}" in after.text
    assert "Show again what is above No. 3" in after.text
    press(client, 3, again="yes")
    assert Person.objects.get_queryset().get(pk=outsider.pk).read_up_to == 3


def test_mark_goes_back_only_where_asked(member, draft, settle, refused):
    settle()
    people.has_read(by=member, number=3)

    assert people.has_read(by=member, number=2).read_up_to == 3
    assert people.has_read(by=member, number=2, again=True).read_up_to == 2
    assert people.has_read(by=member, number=0, again=True).read_up_to == 0
    for number in (last() + 1, -1):
        with refused("number_unknown"):
            people.has_read(by=member, number=number)


def test_pressed_twice_is_pressed_once(as_, outsider, consultation, settle):
    settle()
    client = as_(outsider)

    first, second = press(client, last(), key="same"), press(client, last(), key="same")

    assert (first.status_code, second.status_code) == (303, 303)
    assert Person.objects.get_queryset().get(pk=outsider.pk).read_up_to == last()


@pytest.mark.parametrize("number", ["", "x", "-1", "99999999999999999999", "12\x00", "1000000"])
@pytest.mark.parametrize("viewer", [None, "outsider"])
def test_number_that_is_none(number, viewer, as_, request, outsider, consultation, settle):
    settle()
    client = as_(request.getfixturevalue(viewer) if viewer else None)

    answer = press(client, number)

    assert answer.status_code == 422
    assert since.COOKIE not in answer.cookies
    assert Person.objects.get_queryset().get(pk=outsider.pk).read_up_to is None


def test_visitor_is_remembered_by_the_browser_alone(as_, member, round, draft, settle):
    settle()
    client = as_(None)
    before = last()

    answer = press(client, before)
    cookie = answer.cookies[since.COOKIE]
    factories.make_comment(member, round, draft)
    settle()
    page = page_of(client)

    assert answer.status_code == 303
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == (str(before), True, "Lax")
    assert lines(page) == [("Zero draft", 1)]
    assert page.context["since"].number == before
    # Never backwards, unless asked.
    press(client, before - 1)
    assert page_of(client).context["since"].number == before
    press(client, before - 1, again="yes")
    assert page_of(client).context["since"].number == before - 1


@pytest.mark.parametrize("cookie", ["x", "-1", "9" * 30, "12 13"])
def test_anything_may_stand_in_a_cookie(cookie, as_, consultation, settle):
    settle()
    client = as_(None)
    client.cookies[since.COOKIE] = cookie

    page = page_of(client)

    assert page.status_code == 200
    assert not page.context["since"].is_marked


def test_nobody_marked_means_the_last_week(as_, outsider, round, draft, settle):
    settle()
    page = page_of(as_(outsider))
    later = timezone.now() + timedelta(days=since.DAYS, minutes=5)

    assert page.context["since"] == since.Since(0, is_marked=False, reader=outsider)
    assert lines(page)[0] == ("Zero draft", "Text put up for comment")
    assert since.of(page.wsgi_request, later).number == last()


def test_news_page_by_page(as_, member, outsider, round, draft, settle):
    settle()
    mark(outsider, last())
    for n in range(105):
        factories.make_comment(member, round, draft, text=f"Text {n}.")
    settle()
    client = as_(outsider)

    first = page_of(client)
    second = client.get(first.context["older"])

    assert sum(line[1] for line in lines(first) if isinstance(line[1], int)) == 100
    assert sum(line[1] for line in lines(second) if isinstance(line[1], int)) == 5
    assert second.context["older"] == ""
    assert page_of(client, "?before=0").status_code == 200
    assert page_of(client, "?before=%00").status_code == 200
    assert page_of(client, "?was=99999999999999999999999").status_code == 200


def test_news_cost_the_same_with_many_rows(as_, secretary, member, outsider, call, round, draft, settle):
    settle()
    mark(outsider, last())
    client = as_(outsider)

    def grow():
        text = factories.make_proposal(secretary, round)
        said = factories.make_comment(member, round, text, paragraph=text.paragraphs.get(anchor="1"))
        endorsements.give(by=secretary, thing=said)
        factories.make_contribution(member, call)
        factories.hide(secretary, factories.make_comment(member, round, text))

    def queries():
        settle()
        with CaptureQueriesContext(connection) as asked:
            assert page_of(client).status_code == 200
        return len(asked)

    grow()
    before = queries()
    for _n in range(6):
        grow()

    assert queries() == before


# --- on the pages of a text ------------------------------------------------------------------------------------------


def text_of(client, draft, anchor="2"):
    return client.get(reverse("paragraph", args=[draft.pk, anchor]))


NEW = '<span class="badge on">new</span>'


def test_text_says_how_many_comments_are_new(as_, member, outsider, round, draft, settle):
    second = draft.paragraphs.get(anchor="2")
    factories.make_comment(member, round, draft, paragraph=second, text="Read before.")
    factories.make_comment(member, round, draft, text="On the whole, read before.")
    settle()
    mark(outsider, last())
    factories.make_comment(member, round, draft, paragraph=second, text="Not read yet.")
    factories.make_comment(outsider, round, draft, paragraph=second, text="My own.")
    factories.make_comment(member, round, draft, text="On the whole, not read yet.")
    settle()

    page = text_of(as_(outsider), draft)

    assert page.context["new_comments"] == {second.pk: 1, None: 1}
    assert "3 comments, 1 new<span" in page.text
    assert "Paragraph 2: 3 comments, 1 new</h2>" in page.text
    assert page.text.count(NEW) == 1
    # To its author nothing of this is new; whoever never said how far they have read is spared the word.
    assert NEW not in text_of(as_(member), draft).text
    assert NEW not in text_of(as_(None), draft).text
    mark(member, 1)
    assert text_of(as_(member), draft).context["new_comments"] == {second.pk: 1}


def test_new_word_for_a_visitor_who_pressed(as_, member, round, draft, settle):
    settle()
    client = as_(None)
    press(client, last())
    said = factories.make_comment(member, round, draft, paragraph=draft.paragraphs.get(anchor="2"))
    settle()

    assert text_of(client, draft).text.count(NEW) == 1
    assert client.get(reverse("comment", args=[said.pk])).text.count(NEW) == 1
    assert client.get(reverse("proposal_comments", args=[draft.pk])).text.count(NEW) == 1


def test_what_was_released_later_is_new_then(as_, secretary, member, outsider, round, draft, settle):
    said = factories.make_comment(member, round, draft, paragraph=draft.paragraphs.get(anchor="2"))
    factories.hide(secretary, said)
    settle()
    mark(outsider, last())
    assert text_of(as_(outsider), draft).context["new_comments"] == {}

    decisions.restore(by=secretary, thing=said, reason="It may stand.", language="en", now=timezone.now())
    settle()

    page = text_of(as_(outsider), draft)
    assert page.context["new_comments"] == {said.paragraph_id: 1}
    assert page.text.count(NEW) == 1
    assert lines(page_of(as_(outsider))) == [("Zero draft", 1)]


def test_newness_costs_one_question_whatever_is_new(as_, member, outsider, round, draft, settle):
    settle()
    mark(outsider, last())
    client = as_(outsider)
    second = draft.paragraphs.get(anchor="2")

    def queries():
        settle()
        with CaptureQueriesContext(connection) as asked:
            assert text_of(client, draft).status_code == 200
        return len(asked)

    factories.make_comment(member, round, draft, paragraph=second)
    before = queries()
    for _n in range(8):
        factories.make_comment(member, round, draft, paragraph=second)

    assert queries() == before
