"""Somebody who does not give their name is known to the secretariat and to nobody else, by any outlet."""

import pytest
from django.urls import reverse

from accounts.models import Person
from digests.compose import names
from proposals.models import Comment
from tests import factories

pytestmark = pytest.mark.django_db
NAME = "Wanjiru Kariuki"


@pytest.fixture
def author(db: None) -> Person:
    return factories.make_person(NAME, country="KE")


def test_unnamed_author_among_few_is_a_person(author, round, draft):
    for _n in range(3):
        factories.make_person(country="TZ")

    comment = factories.make_comment(author, round, draft, is_named=False)

    assert (comment.named_author, comment.stakeholder_group_id, comment.country, comment.region) == (None, None, "", "")
    assert names.author(comment) == "A person"


def test_unnamed_author_among_five_shows_group_and_region(author, round, draft):
    for _n in range(4):
        factories.make_person(country="TZ")

    comment = factories.make_comment(author, round, draft, is_named=False)

    assert (comment.stakeholder_group_id, comment.country, comment.region) == ("civil_society", "", "014")
    assert names.author(comment) == "A person, Eastern Africa"


def test_unnamed_author_in_no_page_and_no_answer_of_the_api(as_, settle, author, outsider, round, draft, call):
    comment = factories.make_comment(author, round, draft, is_named=False)
    reply = factories.make_comment(author, round, draft, reply_to=comment, is_named=False)
    contribution = factories.make_contribution(author, call, is_named=False)
    settle()
    addresses = [
        reverse("comment", args=[comment.pk]),
        reverse("comment", args=[reply.pk]),
        reverse("comment_reply", args=[comment.pk]),
        reverse("proposal", args=[draft.pk]),
        reverse("contribution", args=[contribution.pk]),
        reverse("contributions", args=[call.consultation.slug]),
        reverse("round", args=[call.consultation.slug, call.number]),
        reverse("ledger"),
        "/api/v1/comments/",
        "/api/v1/contributions/",
        f"/api/v1/comments/{comment.pk}/",
        f"/api/v1/contributions/{contribution.pk}/",
    ]

    for reader in (None, outsider):
        for address in addresses:
            answer = as_(reader).get(address)
            assert (address, answer.status_code, NAME in answer.text) == (address, 200, False)
            assert (address, str(author.pk) in answer.text) == (address, False)


def test_unnamed_author_of_a_body_leaves_the_body(round, draft, secretary, author):
    organization = factories.make_organization(secretary, "Ministry of Posts", group="government", country="VU")
    factories.make_focal_point(secretary, author, organization)

    comment = factories.make_comment(
        author, round, draft, capacity="organization", organization=organization, is_named=False
    )

    assert (comment.stakeholder_group_id, comment.country) == ("government", "VU")
    assert (names.author(comment), names.capacity(comment)) == ("Ministry of Posts", "")


def test_secretariat_always_gives_its_name(secretary, round, draft):
    comment = factories.make_comment(secretary, round, draft, capacity="secretariat", is_named=False)

    assert comment.named_author == secretary


def test_secretariat_alone_knows_who_wrote(as_, author, moderator, secretary, round, draft, settle):
    comment = factories.make_comment(author, round, draft, is_named=False)
    Comment.objects.filter(pk=comment.pk).update(
        status="received", waiting_for="moderator", text=None, words_digest=None
    )

    settle()

    page = as_(moderator).get(reverse("desk_queue")).text
    assert ("Somebody who does not give their name" in page, NAME in page) == (True, False)
    address = reverse("desk_decide", args=["comment", comment.pk])
    assert NAME not in as_(moderator).get(address).text
    assert NAME in as_(secretary).get(address).text
