"""Endorsements count once: a person, or a body, agrees with a text until its round closes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Organization, Person
from contributions.models import Contribution
from ledger.models import Entry
from moderation.actions import decisions
from proposals.actions import endorsements
from proposals.models import Comment, Endorsement, Proposal
from rounds.models import Capacity, Round
from tests import factories
from web.refusals import Conflict

Refused = Callable[[str], AbstractContextManager[None]]


@pytest.mark.django_db
def test_endorsing_twice_is_endorsing_once(outsider: Person, comment: Comment) -> None:
    first = endorsements.give(by=outsider, thing=comment)
    second = endorsements.give(by=outsider, thing=comment)

    assert (second, Endorsement.objects.count()) == (first, 1)
    assert list(Entry.objects.filter(kind="endorsement.given").values_list("thing", flat=True)) == [first.pk]


@pytest.mark.django_db
def test_body_and_its_focal_point_are_two_voices(
    member: Person, organization: Organization, outsider: Person, call: Round
) -> None:
    sent = factories.make_contribution(outsider, call)

    endorsements.give(by=member, thing=sent)
    endorsements.give(by=member, thing=sent, capacity=Capacity.ORGANIZATION, organization=organization)
    other = factories.make_person()
    factories.make_focal_point(factories.make_secretary(), other, organization)
    endorsements.give(by=other, thing=sent, capacity=Capacity.ORGANIZATION, organization=organization)

    given = Endorsement.objects.order_by("capacity").values_list("capacity", "organization", "person")
    assert list(given) == [("organization", organization.pk, member.pk), ("personal", None, member.pk)]


@pytest.mark.django_db
def test_taken_back_and_given_again_is_a_new_row(outsider: Person, comment: Comment) -> None:
    first = endorsements.give(by=outsider, thing=comment)

    endorsements.withdraw(by=outsider, endorsement=first)
    second = endorsements.give(by=outsider, thing=comment)

    assert first.pk != second.pk
    assert list(Endorsement.objects.visible_to(None).values_list("pk", flat=True)) == [second.pk]
    kinds = Entry.objects.filter(kind__startswith="endorsement.").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["endorsement.given", "endorsement.withdrawn", "endorsement.given"]


@pytest.mark.django_db
def test_own_text_is_not_endorsed(refused: Refused, member: Person, comment: Comment) -> None:
    with refused("own_text_endorsed"):
        endorsements.give(by=member, thing=comment)


@pytest.mark.django_db
def test_hidden_text_is_not_endorsed_and_shows_no_endorsement(
    refused: Refused, secretary: Person, outsider: Person, comment: Comment
) -> None:
    endorsements.give(by=outsider, thing=comment)

    factories.hide(secretary, comment)

    assert Endorsement.objects.visible_to(None).count() == 0
    with refused("not_shown"):
        endorsements.give(by=factories.make_person(), thing=comment)


@pytest.mark.django_db
def test_after_the_close_nothing_is_given_or_taken_back(
    refused: Refused, outsider: Person, comment: Comment, contribution: Contribution
) -> None:
    given = endorsements.give(by=outsider, thing=comment)
    factories.close(comment.round)
    comment.refresh_from_db()

    with refused("round_closed"):
        endorsements.withdraw(by=outsider, endorsement=Endorsement.objects.get(pk=given.pk))
    with refused("round_closed"):
        endorsements.give(by=factories.make_person(), thing=comment)


@pytest.mark.django_db
def test_option_is_endorsed_and_a_draft_is_not(
    refused: Refused, secretary: Person, outsider: Person, round: Round, draft: Proposal
) -> None:
    option = factories.make_proposal(secretary, round, type="option")

    endorsements.give(by=outsider, thing=option)

    assert Endorsement.objects.get().thing == option
    with refused("not_an_option"):
        endorsements.give(by=outsider, thing=draft)


@pytest.mark.django_db
def test_member_of_a_body_does_not_endorse_for_it(
    refused: Refused, secretary: Person, organization: Organization, outsider: Person, comment: Comment
) -> None:
    with refused("capacity_not_held"):
        endorsements.give(by=outsider, thing=comment, capacity=Capacity.ORGANIZATION, organization=organization)


@pytest.mark.django_db(transaction=True)
def test_thirty_parallel_attempts_of_twenty_people_leave_twenty_rows(comment: Comment) -> None:
    people = [factories.make_person() for _n in range(20)]

    def press(n: int) -> bool:
        try:
            with transaction.atomic():
                endorsements.give(by=people[n % 20], thing=Comment.objects.with_people().get(pk=comment.pk))
            return True
        except Conflict:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        pressed = list(pool.map(press, range(30 * 20)))

    assert all(pressed)
    assert Endorsement.objects.count() == 20
    assert Entry.objects.filter(kind="endorsement.given").count() == 20


@pytest.mark.django_db
def test_hidden_option_is_not_endorsed(secretary: Person, outsider: Person, round: Round, refused: Refused) -> None:
    option = factories.make_proposal(secretary, round, type="option", title="Option A")
    said = {"rule": 3, "reason": "It attacks.", "language": "en"}
    decisions.hide(by=secretary, thing=option, now=timezone.now(), **said)  # type: ignore[arg-type]
    option.refresh_from_db()
    with refused("not_shown"):
        endorsements.give(by=outsider, thing=option)
