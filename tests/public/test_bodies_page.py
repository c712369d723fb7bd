import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organization
from proposals.actions import endorsements, proposals
from rounds.actions import consultations
from tests import factories

pytestmark = pytest.mark.django_db


def page_of(client, body, query=""):
    return client.get(reverse("organization", args=[body.pk]) + query)


def titles(page):
    return [row.title or row.excerpt for row in page.context["page"].rows]


def in_its_name(by, body, round, draft, **fields):
    return factories.make_comment(by, round, draft, capacity="organization", organization=body, **fields)


def test_body_with_nothing_yet(as_, host):
    page = page_of(as_(None), host)

    assert page.status_code == 200
    assert titles(page) == []
    for words in (
        "Intergovernmental organization",
        "Nobody yet: it has no focal point here.",
        "Who else belongs to it is not public.",
        "No paragraph is drawn from what it sent.",
    ):
        assert words in page.text


def test_body_shows_what_was_said_in_its_name(as_, member, outsider, organization, call, round, draft, settle):
    factories.make_contribution(member, call, title="Openly", capacity="organization", organization=organization)
    in_its_name(member, organization, round, draft, text="Without the name of who filed it.", is_named=False)
    factories.make_comment(member, round, draft, text="For myself.")
    settle()

    page = page_of(as_(None), organization)

    assert titles(page) == ["Without the name of who filed it.", "Openly"]
    assert page.text.count("filed by <bdi>Teodor</bdi>") == 1
    assert [place.person for place in page.context["speakers"]] == [member]
    assert f'href="/people/{member.pk}/"' in page.text


def test_members_are_not_public(as_, secretary, member, outsider, organization):
    factories.make_focal_point(secretary, outsider, organization, role="member")

    for viewer in (None, member, outsider, secretary):
        assert [place.person for place in page_of(as_(viewer), organization).context["speakers"]] == [member]
    assert "Olga" not in page_of(as_(None), organization).text


def test_what_waits_for_release_is_not_on_its_page(
    as_, secretary, outsider, organization, member, round, draft, settle
):
    factories.make_focal_point(secretary, outsider, organization, role="member")
    in_its_name(outsider, organization, round, draft, text="By a member.")
    settle()

    for viewer in (None, outsider, member, secretary):
        assert titles(page_of(as_(viewer), organization)) == []


def test_body_that_a_participant_named_is_seen_once_it_is_confirmed(as_, secretary, outsider, member):
    body = factories.make_organization(secretary, "A circle of friends", type="coalition")
    Organization.objects.filter(pk=body.pk).update(named_by=outsider, verified_at=None)

    assert page_of(as_(None), body).status_code == 404
    assert page_of(as_(member), body).status_code == 404
    Organization.objects.filter(pk=body.pk).update(verified_at=timezone.now())
    assert page_of(as_(None), body).status_code == 200


def test_body_is_cited_champions_and_endorses(
    as_, secretary, member, outsider, organization, call, round, draft, settle
):
    sent = factories.make_contribution(
        member, call, title="Our view", capacity="organization", organization=organization
    )
    hidden = factories.make_contribution(
        member, call, title="Hidden view", capacity="organization", organization=organization
    )
    for anchor, source in (("1", sent), ("3", hidden)):
        proposals.cite(
            by=secretary, paragraph=draft.paragraphs.get(anchor=anchor), contributions=[source], now=timezone.now()
        )
    factories.hide(secretary, hidden)
    option = factories.make_proposal(secretary, round, type="option", title="Option B", champions=[organization])
    other = factories.make_comment(outsider, round, draft)
    endorsements.give(by=member, thing=other, capacity="organization", organization=organization)
    endorsements.give(by=outsider, thing=sent)
    settle()

    page = page_of(as_(None), organization)

    assert [(text.proposal, [part.number for part in text.paragraphs]) for text in page.context["cited"]] == [
        (draft, ["1"])
    ]
    assert page.context["champions"] == [option]
    assert [row.endorsement.comment for row in page.context["endorsements"]] == [other]
    assert (page.context["endorsed"].organizations, page.context["endorsed"].people) == (0, 1)
    given = as_(None).get(reverse("organization_endorsements", args=[organization.pk]))
    assert [row.endorsement.comment for row in given.context["rows"]] == [other]
    # The person who gave it in the body's name did not give it in their own.
    assert page_person(as_(None), member) == []


def page_person(client, person):
    return client.get(reverse("person", args=[person.pk])).context["endorsements"]


def test_body_page_of_a_private_consultation(as_, secretary, host, private_consultation, settle):
    round = factories.make_round(secretary, private_consultation)
    draft = factories.make_proposal(secretary, round, type="option", champions=[host], title="Behind doors")
    speaker = factories.make_person("Speaker")
    factories.make_focal_point(secretary, speaker, host)
    consultations.enlist(by=secretary, consultation=private_consultation, person=speaker, now=timezone.now())
    in_its_name(speaker, host, round, draft, text="Said behind doors.")
    settle()

    page = page_of(as_(None), host)
    assert titles(page) == []
    assert page.context["champions"] == []
    inside = page_of(as_(speaker), host)
    assert titles(inside) == ["Said behind doors."]
    assert inside.context["champions"] == [draft]


def test_bodies_of_a_consultation(
    as_, secretary, member, outsider, organization, host, consultation, round, draft, call, settle
):
    silent = factories.make_organization(secretary, "Silent body")
    in_its_name(member, organization, round, draft)
    in_its_name(member, organization, round, draft)
    factories.make_focal_point(secretary, outsider, host)
    endorsements.give(
        by=outsider, thing=factories.make_contribution(member, call), capacity="organization", organization=host
    )
    settle()

    page = as_(None).get(reverse("consultation_organizations", args=[consultation.slug]))

    rows = page.context["rows"]
    assert [(row.body, row.contributions, row.comments, row.endorsements) for row in rows] == [
        (organization, 0, 2, 0),
        (host, 0, 0, 1),
    ]
    assert silent.name not in page.text
    one = as_(None).get(page.request["PATH_INFO"] + "?stakeholder_group=private_sector")
    assert [row.body for row in one.context["rows"]] == [organization]
    none = as_(None).get(page.request["PATH_INFO"] + "?stakeholder_group=academia")
    assert none.context["rows"] == []
    assert "No organization of this group has spoken here yet" in none.text
    assert as_(None).get(page.request["PATH_INFO"] + "?stakeholder_group=x").status_code == 400
    assert as_(None).get(page.request["PATH_INFO"] + "?after=x").status_code == 404


def test_bodies_of_a_consultation_before_anybody_spoke(as_, consultation, private_consultation):
    page = as_(None).get(reverse("consultation_organizations", args=[consultation.slug]))

    assert "No organization has spoken here yet" in page.text
    hidden = as_(None).get(reverse("consultation_organizations", args=[private_consultation.slug]))
    assert hidden.status_code == 404


def test_pages_cost_the_same_with_many_rows(
    as_, secretary, member, organization, consultation, call, round, draft, settle
):
    client = as_(None)
    addresses = (
        reverse("organization", args=[organization.pk]),
        reverse("consultation_organizations", args=[consultation.slug]),
        reverse("organization_endorsements", args=[organization.pk]),
    )
    paragraph = draft.paragraphs.get(anchor="1")

    def queries():
        settle()
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            found.append(len(asked))
        return found

    def grow():
        person = factories.make_person()
        body = factories.make_organization(secretary)
        factories.make_focal_point(secretary, person, body)
        factories.make_focal_point(secretary, person, organization)
        said = in_its_name(person, body, round, draft, paragraph=paragraph)
        in_its_name(member, organization, round, draft, paragraph=paragraph)
        endorsements.give(by=member, thing=said, capacity="organization", organization=organization)
        sent = factories.make_contribution(member, call, capacity="organization", organization=organization)
        proposals.cite(by=secretary, paragraph=paragraph, contributions=[sent], now=timezone.now())

    grow()
    before = queries()
    for _n in range(4):
        grow()

    assert queries() == before
