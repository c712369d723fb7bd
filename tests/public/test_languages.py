"""What a reader reads of a text that has versions in several languages, and what stays the same in all of them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from proposals.actions import drafts
from proposals.models import Comment, CommentDraft
from rounds.actions import preparation
from rounds.models import Consultation
from tests import factories

pytestmark = pytest.mark.django_db
ARABIC = "١. فقرة أولى.\n\n٢. فقرة ثانية.\n\n٣. فقرة ثالثة."


@pytest.fixture
def text(secretary, draft):
    factories.translate_text(secretary, draft)
    return factories.translate_text(secretary, draft, "ar", title="المسودة الأولى", text=ARABIC)


def address(name, draft, *more):
    return reverse(name, args=[draft.pk, *more])


def read(browser, where, language="", **headers):
    return browser.get(where, {"language": language} if language else {}, headers=headers)


def title(page):
    return re.search(r"<h1[^>]*>(.*?)</h1>", page.text)[0]


AUTHENTIC = '<h1 lang="en" dir="ltr">Zero draft</h1>'
FRENCH = '<h1 lang="fr" dir="ltr">Avant-projet</h1>'
RIGHT_TO_LEFT = '<h1 lang="ar" dir="rtl">المسودة الأولى</h1>'


@pytest.mark.parametrize(
    ("chosen", "account", "browser", "shown"),
    [
        ("", None, "", AUTHENTIC),
        ("", None, "fr-CH, fr;q=0.9, en;q=0.8", FRENCH),
        ("", None, "de, ar;q=0.5", RIGHT_TO_LEFT),
        ("", None, "en-GB, fr;q=0.9", AUTHENTIC),
        ("", None, "*;q=x,\x7f" + "a" * 600, AUTHENTIC),
        ("fr", None, "ar", FRENCH),
        ("en", None, "ar", AUTHENTIC),
        ("de", None, "ar", RIGHT_TO_LEFT),
        ("\x00", None, "ar", RIGHT_TO_LEFT),
        ("x" * 5_000, None, "", AUTHENTIC),
        ("", "fr", "ar", FRENCH),
        ("", "en", "ar", AUTHENTIC),
        ("ar", "fr", "", RIGHT_TO_LEFT),
    ],
)
def test_the_address_then_the_account_then_the_browser(as_, text, chosen, account, browser, shown):
    person = factories.make_person(language=account) if account else None

    page = read(as_(person), address("proposal", text), chosen, **{"Accept-Language": browser})

    assert title(page) == shown


def test_paragraphs_stand_in_the_chosen_language_under_the_same_numbers(as_, text):
    english = read(as_(None), address("proposal", text))
    arabic = read(as_(None), address("proposal", text), "ar")

    assert [part.text for part in arabic.context["document"].paragraphs] == ["فقرة أولى.", "فقرة ثانية.", "فقرة ثالثة."]
    assert '<div class="text" lang="ar" dir="rtl"><p>فقرة أولى.</p>' in arabic.text
    places = [re.findall(r'id="(p[0-9-]+)"', page.text) for page in (english, arabic)]
    assert places == [["p1", "p2", "p3"], ["p1", "p2", "p3"]]
    assert "Paragraph 1 says one thing." not in arabic.text


def test_a_translation_says_so_and_names_the_others(as_, text):
    french = read(as_(None), address("proposal", text), "fr").text
    english = read(as_(None), address("proposal", text)).text

    assert "Read this in:" in french
    assert '<b aria-current="true" lang="fr" dir="ltr">Français</b>' in french
    assert '<a href="?language=ar" hreflang="ar" lang="ar" dir="rtl">العربية</a>' in french
    assert '<a href="?language=en" hreflang="en">The English text</a> is authentic.' in french
    assert '<b aria-current="true" lang="en" dir="ltr">English</b> (authentic)' in english
    assert "is authentic." not in english


def test_a_text_in_one_language_says_nothing_about_languages(as_, draft):
    assert "Read this in:" not in read(as_(None), address("proposal", draft)).text


def test_a_choice_by_hand_goes_with_the_links_of_the_text_and_is_remembered_nowhere(as_, text):
    browser = as_(None)
    page = read(browser, address("proposal", text), "fr").text
    later = read(browser, address("proposal", text))

    assert f"{address('paragraph', text, '2')}?language=fr#p2" in page
    assert f"{address('proposal_whole', text)}?language=fr#discussion" in page
    assert title(later) == AUTHENTIC
    assert "sessionid" not in browser.cookies
    other = read(as_(None), address("paragraph", text, "2"), **{"Accept-Language": "fr"}).text
    # Only the line of languages has addresses with one.
    assert sorted(re.findall(r"\?language=[a-z]+", other)) == ["?language=ar", "?language=en", "?language=en"]


def test_the_whole_thread_stands_under_every_version(as_, member, settle, round, text):
    second = text.paragraphs.get(anchor="2")
    factories.make_comment(member, round, text, paragraph=second, language="fr", text="Bien dit.")
    factories.make_comment(member, round, text, paragraph=second, text="Well said.")
    settle()

    for language in ("en", "fr", "ar"):
        page = read(as_(None), address("paragraph", text, "2"), language)
        assert "Paragraph 2: 2 comments" in page.text
        assert "Bien dit." in page.text
        assert "Well said." in page.text


@pytest.mark.parametrize(
    ("chosen", "account", "begins"),
    [("fr", "en", "fr"), ("en", "fr", "en"), ("", "fr", "fr"), ("", "ar", "ar"), ("", "de", "de"), ("", "en", "en")],
)
def test_the_form_begins_in_the_language_of_the_version_read(as_, text, chosen, account, begins):
    person = factories.make_person(language=account)

    page = read(as_(person), address("paragraph", text, "1"), chosen)

    assert page.context["form"]["language"].value() == begins


def test_the_form_of_a_stranger_begins_in_what_they_read(as_, text):
    page = read(as_(None), address("paragraph", text, "1"), **{"Accept-Language": "ar"})

    assert page.context["form"]["language"].value() == "ar"


def test_a_comment_sent_from_a_version_stands_on_the_paragraph(as_, member, text):
    where = address("paragraph", text, "1")
    browser = as_(member)
    page = read(browser, where, "fr")
    said = {"key": "one", "text": "Bien.", "language": "fr", "capacity": "personal", "named": "yes", "send": "1"}

    assert f'action="{where}?language=fr"' in page.text
    wrong = browser.post(f"{where}?language=fr", {**said, "text": ""})
    sent = browser.post(f"{where}?language=fr", said)

    assert title(wrong) == FRENCH
    assert sent.status_code == 303
    comment = Comment.objects.get()
    assert (comment.paragraph, comment.language) == (text.paragraphs.get(anchor="1"), "fr")


def test_a_comments_page_quotes_the_paragraph_in_the_readers_language(as_, member, round, text):
    comment = factories.make_comment(member, round, text, paragraph=text.paragraphs.get(anchor="2"))

    page = as_(None).get(reverse("comment", args=[comment.pk]), headers={"Accept-Language": "ar"})

    assert '<div class="text" lang="ar" dir="rtl"><p>فقرة ثانية.</p>' in page.text
    assert "المسودة الأولى" in page.text


def test_the_list_of_comments_is_filtered_by_language_and_not_read_in_it(as_, text):
    page = as_(None).get(address("proposal_comments", text), {"language": "fr"}, headers={"Accept-Language": "ar"})

    assert page.context["document"].language == "ar"


def test_pages_ask_as_often_in_a_translation_of_a_long_text(as_, secretary, round):
    short, long = (factories.make_proposal(secretary, round, paragraphs=count) for count in (2, 30))
    factories.translate_text(secretary, long)

    def asked(text, language):
        for where in (address("proposal", text), address("paragraph", text, "1")):
            with CaptureQueriesContext(connection) as queries:
                assert read(as_(None), where, language).status_code == 200
            yield len(queries)

    assert list(asked(short, "en")) == list(asked(long, "fr"))


def test_consultation_and_round_and_questions(as_, secretary, consultation, call):
    question = factories.make_question(call, "What is missing?", help="One thing.")
    factories.translate(secretary, consultation, title="Qui agit ?", summary="Ce qui est demandé.")
    factories.translate(secretary, question, text="Que manque-t-il ?", help="Une chose.")
    browser = as_(None)

    room = read(browser, reverse("consultation", args=["who-acts"]), "fr").text
    step = read(browser, reverse("round", args=["who-acts", 1]), "fr").text
    form = read(browser, reverse("contribution_send", args=["who-acts", 1]), "fr")

    assert '<h1 lang="fr" dir="ltr">Qui agit ?</h1>' in room
    assert '<p class="lede" lang="fr" dir="ltr">Ce qui est demandé.</p>' in room
    assert reverse("round", args=["who-acts", 1]) + "?language=fr" in room
    assert '<h3 class="reading" lang="fr" dir="ltr">Que manque-t-il ?</h3>' in step
    assert "Qui agit ?" in step
    assert 'lang="fr" dir="ltr">1. Que manque-t-il ?' in form.text
    assert "Une chose." in form.text
    assert form.context["form"]["language"].value() == "fr"
    assert form.context["form"].fields["answer_1"].label == "1. Que manque-t-il ?"


def test_my_response_and_its_file(as_, text, round):
    person = factories.make_person(language="fr")
    drafts.save_comment(
        by=person,
        round=round,
        proposal=text,
        paragraph=text.paragraphs.get(anchor="2"),
        text="Bien.",
        language="fr",
        now=timezone.now(),
    )
    browser = as_(person)

    page = browser.get(reverse("my_response", args=["who-acts", round.number])).text
    file = browser.get(reverse("my_response_txt", args=["who-acts", round.number])).content.decode()

    assert CommentDraft.objects.count() == 1
    assert 'lang="fr" dir="ltr">Avant-projet</h2>' in page
    assert "Le paragraphe 2 dit une chose." in file
    assert "Avant-projet" in file


def test_preview_shows_every_language(as_, secretary, consultation, text):
    Consultation.objects.filter(pk=consultation.pk).update(published_at=None)
    consultation.refresh_from_db()
    factories.translate(secretary, consultation, title="Qui agit ?")
    secret = preparation.make_preview(by=secretary, consultation=consultation, days=3, now=timezone.now())

    room = read(as_(None), f"/preview/{secret}/", "fr").text
    page = read(as_(None), f"/preview/{secret}/texts/{text.pk}/", "fr")

    assert '<h1 lang="fr" dir="ltr">Qui agit ?</h1>' in room
    assert '<a href="?language=en" hreflang="en" lang="en" dir="ltr">English</a>' in room
    assert f'href="/preview/{secret}/texts/{text.pk}/?language=fr"' in room
    assert title(page) == FRENCH
    assert "Le paragraphe 1 dit une chose." in page.text


def test_receipt_names_the_text_in_the_readers_language(as_, text, round):
    person = factories.make_person(language="fr")
    comment = factories.make_comment(person, round, text, paragraph=text.paragraphs.get(anchor="2"))

    page = as_(person).get(reverse("comment_receipt", args=[comment.pk])).text

    assert 'lang="fr" dir="ltr">Avant-projet</a>' in page


def test_record_tells_of_versions(as_, secretary, settle, consultation, call, text):
    question = factories.make_question(call, "What is missing?")
    factories.translate(secretary, consultation)
    factories.translate(secretary, question)
    settle()

    page = as_(None).get(reverse("ledger")).text

    assert 'can be read in <span lang="ar" dir="rtl">العربية</span> too.' in page
    assert page.count('can be read in <span lang="fr" dir="ltr">Français</span> too.') == 3
