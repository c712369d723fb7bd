import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Organization, Person
from contributions.actions import recordings
from contributions.actions.files import Upload
from contributions.models import Contribution, Original
from ledger.models import Entry
from rounds.actions import sealing
from rounds.models import Round, Way
from tests import factories, files

pytestmark = pytest.mark.django_db
Refused = Callable[[str], AbstractContextManager[None]]

# A round that closed at the end of Sunday 18 April 2027, and moments around it.
OPENED = datetime(2027, 3, 1, tzinfo=UTC)
CLOSED = datetime(2027, 4, 19, tzinfo=UTC)
SATURDAY = datetime(2027, 4, 17, 21, 14, tzinfo=UTC)


@pytest.fixture
def over(call: Round) -> Round:
    Round.objects.filter(pk=call.pk).update(opens_at=OPENED, closes_at=CLOSED)
    call.refresh_from_db()
    return call


def record(by: Person, round: Round, **said: Any) -> Contribution:
    said = {
        "way": Way.MAIL,
        "arrived_at": SATURDAY,
        "author_name": "Ana Cardoso",
        "text": "By mail.",
        "language": "en",
        "now": CLOSED,
        **said,
    }
    return recordings.record(by=by, round=round, **said)


def test_recorded_contribution_is_shown_under_the_moment_of_its_arrival(secretary: Person, over: Round) -> None:
    now = CLOSED + timedelta(days=2)

    recorded = record(
        secretary, over, time_zone="America/Bogota", address="ana@example.net", country="CO", now=now, title="A letter"
    )

    assert (recorded.status, recorded.channel, recorded.author, recorded.author_name) == (
        "published",
        "recorded",
        None,
        "Ana Cardoso",
    )
    assert (recorded.posted_at, recorded.is_late, recorded.country) == (SATURDAY, False, "CO")
    how = recorded.recording
    assert (how.way, how.arrived_at, how.time_zone, how.address, how.by, how.recorded_at) == (
        "mail",
        SATURDAY,
        "America/Bogota",
        "ana@example.net",
        secretary,
        now,
    )
    said = json.loads(recorded.entry.record)
    assert (said["at"], said["received_at"], said["channel"], said["way"]) == (
        "2027-04-21T00:00:00.000Z",
        "2027-04-17T21:14:00.000Z",
        "recorded",
        "mail",
    )
    assert "late" not in said
    assert "Ana" not in recorded.entry.record
    assert "example.net" not in recorded.entry.record


def test_recorded_contribution_of_an_organization_carries_its_group(
    secretary: Person, organization: Organization, over: Round
) -> None:
    recorded = record(secretary, over, organization=organization, stakeholder_group="academia")

    assert (recorded.capacity, recorded.organization, recorded.stakeholder_group_id, recorded.standing) == (
        "organization",
        organization,
        "private_sector",
        "",
    )


@pytest.mark.parametrize(
    ("arrived", "recorded", "is_late"),
    [
        # In time up to the last instant, and ten working days long: the second Friday after the close counts in full.
        (OPENED, OPENED, False),
        (CLOSED - timedelta(milliseconds=1), CLOSED, False),
        (CLOSED - timedelta(milliseconds=1), datetime(2027, 4, 30, 23, 59, 59, tzinfo=UTC), False),
        (CLOSED, CLOSED, True),
        (CLOSED, datetime(2027, 9, 1, tzinfo=UTC), True),
    ],
)
def test_arrival_decides_whether_it_is_in_time(
    arrived: datetime, recorded: datetime, is_late: bool, secretary: Person, over: Round
) -> None:
    contribution = record(secretary, over, arrived_at=arrived, now=recorded)

    assert contribution.is_late == is_late
    assert json.loads(contribution.entry.record).get("late") == ("yes" if is_late else None)


@pytest.mark.parametrize(
    ("arrived", "recorded", "code"),
    [
        (OPENED - timedelta(milliseconds=1), CLOSED, "arrived_too_early"),
        (SATURDAY, datetime(2027, 5, 1, tzinfo=UTC), "too_late_to_record"),
        (CLOSED + timedelta(seconds=1), CLOSED, "not_arrived_yet"),
    ],
)
def test_arrival_that_cannot_be_recorded(
    arrived: datetime, recorded: datetime, code: str, secretary: Person, over: Round, refused: Refused
) -> None:
    with refused(code):
        record(secretary, over, arrived_at=arrived, now=recorded)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"author_name": "  "}, "text_missing"),
        ({"text": ""}, "text_missing"),
        ({"country": "XX"}, "country_unknown"),
        ({"stakeholder_group": "pirates"}, "invalid_choice"),
        ({"time_zone": "Mars/Olympus"}, "time_zone_unknown"),
        ({"time_zone": "../../etc/passwd"}, "time_zone_unknown"),
        ({"address": "nowhere"}, "address_invalid"),
        ({"language": "xx-klingon"}, "language_unknown"),
        ({"answers": {"3": "Yes."}}, "question_unknown"),
        ({"original": Upload("a.exe", b"MZ\x90\x00\x03" + bytes(200))}, "file_refused"),
    ],
)
def test_what_cannot_be_recorded_as_it_is(
    said: dict[str, Any], code: str, secretary: Person, over: Round, refused: Refused
) -> None:
    with refused(code):
        record(secretary, over, **said)


def test_record_to_a_round_of_comments_is_refused(secretary: Person, round: Round, refused: Refused) -> None:
    with refused("round_does_not_accept"):
        record(secretary, round, arrived_at=timezone.now(), now=timezone.now())


def test_original_is_attached_as_it_arrived_but_for_its_metadata(secretary: Person, over: Round) -> None:
    recorded = record(secretary, over, original=Upload("Réponse finale.docx", files.word("We agree.")))

    attached = recorded.attachments.get()
    assert (attached.is_original, attached.name) == (True, "Réponse finale.docx")
    with attached.file.open() as kept:
        content = kept.read()
    assert files.parts(content)["word/document.xml"] == files.parts(files.word("We agree."))["word/document.xml"]
    assert json.loads(recorded.entry.record)["original"] == bytes(attached.sha256).hex()
    attached.file.delete(save=False)


def test_words_are_read_from_a_word_file_and_wait_a_day(secretary: Person, call: Round) -> None:
    read_at = timezone.now()

    original = recordings.read(
        by=secretary, round=call, upload=Upload("a.docx", files.word("We agree.", "Mostly.")), now=read_at
    )

    assert (original.text.strip(), original.notes, original.name) == ("We agree.\n\nMostly.", [], "a.docx")
    assert recordings.forget_originals(now=read_at + timedelta(hours=23)) == 0
    assert recordings.forget_originals(now=read_at + timedelta(hours=25)) == 1
    assert not Original.objects.exists()


def test_file_without_words_that_can_be_read_is_refused(secretary: Person, call: Round, refused: Refused) -> None:
    with refused("file_refused"):
        recordings.read(by=secretary, round=call, upload=Upload("a.pdf", files.pdf()), now=timezone.now())


def test_late_text_is_in_no_closing_record(secretary: Person, call: Round, settle: Callable[[], None]) -> None:
    before = record(secretary, call, arrived_at=timezone.now() - timedelta(hours=1), now=timezone.now())
    factories.close(call)
    # Between the close and the seal: its entry is older than the seal, and it is late all the same.
    record(secretary, call, arrived_at=timezone.now(), now=timezone.now())
    settle()

    sealing.seal_due(now=timezone.now())

    closing = json.loads(Entry.objects.get(kind="round.closed").record)
    number = Entry.objects.get(pk=before.entry_id).seq
    assert (closing["count"], closing["numbers"]) == (1, str(number))
