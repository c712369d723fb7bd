"""The secretariat records what came by another way: a file is read, the form filled, looked at, recorded."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import Organization, Person
from contributions.models import Contribution, Original
from rounds.models import Question, Round
from tests import factories, files

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]


@pytest.fixture
def place(call: Round) -> str:
    return f"/desk/c/who-acts/rounds/{call.number}/record/"


@pytest.fixture
def said() -> dict[str, str]:
    """What a form of the second step holds: a mail that came an hour ago."""
    at = timezone.now().astimezone(UTC) - timedelta(hours=1)
    return {
        "way": "mail",
        "day": f"{at:%Y-%m-%d}",
        "time": f"{at:%H:%M}",
        "time_zone": "UTC",
        "author_name": "Ana Cardoso",
        "language": "en",
        "text": "We *agree*.",
    }


def word(*paragraphs: str, name: str = "answer.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, files.word(*paragraphs))


def test_word_file_is_read_into_the_form_and_kept_beside_the_text(
    as_: As, secretary: Person, place: str, said: dict[str, str]
) -> None:
    client = as_(secretary)

    read = client.post(place, {"file": word("We agree.", "Mostly.")})
    original = Original.objects.get()
    form = client.get(read["Location"]).content.decode()
    recorded = client.post(f"{place}text/", {**said, "original": str(original.pk)})

    assert (read.status_code, read["Location"]) == (303, f"{place}text/?original={original.pk}")
    assert "The words of “<bdi>answer.docx</bdi>” stand in the form" in form
    assert "We agree.\n\nMostly." in form
    contribution = Contribution.objects.get()
    assert (recorded.status_code, recorded["Location"]) == (303, f"/contributions/{contribution.pk}/")
    assert (contribution.text, contribution.channel, contribution.author_name) == (
        "We *agree*.",
        "recorded",
        "Ana Cardoso",
    )
    attached = contribution.attachments.get()
    assert (attached.name, attached.is_original) == ("answer.docx", True)
    attached.file.delete(save=False)


def test_what_could_not_be_kept_is_said(as_: As, secretary: Person, place: str) -> None:
    document = files.docx.Document()
    document.add_paragraph("We agree.")
    document.sections[0].header.paragraphs[0].text = "Draft of Monday"
    client = as_(secretary)

    read = client.post(place, {"file": SimpleUploadedFile("a.docx", files.saved(document))})

    assert "Page headers and footers were left out." in client.get(read["Location"]).content.decode()


def test_preview_shows_it_as_everybody_will_read_it(
    as_: As, secretary: Person, organization: Organization, place: str, said: dict[str, str], call: Round
) -> None:
    Question.objects.create(round=call, number=1, text="Who acts?")
    said |= {"organization": "small carriers’ circle", "country": "CO", "answer_1": "We do.", "preview": "1"}

    shown = as_(secretary).post(f"{place}text/", said).content.decode()

    assert "Preview: not recorded yet" in shown
    assert "<em>agree</em>" in shown
    assert "for <bdi>Small Carriers’ Circle</bdi>" in shown
    assert "recorded by the secretariat from a mail that arrived on" in shown
    assert "1. Who acts?" in shown
    assert "We do." in shown
    assert not Contribution.objects.exists()


def test_late_arrival_is_said_before_it_is_recorded(
    as_: As, secretary: Person, place: str, said: dict[str, str], call: Round
) -> None:
    Round.objects.filter(pk=call.pk).update(closes_at=timezone.now() - timedelta(hours=5))
    client = as_(secretary)

    shown = client.post(f"{place}text/", {**said, "preview": "1"}).content.decode()
    client.post(f"{place}text/", said)

    assert "It arrived after the close: it will stand on the page of late texts and in no count." in shown
    assert Contribution.objects.get().is_late is True


def test_moment_is_read_in_its_zone(as_: As, secretary: Person, place: str, said: dict[str, str], call: Round) -> None:
    Round.objects.filter(pk=call.pk).update(opens_at=datetime(2026, 1, 1, tzinfo=UTC))
    client = as_(secretary)

    client.post(f"{place}text/", {**said, "day": "2026-04-17", "time": "16:14", "time_zone": "America/Bogota"})

    assert Contribution.objects.get().posted_at == datetime(2026, 4, 17, 21, 14, tzinfo=UTC)


def test_pressing_twice_records_once(as_: As, secretary: Person, place: str, said: dict[str, str]) -> None:
    client = as_(secretary)
    answers = [client.post(f"{place}text/", {**said, "key": "one"}).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert Contribution.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "status", "sentence"),
    [
        ({"text": " "}, 422, "Write something: the text is empty."),
        ({"author_name": ""}, 422, "Write who sent it."),
        ({"organization": "Nobody"}, 422, "No organization is noted under “Nobody”."),
        ({"day": "2020-04-17"}, 409, "What arrived before belongs to no round."),
        ({"day": "2999-04-17"}, 409, "This moment lies in the future."),
        ({"time": "25:00"}, 422, "Write the time as hours and minutes: 21:14."),
        ({"address": "nowhere"}, 422, "This is not a mail address."),
    ],
)
def test_what_has_to_be_put_right_stands_beside_its_field(
    change: dict[str, str], status: int, sentence: str, as_: As, secretary: Person, place: str, said: dict[str, str]
) -> None:
    response = as_(secretary).post(f"{place}text/", {**said, "title": "Kept as typed", **change})

    shown = response.content.decode()
    assert response.status_code == status
    assert shown.count(sentence) == 2
    assert "Kept as typed" in shown


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (None, "Choose the file."),
        (SimpleUploadedFile("a.pdf", files.pdf()), "Text is read from .docx, .odt, .txt and .md files."),
        (SimpleUploadedFile("a.docx", b"PK\x03\x04 no"), "The file"),
    ],
)
def test_file_that_cannot_be_read_is_refused(
    file: SimpleUploadedFile | None, sentence: str, as_: As, secretary: Person, place: str
) -> None:
    response = as_(secretary).post(place, {"file": file} if file else {})

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Original.objects.exists()


def test_file_of_another_officer_is_not_found(as_: As, secretary: Person, place: str) -> None:
    as_(secretary).post(place, {"file": word("We agree.")})
    other = factories.make_secretary()

    client = as_(other)

    assert client.get(f"{place}text/?original={Original.objects.get().pk}").status_code == 404
    assert client.get(f"{place}text/?original=garbage").status_code == 404


def test_recording_is_the_secretariats(as_: As, moderator: Person, outsider: Person, place: str) -> None:
    assert [as_(person).get(place).status_code for person in (moderator, outsider)] == [403, 403]
    assert [as_(moderator).post(f"{place}text/", {}).status_code] == [403]


def test_round_of_comments_has_no_such_page(as_: As, secretary: Person, round: Round) -> None:
    assert as_(secretary).get(f"/desk/c/who-acts/rounds/{round.number}/record/").status_code == 404
