"""Letters beside requests: looked into, read by who answers, gone from disk when they are done."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.actions import affiliations as asking
from accounts.actions import letters
from accounts.models import AffiliationRequest, Organization, Person, StakeholderGroup
from moderation.actions import affiliations
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
WORDS = b"The ministry confirms Olga."


@pytest.fixture(autouse=True)
def _on_a_disk_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


def ask(person: Person, body: Organization | None = None, **said: Any) -> AffiliationRequest:
    group = StakeholderGroup.objects.get(pk="government")
    return asking.ask(
        by=person, organization=body, name="Ministry", stakeholder_group=group, now=timezone.now(), **said
    )


def pressed(**changed: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), **changed}


def file(content: bytes = WORDS, name: str = "letter.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_letter_is_read_by_its_sender_and_who_answers(
    as_: As, secretary: Person, moderator: Person, member: Person, outsider: Person, organization: Organization
) -> None:
    said = {"name": organization.name, "role": "member", "letter": file()}
    assert as_(outsider).post("/me/organizations/ask/", pressed(**said)).status_code == 303
    request = AffiliationRequest.objects.get()
    mine, desk = f"/me/organizations/requests/{request.pk}/letter/", f"/desk/requests/{request.pk}/letter/"
    other = factories.make_person()

    read = {
        who.name: (as_(who).get(mine).status_code, as_(who).get(desk).status_code)
        for who in (outsider, member, secretary, moderator, other)
    }

    assert read == {
        outsider.name: (200, 403),
        member.name: (200, 403),
        secretary.name: (404, 200),
        moderator.name: (404, 404),
        other.name: (404, 403),
    }
    assert b"".join(as_(secretary).get(desk).streaming_content) == WORDS
    answer = as_(member).get(mine)
    assert b"".join(answer.streaming_content) == WORDS
    assert (answer["Content-Disposition"], answer["Cache-Control"], answer["Content-Type"]) == (
        'attachment; filename="letter.txt"',
        "private, no-store",
        "text/plain",
    )
    page = as_(secretary).get(f"/desk/requests/{request.pk}/").content.decode()
    assert "letter.txt" in page


def test_letter_comes_later_and_takes_the_place_of_another(
    as_: As, outsider: Person, organization: Organization, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    request = ask(outsider, organization)
    at = f"/me/organizations/requests/{request.pk}/letter/"
    assert as_(outsider).get(at).status_code == 404

    with django_capture_on_commit_callbacks(execute=True):
        sent = [
            as_(outsider).post(at, pressed(letter=file(text, name)))
            for text, name in ((WORDS, "a.txt"), (b"B", "b.txt"))
        ]

    request.refresh_from_db()
    assert ([answer.status_code for answer in sent], request.letter_name) == ([303, 303], "b.txt")
    assert len(list((tmp_path / "letters").iterdir())) == 1
    assert b"".join(as_(outsider).get(at).streaming_content) == b"B"


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"MZ\x90\x00\x03", "letter.pdf", "letter.pdf"),
        (b"", "letter.txt", "“letter.txt”: "),
        (b"a" * (letters.LIMIT + 1), "letter.txt", "has more than 10 MB"),
    ],
)
def test_what_is_no_letter_is_refused(
    content: bytes, name: str, says: str, as_: As, outsider: Person, organization: Organization
) -> None:
    request = ask(outsider, organization)

    answer = as_(outsider).post(f"/me/organizations/requests/{request.pk}/letter/", pressed(letter=file(content, name)))

    request.refresh_from_db()
    assert (answer.status_code, request.letter_name) == (422, "")
    assert says in answer.content.decode()


def test_only_who_asks_sends_one_and_only_while_it_waits(
    as_: As, secretary: Person, member: Person, outsider: Person, organization: Organization
) -> None:
    request = ask(outsider, organization)
    at = f"/me/organizations/requests/{request.pk}/letter/"

    assert as_(member).post(at, pressed(letter=file())).status_code == 403
    asking.take_back(by=outsider, request=request, now=timezone.now())
    assert as_(outsider).post(at, pressed(letter=file())).status_code == 409


def test_letters_go_from_disk(
    outsider: Person, member: Person, organization: Organization, host: Organization, secretary: Person, tmp_path: Path
) -> None:
    now = timezone.now()
    upload = letters.Upload("letter.txt", WORDS)
    back = ask(outsider, organization, letter=upload)
    waits = ask(outsider, host, letter=upload)
    answered = ask(member, host, letter=upload)
    asking.take_back(by=outsider, request=back, now=now)
    affiliations.refuse(by=secretary, request=answered, reason="", now=now)
    on_disk = tmp_path / "letters"

    gone = [letters.sweep(now=now + after) for after in (timedelta(), timedelta(hours=2), timedelta(days=31))]

    names = {request.pk: request.letter_name for request in AffiliationRequest.objects.all()}
    assert gone == [0, 1, 1]
    assert names == {back.pk: "", waits.pk: "letter.txt", answered.pk: ""}
    assert len(list(on_disk.iterdir())) == 1
