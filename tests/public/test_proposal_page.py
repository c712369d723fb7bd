import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from proposals.actions import proposals
from proposals.models import Paragraph
from tests import factories

pytestmark = pytest.mark.django_db


def address(name, thing, *more):
    return reverse(name, args=[thing.pk, *more])


def first_paragraph(draft):
    return Paragraph.objects.get(proposal=draft, anchor="1")


def test_text_for_a_stranger(as_, draft, settle):
    settle()

    page = as_(None).get(address("proposal", draft))

    assert page.status_code == 200
    assert page.text.count('<section class="para"') == 3
    assert "Paragraph 2 says one thing." in page.text
    assert f'href="{address("paragraph", draft, "2")}#p2"' in page.text
    assert "Sign in</a> or" not in page.text


def test_text_of_a_private_consultation(as_, secretary, outsider, private_consultation):
    hidden = factories.make_proposal(secretary, factories.make_round(secretary, private_consultation))

    for person in (None, outsider):
        for name in ("proposal", "proposal_whole", "proposal_comments"):
            assert as_(person).get(address(name, hidden)).status_code == 404
        assert as_(person).get(address("paragraph", hidden, "1")).status_code == 404
    assert as_(secretary).get(address("proposal", hidden)).status_code == 200


def test_text_counts_where_the_talk_is(as_, member, round, draft, settle):
    for _number in range(2):
        factories.make_comment(member, round, draft, paragraph=first_paragraph(draft))
    factories.make_comment(member, round, draft)
    settle()

    page = as_(None).get(address("proposal", draft))

    document = page.context["document"]
    assert [(part.number, part.paragraph.comment_count) for part in document.most_discussed] == [("1", 2)]
    assert [part.number for part in document.silent] == ["2", "3"]
    assert document.on_whole_text == 1
    assert "2 comments<span" in page.text


def test_text_names_what_a_paragraph_is_drawn_from(as_, secretary, member, call, draft, contribution, settle):
    gone = factories.make_contribution(member, call, title="Names somebody")
    proposals.cite(
        by=secretary, paragraph=first_paragraph(draft), contributions=[contribution, gone], now=timezone.now()
    )
    factories.hide(secretary, gone)
    settle()

    page = as_(None).get(address("proposal", draft))

    contribution.refresh_from_db()
    assert f'<a class="ref" href="{address("contribution", contribution)}">No. {contribution.number}</a>' in page.text
    assert str(gone.pk) not in page.text


def test_option_names_its_champions_and_next_step(as_, secretary, round, organization, draft):
    option = factories.make_proposal(
        secretary, round, type="option", is_status_quo=True, champions=[organization], next_step="None needed."
    )

    page = as_(None).get(address("proposal", option))

    assert "Champion:" in page.text
    assert organization.name in page.text
    assert 'Next step: <span lang="en" dir="ltr">None needed.</span>' in page.text
    assert "changes nothing" in page.text
    assert [other.pk for other in page.context["beside"]] == [draft.pk]


@pytest.mark.parametrize(("opens", "closes", "words"), [(-2, 5, "Closes"), (1, 5, "Opens on")])
def test_text_says_until_when(as_, secretary, consultation, opens, closes, words):
    days = factories.timedelta
    round = factories.make_round(secretary, consultation, opens_in=days(days=opens), closes_in=days(days=closes))

    page = as_(None).get(address("proposal", factories.make_proposal(secretary, round)))

    assert words in page.text


def test_text_after_the_close(as_, member, round, draft):
    factories.close(round)

    page = as_(member).get(address("proposal_whole", draft))

    assert ">Closed<" in page.text
    assert page.context.get("form") is None
    assert "Nobody commented on the whole text while its round was open." in page.text


def test_text_in_arabic_carries_its_direction(as_, secretary, round):
    text = factories.make_proposal(secretary, round, title="مسودة", language="ar")

    page = as_(None).get(address("proposal", text))

    assert '<h1 lang="ar" dir="rtl">مسودة</h1>' in page.text
    assert '<div class="text" lang="ar" dir="rtl">' in page.text


def test_text_with_an_unknown_paragraph(as_, draft):
    assert as_(None).get(address("paragraph", draft, "99")).status_code == 404


def test_following_a_text_is_offered_to_everybody(as_, member, draft):
    assert "Follow by mail" in as_(None).get(address("proposal", draft)).text
    assert "Follow by mail" in as_(member).get(address("proposal", draft)).text


def test_page_asks_as_often_for_thirty_comments_as_for_one(as_, secretary, member, round, draft, settle):
    browser = as_(member)
    spoken = first_paragraph(draft)

    def asked(*names):
        settle()
        counts = []
        for name in names:
            where = address(name, draft, "1") if name == "paragraph" else address(name, draft)
            browser.get(where)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(where).status_code == 200
            counts.append(len(queries))
        return counts

    def talk(times):
        for _number in range(times):
            people = factories.make_person()
            root = factories.make_comment(people, round, draft, paragraph=spoken)
            factories.make_comment(member, round, draft, reply_to=root)
            factories.make_comment(secretary, round, draft, reply_to=root, capacity="secretariat")
            factories.hide(secretary, factories.make_comment(people, round, draft, paragraph=spoken))

    names = ("proposal", "paragraph", "proposal_whole", "proposal_comments")
    talk(1)
    few = asked(*names)
    talk(29)
    many = asked(*names)

    assert many == few
    assert max(few) <= 25


def test_all_comments_in_one_list(as_, secretary, member, outsider, round, draft, settle):
    first = factories.make_comment(
        member, round, draft, paragraph=first_paragraph(draft), kind="concern", text="First."
    )
    reply = factories.make_comment(outsider, round, draft, reply_to=first, text="Zweitens.", language="de")
    settle()
    browser, where = as_(None), address("proposal_comments", draft)

    def listed(query=""):
        return [said.comment.pk for said, _part in browser.get(where + query).context["comments"]]

    assert listed() == [first.pk, reply.pk]
    assert listed("?stakeholder_group=academia") == [reply.pk]
    assert listed("?kind=concern") == [first.pk]
    assert listed("?kind=none") == [reply.pk]
    assert listed("?language=de") == [reply.pk]
    assert listed("?language=de&kind=concern") == []
    assert "No comment fits these filters" in browser.get(where + "?kind=support").text


def test_all_comments_with_a_filter_that_is_not_offered(as_, draft, comment):
    page = as_(None).get(address("proposal_comments", draft) + "?kind=shouting")

    assert page.status_code == 400
    assert "“shouting” is not in this list. Choose one that is." in page.text
    assert [said.comment.pk for said, _part in page.context["comments"]] == [comment.pk]


def test_all_comments_of_a_silent_text(as_, draft):
    page = as_(None).get(address("proposal_comments", draft))

    assert "Nobody has commented on this text" in page.text
    assert "Write the first comment" in page.text


def test_all_comments_with_a_broken_cursor(as_, draft, comment):
    assert as_(None).get(address("proposal_comments", draft) + "?after=nonsense").status_code == 404


def test_all_comments_page_by_page(as_, draft, round, member):
    made = [factories.make_comment(member, round, draft, text=f"Comment {n}.").pk for n in range(52)]
    browser, where, seen = as_(None), address("proposal_comments", draft), []

    while where:
        page = browser.get(where)
        seen.append([said.comment.pk for said, _part in page.context["comments"]])
        where = page.context["pages"]["later"]

    assert seen == [made[:50], made[50:]]
    assert browser.get(page.context["pages"]["earlier"]).context["comments"][0][0].comment.pk == made[0]
