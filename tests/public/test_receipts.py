import hashlib
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Affiliation, Organization, Person
from contributions.models import Contribution
from moderation.actions import affiliations
from proposals.actions import responses
from proposals.actions.responses import Item
from proposals.models import Comment, Proposal
from rounds.models import Round
from rounds.rules import receipts
from tests import factories

As = Callable[[Person | None], Client]


def in_groups(words: str) -> str:
    whole = hashlib.sha256(words.encode()).hexdigest()
    return " ".join(whole[start : start + 8] for start in range(0, 64, 8))


@pytest.mark.parametrize(
    ("texts", "words"),
    [(("One.",), "One."), (("Title", "Text", ""), "Title\n\nText"), (("", "Text", "A", "B"), "Text\n\nA\n\nB")],
)
def test_fingerprint_is_of_the_words_alone(texts: tuple[str, ...], words: str) -> None:
    assert receipts.fingerprint(*texts) == in_groups(words)


@pytest.mark.django_db
def test_receipt_says_when_where_and_what(
    as_: As, member: Person, comment: Comment, settle: Callable[[], None]
) -> None:
    client, address = as_(member), reverse("comment_receipt", args=[comment.pk])
    early = client.get(address).content.decode()
    settle()
    comment.entry.refresh_from_db()

    body = client.get(address).content.decode()

    assert ("follows within a minute" in early, "follows within a minute" in body) == (True, False)
    for words in (
        f"No. {comment.entry.seq}",
        f"{comment.posted_at:%H:%M:%S} UTC",
        "It is shown with your name.",
        "You can correct or withdraw it until the round closes",
        in_groups("One plain thing."),
        "<p>One plain thing.</p>",
        reverse("comment_correct", args=[comment.pk]),
        reverse("comment_withdraw", args=[comment.pk]),
    ):
        assert (words, words in body) == (words, True)


@pytest.mark.django_db
def test_receipt_is_its_authors_alone(
    as_: As, member: Person, secretary: Person, comment: Comment, contribution: Contribution
) -> None:
    response = responses.file(by=member, round=comment.round, items=[Item("One", "en", proposal=comment.proposal)])
    addresses = [
        reverse("comment_receipt", args=[comment.pk]),
        reverse("contribution_receipt", args=[contribution.pk]),
        reverse("response", args=[response.pk]),
    ]

    answers = {
        name: [as_(person).get(address).status_code for address in addresses]
        for name, person in (("stranger", None), ("secretary", secretary), ("member", member))
    }

    assert answers == {"stranger": [302, 302, 302], "secretary": [404, 404, 404], "member": [200, 200, 200]}


@pytest.mark.django_db
def test_what_waits_says_for_whom_and_until_when(
    as_: As, outsider: Person, organization: Organization, round: Round, draft: Proposal, secretary: Person
) -> None:
    affiliations.note(
        by=secretary, person=outsider, organization=organization, role=Affiliation.Role.MEMBER, now=timezone.now()
    )
    said = factories.make_comment(outsider, round, draft, capacity="organization", organization=organization)

    body = as_(outsider).get(reverse("comment_receipt", args=[said.pk])).content.decode()

    assert "Your text is received" in body
    assert "once one of its focal points releases it, until" in body


@pytest.mark.django_db
def test_after_the_close_nothing_can_be_corrected(as_: As, member: Person, comment: Comment) -> None:
    factories.close(comment.round)

    body = as_(member).get(reverse("comment_receipt", args=[comment.pk])).content.decode()

    assert ("You can correct" in body, reverse("comment_correct", args=[comment.pk]) in body) == (False, False)


@pytest.mark.django_db
def test_receipt_of_a_response_asks_as_often_for_one_text_as_for_thirty(
    as_: As, member: Person, secretary: Person, round: Round, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    long = factories.make_proposal(secretary, round, paragraphs=30)
    paragraphs = list(long.paragraphs.all())
    one = responses.file(by=member, round=round, items=[Item("x", "en", proposal=long, paragraph=paragraphs[0])])
    items = [Item("y", "en", proposal=long, paragraph=paragraph) for paragraph in paragraphs]
    many = responses.file(by=member, round=round, items=items)
    client = as_(member)
    client.get(reverse("response", args=[one.pk]))
    with django_assert_num_queries(100, exact=False) as few:
        client.get(reverse("response", args=[one.pk]))

    with django_assert_num_queries(len(few)):
        body = client.get(reverse("response", args=[many.pk])).content.decode()

    assert body.count("Fingerprint of the text") == 30
