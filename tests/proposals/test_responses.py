from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Organization, Person
from contributions.models import Contribution, ContributionDraft
from ledger.models import Entry
from proposals.actions import drafts, responses
from proposals.actions.responses import Item
from proposals.models import Comment, CommentDraft, Proposal, Response
from rounds.models import Capacity, Consultation, Round
from tests import factories
from web.refusals import Conflict, NotDone

Refusing = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def second(secretary: Person, round: Round) -> Proposal:
    return factories.make_proposal(secretary, round, title="A second text")


def draft_on(by: Person, round: Round, proposal: Proposal, anchor: str = "", **fields: object) -> CommentDraft:
    made = drafts.save_comment(
        by=by,
        round=round,
        proposal=proposal,
        paragraph=proposal.paragraphs.get(anchor=anchor) if anchor else None,
        text=str(fields.pop("text", f"On {proposal.title} {anchor}".strip())),
        language="en",
        now=timezone.now(),
        **fields,  # type: ignore[arg-type]
    )
    assert made is not None
    return made


@pytest.mark.django_db
def test_drafts_stand_in_the_order_of_the_text(
    member: Person, secretary: Person, call: Round, consultation: Consultation
) -> None:
    paper = factories.make_proposal(secretary, call, title="Paper", paragraphs=12, type="paper")
    option = factories.make_proposal(secretary, call, title="Option", type="option")
    said = factories.make_comment(secretary, call, paper, paragraph=paper.paragraphs.get(anchor="2"))
    now = timezone.now()
    draft_on(member, call, option)
    draft_on(member, call, paper, "11")
    drafts.save_comment(by=member, round=call, proposal=paper, reply_to=said, text="A reply", language="en", now=now)
    draft_on(member, call, paper, "2")
    draft_on(member, call, paper)
    drafts.save_contribution(by=member, round=call, text="Our contribution", language="en", now=now)

    texts = [draft.text for draft in responses.drafts_of(member, call)]

    assert texts == ["Our contribution", "On Paper", "On Paper 2", "A reply", "On Paper 11", "On Option"]


@pytest.mark.django_db
def test_response_files_all_that_is_not_held_back_at_one_moment(
    member: Person, organization: Organization, round: Round, draft: Proposal, second: Proposal
) -> None:
    for proposal, anchor in ((second, ""), (draft, "3"), (draft, "1"), (draft, "")):
        draft_on(member, round, proposal, anchor)
    held = draft_on(member, round, draft, "2")
    drafts.hold_back(by=member, draft=held, is_held_back=True)

    response = responses.file(by=member, round=round, capacity=Capacity.ORGANIZATION, organization=organization)

    filed = list(Comment.objects.filter(response=response.pk).order_by("entry_id"))
    assert [comment.text for comment in filed] == [
        "On Zero draft",
        "On Zero draft 1",
        "On Zero draft 3",
        "On A second text",
    ]
    assert {comment.posted_at for comment in filed} == {response.posted_at}
    assert {comment.organization for comment in filed} == {organization}
    assert (response.count, response.organization) == (4, organization)
    assert list(CommentDraft.objects.all()) == [held]


@pytest.mark.django_db
def test_what_stops_one_text_stops_all_and_names_it(member: Person, round: Round, draft: Proposal) -> None:
    draft_on(member, round, draft, "1")
    draft_on(member, round, draft, "2", text="x" * 20_001)
    entries = Entry.objects.count()

    with pytest.raises(NotDone) as caught, transaction.atomic():
        responses.file(by=member, round=round)

    assert caught.value.refusal.code == "text_too_long"
    assert caught.value.refusal.field == "items.1.text"
    assert (Comment.objects.count(), Response.objects.count(), Entry.objects.count()) == (0, 0, entries)
    assert CommentDraft.objects.count() == 2


@pytest.mark.django_db
def test_items_may_be_given_and_leave_drafts_of_others_places_alone(
    member: Person, call: Round, secretary: Person
) -> None:
    paper = factories.make_proposal(secretary, call, type="paper")
    kept = draft_on(member, call, paper, "2")

    response = responses.file(
        by=member,
        round=call,
        items=[Item("Our view", "fr", title="Notre avis"), Item("On it", "fr", proposal=paper, kind="concern")],
    )

    sent, said = Contribution.objects.get(response=response.pk), Comment.objects.get(response=response.pk)
    assert (sent.title, sent.language, said.kind) == ("Notre avis", "fr", "concern")
    assert list(CommentDraft.objects.all()) == [kept]


@pytest.mark.django_db
def test_nothing_too_much_or_changed_is_not_filed(
    member: Person, round: Round, draft: Proposal, refused: Refusing
) -> None:
    with refused("nothing_to_file"):
        responses.file(by=member, round=round)
    looked_at = responses.state([draft_on(member, round, draft)])
    draft_on(member, round, draft, "1")
    with refused("drafts_changed"):
        responses.file(by=member, round=round, seen=looked_at)
    with refused("too_many_items"):
        responses.file(by=member, round=round, items=[Item("One", "en", proposal=draft)] * 101)

    assert Comment.objects.count() == 0


@pytest.mark.django_db
def test_late_response_is_refused_whole_and_its_drafts_stay(
    member: Person, round: Round, draft: Proposal, refused: Refusing
) -> None:
    draft_on(member, round, draft)
    factories.close(round)

    with refused("round_closed"):
        responses.file(by=member, round=round)

    assert (Comment.objects.count(), CommentDraft.objects.count()) == (0, 1)


@pytest.mark.django_db
def test_voice_that_is_not_held_is_refused(
    outsider: Person, organization: Organization, round: Round, draft: Proposal, refused: Refusing
) -> None:
    draft_on(outsider, round, draft)

    with refused("capacity_not_held"):
        responses.file(by=outsider, round=round, capacity=Capacity.ORGANIZATION, organization=organization)

    assert CommentDraft.objects.count() == 1


@pytest.mark.django_db
def test_response_is_read_by_who_filed_it_alone(
    member: Person, secretary: Person, round: Round, draft: Proposal
) -> None:
    draft_on(member, round, draft)
    response = responses.file(by=member, round=round)

    assert list(Response.objects.visible_to(member)) == [response]
    assert list(Response.objects.visible_to(secretary)) == []
    assert list(Response.objects.visible_to(None)) == []


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_one_moment_file_once(member: Person, round: Round, draft: Proposal) -> None:
    for anchor in ("1", "2", "3"):
        draft_on(member, round, draft, anchor)

    def press(_n: int) -> str:
        try:
            return str(responses.file(by=member, round=round).count)
        except Conflict as error:
            return error.refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(press, range(4)))

    assert answers == ["3", *["nothing_to_file"] * 3]
    assert Comment.objects.count() == 3


@pytest.mark.django_db
def test_drafts_of_a_round_are_filed_in_the_one_that_supplements_it(
    member: Person, secretary: Person, consultation: Consultation
) -> None:
    first = factories.make_round(secretary, consultation, purpose="call_for_inputs")
    drafts.save_contribution(by=member, round=first, text="Nearly sent", language="en", now=timezone.now())
    factories.close(first)
    second = factories.make_round(secretary, consultation, purpose="call_for_inputs")
    Round.objects.filter(pk=second.pk).update(supplements=first, reason="The site was away.")
    second.refresh_from_db()

    response = responses.file(by=member, round=second)

    assert Contribution.objects.get(response=response.pk).round == second
    assert ContributionDraft.objects.count() == 0
