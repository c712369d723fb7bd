"""The desk through the API: its scope, what waits, decisions about what was read, two people, many at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Organization, Person
from contributions.models import Contribution
from moderation.actions import bulk, flags
from moderation.models import Bulk, Decision, Item, Motion
from proposals.actions import comments
from proposals.models import Comment, Proposal
from rounds.models import Consultation, Round
from tests import factories
from tests.api.conftest import Partner, problem_of, statements

SCOPES = "read,comment,moderate"
NOWHERE = "8d5f4a6e-0f3f-4c1c-9d0e-0d3d5f4a6e0f"
READS = [
    "/moderation/items/",
    f"/moderation/items/{NOWHERE}/",
    f"/moderation/things/comment/{NOWHERE}/",
    "/moderation/motions/",
    f"/moderation/motions/{NOWHERE}/",
    "/moderation/bulk/",
    f"/moderation/bulk/{NOWHERE}/",
    f"/moderation/bulk/{NOWHERE}/items/",
]
WRITES = [
    "/moderation/items/next/",
    *(f"/moderation/items/{NOWHERE}/{act}/" for act in ("claim", "give-back", "assign", "recuse")),
    "/moderation/decisions/",
    f"/moderation/decisions/{NOWHERE}/undo/",
    "/moderation/motions/",
    *(f"/moderation/motions/{NOWHERE}/{act}/" for act in ("agree", "refuse", "take-back")),
    "/moderation/bulk/",
    "/moderation/bulk/preview/",
    f"/moderation/bulk/{NOWHERE}/undo/",
]


@pytest.fixture
def desk(partner: Callable[..., Partner], moderator: Person) -> Partner:
    """The moderator's program."""
    return partner(moderator, SCOPES)


@pytest.fixture
def flagged(comment: Comment, outsider: Person) -> Item:
    flags.raise_(by=outsider, thing=comment, rule=3, sentence="It attacks.", language="en", now=timezone.now())
    return Item.objects.get()


def etag(program: Partner, thing: Any, kind: str = "comment") -> str:
    return str(program.get(f"/moderation/things/{kind}/{thing.pk}/")["ETag"])


def hiding(thing: Any, **said: Any) -> dict[str, Any]:
    words = {"rule": 3, "reason": "It attacks.", "language": "en"}
    return {"verb": "hide", "kind": "comment", "id": str(thing.pk), **words, **said}


# --- who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", READS)
def test_reading_needs_the_scope_and_an_office(partner: Callable[..., Partner], moderator: Person, path: str) -> None:
    stranger, without = partner(None).get(path), partner(moderator).get(path)
    outside = partner(factories.make_person(), SCOPES).get(path)

    assert problem_of(stranger) == (401, "not_authenticated", [])
    assert problem_of(without) == (403, "scope_missing", [])
    assert without["WWW-Authenticate"] == 'Bearer realm="api", error="insufficient_scope", scope="moderate"'
    assert problem_of(outside) == (403, "office_required", [])


@pytest.mark.parametrize("path", WRITES)
def test_writing_needs_the_scope_and_an_office(partner: Callable[..., Partner], moderator: Person, path: str) -> None:
    stranger, without = partner(None).post(path, {}), partner(moderator).post(path, {})
    outside = partner(factories.make_person(), SCOPES).post(path, {})

    assert problem_of(stranger) == (401, "not_authenticated", [])
    assert problem_of(without) == (403, "scope_missing", [])
    assert problem_of(outside) == (403, "office_required", [])


def test_scope_moderate_alone_reads_nothing_else(partner: Callable[..., Partner], moderator: Person) -> None:
    assert problem_of(partner(moderator, "moderate").get("/comments/")) == (403, "scope_missing", [])


# --- the queue -------------------------------------------------------------------------------------------------------


def test_queue_gives_what_waits_with_its_etag(desk: Partner, flagged: Item, comment: Comment) -> None:
    found = desk.get("/moderation/items/").json()["results"]

    assert [(one["id"], one["reason"], one["kind"], one["thing"]) for one in found] == [
        (str(flagged.pk), "flagged", "comment", str(comment.pk))
    ]
    assert (found[0]["etag"], found[0]["flags"], found[0]["consultation"]) == ('"1-0"', 1, "who-acts")
    assert desk.get(f"/moderation/items/{flagged.pk}/").json() == found[0]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("reason=flagged", 1),
        ("reason=edited", 0),
        ("kind=comment", 1),
        ("kind=person", 0),
        ("consultation=who-acts", 1),
        ("consultation=nowhere", 0),
        ("language=en", 1),
        ("free=true", 1),
        ("free=false", 0),
        ("overdue=true", 0),
        ("overdue=false", 1),
        (f"assigned_to={NOWHERE}", 0),
    ],
)
def test_queue_is_filtered(desk: Partner, flagged: Item, query: str, count: int) -> None:
    assert len(desk.get(f"/moderation/items/?{query}").json()["results"]) == count


def test_queue_costs_the_same_for_many(
    desk: Partner, flagged: Item, outsider: Person, member: Person, round: Round, draft: Proposal
) -> None:
    desk.get("/moderation/items/")
    with statements() as one:
        desk.get("/moderation/items/")
    for _n in range(12):
        thing = factories.make_comment(member, round, draft)
        flags.raise_(by=outsider, thing=thing, rule=3, sentence="S", language="en", now=timezone.now())
    with statements() as many:
        assert len(desk.get("/moderation/items/").json()["results"]) == 13

    assert len(many) == len(one)


def test_item_is_taken_given_and_left(
    desk: Partner, partner: Callable[..., Partner], secretary: Person, moderator: Person, flagged: Item
) -> None:
    at = f"/moderation/items/{flagged.pk}"
    taken = desk.post(f"{at}/claim/", None).json()
    other = partner(secretary, SCOPES).post(f"{at}/claim/", None)
    left = desk.post(f"{at}/give-back/", None).json()
    given = desk.post(f"{at}/assign/", {"to": str(secretary.pk)}).json()
    unknown = desk.post(f"{at}/assign/", {"to": NOWHERE})
    stepped = desk.post(f"{at}/recuse/", {"reason": "A friend."})
    decided = desk.post("/moderation/decisions/", hiding(flagged.thing), **{"If-Match": '"1-0"'})

    assert (taken["claimed_by"]["id"], left["claimed_by"]) == (str(moderator.pk), None)
    assert problem_of(other) == (409, "claimed", [])
    assert given["assigned_to"]["id"] == str(secretary.pk)
    assert problem_of(unknown) == (400, "unknown", ["to"])
    assert stepped.status_code == 200
    assert problem_of(decided) == (403, "recused", [])


def test_next_item_is_taken_once(
    desk: Partner, partner: Callable[..., Partner], secretary: Person, moderator: Person, flagged: Item
) -> None:
    mine, theirs = (
        desk.post("/moderation/items/next/", None),
        partner(secretary, SCOPES).post("/moderation/items/next/", None),
    )

    assert (mine.json()["id"], mine.json()["claimed_by"]["id"]) == (str(flagged.pk), str(moderator.pk))
    assert problem_of(theirs) == (409, "nothing_waits", [])


def test_item_of_another_consultation_is_404(
    partner: Callable[..., Partner], private_consultation: Consultation, flagged: Item
) -> None:
    other = factories.make_person()
    factories.make_office(other, "moderator", private_consultation)
    program = partner(other, SCOPES)

    assert program.get("/moderation/items/").json()["results"] == []
    assert problem_of(program.get(f"/moderation/items/{flagged.pk}/"))[0] == 404
    assert problem_of(program.post(f"/moderation/items/{flagged.pk}/claim/", None))[0] == 404
    assert problem_of(program.get(f"/moderation/things/comment/{flagged.thing_id}/"))[0] == 404
    refused = program.post("/moderation/decisions/", hiding(flagged.thing), **{"If-Match": '"1-0"'})
    assert problem_of(refused) == (400, "unknown", ["id"])


# --- decisions -------------------------------------------------------------------------------------------------------


def test_thing_is_read_with_words_flags_and_decisions(desk: Partner, moderator: Person, flagged: Item) -> None:
    assert flagged.comment is not None
    factories.hide(moderator, flagged.comment)
    response = desk.get(f"/moderation/things/comment/{flagged.thing_id}/")
    body = response.json()

    assert (response["ETag"], body["etag"], body["status"]) == ('"1-1"', '"1-1"', "hidden")
    assert body["words"] == {"text": "One plain thing."}
    assert [one["sentence"] for one in body["flags"]] == ["It attacks."]
    assert [(one["verb"], one["office"]) for one in body["decisions"]] == [("hide", "moderator")]


def test_decision_is_made_about_what_was_read(desk: Partner, comment: Comment) -> None:
    response = desk.post("/moderation/decisions/", hiding(comment), **{"If-Match": etag(desk, comment)})
    comment.refresh_from_db()
    decision = Decision.objects.get()

    assert (response.status_code, response["ETag"], comment.status) == (201, '"1-1"', "hidden")
    assert response["Location"] == f"http://127.0.0.1:8000/api/v1/decisions/{decision.pk}/"
    assert Partner(None).get(f"/decisions/{decision.pk}/").json() == response.json()


def test_decision_without_if_match_is_428(desk: Partner, comment: Comment) -> None:
    assert problem_of(desk.post("/moderation/decisions/", hiding(comment))) == (
        428,
        "if_match_required",
        ["If-Match"],
    )
    assert problem_of(desk.post("/moderation/decisions/", hiding(comment), **{"If-Match": "*"}))[0] == 428


def test_decision_about_other_words_is_412(desk: Partner, member: Person, secretary: Person, comment: Comment) -> None:
    read = etag(desk, comment)
    comments.correct(by=member, comment=comment, text="Other words.")
    corrected = desk.post("/moderation/decisions/", hiding(comment), **{"If-Match": read})
    read = etag(desk, comment)
    factories.hide(secretary, comment, reason="It names somebody.")
    decided = desk.post("/moderation/decisions/", hiding(comment), **{"If-Match": read})

    assert problem_of(corrected) == (412, "corrected_meanwhile", [])
    assert (corrected["ETag"], decided["ETag"]) == ('"2-0"', '"2-1"')
    assert problem_of(decided) == (412, "decided_meanwhile", [])
    assert decided.json()["detail"] == (
        "Somebody else decided about this since you opened the page. "
        "The last decision: “Hidden”, because: “It names somebody.”."
    )


def test_decision_that_leads_nowhere_is_409(desk: Partner, secretary: Person, comment: Comment) -> None:
    factories.hide(secretary, comment)

    response = desk.post("/moderation/decisions/", hiding(comment), **{"If-Match": etag(desk, comment)})

    assert problem_of(response) == (409, "decided_meanwhile", [])


def test_retry_of_a_decision_gives_the_first_answer(desk: Partner, comment: Comment) -> None:
    said = {"If-Match": etag(desk, comment)}
    first = desk.post("/moderation/decisions/", hiding(comment), key="k", **said)
    again = desk.post("/moderation/decisions/", hiding(comment), key="k", **said)

    assert (first.status_code, again.status_code, first.json()["id"]) == (201, 201, again.json()["id"])
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"verb": "erase"}, (400, "invalid_choice", ["verb"])),
        ({"rule": None}, (400, "required", ["rule"])),
        ({"rule": 99}, (400, "rule_unknown", ["rule"])),
        ({"rule": 10**9}, (400, "max_value", ["rule"])),
        ({"reason": " "}, (400, "text_missing", ["reason"])),
        ({"reason": "a\x00b"}, (400, "null_characters_not_allowed", ["reason"])),
        ({"kind": "entry"}, (400, "invalid_choice", ["kind"])),
        ({"kind": "person"}, (400, "unknown", ["id"])),
        ({"verb": "redact", "rule": 3, "passages": ["plain"]}, (400, "not_personal_data", ["rule"])),
        ({"verb": "redact", "rule": 2, "passages": ["nowhere"]}, (400, "passage_not_found", ["passages"])),
        ({"verb": "hold", "rule": 1}, (409, "takes_one", [])),
        ({"verb": "suspend"}, (400, "invalid_choice", ["verb"])),
        ({"colour": "red"}, (400, "unknown_field", ["colour"])),
    ],
)
def test_wrong_decision_is_refused(desk: Partner, comment: Comment, said: dict[str, Any], expected: Any) -> None:
    response = desk.post("/moderation/decisions/", hiding(comment, **said), **{"If-Match": etag(desk, comment)})

    assert problem_of(response) == expected
    assert Decision.objects.count() == 0


def test_names_are_decided_about_by_the_site(
    partner: Callable[..., Partner], desk: Partner, secretary: Person, outsider: Person
) -> None:
    site, name = partner(secretary, SCOPES), outsider.name
    said = hiding(outsider, kind="person", rule=4)
    hidden = site.post("/moderation/decisions/", said, **{"If-Match": etag(site, outsider, "person")})
    words = site.get(f"/moderation/things/person/{outsider.pk}/").json()["words"]

    assert (hidden.json()["kind"], hidden.json()["person"], words) == ("person", str(outsider.pk), {"name": name})
    assert problem_of(desk.get(f"/moderation/things/person/{outsider.pk}/"))[0] == 404


def test_decision_is_taken_back(desk: Partner, secretary: Person, comment: Comment) -> None:
    decision = factories.hide(secretary, comment)
    back = desk.post(f"/moderation/decisions/{decision.pk}/undo/", None)
    again = desk.post(f"/moderation/decisions/{decision.pk}/undo/", None)
    comment.refresh_from_db()

    assert (back.status_code, back.json()["undoes"], back["ETag"]) == (201, str(decision.pk), '"1-2"')
    assert comment.status == "published"
    assert problem_of(again) == (409, "decided_meanwhile", [])


def test_published_text_is_asked_about_without_its_question_being_public(desk: Partner, comment: Comment) -> None:
    said = {"verb": "ask", "kind": "comment", "id": str(comment.pk), "reason": "Whom do you mean?", "language": "en"}
    response = desk.post("/moderation/decisions/", said, **{"If-Match": etag(desk, comment)})

    assert (response.json()["verb"], response.json()["reason"]) == ("ask", "")
    assert "Whom" not in Partner(None).get("/decisions/").content.decode()


# --- two people ------------------------------------------------------------------------------------------------------


@pytest.fixture
def of_a_body(member: Person, organization: Organization, round: Round, draft: Proposal) -> Comment:
    return factories.make_comment(member, round, draft, capacity="organization", organization=organization)


def test_two_people_hide_what_is_a_bodys(
    desk: Partner, partner: Callable[..., Partner], secretary: Person, of_a_body: Comment
) -> None:
    read = {"If-Match": etag(desk, of_a_body)}
    alone = desk.post("/moderation/decisions/", hiding(of_a_body), **read)
    unread = desk.post("/moderation/motions/", hiding(of_a_body))
    asked = desk.post("/moderation/motions/", hiding(of_a_body), **read)
    at = f"/moderation/motions/{asked.json()['id']}"
    oneself = desk.post(f"{at}/agree/", None)
    agreed = partner(secretary, SCOPES).post(f"{at}/agree/", None)
    of_a_body.refresh_from_db()

    assert problem_of(alone) == (409, "second_person_needed", [])
    assert problem_of(unread) == (428, "if_match_required", ["If-Match"])
    assert (asked.status_code, asked.json()["state"], asked["Location"][-len(at) - 1 :]) == (201, "waiting", f"{at}/")
    assert problem_of(oneself) == (403, "second_person_needed", [])
    assert (agreed.status_code, agreed.json()["state"], of_a_body.status) == (200, "agreed", "hidden")
    assert [one["state"] for one in desk.get("/moderation/motions/?state=agreed").json()["results"]] == ["agreed"]


def test_second_person_refuses_and_who_asked_takes_back(
    desk: Partner, partner: Callable[..., Partner], secretary: Person, of_a_body: Comment, comment: Comment
) -> None:
    asked = desk.post("/moderation/motions/", hiding(of_a_body), **{"If-Match": etag(desk, of_a_body)}).json()["id"]
    refused = partner(secretary, SCOPES).post(f"/moderation/motions/{asked}/refuse/", {"answer": "It is sharp."})
    erasing = {"verb": "erase", "kind": "comment", "id": str(comment.pk), "reason": "A court says so."}
    second = desk.post("/moderation/motions/", erasing, **{"If-Match": etag(desk, comment)}).json()["id"]
    foreign = partner(secretary, SCOPES).post(f"/moderation/motions/{second}/take-back/", None)
    back = desk.post(f"/moderation/motions/{second}/take-back/", None)

    assert (refused.json()["state"], refused.json()["answer"]) == ("refused", "It is sharp.")
    assert problem_of(foreign) == (403, "not_yours", [])
    assert back.json()["state"] == "taken_back"
    assert set(Motion.objects.values_list("state", flat=True)) == {"refused", "taken_back"}


def test_motion_names_what_it_is_about(desk: Partner) -> None:
    for verb, missing in (("hide", ["id", "rule"]), ("extend", ["round", "closes_at"]), ("revoke", ["affiliation"])):
        wrong = problem_of(desk.post("/moderation/motions/", {"verb": verb, "reason": "R"}))
        assert (wrong[0], wrong[2]) == (400, missing)


# --- many at once ----------------------------------------------------------------------------------------------------


def test_many_are_foreseen_decided_read_and_taken_back(
    desk: Partner, partner: Callable[..., Partner], secretary: Person, comment: Comment, contribution: Contribution
) -> None:
    things = [
        {"kind": "comment", "id": str(comment.pk), "etag": etag(desk, comment)},
        {"kind": "contribution", "id": str(contribution.pk), "etag": '"7-0"'},
    ]
    said = {"verb": "hide", "rule": 5, "reason": "It advertises.", "things": things}
    foreseen = desk.post("/moderation/bulk/preview/", said).json()["results"]
    before = (Bulk.objects.count(), Decision.objects.count())
    asked = desk.post("/moderation/bulk/", said)
    while bulk.carry_out_next(now=timezone.now()):
        pass
    at = f"/moderation/bulk/{asked.json()['id']}"
    done = desk.get(f"{at}/").json()
    items = desk.get(f"{at}/items/").json()["results"]
    back = desk.post(f"{at}/undo/", None)

    assert before == (0, 0)
    assert [(one["code"], one["etag"]) for one in foreseen] == [("", '"1-0"'), ("corrected_meanwhile", '"1-0"')]
    assert (asked.status_code, asked.json()["state"], asked.json()["total"]) == (201, "running", 2)
    assert (done["state"], done["decided"], done["result"]) == ("done", 2, {"done": 1, "refused": 1})
    assert [(one["state"], one["decision"] is None) for one in items] == [("done", False), ("refused", True)]
    assert (back.status_code, back.json()["verb"], back.json()["undoes"]) == (201, "undo", done["id"])
    assert desk.get(f"{at}/items/?state=refused").json()["results"] == items[1:]
    other = partner(secretary, SCOPES)
    assert (other.get(f"{at}/").status_code, other.get(f"{at}/items/").status_code) == (404, 404)
    assert problem_of(other.post(f"{at}/undo/", None))[0] == 404


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"things": []}, (400, "nothing_chosen", ["texts"])),
        ({"things": [{"kind": "comment", "id": NOWHERE, "etag": ""}]}, (400, "unknown", ["things"])),
        ({"things": "all"}, (400, "not_a_list", ["things"])),
        ({"verb": "ask"}, (400, "invalid_choice", ["verb"])),
        ({"rule": 99}, (400, "rule_unknown", ["rule"])),
    ],
)
def test_wrong_bulk_is_refused(desk: Partner, comment: Comment, said: dict[str, Any], expected: Any) -> None:
    things = [{"kind": "comment", "id": str(comment.pk), "etag": '"1-0"'}]
    body = {"verb": "hide", "rule": 5, "reason": "It advertises.", "things": things, **said}

    assert problem_of(desk.post("/moderation/bulk/", body)) == expected
    assert Bulk.objects.count() == 0


def test_more_than_a_thousand_are_refused(desk: Partner, comment: Comment) -> None:
    things = [{"kind": "comment", "id": str(comment.pk), "etag": '"1-0"'}] * 1_001

    response = desk.post("/moderation/bulk/", {"verb": "publish", "things": things})

    assert problem_of(response) == (400, "max_length", ["things"])


def test_texts_of_others_are_not_named(
    partner: Callable[..., Partner], private_consultation: Consultation, comment: Comment
) -> None:
    other = factories.make_person()
    factories.make_office(other, "moderator", private_consultation)
    things = [{"kind": "comment", "id": str(comment.pk), "etag": '"1-0"'}]

    response = partner(other, SCOPES).post("/moderation/bulk/", {"verb": "publish", "things": things})

    assert problem_of(response) == (400, "unknown", ["things"])
