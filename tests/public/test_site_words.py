"""What the whole site says of itself: default words until the secretariat writes its own."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from ledger.models import Entry
from ledger.rules import records
from rounds.models import THE_SITE, Site
from tests import factories

pytestmark = pytest.mark.django_db

PAGES = {"/about/": "about", "/contact/": "contact", "/privacy/": "privacy", "/accessibility/": "accessibility"}
FORM = {
    "key": "8c1f2f6e-52b0-4b7c-9c1e-0f4f7a3a1d11",
    "name": "  Forum \n consultations ",
    "sender": "Secretariat of the Forum",
    "contact_address": "ask@forum.example",
    "language": "fr",
    "about": "# Qui\n\nLe *Forum*.",
    "contact": "12 Harbour Road",
    "privacy": "Nous gardons peu.",
    "accessibility": "<script>alert(1)</script>",
}


def footer(page):
    return re.findall(r'<a href="([^"]+)">', page.partition("<footer")[2])


def test_every_page_leads_to_the_words_of_the_site(as_):
    page = as_(None).get("/").text

    assert footer(page) == [
        "/about/",
        "/help/",
        "/help/words/",
        "/privacy/",
        "/accessibility/",
        "/contact/",
        "/api/v1/docs/",
    ]


def test_site_without_words_of_its_own_has_default_ones(as_):
    pages = {address: as_(None).get(address).text for address in PAGES}

    assert Site.objects.count() == 0
    assert {settings.SITE_NAME in page for page in pages.values()} == {True}
    assert "In the words of the secretariat" not in "".join(pages.values())
    assert "mailto:secretariat@localhost" in pages["/contact/"]
    assert "sessionid" in pages["/privacy/"]


@pytest.mark.parametrize("address", PAGES)
def test_words_of_the_secretariat_stand_on_their_page(as_, secretary, address):
    factories.describe_site(secretary, **{PAGES[address]: "Our **own** words.", "language": "fr"})

    pages = {each: as_(None).get(each).text for each in PAGES}

    own = '<div class="text" lang="fr" dir="ltr"><p>Our <strong>own</strong> words.</p>\n</div>'
    assert {each for each, page in pages.items() if own in page} == {address}


def test_own_privacy_words_replace_the_default_ones(as_, secretary):
    before = as_(None).get("/privacy/").text
    factories.describe_site(secretary, privacy="We keep little.")

    after = as_(None).get("/privacy/").text

    assert ("sessionid" in before, "sessionid" in after) == (True, False)


def test_name_stands_on_every_page_and_markup_stays_words(as_, secretary):
    factories.describe_site(secretary, name="Forum <b>")

    page = as_(None).get("/ledger/").text

    assert "· Forum &lt;b&gt;</title>" in page
    assert settings.SITE_NAME not in page


def test_pages_ask_once_for_the_site(as_, secretary, django_assert_num_queries):
    factories.describe_site(secretary, privacy="Our own words.")

    for address in ("/about/", "/help/", "/privacy/", "/accessibility/", "/contact/"):
        with django_assert_num_queries(1):
            as_(None).get(address)


def test_secretariat_writes_the_words_on_the_desk(as_, secretary, settle):
    answer = as_(secretary).post("/desk/site/", FORM)

    site = Site.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, "/desk/site/")
    assert (site.name, site.sender, site.language) == ("Forum consultations", "Secretariat of the Forum", "fr")
    assert "<script>" not in as_(None).get("/accessibility/").text
    settle()
    entry = Entry.objects.get(kind="site.described")
    assert as_(None).get(f"/{entry.seq}/")["Location"] == "/about/"
    changed = "name, the sender of its mails, its mail address, the language of its words, about, contact, privacy"
    told = f"The secretariat changed what the site says of itself: its {changed}, accessibility."
    assert told in as_(None).get("/ledger/").text


def test_what_was_saved_stands_in_the_form(as_, secretary):
    as_(secretary).post("/desk/site/", FORM)

    page = as_(secretary).get("/desk/site/").text

    assert 'value="Secretariat of the Forum"' in page
    assert "Nous gardons peu." in page


def test_wrong_address_is_said_beside_its_field_and_nothing_is_lost(as_, secretary):
    answer = as_(secretary).post("/desk/site/", {**FORM, "contact_address": "nowhere"})

    assert answer.status_code == 422
    assert "Not saved: one thing to put right" in answer.text
    assert "Nous gardons peu." in answer.text
    assert Site.objects.count() == 0


def test_saving_the_same_again_makes_no_entry(secretary):
    factories.describe_site(secretary, name="Forum")
    first = Site.objects.get().changed_at

    factories.describe_site(secretary, name="Forum")

    assert Entry.objects.filter(kind="site.described").count() == 1
    assert Site.objects.get().changed_at == first


def test_entry_names_what_changed_and_holds_a_fingerprint_of_all(secretary):
    factories.describe_site(secretary, name="Forum")
    factories.describe_site(secretary, name="Forum", privacy="We keep little.")

    first, second = Entry.objects.filter(kind="site.described").order_by("id")
    facts = [records.json.loads(entry.record) for entry in (first, second)]

    assert [fact["changed"] for fact in facts] == ["name", "privacy"]
    assert facts[0]["fingerprint"] != facts[1]["fingerprint"]
    assert len(facts[1]["fingerprint"]) == 64


def test_there_is_one_site(secretary):
    factories.describe_site(secretary, name="Forum")

    with pytest.raises(IntegrityError), transaction.atomic():
        Site.objects.create(pk="11111111-1111-4111-8111-111111111111")
    assert Site.objects.get().pk == THE_SITE


def test_secretariat_of_one_consultation_does_not_speak_for_the_site(as_, consultation, refused):
    person = factories.make_person("Ana", group=None)
    factories.make_office(person, "secretariat", consultation)

    with refused("office_required"):
        factories.describe_site(person, name="Mine")
    assert as_(person).get("/desk/site/").status_code == 403


def test_contact_address_falls_back_to_that_of_the_mails(secretary):
    before = Site.objects.described().address
    factories.describe_site(secretary, contact_address="ask@forum.example")

    assert (before, Site.objects.described().address) == ("secretariat@localhost", "ask@forum.example")


def test_moment_of_the_last_change_is_kept(secretary):
    factories.describe_site(secretary, name="Forum")

    changed_at = Site.objects.get().changed_at
    assert changed_at is not None
    assert timezone.now() - changed_at < timedelta(minutes=5)
