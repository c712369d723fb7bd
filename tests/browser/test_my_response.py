"""The last evening: a focal point gathers drafts, has them cleared, and files five texts at once in French."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from docx import Document
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import Affiliation, Person
from digests import tasks
from proposals.models import Comment, CommentDraft, Proposal, Response
from rounds.models import Round
from tests.browser.test_pages import faults
from tests.digests import conftest as mails
from tests.digests.conftest import Sink, text_of

sink = mails.sink
pytestmark = [pytest.mark.browser, pytest.mark.slow]
Browse = Callable[..., BrowserContext]

TEXTS = {
    "whole-text": "Dans l’ensemble, nous soutenons ce texte.",
    "1": "Le premier paragraphe dit juste.",
    "2": "Quatre-vingt-dix jours, c’est **trop long**.",
    "3": "Qui décide ? Le texte doit le dire.",
    "5": "Pas encore approuvé par le cabinet.",
    "7": "Nous demandons un registre public.",
}


def save(page: Page, draft: Proposal, anchor: str, text: str) -> None:
    page.goto(f"/p/{draft.pk}/{anchor}/")
    page.get_by_label("Comment", exact=True).fill(text)
    page.get_by_text("Write in any language:").click()
    page.get_by_label("Language of your text").select_option("fr")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Only you see it.")).to_be_visible()


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_focal_point_files_five_texts_at_once(
    scripted: bool, browse: Browse, sink: Sink, settle: Callable[[], None], tmp_path: Path
) -> None:
    jun = Person.objects.get(email="focal-point@example.org")
    body = Affiliation.objects.current().focal_points().select_related("organization").get(person=jun).organization
    draft = Proposal.objects.get(type="draft")
    round = Round.objects.get(pk=draft.revisions.get().round_id)
    Round.objects.filter(pk=round.pk).update(closes_at=timezone.now() + timedelta(hours=2))
    page = browse("jun", java_script_enabled=scripted, viewport={"width": 320, "height": 700}).new_page()
    where = f"/c/{round.consultation.slug}/rounds/{round.number}/my-response/"

    # Drafts where one reads; all of them on one page, which only their writer sees.
    for anchor, text in TEXTS.items():
        save(page, draft, anchor, text)
    page.goto(f"/p/{draft.pk}/")
    page.get_by_role("link", name="My response, 6 drafts").click()
    expect(page.get_by_role("heading", name="My response", exact=True)).to_be_visible()
    assert page.locator(".said").all_inner_texts() == [text.replace("**", "") for text in TEXTS.values()]
    if scripted:
        assert faults(page, where) == []

    # The ministry has it as a Word file; one text is not cleared.
    page.goto(where)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download for Word").click()
    download.value.save_as(tmp_path / "response.docx")
    cleared = Document(io.BytesIO((tmp_path / "response.docx").read_bytes()))
    assert [part.text for part in cleared.paragraphs if part.text in TEXTS.values()] == list(TEXTS.values())
    page.get_by_role("button", name="Hold back Paragraph 5").click()
    expect(page.get_by_text("1 is held back.")).to_be_visible()

    # One choice of voice, a look at what will be filed, one button.
    page.get_by_label(f"for {body.name}").check()
    page.get_by_role("button", name="Preview the 5 texts that will be filed").click()
    expect(page.get_by_text(TEXTS["7"])).to_be_visible()
    assert page.get_by_text(TEXTS["5"]).count() == 0
    assert Comment.objects.filter(author=jun, text=TEXTS["7"]).count() == 0
    page.get_by_role("button", name=f"File all 5 for {body.name}").click()
    expect(page.get_by_role("heading", name="Your 5 texts are received")).to_be_visible()
    response = Response.objects.get(person=jun)
    filed = Comment.objects.filter(response=response.pk)
    assert {(comment.posted_at, comment.organization, comment.language) for comment in filed} == {
        (response.posted_at, body, "fr")
    }
    assert [kept.text for kept in CommentDraft.objects.filter(person=jun)] == [TEXTS["5"]]
    if scripted:
        assert faults(page, f"/me/responses/{response.pk}/") == []

    # One mail, once all have their numbers.
    settle()
    tasks.send_owed()
    about = [message for message in sink.messages if message["To"] == jun.email and "received" in message["Subject"]]
    assert len(about) == 1
    assert about[0]["Subject"].startswith("Your 5 texts are received: No. ")
    assert [TEXTS[anchor] in text_of(about[0]) for anchor in ("whole-text", "1", "3", "5", "7")] == [
        True,
        True,
        True,
        False,
        True,
    ]
