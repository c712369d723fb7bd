"""Two pages for newcomers, and the words of the house."""

import pytest
from django.urls import reverse

from public.glossary import SECTIONS
from tests import factories

pytestmark = pytest.mark.django_db


def test_second_page_leads_to_what_is_open(client, draft):
    html = client.get(reverse("taking_part_write")).text

    main = html.partition('class="button main"')[2].partition("</a>")[0]
    assert (reverse("proposal", args=[draft.pk]) in main, "read and comment" in main) == (True, True)


def test_pages_lead_home_where_nothing_is_open(client):
    main = client.get(reverse("taking_part_write")).text.partition('class="button main"')[2].partition("</a>")[0]

    assert (f'href="{reverse("home")}"' in main, "See what is open" in main) == (True, True)


def test_first_page_leads_to_the_second_and_back(client):
    first, second = client.get(reverse("taking_part")).text, client.get(reverse("taking_part_write")).text

    assert (f'rel="next" href="{reverse("taking_part_write")}"' in first) is True
    assert (f'rel="prev" href="{reverse("taking_part")}"' in second) is True


def test_what_is_private_is_not_named(client, secretary, host):
    hidden = factories.make_consultation(secretary, host, title="Quietly", reading="listed", taking_part="listed")
    round = factories.make_round(secretary, hidden)
    factories.make_proposal(secretary, round)

    assert [client.get(reverse(page)).text.count("Quietly") for page in ("taking_part", "taking_part_write")] == [0, 0]


def test_every_word_has_an_address_of_its_own(client):
    html = client.get(reverse("glossary")).text

    anchors = [term.anchor for _key, _title, terms in SECTIONS for term in terms]
    assert [anchor for anchor in anchors if html.count(f'id="word-{anchor}"') != 1] == []
    assert len(set(anchors)) == len(anchors) > 40


def test_words_keep_clear_of_the_names_in_code(client):
    words = client.get(reverse("glossary")).text.partition("<dl")[2].rpartition("</dl>")[0].lower()

    names = ("ledger", "disposition", "orphaned", "tombstone", "charter", "sealed", "spam", "cursor")
    assert [name for name in names if name in words] == []
