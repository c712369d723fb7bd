"""The two minutes of a visitor who has never been here: by mouse, by keyboard alone, without JavaScript."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from consultation.demo import story
from proposals.models import Comment
from rounds.models import Status

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Browse = Callable[..., BrowserContext]
WAYS = ("by mouse", "by keyboard", "without JavaScript")
HAS_FOCUS = "element => element === document.activeElement"


@dataclass
class Visitor:
    """Somebody at a page, who presses things in one of the ways."""

    page: Page
    way: str

    def press(self, what: Locator) -> None:
        if self.way == "by keyboard":
            self.reach(what)
            self.page.keyboard.press("Enter")
        else:
            what.click()

    def write(self, field: Locator, words: str) -> None:
        if self.way == "by keyboard":
            self.reach(field)
            self.page.keyboard.type(words)
        else:
            field.fill(words)

    def reach(self, what: Locator) -> None:
        """Press Tab until the focus stands there."""
        for _ in range(200):
            if what.evaluate(HAS_FOCUS):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard never came to {what}")


@pytest.mark.parametrize("way", WAYS)
def test_two_minutes(way: str, browse: Browse, settle: Callable[[], None]) -> None:
    settle()
    page = browse(None, java_script_enabled=way != "without JavaScript").new_page()
    visitor = Visitor(page, way)
    main = page.locator("main")

    # Home: something is asked, until when, of whom.
    page.goto("/")
    title = story.CONSULTATION.title
    expect(main.locator(".round-now")).to_have_count(1)
    expect(main.locator(".round-now")).to_contain_text(re.compile(r"Closes at the end of .+ UTC, in 9 days"))
    for group in ("Government", "Intergovernmental organization", "Private sector", "Civil society"):
        expect(main.get_by_text(re.compile(group)).first).to_be_visible()
    visitor.press(main.locator(".round-now").get_by_role("link", name=title))

    # Consultation: five steps, the second lit; four options with their champions.
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    steps = main.locator('[aria-labelledby="rounds"] > ol > li')
    expect(steps).to_have_count(5)
    expect(steps.nth(1)).to_have_class(re.compile("round-now"))
    options = steps.nth(1).get_by_role("link", name=re.compile("^Option [A-D]: "))
    champions = steps.nth(1).get_by_text(re.compile(r"^Champions?: "))
    expect(champions).to_have_count(4)
    assert options.count() >= 4
    visitor.press(steps.nth(1).get_by_role("link", name=story.ZERO_DRAFT.title))

    # Text: a page of paper, with what is said about each paragraph in its margin.
    expect(main.locator("section.para")).to_have_count(12)
    visitor.press(page.get_by_role("link", name="13 comments on paragraph 7"))

    # Paragraph 7: people differ, in the open; hiding is public.
    talk = main.locator("#discussion")
    for language in ("en", "fr", "ar", "es"):
        expect(talk.locator(f'[lang="{language}"]').first).to_be_visible()
    expect(talk.get_by_text("Whoever is summarised sees the summary 14 days before it is final")).to_be_visible()
    hidden = talk.get_by_text(re.compile("Hidden by a moderator")).first
    expect(hidden).to_be_visible()
    expect(talk.get_by_text("Elsa Brandt")).to_have_count(0)

    # A contribution: nothing was lost on the way.
    visitor.press(main.locator("#p7 .drawn a").first)
    expect(main.get_by_text(re.compile("ited in")).first).to_be_visible()
    expect(main.get_by_role("link", name=re.compile("paragraph 7", re.IGNORECASE)).first).to_be_visible()
    page.go_back()

    # Writing before any account; the preview files nothing.
    filed = Comment.objects.filter(status=Status.RECEIVED).count()
    visitor.write(page.get_by_label("Comment", exact=True), "Seven paragraphs too late for me.")
    visitor.press(page.get_by_role("button", name="Preview"))
    expect(main.get_by_role("region", name="Preview")).to_contain_text("Seven paragraphs too late")
    assert Comment.objects.filter(status=Status.RECEIVED).count() == filed

    # The public record: what was done stands there, the hiding among it.
    visitor.press(page.get_by_role("navigation", name="Main").get_by_role("link", name="Public record"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Public record")
    page.goto("/ledger/?what=decisions")
    expect(main.get_by_text("Hidden by a moderator").first).to_be_visible()
