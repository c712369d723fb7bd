"""From the desk: corrections with a notice, and a supplementary round after an outage."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Person
from rounds.models import Consultation, Correction, Question, Round
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
CORRECT = "/desk/c/who-acts/correct/"


@pytest.fixture
def desk(as_: As, secretary: Person) -> Client:
    return as_(secretary)


def test_every_correctable_word_has_its_page(desk: Client, consultation: Consultation, call: Round) -> None:
    question = Question.objects.create(round=call, number=1, text="Hwo?")
    page = desk.get(CORRECT)

    listed = [words for words in page.context["all"] if words.refusal is None]
    assert {desk.get(words.address).status_code for words in listed} == {200}
    assert f"{CORRECT}question/{question.pk}/help/" in page.content.decode()
    # The round is open: how texts are used is frozen.
    frozen = [words.name for words in page.context["all"] if words.refusal is not None]
    assert frozen == ["How names and texts are used", "Licence of contributions"]


def test_difference_is_shown_before_anything_is_corrected(desk: Client, consultation: Consultation) -> None:
    form = {"key": str(uuid4()), "text": "What is answered.", "reason": "A slip.", "preview": "1"}

    answer = desk.post(f"{CORRECT}summary/", form)

    assert (answer.status_code, Correction.objects.count()) == (200, 0)
    assert [(part.kind, part.text) for part in answer.context["understood"]] == [
        ("same", "What is "),
        ("gone", "asked"),
        ("new", "answered"),
        ("same", "."),
    ]


def test_correction_sent_twice_is_made_once_and_stands_in_public(
    desk: Client, as_: As, consultation: Consultation
) -> None:
    form = {"key": str(uuid4()), "text": "What is answered.", "reason": "It was the wrong word."}

    first, second = desk.post(f"{CORRECT}summary/", form), desk.post(f"{CORRECT}summary/", form)
    page = as_(None).get("/c/who-acts/corrections/").content.decode()

    assert (first.status_code, first["Location"], second["Location"]) == (303, CORRECT, CORRECT)
    assert Correction.objects.count() == 1
    assert page.count("<del>") == page.count("<ins>") == 1
    assert "It was the wrong word." in page


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"reason": " "}, {"reason": ["Say why: everybody reads the reason."]}),
        ({"text": " "}, {"text": ["Write something: the text is empty."]}),
        ({"text": "What is asked."}, {"text": ["These are the words that stand there now."]}),
    ],
)
def test_correction_that_cannot_be_made_is_shown_again(
    changed: dict[str, str], errors: dict[str, list[str]], desk: Client, consultation: Consultation
) -> None:
    form = {"key": str(uuid4()), "text": "Other words", "reason": "A slip.", **changed}

    answer = desk.post(f"{CORRECT}summary/", form)

    assert (answer.status_code, answer.context["form"].errors) == (422, errors)


def test_words_of_another_consultation_are_not_found(
    desk: Client, secretary: Person, consultation: Consultation, private_consultation: Consultation
) -> None:
    other = factories.make_round(secretary, private_consultation)

    addresses = [
        f"{CORRECT}round/{other.pk}/title/",
        f"{CORRECT}round/{uuid4()}/title/",
        f"{CORRECT}person/{uuid4()}/title/",
        f"{CORRECT}slug/",
    ]
    assert [desk.get(address).status_code for address in addresses] == [404, 404, 404, 404]


def outage(round: Round, **changed: Any) -> dict[str, str]:
    begin, end = round.closes_at - timedelta(hours=2), round.closes_at - timedelta(hours=1)
    later = timezone.now() + timedelta(days=2)
    return {
        "key": str(uuid4()),
        "outage_day": f"{begin:%Y-%m-%d}",
        "outage_time": f"{begin:%H:%M}",
        "until_day": f"{end:%Y-%m-%d}",
        "until_time": f"{end:%H:%M}",
        "first_day": "",
        "opens_time": "",
        "last_day": f"{later:%Y-%m-%d}",
        "closes_time": "",
        "reason": "The site was away for an hour.",
        **changed,
    }


def test_supplementary_round_is_planned_and_open_at_once(
    desk: Client, as_: As, member: Person, consultation: Consultation, closed_round: Round
) -> None:
    page = desk.get("/desk/c/who-acts/").content.decode()
    form = outage(closed_round)
    answer = desk.post("/desk/c/who-acts/rounds/1/supplement/", form)
    desk.post("/desk/c/who-acts/rounds/1/supplement/", form)

    made = Round.objects.get(number=2)
    assert "Give time back after an outage in round 1" in page
    assert (answer.status_code, answer["Location"]) == (303, "/desk/c/who-acts/")
    assert (made.supplements, made.status(timezone.now())) == (closed_round, Round.Status.OPEN)
    assert Round.objects.count() == 2
    for address in ("/c/who-acts/", "/c/who-acts/rounds/2/"):
        assert "The site was away for an hour." in as_(None).get(address).content.decode()


def test_short_outage_is_told_beside_its_end(desk: Client, closed_round: Round) -> None:
    begin = closed_round.closes_at - timedelta(hours=1)
    form = outage(
        closed_round,
        outage_day=f"{begin:%Y-%m-%d}",
        outage_time=f"{begin:%H:%M}",
        until_day=f"{begin + timedelta(minutes=10):%Y-%m-%d}",
        until_time=f"{begin + timedelta(minutes=10):%H:%M}",
    )

    answer = desk.post("/desk/c/who-acts/rounds/1/supplement/", form)

    assert (answer.status_code, Round.objects.count()) == (409, 1)
    assert list(answer.context["form"].errors) == ["until_day"]


def test_text_of_a_closed_round_is_commented_on_in_the_supplementary_one(
    desk: Client, as_: As, secretary: Person, member: Person, outsider: Person, consultation: Consultation
) -> None:
    round = factories.make_round(secretary, consultation)
    draft = factories.make_proposal(secretary, round)
    said = factories.make_comment(member, round, draft)
    over = factories.close(round)
    desk.post("/desk/c/who-acts/rounds/1/supplement/", outage(over))
    made = Round.objects.get(number=2)
    client = as_(outsider)

    text = client.get(f"/p/{draft.pk}/whole-text/")
    room, front = client.get("/c/who-acts/"), client.get("/")

    assert (text.context["round"], text.context["status"]) == (made, Round.Status.OPEN)
    assert text.context["form"] is not None
    assert room.context["next"].address == f"/p/{draft.pk}/"
    assert [(card.round, card.texts) for card in front.context["open"]] == [(made, 1)]
    reply = {"key": str(uuid4()), "capacity": "personal", "language": "en", "kind": "", "text": "Agreed."}
    assert client.get(f"/comments/{said.pk}/reply/").context["form"] is not None
    assert client.post(f"/comments/{said.pk}/reply/", reply).status_code == 303
    assert made.pk in set(type(said).objects.values_list("round", flat=True))
