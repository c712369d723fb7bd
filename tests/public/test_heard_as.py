"""How a text is named for those who hear the page: before its words, all that stands around them."""

import re

import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


def labels(page):
    return re.findall(r'<article class="(?:comment-own|tombstone|row)"[^>]* aria-label="([^"]*)"', page)


@pytest.fixture
def thread(as_, draft):
    return lambda: labels(as_(None).get(reverse("proposal_whole", args=[draft.pk])).text)


def test_comment_says_number_kind_body_group_and_what_it_answers(
    thread, settle, secretary, member, outsider, organization, round, draft
):
    root = factories.make_comment(outsider, round, draft)
    factories.make_comment(
        member, round, draft, reply_to=root, kind="concern", capacity="organization", organization=organization
    )
    factories.make_comment(secretary, round, draft, reply_to=root, capacity="secretariat")
    settle()

    number = root.__class__.objects.get(pk=root.pk).entry.seq
    said = thread()

    assert said == [
        f"No. {number}, comment, {outsider.name}, academia",
        f"No. {number + 2}, comment, Secretariat, reply to No. {number}",
        f"No. {number + 1}, concern, {organization.name}, private sector, reply to No. {number}",
    ]


def test_name_that_is_not_shown_is_not_heard(thread, settle, member, round, draft):
    comment = factories.make_comment(member, round, draft, is_named=False)
    settle()

    number = comment.__class__.objects.get(pk=comment.pk).entry.seq

    assert thread() == [f"No. {number}, comment, a person"]


def test_text_that_is_not_shown_says_so_and_whose_it_was_not(thread, settle, secretary, comment):
    factories.hide(secretary, comment)
    settle()

    number = comment.__class__.objects.get(pk=comment.pk).entry.seq

    assert thread() == [f"No. {number}, comment, hidden by a moderator"]


def test_text_without_a_number_yet_says_so(thread, member, comment):
    assert thread() == [f"its number follows, comment, {member.name}, civil society"]


def test_rows_of_contributions_are_named_likewise(as_, settle, member, consultation, call, contribution):
    settle()

    number = contribution.__class__.objects.get(pk=contribution.pk).entry.seq
    said = [f"No. {number}, contribution, {member.name}, civil society"]

    assert labels(as_(None).get(reverse("contributions", args=[consultation.slug])).text) == said
    assert labels(as_(None).get(reverse("round", args=[consultation.slug, call.number])).text) == said
