"""That rules were changed stands in the public record, and in the mail of whoever follows."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Person
from digests.actions import digests, follows
from rounds.models import Consultation, RulesChange
from tests import factories
from tests.digests.conftest import text_of

Settle = Callable[[], None]
Sweep = Callable[[], list[EmailMessage]]


@pytest.mark.django_db
def test_record_says_what_holds_now_and_leads_to_what_was_changed(
    as_: Callable[[Person | None], Client], secretary: Person, consultation: Consultation, settle: Settle
) -> None:
    factories.change_rules(secretary, consultation, moderation="before", decides_within=24, reason="Wisely.")
    settle()
    change = RulesChange.objects.get()

    record = as_(None).get("/ledger/?kind=rounds").text
    assert (
        "were changed: a moderator reads each text before it is shown; the secretariat decides within 24 hours. "
        '<a href="/c/who-acts/rules/#changes">What was changed</a>'
    ) in record
    answer = as_(None).get(f"/{change.entry.seq}/")
    assert (answer.status_code, answer["Location"]) == (302, "/c/who-acts/rules/#changes")


@pytest.mark.django_db
def test_record_says_nothing_of_a_private_consultation(
    as_: Callable[[Person | None], Client], secretary: Person, private_consultation: Consultation, settle: Settle
) -> None:
    factories.change_rules(secretary, private_consultation, moderation="before")
    settle()

    assert "Rules changed" not in as_(None).get("/ledger/").text
    assert as_(None).get("/c/behind-doors/rules/").status_code == 404
    assert "Rules changed" in as_(secretary).get("/ledger/").text


@pytest.mark.django_db
def test_digest_tells_that_the_rules_were_changed_and_why(
    secretary: Person, consultation: Consultation, settle: Settle, sweep: Sweep
) -> None:
    reader = factories.make_person()
    settle()
    follows.begin(by=reader, thing=consultation, now=timezone.now())
    factories.change_rules(secretary, consultation, moderation="before", reason="There were threats.")
    settle()

    digests.send_now(by=reader, key="1", now=timezone.now())
    mails = [message for message in sweep() if message["To"] == reader.email]

    text = text_of(mails[0])
    assert "The rules under which texts are moderated were changed, because:\n  “There were threats.”" in text
    assert "/c/who-acts/rules/#changes" in text
