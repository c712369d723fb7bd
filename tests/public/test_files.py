import re
from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.datastructures import MultiValueDict

from accounts.models import Organization, Person
from contributions.actions import contributions
from contributions.actions.files import Upload
from contributions.models import Contribution
from public.forms_files import FilesField
from rounds.models import Consultation, Round
from tests import factories, files

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]


def address(contribution: Contribution, *more: Any) -> str:
    return "/".join(["/contributions", str(contribution.pk), "files", *map(str, more), ""])


def chosen(*given: tuple[str, bytes]) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(name, content) for name, content in given]


def errors(field: FilesField, given: list[SimpleUploadedFile]) -> list[str]:
    class Form(forms.Form):
        files = field

    form = Form(QueryDict(), MultiValueDict({"files": given}))
    form.is_valid()
    return [str(error) for error in form.errors.get("files", [])]


def test_a_file_is_saved_and_never_opened_as_a_page(as_: As, contribution: Contribution) -> None:
    attachment = factories.attach(contribution, "what “we” think.txt", b"Words")

    response = as_(None).get(address(contribution, attachment.pk))

    assert (response.status_code, response.getvalue()) == (200, b"Words")
    assert response["Content-Type"] == "text/plain"
    assert response["Content-Length"] == "5"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "public, no-cache"
    assert response["Content-Disposition"] == ("attachment; filename*=utf-8''what%20%E2%80%9Cwe%E2%80%9D%20think.txt")


def test_a_file_is_served_as_long_as_the_words_are(
    as_: As, secretary: Person, member: Person, outsider: Person, contribution: Contribution
) -> None:
    attachment = factories.attach(contribution)
    where = address(contribution, attachment.pk)
    assert as_(outsider).get(where).status_code == 200

    factories.hide(secretary, contribution)

    assert [as_(person).get(where).status_code for person in (None, outsider)] == [404, 404]
    own = as_(member).get(where)
    assert (own.status_code, own["Cache-Control"]) == (200, "private, no-store")
    assert as_(secretary).get(where).status_code == 200


def test_a_withdrawn_contribution_takes_its_file_along(as_: As, member: Person, contribution: Contribution) -> None:
    attachment = factories.attach(contribution)

    contributions.withdraw(by=member, contribution=contribution)

    assert as_(None).get(address(contribution, attachment.pk)).status_code == 404
    assert b"note.txt" not in as_(None).get(f"/contributions/{contribution.pk}/").content


def test_a_file_of_another_contribution_is_not_found(
    as_: As, member: Person, call: Round, contribution: Contribution
) -> None:
    attachment = factories.attach(contribution)
    other = factories.make_contribution(member, call, text="Another.")

    assert as_(None).get(address(other, attachment.pk)).status_code == 404


def test_page_of_a_contribution_lists_its_files(as_: As, contribution: Contribution) -> None:
    attachment = factories.attach(contribution, "letter.docx", files.word())

    page = as_(None).get(f"/contributions/{contribution.pk}/").content.decode()

    assert page.count(f'href="/contributions/{contribution.pk}/files/{attachment.pk}/" download') == 1
    assert page.count("<bdi>letter.docx</bdi>") == 1
    assert page.count("Word document, ") == 1


def test_page_of_a_contribution_asks_as_often_with_five_files_as_with_one(as_: As, contribution: Contribution) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            as_(None).get(f"/contributions/{contribution.pk}/")
        return len(found)

    factories.attach(contribution)
    one = asked()
    for number in range(4):
        factories.attach(contribution, f"{number}.txt")

    assert asked() == one


def test_author_adds_a_file_once(as_: As, member: Person, contribution: Contribution) -> None:
    client = as_(member)
    page = client.get(address(contribution)).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None

    def send() -> Any:
        return client.post(address(contribution), {"key": key[1], "files": chosen(("a.txt", b"Words"))})

    first, again = send(), send()

    assert [(answer.status_code, answer["Location"]) for answer in (first, again)] == [(303, address(contribution))] * 2
    assert contribution.attachments.get().file.read() == b"Words"


def test_another_file_under_the_same_key_is_not_lost_in_silence(
    as_: As, member: Person, contribution: Contribution
) -> None:
    client = as_(member)
    client.post(address(contribution), {"key": "same", "files": chosen(("a.txt", b"Words"))})

    other = client.post(address(contribution), {"key": "same", "files": chosen(("a.txt", b"Other"))})

    assert other.status_code == 422
    assert contribution.attachments.count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([], "Choose a file."),
        ([("a.txt", b"")], "“a.txt”: The file is empty."),
        ([("a.txt", b"<!DOCTYPE html><p>")], "not plain text. Save it as PDF"),
        ([("a.txt", b"a" * (10 * 1024 * 1024 + 1))], "“a.txt” has more than 10 MB."),
    ],
)
def test_what_cannot_be_taken_is_said_beside_the_field(
    as_: As, member: Person, contribution: Contribution, given: list[tuple[str, bytes]], sentence: str
) -> None:
    response = as_(member).post(address(contribution), {"key": "k", "files": chosen(*given)})

    assert response.status_code == 422
    # In the summary and above the field.
    assert response.content.decode().count(sentence) == 2
    assert contribution.attachments.count() == 0


def test_author_takes_a_file_away(as_: As, member: Person, contribution: Contribution) -> None:
    attachment = factories.attach(contribution)
    client, where = as_(member), address(contribution, attachment.pk, "remove")

    first, again = client.post(where, {"key": "k"}), client.post(where, {"key": "k"})

    assert [(answer.status_code, answer["Location"]) for answer in (first, again)] == [(303, address(contribution))] * 2
    assert contribution.attachments.count() == 0


def test_nobody_else_adds_or_takes_away(as_: As, outsider: Person, contribution: Contribution) -> None:
    attachment = factories.attach(contribution)
    add, remove = address(contribution), address(contribution, attachment.pk, "remove")

    def post(person: Person | None, where: str) -> int:
        return as_(person).post(where, {"key": "k", "files": chosen(("a.txt", b"Words"))}).status_code

    assert [post(outsider, add), post(outsider, remove)] == [403, 403]
    assert [post(None, add), post(None, remove)] == [302, 302]
    assert as_(outsider).get(add).status_code == 403
    assert contribution.attachments.count() == 1


def test_after_the_close_files_stay_as_they_are(
    as_: As, member: Person, contribution: Contribution, call: Round
) -> None:
    attachment = factories.attach(contribution)
    factories.close(call)

    page = as_(member).get(address(contribution)).content.decode()
    late = as_(member).post(address(contribution), {"key": "k", "files": chosen(("b.txt", b"Words"))})
    gone = as_(member).post(address(contribution, attachment.pk, "remove"), {"key": "j"})

    assert page.count("<bdi>note.txt</bdi>") == 1
    assert page.count('type="file"') == 0
    assert (late.status_code, gone.status_code) == (409, 409)
    assert list(contribution.attachments.all()) == [attachment]


def test_private_consultation_gives_strangers_nothing(
    as_: As, secretary: Person, outsider: Person, host: Organization, private_consultation: Consultation
) -> None:
    call = factories.make_round(secretary, private_consultation, purpose="call_for_inputs")
    contribution = factories.make_contribution(secretary, call)
    attachment = factories.attach(contribution)

    for where in (address(contribution), address(contribution, attachment.pk)):
        assert [as_(person).get(where).status_code for person in (None, outsider)] == [404, 404]


def test_a_form_takes_up_to_five_files_of_a_bounded_size() -> None:
    mb = b"a" * 1024 * 1024

    assert errors(FilesField(), []) == []
    assert errors(FilesField(), chosen(*[(f"{n}.txt", b"a") for n in range(5)])) == []
    assert errors(FilesField(), chosen(*[(f"{n}.txt", b"a") for n in range(6)])) == [
        "At most 5 files come with a contribution. Leave some out, or put them into one."
    ]
    assert errors(FilesField(), chosen(("a\u202e.txt", mb * 10 + b"a"))) == [
        "“a.txt” has more than 10 MB. Make it smaller, or send it in parts."
    ]
    assert errors(FilesField(), chosen(*[(f"{n}.txt", mb * 9) for n in range(3)])) == [
        "The files have more than 25 MB together. Make them smaller, or leave some out."
    ]


def test_a_form_gives_uploads_and_says_its_bounds() -> None:
    field = FilesField()

    assert field.clean(chosen(("a.txt", b"Words"))) == [Upload("a.txt", b"Words")]
    assert str(field.help_text).startswith("At most 5 files of 10 MB, 25 MB together: PDF,")
    assert str(field.widget.render("files", None)).count(" multiple") == 1
