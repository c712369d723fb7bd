"""Documents beside a consultation: files told by their content, links, what stays when one is taken away."""

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Person
from ledger.models import Entry
from rounds.actions import consultations, documents
from rounds.actions.documents import Upload
from rounds.models import Consultation, Document
from tests import factories, files

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]


def add(by: Person, consultation: Consultation, **fields: Any) -> Document:
    return factories.make_document(by, consultation, "An issues paper", **fields)


def test_link_is_added(secretary: Person, consultation: Consultation) -> None:
    made = add(secretary, consultation, type="letter", language="FR", dated=date(2027, 2, 1))

    made.refresh_from_db()
    assert (made.title, made.type, made.language, made.dated) == ("An issues paper", "letter", "fr", date(2027, 2, 1))
    assert (made.link, made.file.name, made.size) == ("https://library.example/report", "", None)
    assert made.entry.kind == "consultation.document_added"


def test_file_is_kept_without_what_it_tells_of_its_maker(secretary: Person, consultation: Consultation) -> None:
    sent = files.word("We ask three questions.")

    made = add(secretary, consultation, file=Upload("paper.pdf", sent))

    kept = made.file.read()
    assert made.media_type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert (made.size, bytes(made.sha256)) == (len(kept), hashlib.sha256(kept).digest())
    assert files.SECRET.encode() not in b"".join(files.parts(kept).values())
    assert f'"file":"{made.sha256.hex()}"' in made.entry.record
    assert made.file.name == f"documents/{made.pk.hex}"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"link": ""}, "file_or_link"),
        ({"link": "https://a.example/", "file": Upload("a.txt", b"Words.")}, "file_or_link"),
        ({"link": "javascript:alert(1)"}, "link_invalid"),
        ({"link": "ftp://a.example/"}, "link_invalid"),
        ({"link": "https://a.example/" + "x" * 1_000}, "link_invalid"),
        ({"file": Upload("a.html", b"<html><script>alert(1)</script></html>")}, "file_refused"),
        ({"file": Upload("a.txt", b"")}, "file_refused"),
        ({"language": "tlh"}, "language_unknown"),
        ({"title": " "}, "text_missing"),
        ({"title": "x" * 301}, "text_too_long"),
    ],
)
def test_document_that_cannot_be_taken(
    secretary: Person, consultation: Consultation, refused: Refuses, fields: dict[str, Any], code: str
) -> None:
    said = {"type": Document.Type.LETTER, "title": "A letter", "language": "en", "dated": date(2027, 2, 1), **fields}

    with refused(code):
        documents.add(
            by=secretary,
            consultation=consultation,
            now=timezone.now(),
            **({"link": "https://a.example/"} if not {"link", "file"} & fields.keys() else {}),
            **said,
        )

    assert Document.objects.count() == 0


def test_file_that_is_too_large(
    secretary: Person, consultation: Consultation, refused: Refuses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "FILE_LIMIT", 5)

    with refused("file_too_large"):
        add(secretary, consultation, file=Upload("a.txt", b"Six by"))


def test_document_that_is_removed_leaves_its_row_and_no_file(
    secretary: Person, consultation: Consultation, django_capture_on_commit_callbacks: Any, refused: Refuses
) -> None:
    made = add(secretary, consultation, file=Upload("a.txt", b"Words."))
    storage, name = made.file.storage, made.file.name
    before = storage.exists(name)

    with django_capture_on_commit_callbacks(execute=True):
        documents.remove(by=secretary, document=made, now=timezone.now())
    with refused("document_gone"):
        documents.remove(by=secretary, document=made, now=timezone.now())

    assert (before, storage.exists(name)) == (True, False)
    assert Document.objects.get().removed_at is not None
    assert list(Document.objects.visible_to(secretary)) == []
    assert Entry.objects.filter(kind="consultation.document_removed", thing=made.pk).count() == 1


def test_document_of_a_private_consultation_is_for_its_readers(
    secretary: Person, private_consultation: Consultation, member: Person, outsider: Person
) -> None:
    consultations.enlist(by=secretary, consultation=private_consultation, person=member, now=timezone.now())
    made = add(secretary, private_consultation)

    assert list(Document.objects.visible_to(member)) == [made]
    assert list(Document.objects.visible_to(outsider)) == list(Document.objects.visible_to(None)) == []
