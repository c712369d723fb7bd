"""The story becomes a history through the actions that people use."""

import pytest
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from accounts.models import AffiliationRequest, Person
from consultation.demo.seed import seed
from contributions.models import Contribution
from moderation.permissions import items_before
from proposals.models import Comment, CommentDraft, Endorsement, Proposal

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def _seeded(settle):
    seed(start=timezone.now())
    settle()


@pytest.mark.usefixtures("_seeded")
def test_seeding_twice_changes_nothing():
    before = (Comment.objects.count(), Contribution.objects.count())

    seed(start=timezone.now())

    assert (Comment.objects.count(), Contribution.objects.count()) == before


@pytest.mark.usefixtures("_seeded")
def test_text_of_the_forty_counts_once():
    first = Comment.objects.get(same_text_count__gt=1)

    assert (first.same_text_count, Comment.objects.filter(same_text_as=first).count()) == (40, 39)
    draft = Proposal.objects.get(type="draft")
    shown = Comment.objects.filter(proposal=draft, status="published")
    assert draft.comment_count == shown.count() - 39


@pytest.mark.usefixtures("_seeded")
def test_coalition_is_endorsed_by_three_bodies_and_nine_people():
    given = Endorsement.objects.visible_to(None)

    assert given.filter(organization__isnull=False).count() == 3
    assert given.filter(organization__isnull=True).count() == 9
    assert {endorsement.comment.organization.type for endorsement in given} == {"coalition"}


@pytest.mark.usefixtures("_seeded")
def test_what_waits_waits_for_its_body():
    waiting = Comment.objects.filter(status="received").exclude(waiting_for="moderator").order_by("waiting_for")

    assert list(waiting.values_list("waiting_for", flat=True)) == ["organization", "release"]
    assert AffiliationRequest.objects.waiting().filter(organization__verified_at__isnull=True).count() == 1


@pytest.mark.usefixtures("_seeded")
def test_newcomer_has_two_drafts():
    drafts = CommentDraft.objects.select_related("person")

    assert [draft.person.name for draft in drafts] == ["Teodor Lind", "Teodor Lind"]


@pytest.mark.usefixtures("_seeded")
def test_accounts_have_read_up_to_yesterday(as_):
    reader = Person.objects.get(email="participant@example.org")
    draft = Proposal.objects.get(type="draft")

    html = as_(reader).get(reverse("proposal", args=[draft.pk])).text

    margin = html.partition('id="p7"')[2].partition("</section>")[0]
    assert ("13 comments" in margin, "2 new" in margin) == (True, True)


@pytest.mark.usefixtures("_seeded")
def test_thirty_items_of_every_kind_wait_for_the_moderators():
    moderator = Person.objects.get(email="secretariat@example.org")
    items = items_before(moderator).open()

    assert items.count() == 30
    reasons = dict(items.order_by().values_list("reason").annotate(count=Count("pk")))
    assert reasons == {
        "held": 1,
        "second": 1,
        "flagged": 10,
        "edited": 2,
        "flood": 9,
        "limited": 3,
        "accreditation": 3,
        "impersonation": 1,
    }
