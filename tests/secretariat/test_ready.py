"""“Ready to open?”: what is done, the preview link, a trial, the announcement, publishing."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Organization, Person
from ledger.models import Entry
from rounds.actions import consultations, preparation
from rounds.models import Consultation, PreviewLink, Question, Round, Trial
from rounds.rules import previews
from secretariat import announcement, readiness
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
READY = "/desk/c/soon/ready/"


@pytest.fixture
def desk(as_: As, secretary: Person) -> Client:
    return as_(secretary)


@pytest.fixture
def prepared(secretary: Person, host: Organization) -> Consultation:
    return consultations.create(
        by=secretary,
        hosting_body=host,
        slug="soon",
        title="Who acts next?",
        summary="Some questions have no home. We ask where they belong.",
        time_zone="Africa/Nairobi",
        now=timezone.now(),
    )


def days_from_now(days: int) -> datetime:
    return (timezone.now() + timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)


def plan(by: Person, consultation: Consultation, *, opens: int = 3, closes: int = 30, **fields: Any) -> Round:
    now = timezone.now()
    round = factories.make_round(by, consultation, purpose=fields.pop("purpose", "call_for_inputs"), **fields)
    Round.objects.filter(pk=round.pk).update(opens_at=days_from_now(opens), closes_at=days_from_now(closes))
    round.refresh_from_db()
    assert round.opens_at > now
    return round


def undone(consultation: Consultation) -> set[str]:
    return {item.sentence for item in readiness.items(consultation, timezone.now()) if not item.done}


def test_empty_consultation_lists_what_is_not_done(prepared: Consultation) -> None:
    assert undone(prepared) == {
        "It says who decides at the end.",
        "It says what becomes of the contributions and comments.",
        "It names a contact.",
        "It says how names and texts are used: the publication sentence.",
        "At least one round is planned.",
        "What readers should have beside it is there: documents, or links to them.",
        "Somebody is appointed to moderate.",
        "A preview was made, for a colleague to look at before everybody does.",
    }


def test_prepared_consultation_has_everything_done(secretary: Person, prepared: Consultation) -> None:
    factories.describe(
        secretary,
        prepared,
        decides="The Forum.",
        becomes="A report.",
        contact="room5@example.org",
        names="Names are shown.",
    )
    round = plan(secretary, prepared)
    Question.objects.create(round=round, number=1, text="Who?")
    factories.make_document(secretary, prepared)
    factories.make_office(factories.make_person("Piet"), "moderator", prepared)
    now = timezone.now()
    preparation.try_form(by=secretary, round=round, text="A trial", language="en", limit=99, now=now)
    preparation.make_preview(by=secretary, consultation=prepared, days=7, now=now)

    found = Consultation.objects.select_related("charter").get(pk=prepared.pk)
    assert undone(found) == set()


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        (
            {"opens": 3, "closes": 10},
            "Round 1 lasts less than 14 days. Bodies that must clear every word need two weeks.",
        ),
        ({"opens": 3, "closes": 30}, None),
    ],
)
def test_dates_are_advised_on(
    dates: dict[str, int], sentence: str | None, secretary: Person, prepared: Consultation
) -> None:
    plan(secretary, prepared, **dates)

    said = {sentence for sentence in undone(prepared) if "14 days" in sentence}
    assert said == ({sentence} if sentence else set())


def test_round_that_is_too_short_is_extended(secretary: Person, prepared: Consultation) -> None:
    plan(secretary, prepared, opens=3, closes=10)

    short = next(item for item in readiness.items(prepared, timezone.now()) if "14 days" in item.sentence)

    assert (short.words, short.address) == ("Extend round 1", "/desk/c/soon/rounds/1/extend/")


def test_long_summary_and_a_round_that_is_late_are_advised_on(secretary: Person, prepared: Consultation) -> None:
    factories.describe(secretary, prepared, summary="One. Two. Three. Four.")
    factories.make_round(secretary, prepared)
    prepared.refresh_from_db()

    said = undone(prepared)
    assert "What is asked takes 4 sentences. Three are read by everybody." in said
    assert "Round 1 should have opened already: it opens the moment this is published." in said
    assert "Round 1 has a text to comment on." in said
    assert "A colleague has filled in the form of round 1 to try it." in said


def test_checklist_takes_the_same_queries_whatever_the_number_of_rounds(
    secretary: Person, prepared: Consultation, django_assert_num_queries: Callable[..., Any]
) -> None:
    plan(secretary, prepared)
    found = Consultation.objects.select_related("charter").get(pk=prepared.pk)
    with django_assert_num_queries(8):
        readiness.items(found, timezone.now())
    for _n in range(8):
        plan(secretary, prepared)
    with django_assert_num_queries(8):
        readiness.items(found, timezone.now())


def test_preview_link_is_shown_once(desk: Client, prepared: Consultation) -> None:
    form = {"key": str(uuid4()), "days": "7"}
    first = desk.post(f"{READY}preview/", form)
    again = desk.post(f"{READY}preview/", form)
    later = desk.get(READY)

    address = first.context["made"]
    secret = address.rstrip("/").rpartition("/")[2]
    link = PreviewLink.objects.get()
    assert previews.digest(secret) == bytes(link.digest)
    assert f">{address}<" in first.content.decode()
    assert (first["Referrer-Policy"], "no-store" in first["Cache-Control"]) == ("no-referrer", True)
    assert [secret in answer.content.decode() for answer in (again, later)] == [False, False]
    assert again.context["was_made"] is True


def test_preview_link_is_ended(desk: Client, prepared: Consultation) -> None:
    desk.post(f"{READY}preview/", {"key": str(uuid4()), "days": "7"})

    answer = desk.post(f"{READY}preview/end/", {"key": str(uuid4())})

    assert (answer.status_code, answer["Location"]) == (303, f"{READY}#preview")
    assert PreviewLink.objects.get().ended_at is not None


@pytest.mark.parametrize("days", ["", "0", "31", "many"])
def test_preview_link_of_no_good_length_is_shown_again(days: str, desk: Client, prepared: Consultation) -> None:
    answer = desk.post(f"{READY}preview/", {"key": str(uuid4()), "days": days})

    assert (answer.status_code, PreviewLink.objects.count()) == (422, 0)
    assert list(answer.context["form"].errors) == ["days"]


def test_moderator_sees_the_list_and_makes_no_link(as_: As, prepared: Consultation) -> None:
    moderator = factories.make_person("Piet", group=None)
    factories.make_office(moderator, "moderator", prepared)
    client = as_(moderator)

    assert client.get(READY).status_code == 200
    assert client.post(f"{READY}preview/", {"key": str(uuid4()), "days": "7"}).status_code == 403
    assert client.post(f"{READY}preview/end/", {"key": str(uuid4())}).status_code == 403
    assert client.post(f"{READY}publish/", {"key": str(uuid4())}).status_code == 403
    assert PreviewLink.objects.count() == 0
    assert Consultation.objects.get(pk=prepared.pk).published_at is None


def test_trial_is_noted_and_its_words_are_gone(desk: Client, secretary: Person, prepared: Consultation) -> None:
    round = plan(secretary, prepared)
    Question.objects.create(round=round, number=1, text="Who?", help="Name a body.")
    page = desk.get("/desk/c/soon/rounds/1/try/").content.decode()
    entries = Entry.objects.count()
    form = {"key": str(uuid4()), "answer_1": "Everybody.", "text": "", "language": "fr"}

    answer = desk.post("/desk/c/soon/rounds/1/try/", form)
    desk.post("/desk/c/soon/rounds/1/try/", form)

    assert "Trial: nothing is published." in page
    assert "Name a body." in page
    assert (answer.status_code, answer["Location"]) == (303, READY)
    trial = Trial.objects.get()
    assert (trial.round, trial.person) == (round, secretary)
    assert Entry.objects.count() == entries
    assert "Noor has filled in the form of round 1 to try it." in desk.get(READY).content.decode()


def test_empty_trial_is_shown_again_like_a_filing(desk: Client, secretary: Person, prepared: Consultation) -> None:
    plan(secretary, prepared)

    answer = desk.post("/desk/c/soon/rounds/1/try/", {"key": str(uuid4()), "text": " ", "language": "en"})

    assert (answer.status_code, Trial.objects.count()) == (422, 0)
    assert answer.context["form"].errors == {"text": ["Write something: the text is empty."]}


def test_announcement_says_the_facts_in_plain_text(secretary: Person, prepared: Consultation, settings: Any) -> None:
    settings.SITE_URL = "https://rounds.example"
    factories.describe(secretary, prepared, decides="The Forum decides.", contact="room5@example.org")
    round = plan(secretary, prepared, title="Call for inputs", summary="Two questions.")
    Round.objects.update(opens_at=datetime(2027, 3, 1, tzinfo=UTC), closes_at=datetime(2027, 4, 19, tzinfo=UTC))
    Question.objects.create(round=round, number=1, text="Who?")
    Question.objects.create(round=round, number=2, text="Where?")

    said = announcement.compose(Consultation.objects.select_related("charter", "hosting_body").get(pk=prepared.pk))

    assert said == (
        "Who acts next?\n\n"
        "Some questions have no home. We ask where they belong.\n\n"
        "Round 1: Call for inputs\n"
        "Two questions.\n"
        "Open from Monday 1 March 2027, 00:00 UTC; closes at the end of Sunday 18 April 2027, 24:00 UTC"
        " = Monday 19 April 2027, 03:00 in Nairobi.\n"
        "1. Who?\n"
        "2. Where?\n\n"
        "Read it and take part: https://rounds.example/c/soon/\n\n"
        "Who decides: The Forum decides.\n\n"
        "Contact: room5@example.org\n\n"
        "Licence of contributions: Creative Commons Attribution 4.0 (CC BY 4.0)\n\n"
        "Held by Standing Forum\n"
    )


def test_publishing_says_what_happens_and_happens_once(
    desk: Client, as_: As, secretary: Person, prepared: Consultation
) -> None:
    plan(secretary, prepared)
    assert as_(None).get("/c/soon/").status_code == 404
    page = desk.get(f"{READY}publish/").content.decode()
    form = {"key": str(uuid4())}

    answer, again = desk.post(f"{READY}publish/", form), desk.post(f"{READY}publish/", form)

    assert "It cannot be taken back." in page
    assert "It names a contact." in page
    assert (answer.status_code, answer["Location"], again["Location"]) == (303, "/desk/c/soon/", "/desk/c/soon/")
    assert as_(None).get("/c/soon/").status_code == 200
    assert Entry.objects.filter(kind="consultation.published").count() == 1


def test_consultation_in_preparation_is_marked_on_the_desk(desk: Client, prepared: Consultation) -> None:
    whole, own = desk.get("/desk/").content.decode(), desk.get("/desk/c/soon/").content.decode()

    assert whole.count("In preparation") == 1
    assert own.count(f'href="{READY}"') == 1
    consultations.publish(by=Person.objects.get(name="Noor"), consultation=prepared, now=timezone.now())
    assert "In preparation" not in desk.get("/desk/").content.decode()
    assert READY not in desk.get("/desk/c/soon/").content.decode()
