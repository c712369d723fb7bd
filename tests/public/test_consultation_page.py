import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import StakeholderGroup
from ledger.models import Entry
from rounds.actions import documents, rounds
from rounds.actions.documents import Upload
from tests import factories

pytestmark = pytest.mark.django_db


def test_consultation_says_what_can_be_done_and_until_when(as_, consultation, round, draft):
    page = as_(None).get("/c/who-acts/").text

    assert "<h1" in page and page.count("<h1") == 1
    assert f'<a class="button main" href="/p/{draft.pk}/">Zero draft: read and comment</a>' in page
    assert "Closes" in page
    assert "3 paragraphs" in page


def test_consultation_with_an_open_call(as_, consultation, call):
    page = as_(None).get("/c/who-acts/").text

    assert f'href="/c/who-acts/rounds/{call.number}/send/">Send a contribution</a>' in page


ORDER = ("now", "rounds", "decides", "documents", "heard", "contact", "use")


def test_consultation_says_everything_in_its_order(as_, consultation, round, draft):
    page = as_(None).get("/c/who-acts/").text

    places = [page.index(f'id="{name}"') for name in ORDER]
    assert places == sorted(places)
    assert page.index(consultation.summary) < places[0]


def main_buttons(page):
    """Their words, without the sign before them."""
    return re.findall(r'class="button main"[^>]*>(?:<svg.*?</svg>)?([^<]*)<', page)


@pytest.mark.parametrize("follows", [True, False])
def test_consultation_has_one_main_button(as_, secretary, member, consultation, follows):
    """What can be done in what is open; else to follow it."""
    if not follows:
        factories.make_round(secretary, consultation, purpose="call_for_inputs")

    for reader in (None, member):
        page = as_(reader).get("/c/who-acts/").text

        assert main_buttons(page) == ["Follow by mail" if follows else "Send a contribution"]


def test_consultation_tells_who_may_not_take_part_and_offers_to_follow(as_, secretary, host, outsider):
    closed = factories.make_consultation(
        secretary,
        host,
        slug="carriers",
        taking_part="groups",
        groups=[StakeholderGroup.objects.get(pk="private_sector")],
    )
    factories.make_round(secretary, closed, purpose="call_for_inputs")

    page = as_(outsider).get("/c/carriers/").text

    assert "This consultation is for named stakeholder groups, yours is not one." in page
    assert "Send a contribution" not in page
    assert main_buttons(page) == ["Follow by mail"]


def test_consultation_lists_its_documents(as_, secretary, consultation, settle):
    file = factories.make_document(
        secretary,
        consultation,
        "Un document de travail",
        type="issues_paper",
        language="fr",
        dated=date(2027, 2, 1),
        file=Upload("a.txt", b"Des mots."),
    )
    factories.make_document(secretary, consultation, "The report", link="https://library.example/a/report.pdf")
    gone = factories.make_document(secretary, consultation, "A slip")
    documents.remove(by=secretary, document=gone, now=timezone.now())
    settle()

    page = as_(None).get("/c/who-acts/").text

    assert f'<a href="/c/who-acts/documents/{file.pk}/" lang="fr" dir="ltr" download>Un document de travail</a>' in page
    assert '<time datetime="2027-02-01">1 Feb 2027</time>' in page
    assert "Plain text, 9\xa0bytes" in page
    assert '<a href="https://library.example/a/report.pdf" lang="en" dir="ltr" rel="external">The report</a>' in page
    assert "on <bdi>library.example</bdi>" in page
    assert "A slip" not in page


def test_consultation_says_whom_to_ask_and_how_texts_are_used(as_, secretary, host):
    factories.make_consultation(
        secretary,
        host,
        slug="asked",
        contact="Ask <noor@example.org>.",
        decides="The **meeting** decides.",
        names="First names only.",
        licence="CC-BY-SA-4.0",
    )

    page = as_(None).get("/c/asked/").text

    assert '<a href="mailto:noor@example.org"' in page
    assert "The **meeting** decides." in page
    assert "First names only." in page
    assert '<a href="https://creativecommons.org/licenses/by-sa/4.0/" rel="license">' in page


def test_consultation_without_words_of_its_own_falls_back_to_the_site(as_, secretary, host):
    factories.make_consultation(secretary, host, slug="bare", licence="reserved")

    page = as_(None).get("/c/bare/").text

    assert "Write to the secretariat:" in page
    assert "All rights stay with the authors; quotation allowed." in page
    assert 'rel="license"' not in page


def test_document_is_downloaded_and_never_opened_as_a_page(as_, secretary, consultation):
    made = factories.make_document(secretary, consultation, "A: letter/1", file=Upload("a.txt", b"Words."))

    answer = as_(None).get(f"/c/who-acts/documents/{made.pk}/")

    assert b"".join(answer.streaming_content) == b"Words."
    assert answer["Content-Disposition"] == 'attachment; filename="A_ letter-1.txt"'
    assert answer["Content-Type"] == "text/plain"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "public, no-cache"


def test_document_is_not_there_for_strangers_elsewhere_or_once_removed(
    as_, secretary, outsider, consultation, private_consultation
):
    made = factories.make_document(secretary, consultation, file=Upload("a.txt", b"Words."))
    private = factories.make_document(secretary, private_consultation, file=Upload("a.txt", b"Words."))
    link = factories.make_document(secretary, consultation)
    documents.remove(by=secretary, document=made, now=timezone.now())

    for reader, address in (
        (None, f"/c/who-acts/documents/{made.pk}/"),
        (None, f"/c/who-acts/documents/{link.pk}/"),
        (outsider, f"/c/behind-doors/documents/{private.pk}/"),
        (secretary, f"/c/who-acts/documents/{private.pk}/"),
    ):
        assert as_(reader).get(address).status_code == 404
    answer = as_(secretary).get(f"/c/behind-doors/documents/{private.pk}/")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")


def test_consultation_without_a_round(as_, consultation):
    page = as_(None).get("/c/who-acts/").text

    assert "No round is planned yet" in page
    assert "No round has opened yet. The first voice will count as much as every later one." in page


def test_consultation_whose_open_round_has_no_text_says_so_first(as_, consultation, round):
    head = as_(None).get("/c/who-acts/").text.partition('id="rounds"')[0]

    assert f"<b>{round}.</b> Closes" in head
    assert "The secretariat has not put up a text yet." in head


def test_consultation_between_rounds_says_what_comes(as_, secretary, consultation, closed_round):
    later = factories.make_round(secretary, consultation, opens_in=timedelta(days=2), closes_in=timedelta(days=9))

    head = as_(None).get("/c/who-acts/").text.partition('id="rounds"')[0]

    assert f"Nothing is open now. <b>{later}.</b> Opens on" in head


def test_consultation_that_is_over_says_so_first(as_, consultation, closed_round):
    head = as_(None).get("/c/who-acts/").text.partition('id="rounds"')[0]

    assert "Nothing is open now. What was said can be read below." in head


def test_consultation_shows_an_extension_with_its_reason_and_number(as_, secretary, consultation, round, settle):
    rounds.extend(by=secretary, round=round, closes_at=timezone.now() + timedelta(days=9), reason="two are late")
    settle()

    page = as_(None).get("/c/who-acts/").text

    number = round.extensions.get().entry.seq
    assert "two are late" in page
    assert f'href="/{number}/">No. {number}</a>' in page


def test_consultation_names_champions_and_next_step_of_an_option(as_, secretary, consultation, round, organization):
    factories.make_proposal(
        secretary, round, type="option", title="Option C", champions=[organization], next_step="A budget."
    )

    page = as_(None).get("/c/who-acts/").text

    assert "<bdi>Small Carriers’ Circle</bdi>" in page
    assert "A budget." in page


def test_consultation_names_the_offices(as_, consultation, moderator, secretary):
    page = as_(None).get("/c/who-acts/").text

    assert "<b>Secretariat:</b> <bdi>Noor</bdi>" in page
    assert "<b>Moderator:</b> <bdi>Piet</bdi>" in page


def test_consultation_for_named_groups_says_which(as_, secretary, host):
    factories.make_consultation(
        secretary,
        host,
        slug="carriers",
        taking_part="groups",
        groups=[StakeholderGroup.objects.get(pk="private_sector")],
    )

    page = as_(None).get("/c/carriers/").text

    assert "Members of these stakeholder groups:" in page


def test_consultation_that_is_private_is_not_there(as_, private_consultation, outsider):
    assert as_(None).get("/c/behind-doors/").status_code == 404
    assert as_(outsider).get("/c/behind-doors/").status_code == 404
    assert as_(None).get("/c/behind-doors/rules/").status_code == 404


def heard_of(page):
    return page.partition('id="heard"')[2].partition("</section>")[0]


def test_heard_says_of_the_open_round_who_was_heard_and_who_was_not(
    as_, secretary, consultation, closed_round, round, draft, organization, member, settle
):
    factories.make_comment(member, round, draft, capacity="organization", organization=organization)
    settle()

    block = heard_of(as_(None).get("/c/who-acts/").text)

    assert f"{round}: voices by stakeholder group, each counted once" in block
    assert block.count(": nothing yet</th>") == 6
    assert "Intergovernmental organizations</a>: nothing yet" in block
    assert 'href="/c/who-acts/groups/private_sector/">Private sector</a></th>' in block
    assert block.count("<svg") == 3
    number = Entry.objects.order_by("-seq")[0].seq
    assert f'Up to date at <a class="ref" href="/{number}/">No. {number}</a>' in block
    assert f'href="/c/who-acts/rounds/{closed_round.number}/#heard">Who was heard in {closed_round}</a>' in block


def test_heard_before_the_first_voice_and_before_the_first_round(as_, secretary, consultation, host, settle):
    factories.make_consultation(secretary, host, slug="later", title="Later")
    round = factories.make_round(secretary, consultation)
    settle()

    assert f"Nobody yet in {round}." in heard_of(as_(None).get("/c/who-acts/").text)
    assert "No round has opened yet." in heard_of(as_(None).get("/c/later/").text)


def test_consultation_takes_the_same_queries_with_one_and_thirty(
    as_, secretary, member, outsider, consultation, round, draft, settle, django_assert_max_num_queries
):
    factories.make_comment(member, round, draft)
    settle()
    with django_assert_max_num_queries(40) as few:
        as_(None).get("/c/who-acts/")
    for _number in range(10):
        there = factories.make_round(secretary, consultation)
        rounds.extend(by=secretary, round=there, closes_at=timezone.now() + timedelta(days=9), reason="late")
        text = factories.make_proposal(secretary, there, type="option", champions=[consultation.hosting_body])
        factories.make_document(secretary, consultation)
        factories.make_question(factories.make_round(secretary, consultation, purpose="call_for_inputs"))
        for _ in range(3):
            factories.make_comment(outsider, there, text)
    settle()

    with django_assert_max_num_queries(len(few) + 2) as many:
        as_(None).get("/c/who-acts/")

    # One query more for the entries of extensions, one for how options stand to each other, however many there are.
    assert len(many) <= len(few) + 2
    assert len(many) <= 20
