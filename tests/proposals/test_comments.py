from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Affiliation, Organization, Person
from moderation.actions import affiliations, decisions
from proposals.actions import comments
from proposals.models import Comment, Paragraph, Proposal
from rounds.models import Consultation, Round
from rounds.rules import versions
from tests import factories

pytestmark = pytest.mark.django_db
Refused = Callable[[str], AbstractContextManager[None]]


def paragraph(draft: Proposal, anchor: str = "1") -> Paragraph:
    return draft.paragraphs.get(anchor=anchor)


def test_comment_keeps_who_its_author_was(
    secretary: Person, member: Person, organization: Organization, round: Round, draft: Proposal
) -> None:
    comment = factories.make_comment(member, round, draft, capacity="organization", organization=organization)
    affiliation = Affiliation.objects.get(person=member)
    affiliations.end(by=secretary, seconded_by=factories.make_secretary(), affiliation=affiliation, now=timezone.now())
    comment.refresh_from_db()

    assert comment.organization == organization
    assert comment.stakeholder_group_id == organization.stakeholder_group_id
    assert comment.standing == "speaks"


def test_comment_for_an_organization_one_does_not_speak_for_is_refused(
    outsider: Person, organization: Organization, round: Round, draft: Proposal, refused: Refused
) -> None:
    with refused("capacity_not_held"):
        factories.make_comment(outsider, round, draft, capacity="organization", organization=organization)


@pytest.mark.parametrize("capacity", ["secretariat", "stakeholder_group", "organization"])
def test_capacity_not_held_is_refused(
    capacity: str, outsider: Person, round: Round, draft: Proposal, refused: Refused
) -> None:
    with refused("capacity_not_held"):
        factories.make_comment(outsider, round, draft, capacity=capacity)


def test_comment_by_somebody_unconfirmed_is_refused(round: Round, draft: Proposal, refused: Refused) -> None:
    with refused("address_not_confirmed"):
        factories.make_comment(factories.make_person(confirmed=False), round, draft)


@pytest.mark.parametrize("text", ["", "  \n\t ", "\u200b", "[a]: https://example.org"])
def test_comment_that_shows_nothing_is_refused(
    text: str, member: Person, round: Round, draft: Proposal, refused: Refused
) -> None:
    with refused("text_missing"):
        factories.make_comment(member, round, draft, text=text)


def test_comment_over_its_limit_is_refused(member: Person, round: Round, draft: Proposal, refused: Refused) -> None:
    with refused("text_too_long"):
        factories.make_comment(member, round, draft, text="x" * 20_001)

    assert factories.make_comment(member, round, draft, text="x" * 20_000).text == "x" * 20_000


def test_comment_in_an_unknown_language_is_refused(
    member: Person, round: Round, draft: Proposal, refused: Refused
) -> None:
    with refused("language_unknown"):
        factories.make_comment(member, round, draft, language="klingon")


def test_comment_on_a_paragraph_of_another_text_is_refused(
    secretary: Person, member: Person, round: Round, draft: Proposal, refused: Refused
) -> None:
    other = factories.make_proposal(secretary, round)

    with refused("paragraph_unknown"):
        factories.make_comment(member, round, draft, paragraph=paragraph(other))


def test_comment_on_a_text_that_is_not_up_in_this_round_is_refused(
    secretary: Person, member: Person, consultation: Consultation, draft: Proposal, refused: Refused
) -> None:
    another = factories.make_round(secretary, consultation)

    with refused("not_up_in_this_round"):
        factories.make_comment(member, another, draft)


def test_reply_into_another_text_is_refused(
    secretary: Person, member: Person, round: Round, draft: Proposal, refused: Refused
) -> None:
    elsewhere = factories.make_comment(member, round, factories.make_proposal(secretary, round))

    with refused("reply_elsewhere"):
        factories.make_comment(member, round, draft, reply_to=elsewhere)


def test_reply_to_a_reply_is_refused(member: Person, round: Round, draft: Proposal, refused: Refused) -> None:
    first = factories.make_comment(member, round, draft)
    reply = factories.make_comment(member, round, draft, reply_to=first)

    with refused("reply_to_reply"):
        factories.make_comment(member, round, draft, reply_to=reply)


def test_reply_stands_where_its_comment_stands(member: Person, round: Round, draft: Proposal) -> None:
    first = factories.make_comment(member, round, draft, paragraph=paragraph(draft, "2"))
    reply = factories.make_comment(member, round, draft, reply_to=first)

    assert reply.paragraph == first.paragraph


def test_moderation_before_publication_keeps_the_words_back(
    secretary: Person, member: Person, outsider: Person, host: Organization
) -> None:
    consultation = factories.make_consultation(secretary, host, moderation="before")
    round = factories.make_round(secretary, consultation)
    draft = factories.make_proposal(secretary, round)
    comment = factories.make_comment(member, round, draft, text="Read me first.")

    assert (comment.status, comment.text, comment.waiting_for) == ("received", None, "moderator")
    seen = [Comment.objects.visible_to(viewer).count() for viewer in (None, outsider, member, secretary)]
    assert seen == [0, 0, 1, 1]

    decisions.publish(by=secretary, thing=comment, now=timezone.now())
    comment.refresh_from_db()
    assert (comment.status, comment.text) == ("published", "Read me first.")


def test_words_are_not_in_a_row_that_is_not_published(comment: Comment) -> None:
    for status in ("received", "hidden", "withdrawn", "erased"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.filter(pk=comment.pk).update(status=status)


def test_corrected_comment_keeps_its_versions(member: Person, comment: Comment) -> None:
    corrected = comments.correct(by=member, comment=comment, text="Another plain thing.")

    assert corrected.text == "Another plain thing."
    assert corrected.edited_at is not None
    assert [version.text for version in corrected.versions.all()] == ["One plain thing.", "Another plain thing."]


def test_correction_that_changes_nothing_is_refused(member: Person, comment: Comment, refused: Refused) -> None:
    with refused("nothing_changed"):
        comments.correct(by=member, comment=comment, text="One plain thing.")


def test_somebody_elses_comment_is_not_changed(outsider: Person, comment: Comment, refused: Refused) -> None:
    with refused("not_the_author"):
        comments.correct(by=outsider, comment=comment, text="Mine now.")
    with refused("not_the_author"):
        comments.withdraw(by=outsider, comment=comment)


def test_comment_is_not_withdrawn_after_the_close(
    member: Person, round: Round, comment: Comment, refused: Refused
) -> None:
    factories.close(round)

    with refused("round_closed"):
        comments.withdraw(by=member, comment=comment)


def test_withdrawn_comment_loses_its_words_and_keeps_its_number(
    member: Person, comment: Comment, settle: Callable[[], None]
) -> None:
    withdrawn = comments.withdraw(by=member, comment=comment)
    settle()
    withdrawn.entry.refresh_from_db()

    assert (withdrawn.status, withdrawn.text) == ("withdrawn", None)
    assert withdrawn.number is not None


def test_counters_are_exact_behind_the_record(
    secretary: Person, member: Person, round: Round, draft: Proposal, settle: Callable[[], None]
) -> None:
    second = paragraph(draft, "2")
    made = [factories.make_comment(member, round, draft, paragraph=second) for _ in range(3)]
    factories.make_comment(member, round, draft)
    settle()
    comments.withdraw(by=member, comment=made[0])
    factories.hide(secretary, made[1])
    settle()
    draft.refresh_from_db()
    second.refresh_from_db()

    assert (draft.comment_count, second.comment_count) == (2, 1)


@pytest.mark.parametrize(
    ("minutes", "answered", "kept"),
    [([0], None, []), ([0, 5], None, []), ([0, 5], 2, [0]), ([0, 20], None, [0]), ([0, 20, 25], None, [0])],
)
def test_slips_of_the_pen_are_not_history(minutes: list[int], answered: int | None, kept: list[int]) -> None:
    start = datetime(2026, 4, 1, 12)
    moments = [start + timedelta(minutes=m) for m in minutes]
    answered_at = None if answered is None else start + timedelta(minutes=answered)

    assert versions.kept(moments, answered_at) == kept
