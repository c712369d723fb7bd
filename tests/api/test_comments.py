import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Organization, Person
from proposals.actions import comments
from proposals.models import Comment, Proposal
from rounds.models import Consultation, Round
from tests import factories
from tests.api.conftest import problem_of, statements

WIRE = [
    "id",
    "number",
    "url",
    "consultation",
    "round",
    "proposal",
    "paragraph",
    "reply_to",
    "kind",
    "capacity",
    "organization",
    "stakeholder_group",
    "author",
    "is_named",
    "country",
    "region",
    "language",
    "text",
    "html",
    "status",
    "channel",
    "posted_at",
    "edited_at",
    "same_text_as",
    "same_text_count",
]


def test_comment_has_exactly_the_promised_fields(
    partner: Callable[..., Any], member: Person, comment: Comment, settle: Callable[[], None]
) -> None:
    settle()

    found = partner(None).get(f"/comments/{comment.pk}/").json()

    assert list(found) == WIRE
    assert found == {
        "id": str(comment.pk),
        "number": Comment.objects.select_related("entry").get(pk=comment.pk).number,
        "url": f"http://127.0.0.1:8000/comments/{comment.pk}/",
        "consultation": "who-acts",
        "round": str(comment.round_id),
        "proposal": str(comment.proposal_id),
        "paragraph": None,
        "reply_to": None,
        "kind": None,
        "capacity": "personal",
        "organization": None,
        "stakeholder_group": "civil_society",
        "author": {"id": str(member.pk), "name": "Teodor", "kind": "person"},
        "is_named": True,
        "country": "KE",
        "region": None,
        "language": "en",
        "text": "One plain thing.",
        "html": "<p>One plain thing.</p>\n",
        "status": "published",
        "channel": "web",
        "posted_at": comment.posted_at.isoformat().replace("+00:00", "Z"),
        "edited_at": None,
        "same_text_as": None,
        "same_text_count": 1,
    }


def test_moments_are_utc_wherever_the_reader_lives(as_: Callable[..., Any], comment: Comment, outsider: Person) -> None:
    outsider.time_zone = "Africa/Nairobi"
    outsider.save()

    found = as_(outsider).get(f"/api/v1/comments/{comment.pk}/").json()

    assert found["posted_at"] == comment.posted_at.isoformat().replace("+00:00", "Z")


def test_posting_files_a_comment_and_says_where_it_is(
    partner: Callable[..., Any], outsider: Person, words: dict[str, Any], draft: Proposal
) -> None:
    paragraph = draft.paragraphs.get(anchor="2")

    response = partner(outsider).post(
        "/comments/", {**words, "paragraph": str(paragraph.pk), "kind": "concern", "text": "Not *so*."}
    )

    filed = Comment.objects.get(author=outsider)
    assert response.status_code == 201
    assert response["Location"] == f"http://127.0.0.1:8000/api/v1/comments/{filed.pk}/"
    again = partner(outsider).get(f"/comments/{filed.pk}/").json()
    assert response.json() == {**again, "number": None}
    assert (again["paragraph"], again["kind"], again["channel"]) == (str(paragraph.pk), "concern", "api")
    assert again["html"] == "<p>Not <em>so</em>.</p>\n"


def test_reply_needs_no_paragraph(
    partner: Callable[..., Any], outsider: Person, words: dict[str, Any], member: Person, round: Round, draft: Proposal
) -> None:
    paragraph = draft.paragraphs.get(anchor="1")
    asked = factories.make_comment(member, round, draft, paragraph=paragraph)

    response = partner(outsider).post("/comments/", {**words, "reply_to": str(asked.pk)})

    assert response.status_code == 201
    assert (response.json()["reply_to"], response.json()["paragraph"]) == (str(asked.pk), str(paragraph.pk))


def test_focal_point_speaks_for_the_organization(
    partner: Callable[..., Any], member: Person, organization: Organization, words: dict[str, Any]
) -> None:
    body = {**words, "capacity": "organization", "organization": str(organization.pk)}

    response = partner(member).post("/comments/", body)

    assert response.status_code == 201
    assert response.json()["organization"] == str(organization.pk)
    assert response.json()["stakeholder_group"] == "private_sector"


def test_session_posts_with_its_csrf_token(as_: Callable[..., Any], member: Person, words: dict[str, Any]) -> None:
    browser = as_(member)
    browser.handler.enforce_csrf_checks = True

    refused = browser.post("/api/v1/comments/", json.dumps(words), content_type="application/json")
    browser.cookies["csrftoken"] = "a" * 32
    taken = browser.post(
        "/api/v1/comments/", json.dumps(words), content_type="application/json", headers={"X-CSRFToken": "a" * 32}
    )

    assert problem_of(refused) == (403, "csrf_failed", [])
    assert (taken.status_code, taken.json()["channel"]) == (201, "web")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"round": None}, (400, "null", ["round"])),
        ({"round": 7}, (400, "invalid", ["round"])),
        ({"round": str(uuid.uuid4())}, (400, "unknown", ["round"])),
        ({"proposal": str(uuid.uuid4())}, (400, "unknown", ["proposal"])),
        ({"paragraph": str(uuid.uuid4())}, (400, "unknown", ["paragraph"])),
        ({"paragraph": "seven"}, (400, "invalid", ["paragraph"])),
        ({"reply_to": str(uuid.uuid4())}, (400, "unknown", ["reply_to"])),
        ({"organization": str(uuid.uuid4())}, (400, "not_used", ["organization"])),
        ({"capacity": "organization"}, (400, "required", ["organization"])),
        (
            {"capacity": "organization", "organization": str(uuid.uuid4())},
            (400, "unknown", ["organization"]),
        ),
        ({"capacity": "king"}, (400, "invalid_choice", ["capacity"])),
        ({"capacity": "secretariat"}, (403, "capacity_not_held", ["capacity"])),
        ({"capacity": "stakeholder_group"}, (403, "capacity_not_held", ["capacity"])),
        ({"kind": ""}, (400, "invalid_choice", ["kind"])),
        ({"kind": "rant"}, (400, "invalid_choice", ["kind"])),
        ({"language": "tlh"}, (400, "language_unknown", ["language"])),
        ({"language": ["en"]}, (400, "invalid", ["language"])),
        ({"text": ""}, (400, "text_missing", ["text"])),
        ({"text": " \n\u200b "}, (400, "text_missing", ["text"])),
        ({"text": "x" * 20_001}, (400, "text_too_long", ["text"])),
        ({"text": 5}, (400, "invalid", ["text"])),
        ({"status": "published"}, (400, "unknown_field", ["status"])),
        ({"author": "me"}, (400, "unknown_field", ["author"])),
        ({"\ud800": 1}, (400, "unknown_field", ["\ud800"])),
    ],
)
def test_wrong_input_is_named(
    partner: Callable[..., Any], outsider: Person, words: dict[str, Any], change: dict[str, Any], expected: Any
) -> None:
    response = partner(outsider).post("/comments/", {**words, **change})

    assert problem_of(response) == expected
    assert Comment.objects.count() == 0


def test_several_wrong_inputs_are_all_named(partner: Callable[..., Any], outsider: Person) -> None:
    response = partner(outsider).post("/comments/", {"text": "One thing.", "mood": "good"})

    assert problem_of(response) == (400, "invalid", ["mood", "round", "language", "proposal"])


def test_paragraph_of_another_text_is_refused(
    partner: Callable[..., Any], outsider: Person, words: dict[str, Any], secretary: Person, round: Round
) -> None:
    other = factories.make_proposal(secretary, round)

    response = partner(outsider).post("/comments/", {**words, "paragraph": str(other.paragraphs.get(anchor="1").pk)})

    assert problem_of(response) == (400, "paragraph_unknown", ["paragraph"])


def test_reply_into_another_text_is_refused(
    partner: Callable[..., Any], outsider: Person, words: dict[str, Any], secretary: Person, round: Round
) -> None:
    elsewhere = factories.make_comment(outsider, round, factories.make_proposal(secretary, round))

    response = partner(outsider).post("/comments/", {**words, "reply_to": str(elsewhere.pk)})

    assert problem_of(response) == (400, "reply_elsewhere", ["reply_to"])


def test_text_that_is_not_up_in_the_round_is_refused(
    partner: Callable[..., Any], outsider: Person, words: dict[str, Any], call: Round
) -> None:
    response = partner(outsider).post("/comments/", {**words, "round": str(call.pk)})

    assert problem_of(response) == (409, "not_up_in_this_round", ["proposal"])


def test_after_the_close_nothing_is_filed(
    partner: Callable[..., Any], outsider: Person, words: dict[str, Any], round: Round
) -> None:
    factories.close(round)

    response = partner(outsider).post("/comments/", words)

    assert problem_of(response) == (409, "round_closed", [])
    assert Comment.objects.count() == 0


def test_private_round_is_as_unknown_as_none(
    partner: Callable[..., Any],
    outsider: Person,
    secretary: Person,
    words: dict[str, Any],
    private_consultation: Consultation,
) -> None:
    hidden = factories.make_round(secretary, private_consultation)
    text = factories.make_proposal(secretary, hidden)

    real = partner(outsider).post("/comments/", {**words, "round": str(hidden.pk), "proposal": str(text.pk)})
    invented = partner(outsider).post("/comments/", {**words, "round": str(uuid.uuid4())})

    assert problem_of(real) == (400, "unknown", ["round"])
    assert real.json() == invented.json()


def test_retry_gets_the_first_answer(
    partner: Callable[..., Any], outsider: Person, words: dict[str, Any], round: Round
) -> None:
    program = partner(outsider)

    first = program.post("/comments/", words, key="same")
    factories.close(round)
    second = program.post("/comments/", words, key="same")

    assert (second.status_code, second["Location"]) == (201, first["Location"])
    assert second.json() == first.json()
    assert Comment.objects.count() == 1


def test_key_of_another_request_is_refused(
    partner: Callable[..., Any], outsider: Person, words: dict[str, Any]
) -> None:
    program = partner(outsider)
    program.post("/comments/", words, key="same")

    response = program.post("/comments/", {**words, "text": "Another thing."}, key="same")

    assert problem_of(response) == (422, "idempotency_key_reused", [])
    assert Comment.objects.count() == 1


def test_key_that_cannot_be_one_is_refused(
    partner: Callable[..., Any], outsider: Person, words: dict[str, Any]
) -> None:
    response = partner(outsider).post("/comments/", words, key="k" * 201)

    assert problem_of(response) == (400, "idempotency_key_invalid", ["Idempotency-Key"])


def test_keys_of_two_people_are_two_keys(
    partner: Callable[..., Any], outsider: Person, member: Person, words: dict[str, Any]
) -> None:
    first = partner(outsider).post("/comments/", words, key="same")
    second = partner(member).post("/comments/", words, key="same")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] != second.json()["id"]


@pytest.fixture
def cast(member: Person, outsider: Person, organization: Organization, round: Round, draft: Proposal) -> dict[str, str]:
    """Three comments that differ in everything one can filter by: {name: id}."""
    paragraph = draft.paragraphs.get(anchor="1")
    plain = factories.make_comment(outsider, round, draft)
    bodys = factories.make_comment(
        member,
        round,
        draft,
        paragraph=paragraph,
        capacity="organization",
        organization=organization,
        language="fr",
        kind="concern",
        channel="api",
    )
    reply = factories.make_comment(outsider, round, draft, paragraph=paragraph, reply_to=bodys, channel="imported")
    return {"plain": str(plain.pk), "body": str(bodys.pk), "reply": str(reply.pk)}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("consultation=who-acts", ["plain", "body", "reply"]),
        ("consultation=no-such", []),
        ("round={round}", ["plain", "body", "reply"]),
        ("proposal={proposal}", ["plain", "body", "reply"]),
        ("paragraph={paragraph}", ["body", "reply"]),
        ("reply_to={body}", ["reply"]),
        ("stakeholder_group=academia", ["plain", "reply"]),
        ("organization={organization}", ["body"]),
        ("kind=concern", ["body"]),
        ("language=FR", ["body"]),
        ("channel=api", ["body"]),
        ("imported=true", ["reply"]),
        ("imported=false", ["plain", "body"]),
        ("stakeholder_group=academia&imported=false", ["plain"]),
        ("proposal=6f1d1b9e-3a5c-4a58-9a3e-0d5a4f3e2c1b", []),
    ],
)
def test_filters(
    partner: Callable[..., Any],
    cast: dict[str, str],
    draft: Proposal,
    organization: Organization,
    query: str,
    names: list[str],
) -> None:
    values = {"round": draft.revisions.get().round_id, "proposal": draft.pk, "organization": organization.pk, **cast}
    filled = query.format(paragraph=draft.paragraphs.get(anchor="1").pk, **values)

    found = partner(None).get(f"/comments/?{filled}").json()

    assert [comment["id"] for comment in found["results"]] == [cast[name] for name in names]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("colour=red", ("unknown_filter", ["colour"])),
        ("author__email=a", ("unknown_filter", ["author__email"])),
        ("text=a", ("unknown_filter", ["text"])),
        ("kind=rant", ("invalid_choice", ["kind"])),
        ("kind=", ("filter_empty", ["kind"])),
        ("kind=concern&kind=support", ("filter_twice", ["kind"])),
        ("imported=maybe", ("invalid_choice", ["imported"])),
        ("round=7", ("invalid", ["round"])),
        ("paragraph=%00", ("invalid", ["paragraph"])),
        ("consultation=../x", ("invalid", ["consultation"])),
        ("language=tlh", ("invalid", ["language"])),
        ("channel=pigeon", ("invalid_choice", ["channel"])),
        ("stakeholder_group=nobody", ("invalid_choice", ["stakeholder_group"])),
        ("organization=x", ("invalid", ["organization"])),
        ("limit=0", ("limit_invalid", ["limit"])),
        ("limit=201", ("limit_invalid", ["limit"])),
        ("limit=ten", ("limit_invalid", ["limit"])),
        ("cursor=noise", ("cursor_invalid", ["cursor"])),
    ],
)
def test_wrong_filter_is_named(partner: Callable[..., Any], comment: Comment, query: str, expected: Any) -> None:
    response = partner(None).get(f"/comments/?{query}")

    assert problem_of(response) == (400, *expected)


def test_links_lead_through_the_whole_list_and_keep_the_filter(
    partner: Callable[..., Any], cast: dict[str, str], settings: Any
) -> None:
    settings.SITE_URL = "https://rounds.example"
    found, path, pages = [], "/comments/?consultation=who-acts&limit=2", 0

    while path:
        page = partner(None).get(path, Host="127.0.0.1").json()
        found += [comment["id"] for comment in page["results"]]
        path = (page["next"] or "").removeprefix("https://rounds.example/api/v1")
        pages += 1

    assert (found, pages) == (list(cast.values()), 2)
    assert page["previous"].startswith("https://rounds.example/api/v1/comments/?consultation=who-acts&limit=2&cursor=")


@pytest.mark.parametrize("count", [1, 30])
def test_list_asks_the_database_the_same_for_1_and_30(
    partner: Callable[..., Any], outsider: Person, round: Round, draft: Proposal, count: int
) -> None:
    for _ in range(count):
        factories.make_comment(factories.make_person(), round, draft)
    program = partner(outsider)

    with statements() as asked:
        found = program.get("/comments/?limit=50").json()

    assert (len(found["results"]), len(asked)) == (count, 2)


@pytest.mark.parametrize("shape", ["whole", "paragraph", "reply", "organization"])
def test_posting_takes_few_statements(
    partner: Callable[..., Any],
    member: Person,
    organization: Organization,
    words: dict[str, Any],
    round: Round,
    draft: Proposal,
    shape: str,
) -> None:
    paragraph = draft.paragraphs.get(anchor="1")
    asked_first = factories.make_comment(member, round, draft, paragraph=paragraph)
    extra: dict[str, dict[str, str]] = {
        "whole": {},
        "paragraph": {"paragraph": str(paragraph.pk)},
        "reply": {"paragraph": str(paragraph.pk), "reply_to": str(asked_first.pk)},
        "organization": {
            "paragraph": str(paragraph.pk),
            "capacity": "organization",
            "organization": str(organization.pk),
        },
    }
    program = partner(member)

    with statements() as asked:
        response = program.post("/comments/", {**words, **extra[shape]})

    assert response.status_code == 201
    assert len(asked) == 12, "\n".join(asked)


def test_withdrawn_comment_keeps_its_place_without_words(
    partner: Callable[..., Any], member: Person, comment: Comment
) -> None:
    comments.withdraw(by=member, comment=comment)

    found = partner(None).get(f"/comments/{comment.pk}/").json()

    assert (found["status"], found["text"], found["html"]) == ("withdrawn", None, None)
