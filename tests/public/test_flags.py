"""Telling the moderators: of every kind of public text, once, hiding nothing, and answered."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from moderation.actions import decisions, flags
from moderation.models import Flag, Item
from rounds.models import Consultation
from tests import factories

pytestmark = pytest.mark.django_db
SENTENCE = "It calls somebody a liar."


def address(kind: str, thing: object) -> str:
    return f"/flag/{kind}/{thing.pk}/"


def told(**said: object) -> dict[str, object]:
    return {"rule": "3", "sentence": SENTENCE, "key": str(uuid4())} | said


@pytest.fixture
def things(secretary, consultation, member, comment, contribution, draft, organization):
    return {
        "comment": comment,
        "contribution": contribution,
        "proposal": draft,
        "document": factories.make_document(secretary, consultation, "A report"),
        "organization": organization,
        "person": member,
    }


@pytest.mark.parametrize("kind", ["comment", "contribution", "proposal", "document", "organization", "person"])
def test_every_kind_of_text_is_told_of_once(as_, outsider, things, kind):
    thing, client = things[kind], as_(outsider)
    page = client.get(address(kind, thing))
    sent = client.post(address(kind, thing), told())
    after = client.get(address(kind, thing)).text
    again = client.post(address(kind, thing), told())

    assert page.status_code == 200
    assert "No attacks on persons" in page.text
    assert (sent.status_code, sent["Location"]) == (303, address(kind, thing))
    flag = Flag.objects.get()
    assert (flag.thing, flag.by, flag.rule_number, flag.sentence) == (thing, outsider, 3, SENTENCE)
    assert [item.reason for item in Item.objects.open()] == ["flagged"]
    assert SENTENCE in after
    assert "Not decided yet" in after
    assert '<form class="form box"' not in after
    assert again.status_code == 409
    # It hides nothing.
    thing.refresh_from_db()
    assert thing.status == "published"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"rule": ""}, "Choose the rule that it breaks."),
        ({"rule": "99"}, "Choose the rule that it breaks."),
        ({"rule": "9" * 40}, "Choose the rule that it breaks."),
        ({"sentence": "  "}, "Say in a sentence how it breaks the rule."),
        ({"sentence": "x" * 1_001}, "at most 1000 characters"),
        ({"sentence": "NUL \x00"}, "Null characters are not allowed."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(as_, outsider, comment, said, sentence):
    answer = as_(outsider).post(address("comment", comment), told(**said))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert Flag.objects.count() == 0


def test_second_press_tells_once(as_, outsider, comment):
    client, form = as_(outsider), told()
    first, second = (client.post(address("comment", comment), form) for _press in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert Flag.objects.count() == 1


def test_stranger_is_led_to_sign_in_and_back(as_, comment):
    answer = as_(None).get(address("comment", comment))

    assert answer.status_code == 302
    assert answer["Location"] == f"/accounts/login/?next=/flag/comment/{comment.pk}/"


def test_own_text_is_not_told_of(as_, member, comment):
    page = as_(member).get(address("comment", comment))
    sent = as_(member).post(address("comment", comment), told())

    assert "This is yours." in page.text
    assert '<form class="form box"' not in page.text
    assert (sent.status_code, Flag.objects.count()) == (409, 0)
    assert f"/flag/comment/{comment.pk}/" not in as_(member).get(f"/comments/{comment.pk}/").text


def test_hidden_text_is_not_told_of(as_, secretary, outsider, comment):
    factories.hide(secretary, comment)
    page = as_(outsider).get(address("comment", comment))
    sent = as_(outsider).post(address("comment", comment), told())

    assert "so there is nothing to tell the moderators" in page.text
    assert (sent.status_code, Flag.objects.count()) == (409, 0)


@pytest.mark.parametrize("kind", ["comment", "person", "song"])
def test_what_is_not_there_is_not_found(as_, outsider, kind):
    assert as_(outsider).get(f"/flag/{kind}/{uuid4()}/").status_code == 404


def test_text_that_waits_or_is_private_is_not_found(as_, outsider, secretary, member, comment, private_consultation):
    type(comment).objects.filter(pk=comment.pk).update(
        status="received", waiting_for="moderator", text=None, words_digest=None
    )
    there = factories.make_round(secretary, private_consultation)
    text = factories.make_proposal(secretary, there)

    assert as_(outsider).get(address("comment", comment)).status_code == 404
    assert as_(outsider).get(address("proposal", text)).status_code == 404
    assert as_(None).get(address("proposal", text)).status_code == 404


@pytest.mark.parametrize("hours", [1, 30])
def test_page_says_within_how_many_hours_it_is_decided(as_, outsider, comment, hours):
    Consultation.objects.update(decides_within=hours)
    page = as_(outsider).get(address("comment", comment)).text

    assert f"decides within {hours} hour" in page


def test_link_stands_beside_each_kind(as_, outsider, consultation, things):
    client = as_(outsider)
    pages = {
        "comment": f"/comments/{things['comment'].pk}/",
        "contribution": f"/contributions/{things['contribution'].pk}/",
        "proposal": f"/p/{things['proposal'].pk}/",
        "document": f"/c/{consultation.slug}/",
        "organization": f"/organizations/{things['organization'].pk}/",
        "person": f"/people/{things['person'].pk}/",
    }

    found = {kind: client.get(page).text.count(f'href="{address(kind, things[kind])}"') for kind, page in pages.items()}
    assert found == dict.fromkeys(pages, 1)


def test_my_page_shows_each_with_its_answer(as_, outsider, moderator, settle, comment, contribution):
    now = timezone.now()
    for thing in (comment, contribution):
        flags.raise_(by=outsider, thing=thing, rule=3, sentence=SENTENCE, language="en", now=now)
    decisions.keep(by=moderator, thing=comment, reason="It is sharp and breaks no rule.", language="en", now=now)
    settle()
    page = as_(outsider).get("/me/flags/").text

    assert page.count(SENTENCE) == 2
    assert page.count("Not decided yet") == 1
    assert "Left as it is" in page
    assert "It is sharp and breaks no rule." in page
    assert moderator.name not in page
    assert "You have told the moderators nothing" in as_(moderator).get("/me/flags/").text
    assert as_(None).get("/me/flags/").status_code == 302


def test_my_page_asks_as_often_for_thirty_as_for_one(
    as_, outsider, member, round, draft, comment, django_assert_max_num_queries
):
    client, now = as_(outsider), timezone.now()

    def tell(thing: object, days: int) -> None:
        at = now - timedelta(days=days)
        flags.raise_(by=outsider, thing=thing, rule=3, sentence=SENTENCE, language="en", now=at)

    tell(comment, 0)
    with django_assert_max_num_queries(40) as few:
        client.get("/me/flags/")
    for number in range(29):
        tell(factories.make_comment(member, round, draft), number)
    with django_assert_max_num_queries(len(few)):
        page = client.get("/me/flags/").text

    assert page.count(SENTENCE) == 30
