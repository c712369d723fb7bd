"""A participant, a moderator and a reader, as they would walk: by form, by keyboard alone, without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from consultation.demo import seed
from proposals.models import Comment, Proposal

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Browse = Callable[..., BrowserContext]


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def scripted(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_participant_comments_and_moderator_hides(scripted: bool, browse: Browse, settle: Callable[[], None]) -> None:
    draft = Proposal.objects.get(type="draft")
    participant = browse(None, java_script_enabled=scripted).new_page()

    # A newcomer reads, wants to speak, signs in and comes back to the paragraph.
    participant.goto(f"/p/{draft.pk}/3/")
    participant.get_by_role("link", name="Sign in").last.click()
    participant.get_by_label("Mail address").fill("participant@example.org")
    participant.get_by_label("Password", exact=True).fill(seed.PASSWORD)
    participant.get_by_role("button", name="Sign in").click()
    participant.wait_for_url(f"**/p/{draft.pk}/3/**")
    participant.get_by_label("Comment", exact=True).fill("A door is a door.\n\n- *whose* key?")
    participant.get_by_role("button", name="Send comment").click()
    expect(participant.get_by_text("Your comment is in the public record")).to_be_visible()
    expect(participant.get_by_text("A door is a door.")).to_be_visible()
    comment = Comment.objects.latest("posted_at")
    assert comment.author is not None
    assert comment.author.email == "participant@example.org"

    # The moderator hides it under a rule, with a reason.
    settle()
    moderator = browse("piet", java_script_enabled=scripted).new_page()
    moderator.goto(f"/desk/decide/comment/{comment.pk}/")
    moderator.get_by_label("Hide it").check()
    moderator.get_by_label("Rule", exact=True).select_option("5")
    moderator.get_by_role("textbox", name="Reason").fill("It sells a lock.")
    moderator.get_by_role("button", name="Decide", exact=True).click()
    settle()

    # Everybody sees that it was hidden, why, and nothing of its words.
    reader = browse(None, java_script_enabled=scripted).new_page()
    reader.goto(f"/p/{draft.pk}/3/")
    expect(reader.get_by_text("Hidden by a moderator").first).to_be_visible()
    expect(reader.get_by_text("It sells a lock.")).to_be_visible()
    assert "A door is a door" not in reader.content()


def test_comment_is_filed_by_keyboard_alone(browse: Browse) -> None:
    draft = Proposal.objects.get(type="draft")
    page = browse("teodor").new_page()
    page.goto(f"/p/{draft.pk}/2/")

    def tab_to(label: str) -> None:
        for _ in range(150):
            page.keyboard.press("Tab")
            if page.evaluate(NAME_OF_FOCUS) == label:
                return
        raise AssertionError(f"the keyboard never came to {label}")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    tab_to("Comment")
    page.keyboard.type("By keyboard alone.")
    tab_to("Send comment")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Your comment is in the public record")).to_be_visible()
    assert Comment.objects.filter(text="By keyboard alone.").count() == 1


NAME_OF_FOCUS = """
(() => {
  const it = document.activeElement;
  return (it.labels && it.labels.length ? it.labels[0].textContent : it.textContent).trim();
})()
"""


def test_double_click_files_one_comment(browse: Browse) -> None:
    draft = Proposal.objects.get(type="draft")
    page = browse("teodor").new_page()
    page.goto(f"/p/{draft.pk}/2/")
    page.get_by_label("Comment", exact=True).fill("Once is enough.")
    page.get_by_role("button", name="Send comment").dblclick()

    expect(page.get_by_text("Your comment is in the public record")).to_be_visible()
    assert Comment.objects.filter(text="Once is enough.").count() == 1


def test_empty_comment_says_what_to_do_and_keeps_the_rest(browse: Browse) -> None:
    draft = Proposal.objects.get(type="draft")
    page = browse("teodor").new_page()
    page.goto(f"/p/{draft.pk}/2/")
    page.get_by_text("This is a").click()
    page.get_by_label("Kind of comment").select_option("concern")
    page.get_by_label("Comment", exact=True).fill("   ")
    page.get_by_role("button", name="Send comment").click()

    expect(page.get_by_text("Write something: the text is empty.").first).to_be_visible()
    assert page.title().startswith("Not sent")
    assert page.get_by_label("Kind of comment").input_value() == "concern"
