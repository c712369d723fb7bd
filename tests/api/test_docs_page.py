"""The page that shows the API to people, in a real browser under its own policy."""

import os
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

CHROMIUM = os.environ.get("CHROMIUM")


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="no chromium")
@pytest.mark.django_db(transaction=True)
def test_docs_page_draws_itself_and_breaks_no_rule(live_server: Any) -> None:
    complaints: list[str] = []

    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{live_server.url}/api/v1/docs/")
        page.get_by_text("Post a comment or a reply").click()
        page.get_by_text("Choose a new one, such as a UUID").wait_for()
        shown = page.locator(".opblock").count()
        described = page.request.get(f"{live_server.url}/api/v1/schema/?format=json").json()["paths"]
        browser.close()

    assert (shown, complaints) == (sum(map(len, described.values())), [])
