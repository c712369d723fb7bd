"""The page that shows the API to people, in a real browser under its own policy."""

from typing import Any

import pytest
from playwright.sync_api import Browser


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_docs_page_draws_itself_and_breaks_no_rule(live_server: Any, chromium: Browser) -> None:
    complaints: list[str] = []

    page = chromium.new_page()
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}/api/v1/docs/")
    page.get_by_text("Post a comment or a reply").click()
    page.get_by_text("Choose a new one, such as a UUID").wait_for()
    shown = page.locator(".opblock").count()
    described = page.request.get(f"{live_server.url}/api/v1/schema/?format=json").json()["paths"]
    page.close()

    assert (shown, complaints) == (sum(map(len, described.values())), [])
