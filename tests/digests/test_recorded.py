from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.models import Person
from contributions.actions import recordings
from contributions.models import Contribution
from digests.actions import notices
from digests.models import Mail
from rounds.models import Round, Way

pytestmark = pytest.mark.django_db
ARRIVED = datetime(2027, 4, 17, 21, 14, tzinfo=UTC)


@pytest.fixture
def over(call: Round) -> Round:
    Round.objects.filter(pk=call.pk).update(
        opens_at=datetime(2027, 3, 1, tzinfo=UTC), closes_at=datetime(2027, 4, 19, tzinfo=UTC)
    )
    call.refresh_from_db()
    return call


def record(by: Person, round: Round, **said: Any) -> Contribution:
    said = {"arrived_at": ARRIVED, "address": "ana@example.net", "time_zone": "Africa/Nairobi", **said}
    return recordings.record(
        by=by,
        round=round,
        way=Way.MAIL,
        author_name="Ana Cardoso",
        text="We answer the *second* question.",
        language="en",
        now=datetime(2027, 4, 20, 9, tzinfo=UTC),
        **said,
    )


def test_sender_is_mailed_once_what_was_recorded(secretary: Person, over: Round, settle: Callable[[], None]) -> None:
    contribution = record(secretary, over)
    settle()

    notices.tell(now=datetime(2027, 4, 20, 9, 1, tzinfo=UTC))
    notices.tell(now=datetime(2027, 4, 20, 9, 2, tzinfo=UTC))

    mail = Mail.objects.get()
    entry = contribution.entry
    entry.refresh_from_db()
    assert (mail.kind, mail.person, mail.address, mail.entry) == ("recorded", None, "ana@example.net", entry)
    assert mail.subject == f"The secretariat has recorded your text: No. {entry.seq}"
    assert "It had arrived on Sunday 18 April 2027, 00:14 EAT. It is recorded as from Ana Cardoso." in (mail.text)
    assert "Everybody can read it." in mail.text
    assert "  We answer the second question." in mail.text
    assert f"/contributions/{contribution.pk}/" in mail.text
    assert "<em>second</em>" in mail.html


def test_sender_of_a_late_text_is_told_where_it_stands(
    secretary: Person, over: Round, settle: Callable[[], None]
) -> None:
    record(secretary, over, arrived_at=datetime(2027, 4, 19, 8, tzinfo=UTC))
    settle()

    notices.tell(now=datetime(2027, 4, 20, 9, 1, tzinfo=UTC))

    mail = Mail.objects.get()
    assert "That was after the close" in mail.text
    assert f"/c/who-acts/rounds/{over.number}/late/" in mail.text
    assert "Everybody can read it." not in mail.text


def test_text_without_an_address_owes_no_mail(secretary: Person, over: Round, settle: Callable[[], None]) -> None:
    record(secretary, over, address="")
    settle()

    assert notices.tell(now=datetime(2027, 4, 20, 9, 1, tzinfo=UTC)) > 0
    assert Mail.objects.count() == 0
