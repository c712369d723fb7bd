"""A moderator's day: what waits, from the most urgent item on, three at once, one left to a colleague, one by two.

And an author who reads why.
"""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from digests.actions import notices
from digests.models import Mail
from moderation.models import Decision, Item, ItemQuerySet, Motion, Recusal
from proposals.models import Comment

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Browse = Callable[..., BrowserContext]
AT_LEAST = 20


def _many_at_once(page: Page) -> None:
    """Three offers of one seller are hidden together, after a look at what will happen."""
    page.goto("/desk/queue/?reason=flood")
    offers = page.locator(".queue li").filter(has_text="Quickline Offers")
    expect(offers).to_have_count(5)
    for place in range(3):
        offers.nth(place).get_by_role("checkbox").check()
    page.get_by_label("What to do").select_option("hide")
    page.get_by_role("button", name="Preview").click()

    expect(page.get_by_role("heading", name="They will be hidden")).to_be_visible()
    assert Decision.objects.filter(verb="hide", rule_number=5).count() == 0
    page.get_by_label("Rule that they break").select_option(label="5. No advertising")
    page.get_by_role("textbox", name="Reason").fill("It sells addresses and says nothing about the text.")
    page.locator(".panel .button.main").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("3")
    assert Decision.objects.filter(verb="hide", rule_number=5).count() == 3


def _one_item(page: Page) -> str:
    """Decide about the item that is open, as a moderator would who reads why it waits; says what was done."""
    agree = page.get_by_role("button", name="Agree", exact=True)
    if agree.count():
        agree.click()
        return "agreed"
    badges = page.locator(".head .facts").inner_text()
    if "Text put up" in page.locator("h1").inner_text() and not Recusal.objects.exists():
        page.get_by_text("Step back from this").click()
        page.get_by_label("Why it is too near to you").fill("I helped to write this option.")
        page.get_by_role("button", name="Step back").click()
        return "stepped back"
    if "Flagged" in badges:
        page.get_by_label("Leave it as it is").check()
        page.get_by_role("textbox", name="Reason").fill("It argues, and breaks no rule.")
        done = "kept"
    elif "Changed words" in badges:
        page.get_by_label("Keep the earlier words").check()
        page.get_by_label("Rule", exact=True).select_option("5")
        page.get_by_role("textbox", name="Reason").fill("The newer words are a list of links.")
        done = "declined"
    elif "Reads like another name" in badges:
        page.get_by_label("Hide the name").check()
        page.get_by_label("Rule", exact=True).select_option("4")
        page.get_by_role("textbox", name="Reason").fill("Its letters imitate the name of somebody else.")
        done = "hidden"
    else:
        page.get_by_label("Publish it").check()
        done = "published"
    page.get_by_role("button", name="Decide and open next").click()
    return done


def _left() -> ItemQuerySet:
    """What waits for this moderator still; who asks to speak for a body waits for the secretariat."""
    return Item.objects.open().exclude(recusals__person__name="Piet Sandvik").filter(request__isnull=True)


def test_day_of_a_moderator(browse: Browse, settle: Callable[[], None]) -> None:
    settle()
    page = browse("piet").new_page()
    page.goto("/desk/")
    expect(page.locator(".head .facts").first).to_contain_text("27 wait")
    _many_at_once(page)

    done = []
    page.goto("/desk/queue/")
    page.get_by_role("button", name="Take the next one").click()
    while len(done) < 40:
        following = page.get_by_role("button", name="Open what waits next")
        if following.count():
            following.click()
        elif page.locator(".panel").count():
            done.append(_one_item(page))
        elif page.get_by_role("button", name="Take the next one").count() and _left().exists():
            page.get_by_role("button", name="Take the next one").click()
        else:
            break

    # Five kinds of decisions, one of them by two people, one item left to a colleague.
    assert len(done) + 3 >= AT_LEAST
    assert {"kept", "published", "declined", "hidden", "agreed", "stepped back"} == set(done)
    assert done.count("stepped back") == 1
    by_two = Decision.objects.filter(seconded_by__name="Piet Sandvik")
    assert set(by_two.values_list("verb", flat=True)) == {"hide", "erase"}
    assert not Motion.objects.filter(state="waiting").exists()
    assert list(_left()) == []
    # Each has its number, and the public page tells all of them.
    settle()
    assert not Decision.objects.filter(entry__seq__isnull=True).exists()
    reader = browse(None).new_page()
    reader.goto("/moderation/?verb=hide")
    expect(reader.get_by_text("It sells addresses and says nothing about the text.")).to_have_count(3)


def test_author_is_told_why(browse: Browse, settle: Callable[[], None]) -> None:
    settle()
    comment = Comment.objects.get(text__startswith="Definan «grupo»")
    moderator = browse("piet").new_page()
    moderator.goto(f"/desk/decide/comment/{comment.pk}/")
    moderator.get_by_label("Hide it").check()
    moderator.get_by_label("Rule", exact=True).select_option("3")
    moderator.get_by_role("textbox", name="Reason").fill("Se burla de quienes no llegaron a conectarse.")
    moderator.get_by_role("button", name="Decide", exact=True).click()
    expect(moderator.get_by_role("status").first).to_be_visible()
    settle()
    now = timezone.now()
    while notices.tell(now=now):
        pass
    letter = Mail.objects.get(kind="decision", person__name="Diego Quispe")

    assert "Se burla de quienes no llegaron a conectarse." in letter.text
    assert "Piet" not in letter.text
    assert "Definan" in letter.text

    author = browse("diego").new_page()
    author.goto("/me/")
    expect(author.get_by_text("Se burla de quienes no llegaron a conectarse.").first).to_be_visible()
    number = Decision.objects.get(comment=comment).number
    expect(author.get_by_role("link", name=f"No. {number}").first).to_be_visible()
    # What reaches others is the rule and the reason, and nothing of the words.
    reader = browse(None).new_page()
    reader.goto(f"/comments/{comment.pk}/")
    expect(reader.get_by_text("Se burla de quienes no llegaron a conectarse.")).to_be_visible()
    assert "Definan" not in reader.content()
