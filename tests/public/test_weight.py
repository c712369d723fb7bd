"""What a first view brings over the line: nothing was fetched before, and the line is slow."""

import random
import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.actions import proposals
from proposals.models import Paragraph, Proposal
from tests import factories

pytestmark = pytest.mark.django_db

STATIC = Path(__file__).resolve().parents[2] / "static"
SEED = 7
# Words as texts of this kind use them; a thousand of their like compress as such texts do.
STEMS = ("access", "answer", "budget", "carrier", "coast", "country", "forum", "group", "harm", "island", "measure")
ENDS = ("", "s", "ed", "ing", "ly", "ment", "ness", "ful", "less", "able", "ity", "ion", "er")
WORDS = [*(stem + end for stem in STEMS for end in ENDS), "the", "of", "and", "to", "in", "that", "is", "for", "it"]


def text(chance, words):
    said = [chance.choice(WORDS) for _word in range(words)]
    return " ".join(said).capitalize() + "."


def compressed(client, address):
    """Bytes of the page as the server sends it."""
    answer = client.get(address, headers={"accept-encoding": "gzip"})
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip")
    return len(answer.content)


@pytest.fixture
def long_draft(secretary, round):
    chance = random.Random(SEED)
    return proposals.put_up(
        by=secretary,
        round=round,
        type=Proposal.Type.DRAFT,
        title="A draft of the usual length",
        language="en",
        text="\n\n".join(f"{n}. {text(chance, 90)}" for n in range(1, 13)),
        now=timezone.now(),
    )


@pytest.fixture
def thread_of_20(long_draft, member, outsider, round):
    chance = random.Random(SEED)
    where = Paragraph.objects.filter(proposal=long_draft)[6]
    for number in range(20):
        by = (member, outsider)[number % 2]
        factories.make_comment(by, round, long_draft, paragraph=where, text=text(chance, 80))
    return where


def test_text_of_twelve_paragraphs_is_under_40_kilobytes(as_, settle, long_draft):
    settle()

    assert Paragraph.objects.filter(proposal=long_draft).count() == 12
    assert compressed(as_(None), reverse("proposal", args=[long_draft.pk])) < 40_000


def test_thread_of_twenty_is_under_30_kilobytes(as_, settle, member, long_draft, thread_of_20):
    settle()
    address = reverse("paragraph", args=[long_draft.pk, thread_of_20.anchor])

    # With the text around it, and for somebody who may answer each.
    assert as_(member).get(address).text.count('<article class="comment-own"') == 20
    assert compressed(as_(None), address) < 30_000
    assert compressed(as_(member), address) < 30_000


def loaded(page, pattern):
    return [STATIC / name for name in re.findall(pattern, page)]


@pytest.mark.parametrize("place", ["home", "text", "thread", "contribution", "my page", "desk"])
def test_styles_of_a_page_are_under_35_kilobytes_as_they_lie_and_scripts_under_25(
    place, as_, member, secretary, draft, comment, contribution
):
    address, person = {
        "home": (reverse("home"), None),
        "text": (reverse("proposal", args=[draft.pk]), None),
        "thread": (reverse("proposal_whole", args=[draft.pk]), member),
        "contribution": (reverse("contribution", args=[contribution.pk]), None),
        "my page": (reverse("me"), member),
        "desk": (reverse("desk"), secretary),
    }[place]
    page = as_(person).get(address).text

    styles = loaded(page, r'<link rel="stylesheet" href="/static/([^"]+)"')
    scripts = loaded(page, r'<script src="/static/([^"]+)"')

    assert len(styles) >= 5
    assert sum(file.stat().st_size for file in styles) < 35_000
    assert sum(file.stat().st_size for file in scripts) < 25_000
    assert page.count("<script") == len(scripts)
    assert page.count("<style") == 0


def test_no_font_is_loaded():
    assert [file.name for file in STATIC.iterdir() if file.suffix in (".woff", ".woff2", ".ttf", ".otf")] == []
    styles = {file.name: file.read_text() for file in STATIC.glob("*.css")}
    assert [name for name, style in styles.items() if "@font-face" in style or "url(" in style] == []
