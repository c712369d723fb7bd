import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.actions import drafts, endorsements
from proposals.models import Comment
from tests import factories

pytestmark = pytest.mark.django_db

DETAILS = {
    "name": "Teodor Lind",
    "stakeholder_group": "academia",
    "country": "SE",
    "language": "sv",
    "time_zone": "Europe/Stockholm",
}
# The first and the last moment that can be written, in zones in which they lie outside the calendar of UTC.
EDGES = ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59")


def test_my_page_of_a_stranger_leads_to_signing_in(as_):
    answer = as_(None).get("/me/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/me/")


def test_my_page_without_a_text(as_, member):
    page = as_(member).get("/me/").text

    assert "You have not filed anything yet" in page


def test_my_details_are_saved(as_, member):
    answer = as_(member).post("/me/", DETAILS)

    member.refresh_from_db()
    assert (answer.status_code, answer.headers["Location"]) == (303, "/me/")
    assert (member.name, member.stakeholder_group_id, member.country) == ("Teodor Lind", "academia", "SE")
    assert (member.language, member.time_zone) == ("sv", "Europe/Stockholm")


def test_my_details_do_not_change_what_was_filed(as_, member, comment):
    as_(member).post("/me/", DETAILS)

    assert Comment.objects.get(pk=comment.pk).stakeholder_group_id == "civil_society"


def test_my_details_without_a_name(as_, member):
    answer = as_(member).post("/me/", DETAILS | {"name": " "})

    assert answer.status_code == 422
    assert "<title>Not sent: " in answer.text
    assert answer.text.count("Write the name under which you take part.") == 2
    assert 'value="Europe/Stockholm" selected' in answer.text


def test_my_name_is_one_line_that_everybody_sees(as_, member):
    as_(member).post("/me/", DETAILS | {"name": "Teodor\r\nBcc: \u202e everybody\x07"})
    named = type(member).objects.get(pk=member.pk).name
    unseen = [as_(member).post("/me/", DETAILS | {"name": name}) for name in ("\u200b", "\u2800", "\u202e", "\r\n")]

    assert named == "Teodor Bcc: everybody"
    assert [answer.status_code for answer in unseen] == [422, 422, 422, 422]
    assert type(member).objects.get(pk=member.pk).name == named


def test_my_details_with_a_zone_that_does_not_exist(as_, member):
    answer = as_(member).post("/me/", DETAILS | {"time_zone": "../../etc/passwd"})

    assert answer.status_code == 422


def test_my_page_shows_what_became_of_each_text(as_, member, secretary, round, draft, comment, settle):
    hidden = factories.make_comment(member, round, draft, text="Words that a moderator hid.")
    factories.hide(secretary, hidden)
    settle()

    page = as_(member).get("/me/").text

    assert "One plain thing." in page
    assert "Words that a moderator hid." in page
    assert "Hidden by a moderator" in page
    assert f"/comments/{comment.pk}/withdraw/" in page
    assert f"/comments/{hidden.pk}/withdraw/" not in page
    assert f"/comments/{comment.pk}/receipt/" in page
    assert f"/comments/{hidden.pk}/receipt/" in page


def test_my_page_shows_nothing_of_somebody_else(as_, outsider, comment):
    assert "One plain thing." not in as_(outsider).get("/me/").text


def test_my_page_offers_no_change_after_the_close(as_, member, round, comment):
    factories.close(round)

    page = as_(member).get("/me/").text

    assert "One plain thing." in page
    assert f"/comments/{comment.pk}/withdraw/" not in page


def test_my_page_by_page(as_, member, round, draft, call, monkeypatch):
    monkeypatch.setattr("public.pages.me.PAGE", 2)
    for number in range(3):
        factories.make_comment(member, round, draft, text=f"Comment number {number}.")
    factories.make_contribution(member, call, title="The last one")

    first = as_(member).get("/me/")
    second = as_(member).get(first.context["older"])

    assert [row.title for row in first.context["mine"]] == ["The last one", "Comment number 2."]
    assert [row.title for row in second.context["mine"]] == ["Comment number 1.", "Comment number 0."]
    assert second.context["older"] == ""


@pytest.mark.parametrize("place", ["yesterday_x", *(f"{at}_6f1d1b9e-3a5c-4a58-9a3e-0d5a4f3e2c1b" for at in EDGES)])
def test_my_page_at_a_place_that_nobody_was_given(as_, member, place):
    assert as_(member).get("/me/", {"before": place}).status_code == 200


def test_my_page_takes_the_same_queries_with_one_and_thirty(
    as_, member, secretary, round, draft, call, settle, django_assert_max_num_queries
):
    def file() -> None:
        factories.make_contribution(member, call)
        factories.make_comment(member, round, draft, paragraph=draft.paragraphs.first())
        factories.hide(secretary, factories.make_comment(member, round, draft))

    file()
    settle()
    browser = as_(member)
    with django_assert_max_num_queries(40) as few:
        browser.get("/me/")
    for _ in range(9):
        file()
    settle()

    with django_assert_max_num_queries(len(few)) as many:
        browser.get("/me/")

    assert len(many) == len(few)


def test_moments_are_shown_in_the_reader_s_zone(as_, member):
    member.time_zone = "Africa/Nairobi"
    member.save(update_fields=["time_zone"])

    page = as_(member).get("/me/").text

    assert "Times are in your zone, Nairobi (UTC+3), unless marked UTC." in page


def test_start_of_each_is_the_page_of_their_own_worth(as_, secretary, moderator, member, outsider, comment):
    def begins(person: object) -> str:
        return as_(person).get("/me/start/").headers["Location"]

    assert begins(secretary) == "/desk/"
    assert begins(moderator) == "/desk/"
    assert begins(member) == "/me/"
    assert begins(outsider) == "/"
    assert begins(None) == "/"


def test_start_leads_to_what_waits_for_a_focal_point(as_, member, organization, round, draft):
    colleague = factories.make_person("Sigrid")
    factories.make_focal_point(factories.make_secretary(), colleague, organization, role="member")
    factories.make_comment(colleague, round, draft, capacity="organization", organization=organization)

    assert as_(member).get("/me/start/").headers["Location"] == reverse("my_organizations")


def test_start_leads_to_drafts_and_to_endorsements(as_, member, outsider, organization, round, draft):
    said = factories.make_comment(member, round, draft, capacity="organization", organization=organization)
    endorsements.give(by=outsider, thing=said)
    drafts.save_comment(by=outsider, round=round, proposal=draft, text="Not yet.", language="en", now=timezone.now())

    begun = {person: as_(person).get("/me/start/").headers["Location"] for person in (member, outsider)}

    assert begun == {
        member: reverse("comment_endorsements", args=[said.pk]),
        outsider: reverse("my_response", args=[round.consultation.slug, round.number]),
    }
