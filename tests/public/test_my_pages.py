"""My pages beside tokens, devices and the copy: stations of my texts, drafts and responses, mails I got."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contributions.actions import contributions
from contributions.models import Contribution
from digests.actions import mails, notices
from digests.models import Mail
from digests.rules.letters import Letter
from moderation.actions import decisions
from proposals.actions import comments, drafts, endorsements, proposals, responses
from proposals.models import Comment, Paragraph
from public.stations import stations_of
from tests import factories

pytestmark = pytest.mark.django_db

PAGES = (
    "/me/",
    "/me/drafts/",
    "/me/follows/",
    "/me/organizations/",
    "/me/tokens/",
    "/me/devices/",
    "/me/export/",
)


def told(text, viewer):
    """The stations of one text, as words and numbers."""
    fresh = type(text).objects.select_related("entry", "status_entry", "round")
    found = fresh.get(pk=text.pk)
    return [(str(station.words), station.number) for station in stations_of([found], viewer)[text.pk]]


def numbers_of(text, *kinds):
    """The numbers of the acts about one text."""
    entries = type(text.entry).objects.filter(thing=text.pk, kind__in=kinds).order_by("pk")
    return [entry.seq for entry in entries]


@pytest.mark.parametrize("address", PAGES)
def test_each_of_my_pages_has_the_same_navigation(as_, member, address):
    page = as_(member).get(address).text

    nav = page[page.index('<nav class="mine"') :]
    nav = nav[: nav.index("</nav>")]
    assert [other for other in PAGES if f'href="{other}"' not in nav] == []
    assert nav.count("aria-current") == 1
    assert f'<a href="{address}" aria-current="page">' in nav


@pytest.mark.parametrize("address", [*PAGES, "/me/mails/"])
def test_my_pages_of_a_stranger_lead_to_signing_in(as_, address):
    answer = as_(None).get(address)

    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={address}")


# --- stations --------------------------------------------------------------------------------------------------------


def test_a_text_that_is_shown_at_once_has_two_stations(member, comment, settle):
    settle()
    comment.entry.refresh_from_db()

    assert told(comment, member) == [("Received", comment.entry.seq), ("Shown at once", None)]


def test_a_text_without_its_number_yet(member, comment):
    assert told(comment, member) == [("Received", None), ("Shown at once", None)]


def test_a_corrected_text_says_since_when(member, comment, settle):
    comments.correct(by=member, comment=comment, text="Mended once.")
    comments.correct(by=member, comment=Comment.objects.get(pk=comment.pk), text="Mended twice.")
    settle()

    corrections = numbers_of(comment, "comment.corrected")
    assert len(corrections) == 2
    assert told(comment, member)[2] == ("Corrected by you", corrections[1])


def test_a_hidden_and_restored_text_names_both_decisions(secretary, member, comment, settle):
    hidden = factories.hide(secretary, comment, rule=1)
    hidden.refresh_from_db()
    shown = Comment.objects.get(pk=comment.pk)
    decisions.restore(by=secretary, thing=shown, reason="It names nobody.", language="en", now=timezone.now())
    settle()

    stations = told(comment, member)
    assert stations[2] == (f"Hidden by a moderator: rule 1, {hidden.rule}", *numbers_of(comment, "moderation.hidden"))
    assert stations[3] == ("Shown again by a moderator", *numbers_of(comment, "moderation.restored"))


def test_a_waiting_text_says_for_what(member, comment):
    Comment.objects.filter(pk=comment.pk).update(
        status="received", waiting_for="moderator", text=None, words_digest=None
    )

    assert told(comment, member)[1:] == [("Waiting for a moderator", None)]


def test_a_withdrawn_text_ends_with_that(member, comment, settle):
    comments.withdraw(by=member, comment=comment)
    settle()

    assert told(comment, member)[1:] == [
        ("Shown at once", None),
        ("Withdrawn by you", *numbers_of(comment, "comment.withdrawn")),
    ]


def test_replies_and_endorsements_are_counted(member, outsider, secretary, round, draft, comment, settle):
    factories.make_comment(outsider, round, draft, text="A first reply.", reply_to=comment)
    last = factories.make_comment(outsider, round, draft, text="A second reply.", reply_to=comment)
    hidden = factories.make_comment(outsider, round, draft, text="A hidden reply.", reply_to=comment)
    factories.hide(secretary, hidden)
    given = endorsements.give(by=outsider, thing=comment)
    settle()
    last.entry.refresh_from_db()
    given.entry.refresh_from_db()

    assert told(comment, member)[2:] == [
        ("2 replies, the newest", last.entry.seq),
        ("Endorsed by 1 person", given.entry.seq),
    ]


def test_a_contribution_says_where_it_is_cited(member, secretary, draft, contribution, settle):
    paragraph = Paragraph.objects.get(proposal=draft, anchor="1")
    proposals.cite(by=secretary, paragraph=paragraph, contributions=[contribution], now=timezone.now())
    settle()

    cited = type(contribution.entry).objects.get(kind="proposal.cited")
    mine = Contribution.objects.select_related("entry", "status_entry", "round", "replaced_by__entry")
    station = stations_of([mine.get(pk=contribution.pk)], member)[contribution.pk][-1]
    assert (station.words, station.number) == (f"Cited in paragraph 1 of “{draft.title}”", cited.seq)
    assert station.address == f"/p/{draft.pk}/1/"


def test_a_contribution_that_is_cited_often_has_one_station(member, secretary, round, draft, contribution, settle):
    for anchor in ("1", "2"):
        paragraph = Paragraph.objects.get(proposal=draft, anchor=anchor)
        proposals.cite(by=secretary, paragraph=paragraph, contributions=[contribution], now=timezone.now())
    settle()

    last = type(contribution.entry).objects.filter(kind="proposal.cited").order_by("-seq")[0]
    mine = Contribution.objects.select_related("entry", "status_entry", "round", "replaced_by__entry")
    stations = stations_of([mine.get(pk=contribution.pk)], member)[contribution.pk][2:]
    assert [(station.words, station.number, station.address) for station in stations] == [
        (f"Cited in paragraphs 1 and 2 of “{draft.title}”", last.seq, f"/p/{draft.pk}/")
    ]


def test_a_replaced_contribution_leads_to_the_new_one(as_, member, contribution, settle):
    new = contributions.replace(
        by=member, contribution=contribution, title="Said anew", text="Other words.", language="en"
    )
    settle()
    new.entry.refresh_from_db()
    row = next(row for row in as_(member).get("/me/").context["mine"] if row.text.pk == contribution.pk)

    assert [(str(each.words), each.number) for each in row.stations[1:]] == [
        ("Shown at once", None),
        ("Replaced by you", new.entry.seq),
    ]
    assert row.stations[-1].address == f"/contributions/{new.pk}/"


def test_stations_of_what_is_not_readable_any_more_are_not_told(secretary, private_consultation, member, outsider):
    round = factories.make_round(secretary, private_consultation)
    draft = factories.make_proposal(secretary, round)
    for person in (member, outsider):
        private_consultation.listings.create(person=person, listed_at=timezone.now())
    said = factories.make_comment(member, round, draft)
    factories.make_comment(outsider, round, draft, text="A reply.", reply_to=said)
    before = told(said, member)
    private_consultation.listings.filter(person=member).delete()

    assert [words for words, _number in before] == ["Received", "Shown at once", "1 reply"]
    assert [words for words, _number in told(said, member)] == ["Received", "Shown at once"]


def test_my_page_asks_the_same_for_one_text_of_each_kind_and_for_many(
    as_, member, outsider, secretary, round, draft, call, settle
):
    paragraph = Paragraph.objects.get(proposal=draft, anchor="1")

    def add():
        said = factories.make_comment(member, round, draft)
        comments.correct(by=member, comment=said, text="Mended.")
        factories.make_comment(outsider, round, draft, text="A reply.", reply_to=said)
        endorsements.give(by=outsider, thing=said)
        hidden = factories.make_comment(member, round, draft)
        factories.hide(secretary, hidden)
        sent = factories.make_contribution(member, call, title="A title")
        endorsements.give(by=outsider, thing=sent)
        named = [*paragraph.drawn_from.all(), sent]
        proposals.cite(by=secretary, paragraph=paragraph, contributions=named, now=timezone.now())

    browser = as_(member)
    add()
    settle()
    with CaptureQueriesContext(connection) as one:
        browser.get("/me/")
    for _n in range(9):
        add()
    settle()
    with CaptureQueriesContext(connection) as many:
        page = browser.get("/me/")

    assert len(page.context["mine"]) == 30
    assert len(many) == len(one)


# --- drafts and responses --------------------------------------------------------------------------------------------


def test_drafts_and_responses_invite_where_there_is_nothing(as_, member):
    page = as_(member).get("/me/drafts/").text

    assert ("You have no draft" in page, "Nothing yet. What you file from My response" in page) == (True, True)


def test_drafts_stand_by_round_and_open_ones_first(as_, member, round, draft, call):
    now = timezone.now()
    drafts.save_comment(by=member, round=round, proposal=draft, text="A thought", language="en", now=now)
    drafts.save_contribution(by=member, round=call, text="Another", language="en", now=now)
    factories.close(call)

    begun = as_(member).get("/me/drafts/").context["begun"]

    assert [(row.round, row.count, row.is_open) for row in begun] == [(round, 1, True), (call, 1, False)]


def test_a_response_says_its_numbers_and_how_many(as_, member, round, draft, settle):
    items = [responses.Item(f"Point {n}.", "en", proposal=draft) for n in range(3)]
    filed = responses.file(by=member, round=round, items=items)
    before = as_(member).get("/me/drafts/")
    settle()
    page = as_(member).get("/me/drafts/")

    row = page.context["filed"][0]
    seqs = sorted(Comment.objects.filter(response=filed.pk).values_list("entry__seq", flat=True))
    assert "their numbers follow" in before.text
    assert (row.response, row.first, row.last) == (filed, seqs[0], seqs[-1])
    assert (row.last - row.first, f"/me/responses/{filed.pk}/" in page.text) == (2, True)


def test_responses_of_others_and_of_unreadable_places_are_not_listed(as_, secretary, private_consultation, member):
    round = factories.make_round(secretary, private_consultation)
    draft = factories.make_proposal(secretary, round)
    private_consultation.listings.create(person=member, listed_at=timezone.now())
    responses.file(by=member, round=round, items=[responses.Item("Behind doors.", "en", proposal=draft)])
    before = as_(member).get("/me/drafts/").context["filed"]
    others = as_(secretary).get("/me/drafts/").context["filed"]
    private_consultation.listings.all().delete()

    assert (len(before), others, as_(member).get("/me/drafts/").context["filed"]) == (1, [], [])


def test_drafts_page_asks_the_same_for_one_and_for_thirty(as_, member, round, draft, settle):
    def file():
        responses.file(by=member, round=round, items=[responses.Item("A point.", "en", proposal=draft)])

    browser = as_(member)
    file()
    settle()
    with CaptureQueriesContext(connection) as one:
        browser.get("/me/drafts/")
    for _n in range(29):
        file()
    settle()
    with CaptureQueriesContext(connection) as many:
        page = browser.get("/me/drafts/")

    assert len(page.context["filed"]) == 30
    assert len(many) == len(one)


def test_responses_by_page(as_, member, round, draft, monkeypatch):
    monkeypatch.setattr("public.pages.my_drafts.PAGE", 2)
    filed = [
        responses.file(by=member, round=round, items=[responses.Item("A point.", "en", proposal=draft)])
        for _n in range(3)
    ]

    first = as_(member).get("/me/drafts/")
    second = as_(member).get(first.context["later"])

    assert [row.response for row in first.context["filed"]] == [filed[2], filed[1]]
    assert [row.response for row in second.context["filed"]] == [filed[0]]
    assert second.context["is_first"] is False
    assert as_(member).get("/me/drafts/?after=garbage").status_code == 404


# --- mails -----------------------------------------------------------------------------------------------------------


def write(person, subject="A subject", *, at=None, **fields):
    now = at or timezone.now()
    letter = Letter(subject, "canarywords", "<p>canarywords</p>", {"Message-ID": f"<{subject}@example.org>"})
    mail = mails.write(
        kind=Mail.Kind.ACCOUNT, event_key=subject, person=person, address=person.email, letter=letter, now=now
    )
    Mail.objects.filter(pk=mail.pk).update(**fields)
    return mail


def test_mails_page_invites_where_there_is_none(as_, member):
    assert "No mail has been sent to you yet" in as_(member).get("/me/mails/").text


def test_mails_are_listed_with_their_state_and_without_their_words(as_, member, outsider):
    now = timezone.now()
    write(member, "It left", at=now - timedelta(minutes=3), state="sent", sent_at=now)
    write(member, "It waits", at=now - timedelta(minutes=2))
    write(member, "It came back", at=now - timedelta(minutes=1), state="shunted", reason="550 <b>nobody</b> here")
    write(outsider, "For somebody else")

    page = as_(member).get("/me/mails/")

    assert [row.mail.subject for row in page.context["rows"]] == ["It came back", "It waits", "It left"]
    assert "canarywords" not in page.text
    assert "For somebody else" not in page.text
    assert (page.text.count("Could not be delivered"), page.text.count("On its way")) == (1, 1)
    assert "550 &lt;b&gt;nobody&lt;/b&gt; here" in page.text


def test_a_mail_leads_to_the_act_that_it_tells(as_, member, comment, settle):
    settle()
    while notices.tell(now=timezone.now()):
        pass
    comment.entry.refresh_from_db()

    row = as_(member).get("/me/mails/").context["rows"][0]

    assert (str(row.kind), row.number) == ("Receipt", comment.entry.seq)


def test_mails_page_asks_the_same_for_one_and_for_thirty(as_, member, round, draft, settle):
    def add():
        factories.make_comment(member, round, draft)
        settle()
        while notices.tell(now=timezone.now()):
            pass

    browser = as_(member)
    add()
    with CaptureQueriesContext(connection) as one:
        browser.get("/me/mails/")
    for _n in range(29):
        factories.make_comment(member, round, draft)
    add()
    with CaptureQueriesContext(connection) as many:
        page = browser.get("/me/mails/")

    assert len(page.context["rows"]) == 31
    assert len(many) == len(one)


def test_mails_by_page(as_, member, monkeypatch):
    monkeypatch.setattr("public.pages.mails.PAGE", 2)
    now = timezone.now()
    for n in range(3):
        write(member, f"Mail {n}", at=now + timedelta(seconds=n))

    first = as_(member).get("/me/mails/")
    second = as_(member).get(first.context["later"])

    assert [row.mail.subject for row in first.context["rows"]] == ["Mail 2", "Mail 1"]
    assert [row.mail.subject for row in second.context["rows"]] == ["Mail 0"]
    assert [as_(member).get(f"/me/mails/?after={wrong}").status_code for wrong in ("x", "%00", "9" * 2000)] == [404] * 3
