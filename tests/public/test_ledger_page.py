import pathlib
import re

import pytest
from django.utils import timezone

from ledger.models import Entry
from moderation.actions import decisions
from proposals.actions import comments
from public import record, sentences
from tests import factories

pytestmark = pytest.mark.django_db
HOUSE = pathlib.Path(__file__).parents[2]


def number_of(thing: object) -> int:
    return Entry.objects.get(pk=thing.entry_id).seq


def test_record_without_an_entry(as_):
    answer = as_(None).get("/ledger/")

    assert answer.status_code == 200
    assert "Nothing has happened yet" in answer.text


def test_record_tells_each_act_in_a_sentence(as_, secretary, comment, settle):
    factories.hide(secretary, comment, rule=3)
    settle()

    page = as_(None).get("/ledger/").text

    number = number_of(comment)
    assert "A person commented on" in page
    assert f'<a class="ref" href="/{number}/">No. {number}</a> was hidden: rule 3, “No attacks on persons”.' in page
    assert "One plain thing." not in page
    assert comment.author.name not in page


def test_record_shows_nothing_of_a_private_consultation(as_, secretary, private_consultation, settle):
    settle()

    page = as_(None).get("/ledger/").text

    assert "behind-doors" not in page
    assert "Behind doors" not in page
    assert "behind-doors" in as_(secretary).get("/ledger/").text or "Behind doors" in record_of(secretary)


def record_of(person: object) -> str:
    return " ".join(told.words for told in record.latest(person, limit=50))


def test_record_does_not_show_what_waits(as_, secretary, host, member, moderator, settle):
    careful = factories.make_consultation(secretary, host, moderation="before", slug="careful")
    there = factories.make_round(secretary, careful)
    waiting = factories.make_comment(member, there, factories.make_proposal(secretary, there))
    settle()

    number = number_of(waiting)

    assert as_(None).get(f"/{number}/").status_code == 404
    assert f'id="e{number}"' not in as_(None).get("/ledger/").text
    assert f'id="e{number}"' in record_page(as_, member)


def record_page(as_, person: object) -> str:
    return "".join(f'id="e{told.entry.seq}"' for told in record.latest(person, limit=50))


def test_record_filters_by_consultation_and_kind(as_, secretary, host, comment, settle):
    factories.make_consultation(secretary, host, slug="other", title="Another one")
    settle()

    page = as_(None).get("/ledger/?consultation=who-acts&what=comments").text

    assert page.count('<li class="row"') == 1
    assert "A person commented on" in page


def test_record_with_a_filter_that_does_not_exist(as_, private_consultation):
    unknown = as_(None).get("/ledger/?consultation=nothing")
    private = as_(None).get("/ledger/?consultation=behind-doors")

    assert (unknown.status_code, private.status_code) == (422, 422)
    assert "Select a valid choice. nothing is not one of the available choices." in unknown.text


def test_record_with_a_number_that_is_none(as_, comment):
    answer = as_(None).get("/ledger/?number=many")

    assert answer.status_code == 422
    assert "Enter a whole number." in answer.text


def test_record_pages_by_number(as_, member, round, draft, settle, monkeypatch):
    monkeypatch.setattr("public.pages.ledger.PAGE", 5)
    for _ in range(12):
        factories.make_comment(member, round, draft)
    settle()
    last = Entry.objects.count()

    first = as_(None).get("/ledger/")
    second = as_(None).get(first.context["older"])
    back = as_(None).get(second.context["newer"])

    assert [told.entry.seq for told in first.context["told"]] == list(range(last, last - 5, -1))
    assert [told.entry.seq for told in second.context["told"]] == list(range(last - 5, last - 10, -1))
    assert [told.entry.seq for told in back.context["told"]] == list(range(last, last - 5, -1))
    assert "newer" not in first.context


def test_number_leads_to_what_it_is_about(as_, secretary, comment, contribution, draft, call, consultation, settle):
    decision = factories.hide(secretary, comment)
    settle()

    def leads_to(thing: object) -> str:
        return as_(None).get(f"/{number_of(thing)}/").headers["Location"]

    assert leads_to(comment) == f"/comments/{comment.pk}/"
    assert leads_to(decision) == f"/comments/{comment.pk}/"
    assert leads_to(contribution) == f"/contributions/{contribution.pk}/"
    assert leads_to(draft) == f"/p/{draft.pk}/"
    assert leads_to(call) == f"/c/who-acts/rounds/{call.number}/"
    assert leads_to(consultation) == "/c/who-acts/"


def test_number_of_a_body_leads_to_its_page(as_, member, organization, settle):
    settle()
    noted = Entry.objects.get(thing=organization.pk)
    affiliated = Entry.objects.get(kind="affiliation.noted")

    for entry in (noted, affiliated):
        assert as_(None).get(f"/{entry.seq}/").headers["Location"] == f"/organizations/{organization.pk}/"


def test_number_of_what_has_no_page_leads_to_its_place_in_the_record(as_, secretary, settle):
    settle()
    granted = Entry.objects.get(kind="role.granted")

    answer = as_(None).get(f"/{granted.seq}/")

    assert answer.headers["Location"] == f"/ledger/?number={granted.seq}#e{granted.seq}"


def test_number_that_nobody_has(as_):
    assert as_(None).get("/1000000/").status_code == 404
    assert as_(None).get("/99999999999999999999999/").status_code == 404


def test_number_of_a_private_consultation_is_not_there(as_, private_consultation, settle):
    settle()

    assert as_(None).get(f"/{number_of(private_consultation)}/").status_code == 404


def test_every_kind_of_act_has_its_sentence():
    named = set()
    for path in HOUSE.glob("*/actions/*.py"):
        named |= set(re.findall(r'"((?:[a-z]+)\.(?:[a-z_]+))"', path.read_text()))
    kinds = {kind for kind in named if kind.split(".")[0] in FAMILIES}
    kinds |= {"comment.published", "contribution.published"}
    # A column that a statement names, and a kind of job.
    kinds -= {"consultation.decides_within", "moderation.bulk"}

    assert kinds - set(sentences.KINDS) == set()
    assert "comment.received" in kinds


FAMILIES = {
    *("consultation", "round", "proposal", "contribution", "comment", "import", "moderation", "organization"),
    *("affiliation", "role"),
}


def test_a_kind_without_a_sentence_is_an_error():
    with pytest.raises(sentences.UnknownKind):
        sentences.kind_of(Entry(kind="comment.sung"))


def test_reply_and_correction_name_the_number_they_follow(as_, member, secretary, round, draft, comment, settle):
    factories.make_comment(secretary, round, draft, reply_to=comment, capacity="secretariat")
    comments.correct(by=member, comment=comment, text="Another plain thing.")
    settle()

    page = as_(None).get("/ledger/").text

    number = number_of(comment)
    assert f'The secretariat replied to <a class="ref" href="/{number}/">No. {number}</a>' in page
    assert f'The author of <a class="ref" href="/{number}/">No. {number}</a> corrected it.' in page


def test_restoring_and_withdrawing_are_told(as_, secretary, member, comment, settle):
    factories.hide(secretary, comment)
    decisions.restore(by=secretary, thing=comment, reason="A mistake.", language="en", now=timezone.now())
    comment.refresh_from_db()
    comments.withdraw(by=member, comment=comment)
    settle()

    page = as_(None).get("/ledger/").text

    assert "which had been hidden, is shown again." in page
    assert "took it back. Its words are gone, its number stays." in page


def test_record_takes_the_same_queries_with_one_and_thirty(
    as_, secretary, outsider, comment, round, draft, settle, django_assert_max_num_queries
):
    factories.hide(secretary, comment)
    factories.make_comment(outsider, round, draft, reply_to=comment)
    settle()
    with django_assert_max_num_queries(40) as few:
        as_(None).get("/ledger/")
    for _ in range(15):
        said = factories.make_comment(outsider, round, draft, paragraph=draft.paragraphs.first())
        factories.make_comment(outsider, round, draft, reply_to=said)
        factories.hide(secretary, said)
    settle()

    with django_assert_max_num_queries(len(few) + 1) as many:
        as_(None).get("/ledger/")

    assert len(many) <= 14
