"""The secretariat records a Word file; a late text; an author corrects: as people walk, with and without JavaScript."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect

from accounts.models import Person
from contributions.models import Contribution, ContributionVersion
from rounds.models import Consultation, Round
from tests import factories, files

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Browse = Callable[..., BrowserContext]


@pytest.fixture
def call(demo: str) -> Round:
    """A call that is open beside the demonstration's own rounds."""
    secretary = Person.objects.get(email="secretariat@example.org")
    return factories.make_round(secretary, Consultation.objects.get(), purpose="call_for_inputs")


def place(call: Round) -> str:
    return f"/c/{call.consultation.slug}/rounds/{call.number}/"


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_secretariat_records_a_word_file(
    scripted: bool, browse: Browse, call: Round, settle: Callable[[], None]
) -> None:
    arrived = timezone.now() - timedelta(hours=1)
    desk = browse("noor", java_script_enabled=scripted).new_page()
    desk.goto(f"/desk{place(call)}record/")
    word = {
        "name": "Our answer.docx",
        "mimeType": "application/octet-stream",
        "buffer": files.word("We agree.", "Mostly."),
    }
    desk.get_by_label("File").set_input_files(word)  # type: ignore[arg-type]
    desk.get_by_role("button", name="Read the file").click()
    expect(desk.get_by_text("stand in the form")).to_be_visible()
    assert desk.get_by_label("Text", exact=True).input_value() == "We agree.\n\nMostly."

    desk.get_by_label("Day on which it arrived").fill(f"{arrived:%Y-%m-%d}")
    desk.get_by_label("Time at which it arrived").fill(f"{arrived:%H:%M}")
    desk.get_by_label("In the time of").select_option("UTC")
    desk.get_by_label("Who wrote").fill("Ana Cardoso")
    desk.get_by_role("button", name="Preview").click()
    expect(desk.get_by_text("Preview: not recorded yet")).to_be_visible()
    expect(desk.get_by_text("recorded by the secretariat from a mail that arrived on")).to_be_visible()
    desk.get_by_role("button", name="Record the text").click()
    expect(desk.get_by_text("The text is recorded")).to_be_visible()

    settle()
    reader = browse(None, java_script_enabled=scripted).new_page()
    reader.goto(place(call))
    reader.get_by_role("link", name="We agree.").click()
    expect(reader.get_by_text("Ana Cardoso").first).to_be_visible()
    expect(reader.get_by_text("Our answer.docx").first).to_be_visible()
    expect(
        reader.get_by_text(f"recorded by the secretariat from a mail that arrived on {arrived:%-d %B, %H:%M} UTC")
    ).to_be_visible()
    Contribution.objects.latest("entry_id").attachments.get().file.delete(save=False)


def test_late_text_appears_on_its_own_page_and_in_no_count(
    browse: Browse, call: Round, settle: Callable[[], None]
) -> None:
    Round.objects.filter(pk=call.pk).update(closes_at=timezone.now() - timedelta(hours=2))
    arrived = timezone.now() - timedelta(hours=1)
    desk = browse("noor").new_page()
    desk.goto(f"/desk{place(call)}record/")
    desk.get_by_role("link", name="Paste the text instead").click()
    desk.get_by_label("Day on which it arrived").fill(f"{arrived:%Y-%m-%d}")
    desk.get_by_label("Time at which it arrived").fill(f"{arrived:%H:%M}")
    desk.get_by_label("In the time of").select_option("UTC")
    desk.get_by_label("Who wrote").fill("Ana Cardoso")
    desk.get_by_label("Text", exact=True).fill("The link went down.")
    desk.get_by_role("button", name="Record the text").click()
    expect(desk.get_by_text("It arrived after the close of its round")).to_be_visible()
    settle()

    reader = browse(None).new_page()
    reader.goto(place(call))
    expect(reader.get_by_text("Nobody sent a contribution to this round.")).to_be_visible()
    reader.get_by_role("link", name="What arrived after the close").click()
    expect(reader.get_by_role("link", name="The link went down.")).to_be_visible()
    reader.goto(f"/c/{call.consultation.slug}/contributions/")
    expect(reader.get_by_role("heading", name="Contributions", exact=True)).to_be_visible()
    assert "The link went down." not in reader.content()


def test_author_corrects_within_and_after_15_minutes(browse: Browse, call: Round, settle: Callable[[], None]) -> None:
    author = Person.objects.get(email="participant@example.org")
    contribution = factories.make_contribution(author, call, title="Ninety days", text="Ninety days is too long.")
    settle()

    def correct(words: str) -> None:
        page = browse("teodor").new_page()
        page.goto(f"/contributions/{contribution.pk}/")
        page.get_by_role("link", name="Correct", exact=True).click()
        page.get_by_label("Text", exact=True).fill(words)
        page.get_by_role("button", name="Correct contribution").click()
        expect(page.get_by_text("Your contribution is corrected.")).to_be_visible()
        settle()

    # A slip of the pen: readers see that it was corrected, and not what it said.
    correct("Eighty days is too long.")
    reader = browse(None).new_page()
    reader.goto(f"/contributions/{contribution.pk}/")
    expect(reader.get_by_text("corrected", exact=False).first).to_be_visible()
    assert reader.get_by_role("link", name="corrected").count() == 0

    # An hour later: what changed stays readable.
    ContributionVersion.objects.filter(contribution=contribution).update(at=timezone.now() - timedelta(hours=1))
    correct("Sixty days is too long.")
    reader.goto(f"/contributions/{contribution.pk}/")
    reader.get_by_role("link", name="corrected").click()
    assert reader.locator("del").all_inner_texts() == ["Eighty "]
    assert reader.locator("ins").all_inner_texts() == ["Sixty "]
    assert "Ninety days is" not in reader.content()
