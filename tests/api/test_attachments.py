import hashlib
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import Person
from contributions.models import Attachment, Contribution
from rounds.actions import consultations
from rounds.models import Consultation, Round
from tests import factories, files
from tests.api.conftest import problem_of

WIRE = ["id", "name", "media_type", "size", "sha256", "url"]


def send(program: Any, contribution: Contribution, name: str, content: bytes, *, key: str = "", **more: Any) -> Any:
    path = f"/api/v1/contributions/{contribution.pk}/attachments/"
    named = {"Idempotency-Key": key} if key else {}
    body = {"file": SimpleUploadedFile(name, content), **more}
    return program.client.post(path, body, headers={**program.headers, **named})


def test_a_file_is_put_beside_a_contribution(
    partner: Callable[..., Any], member: Person, contribution: Contribution
) -> None:
    response = send(partner(member), contribution, "letter.docx", files.word("Our letter."))

    kept = contribution.attachments.get()
    body = json.loads(response.content)
    assert response.status_code == 201
    assert list(body) == WIRE
    assert response["Location"].endswith(f"/contributions/{contribution.pk}/attachments/{kept.pk}/")
    content = kept.file.read()
    assert (body["name"], body["size"]) == ("letter.docx", len(content))
    assert body["sha256"] == hashlib.sha256(content).hexdigest()
    assert body["url"] == f"{settings.SITE_URL}/contributions/{contribution.pk}/files/{kept.pk}/"
    whole = json.loads(partner(None).get(f"/contributions/{contribution.pk}/").content)
    assert whole["attachments"] == [body]


def test_a_file_larger_than_what_is_kept_in_memory_is_taken(
    partner: Callable[..., Any], member: Person, contribution: Contribution
) -> None:
    response = send(partner(member), contribution, "a.txt", b"word " * 1_000_000)

    assert (response.status_code, contribution.attachments.get().size) == (201, 5_000_000)


def test_a_retry_adds_nothing_and_another_file_under_its_key_is_refused(
    partner: Callable[..., Any], member: Person, contribution: Contribution
) -> None:
    program, key = partner(member), str(uuid.uuid4())

    first = send(program, contribution, "a.txt", b"Words", key=key)
    again = send(program, contribution, "a.txt", b"Words", key=key)
    other = send(program, contribution, "a.txt", b"Other", key=key)

    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert problem_of(other)[:2] == (422, "idempotency_key_reused")
    assert contribution.attachments.count() == 1


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"MZ\x90\x00" + b"\0" * 60, (400, "file_refused", ["files"])),
        (b"", (400, "file_refused", ["files"])),
        (b"a" * (10 * 1024 * 1024 + 1), (400, "file_too_large", ["files"])),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(
    partner: Callable[..., Any], member: Person, contribution: Contribution, content: bytes, found: Any
) -> None:
    assert problem_of(send(partner(member), contribution, "a.txt", content)) == found


def test_what_is_no_file_is_refused(
    partner: Callable[..., Any], member: Person, contribution: Contribution, call: Round
) -> None:
    program, path = partner(member), f"/contributions/{contribution.pk}/attachments/"
    address = f"/api/v1{path}"

    assert problem_of(program.post(path, {"file": "a"})) == (415, "unsupported_media_type", [])
    assert problem_of(program.client.post(address, {"file": "a"}, headers=program.headers))[:2] == (400, "invalid")
    assert problem_of(program.client.post(address, {}, headers=program.headers)) == (400, "required", ["file"])
    assert problem_of(send(program, contribution, "a.txt", b"a", other="b")) == (400, "unknown_field", ["other"])


def test_a_request_larger_than_anything_is_refused_before_it_is_read(
    partner: Callable[..., Any], member: Person, contribution: Contribution
) -> None:
    response = send(partner(member), contribution, "a.txt", b"a" * (33 * 1024 * 1024))

    assert problem_of(response)[:2] == (413, "too_large")


def test_only_its_author_adds_and_takes_away(
    partner: Callable[..., Any], outsider: Person, contribution: Contribution
) -> None:
    attachment = factories.attach(contribution)
    address = f"/api/v1/contributions/{contribution.pk}/attachments/{attachment.pk}/"
    program = partner(outsider)

    assert problem_of(send(program, contribution, "a.txt", b"a"))[:2] == (403, "not_the_author")
    assert problem_of(program.client.delete(address, headers=program.headers))[:2] == (403, "not_the_author")
    assert problem_of(Client().delete(address))[:2] == (401, "not_authenticated")
    assert Attachment.objects.count() == 1


def test_reading_alone_adds_nothing(partner: Callable[..., Any], member: Person, contribution: Contribution) -> None:
    response = send(partner(member, "read"), contribution, "a.txt", b"a")

    assert problem_of(response)[:2] == (403, "scope_missing")


def test_author_takes_a_file_away_until_the_close(
    partner: Callable[..., Any], member: Person, contribution: Contribution, call: Round
) -> None:
    first, second = factories.attach(contribution), factories.attach(contribution)
    program, root = partner(member), f"/api/v1/contributions/{contribution.pk}/attachments/"

    assert program.client.delete(f"{root}{first.pk}/", headers=program.headers).status_code == 204
    assert problem_of(program.client.delete(f"{root}{first.pk}/", headers=program.headers))[:2] == (404, "not_found")
    factories.close(call)
    late = program.client.delete(f"{root}{second.pk}/", headers=program.headers)

    assert problem_of(late)[:2] == (409, "round_closed")
    assert problem_of(send(program, contribution, "a.txt", b"a"))[:2] == (409, "round_closed")
    assert list(contribution.attachments.all()) == [second]


def test_a_program_gets_the_file_of_what_it_may_read(
    partner: Callable[..., Any],
    secretary: Person,
    member: Person,
    outsider: Person,
    private_consultation: Consultation,
) -> None:
    call = factories.make_round(secretary, private_consultation, purpose="call_for_inputs")
    consultations.enlist(by=secretary, consultation=private_consultation, person=member, now=timezone.now())
    attachment = factories.attach(factories.make_contribution(member, call), "a.txt", b"Words")
    address = f"/contributions/{attachment.contribution_id}/attachments/{attachment.pk}/"

    got = partner(member).get(address, Accept="text/plain")

    assert (got.status_code, got.getvalue()) == (200, b"Words")
    assert got["Content-Disposition"] == 'attachment; filename="a.txt"'
    assert got["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert got["Cache-Control"] == "private, no-store"
    assert problem_of(partner(outsider).get(address))[:2] == (404, "not_found")
    assert problem_of(partner(None).get(address))[:2] == (404, "not_found")


def test_a_file_is_found_under_its_own_contribution_only(
    partner: Callable[..., Any], member: Person, contribution: Contribution, call: Round
) -> None:
    attachment = factories.attach(contribution)
    other = factories.make_contribution(member, call, text="Another.")

    found = partner(None).get(f"/contributions/{other.pk}/attachments/{attachment.pk}/")

    assert problem_of(found)[:2] == (404, "not_found")
