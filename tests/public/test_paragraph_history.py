from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ledger.actions import entries
from proposals.actions import proposals
from proposals.models import ParagraphText, Revision
from tests import factories

pytestmark = pytest.mark.django_db


def page_of(client, draft, anchor="2", query=""):
    return client.get(reverse("paragraph_history", args=[draft.pk, anchor]) + query)


def revise(draft, round, wording, *, number="2", language="en", days=0):
    """The next revision of a text, with one paragraph in these words (None: it is not part of it)."""
    count = Revision.objects.filter(proposal=draft).count()
    at = timezone.now() + timedelta(seconds=days)
    entry = entries.append(
        kind="proposal.put_up",
        thing=draft.pk,
        at=at,
        consultation=draft.consultation_id,
        round=round.pk,
        proposal=draft.pk,
        type="draft",
        language="en",
        paragraphs=3,
    )
    revision = Revision.objects.create(proposal=draft, number=count, round=round, published_at=at, entry=entry)
    for text in ParagraphText.objects.filter(revision__proposal=draft, revision__number=0, language=language):
        words = text.text
        if text.paragraph.anchor == "2":
            if wording is None:
                continue
            words = wording
        shown = number if text.paragraph.anchor == "2" else text.number
        ParagraphText.objects.create(
            revision=revision,
            paragraph=text.paragraph,
            language=language,
            position=text.position,
            number=shown,
            heading=text.heading,
            text=words,
        )
    return revision


def told(page):
    return [
        (moment.wording.revision.number if moment.wording else "sources", moment.sources)
        for moment in page.context["moments"]
    ]


def test_history_of_a_paragraph_with_one_wording(as_, draft, settle):
    settle()

    page = page_of(as_(None), draft)

    assert page.status_code == 200
    assert told(page) == [(0, 0)]
    assert "Paragraph 2 says one thing." in page.text
    assert "The secretariat has not named a contribution from which it is drawn." in page.text
    assert f'href="/{draft.entry.__class__.objects.get(pk=draft.entry_id).seq}/"' in page.text
    assert "<del>" not in page.text


def test_history_tells_what_changed(as_, round, draft, settle):
    revise(draft, round, "Paragraph 2 says another thing.", number="2 bis")
    revise(draft, round, "Paragraph 2 says another thing.", number="2 bis", days=1)
    settle()

    page = page_of(as_(None), draft)
    last, second, first = (moment.wording for moment in page.context["moments"])

    assert [part.text for part in second.words if part.kind == "gone"] == ["one "]
    assert [part.text for part in second.words if part.kind == "new"] == ["another "]
    assert last.is_the_same
    assert not first.is_the_same
    assert page.text.count("Word for word as before.") == 1
    assert "paragraph 2 bis, before that paragraph 2" in page.text
    assert "Paragraph 2 bis: how it came to read as it does" in page.text


def test_history_of_a_paragraph_that_is_gone(as_, member, round, draft, settle):
    factories.make_comment(member, round, draft, paragraph=draft.paragraphs.get(anchor="2"))
    revise(draft, round, None)
    settle()

    page = page_of(as_(None), draft)

    assert page.status_code == 200
    assert [moment.wording.comments for moment in page.context["moments"]] == [0, 1]
    assert "This paragraph is not part of the text any more." in page.text
    assert "The paragraph is not part of this wording." in page.text
    assert as_(None).get(reverse("paragraph", args=[draft.pk, "2"])).status_code == 404


def test_history_counts_shown_comments_of_each_wording(as_, secretary, member, outsider, round, draft, settle):
    paragraph = draft.paragraphs.get(anchor="2")
    for n in range(2):
        factories.make_comment(member, round, draft, paragraph=paragraph, text=f"On the first, {n}.")
    factories.make_comment(outsider, round, draft, paragraph=paragraph, text="On the first, 1.")
    factories.hide(secretary, factories.make_comment(outsider, round, draft, paragraph=paragraph))
    revise(draft, round, "New words.")
    factories.make_comment(member, round, draft, paragraph=paragraph)
    settle()

    page = page_of(as_(None), draft)

    assert [moment.wording.comments for moment in page.context["moments"]] == [1, 2]


def test_history_names_the_sources(as_, secretary, member, call, round, draft, contribution, settle):
    hidden = factories.make_contribution(member, call, title="canaryhidden")
    paragraph = draft.paragraphs.get(anchor="2")
    proposals.cite(by=secretary, paragraph=paragraph, contributions=[contribution], now=timezone.now())
    proposals.cite(by=secretary, paragraph=paragraph, contributions=[contribution, hidden], now=timezone.now())
    factories.hide(secretary, hidden)
    settle()

    page = page_of(as_(None), draft)

    assert told(page) == [("sources", 2), ("sources", 1), (0, 0)]
    assert page.context["sources"] == [contribution]
    assert "canaryhidden" not in page.text


def test_history_in_the_readers_language(as_, round, draft, settle):
    for text in list(ParagraphText.objects.filter(revision__proposal=draft)):
        text.pk, text.language, text.text = None, "fr", f"Paragraphe {text.number}, une chose."
        text.save(force_insert=True)
    revise(draft, round, "Other words.")
    settle()

    french = page_of(as_(None), draft, query="?language=fr")
    authentic = page_of(as_(None), draft)
    unknown = page_of(as_(None), draft, query="?language=%00")

    # The second revision has no French yet: it is read in the authentic language, and compared in it.
    assert [moment.wording.text.language for moment in french.context["moments"]] == ["en", "fr"]
    assert [moment.wording.text.language for moment in authentic.context["moments"]] == ["en", "en"]
    assert unknown.status_code == 200
    assert french.context["moments"][0].wording.before is not None


def test_history_that_is_not_there(as_, outsider, secretary, private_consultation, draft):
    hidden = factories.make_proposal(secretary, factories.make_round(secretary, private_consultation))

    assert page_of(as_(None), hidden).status_code == 404
    assert page_of(as_(outsider), hidden).status_code == 404
    assert page_of(as_(secretary), hidden).status_code == 200
    assert page_of(as_(None), draft, anchor="99").status_code == 404
    assert page_of(as_(None), draft, anchor="whole-text").status_code == 404


def test_paragraph_page_leads_to_its_history(as_, draft, settle):
    settle()
    address = reverse("paragraph_history", args=[draft.pk, "2"])

    assert f'href="{address}"' in as_(None).get(reverse("paragraph", args=[draft.pk, "2"])).text
    assert f'href="{address}"' not in as_(None).get(reverse("proposal_whole", args=[draft.pk])).text


def test_history_costs_the_same_with_many_revisions(as_, secretary, member, call, round, draft, settle):
    client = as_(None)
    paragraph = draft.paragraphs.get(anchor="2")
    named = []

    def grow():
        revise(draft, round, f"Words {len(named)}.")
        named.append(factories.make_contribution(member, call))
        factories.make_comment(member, round, draft, paragraph=paragraph)
        proposals.cite(by=secretary, paragraph=paragraph, contributions=named, now=timezone.now())

    def queries():
        settle()
        with CaptureQueriesContext(connection) as asked:
            assert page_of(client, draft).status_code == 200
        return len(asked)

    grow()
    before = queries()
    for _n in range(6):
        grow()

    assert queries() == before
