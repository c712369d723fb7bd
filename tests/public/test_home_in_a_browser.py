"""The reading pages as a browser shows them: narrow, dark, with a keyboard alone, without scripts."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from rounds.actions import sealing
from tests import factories

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def stage(secretary, member, organization, round, draft, call, settle) -> None:
    """An open round with talk in it, one hidden comment, and a closed call with its record."""
    for _ in range(3):
        factories.make_comment(member, round, draft)
    factories.hide(secretary, factories.make_comment(member, round, draft))
    factories.make_contribution(member, call)
    factories.close(call)
    sealing.seal(round=call)
    settle()
    sealing.close_record(round=call)
    settle()


@pytest.fixture
def browser(chromium: Browser) -> Browser:
    return chromium


def addresses(call: Any) -> list[str]:
    closed = f"/c/who-acts/rounds/{call.number}/"
    about = ["/", "/about/", "/c/who-acts/", "/c/who-acts/rules/", closed, f"{closed}record/", "/ledger/"]
    return [*about, "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/nowhere/"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_at_320_pixels(live_server, stage, call, browser, scheme):
    page = browser.new_context(viewport={"width": 320, "height": 800}, color_scheme=scheme, bypass_csp=True).new_page()

    found = []
    for address in addresses(call):
        page.goto(live_server.url + address)
        found += [(address, one["id"]) for one in Axe().run(page, options=RULES).response["violations"]]
        found += [(address, "wider than the window")] * (page.evaluate("document.documentElement.scrollWidth") > 320)

    assert found == []


def test_pages_break_no_rule_of_their_own_policy(live_server, stage, call, browser):
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda line: line.type == "error" and "404" not in line.text and complaints.append(line.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    for address in addresses(call):
        page.goto(live_server.url + address)

    assert complaints == []


def test_pages_from_right_to_left_are_not_wider_than_the_window(live_server, stage, call, browser):
    page = browser.new_context(viewport={"width": 360, "height": 800}).new_page()

    wider = []
    for address in addresses(call):
        page.goto(live_server.url + address)
        page.evaluate("document.documentElement.dir = 'rtl'")
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            wider.append(address)

    assert wider == []


def test_signing_in_by_keyboard_without_scripts(live_server, stage, member, browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/accounts/login/")

    page.locator("#id_login").focus()
    page.keyboard.type(member.email)
    page.keyboard.press("Tab")
    page.keyboard.type(factories.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/")

    assert page.get_by_text("You are signed in.").is_visible()


def test_what_is_wrong_is_where_the_focus_is(live_server, stage, member, browser):
    page = browser.new_page()
    page.goto(f"{live_server.url}/accounts/login/")

    page.locator("#id_login").fill(member.email)
    page.locator("#id_password").fill("not this one")
    page.keyboard.press("Enter")
    page.wait_for_selector("#errors")

    assert page.evaluate("document.activeElement.id") == "errors"
    assert page.title().startswith("Not sent: Sign in")


def test_skip_link_is_the_first_stop_and_leads_to_the_text(live_server, stage, browser):
    page = browser.new_page()
    page.goto(live_server.url)

    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.className")
    page.keyboard.press("Enter")

    assert first == "skip"
    assert page.evaluate("document.activeElement.id") == "main"


def test_browser_tells_its_zone(live_server, stage, browser):
    page = browser.new_context(timezone_id="Africa/Nairobi").new_page()
    page.goto(live_server.url)

    page.reload()

    assert page.get_by_text("Times are in your zone, Nairobi (UTC+3), unless marked UTC.").is_visible()
