import re
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from integrations.actions import tokens
from integrations.models import AccessToken
from proposals.models import Comment
from tests import factories
from tests.api.conftest import Partner

pytestmark = pytest.mark.django_db

TOKEN = re.compile(r"cons_[A-Za-z0-9_-]{43}")
NEW = "/me/tokens/new/"


def said(**fields):
    return {"name": "Our portal", "scopes": ["read", "comment"], "days": "90", "key": str(uuid4())} | fields


@pytest.fixture
def browser(member):
    """In which the member has just given their password."""
    return after_password(member)


def after_password(person):
    browser = Client()
    browser.post("/accounts/login/", {"login": person.email, "password": factories.PASSWORD})
    browser.post("/accounts/reauthenticate/", {"password": factories.PASSWORD})
    return browser


def test_tokens_of_a_stranger_lead_to_signing_in(as_):
    answers = [as_(None).get(address)["Location"] for address in ("/me/tokens/", NEW)]

    assert answers == ["/accounts/login/?next=/me/tokens/", "/accounts/login/?next=/me/tokens/new/"]


def test_without_a_token_the_page_invites(as_, member):
    assert "You have no token" in as_(member).get("/me/tokens/").text


def test_making_a_token_asks_once_more_who_it_is(as_, member):
    answer = as_(member).get(NEW)

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/reauthenticate/?next=%2Fme%2Ftokens%2Fnew%2F")


def test_a_form_that_waited_too_long_is_not_lost(as_, member):
    browser = as_(member)
    led = browser.post(NEW, said())
    answer = browser.post(led["Location"], {"password": factories.PASSWORD, "next": NEW})

    token = TOKEN.search(answer.text)
    assert (led.status_code, answer.status_code) == (302, 200)
    assert token is not None
    assert AccessToken.objects.get().name == "Our portal"


def test_a_token_is_shown_once_and_works(browser, member):
    answer = browser.post(NEW, said())

    assert answer.status_code == 200
    shown = set(TOKEN.findall(answer.text))
    assert len(shown) == 1
    token = shown.pop()
    assert f'curl -H "Authorization: Bearer {token}" \\\n  {settings.SITE_URL}/api/v1/consultations/' in answer.text
    assert "no-store" in answer["Cache-Control"]
    row = AccessToken.objects.get()
    assert (row.person, row.name, row.scopes) == (member, "Our portal", ["read", "comment"])
    assert timedelta(days=89) < row.expires_at - timezone.now() < timedelta(days=90, seconds=1)
    assert Partner(token).get("/comments/").status_code == 200
    assert TOKEN.findall(browser.get("/me/tokens/").text) == []
    assert token not in str(dict(browser.session.items()))


def test_a_second_press_makes_no_second_token_and_shows_none(browser):
    form = said()
    browser.post(NEW, form)
    answer = browser.post(NEW, form, follow=True)

    assert TOKEN.findall(answer.text) == []
    assert "This token was made already" in answer.text
    assert AccessToken.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Write what the token is for, so that you know it again."),
        ({"name": "\u200b"}, "Write what the token is for, so that you know it again."),
        ({"name": "x" * 101}, "Ensure this value has at most 100 characters (it has 101)."),
        ({"name": "a\x00b"}, "Null characters are not allowed."),
        ({"scopes": []}, "Choose what the token may do."),
        ({"scopes": ["everything"]}, "Select a valid choice. everything is not one of the available choices."),
        ({"days": "36500"}, "Select a valid choice. 36500 is not one of the available choices."),
        ({"days": ""}, "Choose how long the token is valid."),
    ],
)
def test_what_cannot_be_a_token_is_said_in_the_form(browser, wrong, sentence):
    answer = browser.post(NEW, said(**wrong))

    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert AccessToken.objects.count() == 0


def test_twenty_tokens_are_enough(browser, member):
    now = timezone.now()
    for _n in range(AccessToken.AT_MOST):
        tokens.issue(person=member, scopes=["read"], now=now)
    refused = browser.post(NEW, said())
    tokens.revoke(token=AccessToken.objects.all()[0], now=now)
    made = browser.post(NEW, said())

    assert (refused.status_code, "You have 20 tokens that are valid." in refused.text) == (409, True)
    assert made.status_code == 200


def test_a_token_is_revoked_after_a_question(browser, member):
    row, token = tokens.issue(person=member, scopes=["read"], now=timezone.now())
    address = f"/me/tokens/{row.pk}/revoke/"

    asked = browser.get(address)
    before = Partner(token).get("/comments/").status_code
    answer = browser.post(address, {"key": str(uuid4())})

    assert "Revoke this token?" in asked.text
    assert (before, Partner(token).get("/comments/").status_code) == (200, 401)
    assert (answer.status_code, answer["Location"]) == (303, "/me/tokens/")
    assert "This token is not valid any more" in browser.get(address).text


def test_another_persons_token_is_not_found(as_, member, outsider):
    row, token = tokens.issue(person=member, scopes=["read"], now=timezone.now())
    address = f"/me/tokens/{row.pk}/revoke/"

    answers = [as_(outsider).get(address).status_code, as_(outsider).post(address).status_code]

    assert answers == [404, 404]
    assert Partner(token).get("/comments/").status_code == 200
    assert str(row.pk) not in as_(outsider).get("/me/tokens/").text


def test_a_token_made_without_a_second_factor_carries_no_office(moderator):
    Authenticator.objects.filter(user=moderator).delete()
    browser = after_password(moderator)
    page = browser.get(NEW)
    made = browser.post(NEW, said())

    assert "Your office stays outside" in page.text
    assert made.status_code == 200
    assert AccessToken.objects.get().with_offices is False


def test_a_token_made_with_a_second_factor_carries_the_office(as_, moderator):
    browser = as_(moderator)
    browser.post("/accounts/reauthenticate/", {"password": factories.PASSWORD})
    page = browser.get(NEW)
    browser.post(NEW, said())

    assert "Your office stays outside" not in page.text
    assert AccessToken.objects.get().with_offices is True


def test_the_api_leaves_an_office_outside_for_such_a_token(moderator, comment):
    """What waits for a moderator is read by moderators, and by nobody else but its author."""
    Comment.objects.filter(pk=comment.pk).update(
        status="received", waiting_for="moderator", text=None, words_digest=None
    )
    now = timezone.now()
    plain, token = tokens.issue(person=moderator, scopes=["read"], now=now)
    AccessToken.objects.filter(pk=plain.pk).update(with_offices=False)
    full = tokens.issue(person=moderator, scopes=["read"], now=now)[1]

    answers = [Partner(each).get(f"/comments/{comment.pk}/").status_code for each in (token, full)]

    assert answers == [404, 200]


def test_last_use_is_noted_once_a_day(member):
    now = timezone.now()
    row, token = tokens.issue(person=member, scopes=["read"], now=now)
    Partner(token).get("/comments/")
    first = AccessToken.objects.get().last_used_at
    AccessToken.objects.update(made_at=now - timedelta(days=3))
    Partner(token).get("/comments/")
    second = AccessToken.objects.get().last_used_at
    Partner(token).get("/comments/")

    assert first is None
    assert second is not None
    assert second >= now
    assert AccessToken.objects.get().last_used_at == second


def test_tokens_page_asks_the_same_for_one_and_for_thirty(as_, member):
    browser, now = as_(member), timezone.now()
    tokens.issue(person=member, scopes=["read"], now=now)
    with CaptureQueriesContext(connection) as one:
        browser.get("/me/tokens/")
    for _n in range(29):
        tokens.issue(person=member, scopes=["read"], now=now)
    with CaptureQueriesContext(connection) as many:
        page = browser.get("/me/tokens/")

    assert len(page.context["rows"]) == 30
    assert len(many) == len(one)
