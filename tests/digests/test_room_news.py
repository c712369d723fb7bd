"""What the secretariat puts into a consultation's room is told to its followers, and the same text once."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from django.utils import timezone

from accounts.models import Person
from digests.actions import digests, follows
from proposals.models import Proposal
from rounds.actions import documents
from rounds.models import Consultation, Round
from tests import factories
from tests.digests.conftest import html_of, text_of

pytestmark = pytest.mark.django_db
Settle = Callable[[], None]
Sweep = Callable[[], list[EmailMessage]]


@pytest.fixture
def reader(consultation: Consultation, draft: Proposal, settle: Settle) -> Person:
    person = factories.make_person("Aroha")
    settle()
    follows.begin(by=person, thing=consultation, now=timezone.now())
    return person


def digest_of(reader: Person, sweep: Sweep) -> EmailMessage:
    digests.send_now(by=reader, key="1", now=timezone.now())
    return next(mail for mail in sweep() if mail["To"] == reader.email)


def test_document_is_told_and_one_taken_away_is_not(
    reader: Person, secretary: Person, consultation: Consultation, settle: Settle, sweep: Sweep
) -> None:
    factories.make_document(secretary, consultation, "The letter of invitation")
    gone = factories.make_document(secretary, consultation, "A wrong file")
    documents.remove(by=secretary, document=gone, now=timezone.now())
    settle()

    mail = digest_of(reader, sweep)

    assert "Report added to the documents:" in text_of(mail)
    assert ("The letter of invitation" in text_of(mail), "A wrong file" in text_of(mail)) == (True, False)


def test_same_text_of_many_is_told_once(
    reader: Person, round: Round, draft: Proposal, settle: Settle, sweep: Sweep
) -> None:
    for _n in range(5):
        factories.make_comment(factories.make_person(), round, draft, text="Delete paragraph 11.")
    settle()

    mail = digest_of(reader, sweep)

    for words in (text_of(mail), html_of(mail)):
        assert (words.count("Delete paragraph 11."), words.count("4 other people filed the same text")) == (1, 1)
    assert mail["Subject"].startswith("1 new comment")
