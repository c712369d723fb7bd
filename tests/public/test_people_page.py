from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Person
from contributions.actions import contributions
from proposals.actions import comments, endorsements
from rounds.models import Office
from tests import factories

pytestmark = pytest.mark.django_db


def page_of(client, person, query=""):
    return client.get(reverse("person", args=[person.pk]) + query)


def titles(page):
    return [row.title or row.excerpt for row in page.context["page"].rows]


def test_person_with_nothing_yet(as_, outsider):
    page = page_of(as_(None), outsider)

    assert page.status_code == 200
    assert "Olga" in page.text
    assert titles(page) == []
    # Group and country are said by what somebody files, not by their account.
    assert "Academia" not in page.text
    assert "Kenya" not in page.text
    assert outsider.email not in page.text
    assert "For no organization: they speak for themselves." in page.text


def test_person_shows_what_stands_under_their_name(as_, member, outsider, round, draft, call, settle):
    factories.make_comment(outsider, round, draft, text="Said openly.", paragraph=draft.paragraphs.get(anchor="2"))
    factories.make_contribution(outsider, call, title="Sent openly")
    factories.make_comment(outsider, round, draft, text="Said without a name.", is_named=False)
    factories.make_contribution(outsider, call, title="Sent without a name", is_named=False)
    factories.make_comment(member, round, draft, text="Said by somebody else.")
    settle()

    page = page_of(as_(None), outsider)

    assert titles(page) == ["Sent openly", "Said openly."]
    assert [row.where for row in page.context["page"].rows] == [str(call), "Paragraph 2"]
    assert "Academia" in page.text
    assert "Kenya" in page.text


@pytest.mark.parametrize("viewer", [None, "outsider", "moderator", "member"])
def test_person_never_shows_whose_a_text_without_a_name_is(viewer, as_, request, outsider, round, draft, settle):
    factories.make_comment(outsider, round, draft, text="Said without a name.", is_named=False)
    settle()

    page = page_of(as_(request.getfixturevalue(viewer) if viewer else None), outsider)

    assert titles(page) == []


def test_person_shows_nothing_that_is_not_shown(as_, secretary, outsider, round, draft, call, settle):
    """A tombstone names nobody; neither does this page, not even to its author."""
    factories.hide(secretary, factories.make_comment(outsider, round, draft))
    comments.withdraw(by=outsider, comment=factories.make_comment(outsider, round, draft))
    contributions.withdraw(by=outsider, contribution=factories.make_contribution(outsider, call))
    settle()

    assert titles(page_of(as_(None), outsider)) == []
    assert titles(page_of(as_(outsider), outsider)) == []
    assert titles(page_of(as_(secretary), outsider)) == []


def test_person_in_a_private_consultation(as_, secretary, outsider, private_consultation, settle):
    round = factories.make_round(secretary, private_consultation)
    draft = factories.make_proposal(secretary, round)
    factories.make_comment(secretary, round, draft, text="Behind doors.", capacity="secretariat")
    settle()

    assert titles(page_of(as_(None), secretary)) == []
    assert titles(page_of(as_(outsider), secretary)) == []
    page = page_of(as_(secretary), secretary)
    assert titles(page) == ["Behind doors."]
    assert page.text.count('<span class="badge strong">Secretariat</span>') == 1


def test_person_is_told_by_what_they_said_then(as_, outsider, round, draft, settle):
    factories.make_comment(outsider, round, draft)
    settle()
    Person.objects.get_queryset().filter(pk=outsider.pk).update(country="FR", stakeholder_group="government")

    page = page_of(as_(None), outsider)

    assert "Academia" in page.text
    assert "Kenya" in page.text
    assert "France" not in page.text


def test_person_who_only_speaks_for_a_body(as_, member, organization, round, draft, settle):
    factories.make_comment(
        member, round, draft, text="In its name.", capacity="organization", organization=organization
    )
    settle()

    page = page_of(as_(None), member)

    assert titles(page) == ["In its name."]
    assert f'href="/organizations/{organization.pk}/"' in page.text
    assert page.context["known"].stakeholder_group is None
    assert [place.organization for place in page.context["places"]] == [organization]


def test_membership_is_not_public(as_, secretary, outsider, organization):
    factories.make_focal_point(secretary, outsider, organization, role="member")

    assert "Carriers" not in page_of(as_(None), outsider).text


def test_person_endorses_for_themselves(as_, member, outsider, organization, comment, contribution, secretary, settle):
    third = factories.make_person("Third")
    factories.make_focal_point(secretary, third, organization)
    endorsements.give(by=third, thing=comment)
    endorsements.give(by=outsider, thing=contribution, capacity="personal")
    settle()

    page = page_of(as_(None), third)
    own = as_(None).get(reverse("person_endorsements", args=[third.pk]))

    assert [row.title for row in page.context["endorsements"]] == [f"Comment No. {reload(comment).number}"]
    assert [row.title for row in own.context["rows"]] == [f"Comment No. {reload(comment).number}"]
    assert own.context["rows"][0].kind == "on “Zero draft”"


def reload(thing):
    return type(thing).objects.select_related("entry").get(pk=thing.pk)


@pytest.mark.parametrize("state", [{"is_active": False}, {"confirmed_at": None}])
def test_person_who_is_not_to_be_seen(state, as_, secretary, outsider):
    Person.objects.get_queryset().filter(pk=outsider.pk).update(**state)

    assert page_of(as_(None), outsider).status_code == 404
    assert page_of(as_(secretary), outsider).status_code == 404
    assert as_(None).get(reverse("person_endorsements", args=[outsider.pk])).status_code == 404
    assert as_(None).get(f"/people/{uuid4()}/").status_code == 404


def test_person_within_one_consultation(as_, secretary, host, outsider, round, draft, settle):
    other = factories.make_consultation(secretary, host, slug="other", title="Other")
    second = factories.make_round(secretary, other)
    factories.make_comment(outsider, round, draft, text="Here.")
    factories.make_comment(outsider, second, factories.make_proposal(secretary, second), text="There.")
    settle()

    assert titles(page_of(as_(None), outsider)) == ["There.", "Here."]
    assert titles(page_of(as_(None), outsider, "?consultation=who-acts")) == ["Here."]
    wrong = page_of(as_(None), outsider, "?consultation=nowhere%00")
    assert wrong.status_code == 400
    assert titles(wrong) == ["There.", "Here."]


def test_person_page_by_page(as_, outsider, round, draft, settle):
    for n in range(25):
        factories.make_comment(outsider, round, draft, text=f"Text {n}.")
    settle()
    client = as_(None)

    first = page_of(client, outsider)
    second = client.get(first.context["page"].older)

    assert titles(first) == [f"Text {n}." for n in range(24, 4, -1)]
    assert titles(second) == [f"Text {n}." for n in range(4, -1, -1)]
    assert second.context["page"].older == ""
    assert second.context["page"].newest == reverse("person", args=[outsider.pk])
    for garbage in ("x", "2026_1", "9999-12-31T23:59:59-14:00_" + str(uuid4()), "%00"):
        assert titles(page_of(client, outsider, f"?before={garbage}")) == titles(first)


def test_person_page_costs_the_same_with_many_rows(as_, member, outsider, round, draft, call, settle):
    client = as_(None)

    def queries():
        settle()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert page_of(client, outsider).status_code == 200
        return len(asked)

    paragraph = draft.paragraphs.get(anchor="1")
    factories.make_contribution(outsider, call)
    first = factories.make_comment(outsider, round, draft, paragraph=paragraph)
    endorsements.give(by=member, thing=first)
    before = queries()
    for _n in range(9):
        factories.make_contribution(outsider, call)
        endorsements.give(by=member, thing=factories.make_comment(outsider, round, draft, paragraph=paragraph))

    assert queries() == before


def test_bylines_lead_to_people_and_bodies(as_, member, outsider, organization, round, draft, settle):
    factories.make_comment(outsider, round, draft, text="Openly.")
    factories.make_comment(outsider, round, draft, text="Without a name.", is_named=False)
    factories.make_comment(member, round, draft, capacity="organization", organization=organization)
    settle()

    page = as_(None).get(reverse("proposal_whole", args=[draft.pk]))

    assert page.text.count(f'href="/people/{outsider.pk}/"') == 1
    assert page.text.count(f'href="/people/{member.pk}/"') == 1
    assert page.text.count(f'href="/organizations/{organization.pk}/"') == 1
    Person.objects.get_queryset().filter(pk=outsider.pk).update(is_active=False)
    assert f'href="/people/{outsider.pk}/"' not in as_(None).get(reverse("proposal_whole", args=[draft.pk])).text


def test_secretary_has_a_page_like_everybody(as_, secretary):
    page = page_of(as_(None), secretary)

    assert Office.objects.filter(person=secretary).exists()
    assert "Noor" in page.text
