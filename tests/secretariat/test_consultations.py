"""Opening a consultation, planning and extending rounds, from the desk."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Organization, Person
from rounds.models import Consultation, Extension, Listing, Round
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]


@pytest.fixture
def desk(as_: As, secretary: Person) -> Client:
    return as_(secretary)


def opened(host: Organization, **changed: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "title": "Who pays for the last mile?",
        "summary": "We ask.",
        "hosting_body": str(host.pk),
        "level": "regional",
        "language": "es",
        "time_zone": "Africa/Nairobi",
        "reading": "public",
        "taking_part": "groups",
        "groups": ["government", "academia"],
        "moderation": "before",
        "decides": "The Forum.",
        "becomes": "A report.",
        "names": "All.",
        **changed,
    }


def planned(**changed: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "purpose": "call_for_inputs",
        "title": "",
        "summary": "Three questions.",
        "first_day": "2027-03-01",
        "opens_time": "",
        "last_day": "2027-04-18",
        "closes_time": "",
        **changed,
    }


def test_consultation_is_opened_with_everything_typed(desk: Client, host: Organization) -> None:
    answer = desk.post("/desk/consultations/new/", opened(host))

    made = Consultation.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, "/desk/c/who-pays-for-the-last-mile/")
    assert (made.title, made.summary, made.level) == ("Who pays for the last mile?", "We ask.", "regional")
    assert (made.language, made.time_zone, made.moderation) == ("es", "Africa/Nairobi", "before")
    assert (made.reading, made.taking_part) == ("public", "groups")
    assert set(made.groups.values_list("pk", flat=True)) == {"government", "academia"}
    assert (made.charter.decides, made.charter.becomes, made.charter.names) == ("The Forum.", "A report.", "All.")


def test_address_made_from_a_title_that_is_taken_gets_a_number(desk: Client, host: Organization) -> None:
    desk.post("/desk/consultations/new/", opened(host))
    desk.post("/desk/consultations/new/", opened(host))

    slugs = Consultation.objects.order_by("made_at").values_list("slug", flat=True)
    assert list(slugs) == ["who-pays-for-the-last-mile", "who-pays-for-the-last-mile-2"]


def test_form_sent_twice_opens_one_consultation(desk: Client, host: Organization) -> None:
    form = opened(host)

    first, second = desk.post("/desk/consultations/new/", form), desk.post("/desk/consultations/new/", form)

    assert first["Location"] == second["Location"]
    assert Consultation.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"title": ""}, "title", "Give the consultation a title."),
        ({"summary": " "}, "summary", "Say in a few sentences what is asked."),
        ({"hosting_body": ""}, "hosting_body", "Choose an organization."),
        ({"slug": "Not An Address"}, "slug", "Use small letters from a to z, digits and hyphens only."),
        (
            {"title": "谁来行动"},
            "slug",
            "No address can be made from this title. Write one in letters from a to z.",
        ),
        ({"groups": []}, "groups", "Name the stakeholder groups that take part."),
        (
            {"reading": "listed", "taking_part": "everybody"},
            "taking_part",
            "Who may take part must be able to read: choose the list for taking part too.",
        ),
        (
            {"language": "tlh"},
            "language",
            "“tlh” is not a language we know. Choose one from the list.",
        ),
    ],
)
def test_wrong_consultation_is_shown_again_with_a_sentence(
    desk: Client, host: Organization, changed: dict[str, Any], field: str, sentence: str
) -> None:
    answer = desk.post("/desk/consultations/new/", opened(host, **changed))

    assert (answer.status_code, Consultation.objects.count()) == (422, 0)
    assert answer.context["form"].errors == {field: [sentence]}
    page = answer.content.decode()
    assert "The Forum." in page
    assert "<title>Not sent" in page


def test_secretariat_of_a_body_opens_consultations_of_that_body_only(as_: As, host: Organization) -> None:
    person = factories.make_person("Hosted", group=None)
    factories.make_office(person, "secretariat", hosting_body=host)
    other = Organization.objects.create(
        name="Other",
        name_folded="other",
        stakeholder_group_id="other",
        made_at=timezone.now(),
        verified_at=timezone.now(),
    )

    refused = as_(person).post("/desk/consultations/new/", opened(other))
    taken = as_(person).post("/desk/consultations/new/", opened(host))

    assert (refused.status_code, taken.status_code) == (422, 303)
    assert refused.context["form"].errors == {"hosting_body": ["Choose an organization from the list."]}


def test_round_lasts_to_the_end_of_its_last_day(desk: Client, consultation: Consultation) -> None:
    answer = desk.post("/desk/c/who-acts/rounds/new/", planned())

    made = Round.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, "/desk/c/who-acts/")
    assert (made.number, made.purpose, made.summary) == (1, "call_for_inputs", "Three questions.")
    assert made.opens_at == datetime(2027, 3, 1, tzinfo=UTC)
    assert made.closes_at == datetime(2027, 4, 19, tzinfo=UTC)


def test_round_with_hours_opens_and_closes_at_them(desk: Client, consultation: Consultation) -> None:
    desk.post("/desk/c/who-acts/rounds/new/", planned(opens_time="9:30", closes_time="18:00"))

    made = Round.objects.get()
    assert made.opens_at == datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
    assert made.closes_at == datetime(2027, 4, 18, 18, tzinfo=UTC)


def test_twenty_four_hours_is_the_end_of_the_day(desk: Client, consultation: Consultation) -> None:
    desk.post("/desk/c/who-acts/rounds/new/", planned(closes_time="24:00"))

    assert Round.objects.get().closes_at == datetime(2027, 4, 19, tzinfo=UTC)


def test_preview_says_what_was_understood_and_plans_nothing(desk: Client, consultation: Consultation) -> None:
    answer = desk.post("/desk/c/who-acts/rounds/new/", planned(preview="1"))

    page = answer.content.decode()
    assert (answer.status_code, Round.objects.count()) == (200, 0)
    assert "at the end of Sunday 18 April 2027, 24:00 UTC" in page
    assert "Monday 1 March 2027, 00:00 UTC" in page
    assert "Three questions." in page


def test_preview_of_a_round_that_would_be_over_says_so(desk: Client, consultation: Consultation) -> None:
    answer = desk.post(
        "/desk/c/who-acts/rounds/new/", planned(first_day="2014-01-01", last_day="2014-03-08", preview="1")
    )

    assert "It would be over already" in answer.content.decode()


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"purpose": ""}, "purpose", "Choose what the round is for."),
        ({"first_day": ""}, "first_day", "Choose the day on which it opens."),
        ({"last_day": "18.4.2027"}, "last_day", "Write the day as year, month and day: 2027-04-18."),
        ({"last_day": "9999-12-31"}, "last_day", "Choose a day between the years 1970 and 9000."),
        ({"closes_time": "25:00"}, "closes_time", "Write the time as hours and minutes in UTC: 18:00."),
        ({"last_day": "2027-02-01"}, "last_day", "The round must close after it opens."),
    ],
)
def test_wrong_round_is_shown_again_with_a_sentence(
    desk: Client, consultation: Consultation, changed: dict[str, Any], field: str, sentence: str
) -> None:
    answer = desk.post("/desk/c/who-acts/rounds/new/", planned(**changed))

    assert (answer.status_code, Round.objects.count()) == (422, 0)
    assert answer.context["form"].errors == {field: [sentence]}
    assert "Three questions." in answer.content.decode()


def extended(round: Round, days: int = 3, **changed: Any) -> dict[str, Any]:
    day = (round.closes_at + timedelta(days=days)).date().isoformat()
    return {"key": str(uuid4()), "last_day": day, "closes_time": "", "reason": "It came late.", **changed}


def test_round_is_extended_with_its_reason(desk: Client, call: Round) -> None:
    before = call.closes_at

    answer = desk.post("/desk/c/who-acts/rounds/1/extend/", extended(call))

    call.refresh_from_db()
    made = Extension.objects.get()
    assert answer.status_code == 303
    assert (made.reason, made.from_closes_at, made.closes_at) == ("It came late.", before, call.closes_at)
    assert (call.closes_at - before).days == 3


def test_extension_sent_twice_counts_once(desk: Client, call: Round) -> None:
    form = extended(call)

    answers = [desk.post("/desk/c/who-acts/rounds/1/extend/", form).status_code for _try in range(2)]

    assert (answers, Extension.objects.count()) == ([303, 303], 1)


@pytest.mark.parametrize(
    ("days", "changed", "field", "sentence"),
    [
        (3, {"reason": " "}, "reason", "Say why: everybody reads the reason."),
        (-2, {}, "last_day", "An extension ends later than the round does now; it is never shortened."),
    ],
)
def test_wrong_extension_is_shown_again(
    desk: Client, call: Round, days: int, changed: dict[str, Any], field: str, sentence: str
) -> None:
    answer = desk.post("/desk/c/who-acts/rounds/1/extend/", extended(call, days, **changed))

    assert (answer.status_code, Extension.objects.count()) == (422, 0)
    assert answer.context["form"].errors == {field: [sentence]}


def test_preview_of_an_extension_that_ends_sooner_says_so(desk: Client, call: Round) -> None:
    answer = desk.post("/desk/c/who-acts/rounds/1/extend/", extended(call, -2, preview="1"))

    sentence = "An extension ends later than the round does now; it is never shortened."
    assert (answer.status_code, Extension.objects.count()) == (422, 0)
    assert answer.context["form"].errors == {"last_day": [sentence]}
    assert "So the new close would be understood" not in answer.content.decode()


def test_closed_round_is_not_extended_and_the_reason_stays(desk: Client, closed_round: Round) -> None:
    answer = desk.post("/desk/c/who-acts/rounds/1/extend/", extended(closed_round))

    assert (answer.status_code, Extension.objects.count()) == (409, 0)
    assert "It came late." in answer.content.decode()


def test_extension_of_a_round_that_does_not_exist_is_not_found(desk: Client, consultation: Consultation) -> None:
    assert desk.get("/desk/c/who-acts/rounds/7/extend/").status_code == 404


def test_person_is_put_on_the_list(desk: Client, private_consultation: Consultation, outsider: Person) -> None:
    form = {"key": str(uuid4()), "person": outsider.email.upper()}

    answers = [desk.post("/desk/c/behind-doors/list/", form).status_code for _try in range(2)]

    assert answers == [303, 303]
    assert Listing.objects.get().person == outsider


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("nobody@example.org", "Nobody has an account with this address. They create one first."),
        ("", "Write the address of their account."),
        ("not an address", "Enter a valid email address."),
    ],
)
def test_unknown_person_is_not_put_on_the_list(
    desk: Client, private_consultation: Consultation, email: str, sentence: str
) -> None:
    answer = desk.post("/desk/c/behind-doors/list/", {"person": email})

    assert (answer.status_code, Listing.objects.count()) == (422, 0)
    assert answer.context["form"].errors == {"person": [sentence]}
