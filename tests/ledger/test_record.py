import hashlib
import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ledger.actions import entries, sequence
from ledger.models import Entry
from ledger.rules import records
from proposals.models import Comment

pytestmark = pytest.mark.django_db

THING = UUID("6f1c4a6e-4a3e-4f2e-9f5b-0d6a0f4b9c11")
AT = datetime(2026, 4, 18, 23, 59, 59, 999_000, tzinfo=UTC)

ADD = "insert into ledger_entry (kind, thing, at, record) values ('x', gen_random_uuid(), now(), '{}')"


def append(**facts: str) -> Entry:
    return entries.append(kind="comment.received", thing=THING, at=AT, **facts)


def test_record_has_fixed_bytes() -> None:
    entry = append(language="fr", commit="ab", capacity="personal")

    assert entry.record == (
        '{"at":"2026-04-18T23:59:59.999Z","capacity":"personal","commit":"ab","kind":"comment.received",'
        '"language":"fr","thing":"6f1c4a6e-4a3e-4f2e-9f5b-0d6a0f4b9c11","v":1}'
    )


def test_record_refuses_what_has_no_canonical_form() -> None:
    for fact in (1.5, True, ["x"]):
        with pytest.raises(TypeError):
            records.canonical({"fact": fact})  # type: ignore[dict-item]


def test_commitment_binds_the_words_as_filed(comment: Comment) -> None:
    version = comment.versions.get()
    record = json.loads(comment.entry.record)

    assert record["commit"] == hashlib.sha256(bytes(version.salt) + version.text.encode()).hexdigest()
    assert len(bytes(version.salt)) == 32


def test_record_holds_no_name_and_no_address(comment: Comment) -> None:
    assert comment.author is not None
    for private in (comment.author.name, comment.author.email, str(comment.author.pk)):
        assert private not in comment.entry.record


def test_number_is_null_until_the_sequencer_came(comment: Comment) -> None:
    assert comment.number is None

    sequence.number_batch()
    comment.entry.refresh_from_db()

    assert comment.number is not None


def test_numbers_have_no_gap(settle: Callable[[], None]) -> None:
    first = Entry.objects.numbered().count()
    for _ in range(7):
        append()
    settle()
    for _ in range(5):
        append()
    settle()

    numbers = list(Entry.objects.order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(1, first + 13))


@pytest.mark.parametrize(
    "statement",
    [
        "insert into ledger_entry (seq, kind, thing, at, record) values (9, 'x', gen_random_uuid(), now(), '{}')",
        "update ledger_entry set record = '{}'",
        "update ledger_entry set seq = null",
        "update ledger_entry set seq = 77",
        "update ledger_entry set kind = 'other'",
        "delete from ledger_entry",
    ],
)
def test_record_is_not_rewritten_even_by_its_owner(statement: str) -> None:
    append()
    sequence.number_batch()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_migrated_database_refuses_truncate() -> None:
    with connection.cursor() as cursor:
        cursor.execute("alter table ledger_entry enable trigger ledger_entry_truncate")
        with pytest.raises(DatabaseError, match="not rewritten"), transaction.atomic():
            cursor.execute("truncate ledger_entry cascade")
        cursor.execute("alter table ledger_entry disable trigger ledger_entry_truncate")


@pytest.mark.parametrize(
    ("role", "statement", "allowed"),
    [
        ("consultation_app", "select count(*) from ledger_entry", True),
        ("consultation_app", ADD, True),
        ("consultation_app", "update ledger_entry set seq = 1", False),
        ("consultation_app", "delete from ledger_entry", False),
        ("consultation_app", "truncate ledger_entry cascade", False),
        ("consultation_app", "alter table ledger_entry disable trigger all", False),
        ("consultation_app", "update accounts_person set name = name", True),
        ("consultation_sequencer", "select count(*) from ledger_entry", True),
        ("consultation_sequencer", "update ledger_entry set seq = id + 1000 where seq is null", True),
        ("consultation_sequencer", "update ledger_entry set record = '{}'", False),
        ("consultation_sequencer", ADD, False),
        ("consultation_sequencer", "select count(*) from accounts_person", False),
        ("consultation_sequencer", "select count(*) from proposals_commentversion", False),
    ],
)
def test_roles_have_their_rights_and_no_more(role: str, statement: str, allowed: bool) -> None:
    append()
    with connection.cursor() as cursor:
        cursor.execute(f"set local role {role}")
        if allowed:
            cursor.execute(statement)
            cursor.execute("reset role")
            return
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(statement)
        cursor.execute("reset role")


def test_entry_outside_a_transaction_is_refused(transactional_db: None) -> None:
    with pytest.raises(RuntimeError):
        append()


@pytest.mark.django_db(transaction=True)
def test_what_commits_late_gets_a_late_number(settle: Callable[[], None]) -> None:
    """An entry whose transaction commits after later ones were numbered is numbered after them, never missed."""
    begun, finish = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            entries.append(kind="slow", thing=THING, at=timezone.now())
            begun.set()
            finish.wait(5)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    begun.wait(5)
    with transaction.atomic():
        entries.append(kind="quick", thing=THING, at=timezone.now())
    settle()
    finish.set()
    thread.join()
    settle()

    order = list(Entry.objects.order_by("seq").values_list("kind", flat=True))
    assert order[-2:] == ["quick", "slow"]
