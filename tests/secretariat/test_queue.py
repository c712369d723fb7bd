"""The queue: what waits for whom in which words, narrowed down, taken, given to colleagues; at any length, as quick."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import affiliations as asking
from accounts.models import Organization, Person
from moderation.actions import flags, motions, queue
from moderation.models import Item
from moderation.permissions import can_take, items_before, items_for
from proposals.models import Comment, Proposal
from rounds.models import Consultation, Round
from secretariat.waiting import clock
from tests import factories

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
Settle = Callable[[], None]
Refused = Callable[[str], AbstractContextManager[None]]
QUEUE = "/desk/queue/"


@pytest.fixture
def desk(as_: As, moderator: Person) -> Client:
    return as_(moderator)


@pytest.fixture
def colleague(consultation: Consultation) -> Person:
    person = factories.make_person("Ilse", group=None)
    factories.make_office(person, "moderator", consultation)
    return person


def flag(thing: Any, *, rule: int = 3, by: Person | None = None) -> Item:
    flags.raise_(
        by=by or factories.make_person(),
        thing=thing,
        rule=rule,
        sentence="It attacks.",
        language="en",
        now=timezone.now(),
    )
    return Item.objects.open().get(**{type(thing).__name__.lower(): thing})


def due(item: Item, span: timedelta) -> Item:
    """As if so much time were left; less than nothing: it is late."""
    Item.objects.filter(pk=item.pk).update(due_at=timezone.now() + span)
    item.refresh_from_db()
    return item


def wait(count: int, round: Round, draft: Proposal) -> list[Item]:
    """So many comments of as many people that a moderator reads first, the first one due first."""
    Consultation.objects.filter(pk=round.consultation_id).update(moderation="before")
    round.consultation.refresh_from_db()
    made = [factories.make_comment(factories.make_person(), round, draft) for _each in range(count)]
    queue.bring_up_to_date(now=timezone.now())
    return [Item.objects.get(comment=comment) for comment in made]


def ids(page: Any) -> list[UUID]:
    return [row.id for row in page.context["rows"]]


def row(page: Any) -> Any:
    (only,) = page.context["rows"]
    return only


# --- words -----------------------------------------------------------------------------------------------------------


def test_flagged_comment_is_a_sentence(
    desk: Client, member: Person, round: Round, draft: Proposal, settle: Settle
) -> None:
    paragraph = draft.paragraphs.get(anchor="2")
    comment = factories.make_comment(member, round, draft, paragraph=paragraph, text="They *know* what they took.")
    flag(comment, rule=3)
    flag(comment, rule=5)
    due(flag(comment, rule=3), timedelta(minutes=-40, seconds=-5))
    settle()
    comment.refresh_from_db()

    shown = row(desk.get(QUEUE))

    assert shown.title == f"Comment No. {comment.entry.seq} on paragraph 2 of Zero draft"
    assert (shown.badge, shown.facts, shown.group) == ("Flagged", ["rules 3, 5, 3 flags"], "civil_society")
    assert (shown.words, shown.language, shown.by) == ("They know what they took.", "en", "Teodor")
    assert (shown.time, shown.is_soon) == ("40 min overdue", True)


def test_contribution_in_the_name_of_a_body_is_named_with_its_title(
    desk: Client, member: Person, organization: Organization, call: Round, settle: Settle
) -> None:
    sent = factories.make_contribution(
        member, call, title="What carriers think", text="At length.", capacity="organization", organization=organization
    )
    flag(sent)
    settle()
    sent.refresh_from_db()

    shown = row(desk.get(QUEUE))

    assert shown.title == f"Contribution No. {sent.entry.seq}: What carriers think"
    assert (shown.by, shown.words) == ("Teodor for Small Carriers’ Circle", "At length.")


def test_words_that_wait_are_those_that_were_filed_last(
    desk: Client, member: Person, round: Round, draft: Proposal, consultation: Consultation
) -> None:
    (item,) = wait(1, round, draft)

    shown = row(desk.get(QUEUE))

    assert (shown.id, shown.badge) == (item.pk, "Read before it is shown")
    assert shown.words.startswith("One thing, No. ")
    assert shown.title == "Comment on the whole of Zero draft"


def test_request_says_its_evidence_and_what_waits_for_it(
    as_: As, secretary: Person, outsider: Person, organization: Organization, call: Round, settle: Settle
) -> None:
    asking.ask(by=outsider, organization=organization, now=timezone.now())
    factories.make_contribution(outsider, call, capacity="organization", organization=organization)
    settle()

    shown = row(as_(secretary).get(QUEUE))

    assert shown.title == "Olga asks to speak for Small Carriers’ Circle"
    assert (shown.badge, shown.facts) == ("Asks to speak for an organization", ["1 text waits for it"])


def test_what_takes_two_people_says_who_asks_what(
    as_: As,
    secretary: Person,
    moderator: Person,
    member: Person,
    organization: Organization,
    round: Round,
    draft: Proposal,
) -> None:
    now = timezone.now()
    text = factories.make_comment(
        member, round, draft, capacity="organization", organization=organization, text="We object."
    )
    motions.ask_to_hide(by=moderator, thing=text, rule=3, reason="It attacks.", language="en", now=now)
    affiliation = member.affiliations.get()
    later = now + timedelta(seconds=1)
    motions.ask_to_revoke(by=secretary, affiliation=affiliation, reason="They left.", language="en", now=later)
    third = factories.make_secretary()

    first, second = as_(third).get(QUEUE).context["rows"]

    assert (first.badge, first.facts) == ("Waits for a second person", ["Piet asks to hide it under rule 3"])
    assert second.title == "Teodor shall not speak for Small Carriers’ Circle any more"
    assert (second.words, second.facts) == ("They left.", ["asked by Noor"])
    # Who asked is told that it is another’s.
    assert [row.kept for row in as_(moderator).get(QUEUE).context["rows"]] == ["you asked for it: somebody else agrees"]


@pytest.mark.parametrize(
    ("span", "words", "soon"),
    [
        (timedelta(minutes=-40), "40 min overdue", True),
        (timedelta(hours=-30), "30 h overdue", True),
        (timedelta(days=-3), "3 days overdue", True),
        (timedelta(seconds=-5), "1 min overdue", True),
        (timedelta(minutes=25, seconds=59), "25 min left", True),
        (timedelta(hours=1), "1 h left", True),
        (timedelta(hours=1, minutes=10), "1 h 10 min left", False),
        (timedelta(hours=5, minutes=59), "5 h left", False),
        (timedelta(days=2, hours=1), "2 days left", False),
    ],
)
def test_clock_reads_well(span: timedelta, words: str, soon: bool) -> None:
    now = timezone.now()

    assert clock.words(now + span, now) == (words, soon)


def test_head_counts_what_is_late_and_soon_late(desk: Client, round: Round, draft: Proposal, moderator: Person) -> None:
    late, soon, today, later = wait(4, round, draft)
    due(late, timedelta(minutes=-1))
    due(soon, timedelta(minutes=59))
    due(today, timedelta(hours=23))
    due(later, timedelta(hours=25))
    queue.assign(by=moderator, item=later, to=moderator, now=timezone.now())

    page = desk.get(QUEUE)
    counts = page.context["counts"]

    assert ids(page) == [late.pk, soon.pk, today.pk, later.pk]
    assert (counts.all, counts.overdue, counts.hour, counts.day, counts.given) == (4, 1, 1, 2, 1)
    assert "Promised: decided within 48 hours" in page.text


# --- whose ----------------------------------------------------------------------------------------------------------


def test_nobody_meets_what_waits_elsewhere(
    as_: As, secretary: Person, moderator: Person, host: Organization, round: Round, draft: Proposal
) -> None:
    wait(1, round, draft)
    elsewhere = factories.make_consultation(secretary, host)
    stranger = factories.make_person("Wu", group=None)
    factories.make_office(stranger, "moderator", elsewhere)
    penholder = factories.make_person("Pen", group=None)
    factories.make_office(penholder, "penholder", round.consultation)

    found = [len(as_(who).get(QUEUE).context["rows"]) for who in (secretary, moderator, stranger, penholder)]

    assert found == [1, 1, 0, 0]
    assert "Nothing waits." in as_(stranger).get(QUEUE).text


def test_many_rows_are_kept_from_whom_one_is(
    secretary: Person,
    moderator: Person,
    colleague: Person,
    member: Person,
    organization: Organization,
    host: Organization,
    round: Round,
    call: Round,
    draft: Proposal,
) -> None:
    """What `items_for` answers of all, `can_take` answers of each; motions are stricter: their asker is left out."""
    factories.make_focal_point(secretary, colleague, organization, role="member")
    outside = factories.make_person()
    things = [
        factories.make_comment(outside, round, draft),
        factories.make_comment(colleague, round, draft),
        factories.make_comment(member, round, draft),
        factories.make_comment(member, round, draft, capacity="organization", organization=organization),
        factories.make_contribution(member, call),
        factories.make_contribution(outside, call),
        organization,
        host,
        member,
        outside,
        draft,
    ]
    for thing in things:
        flag(thing)
    flag(things[0], by=moderator)
    queue.recuse(by=secretary, item=Item.objects.get(contribution=things[5]), now=timezone.now())
    asking.ask(by=outside, organization=organization, now=timezone.now())
    factories.make_office(colleague, "secretariat")
    asking.ask(by=colleague, organization=host, now=timezone.now())
    queue.bring_up_to_date(now=timezone.now())
    people = (secretary, moderator, colleague)

    said = {who: set(items_for(who).values_list("pk", flat=True)) for who in people}
    asked = {who: {item.pk for item in items_before(who) if can_take(who, item) is None} for who in people}

    assert said == asked
    assert {who.name: len(found) for who, found in said.items()} == {"Noor": 12, "Piet": 6, "Ilse": 6}


# --- narrowing down --------------------------------------------------------------------------------------------------


@pytest.fixture
def mixed(
    secretary: Person, moderator: Person, colleague: Person, round: Round, call: Round, draft: Proposal, settle: Settle
) -> dict[str, Item]:
    academic = factories.make_person("Aya", group="academia")
    made = {
        "comment": flag(factories.make_comment(factories.make_person(), round, draft)),
        "french": flag(factories.make_contribution(academic, call, language="fr")),
        "given": flag(factories.make_comment(factories.make_person(), round, draft)),
        "body": flag(factories.make_organization(secretary, "Harbour Masters")),
    }
    queue.assign(by=moderator, item=made["given"], to=colleague, now=timezone.now())
    asking.ask(by=academic, organization=made["body"].organization, now=timezone.now())
    settle()
    made["request"] = Item.objects.get(request__isnull=False)
    return made


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["comment", "french", "given", "body", "request"]),
        ("?consultation=who-acts", ["comment", "french", "given"]),
        ("?consultation=who-acts&round=2", ["french"]),
        ("?stakeholder_group=academia", ["french"]),
        ("?stakeholder_group=private_sector", ["body", "request"]),
        ("?language=fr", ["french"]),
        ("?language=de", []),
        ("?reason=accreditation", ["request"]),
        ("?reason=held", []),
        ("?assigned_to=nobody", ["comment", "french", "body", "request"]),
        ("?assigned_to=me", []),
        ("?assigned_to={colleague}", ["given"]),
        ("?number=No.+{french}", ["french"]),
        ("?number=0{french}", ["french"]),
        ("?number=99999999999999999", []),
        ("?language=fr&reason=accreditation", []),
    ],
)
def test_queue_is_narrowed_down(
    query: str, names: list[str], as_: As, secretary: Person, colleague: Person, mixed: dict[str, Item]
) -> None:
    contribution = mixed["french"].contribution
    assert contribution is not None
    contribution.refresh_from_db()
    query = query.format(colleague=colleague.pk, french=contribution.entry.seq)

    page = as_(secretary).get(QUEUE + query)

    assert set(ids(page)) == {mixed[name].pk for name in names}
    assert page.context["matching"] == len(names)
    assert not page.context["filters"].errors


@pytest.mark.parametrize(
    "query",
    [
        "?consultation=elsewhere",
        "?consultation=%00",
        "?round=99",
        "?stakeholder_group=us",
        "?language=xx",
        "?language=%00",
        "?reason=bored",
        "?assigned_to=3",
        "?assigned_to=%00",
        "?number=none",
        "?number=%00",
        "?number=999999999999999999999999",
    ],
)
def test_what_is_not_offered_is_said_and_the_queue_stays_whole(
    query: str, as_: As, secretary: Person, mixed: dict[str, Item]
) -> None:
    page = as_(secretary).get(QUEUE + query)

    assert page.status_code == 200
    assert len(page.context["rows"]) == 5
    if "reason" not in query:
        assert 'class="error"' in page.text


def test_tabs_count_what_matches_the_other_filters(as_: As, secretary: Person, mixed: dict[str, Item]) -> None:
    def tabs(query: str) -> list[tuple[str, int, bool]]:
        return [(tab.name, tab.count, tab.is_present) for tab in as_(secretary).get(QUEUE + query).context["tabs"]]

    assert tabs("") == [("Everything", 5, True), ("Flagged", 4, False), ("Asks to speak for an organization", 1, False)]
    assert tabs("?language=fr&reason=flagged") == [
        ("Everything", 1, False),
        ("Flagged", 1, True),
        ("Asks to speak for an organization", 0, False),
    ]


def test_filters_survive_paging_and_acts(
    desk: Client, round: Round, draft: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secretariat.pages.queue.LIMIT", 2)
    items = wait(5, round, draft)

    first = desk.get(QUEUE + "?language=en")
    second = desk.get(first.context["next"])
    third = desk.get(second.context["next"])
    back = desk.get(third.context["previous"])

    assert [ids(page) for page in (first, second, third, back)] == [
        [item.pk for item in some] for some in (items[:2], items[2:4], items[4:], items[2:4])
    ]
    assert dict(parse_qsl(urlsplit(second.context["next"]).query))["language"] == "en"
    desk.post(reverse("desk_queue_take"), {"item": items[2].pk})
    given = desk.post(f"{reverse('desk_queue_back')}?{second.context['query']}", {"item": items[2].pk})
    assert given["Location"] == f"{QUEUE}?{second.context['query']}"


def test_page_that_was_decided_meanwhile_leads_to_what_waits(
    desk: Client, round: Round, draft: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secretariat.pages.queue.LIMIT", 1)
    _first, last = wait(2, round, draft)
    address = desk.get(QUEUE).context["next"]
    Item.objects.filter(pk=last.pk).update(closed_at=timezone.now())

    page = desk.get(address)

    assert "What stood on this page is decided. More waits." in page.text
    assert f'href="{QUEUE}"' in page.text


def test_empty_lists_have_a_way_out(desk: Client, round: Round, draft: Proposal) -> None:
    assert "Nothing waits." in desk.get(QUEUE).text
    wait(1, round, draft)

    assert "Nothing that waits matches these filters." in desk.get(QUEUE + "?stakeholder_group=academia").text


def test_cursor_that_is_none_leads_nowhere(desk: Client, comment: Comment) -> None:
    flag(comment)

    assert [desk.get(f"{QUEUE}?after={after}").status_code for after in ("x", "%00", "W10")] == [404, 404, 404]


def test_address_of_before_leads_to_the_queue(desk: Client) -> None:
    answer = desk.get("/desk/waiting/")

    assert (answer.status_code, answer["Location"]) == (301, QUEUE)


# --- taking ---------------------------------------------------------------------------------------------------------


def test_item_is_taken_and_given_back(
    desk: Client, moderator: Person, comment: Comment, colleague: Person, as_: As
) -> None:
    item = flag(comment)

    taken = desk.post(reverse("desk_queue_take"), {"item": item.pk})
    mine, others = row(desk.get(QUEUE)), row(as_(colleague).get(QUEUE))
    refused = as_(colleague).post(reverse("desk_queue_take"), {"item": item.pk})
    back = desk.post(reverse("desk_queue_back"), {"item": item.pk})

    item.refresh_from_db()
    assert (taken.status_code, taken["Location"]) == (303, f"/desk/queue/{item.pk}/")
    assert (mine.is_taken_by_me, others.taken_by) == (True, "Piet")
    assert refused.status_code == 409
    assert "Piet has taken this and decides about it." in refused.text
    assert (back.status_code, item.claimed_by, item.claimed_until) == (303, None, None)


@pytest.mark.parametrize(
    "item", ["", "x", "\x00", "6f1d1b9e-3a5c-4a58-9a3e-0d5a4f3e2c1b", "6F1D1B9E-3A5C-4A58-9A3E-0D5A4F3E2C1B"]
)
def test_item_that_is_not_there_is_not_found(item: str, desk: Client, comment: Comment) -> None:
    flag(comment)

    assert desk.post(reverse("desk_queue_take"), {"item": item}).status_code == 404
    assert desk.post(reverse("desk_queue_back"), {"item": item}).status_code == 404


def test_item_of_others_is_not_found(as_: As, secretary: Person, host: Organization, comment: Comment) -> None:
    item = flag(comment)
    stranger = factories.make_person("Wu", group=None)
    factories.make_office(stranger, "moderator", factories.make_consultation(secretary, host))

    assert as_(stranger).post(reverse("desk_queue_take"), {"item": item.pk}).status_code == 404


def test_item_that_was_decided_meanwhile_is_not_taken(desk: Client, comment: Comment) -> None:
    item = flag(comment)
    Item.objects.update(closed_at=timezone.now())

    answer = desk.post(reverse("desk_queue_take"), {"item": item.pk})

    assert answer.status_code == 409
    assert "Somebody else decided about this since you opened the page." in answer.text


@pytest.mark.parametrize("name", ["take", "next", "back", "many"])
def test_reading_takes_nothing(name: str, desk: Client) -> None:
    assert desk.get(reverse(f"desk_queue_{name}")).status_code == 405


def test_next_one_is_the_most_urgent_that_is_free(
    desk: Client, moderator: Person, colleague: Person, round: Round, draft: Proposal
) -> None:
    now = timezone.now()
    own = flag(factories.make_comment(moderator, round, draft))
    taken, given, lapsed, free = wait(4, round, draft)
    for number, item in enumerate((own, taken, given, lapsed, free)):
        due(item, timedelta(hours=number))
    queue.claim(by=colleague, item=taken, now=now)
    queue.assign(by=colleague, item=given, to=colleague, now=now)
    queue.claim(by=colleague, item=lapsed, now=now - timedelta(minutes=16))

    found = [queue.claim_next(by=moderator, now=now) for _each in range(3)]

    assert found == [lapsed, free, None]
    assert set(Item.objects.filter(claimed_by=moderator).values_list("pk", flat=True)) == {lapsed.pk, free.pk}


def test_next_one_keeps_to_the_filters_and_comes_once_for_a_double_press(
    as_: As, secretary: Person, mixed: dict[str, Item]
) -> None:
    key, address = str(uuid4()), f"{reverse('desk_queue_next')}?language=fr"

    first, twin = (as_(secretary).post(address, {"key": key}) for _press in range(2))
    another = as_(secretary).post(address, {"key": str(uuid4())})

    assert [first["Location"], twin["Location"]] == [f"/desk/queue/{mixed['french'].pk}/"] * 2
    assert another.status_code == 409
    assert "Nothing here is free" in another.text
    assert Item.objects.filter(claimed_by=secretary).count() == 1


def test_next_one_is_for_those_who_decide(penholder: Person, outsider: Person, refused: Refused) -> None:
    for person in (penholder, outsider):
        with refused("office_required"):
            queue.claim_next(by=person, now=timezone.now())


@pytest.fixture
def penholder(consultation: Consultation) -> Person:
    person = factories.make_person("Pen", group=None)
    factories.make_office(person, "penholder", consultation)
    return person


# --- many -----------------------------------------------------------------------------------------------------------


def test_several_are_given_to_a_colleague(desk: Client, colleague: Person, round: Round, draft: Proposal) -> None:
    own = flag(factories.make_comment(colleague, round, draft))
    items = wait(3, round, draft)

    answer = desk.post(
        f"{reverse('desk_queue_many')}?language=en",
        {"key": str(uuid4()), "item": [items[0].pk, items[1].pk, own.pk], "to": str(colleague.pk)},
    )
    page = desk.get(answer["Location"])

    assert (answer.status_code, answer["Location"]) == (303, f"{QUEUE}?language=en")
    assert set(Item.objects.filter(assigned_to=colleague).values_list("pk", flat=True)) == {items[0].pk, items[1].pk}
    assert "2 items are given to Ilse now." in page.text
    assert "1 item stays as it was: it is decided already, or not theirs to decide." in page.text


def test_all_that_match_are_given(as_: As, secretary: Person, mixed: dict[str, Item]) -> None:
    address = f"{reverse('desk_queue_many')}?reason=flagged&assigned_to=nobody"

    as_(secretary).post(address, {"key": str(uuid4()), "all": "1", "to": "me"})

    assert set(Item.objects.filter(assigned_to=secretary)) == {mixed[name] for name in ("comment", "french", "body")}
    as_(secretary).post(reverse("desk_queue_many"), {"item": [mixed["body"].pk], "to": "nobody"})
    assert Item.objects.filter(assigned_to=secretary).count() == 2


@pytest.mark.parametrize("sent", [{}, {"to": "me"}, {"item": ["x"], "to": "me"}, {"to": str(uuid4())}, {"to": "\x00"}])
def test_nothing_is_given_without_an_item_and_a_colleague(
    sent: dict[str, Any], desk: Client, moderator: Person, comment: Comment
) -> None:
    item = flag(comment)
    sent = sent if "to" not in sent or sent["to"] == "me" else {**sent, "item": [item.pk]}

    answer = desk.post(reverse("desk_queue_many"), {"key": str(uuid4()), **sent})

    assert (answer.status_code, answer.context["not_sent"]) == (422, True)
    assert Item.objects.filter(assigned_to__isnull=False).count() == 0


def test_what_is_not_before_somebody_is_not_given_by_them(
    secretary: Person, host: Organization, comment: Comment, outsider: Person, refused: Refused
) -> None:
    item = flag(comment)
    stranger = factories.make_person("Wu", group=None)
    factories.make_office(stranger, "moderator", factories.make_consultation(secretary, host))

    assert queue.assign_all(by=stranger, items=[item.pk], to=stranger) == set()
    with refused("office_required"):
        queue.assign_all(by=outsider, items=[item.pk], to=outsider)


def test_what_is_ticked_is_led_to_the_preview(desk: Client, round: Round, draft: Proposal) -> None:
    items = wait(2, round, draft)
    address = f"{reverse('desk_queue_many')}?language=en"

    ticked = desk.post(address, {"preview": "1", "act": "publish", "item": [items[0].pk, "x", items[1].pk]})
    all_of_them = desk.post(address, {"preview": "1", "act": "hide", "all": "1"})
    nothing = desk.post(address, {"preview": "1", "act": "publish"})
    unknown = desk.post(address, {"preview": "1", "act": "erase", "item": [items[0].pk]})

    preview = reverse("desk_bulk_new")
    assert ticked["Location"] == f"{preview}?act=publish&item={items[0].pk}&item={items[1].pk}"
    assert all_of_them["Location"] == f"{preview}?act=hide&all=1&language=en"
    assert (nothing.status_code, unknown.status_code) == (422, 422)


# --- speed ----------------------------------------------------------------------------------------------------------


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_queue_asks_at_most_eight_times(as_: As, secretary: Person, round: Round, draft: Proposal) -> None:
    filters = "?consultation=who-acts&round=1&language=en&number=1&assigned_to=nobody&reason=read_first"
    client = as_(secretary)
    (first,) = wait(1, round, draft)
    one = _queries(client, QUEUE)
    wait(29, round, draft)
    for comment in Comment.objects.all()[:9]:
        queue._enter(comment, Item.Reason.FLAGGED, timezone.now())
    thirty, narrowed = _queries(client, QUEUE), _queries(client, QUEUE + filters)

    assert len(client.get(QUEUE).context["rows"]) == 30
    assert one == thirty <= 8
    assert narrowed <= 8
