import re

import pytest
from django.template.loader import render_to_string
from django.test import Client

from accounts.models import Person
from tests import factories

pytestmark = pytest.mark.django_db

FOR_STRANGERS = (
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/done/",
    "/accounts/password/reset/key/zz-bad/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/nonsense/",
    "/accounts/inactive/",
)
FOR_PEOPLE = (
    "/accounts/logout/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
    "/accounts/security/",
    "/accounts/security/webauthn/",
)
NAMED = re.compile(r"<(input|select|textarea)(?![^>]*type=\"(?:hidden|radio|checkbox)\")[^>]*>")


def check(page: str) -> None:
    """One heading of the first rank, nothing inline, a label for every field."""
    assert page.count("<h1") == 1
    assert " style=" not in page and "<script>" not in page and "onclick" not in page
    for field in NAMED.finditer(page):
        key = re.search(r'id="([^"]+)"', field[0])
        assert key is not None, field[0]
        assert f'for="{key[1]}"' in page or "<label>" in page


@pytest.mark.parametrize("address", FOR_STRANGERS)
def test_account_page_for_a_stranger(as_, address):
    answer = as_(None).get(address, follow=True)

    assert answer.status_code == 200
    check(answer.text)


@pytest.mark.parametrize("address", FOR_PEOPLE)
def test_account_page_for_somebody(as_, member, address):
    answer = as_(member).get(address, follow=True)

    assert answer.status_code == 200
    check(answer.text)


def test_signing_in(as_, member):
    browser = as_(None)

    answer = browser.post("/accounts/login/", {"login": member.email, "password": factories.PASSWORD}, follow=True)

    assert "You are signed in." in answer.text
    assert "Sign out" in answer.text


def test_signing_in_with_a_wrong_password_says_so(as_, member):
    answer = as_(None).post("/accounts/login/", {"login": member.email, "password": "wrong"})

    assert "Not signed in: one thing to put right" in answer.text
    assert "<title>Not sent: Sign in" in answer.text
    assert f'value="{member.email}"' in answer.text


def test_signing_in_leads_back_to_where_one_was(as_, member, consultation):
    answer = as_(None).post(
        "/accounts/login/?next=/c/who-acts/",
        {"login": member.email, "password": factories.PASSWORD, "next": "/c/who-acts/"},
    )

    assert answer.headers["Location"] == "/c/who-acts/"


def test_signing_in_leads_nowhere_else(as_, member):
    answer = as_(None).post(
        "/accounts/login/",
        {"login": member.email, "password": factories.PASSWORD, "next": "https://elsewhere.example/"},
    )

    assert answer.headers["Location"] == "/me/start/"


def test_creating_an_account_asks_for_a_confirmed_address(as_):
    answer = as_(None).post(
        "/accounts/signup/",
        {"name": "New Person", "email": "new@example.org", "password1": "correct-horse-battery"},
        follow=True,
    )

    assert "Look into your mail" in answer.text
    person = Person.objects.get(email="new@example.org")
    assert (person.name, person.confirmed_at) == ("New Person", None)


def test_creating_an_account_with_a_short_password_keeps_what_was_typed(as_):
    answer = as_(None).post(
        "/accounts/signup/", {"name": "New Person", "email": "new@example.org", "password1": "short"}
    )

    assert "No account was created yet" in answer.text
    assert 'value="New Person"' in answer.text
    assert 'value="new@example.org"' in answer.text


@pytest.mark.parametrize("name", ["\u200b\u2800", "\x07", "\u202e"])
def test_creating_an_account_under_a_name_that_nobody_sees_is_refused(as_, name):
    answer = as_(None).post(
        "/accounts/signup/", {"name": name, "email": "new@example.org", "password1": "long enough for this"}
    )

    assert "Write the name under which you take part." in answer.text
    assert not Person.objects.filter(email="new@example.org").exists()


def test_opening_a_page_to_sign_out_does_not_sign_out(as_, member):
    browser = as_(member)

    browser.get("/accounts/logout/")

    assert "Sign out" in browser.get("/about/").text


def test_a_form_without_its_token_says_what_to_do(member):
    browser = Client(enforce_csrf_checks=True)

    answer = browser.post("/accounts/login/", {"login": member.email, "password": factories.PASSWORD})

    assert answer.status_code == 403
    assert "Not sent: the page had grown old" in answer.text


def test_a_page_that_is_not_there(as_):
    answer = as_(None).get("/nowhere/")

    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text
    check(answer.text)


@pytest.mark.parametrize("template", ["400.html", "500.html", "503.html", "404.html", "403.html", "403_csrf.html"])
def test_error_pages_need_no_database(template, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = render_to_string(template, {"site_name": "Open Rounds"})

    check(page)
    assert 'href="/"' in page


@pytest.mark.parametrize("address", ["/about/", "/help/", "/privacy/", "/accessibility/", "/contact/"])
def test_page_about_the_site(as_, address):
    answer = as_(None).get(address)

    assert answer.status_code == 200
    check(answer.text)


def test_a_request_for_another_host_is_not_read(as_):
    answer = as_(None).get("/", headers={"host": "elsewhere.example"})

    assert answer.status_code == 400
    assert "This request could not be read" in answer.text
    assert "Open Rounds" in answer.text
