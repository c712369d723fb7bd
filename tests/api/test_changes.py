"""Corrected, replaced, withdrawn, recorded, and what was said before."""

import base64
import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Person
from contributions.models import Contribution, ContributionVersion, Recording
from proposals.models import Comment, CommentVersion
from rounds.models import Question, Round
from tests import factories, files
from tests.api.conftest import ROOT, problem_of

pytestmark = pytest.mark.django_db
Partners = Callable[..., Any]


@pytest.fixture
def contribution(member: Person, call: Round) -> Contribution:
    return factories.make_contribution(member, call, text="At some length.")


def patch(partner: Any, path: str, body: Any, *, key: str = "") -> Any:
    return partner.client.patch(
        f"{ROOT}{path}",
        json.dumps(body),
        content_type="application/json",
        headers={**partner.headers, "Idempotency-Key": key or str(uuid.uuid4())},
    )


def later(thing: Any, versions: Any) -> None:
    """It was filed an hour ago."""
    versions.update(at=timezone.now() - timedelta(hours=1))
    type(thing).objects.filter(pk=thing.pk).update(posted_at=timezone.now() - timedelta(hours=1))


def test_author_corrects_some_of_the_words(partner: Partners, member: Person, contribution: Contribution) -> None:
    response = patch(partner(member), f"/contributions/{contribution.pk}/", {"text": "More shortly."})

    said = response.json()
    assert (response.status_code, said["title"], said["text"]) == (200, "What we think", "More shortly.")
    assert said["edited_at"] is not None


def test_correction_that_is_sent_again_is_made_once(
    partner: Partners, member: Person, contribution: Contribution
) -> None:
    program = partner(member)
    answers = [
        patch(program, f"/contributions/{contribution.pk}/", {"text": "Once."}, key="one").status_code for _ in range(2)
    ]

    assert answers == [200, 200]
    assert contribution.versions.count() == 2


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, (400, "nothing_changed", ["text"])),
        ({"text": "At some length."}, (400, "nothing_changed", ["text"])),
        ({"text": " "}, (400, "text_missing", ["text"])),
        ({"language": "fr"}, (400, "unknown_field", ["language"])),
        ({"answers": {"1": "Yes."}}, (400, "question_unknown", ["answers"])),
    ],
)
def test_correction_that_cannot_be_taken(
    body: Any, expected: Any, partner: Partners, member: Person, contribution: Contribution
) -> None:
    assert problem_of(patch(partner(member), f"/contributions/{contribution.pk}/", body)) == expected


def test_only_its_author_corrects_replaces_and_withdraws(
    partner: Partners, outsider: Person, contribution: Contribution, comment: Comment
) -> None:
    program = partner(outsider)
    place = f"/contributions/{contribution.pk}/"

    found = [
        problem_of(patch(program, place, {"text": "Mine."})),
        problem_of(program.post(f"{place}replace/", {"text": "Mine.", "language": "en"})),
        problem_of(program.post(f"{place}withdraw/", "")),
        problem_of(patch(program, f"/comments/{comment.pk}/", {"text": "Mine."})),
        problem_of(program.post(f"/comments/{comment.pk}/withdraw/", "")),
    ]

    assert found == [(403, "not_the_author", [])] * 5


def test_contribution_is_replaced_by_another(partner: Partners, member: Person, contribution: Contribution) -> None:
    program = partner(member)

    response = program.post(f"/contributions/{contribution.pk}/replace/", {"text": "Anew.", "language": "fr"})

    new = response.json()
    assert (response.status_code, new["text"], new["language"], new["channel"]) == (201, "Anew.", "fr", "api")
    assert response["Location"] == f"http://127.0.0.1:8000/api/v1/contributions/{new['id']}/"
    assert program.get(f"/contributions/{contribution.pk}/").json()["replaced_by"] == new["id"]
    again = program.post(f"/contributions/{contribution.pk}/replace/", {"text": "Anew.", "language": "fr"})
    assert problem_of(again) == (409, "not_shown", [])


def test_withdrawn_texts_keep_number_and_lose_words(
    partner: Partners, member: Person, contribution: Contribution, comment: Comment
) -> None:
    program = partner(member)

    sent = program.post(f"/contributions/{contribution.pk}/withdraw/", "").json()
    said = program.post(f"/comments/{comment.pk}/withdraw/", "").json()

    assert (sent["status"], sent["text"], said["status"], said["text"]) == ("withdrawn", None, "withdrawn", None)
    assert partner(None).get(f"/contributions/{contribution.pk}/versions/").json() == {"results": []}
    assert partner(None).get(f"/comments/{comment.pk}/versions/").json() == {"results": []}


@pytest.mark.parametrize(
    ("is_old", "shown"), [(False, ["More shortly."]), (True, ["At some length.", "More shortly."])]
)
def test_readers_read_earlier_words_that_stood_for_15_minutes(
    is_old: bool, shown: list[str], partner: Partners, member: Person, contribution: Contribution
) -> None:
    if is_old:
        later(contribution, ContributionVersion.objects.filter(contribution=contribution))
    patch(partner(member), f"/contributions/{contribution.pk}/", {"text": "More shortly."})

    def read(person: Person | None) -> list[str]:
        found = partner(person).get(f"/contributions/{contribution.pk}/versions/").json()["results"]
        return [version["text"] for version in found]

    assert read(None) == shown
    assert read(member) == ["At some length.", "More shortly."]


def test_comment_is_corrected_and_its_versions_read(partner: Partners, member: Person, comment: Comment) -> None:
    later(comment, CommentVersion.objects.filter(comment=comment))

    corrected = patch(partner(member), f"/comments/{comment.pk}/", {"text": "Another thing."})

    found = partner(None).get(f"/comments/{comment.pk}/versions/").json()["results"]
    assert (corrected.status_code, corrected.json()["text"]) == (200, "Another thing.")
    assert [(version["version"], version["text"]) for version in found] == [
        (1, "One plain thing."),
        (2, "Another thing."),
    ]


@pytest.fixture
def mail(call: Round) -> dict[str, Any]:
    """The least that is said of a mail."""
    return {
        "round": str(call.pk),
        "way": "mail",
        "arrived_at": (timezone.now() - timedelta(hours=3)).isoformat(),
        "author_name": "Ana Cardoso",
        "text": "By mail.",
        "language": "en",
    }


def test_secretariat_records_a_mail_with_its_original(
    partner: Partners, secretary: Person, call: Round, mail: dict[str, Any]
) -> None:
    Question.objects.create(round=call, number=1, text="Who acts?")
    original = {"name": "answer.docx", "content": base64.b64encode(files.word("By mail.")).decode()}
    said = {**mail, "answers": {"1": "We do."}, "address": "ana@example.org", "original": original}

    response = partner(secretary).post("/recordings/", said)

    body = response.json()
    assert response.status_code == 201
    assert (body["channel"], body["author"], body["author_name"], body["is_late"], body["answers"]) == (
        "recorded",
        None,
        "Ana Cardoso",
        False,
        {"1": "We do."},
    )
    assert body["recording"] == {"way": "mail", "arrived_at": body["posted_at"]}
    assert [file["name"] for file in body["attachments"]] == ["answer.docx"]
    assert "ana@example.org" not in response.content.decode()
    recording = Recording.objects.get()
    assert (recording.address, recording.by) == ("ana@example.org", secretary)
    recording.contribution.attachments.get().file.delete(save=False)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"arrived_at": "2027-04-17T21:14:00"}, (400, "invalid", ["arrived_at"])),
        ({"arrived_at": "2020-04-17T21:14:00Z"}, (409, "arrived_too_early", ["arrived_at"])),
        ({"arrived_at": "2099-04-17T21:14:00Z"}, (409, "not_arrived_yet", ["arrived_at"])),
        ({"way": "pigeon"}, (400, "invalid_choice", ["way"])),
        ({"country": "Atlantis"}, (400, "country_unknown", ["country"])),
        ({"original": {"name": "a.docx", "content": "%"}}, (400, "invalid", ["original.content"])),
    ],
)
def test_recording_that_cannot_be_taken(
    said: Any, expected: Any, partner: Partners, secretary: Person, mail: dict[str, Any]
) -> None:
    assert problem_of(partner(secretary).post("/recordings/", {**mail, **said})) == expected


def test_recording_is_the_secretariats(partner: Partners, member: Person, mail: dict[str, Any]) -> None:
    assert problem_of(partner(member).post("/recordings/", mail)) == (403, "office_required", [])


def test_late_contribution_is_listed_only_when_asked_for(
    partner: Partners, secretary: Person, contribution: Contribution, call: Round, mail: dict[str, Any]
) -> None:
    factories.close(call)
    late = partner(secretary).post("/recordings/", {**mail, "arrived_at": timezone.now().isoformat()}).json()

    def listed(query: str) -> list[str]:
        return [found["id"] for found in partner(None).get(f"/contributions/{query}").json()["results"]]

    assert late["is_late"] is True
    assert listed("") == [str(contribution.pk)]
    assert listed("?late=false") == [str(contribution.pk)]
    assert listed("?late=true") == [late["id"]]
    assert partner(None).get(f"/contributions/{late['id']}/").json()["is_late"] is True
