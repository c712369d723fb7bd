"""The secretariat's acts through the API: consultations, rounds, questions, documents, corrections, sources."""

import base64
import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Organization, Person
from contributions.models import Contribution
from proposals.models import Proposal
from rounds.models import Consultation, Correction, Document, Extension, Question, Round
from tests import factories
from tests.api.conftest import ROOT, Partner, problem_of

pytestmark = pytest.mark.django_db
Partners = Callable[..., Partner]
SITE = "http://127.0.0.1:8000/api/v1"


def ask(program: Partner, method: str, path: str, body: Any = None, *, key: str = "") -> Any:
    return getattr(program.client, method)(
        f"{ROOT}{path}",
        json.dumps(body) if body is not None else None,
        content_type="application/json",
        headers={**program.headers, "Idempotency-Key": key or str(uuid.uuid4())},
    )


def in_(**of: int) -> str:
    return (timezone.now() + timedelta(**of)).isoformat()


@pytest.fixture
def new(host: Organization) -> dict[str, Any]:
    """The least that a consultation needs."""
    return {"slug": "next", "title": "What next?", "summary": "One asks.", "hosting_body": str(host.pk)}


@pytest.fixture
def prepared(partner: Partners, secretary: Person, new: dict[str, Any]) -> Consultation:
    assert partner(secretary).post("/consultations/", new).status_code == 201
    return Consultation.objects.get(slug="next")


@pytest.fixture
def coming(secretary: Person, consultation: Consultation) -> Round:
    """A call that has not opened."""
    return factories.make_round(
        secretary, consultation, purpose="call_for_inputs", opens_in=timedelta(days=1), closes_in=timedelta(days=9)
    )


@pytest.fixture
def over(secretary: Person, consultation: Consultation) -> Round:
    return factories.close(factories.make_round(secretary, consultation))


@pytest.fixture
def acts(
    host: Organization,
    consultation: Consultation,
    round: Round,
    coming: Round,
    over: Round,
    draft: Proposal,
    contribution: Contribution,
    secretary: Person,
) -> dict[str, tuple[str, str, Any, int]]:
    """Each operation that the secretariat alone may use: method, address, body, and what it answers them."""
    question = factories.make_question(coming, "Why?")
    other = factories.make_question(coming, "Who?")
    document = factories.make_document(secretary, consultation)
    paragraph = draft.paragraphs.all()[0]
    new = {"slug": "next", "title": "What next?", "summary": "One asks.", "hosting_body": str(host.pk)}
    lost = {"outage_from": in_(hours=-2), "outage_until": in_(hours=-1), "closes_at": in_(hours=9), "reason": "Away."}
    planned = {
        "consultation": "who-acts",
        "purpose": "last_call",
        "opens_at": in_(days=20),
        "closes_at": in_(days=30),
    }
    linked = {
        "consultation": "who-acts",
        "type": "letter",
        "title": "A letter",
        "language": "en",
        "dated": "2027-01-20",
        "link": "https://library.example/letter",
    }
    slip = {"of": "consultation", "thing": str(consultation.pk), "field": "summary", "text": "Who?", "reason": "Slip."}
    return {
        "create": ("post", "/consultations/", new, 201),
        "publish": ("post", "/consultations/who-acts/publish/", None, 409),
        "describe": ("patch", "/consultations/who-acts/", {"title": "Other"}, 409),
        "plan": ("post", "/rounds/", planned, 201),
        "extend": ("post", f"/rounds/{round.pk}/extensions/", {"closes_at": in_(days=9), "reason": "Late."}, 201),
        "supplement": ("post", f"/rounds/{over.pk}/supplement/", lost, 201),
        "ask": ("post", f"/rounds/{coming.pk}/questions/", {"text": "How?"}, 201),
        "change": ("patch", f"/questions/{question.pk}/", {"text": "Why not?"}, 200),
        "move": ("post", f"/questions/{question.pk}/move/", {"number": 2}, 200),
        "unask": ("delete", f"/questions/{other.pk}/", None, 204),
        "add": ("post", "/documents/", linked, 201),
        "take away": ("delete", f"/documents/{document.pk}/", None, 204),
        "correct": ("post", "/corrections/", slip, 201),
        "cite": ("put", f"/paragraphs/{paragraph.pk}/sources/", {"contributions": [str(contribution.pk)]}, 200),
    }


def test_secretariat_may_and_nobody_else(partner: Partners, secretary: Person, outsider: Person, acts: Any) -> None:
    found = {}
    for name, (method, path, body, _status) in acts.items():
        stranger, participant = (ask(partner(who), method, path, body) for who in (None, outsider))
        found[name] = (problem_of(stranger)[:2], problem_of(participant)[:2])
    held = {name: ask(partner(secretary), *act[:3]).status_code for name, act in acts.items()}

    assert set(found.values()) == {((401, "not_authenticated"), (403, "office_required"))}
    assert held == {name: act[3] for name, act in acts.items()}


def test_office_counts_for_nothing_in_a_session_without_a_second_factor(secretary: Person, acts: Any) -> None:
    lesser, whole = Client(), Client()
    lesser.force_login(secretary)
    factories.sign_in(whole, secretary)

    def answers(client: Client) -> dict[str, int]:
        program = Partner(None)
        program.client = client
        return {name: ask(program, *act[:3]).status_code for name, act in acts.items()}

    assert set(answers(lesser).values()) == {403}
    assert answers(whole) == {name: act[3] for name, act in acts.items()}


def test_token_that_only_reads_arranges_nothing(partner: Partners, secretary: Person, acts: Any) -> None:
    program = partner(secretary, "read")

    assert {problem_of(ask(program, *act[:3]))[:2] for act in acts.values()} == {(403, "scope_missing")}


def test_twin_of_what_creates_makes_nothing_twice(partner: Partners, secretary: Person, acts: Any) -> None:
    program, made = partner(secretary), []
    for name, (method, path, body, status) in acts.items():
        if status == 201:
            answers = [ask(program, method, path, body, key=name) for _twice in range(2)]
            made.append((answers[0].status_code, answers[0]["Location"], answers[0].json()))
            assert (answers[1].status_code, answers[1]["Location"], answers[1].json()) == made[-1]
            path_of = made[-1][1].removeprefix(SITE)
            assert program.get(path_of).json() == made[-1][2]
            assert problem_of(ask(program, method, path, {**body, "reason": "Other."}, key=name))[0] in (400, 422)

    # One each: create, plan, extend, supplement, ask, add, correct.
    assert len(made) == 7
    assert Consultation.objects.filter(slug="next").count() == 1
    assert (Extension.objects.count(), Round.objects.filter(supplements__isnull=False).count()) == (1, 1)
    assert (Question.objects.count(), Document.objects.count(), Correction.objects.count()) == (3, 2, 1)


@pytest.mark.parametrize(
    ("act", "said", "expected"),
    [
        ("create", {"slug": "who-acts"}, (400, "slug_taken", ["slug"])),
        ("create", {"slug": "Who Acts"}, (400, "slug_invalid", ["slug"])),
        ("create", {"slug": "x" * 81}, (400, "slug_invalid", ["slug"])),
        ("create", {"title": " "}, (400, "text_missing", ["title"])),
        ("create", {"title": "x" * 201}, (400, "text_too_long", ["title"])),
        ("create", {"summary": "x" * 4_001}, (400, "text_too_long", ["summary"])),
        ("create", {"hosting_body": str(uuid.uuid4())}, (400, "unknown", ["hosting_body"])),
        ("create", {"hosting_body": None}, (400, "null", ["hosting_body"])),
        ("create", {"language": "klingon"}, (400, "language_unknown", ["language"])),
        ("create", {"time_zone": "Mars/Olympus"}, (400, "time_zone_unknown", ["time_zone"])),
        ("create", {"reading": "listed"}, (400, "reading_narrower", ["taking_part"])),
        ("create", {"reading": "nobody"}, (400, "invalid_choice", ["reading"])),
        ("create", {"taking_part": "groups"}, (400, "groups_missing", ["stakeholder_groups"])),
        ("create", {"stakeholder_groups": "academia"}, (400, "not_a_list", ["stakeholder_groups"])),
        ("create", {"licence": "mine"}, (400, "invalid_choice", ["licence"])),
        ("create", {"colour": "red"}, (400, "unknown_field", ["colour"])),
        ("plan", {"consultation": "another"}, (400, "unknown", ["consultation"])),
        ("plan", {"purpose": "party"}, (400, "invalid_choice", ["purpose"])),
        ("plan", {"opens_at": "2027-04-17T21:14:00"}, (400, "invalid", ["opens_at"])),
        ("plan", {"opens_at": "2027-04-17"}, (400, "invalid", ["opens_at"])),
        ("plan", {"closes_at": "9999-12-31T23:59:59-12:00"}, (400, "overflow", ["closes_at"])),
        ("plan", {"closes_at": "2020-01-01T00:00:00Z"}, (400, "closes_before_opening", ["closes_at"])),
        ("plan", {"title": "x" * 201}, (400, "text_too_long", ["title"])),
        ("extend", {"closes_at": "2020-01-01T00:00:00Z"}, (400, "not_longer", ["closes_at"])),
        ("extend", {"reason": " "}, (400, "reason_missing", ["reason"])),
        ("extend", {"reason": "x" * 2_001}, (400, "text_too_long", ["reason"])),
        ("supplement", {"outage_from": "2099-01-01T00:00:00Z"}, (400, "outage_backwards", ["outage_until"])),
        ("supplement", {"outage_from": None}, (400, "null", ["outage_from"])),
        ("supplement", {"opens_at": "2020-01-01T00:00:00Z"}, (400, "opens_in_the_past", ["opens_at"])),
        ("ask", {"text": ""}, (400, "text_missing", ["text"])),
        ("ask", {"word_limit": 0}, (400, "word_limit_invalid", ["word_limit"])),
        ("ask", {"word_limit": "500"}, (400, "invalid", ["word_limit"])),
        ("change", {"help": "x" * 2_001}, (400, "text_too_long", ["help"])),
        ("move", {"number": True}, (400, "invalid", ["number"])),
        ("add", {"link": ""}, (400, "file_or_link", ["file"])),
        ("add", {"link": "javascript:alert(1)"}, (400, "link_invalid", ["link"])),
        ("add", {"dated": "20 January"}, (400, "invalid", ["dated"])),
        ("add", {"file": {"name": "a.txt", "content": "%"}}, (400, "invalid", ["file.content"])),
        ("add", {"link": "", "file": {"name": "a.exe", "content": "AAEC"}}, (400, "file_refused", ["file"])),
        ("correct", {"thing": str(uuid.uuid4())}, (400, "unknown", ["thing"])),
        ("correct", {"of": "round"}, (400, "unknown", ["thing"])),
        ("correct", {"field": "slug"}, (400, "invalid_choice", ["field"])),
        ("correct", {"field": "help"}, (409, "not_of_words", [])),
        ("correct", {"field": "licence", "text": "CC0-1.0"}, (409, "frozen_at_opening", [])),
        ("correct", {"reason": ""}, (400, "reason_missing", ["reason"])),
        ("correct", {"text": "What is asked."}, (400, "nothing_corrected", ["text"])),
        ("cite", {"contributions": [str(uuid.uuid4())]}, (400, "unknown", ["contributions"])),
        ("cite", {"contributions": "all"}, (400, "not_a_list", ["contributions"])),
    ],
)
def test_wrong_input_is_named(
    partner: Partners, secretary: Person, acts: Any, act: str, said: Any, expected: tuple[int, str, list[str]]
) -> None:
    method, path, body, _status = acts[act]

    assert problem_of(ask(partner(secretary), method, path, {**body, **said})) == expected


def test_consultation_is_prepared_described_and_published(
    partner: Partners, secretary: Person, outsider: Person, prepared: Consultation
) -> None:
    program = partner(secretary)
    before = program.get("/consultations/next/").json()

    changed = ask(program, "patch", "/consultations/next/", {"decides": "The Forum.", "licence": "CC0-1.0"})
    hidden = partner(outsider).get("/consultations/next/").status_code
    published = ask(program, "post", "/consultations/next/publish/")
    late = ask(program, "patch", "/consultations/next/", {"title": "Too late"})

    assert (before["published_at"], before["level"], before["reading"]) == (None, "international", "public")
    assert (changed.status_code, changed.json()) == (
        200,
        {**before, "charter": {**before["charter"], "decides": "The Forum."}, "licence": "CC0-1.0"},
    )
    assert hidden == 404
    assert (published.status_code, published.json()["published_at"] is None) == (200, False)
    assert problem_of(late)[:2] == (409, "published_already")
    assert partner(outsider).get("/consultations/next/").json() == published.json()


def test_what_is_in_preparation_is_not_there_for_a_participant(
    partner: Partners, outsider: Person, prepared: Consultation
) -> None:
    program = partner(outsider)

    assert ask(program, "patch", "/consultations/next/", {"title": "Mine"}).status_code == 404
    assert ask(program, "post", "/consultations/next/publish/").status_code == 404


def test_consultation_for_named_groups(partner: Partners, secretary: Person, new: dict[str, Any]) -> None:
    said = {**new, "taking_part": "groups", "stakeholder_groups": ["academia", "government"], "time_zone": "Asia/Tokyo"}

    made = partner(secretary).post("/consultations/", said).json()

    assert (made["stakeholder_groups"], made["time_zone"]) == (["academia", "government"], "Asia/Tokyo")


def test_round_is_extended_and_a_lost_evening_given_back(
    partner: Partners, secretary: Person, round: Round, acts: Any
) -> None:
    program = partner(secretary)

    extended = ask(program, *acts["extend"][:3]).json()
    given_back = ask(program, *acts["supplement"][:3]).json()
    again = ask(program, "post", f"/rounds/{given_back['supplements']}/extensions/", acts["extend"][2])
    early = ask(program, "post", f"/rounds/{round.pk}/supplement/", acts["supplement"][2])

    assert (extended["id"], [one["reason"] for one in extended["extensions"]]) == (str(round.pk), ["Late."])
    assert (given_back["status"], given_back["reason"]) == ("open", "Away.")
    assert problem_of(again)[:2] == (409, "round_closed")
    assert problem_of(early)[:2] == (409, "round_not_closed")


def test_questions_are_set_until_the_call_opens(
    partner: Partners, secretary: Person, coming: Round, call: Round
) -> None:
    program = partner(secretary)
    ids = [ask(program, "post", f"/rounds/{coming.pk}/questions/", {"text": text}).json()["id"] for text in "ABC"]

    changed = ask(program, "patch", f"/questions/{ids[1]}/", {"word_limit": 200}).json()
    moved = ask(program, "post", f"/questions/{ids[2]}/move/", {"number": 1}).json()
    gone = [ask(program, "delete", f"/questions/{ids[0]}/").status_code for _twice in range(2)]
    late = ask(program, "post", f"/rounds/{call.pk}/questions/", {"text": "Too late?"})

    in_languages = {"language": "en", "authentic_language": "en", "languages": ["en"]}
    assert changed == {"id": ids[1], "number": 2, "text": "B", "help": "", "word_limit": 200, **in_languages}
    assert (moved["number"], gone) == (1, [204, 404])
    asked = partner(None).get(f"/rounds/{coming.pk}/").json()["questions"]
    assert [(one["number"], one["text"]) for one in asked] == [(1, "C"), (2, "B")]
    assert asked[1] == partner(None).get(f"/questions/{ids[1]}/").json()
    assert problem_of(late)[:2] == (409, "questions_fixed")


def test_document_with_a_file_is_kept_fetched_and_taken_away(
    partner: Partners, secretary: Person, acts: Any, private_consultation: Consultation
) -> None:
    file = {"name": "a.txt", "content": base64.b64encode(b"Some words.").decode()}
    body = {**acts["add"][2], "link": "", "file": file}
    program = partner(secretary)

    made = ask(program, "post", "/documents/", body).json()
    shut = ask(program, "post", "/documents/", {**body, "consultation": "behind-doors"}).json()
    linked = ask(program, *acts["add"][:3]).json()
    open_file = partner(None).get(f"/documents/{made['id']}/file/", Accept="text/plain")

    assert (made["media_type"], made["size"]) == ("text/plain", 11)
    assert (b"".join(open_file), open_file["Cache-Control"]) == (b"Some words.", "public, no-cache")
    assert open_file["Content-Disposition"] == 'attachment; filename="A letter.txt"'
    assert (open_file["X-Content-Type-Options"], open_file["Content-Type"]) == ("nosniff", "text/plain")
    assert problem_of(partner(None).get(f"/documents/{shut['id']}/file/"))[0] == 404
    read = program.get(f"/documents/{shut['id']}/file/")
    assert (b"".join(read), read["Cache-Control"]) == (b"Some words.", "private, no-store")
    assert problem_of(program.get(f"/documents/{linked['id']}/file/"))[0] == 404
    gone = [ask(program, "delete", f"/documents/{made['id']}/").status_code for _twice in range(2)]
    assert gone == [204, 404]
    assert program.get(f"/documents/{made['id']}/file/").status_code == 404
    Document.objects.get(pk=shut["id"]).file.delete(save=False)


def test_question_and_document_are_corrected_with_a_notice(
    partner: Partners, secretary: Person, call: Round, consultation: Consultation
) -> None:
    question = factories.make_question(call, "Hwo?")
    document = factories.make_document(secretary, consultation, "A lettre")
    program = partner(secretary)

    def put_right(of: str, thing: Any, field: str, text: str) -> Any:
        said = {"of": of, "thing": str(thing.pk), "field": field, "text": text, "reason": "A slip."}
        return ask(program, "post", "/corrections/", said).json()

    found = [put_right("question", question, "text", "Who?"), put_right("document", document, "title", "A letter")]

    assert [(one["of"], one["thing"], one["before"], one["after"]) for one in found] == [
        ("question", str(question.pk), "Hwo?", "Who?"),
        ("document", str(document.pk), "A lettre", "A letter"),
    ]
    assert Question.objects.get().text == "Who?"


def test_paragraph_names_its_sources_and_names_them_no_more(
    partner: Partners, secretary: Person, draft: Proposal, contribution: Contribution
) -> None:
    paragraph = draft.paragraphs.all()[0]
    program, path = partner(secretary), f"/paragraphs/{paragraph.pk}/sources/"

    named = ask(program, "put", path, {"contributions": [str(contribution.pk)]}).json()
    shown = partner(None).get(f"/proposals/{draft.pk}/").json()["paragraphs"]
    none = ask(program, "put", path, {"contributions": []}).json()
    many = ask(program, "put", path, {"contributions": [str(uuid.uuid4()) for _ in range(1_001)]})

    assert named == {"id": str(paragraph.pk), "drawn_from": [str(contribution.pk)]}
    assert [one["drawn_from"] for one in shown if one["id"] == named["id"]] == [[str(contribution.pk)]]
    assert none == {"id": str(paragraph.pk), "drawn_from": []}
    assert problem_of(many) == (400, "max_length", ["contributions"])
