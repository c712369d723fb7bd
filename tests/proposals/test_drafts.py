from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Person
from contributions.models import ContributionDraft
from proposals.actions import drafts
from proposals.models import CommentDraft, Proposal
from rounds.models import Round
from tests import factories
from web.refusals import Conflict

Refusing = Callable[[str], AbstractContextManager[None]]


def save(by: Person, round: Round, proposal: Proposal, text: str = "Half a thought", **fields: object) -> CommentDraft:
    fields.setdefault("now", timezone.now())
    kept = drafts.save_comment(by=by, round=round, proposal=proposal, text=text, language="en", **fields)  # type: ignore[arg-type]
    assert kept is not None
    return kept


@pytest.mark.django_db
def test_draft_is_one_a_person_and_place(member: Person, outsider: Person, round: Round, draft: Proposal) -> None:
    paragraph = draft.paragraphs.get(anchor="2")
    first = save(member, round, draft)
    save(member, round, draft, paragraph=paragraph)
    save(outsider, round, draft)

    second = save(member, round, draft, "A whole thought", seen=first.saved_at)

    assert second.pk == first.pk
    assert second.made_at == first.made_at
    assert sorted(CommentDraft.objects.visible_to(member).values_list("text", flat=True)) == [
        "A whole thought",
        "Half a thought",
    ]


@pytest.mark.django_db
def test_draft_saved_elsewhere_since_is_not_written_over(
    member: Person, round: Round, draft: Proposal, refused: Refusing
) -> None:
    first = save(member, round, draft)
    second = save(member, round, draft, "From the telephone", seen=first.saved_at)

    with refused("draft_elsewhere"):
        save(member, round, draft, "From the desk", seen=first.saved_at)
    with refused("draft_elsewhere"):
        save(member, round, draft, "From a page without a draft")
    with refused("draft_elsewhere"):
        drafts.save_comment(
            by=member, round=round, proposal=draft, text=" ", language="en", seen=first.saved_at, now=timezone.now()
        )

    assert CommentDraft.objects.get().text == "From the telephone"
    assert save(member, round, draft, "From the telephone").pk == second.pk


@pytest.mark.django_db(transaction=True)
def test_two_first_drafts_at_one_moment_leave_one_and_tell_the_other(
    member: Person, round: Round, draft: Proposal
) -> None:
    def attempt(text: str) -> str:
        try:
            return save(member, round, draft, text).text
        except Conflict as error:
            return error.refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(attempt, [f"Thought {n}" for n in range(8)]))

    kept = CommentDraft.objects.get().text
    assert sorted(answers) == sorted([kept, *["draft_elsewhere"] * 7])


@pytest.mark.django_db
def test_empty_text_deletes_the_draft(member: Person, call: Round, round: Round, draft: Proposal) -> None:
    now = timezone.now()
    comment = save(member, round, draft)
    contribution = drafts.save_contribution(
        by=member, round=call, text="", answers={"2": "Yes."}, language="en", now=now
    )
    assert contribution is not None

    gone = drafts.save_comment(
        by=member, round=round, proposal=draft, text=" \n", language="en", seen=comment.saved_at, now=now
    )
    also_gone = drafts.save_contribution(
        by=member, round=call, text="", answers={"2": " "}, language="en", seen=contribution.saved_at, now=now
    )

    assert (gone, also_gone) == (None, None)
    assert CommentDraft.objects.count() + ContributionDraft.objects.count() == 0


@pytest.mark.django_db
def test_drafts_are_their_writers_alone(
    member: Person, secretary: Person, outsider: Person, call: Round, round: Round, draft: Proposal
) -> None:
    save(member, round, draft)
    drafts.save_contribution(by=member, round=call, text="Mine", language="en", now=timezone.now())

    seen = {
        viewer.name if viewer else "": (
            CommentDraft.objects.visible_to(viewer).count() + ContributionDraft.objects.visible_to(viewer).count()
        )
        for viewer in (None, outsider, secretary, member)
    }

    assert seen == {"": 0, outsider.name: 0, secretary.name: 0, member.name: 2}


@pytest.mark.django_db
def test_drafts_are_saved_before_and_while_a_round_is_open_and_not_after(
    member: Person, secretary: Person, round: Round, draft: Proposal, refused: Refusing
) -> None:
    early, late = round.opens_at - timedelta(days=1), round.closes_at
    first = save(member, round, draft, now=early)

    with refused("round_closed"):
        save(member, round, draft, "Too late", seen=first.saved_at, now=late)

    assert list(CommentDraft.objects.visible_to(member).values_list("text", flat=True)) == ["Half a thought"]


@pytest.mark.django_db
def test_filing_takes_the_draft_and_a_late_save_does_not_bring_it_back(
    member: Person, round: Round, draft: Proposal, call: Round
) -> None:
    now = timezone.now()
    first = save(member, round, draft, "One thing.")
    drafts.save_contribution(by=member, round=call, text="At some length.", language="en", now=now)
    factories.make_comment(member, round, draft, text="One thing.")
    factories.make_contribution(member, call, text="At some length.")

    again = drafts.save_comment(
        by=member, round=round, proposal=draft, text="One thing.", language="en", seen=first.saved_at, now=now
    )
    also = drafts.save_contribution(by=member, round=call, text="At some length.", language="en", now=now)

    assert (again, also) == (None, None)
    assert CommentDraft.objects.count() + ContributionDraft.objects.count() == 0


@pytest.mark.django_db
def test_draft_may_be_longer_than_a_comment_and_not_longer_than_anything(
    member: Person, round: Round, draft: Proposal, refused: Refusing
) -> None:
    kept = save(member, round, draft, "x" * 20_001)

    with refused("text_too_long"):
        save(member, round, draft, "x" * 200_001, seen=kept.saved_at)

    assert len(CommentDraft.objects.get().text) == 20_001


@pytest.mark.django_db
def test_held_back_stays_held_back_when_it_is_saved_again(member: Person, round: Round, draft: Proposal) -> None:
    first = save(member, round, draft)

    drafts.hold_back(by=member, draft=first, is_held_back=True)
    second = save(member, round, draft, "Better", seen=first.saved_at)

    assert second.is_held_back is True
    assert CommentDraft.objects.get().is_held_back is True
