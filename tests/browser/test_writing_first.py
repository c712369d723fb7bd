"""A newcomer writes before having an account: text, mail, one button, one short question. And the box with a script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import Person
from digests import tasks
from proposals.models import Comment, CommentDraft, Proposal, Unconfirmed
from tests.digests import conftest as mails
from tests.digests.conftest import Sink

sink = mails.sink
pytestmark = [pytest.mark.browser, pytest.mark.slow]
Browse = Callable[..., BrowserContext]


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_newcomer_writes_before_having_an_account(
    scripted: bool, browse: Browse, sink: Sink, settle: Callable[[], None]
) -> None:
    draft = Proposal.objects.get(type="draft")
    context = browse(None, java_script_enabled=scripted, viewport={"width": 320, "height": 700})
    page = context.new_page()

    # The box comes first; name and address follow.
    page.goto(f"/p/{draft.pk}/3/")
    page.get_by_label("Comment", exact=True).fill("Written at night, on a telephone.")
    page.get_by_label("Your name", exact=True).fill("Amina Diallo")
    page.get_by_label("Mail address").fill("amina.diallo@example.org")
    page.get_by_text("This is a").click()
    page.get_by_label("Kind of comment").select_option("concern")
    assert fits(page)
    page.get_by_role("button", name="Send comment").click()
    kept = Unconfirmed.objects.get(address="amina.diallo@example.org")
    expect(page.get_by_role("heading", name=f"We have your text of {kept.received_at:%H:%M} UTC")).to_be_visible()
    expect(page.get_by_text("Written at night, on a telephone.")).to_be_visible()
    assert fits(page)
    assert not Comment.objects.filter(pk=kept.pk).exists()

    # The mail really comes, with its link; opening it files nothing.
    tasks.send_owed()
    mail = next(message for message in sink.messages if message["To"] == "amina.diallo@example.org")
    words = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Written at night, on a telephone." in words
    link = re.search(r"https?://[^/\s]+(/confirm/\S+)", words)
    assert link is not None
    page.goto(link[1])
    expect(page.get_by_text("Written at night, on a telephone.")).to_be_visible()
    assert fits(page)
    assert not Comment.objects.filter(pk=kept.pk).exists()

    # One button files it, at the moment of sending; one short question follows.
    page.get_by_role("button", name="File this text").click()
    expect(page.get_by_role("heading", name="One short question")).to_be_visible()
    assert fits(page)
    page.get_by_label("Academia").check()
    page.get_by_label("Country or territory").select_option("KE")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Written at night, on a telephone.")).to_be_visible()
    filed = Comment.objects.get(pk=kept.pk)
    assert (filed.posted_at, filed.kind, filed.stakeholder_group_id, filed.country) == (
        kept.received_at,
        "concern",
        "academia",
        "KE",
    )
    assert fits(page)

    # Everybody reads it, with the moment at which it was sent.
    settle()
    reader = browse(None, java_script_enabled=scripted).new_page()
    reader.goto(f"/comments/{kept.pk}/")
    expect(reader.get_by_text("Written at night, on a telephone.")).to_be_visible()
    expect(reader.locator(f'time[datetime="{filed.posted_at:%Y-%m-%dT%H:%M:%SZ}"]').first).to_be_visible()


def test_lines_follow_what_is_chosen(browse: Browse) -> None:
    draft = Proposal.objects.get(type="draft")
    page = browse("teodor").new_page()
    page.goto(f"/p/{draft.pk}/2/")
    form = page.locator("#write")

    form.get_by_text("Write in any language:").click()
    form.get_by_label("Language of your text").select_option("fr")
    form.get_by_text("This is a").click()
    form.get_by_label("Kind of comment").select_option("question")
    form.get_by_text("Your name:").click()
    form.get_by_label("Do not show my name").check()

    expect(form.locator("summary", has_text="Write in any language:")).to_contain_text("Français")
    expect(form.locator("summary", has_text="This is a")).to_contain_text("question")
    expect(form.locator("summary", has_text="Your name:")).to_contain_text("not shown")
    expect(form.locator("#promise")).to_have_text("Shown at once, without your name.")


def test_draft_is_saved_after_typing_stops_and_is_there_again(browse: Browse) -> None:
    draft = Proposal.objects.get(type="draft")
    page = browse("teodor").new_page()
    page.goto(f"/p/{draft.pk}/2/")

    page.get_by_label("Comment", exact=True).fill("Half a thought")
    expect(page.get_by_text("Draft saved at")).to_be_visible()
    page.get_by_label("Comment", exact=True).fill("Half a thought, and more")
    expect(page.locator("#draft-said")).to_have_text("")
    expect(page.get_by_text("Draft saved at")).to_be_visible()
    assert CommentDraft.objects.get(person=teodor(), proposal=draft, paragraph__anchor="2").text == (
        "Half a thought, and more"
    )

    page.goto(f"/p/{draft.pk}/2/")
    expect(page.get_by_label("Comment", exact=True)).to_have_value("Half a thought, and more")
    page.get_by_role("button", name="Send comment").click()
    expect(page.get_by_text("Your comment is in the public record")).to_be_visible()
    assert not CommentDraft.objects.filter(person=teodor(), proposal=draft, paragraph__anchor="2").exists()


def test_draft_is_kept_by_a_button_where_there_is_no_script(browse: Browse) -> None:
    draft = Proposal.objects.get(type="draft")
    page = browse("teodor", java_script_enabled=False, viewport={"width": 320, "height": 700}).new_page()
    page.goto(f"/p/{draft.pk}/2/")

    page.get_by_label("Comment", exact=True).fill("Half a thought")
    page.get_by_role("button", name="Save draft").click()

    expect(page.get_by_text("Draft saved at")).to_be_visible()
    expect(page.get_by_label("Comment", exact=True)).to_have_value("Half a thought")
    assert fits(page)


def teodor() -> Person:
    return Person.objects.get(email="participant@example.org")
