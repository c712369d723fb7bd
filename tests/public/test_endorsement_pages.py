import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from proposals.actions import endorsements
from proposals.models import Comment, Endorsement
from rounds.models import Capacity
from tests import factories

pytestmark = pytest.mark.django_db


def of(comment):
    return reverse("comment_endorsements", args=[comment.pk])


def test_two_lists_organizations_first(as_, secretary, outsider, organization, comment):
    other = factories.make_organization(secretary, "Harbour Guild")
    speaker = factories.make_person("Ada Speaker")
    factories.make_focal_point(secretary, speaker, other)
    endorsements.give(by=speaker, thing=comment, capacity=Capacity.ORGANIZATION, organization=other)
    endorsements.give(by=outsider, thing=comment)

    page = as_(None).get(of(comment))

    assert [given.organization.name for given in page.context["bodies"]] == ["Harbour Guild"]
    assert [given.person.name for given in page.context["people"]] == ["Olga"]
    assert "Ada Speaker" not in page.text


def test_pressing_twice_endorses_once_and_can_be_taken_back(as_, outsider, comment):
    browser = as_(outsider)
    form = {"capacity": "personal", "key": "one"}

    first, second = browser.post(of(comment), form), browser.post(of(comment), form)
    given = Endorsement.objects.get()
    back = browser.post(reverse("endorsement_withdraw", args=[given.pk]), {"key": "two"})

    given.refresh_from_db()
    assert (first.status_code, second.status_code, back.status_code) == (303, 303, 303)
    assert given.withdrawn_at is not None
    assert "Endorse as Olga" in browser.get(of(comment)).text


def test_stranger_is_led_to_sign_in(as_, comment):
    page = as_(None).get(of(comment))
    posted = as_(None).post(of(comment), {"capacity": "personal", "key": "x"})

    assert "Sign in to endorse it" in page.text
    assert (posted.status_code, Endorsement.objects.count()) == (403, 0)


def test_stranger_cannot_take_back_what_somebody_gave(as_, outsider, secretary, comment):
    given = endorsements.give(by=outsider, thing=comment)

    as_(factories.make_person()).post(reverse("endorsement_withdraw", args=[given.pk]), {"key": "x"})

    given.refresh_from_db()
    assert given.withdrawn_at is None


def test_thread_tells_two_numbers(as_, outsider, secretary, comment):
    body = factories.make_organization(secretary, "Harbour Guild")
    factories.make_focal_point(secretary, outsider, body)
    endorsements.give(by=outsider, thing=comment)
    endorsements.give(by=outsider, thing=comment, capacity=Capacity.ORGANIZATION, organization=body)

    page = as_(None).get(reverse("proposal_whole", args=[comment.proposal_id])).text

    assert "Endorsed by 1 organization, and by 1 person" in page


@pytest.mark.parametrize("count", [1, 30])
def test_lists_ask_the_same_for_1_and_30(as_, comment, count, settle):
    for _n in range(count):
        endorsements.give(by=factories.make_person(), thing=comment)
    settle()
    browser = as_(None)
    browser.get(of(comment))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        browser.get(of(comment))

    assert len(asked) == 4


@pytest.mark.parametrize("count", [2, 30])
def test_same_text_is_shown_once_with_its_filers(as_, settle, round, draft, count):
    for _n in range(count):
        factories.make_comment(factories.make_person(), round, draft, text="Delete paragraph 11.")
    settle()
    first = Comment.objects.told_once().get()

    thread = as_(None).get(reverse("proposal_whole", args=[draft.pk])).text
    with CaptureQueriesContext(connection) as asked:
        same = as_(None).get(reverse("comment_same", args=[first.pk]))

    assert thread.count("Delete paragraph 11.") == 1
    assert f"The same text was filed by {count} people" in thread
    assert (len(same.context["filers"]), same.text.count("Delete paragraph 11.")) == (count, 1)
    assert len(asked) == 3


def test_reply_to_a_copy_stands_under_the_first(as_, settle, round, draft):
    made = [factories.make_comment(factories.make_person(), round, draft, text="Delete it.") for _n in range(2)]
    factories.make_comment(factories.make_person(), round, draft, reply_to=made[1], text="Why?")
    settle()

    page = as_(None).get(reverse("proposal_whole", args=[draft.pk]))

    assert [len(said.replies) for said in page.context["thread"]] == [1]
