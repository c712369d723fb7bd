"""Filing together and keeping drafts through the API."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organization, Person
from contributions.models import Contribution
from proposals.models import Comment, CommentDraft, Proposal, Response
from rounds.models import Round
from tests import factories

As = Callable[[Person | None], Client]

RESPONSES, DRAFTS = "/api/v1/responses/", "/api/v1/drafts/"


def post(client: Client, address: str, body: dict[str, object], key: str = "") -> object:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(address, body, content_type="application/json", headers=headers)


@pytest.fixture
def paper(secretary: Person, call: Round) -> Proposal:
    return factories.make_proposal(secretary, call, type="paper")


@pytest.mark.django_db
def test_all_are_filed_at_one_moment_and_a_retry_does_not_double(
    as_: As, member: Person, organization: Organization, call: Round, paper: Proposal
) -> None:
    body = {
        "round": str(call.pk),
        "capacity": "organization",
        "organization": str(organization.pk),
        "items": [
            {"title": "Our view", "text": "At length.", "language": "fr"},
            {
                "proposal": str(paper.pk),
                "paragraph": str(paper.paragraphs.get(anchor="2").pk),
                "text": "Too long.",
                "language": "fr",
                "kind": "concern",
            },
        ],
    }
    client, key = as_(member), str(uuid4())

    answers = [post(client, RESPONSES, body, key) for _try in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    told, filed = answers[0].json(), Response.objects.get()
    assert (told["id"], told["count"], told["organization"]) == (str(filed.pk), 2, str(organization.pk))
    assert [item["text"] for item in told["items"]] == ["At length.", "Too long."]
    assert {item["posted_at"] for item in told["items"]} == {told["posted_at"]}
    assert answers[0]["Location"].endswith(f"{RESPONSES}{filed.pk}/")
    assert (Contribution.objects.count(), Comment.objects.count()) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"text": "x" * 20_001}, "text_too_long", "items.1.text"),
        ({"text": " "}, "text_missing", "items.1.text"),
        ({"language": "xx"}, "language_unknown", "items.1.language"),
        ({"proposal": str(uuid4())}, "unknown", "items.1.proposal"),
        ({"colour": "green"}, "unknown_field", "items.1.colour"),
    ],
)
def test_what_stops_one_stops_all_and_is_named(
    change: dict[str, str], code: str, field: str, as_: As, member: Person, call: Round, paper: Proposal
) -> None:
    item = {"proposal": str(paper.pk), "text": "Words.", "language": "en"}

    answer = post(as_(member), RESPONSES, {"round": str(call.pk), "items": [item, item | change]})

    assert answer.status_code == 400
    assert [(error["code"], error["field"]) for error in answer.json()["errors"]] == [(code, field)]
    assert (Comment.objects.count(), Response.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_responses_are_read_by_who_filed_them(as_: As, member: Person, secretary: Person, call: Round) -> None:
    item = {"text": "Words.", "language": "en"}
    post(as_(member), RESPONSES, {"round": str(call.pk), "items": [item]})
    filed = Response.objects.get()

    lists = [len(as_(person).get(RESPONSES).json()["results"]) for person in (member, secretary, None)]
    ones = [as_(person).get(f"{RESPONSES}{filed.pk}/").status_code for person in (member, secretary, None)]

    assert (lists, ones) == ([1, 0, 0], [200, 404, 404])


@pytest.mark.django_db
def test_drafts_are_saved_read_and_deleted(
    as_: As, member: Person, secretary: Person, call: Round, paper: Proposal
) -> None:
    client = as_(member)
    body = {"kind": "comment", "round": str(call.pk), "proposal": str(paper.pk), "text": "Half", "language": "en"}
    first = post(client, DRAFTS, body).json()

    second = post(client, DRAFTS, body | {"text": "Whole", "seen": first["saved_at"]})
    stale = post(client, DRAFTS, body | {"text": "Old", "seen": first["saved_at"]})
    post(client, DRAFTS, {"kind": "contribution", "round": str(call.pk), "text": "Ours", "language": "en"})

    assert (second.status_code, second.json()["text"], second.json()["id"]) == (200, "Whole", first["id"])
    assert (stale.status_code, stale.json()["errors"][0]["code"]) == (409, "draft_elsewhere")
    assert [draft["kind"] for draft in client.get(DRAFTS).json()["results"]] == ["contribution", "comment"]
    assert as_(secretary).get(DRAFTS).json() == {"results": []}
    assert as_(secretary).delete(f"{DRAFTS}{first['id']}/").status_code == 404
    assert client.get(f"{DRAFTS}{first['id']}/").json()["text"] == "Whole"
    assert client.delete(f"{DRAFTS}{first['id']}/").status_code == 204
    assert CommentDraft.objects.count() == 0


@pytest.mark.django_db
def test_page_of_a_filed_response_is_where_the_answer_says(as_: As, member: Person, call: Round) -> None:
    told = post(as_(member), RESPONSES, {"round": str(call.pk), "items": [{"text": "Words.", "language": "en"}]}).json()

    assert told["url"].endswith(reverse("response", args=[told["id"]]))
    assert as_(member).get(reverse("response", args=[told["id"]])).status_code == 200
