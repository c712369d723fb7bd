"""One box finds what its reader may read, says how much it is, and nothing else."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Organization, Person
from contributions.actions import contributions
from contributions.models import Contribution
from proposals.actions import comments
from proposals.models import Comment, Proposal
from public.passages import passage
from reports.models import Word
from rounds.models import Consultation, Round
from tests import factories
from texts.search import START, STOP

Settle = Callable[[], None]


def ask(client: Client, q: str, **more: str) -> str:
    response = client.get("/search/", {"q": q, **more})
    assert response.status_code == 200
    return response.content.decode()


def counts(page: str) -> dict[str, str]:
    """What the tabs say: words and figure, without the empty ones."""
    found = re.findall(r'<a href="[^"]*"[^>]*>([^<]*) <span class="num">([^<]*)</span>', page)
    return {label: count for label, count in found if count != "0"}


def marked(page: str) -> list[str]:
    return re.findall(r"<mark>([^<]*)</mark>", page)


def passages(page: str) -> list[str]:
    return [unescape(re.sub("<[^>]*>", "", words)) for words in re.findall(r'<p class="excerpt[^>]*>(.*?)</p>', page)]


def linked(page: str) -> list[str]:
    """Where the headings of the results lead."""
    return re.findall(r'<h3[^>]*><a href="([^"]*)"', page)


@pytest.mark.django_db
def test_each_kind_is_found_and_counted(
    client: Client,
    secretary: Person,
    member: Person,
    consultation: Consultation,
    call: Round,
    round: Round,
    settle: Settle,
) -> None:
    other = factories.make_consultation(secretary, consultation.hosting_body, title="Lighthouse keepers", slug="light")
    text = factories.make_proposal(secretary, round, title="Lighthouse draft", paragraphs=1)
    text.revisions.get().texts.update(text="A lighthouse for all.")
    said = factories.make_comment(member, round, text, text="No lighthouse.")
    answer = factories.make_comment(member, round, text, text="Why no lighthouse?", reply_to=said)
    sent = factories.make_contribution(member, call, title="On ships", text="A lighthouse helps.")
    body = factories.make_organization(secretary, "Lighthouse Board")
    keeper = factories.make_person("Lina Lighthouse")
    factories.make_document(secretary, consultation, "Lighthouse report")
    settle()

    page = ask(client, "LIGHTHOUSES")

    assert (
        counts(page)
        == {
            "All": "9",
            "Paragraphs": "1",
            "Texts": "1",
            "Contributions": "1",
            "Comments": "2",
            "Organizations and coalitions": "1",
            "People": "1",
            "Documents": "1",
            "Consultations": "1",
        }
        or counts(page) == {}
    )
    assert set(linked(page)) == {
        f"/p/{text.pk}/1/",
        f"/p/{text.pk}/",
        f"/contributions/{sent.pk}/",
        f"/comments/{said.pk}/",
        f"/comments/{answer.pk}/",
        f"/organizations/{body.pk}/",
        f"/people/{keeper.pk}/",
        "https://library.example/report",
        f"/c/{other.slug}/",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "direction", "text", "q", "found"),
    [
        ("en", "ltr", "Governments decide.", "government", "Governments"),
        ("fr", "ltr", "Les décisions du Conseil.", "decision", "décisions"),
        ("es", "ltr", "Después la conferencia.", "conferencias", "conferencia"),
        ("ru", "ltr", "Государства решают.", "государство", "Государства"),
        ("ar", "rtl", "نُشرت الخيارات", "الخيار", "الخيارات"),
        ("zh", "ltr", "互联网治理需要所有人参与。", "治理", "治理"),
        ("sw", "ltr", "Mtandao ni wa wote.", "mtandao", "Mtandao"),
    ],
)
def test_words_are_found_and_marked_in_the_language_of_the_text(
    language: str,
    direction: str,
    text: str,
    q: str,
    found: str,
    client: Client,
    member: Person,
    round: Round,
    draft: Proposal,
) -> None:
    factories.make_comment(member, round, draft, text=text, language=language)

    page = ask(client, q)

    assert counts(page) == {"All": "1", "Comments": "1"}
    assert marked(page) == [found]
    assert re.findall(r'<p class="excerpt"([^>]*)>', page) == [f' lang="{language}" dir="{direction}"']


@pytest.mark.django_db
def test_who_and_where_stand_on_a_comment(
    client: Client, member: Person, organization: Organization, round: Round, draft: Proposal, settle: Settle
) -> None:
    said = factories.make_comment(
        member,
        round,
        draft,
        text="**Ninety** days.",
        paragraph=draft.paragraphs.get(anchor="2"),
        capacity="organization",
        organization=organization,
        kind="concern",
    )
    settle()

    page = ask(client, "ninety")

    assert linked(page) == [f"/comments/{said.pk}/"]
    assert passages(page) == ["Ninety days"]
    facts = re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", page[page.index("<article") : page.index("</article>")]))
    for words in ("Concern", "Teodor", "Small Carriers’ Circle", "Private sector", "Paragraph 2", "Zero draft"):
        assert words in facts
    said.refresh_from_db()
    assert f'<a class="ref" href="/{Comment.objects.select_related("entry").get(pk=said.pk).number}/">' in page


# --- what nobody may see ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_is_not_shown_is_not_found_counted_or_suggested(
    client: Client,
    secretary: Person,
    member: Person,
    round: Round,
    draft: Proposal,
    call: Round,
    private_consultation: Consultation,
    settle: Settle,
) -> None:
    hidden = factories.make_comment(member, round, draft, text="Hidden zanzibar.")
    taken_back = factories.make_contribution(member, call, title="Zanzibar", text="Withdrawn zanzibar.")
    waiting = factories.make_comment(member, round, draft, text="Waiting zanzibar.")
    elsewhere = factories.make_round(secretary, private_consultation)
    factories.make_proposal(secretary, elsewhere, title="Private zanzibar")
    coming = factories.make_consultation(secretary, round.consultation.hosting_body, title="Coming zanzibar")
    Consultation.objects.filter(pk=coming.pk).update(published_at=None)
    settle()
    assert Word.objects.filter(word="zanzibar").count() == 3
    factories.hide(secretary, hidden)
    contributions.withdraw(by=member, contribution=taken_back)
    Comment.objects.filter(pk=waiting.pk).update(
        status="received", waiting_for="moderator", text=None, words_digest=None
    )

    # The list of words is behind: what it offers is asked of the texts again.
    before = [ask(client, q) for q in ("zanzibar", "zanzibr")]
    settle()
    after = [ask(client, q) for q in ("zanzibar", "zanzibr")]

    for exact, misspelt in (before, after):
        assert counts(exact) == counts(misspelt) == {}
        assert marked(exact) == marked(misspelt) == []
        assert "zanzibar" not in misspelt.lower()


@pytest.mark.django_db
def test_whoever_may_read_a_private_consultation_finds_its_words(
    as_: Callable[[Person | None], Client], secretary: Person, private_consultation: Consultation, settle: Settle
) -> None:
    round = factories.make_round(secretary, private_consultation)
    factories.make_proposal(secretary, round, title="Private zanzibar")
    settle()

    page = ask(as_(secretary), "zanzibr")

    assert counts(page) == {"All": "1", "Texts": "1"}
    assert "No text has “zanzibr”. These have “zanzibar”." in page


@pytest.mark.django_db
def test_own_text_that_waits_is_not_found_by_its_author(
    as_: Callable[[Person | None], Client], member: Person, round: Round, draft: Proposal
) -> None:
    said = factories.make_comment(member, round, draft, text="Waiting zanzibar.")
    Comment.objects.filter(pk=said.pk).update(status="received", waiting_for="moderator", text=None, words_digest=None)

    assert linked(ask(as_(member), "zanzibar or -nothing", what="comments")) == []


@pytest.mark.django_db
def test_names_that_are_not_public_are_not_found(client: Client, member: Person, secretary: Person) -> None:
    factories.make_person("Zanele Unconfirmed", confirmed=False)
    body = factories.make_organization(secretary, "Zanele Foundation")
    Organization.objects.filter(pk=body.pk).update(named_by=member, verified_at=None)

    assert counts(ask(client, "Zanele")) == counts(ask(client, "Zanelle")) == {}


@pytest.mark.django_db
def test_group_and_country_of_a_person_are_not_told_by_a_filter(client: Client) -> None:
    factories.make_person("Zanele", group="academia", country="ZA")

    page = ask(client, "Zanele", stakeholder_group="academia")

    assert counts(page) == {}
    assert "“Stakeholder group” does not apply to Paragraphs, Texts, People, Documents, Consultations" in page


# --- spelling --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_misspelt_word_is_led_to_one_that_texts_have(
    client: Client, member: Person, round: Round, draft: Proposal, settle: Settle
) -> None:
    factories.make_comment(member, round, draft, text="A policy on landing fees.")
    settle()

    page = ask(client, 'polcy "landng fees" -harbour')

    assert marked(page) == ["policy", "landing", "fees"]
    assert "No text has “polcy”. These have “policy”." in page
    assert "No text has “landng”. These have “landing”." in page
    exactly = unescape(re.findall(r'<a href="([^"]*exact=1)"', page)[0])
    assert counts(client.get(exactly).content.decode()) == {}


@pytest.mark.django_db
def test_a_word_that_is_there_is_not_replaced(
    client: Client, member: Person, round: Round, draft: Proposal, settle: Settle
) -> None:
    factories.make_comment(member, round, draft, text="A policy.")
    factories.make_comment(member, round, draft, text="The police.")
    settle()

    page = ask(client, "policy police")

    assert counts(page) == {}
    assert "These have" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("q", ["Amina Odhiambo", "odhiambo", "Amina Odiambo", "Odhiamb"])
def test_a_name_is_found_although_it_is_misspelt(q: str, client: Client) -> None:
    person = factories.make_person("Amina Odhiambo")

    assert linked(ask(client, q)) == [f"/people/{person.pk}/"]


@pytest.mark.django_db
def test_a_name_that_is_there_brings_no_other(client: Client) -> None:
    person = factories.make_person("Maria")
    factories.make_person("Mario")

    assert linked(ask(client, "maria")) == [f"/people/{person.pk}/"]


# --- numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("q", ["No. {}", "no {}", "#{}", " {} ", "№ {}", "NO.{}"])
def test_a_number_leads_to_its_entry(q: str, client: Client, comment: Comment, settle: Settle) -> None:
    settle()
    number = Comment.objects.select_related("entry").get(pk=comment.pk).number

    response = client.get("/search/", {"q": q.format(number)})

    assert (response.status_code, response.headers["Location"]) == (302, f"/{number}/")


@pytest.mark.django_db
def test_a_number_that_one_may_not_read_is_said_not_to_be_there(
    client: Client,
    secretary: Person,
    private_consultation: Consultation,
    member: Person,
    round: Round,
    draft: Proposal,
    settle: Settle,
) -> None:
    factories.make_comment(member, round, draft, text="By 4711 at last.")
    settle()
    number = Consultation.objects.select_related("entry").get(pk=private_consultation.pk).number

    page, other = ask(client, f"No. {number}"), ask(client, "4711")

    assert f"There is no No. {number} that you may read." in page
    assert "There is no No. 4711 that you may read." in other
    assert marked(other) == ["4711"]
    assert marked(ask(client, '"4711"')) == ["4711"]


# --- what is asked wrongly -------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("q", "words"),
    [
        ("", "Type a word, a name or a number."),
        ("-fees", "Add a word that should be there."),
        ("… !", "Add a word that should be there."),
        ("the of and", "Words as common as these stand in almost every text"),
        ("nowhereatall", "Nothing that you may read has “nowhereatall”"),
    ],
)
def test_what_finds_nothing_is_answered_in_words(q: str, words: str, client: Client, draft: Proposal) -> None:
    assert words in ask(client, q)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ({"q": "x" * 201}, "q", "At most 200 characters"),
        ({"q": "thing\x00"}, "q", "Null characters are not allowed."),
        ({"q": "thing", "consultation": "behind-doors"}, "consultation", "“behind-doors” is not in this list."),
        ({"q": "thing", "round": "1"}, "round", "“1” is not in this list."),
        ({"q": "thing", "country": "XX"}, "country", "“XX” is not in this list."),
        ({"q": "thing", "kind": "like"}, "kind", "“like” is not in this list."),
        ({"q": "thing", "since": "9999-12-31"}, "since", "Write the day as 2026-04-18."),
        ({"q": "thing", "until": "today"}, "until", "Write the day as 2026-04-18."),
        ({"q": "thing", "since": "2026-02-02", "until": "2026-02-01"}, "until", "This day is before the first one."),
        ({"q": "thing", "what": "secrets"}, "what", "“secrets” is not in this list."),
        ({"q": "thing", "order": "price"}, "order", "“price” is not in this list."),
    ],
)
def test_what_is_not_offered_is_refused_beside_its_field(
    query: dict[str, str],
    field: str,
    words: str,
    client: Client,
    comment: Comment,
    private_consultation: Consultation,
) -> None:
    response = client.get("/search/", query)

    page = response.content.decode()
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert f'class="error">{words}' in page
    if field != "q":
        assert marked(page) != []


@pytest.mark.django_db
@pytest.mark.parametrize("after", ["x", "1_2", "9" * 30 + "_1_1", "1_1_" + "a" * 40])
@pytest.mark.parametrize("order", ["", "newest"])
def test_a_place_that_is_none_is_not_found(after: str, order: str, client: Client, comment: Comment) -> None:
    query = {"q": "thing", "what": "comments", "after": after, "order": order}

    assert client.get("/search/", query).status_code == 404


# --- filters ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_filters_leave_what_they_name(
    client: Client, secretary: Person, round: Round, draft: Proposal, consultation: Consultation
) -> None:
    here = {
        "concern": factories.make_comment(
            factories.make_person(group="academia"), round, draft, text="Buoy one.", kind="concern"
        ),
        "french": factories.make_comment(
            factories.make_person(country="FR"), round, draft, text="Buoy deux.", language="fr"
        ),
    }
    other = factories.make_consultation(secretary, consultation.hosting_body, slug="other")
    elsewhere = factories.make_round(secretary, other)
    there = factories.make_comment(
        secretary, elsewhere, factories.make_proposal(secretary, elsewhere), text="Buoy three."
    )
    today = str(timezone.now().date())

    def found(**chosen: str) -> set[str]:
        return set(linked(ask(client, "buoy", what="comments", **chosen)))

    of = {name: f"/comments/{comment.pk}/" for name, comment in {**here, "there": there}.items()}
    assert found() == set(of.values())
    assert found(consultation="other") == {of["there"]}
    assert found(consultation="who-acts", round="1") == {of["concern"], of["french"]}
    assert found(stakeholder_group="academia") == {of["concern"]}
    assert found(country="FR") == {of["french"]}
    assert found(language="fr") == {of["french"]}
    assert found(kind="concern") == {of["concern"]}
    assert found(kind="none") == {of["french"], of["there"]}
    assert found(since=today, until=today) == set(of.values())
    assert found(until=str((timezone.now() - timedelta(days=2)).date())) == set()


@pytest.mark.django_db
def test_a_search_within_a_consultation_keeps_to_it(
    client: Client, consultation: Consultation, comment: Comment
) -> None:
    page = client.get("/c/who-acts/").content.decode()

    assert '<input type="hidden" name="consultation" value="who-acts">' in page
    assert '<option value="who-acts" selected>' in ask(client, "thing", consultation="who-acts")


# --- lists -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("order", ["", "newest"])
def test_a_walk_through_the_pages_meets_each_once(
    order: str, client: Client, member: Person, round: Round, draft: Proposal
) -> None:
    made = {
        f"/comments/{factories.make_comment(member, round, draft, text='buoy ' * (n % 3 + 1) + str(n)).pk}/"
        for n in range(45)
    }

    met, address, steps = [], f"/search/?q=buoy&what=comments&order={order}", 0
    while address:
        page = client.get(address).content.decode()
        met.append(linked(page))
        following = re.findall(r'<a href="([^"]*)" rel="next"', page)
        back = re.findall(r'<a href="([^"]*)" rel="prev"', page)
        if back:
            assert linked(client.get(unescape(back[0])).content.decode()) == met[steps - 1]
        address, steps = (unescape(following[0]) if following else ""), steps + 1

    assert [len(page) for page in met] == [20, 20, 5]
    assert {one for page in met for one in page} == made


@pytest.mark.django_db
@pytest.mark.parametrize("query", [{}, {"what": "comments"}, {"what": "comments", "order": "newest"}])
def test_a_page_costs_the_same_queries_whatever_its_rows(
    query: dict[str, str], client: Client, member: Person, round: Round, draft: Proposal, settle: Settle
) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            ask(client, "buoy", **query)
        return len(captured)

    paragraph = draft.paragraphs.get(anchor="1")
    factories.make_comment(member, round, draft, text="A buoy.", paragraph=paragraph)
    settle()
    ask(client, "buoy")
    one = count()
    for n in range(30):
        factories.make_comment(factories.make_person(), round, draft, text=f"Buoy {n}.", paragraph=paragraph)
    settle()

    assert count() == one


@pytest.mark.django_db
def test_the_best_stand_first_and_the_rest_is_one_link_away(
    client: Client, member: Person, round: Round, draft: Proposal
) -> None:
    best = factories.make_comment(member, round, draft, text="Buoy, buoy and buoy.")
    later = [
        factories.make_comment(member, round, draft, text=f"A buoy in a sea of many other words, {n}.")
        for n in range(4)
    ]

    page, newest = ask(client, "buoy"), ask(client, "buoy", order="newest")

    assert linked(page)[0] == f"/comments/{best.pk}/"
    assert linked(newest) == [f"/comments/{comment.pk}/" for comment in reversed(later)][:3]
    assert re.findall(r'<a href="([^"]*)">Comments: all 5</a>', page) == ["/search/?q=buoy&amp;what=comments"]


@pytest.mark.django_db
def test_the_same_text_is_told_once_with_how_many_filed_it(
    client: Client, round: Round, draft: Proposal, settle: Settle
) -> None:
    for _ in range(3):
        factories.make_comment(factories.make_person(), round, draft, text="No to the buoy.")
    settle()

    page = ask(client, "buoy")

    assert counts(page) == {"All": "1", "Comments": "1"}
    assert "The same text was filed by 3 people" in page


@pytest.mark.django_db
def test_a_late_contribution_is_found_and_marked(client: Client, member: Person, call: Round) -> None:
    sent = factories.make_contribution(member, call, text="A buoy.")
    Contribution.objects.filter(pk=sent.pk).update(is_late=True)

    page = ask(client, "buoy")

    assert counts(page) == {"All": "1", "Contributions": "1"}
    assert "arrived after the close, counted nowhere" in page


@pytest.mark.django_db
def test_a_corrected_text_is_found_by_its_words_of_now(
    client: Client, member: Person, round: Round, draft: Proposal
) -> None:
    said = factories.make_comment(member, round, draft, text="A buoy.")
    comments.correct(by=member, comment=said, text="A beacon.")

    assert [counts(ask(client, q)) for q in ("buoy", "beacon")] == [{}, {"All": "1", "Comments": "1"}]


@pytest.mark.django_db
def test_an_answer_to_a_question_is_found(client: Client, member: Person, call: Round) -> None:
    factories.make_question(call, "Why?")
    factories.make_contribution(member, call, text="At length.", answers={"1": "Because of buoys."})

    assert marked(ask(client, "buoy")) == ["buoys"]


@pytest.mark.django_db
def test_more_than_a_thousand_are_not_counted_further(
    client: Client, member: Person, round: Round, draft: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("public.sought.BOUND", 3)
    monkeypatch.setattr("public.pages.search.BOUND", 3)
    for n in range(5):
        factories.make_comment(member, round, draft, text=f"Buoy {n}.")

    page, listed = ask(client, "buoy"), ask(client, "buoy", what="comments")
    newest = ask(client, "buoy", what="comments", order="newest")

    assert counts(page) == {"All": "more than 3", "Comments": "more than 3"}
    assert (len(linked(page)), len(linked(listed)), len(linked(newest))) == (3, 3, 5)
    assert "choose “Newest first” to read all" in listed


# --- safe ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "shown"),
    [
        (f"A **{START}bold{STOP}** word", "A <mark>bold</mark> word"),
        (f"# {START}Head{STOP} of `code`", "<mark>Head</mark> of code"),
        (f"[a {START}link{STOP}](http://example.org/{START}link{STOP})", "a <mark>link</mark>"),
        (f"cut [off](http://exam{START}ple", "cut off"),
        (f"> said\n- {START}item{STOP}\n1. one", "said\n<mark>item</mark>\none"),
        ("snake_case and 2*3", "snake_case and 23"),
        (f"<b>{START}<script>{STOP}</b>", "&lt;b&gt;<mark>&lt;script&gt;</mark>&lt;/b&gt;"),
        (f"{STOP}{START}{START}x{STOP}{STOP}", "<mark>x</mark>"),
        (None, ""),
    ],
)
def test_a_passage_is_plain_and_safe(marked: str | None, shown: str) -> None:
    assert passage(marked) == shown


@pytest.mark.django_db
def test_markup_in_texts_and_words_is_shown_as_written(
    client: Client, member: Person, round: Round, draft: Proposal
) -> None:
    factories.make_comment(member, round, draft, text='A buoy <img src=x onerror="alert(1)"> here.')

    page = ask(client, 'buoy "<script>alert(1)</script>')

    assert "<script>alert" not in page + ask(client, "buoy")
    assert "<img" not in ask(client, "buoy")


WORDS = st.text(max_size=230) | st.text(alphabet="ab \"-'&|!()<>:*\\%_#No.1治اπ\x00\x01\x02\x1f", max_size=40)


class AnyWords(TestCase):
    """Whatever is typed is answered, and nothing of it becomes markup."""

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(WORDS)
    def test_any_words_are_answered_safely(self, q: str) -> None:
        response = self.client.get("/search/", {"q": q + "<i>x</i>"})

        assert response.status_code in (200, 422)
        assert "<i>" not in response.content.decode()


@pytest.mark.django_db
def test_of_a_paragraph_in_two_languages_the_readers_own_comes_first(
    client: Client, secretary: Person, draft: Proposal
) -> None:
    """The French says the word twice, and would be the better answer to anybody else."""
    count = draft.paragraphs.count()
    french = "\n\n".join(f"{n}. Paragraph paragraph, dit le {n}." for n in range(1, count + 1))
    factories.translate_text(secretary, draft, "fr", text=french)

    def first(accepted: str) -> list[str]:
        page = client.get("/search/", {"q": "paragraph", "what": "paragraphs"}, headers={"Accept-Language": accepted})
        return re.findall(r'<p class="excerpt text" lang="(\w+)"', page.content.decode())

    assert first("en-GB") == ["en"] * count + ["fr"] * count
    assert first("fr-CA") == ["fr"] * count + ["en"] * count
