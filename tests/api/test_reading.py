"""Who reads what: every list and every thing, as stranger, outsider, participant and moderator."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Organization, Person
from contributions.actions import contributions
from contributions.models import Contribution
from ledger.models import Entry
from moderation.actions import decisions
from proposals.actions import comments, proposals
from proposals.models import Comment, Proposal
from rounds.actions import consultations, rounds, sealing
from rounds.models import Consultation, Round
from tests import factories
from tests.api.conftest import problem_of, statements

LISTS = ["consultations", "rounds", "proposals", "contributions", "comments", "entries", "decisions"]


def wire(at: datetime | None) -> str:
    """A moment as the API writes it."""
    assert at is not None
    return at.isoformat().replace("+00:00", "Z")


def ids(response: Any, name: str = "id") -> list[str]:
    return [thing[name] for thing in response.json()["results"]]


@pytest.fixture
def private(
    secretary: Person, outsider: Person, private_consultation: Consultation, settle: Callable[[], None]
) -> dict[str, str]:
    """A consultation for its list, with one thing of each kind: {list: id}. Everything in it says canary."""
    now = timezone.now()
    listed = factories.make_person("Canary")
    consultations.enlist(by=secretary, consultation=private_consultation, person=listed, now=now)
    call = factories.make_round(secretary, private_consultation, purpose="call_for_inputs", title="Canary round")
    text = factories.make_proposal(secretary, call, title="Canary draft")
    comment = factories.make_comment(listed, call, text, text="Canary comment.")
    contribution = factories.make_contribution(listed, call, title="Canary", text="Canary.")
    decision = factories.hide(secretary, comment, reason="Canary reason.")
    settle()
    return {
        "consultations": "behind-doors",
        "rounds": str(call.pk),
        "proposals": str(text.pk),
        "contributions": str(contribution.pk),
        "comments": str(comment.pk),
        "decisions": str(decision.pk),
    }


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("who", ["stranger", "outsider"])
def test_private_consultation_is_in_no_list(
    partner: Callable[..., Any], outsider: Person, private: dict[str, str], name: str, who: str
) -> None:
    program = partner(outsider if who == "outsider" else None)

    everything = program.get(f"/{name}/")
    narrowed = program.get(f"/{name}/?consultation=behind-doors" if name != "consultations" else f"/{name}/")

    assert (everything.status_code, narrowed.status_code) == (200, 200)
    if name == "entries":
        assert {entry["consultation"] for entry in everything.json()["results"]} == {None}
        assert narrowed.json()["results"] == []
    else:
        assert (everything.json()["results"], narrowed.json()["results"]) == ([], [])
    assert "anary" not in everything.content.decode() + narrowed.content.decode()


@pytest.mark.parametrize("name", ["consultations", "rounds", "proposals", "contributions", "comments"])
@pytest.mark.parametrize("who", ["stranger", "outsider"])
def test_private_thing_is_404(
    partner: Callable[..., Any], outsider: Person, private: dict[str, str], name: str, who: str
) -> None:
    response = partner(outsider if who == "outsider" else None).get(f"/{name}/{private[name]}/")

    assert problem_of(response) == (404, "not_found", [])


@pytest.mark.parametrize("name", ["consultations", "rounds", "proposals", "contributions", "comments", "decisions"])
def test_private_thing_is_there_for_whoever_may_read(
    partner: Callable[..., Any], secretary: Person, private: dict[str, str], name: str
) -> None:
    program = partner(secretary)

    assert ids(program.get(f"/{name}/"), "slug" if name == "consultations" else "id") == [private[name]]
    if name != "decisions":
        assert program.get(f"/{name}/{private[name]}/").status_code == 200


def test_organizations_are_not_private(
    partner: Callable[..., Any], organization: Organization, host: Organization
) -> None:
    program = partner(None)

    found = program.get("/organizations/").json()["results"]

    assert [body["name"] for body in found] == ["Small Carriers’ Circle", "Standing Forum"]
    assert (
        program.get(f"/organizations/{organization.pk}/").json()
        == found[0]
        == {
            "id": str(organization.pk),
            "name": "Small Carriers’ Circle",
            "type": "organization",
            "stakeholder_group": "private_sector",
            "country": None,
            "language": "en",
            "verified": True,
            "merged_into": None,
            "status": "published",
        }
    )


def test_stakeholder_groups_stand_in_their_order(partner: Callable[..., Any], db: None) -> None:
    found = partner(None).get("/stakeholder-groups/").json()

    assert [group["key"] for group in found["results"]] == [
        "government",
        "intergovernmental_organization",
        "private_sector",
        "civil_society",
        "technical_community",
        "academia",
        "other",
    ]
    assert found["results"][0] == {"key": "government", "name": "Government", "position": 0}


def test_consultation_in_full(partner: Callable[..., Any], consultation: Consultation, host: Organization) -> None:
    found = partner(None).get("/consultations/who-acts/").json()

    assert found == {
        "slug": "who-acts",
        "id": str(consultation.pk),
        "number": None,
        "url": "http://127.0.0.1:8000/c/who-acts/",
        "title": "Who acts next?",
        "summary": "What is asked.",
        "level": "international",
        "hosting_body": str(host.pk),
        "language": "en",
        "authentic_language": "en",
        "languages": ["en"],
        "time_zone": "UTC",
        "reading": "public",
        "taking_part": "everybody",
        "stakeholder_groups": [],
        "moderation": "after",
        "charter": {"decides": "", "becomes": "", "names": ""},
        "contact": "",
        "licence": "CC-BY-4.0",
        "opened_at": wire(consultation.made_at),
        "published_at": wire(consultation.published_at),
    }


@pytest.mark.parametrize(("opens", "closes", "status"), [(1, 2, "upcoming"), (-1, 1, "open"), (-2, -1, "closed")])
def test_round_says_how_it_stands(
    partner: Callable[..., Any], secretary: Person, consultation: Consultation, opens: int, closes: int, status: str
) -> None:
    round = factories.make_round(
        secretary, consultation, opens_in=timedelta(days=opens), closes_in=timedelta(days=closes)
    )

    found = partner(None).get(f"/rounds/{round.pk}/").json()

    assert (found["status"], found["accepts"]) == (status, ["comments"])
    assert found["url"] == "http://127.0.0.1:8000/c/who-acts/rounds/1/"
    assert found["opens_at"] == round.opens_at.isoformat().replace("+00:00", "Z")


def test_call_accepts_contributions(partner: Callable[..., Any], call: Round) -> None:
    found = partner(None).get(f"/rounds/{call.pk}/").json()

    assert found["accepts"] == ["contributions", "comments"]
    assert (found["sealed_at"], found["closing_record"], found["extensions"]) == (None, None, [])


def test_sealed_round_names_its_closing_record(
    partner: Callable[..., Any], closed_round: Round, settle: Callable[[], None]
) -> None:
    sealing.seal_due(now=timezone.now())
    settle()

    found = partner(None).get(f"/rounds/{closed_round.pk}/").json()

    assert found["closing_record"] == Entry.objects.get(kind="round.closed").seq
    assert found["sealed_at"] > found["closes_at"]


def test_extension_stands_with_its_reason(partner: Callable[..., Any], secretary: Person, round: Round) -> None:
    before = round.closes_at
    extension = rounds.extend(by=secretary, round=round, closes_at=before + timedelta(days=5), reason="Late mail.")

    found = partner(None).get(f"/rounds/{round.pk}/").json()

    assert found["extensions"] == [
        {
            "number": None,
            "from_closes_at": before.isoformat().replace("+00:00", "Z"),
            "closes_at": extension.closes_at.isoformat().replace("+00:00", "Z"),
            "reason": "Late mail.",
            "at": extension.at.isoformat().replace("+00:00", "Z"),
        }
    ]


def test_text_stands_with_its_paragraphs(
    partner: Callable[..., Any],
    secretary: Person,
    member: Person,
    draft: Proposal,
    contribution: Contribution,
    settle: Callable[[], None],
) -> None:
    second = draft.paragraphs.get(anchor="2")
    factories.make_comment(member, draft.revisions.get().round, draft, paragraph=second)
    proposals.cite(by=secretary, paragraph=second, contributions=[contribution], now=timezone.now())
    settle()

    found = partner(None).get(f"/proposals/{draft.pk}/").json()

    assert [paragraph["number"] for paragraph in found["paragraphs"]] == ["1", "2", "3"]
    assert found["paragraphs"][1] == {
        "id": str(second.pk),
        "anchor": "2",
        "number": "2",
        "heading": "",
        "text": "Paragraph 2 says one thing.",
        "html": "<p>Paragraph 2 says one thing.</p>\n",
        "comment_count": 1,
        "drawn_from": [str(contribution.pk)],
    }
    assert (found["type"], found["comment_count"], found["revision"]["name"]) == ("draft", 1, "Zero draft")
    assert "paragraphs" not in partner(None).get("/proposals/").json()["results"][0]


def test_record_is_read_from_where_one_stopped(
    partner: Callable[..., Any], comment: Comment, settle: Callable[[], None]
) -> None:
    settle()
    whole = partner(None).get("/entries/").json()["results"]

    rest = partner(None).get(f"/entries/?after={whole[-2]['number']}").json()["results"]

    assert rest == whole[-1:]
    entry = Entry.objects.get(pk=comment.entry_id)
    assert rest[0] == {
        "number": entry.seq,
        "kind": "comment.received",
        "at": comment.posted_at.isoformat().replace("+00:00", "Z"),
        "consultation": "who-acts",
        "round": str(comment.round_id),
        "proposal": str(comment.proposal_id),
        "thing": str(comment.pk),
        "record": entry.record,
    }


@pytest.mark.parametrize("after", ["-1", "x", "1.5", str(2**63), "1e3", "NaN"])
def test_number_that_is_none_is_refused(partner: Callable[..., Any], comment: Comment, after: str) -> None:
    response = partner(None).get(f"/entries/?after={after}")

    assert problem_of(response)[::2] == (400, ["after"])


@pytest.mark.parametrize("kind", ["comment", "Comment.received", "a.b; drop", "a." + "x" * 70])
def test_kind_that_can_be_none_is_refused(partner: Callable[..., Any], comment: Comment, kind: str) -> None:
    response = partner(None).get(f"/entries/?kind={kind}")

    assert problem_of(response)[::2] == (400, ["kind"])


def test_entry_without_number_is_not_in_the_record_yet(partner: Callable[..., Any], comment: Comment) -> None:
    assert partner(None).get("/entries/").json()["results"] == []


def test_decision_names_rule_and_reason_and_nobody(
    partner: Callable[..., Any], moderator: Person, comment: Comment, settle: Callable[[], None]
) -> None:
    decision = factories.hide(moderator, comment)
    settle()

    found = partner(None).get("/decisions/?verb=hide").json()["results"]

    assert found == [
        {
            "id": str(decision.pk),
            "number": Entry.objects.get(kind="moderation.hidden").seq,
            "consultation": "who-acts",
            "verb": "hide",
            "kind": "comment",
            "comment": str(comment.pk),
            **dict.fromkeys(("contribution", "proposal", "document", "organization", "person")),
            "office": "moderator",
            "rule_number": 2,
            "rule": "No private persons",
            "reason": "It names somebody.",
            "language": "en",
            "until": None,
            "undoes": None,
            "at": decision.at.isoformat().replace("+00:00", "Z"),
        }
    ]


@pytest.fixture
def unshown(secretary: Person, host: Organization, member: Person) -> dict[str, list[str]]:
    """Every way in which words are not shown, in one consultation: {status: ids of comment and contribution}."""
    strict = factories.make_consultation(secretary, host, slug="strict", moderation="before")
    call = factories.make_round(secretary, strict, purpose="call_for_inputs")
    text = factories.make_proposal(secretary, call)
    found = {}
    for status in ("received", "hidden", "withdrawn"):
        comment = factories.make_comment(member, call, text, text="Canary comment.")
        contribution = factories.make_contribution(member, call, title="Canary", text="Canary.")
        for thing in (comment, contribution):
            if status != "received":
                decisions.publish(by=secretary, thing=thing, now=timezone.now())
                thing.refresh_from_db()
            if status == "hidden":
                factories.hide(secretary, thing)
        if status == "withdrawn":
            comments.withdraw(by=member, comment=comment)
            contributions.withdraw(by=member, contribution=contribution)
        found[status] = [str(comment.pk), str(contribution.pk)]
    return found


@pytest.mark.parametrize("who", ["stranger", "outsider", "author", "moderator"])
def test_words_that_are_not_shown_are_in_no_answer(
    partner: Callable[..., Any],
    unshown: dict[str, list[str]],
    outsider: Person,
    member: Person,
    secretary: Person,
    settle: Callable[[], None],
    who: str,
) -> None:
    settle()
    viewer = {"stranger": None, "outsider": outsider, "author": member, "moderator": secretary}[who]
    program = partner(viewer)
    things = [
        (name, pk) for pair in unshown.values() for name, pk in zip(("comments", "contributions"), pair, strict=True)
    ]

    answers = [program.get(f"/{name}/?limit=50") for name in LISTS] + [program.get(f"/{n}/{pk}/") for n, pk in things]

    assert [answer for answer in answers if b"anary" in answer.content] == []
    sees_received = who in ("author", "moderator")
    assert [answer.status_code for answer in answers[len(LISTS) :]] == [200 if sees_received else 404] * 2 + [200] * 4
    assert ids(answers[LISTS.index("comments")]) == [
        unshown[status][0] for status in ("received", "hidden", "withdrawn") if sees_received or status != "received"
    ]


def test_no_address_is_in_any_answer(
    partner: Callable[..., Any],
    comment: Comment,
    contribution: Contribution,
    organization: Organization,
    settle: Callable[[], None],
) -> None:
    settle()

    answers = [partner(None).get(f"/{name}/?limit=50") for name in [*LISTS, "organizations"]]

    assert [answer for answer in answers if b"@" in answer.content] == []


@pytest.mark.parametrize(
    ("path", "most"),
    [("consultations", 4), ("rounds", 5), ("proposals", 5), ("entries", 3), ("decisions", 2), ("organizations", 2)],
)
@pytest.mark.parametrize("count", [1, 30])
def test_lists_ask_the_database_the_same_for_1_and_30(
    partner: Callable[..., Any],
    secretary: Person,
    host: Organization,
    settle: Callable[[], None],
    path: str,
    most: int,
    count: int,
) -> None:
    member = factories.make_person()
    for n in range(count):
        factories.make_organization(secretary)
        consultation = factories.make_consultation(secretary, host)
        round = factories.make_round(secretary, consultation)
        rounds.extend(by=secretary, round=round, closes_at=round.closes_at + timedelta(days=1), reason="More time.")
        text = factories.make_proposal(secretary, round, paragraphs=1)
        factories.hide(secretary, factories.make_comment(member, round, text, text=f"Thing {n}."))
    settle()
    program = partner(member)

    with statements() as asked:
        found = program.get(f"/{path}/?limit=200").json()

    assert len(found["results"]) >= count
    assert len(asked) == most, "\n".join(asked)


@pytest.mark.parametrize("paragraphs", [1, 30])
def test_text_asks_the_database_the_same_for_1_and_30_paragraphs(
    partner: Callable[..., Any], secretary: Person, round: Round, paragraphs: int
) -> None:
    text = factories.make_proposal(secretary, round, paragraphs=paragraphs)

    with statements() as asked:
        found = partner(None).get(f"/proposals/{text.pk}/").json()

    assert (len(found["paragraphs"]), len(asked)) == (paragraphs, 6)


@pytest.mark.parametrize(
    "path",
    [
        "/comments/{comment}/",
        "/contributions/{contribution}/",
        "/c/who-acts/",
        "/c/who-acts/rounds/1/",
        "/p/{proposal}/",
    ],
)
def test_page_that_url_names_exists(comment: Comment, contribution: Contribution, client: Any, path: str) -> None:
    place = path.format(comment=comment.pk, contribution=contribution.pk, proposal=comment.proposal_id)

    assert client.get(place).status_code == 200


@pytest.mark.django_db
def test_everything_numbered_carries_its_number(
    partner: Callable[..., Any],
    comment: Comment,
    contribution: Contribution,
    secretary: Person,
    settle: Callable[[], None],
) -> None:
    factories.hide(secretary, comment)
    settle()

    for name in ("consultations", "proposals", "contributions", "comments", "decisions"):
        (thing,) = partner(None).get(f"/{name}/").json()["results"]
        assert thing["number"] > 0, name


def test_record_leaves_out_what_waits_and_tells_when_it_is_shown(
    partner: Callable[..., Any],
    secretary: Person,
    member: Person,
    outsider: Person,
    consultation: Consultation,
    settle: Callable[[], None],
) -> None:
    Consultation.objects.filter(pk=consultation.pk).update(moderation="before")
    consultation.refresh_from_db()
    call = factories.make_round(secretary, consultation, purpose="call_for_inputs")
    sent = factories.make_contribution(member, call)
    settle()
    about = f"/entries/?thing={sent.pk}"

    before = {
        reader: [entry["kind"] for entry in partner(reader).get(about).json()["results"]]
        for reader in (None, outsider, member)
    }
    decisions.publish(by=secretary, thing=sent, now=timezone.now())
    settle()
    after = [entry["kind"] for entry in partner(None).get(about).json()["results"]]

    assert before == {None: [], outsider: [], member: ["contribution.received"]}
    assert after == ["contribution.received", "contribution.published"]
