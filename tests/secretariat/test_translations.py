"""“Languages” on the desk: what there is, one page to add each, a question before one is taken away."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ledger.models import Entry
from proposals.models import ParagraphText, ProposalTranslation
from rounds.models import ConsultationTranslation, QuestionTranslation
from tests import factories

pytestmark = pytest.mark.django_db
FRENCH = "1. Un.\n\n2. Deux.\n\n3. Trois."


def place(consultation, kind, thing, language=""):
    if language:
        return reverse("desk_translation_remove", args=[consultation.slug, kind, thing.pk, language])
    return reverse("desk_translate", args=[consultation.slug, kind, thing.pk])


def whole(consultation):
    return reverse("desk_languages", args=[consultation.slug])


def french(draft):
    return list(ParagraphText.objects.filter(revision__proposal=draft, language="fr").values_list("number", "text"))


def test_words_are_put_up_beside_the_authentic_ones(as_, secretary, consultation):
    desk, where = as_(secretary), place(consultation, "consultation", consultation)

    asked = desk.get(where).text
    saved = desk.post(where, {"key": "a", "language": "fr", "title": "Qui agit ?", "summary": "Ce qui est demandé."})
    page = desk.get(whole(consultation)).text

    assert "Who acts next?" in asked
    assert '<option value="en"' not in asked
    assert (saved.status_code, saved.url) == (303, whole(consultation))
    row = ConsultationTranslation.objects.get()
    assert (row.language, row.title, row.summary) == ("fr", "Qui agit ?", "Ce qui est demandé.")
    assert '<b lang="fr" dir="ltr">Français</b>' in page


def test_pressed_twice_it_is_put_up_once(as_, secretary, consultation):
    desk, where = as_(secretary), place(consultation, "consultation", consultation)
    said = {"key": "a", "language": "fr", "title": "Qui agit ?", "summary": "Quoi."}

    assert [desk.post(where, said).status_code for _ in range(2)] == [303, 303]
    assert Entry.objects.filter(kind="consultation.translated").count() == 1


def test_what_is_wrong_is_said_beside_its_field_and_stays_typed(as_, secretary, consultation):
    desk, where = as_(secretary), place(consultation, "consultation", consultation)

    empty = desk.post(where, {"key": "a", "language": "fr", "title": "Qui agit ?", "summary": " "})
    own = desk.post(where, {"key": "b", "language": "en", "title": "Who", "summary": "What"})
    nul = desk.post(where, {"key": "c", "language": "fr", "title": "Q\x00", "summary": "What"})

    assert [page.status_code for page in (empty, own, nul)] == [422, 422, 422]
    assert "The authentic version has words here; translate them too." in empty.text
    assert 'value="Qui agit ?"' in empty.text
    assert "English is the language of the authentic words. Choose another." in own.text
    assert ConsultationTranslation.objects.count() == 0


def test_a_question_without_help_asks_for_none(as_, secretary, consultation, call):
    question = factories.make_question(call, "What is missing?")
    desk, where = as_(secretary), place(consultation, "question", question)

    assert 'name="help"' not in desk.get(where).text
    assert desk.post(where, {"key": "a", "language": "ar", "text": "ما الناقص؟"}).status_code == 303
    assert QuestionTranslation.objects.get().text == "ما الناقص؟"
    again = desk.get(where, {"language": "ar"}).text
    assert "ما الناقص؟" in again
    assert re.search(r'<option value="ar"[^>]*selected', again)


def test_a_text_is_looked_at_side_by_side_and_then_put_up(as_, secretary, consultation, draft):
    desk, where = as_(secretary), place(consultation, "text", draft)
    said = {"key": "a", "language": "fr", "title": "Avant-projet", "text": FRENCH}

    looked = desk.post(where, {**said, "preview": "1"})
    before = french(draft)
    saved = desk.post(where, said)

    assert looked.status_code == 200
    assert "Preview: not put up yet" in looked.text
    assert [pair.given.text for pair in looked.context["form"].pairs()] == ["Un.", "Deux.", "Trois."]
    assert '<div class="stack" lang="fr" dir="ltr"><p>Deux.</p>' in looked.text
    assert before == []
    assert saved.status_code == 303
    assert french(draft) == [("1", "Un."), ("2", "Deux."), ("3", "Trois.")]


def test_a_text_that_lacks_paragraphs_shows_which_and_nothing_is_put_up(as_, secretary, consultation, draft):
    desk, where = as_(secretary), place(consultation, "text", draft)
    said = {"key": "a", "language": "fr", "title": "Avant-projet", "text": "1. Un.\n\n3. Trois.\n\n4. Quatre."}

    for more in ({"preview": "1"}, {}):
        page = desk.post(where, {**said, **more})
        assert page.status_code == 422
        assert "Missing: paragraph 2; not in the authentic text: paragraph 4." in page.text
        assert page.text.count('<span class="badge stop">Missing</span>') == 1
        assert page.text.count('<span class="badge stop">Not in the authentic text</span>') == 1
    assert french(draft) == []


def test_what_stands_there_is_offered_to_be_changed_and_splits_as_before(as_, secretary, consultation, draft):
    factories.translate_text(secretary, draft, text="# Titre\n\n1. Un\n   - a\n   - b\n\n2. Deux.\n\n3. Trois.")
    desk, where = as_(secretary), place(consultation, "text", draft)
    before = french(draft)

    form = desk.get(where, {"language": "fr"}).context["form"]
    said = {name: form[name].value() for name in ("language", "title", "text")}
    saved = desk.post(where, {**said, "key": "a"})

    assert saved.status_code == 303
    assert french(draft) == before
    # The same words again are nothing new.
    assert Entry.objects.filter(kind="proposal.translated").count() == 1


def test_the_authentic_text_is_there_to_translate_from(as_, secretary, consultation, draft):
    page = as_(secretary).get(place(consultation, "text", draft))

    assert "**2.**\nParagraph 2 says one thing." in page.text
    assert re.search(r'<textarea id="authentic"[^>]*readonly[^>]*lang="en"', page.text)


def test_taken_away_after_one_more_question(as_, secretary, consultation, draft):
    factories.translate_text(secretary, draft)
    desk, where = as_(secretary), place(consultation, "text", draft, "fr")

    asked = desk.get(where)
    there = ProposalTranslation.objects.count()
    gone = desk.post(where, {"key": "a"})
    twice = desk.post(where, {"key": "a"})
    late = desk.post(where, {"key": "b"})

    assert "Take this translation away?" in asked.text
    assert there == 1
    assert [page.status_code for page in (gone, twice, late)] == [303, 303, 409]
    assert "There is no version in this language any more." in late.text
    assert french(draft) == []
    assert desk.get(where).status_code == 404


def test_of_another_consultation_and_of_no_kind(as_, secretary, consultation, host, draft):
    other = factories.make_consultation(secretary, host)
    theirs = factories.make_proposal(secretary, factories.make_round(secretary, other))
    desk = as_(secretary)

    assert desk.get(place(consultation, "text", theirs)).status_code == 404
    assert desk.get(place(consultation, "consultation", other)).status_code == 404
    assert desk.get(place(consultation, "document", draft)).status_code == 404
    assert desk.get(place(consultation, "text", draft, "fr")).status_code == 404


def test_a_penholder_translates_texts_and_nothing_else(as_, secretary, consultation, draft):
    holder = factories.make_person()
    factories.make_office(holder, "penholder", consultation)
    desk = as_(holder)

    page = desk.get(whole(consultation))

    assert [row.kind for row in page.context["rows"]] == ["text"]
    assert desk.get(place(consultation, "consultation", consultation)).status_code == 403
    said = {"key": "a", "language": "fr", "title": "Avant-projet", "text": FRENCH}
    assert desk.post(place(consultation, "text", draft), said).status_code == 303


def test_a_moderator_does_not_translate(as_, moderator, consultation, draft):
    desk = as_(moderator)

    assert desk.get(whole(consultation)).status_code == 403
    assert desk.get(place(consultation, "text", draft)).status_code == 403


def test_the_page_asks_the_same_for_1_and_20(as_, secretary, consultation, call, draft):
    desk = as_(secretary)
    factories.translate(secretary, factories.make_question(call))
    factories.translate_text(secretary, draft)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(whole(consultation)).status_code == 200
        return len(queries)

    few = asked()
    for _ in range(19):
        factories.translate(secretary, factories.make_question(call), "es")
        factories.translate_text(secretary, factories.make_proposal(secretary, call, type="paper"), "es")

    assert asked() == few
