import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from contributions.actions import attachments, contributions
from contributions.actions import files as steps
from contributions.actions.files import Upload
from contributions.models import Attachment, Contribution
from contributions.rules import files as rules
from ledger.models import Entry
from moderation.actions import decisions
from rounds.models import Consultation, Round
from tests import factories, files
from texts.files import names
from texts.files.kinds import Kind
from web.refusals import NotDone

pytestmark = pytest.mark.django_db
Refused = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def disk(settings: Any, tmp_path: Path) -> Path:
    """The folder in which this test's files are kept, and nobody else's."""
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    return tmp_path / "contributions"


def on_disk(disk: Path) -> list[str]:
    return sorted(path.name for path in disk.iterdir())


def record_of(thing: Contribution, kind: str) -> dict[str, Any]:
    return dict(json.loads(Entry.objects.get(thing=thing.pk, kind=kind).record))


def test_contribution_with_files_keeps_them_without_metadata(member: Person, call: Round) -> None:
    letter, note = files.word("Our letter."), b"A note.\n"

    filed = factories.make_contribution(
        member, call, uploads=[Upload("C:\\Users\\m\\letter.docx", letter), Upload("note", note)]
    )

    kept = list(filed.attachments.all())
    assert [(file.position, file.name) for file in kept] == [(1, "letter.docx"), (2, "note.txt")]
    assert [file.media_type for file in kept] == [Kind.DOCX.media_type, "text/plain"]
    words = [file.file.read() for file in kept]
    assert files.SECRET.encode() not in b"".join(files.parts(words[0]).values())
    assert words[1] == note
    assert [file.size for file in kept] == [len(content) for content in words]
    digests = [hashlib.sha256(content).digest() for content in words]
    assert [bytes(file.sha256) for file in kept] == digests
    assert record_of(filed, "contribution.received")["files"] == " ".join(digest.hex() for digest in digests)


def test_contribution_without_files_says_nothing_of_files(contribution: Contribution) -> None:
    assert "files" not in record_of(contribution, "contribution.received")


def test_a_file_that_cannot_be_taken_stops_the_contribution(member: Person, call: Round) -> None:
    with pytest.raises(NotDone) as stopped, transaction.atomic():
        factories.make_contribution(member, call, uploads=[Upload("a/b\u202e.docx", b"MZ\x90\x00" + b"\0" * 60)])

    assert (stopped.value.refusal.code, stopped.value.refusal.field) == ("file_refused", "files")
    assert str(stopped.value).startswith("“b.docx”: The file looks like a .exe file, which is not taken here.")
    assert Contribution.objects.count() == 0


def test_six_files_are_too_many_and_five_fit(member: Person, call: Round, refused: Refused) -> None:
    uploads = [Upload(f"{n}.txt", b"Words") for n in range(6)]

    with refused("too_many_files"):
        factories.make_contribution(member, call, uploads=uploads)
    filed = factories.make_contribution(member, call, uploads=uploads[:5])
    with refused("too_many_files"):
        factories.attach(filed)

    assert filed.attachments.count() == 5


def test_a_file_and_all_files_have_a_bound(member: Person, call: Round, refused: Refused) -> None:
    most = b"a" * rules.FILE_LIMIT

    with refused("file_too_large"):
        factories.make_contribution(member, call, uploads=[Upload("a.txt", most + b"a")])
    with refused("files_too_large"):
        factories.make_contribution(member, call, uploads=[Upload(f"{n}.txt", most) for n in range(3)])
    filed = factories.make_contribution(member, call, uploads=[Upload(f"{n}.txt", most) for n in range(2)])
    with refused("files_too_large"):
        factories.attach(filed, content=most)

    assert filed.attachments.count() == 2


@pytest.mark.parametrize(
    ("given", "kind", "kept"),
    [
        ("letter.pdf", Kind.PDF, "letter.pdf"),
        ("LETTER.PDF", Kind.PDF, "LETTER.pdf"),
        ("letter.exe", Kind.PDF, "letter.exe.pdf"),
        ("photo.jpeg", Kind.JPEG, "photo.jpeg"),
        ("photo", Kind.JPEG, "photo.jpg"),
        ("../../etc/passwd", Kind.TXT, "passwd.txt"),
        ("C:\\a\\b.txt", Kind.TXT, "b.txt"),
        ("a\u202efdp.txt", Kind.TXT, "afdp.txt"),
        ("a\r\nSet-Cookie: b.txt", Kind.TXT, "a Set-Cookie_ b.txt"),
        ('a"b<c>.md', Kind.MD, "a_b_c_.md"),
        (".txt", Kind.TXT, "file.txt"),
        ("", Kind.PNG, "file.png"),
        ("رسالة.odt", Kind.ODT, "رسالة.odt"),
        ("é" * 300 + ".txt", Kind.TXT, "é" * 90 + ".txt"),
    ],
)
def test_names_are_kept_without_what_could_mislead(given: str, kind: Kind, kept: str) -> None:
    assert names.kept(given, kind) == kept


def test_author_adds_a_file_until_the_close(contribution: Contribution, call: Round, refused: Refused) -> None:
    added = factories.attach(contribution)

    fact = record_of(contribution, "contribution.attached")
    assert (fact["file"], fact["attachment"]) == (hashlib.sha256(b"Beside it.").hexdigest(), str(added.pk))
    factories.close(call)
    contribution.refresh_from_db()
    with refused("round_closed"):
        factories.attach(contribution)
    with refused("round_closed"):
        attachments.remove(by=contribution.author, attachment=added)  # type: ignore[arg-type]


def test_author_takes_a_file_away_and_it_leaves_the_disk(
    contribution: Contribution, disk: Path, django_capture_on_commit_callbacks: Any, refused: Refused
) -> None:
    first, second = factories.attach(contribution), factories.attach(contribution, "b.txt")
    assert len(on_disk(disk)) == 2

    with django_capture_on_commit_callbacks(execute=True):
        attachments.remove(by=contribution.author, attachment=first)  # type: ignore[arg-type]

    assert list(contribution.attachments.all()) == [second]
    assert on_disk(disk) == [Path(second.file.name).name]
    assert record_of(contribution, "contribution.detached")["attachment"] == str(first.pk)
    with refused("file_gone"):
        attachments.remove(by=contribution.author, attachment=first)  # type: ignore[arg-type]
    assert factories.attach(contribution, "c.txt").position == 3


def test_withdrawn_contribution_takes_no_file(contribution: Contribution, refused: Refused) -> None:
    contributions.withdraw(by=contribution.author, contribution=contribution)  # type: ignore[arg-type]

    with refused("not_shown"):
        factories.attach(contribution)


def test_a_file_is_read_first_where_texts_are(
    member: Person, moderator: Person, call: Round, contribution: Contribution, consultation: Consultation
) -> None:
    Consultation.objects.filter(pk=consultation.pk).update(moderation="before")
    contribution.round.consultation.refresh_from_db()

    attachment = factories.attach(contribution)

    contribution.refresh_from_db()
    # The words are shown as before; the file waits.
    assert (contribution.status, contribution.waiting_version) == ("published", 2)
    assert contribution.text is not None
    assert list(Attachment.objects.visible_to(None)) == []
    assert list(Attachment.objects.visible_to(member)) == [attachment]

    decisions.publish(by=moderator, thing=contribution, now=timezone.now())
    contribution.refresh_from_db()
    assert contribution.waiting_version is None
    assert list(Attachment.objects.visible_to(None)) == [attachment]


def test_files_are_seen_as_the_words_are(
    secretary: Person, member: Person, outsider: Person, contribution: Contribution
) -> None:
    attachment = factories.attach(contribution)
    assert list(Attachment.objects.visible_to(None)) == [attachment]

    factories.hide(secretary, contribution)

    assert list(Attachment.objects.visible_to(None)) == []
    assert list(Attachment.objects.visible_to(outsider)) == []
    assert list(Attachment.objects.visible_to(member)) == [attachment]
    assert list(Attachment.objects.visible_to(secretary)) == [attachment]


def test_sweep_takes_what_no_row_keeps_once_it_is_old(contribution: Contribution, disk: Path) -> None:
    kept = factories.attach(contribution)
    (disk / "orphan").write_bytes(b"left over")
    now = timezone.now()

    assert steps.sweep(now=now) == 0
    assert steps.sweep(now=now + timedelta(hours=2)) == 1

    assert on_disk(disk) == [Path(kept.file.name).name]


def test_sweep_takes_the_files_of_the_erased(contribution: Contribution, member: Person, disk: Path) -> None:
    attachment = factories.attach(contribution, "canary.txt")
    Contribution.objects.filter(pk=contribution.pk).update(
        status="erased", text=None, title=None, answers=None, words_digest=None
    )
    assert list(Attachment.objects.visible_to(member)) == []

    gone = steps.sweep(now=timezone.now() + timedelta(hours=2))

    attachment.refresh_from_db()
    assert (gone, on_disk(disk)) == (1, [])
    assert (attachment.name, attachment.file.name) == ("", "")


def test_sweep_on_a_new_machine_finds_nothing(disk: Path) -> None:
    assert steps.sweep(now=timezone.now()) == 0


def test_a_file_whose_act_failed_is_an_orphan(member: Person, call: Round, disk: Path) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        factories.make_contribution(member, call, uploads=[Upload("a.txt", b"Words")])
        raise RuntimeError

    assert len(on_disk(disk)) == 1
    assert steps.sweep(now=timezone.now() + timedelta(hours=2)) == 1
