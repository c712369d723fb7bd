"""A question of the moderators in a browser: from the mail to the answer, and no fault in any of its states."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Person
from digests import tasks
from moderation.actions import decisions
from moderation.models import Inquiry
from proposals.models import Comment
from tests import factories
from tests.browser.test_pages import RULES
from tests.digests import conftest as mails
from tests.digests.conftest import Sink, text_of

sink = mails.sink
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
Visit = Callable[[Person], Page]


@pytest.fixture(params=[(1360, "light"), (320, "dark")], ids=["wide", "narrow"])
def visit(request: pytest.FixtureRequest, chromium: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """`visit(person)`: a page in a window of their own."""
    contexts: list[BrowserContext] = []
    width, scheme = request.param

    def make(person: Person) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
        )
        client = Client()
        factories.sign_in(client, person)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        contexts.append(context)
        page: Page = context.new_page()
        return page

    yield make
    for context in contexts:
        context.close()


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    said = [f"{page.url}: {each['id']} {each['nodes'][0]['html'][:160]}" for each in found.response["violations"]]
    return [*said, *([f"{page.url}: wider than its window by {wider} px"] if wider > 0 else [])]


def test_author_answers_and_is_told_why(
    member: Person,
    moderator: Person,
    comment: Comment,
    sink: Sink,
    visit: Visit,
    settle: Callable[[], None],
    settings: object,
    live_server: LiveServer,
) -> None:
    settings.SITE_URL = live_server.url  # type: ignore[attr-defined]
    decision = decisions.ask(
        by=moderator, thing=comment, question="Whom do you mean?", language="en", now=timezone.now()
    )
    settle()
    tasks.send_owed()
    asked = text_of(sink.messages[-1])
    address = next(line for line in asked.splitlines() if "/questions/" in line)

    # From the mail to the form; an empty answer is not sent.
    page = visit(member)
    page.goto(address)
    found = faults(page)
    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_role("alert")).to_contain_text("Write something: the text is empty.")
    found += faults(page)
    page.get_by_label("Your answer").fill("The mayor, as I said in May.")
    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_text("Your answer is with the moderators.")).to_be_visible()
    found += faults(page)
    assert Inquiry.objects.get(pk=decision.pk).reply == "The mayor, as I said in May."

    # What is decided stands in a mail and on My page, word for word.
    factories.hide(moderator, comment, rule=3, reason="It attacks the mayor. Say what is wrong instead.")
    settle()
    tasks.send_owed()
    told = text_of(sink.messages[-1])
    assert "  It attacks the mayor. Say what is wrong instead.\n" in told
    page.goto("/me/")
    expect(page.get_by_text("It attacks the mayor. Say what is wrong instead.")).to_be_visible()
    found += faults(page)
    page.goto("/me/decisions/")
    found += faults(page)
    page.goto(address)
    found += faults(page)

    assert found == []
