"""Importing from the desk."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Person
from contributions.models import Contribution
from jobs.models import Job
from rounds.models import Consultation, Round

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
ADDRESS = "/desk/c/who-acts/import/"
CSV = b"number,title,text,Who\n1,A,One.,Amina\n2,B,,Rosa\n3,C,Three.,Rosa\n"


@pytest.fixture
def desk(as_: As, secretary: Person) -> Client:
    return as_(secretary)


def sent(round: Round, content: bytes = CSV, /, **changed: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "file": SimpleUploadedFile("contributions.csv", content, "text/csv"),
        "round": str(round.pk),
        "language": "en",
        "map": "Who = author",
        **changed,
    }


def test_file_is_imported_and_its_page_tells_what_came_of_it(desk: Client, call: Round) -> None:
    answer = desk.post(ADDRESS, sent(call))

    page = desk.get(answer["Location"]).content.decode()
    assert answer.status_code == 303
    assert set(Contribution.objects.values_list("source_number", "author_name")) == {("1", "Amina"), ("3", "Rosa")}
    assert "2 contributions were added" in page
    assert "1 row was left out." in page
    assert "It has no text." in page


def test_file_sent_again_adds_nothing(desk: Client, call: Round) -> None:
    desk.post(ADDRESS, sent(call))

    answer = desk.post(ADDRESS, sent(call))

    page = desk.get(answer["Location"]).content.decode()
    assert "Nothing was added" in page
    assert "2 were in already and were left as they are." in page


def test_form_sent_twice_begins_one_job(desk: Client, call: Round) -> None:
    key = str(uuid4())

    first, second = desk.post(ADDRESS, sent(call, key=key)), desk.post(ADDRESS, sent(call, key=key))

    assert first["Location"] == second["Location"]
    assert Job.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "changed", "field", "sentence"),
    [
        (
            b"title,text\nA,caf\xe9\n",
            {"map": ""},
            "file",
            "Line 2: this is not UTF-8. Save the file as CSV in UTF-8 and try again.",
        ),
        (
            CSV,
            {"map": "Nowhere=author"},
            "file",
            "Line 1: There is no column “Nowhere”. The columns are: number, title, text, Who.",
        ),
        (CSV, {"map": "nothing"}, "map", "“nothing” is not of the form column=field."),
        (b"", {}, "file", "The file is empty."),
        (CSV, {"round": str(uuid4())}, "round", "Choose a call from the list."),
        (CSV, {"language": "tlh"}, "language", "“tlh” is not a language we know. Choose one from the list."),
    ],
)
def test_wrong_file_is_refused_with_a_sentence(
    desk: Client, call: Round, content: bytes, changed: dict[str, Any], field: str, sentence: str
) -> None:
    answer = desk.post(ADDRESS, sent(call, content, **changed))

    assert (answer.status_code, Contribution.objects.count()) == (422, 0)
    assert answer.context["form"].errors == {field: [sentence]}


def test_consultation_without_a_call_offers_to_plan_one(desk: Client, round: Round) -> None:
    assert "This consultation has no call for inputs." in desk.get(ADDRESS).content.decode()


def test_what_came_of_an_import_is_for_the_secretariat(
    as_: As, desk: Client, call: Round, moderator: Person, outsider: Person
) -> None:
    address = desk.post(ADDRESS, sent(call))["Location"]

    assert [as_(who).get(address).status_code for who in (moderator, outsider, None)] == [403, 403, 302]


def test_earlier_imports_stand_below_the_form(desk: Client, call: Round, private_consultation: Consultation) -> None:
    desk.post(ADDRESS, sent(call))

    assert len(desk.get(ADDRESS).context["earlier"]) == 1
    assert "2 added" in desk.get(ADDRESS).content.decode()
    assert len(desk.get("/desk/c/behind-doors/import/").context["earlier"]) == 0


def test_unfinished_import_says_what_to_do(desk: Client, call: Round, secretary: Person) -> None:
    desk.post(ADDRESS, sent(call))
    Job.objects.update(state="running", result={"round": str(call.pk), "consultation": str(call.consultation_id)})

    page = desk.get(f"/desk/imports/{Job.objects.get().pk}/").content.decode()

    assert "The import is under way" in page
    assert desk.get(ADDRESS).status_code == 200
