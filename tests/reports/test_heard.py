"""Who has been heard: exact at the number it names, whatever happened, in whatever order and however often killed."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Affiliation, Organization, Person
from accounts.models.stakeholder_group import GROUPS
from contributions.actions import contributions, recordings
from contributions.models import Contribution
from ledger.actions import sequence
from ledger.models import Cursor, Entry
from moderation.actions import affiliations, decisions
from proposals.actions import comments, confirmations, counters
from proposals.models import Comment, Proposal
from reports.actions import heard as sweep
from reports.compose import heard
from reports.models import Heard
from rounds.models import Capacity, Consultation, Round, Status, Way
from tests import factories
from web.refusals import NotDone

pytestmark = pytest.mark.django_db
Settle = Callable[[], None]
Counts = tuple[int, int, int, int, int]


def shown(round: Round) -> dict[str, Counts]:
    """Organizations, vouched people, others, countries, recorded: of the groups that are not at nothing."""
    rows = heard.in_round(None, round).rows
    found = {row.key: (row.organizations, row.vouched, row.others, row.countries, row.recorded) for row in rows}
    return {key: counts for key, counts in found.items() if any(counts)}


def recount(round: Round) -> dict[str, Counts]:
    """The same, told plainly: text by text, from the oldest to the newest."""
    filed: list[Any] = list(Contribution.objects.filter(round=round, is_late=False, replaced_by=None))
    filed += Comment.objects.filter(round=round)
    filed = [each for each in filed if each.status == Status.PUBLISHED and each.capacity != Capacity.SECRETARIAT]
    filed.sort(key=lambda each: (each.posted_at, each.pk))
    found: dict[str, Counts] = {}
    for key, _name, _slot in GROUPS:
        bodies, vouched, others, recorded = set(), set(), set(), set()
        countries, told = set(), set()
        for each in filed:
            if each.stakeholder_group_id != key:
                continue
            if each.organization_id:
                voice = f"body {each.organization_id}"
            elif not each.is_named:
                voice = "nameless"
            else:
                voice = f"{each.author_id} {getattr(each, 'author_name', '')}"
            if each.channel == "recorded":
                recorded.add(voice)
                continue
            if each.organization_id:
                bodies.add(voice)
            elif each.standing in ("vouched", "speaks"):
                vouched.add(voice)
            else:
                # Of the same words by people whom nobody knows only the first are heard.
                place = each.round_id if isinstance(each, Contribution) else (each.proposal_id, each.paragraph_id)
                same = (type(each), place, bytes(each.words_digest), getattr(each, "reply_to_id", None) and each.pk)
                if same in told:
                    continue
                told.add(same)
                others.add(voice)
            if each.country:
                countries.add(each.country)
        counts = (len(bodies), len(vouched), len(others - vouched), len(countries), len(recorded))
        if any(counts):
            found[key] = counts
    return found


@pytest.fixture
def body(secretary: Person, member: Person, organization: Organization) -> Organization:
    return organization


def number() -> None:
    while sequence.number_batch():
        pass


def test_round_without_a_voice_is_silent(settle: Settle, round: Round) -> None:
    settle()

    table = heard.in_round(None, round)

    assert [row.key for row in table.rows] == [key for key, _name, _slot in GROUPS]
    assert table.is_empty
    assert [str(row.together) for row in table.silent][:2] == ["Governments", "Intergovernmental organizations"]
    assert len(table.silent) == 6
    assert table.number == Entry.objects.order_by("-seq")[0].seq


def test_each_voice_once_whatever_it_filed(
    settle: Settle, secretary: Person, outsider: Person, call: Round, consultation: Consultation
) -> None:
    paper = factories.make_proposal(secretary, call, type="paper")
    factories.make_contribution(outsider, call)
    factories.make_comment(outsider, call, paper)
    factories.make_comment(outsider, call, paper)
    settle()

    assert shown(call) == {"academia": (0, 0, 1, 1, 0)}


def test_organization_and_person_count_as_each(
    settle: Settle, member: Person, body: Organization, round: Round, draft: Proposal
) -> None:
    factories.make_comment(member, round, draft)
    factories.make_comment(member, round, draft, capacity="organization", organization=body)
    settle()

    # The member speaks for a confirmed body, so that they are vouched for in their own name too.
    assert shown(round) == {"civil_society": (0, 1, 0, 1, 0), "private_sector": (1, 0, 0, 0, 0)}


def test_same_text_by_many_is_one_voice_of_a_group(settle: Settle, round: Round, draft: Proposal) -> None:
    for country in ("KE", "FR", "NZ"):
        factories.make_comment(factories.make_person(country=country), round, draft, text="Delete it.")
    factories.make_comment(factories.make_person(group="academia", country="FR"), round, draft, text="delete it")
    settle()

    # Academia is not silent because somebody else was quicker.
    assert shown(round) == {"civil_society": (0, 0, 1, 1, 0), "academia": (0, 0, 1, 1, 0)}


def test_who_is_known_is_heard_in_whatever_words(
    settle: Settle, secretary: Person, member: Person, body: Organization, round: Round, draft: Proposal
) -> None:
    factories.make_comment(factories.make_person(group="private_sector"), round, draft, text="Delete it.")
    factories.make_comment(member, round, draft, capacity="organization", organization=body, text="Delete it.")
    factories.make_comment(member, round, draft, text="Delete it.")
    settle()

    assert shown(round) == {"civil_society": (0, 1, 0, 1, 0), "private_sector": (1, 0, 1, 1, 0)}


def test_person_whom_a_body_vouched_for_meanwhile_is_one_voice(
    settle: Settle, secretary: Person, body: Organization, round: Round, draft: Proposal
) -> None:
    person = factories.make_person()
    factories.make_comment(person, round, draft)
    factories.make_focal_point(secretary, person, body, role=Affiliation.Role.MEMBER)
    factories.make_comment(person, round, draft)
    settle()

    assert shown(round) == {"civil_society": (0, 1, 0, 1, 0)}


def test_nobody_learns_whose_a_text_without_a_name_is(settle: Settle, round: Round, draft: Proposal) -> None:
    people = [factories.make_person() for _n in range(5)]
    factories.make_comment(people[0], round, draft)
    for person in (people[0], people[0], people[1], people[2]):
        factories.make_comment(person, round, draft, is_named=False)
    settle()

    one_hand = shown(round)
    Comment.objects.filter(is_named=False).update(author=people[3])
    factories.make_comment(people[4], round, draft)
    settle()

    assert one_hand == {"civil_society": (0, 0, 2, 1, 0)}
    assert shown(round) == {"civil_society": (0, 0, 3, 1, 0)}


def test_what_the_secretariat_says_and_what_it_recorded(settle: Settle, secretary: Person, call: Round) -> None:
    paper = factories.make_proposal(secretary, call, type="paper")
    factories.make_comment(secretary, call, paper, capacity="secretariat")
    for name in ("Ana Cardoso", "Ana Cardoso", "Bo"):
        recordings.record(
            by=secretary,
            round=call,
            way=Way.MAIL,
            arrived_at=timezone.now() - timedelta(hours=1),
            author_name=name,
            stakeholder_group="academia",
            country="PT",
            text="Came by mail.",
            language="en",
            now=timezone.now(),
        )
    settle()

    assert shown(call) == {"academia": (0, 0, 0, 0, 2)}
    assert [row.key for row in heard.in_round(None, call).recorded] == ["academia"]


def test_late_and_replaced_texts_are_not_heard(
    settle: Settle, secretary: Person, outsider: Person, call: Round
) -> None:
    first = factories.make_contribution(outsider, call)
    second = contributions.replace(by=outsider, contribution=first, text="Anew.", language="en")
    settle()
    assert shown(call) == {"academia": (0, 0, 1, 1, 0)}

    contributions.withdraw(by=outsider, contribution=second)
    factories.close(call)
    recordings.record(
        by=secretary,
        round=call,
        way=Way.MAIL,
        arrived_at=timezone.now(),
        author_name="Ana",
        stakeholder_group="government",
        text="Late.",
        language="en",
        now=timezone.now(),
    )
    settle()

    assert shown(call) == {}


def test_each_round_has_its_own_rows(
    settle: Settle, secretary: Person, outsider: Person, consultation: Consultation, round: Round, draft: Proposal
) -> None:
    other = factories.make_round(secretary, consultation)
    factories.make_comment(outsider, round, draft)
    settle()

    assert [table.is_empty for table in heard.in_rounds(None, [round, other])] == [False, True]


def test_bars_are_as_long_as_their_column_says(settle: Settle, round: Round, draft: Proposal) -> None:
    for group, count in (("academia", 4), ("government", 1)):
        for _n in range(count):
            factories.make_comment(factories.make_person(group=group), round, draft)
    settle()

    bars = {row.key: row.bars for row in heard.in_round(None, round).rows}

    assert (bars["academia"], bars["government"], bars["other"]) == ((0, 0, 100), (0, 0, 25), (0, 0, 0))


def test_who_may_not_read_the_consultation_reads_no_figure(
    settle: Settle, secretary: Person, private_consultation: Consultation, outsider: Person
) -> None:
    round = factories.make_round(secretary, private_consultation)
    draft = factories.make_proposal(secretary, round)
    factories.make_comment(secretary, round, draft)
    Comment.objects.update(stakeholder_group="academia")
    settle()

    assert not heard.in_round(secretary, round).is_empty
    assert heard.in_round(outsider, round).is_empty
    assert Heard.objects.visible_to(None).count() == 0


def test_sweep_goes_no_further_than_same_texts_are_compared(round: Round, draft: Proposal) -> None:
    for _n in range(3):
        factories.make_comment(factories.make_person(), round, draft, text="Delete it.")
    number()

    assert sweep.bring_up_to_date() == 0
    assert shown(round) == {}

    counters.bring_up_to_date()
    assert sweep.bring_up_to_date() == Entry.objects.order_by("-seq")[0].seq
    assert shown(round) == {"civil_society": (0, 0, 1, 1, 0)}


def test_sweep_killed_in_the_middle_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, comment: Comment, round: Round, settle: Settle
) -> None:
    number()
    counters.bring_up_to_date()
    save = Cursor.save

    def killed(self: Cursor, *args: Any, **kwargs: Any) -> None:
        raise SystemExit("killed")

    monkeypatch.setattr(Cursor, "save", killed)
    Cursor.objects.bulk_create([Cursor(name=Heard.CURSOR)])
    with pytest.raises(SystemExit), transaction.atomic():
        sweep.bring_up_to_date()
    assert Heard.objects.count() == 0
    assert Cursor.objects.get(name=Heard.CURSOR).seq == 0

    monkeypatch.setattr(Cursor, "save", save)
    sweep.bring_up_to_date()

    assert shown(round) == recount(round) == {"civil_society": (0, 0, 1, 1, 0)}


def test_sweep_takes_the_record_in_pieces(
    monkeypatch: pytest.MonkeyPatch, settle: Settle, comment: Comment, contribution: Contribution, round: Round
) -> None:
    monkeypatch.setattr(sweep, "BATCH", 1)
    number()
    counters.bring_up_to_date()
    head = Entry.objects.order_by("-seq")[0].seq

    steps = [sweep.bring_up_to_date() for _n in range(head + 1)]

    assert steps == [*range(1, head + 1), head]
    assert shown(round) == recount(round)


def test_sweep_asks_the_same_for_1_and_30_texts(settle: Settle, round: Round, draft: Proposal) -> None:
    asked = []
    for count in (1, 30):
        for _n in range(count):
            factories.make_comment(factories.make_person(), round, draft)
        number()
        counters.bring_up_to_date()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            sweep.bring_up_to_date()
        asked.append([query["sql"].split()[0] for query in queries if "SAVEPOINT" not in query["sql"]])

    assert asked[0][-5:] == asked[1][-5:]
    assert len(asked[1]) <= len(asked[0])


class Theatre:
    """People who do at random what people do; what is refused does not happen."""

    def __init__(self, secretary: Person, consultation: Consultation, seed: int) -> None:
        self.random = random.Random(seed)
        self.secretary = secretary
        self.rounds = [
            factories.make_round(secretary, consultation, purpose="call_for_inputs"),
            factories.make_round(secretary, consultation),
        ]
        self.texts = [factories.make_proposal(secretary, round) for round in self.rounds]
        groups = ["government", "academia", "other", "academia", "government", "other", None]
        countries = ["KE", "FR", ""]
        self.people = [factories.make_person(group=group, country=self.random.choice(countries)) for group in groups]
        self.bodies = [factories.make_organization(secretary, group=group) for group in groups[:2]]
        for person, body, role in (
            (self.people[0], self.bodies[0], "focal_point"),
            (self.people[1], self.bodies[1], "focal_point"),
            (self.people[2], self.bodies[0], "member"),
        ):
            factories.make_focal_point(secretary, person, body, role=role)

    def act(self) -> None:
        acts = [*[self.say] * 5, *[self.send] * 3, self.hide, self.restore, self.withdraw, self.correct, self.replace]
        acts += [self.vouch, self.release, self.speak, self.record]
        try:
            with transaction.atomic():
                self.random.choice(acts)()
        except NotDone:
            pass

    def thing(self) -> Any:
        things: list[Any] = [*Comment.objects.order_by("pk"), *Contribution.objects.order_by("pk")]
        return self.random.choice(things) if things else None

    def words(self) -> str:
        return self.random.choice(["Delete it.", "Keep it.", f"Number {self.random.random()}."])

    def who(self) -> tuple[Person, dict[str, Any]]:
        if self.random.random() < 0.4:
            # The third is a member, whose text waits for its release.
            place = self.random.randrange(3)
            return self.people[place], {"capacity": "organization", "organization": self.bodies[place % 2]}
        by = self.random.choice(self.people)
        return by, {"is_named": self.random.random() < 0.7}

    def say(self) -> None:
        by, whom = self.who()
        place = self.random.randrange(2)
        factories.make_comment(by, self.rounds[place], self.texts[place], text=self.words(), **whom)

    def send(self) -> None:
        by, whom = self.who()
        factories.make_contribution(by, self.rounds[0], text=self.words(), **whom)

    def hide(self) -> None:
        if thing := self.thing():
            factories.hide(self.secretary, thing)

    def restore(self) -> None:
        if thing := self.thing():
            decisions.restore(by=self.secretary, thing=thing, reason="Well.", language="en", now=timezone.now())

    def withdraw(self) -> None:
        match self.thing():
            case Comment(author=Person() as author) as thing:
                comments.withdraw(by=author, comment=thing)
            case Contribution(author=Person() as author) as thing:
                contributions.withdraw(by=author, contribution=thing)

    def correct(self) -> None:
        match self.thing():
            case Comment(author=Person() as author) as thing:
                comments.correct(by=author, comment=thing, text=self.words())

    def replace(self) -> None:
        match self.thing():
            case Contribution(author=Person() as author) as thing:
                contributions.replace(by=author, contribution=thing, text=self.words(), language="en")

    def vouch(self) -> None:
        if self.random.random() < 0.5:
            return
        affiliations.note(
            by=self.secretary,
            person=self.random.choice(self.people),
            organization=self.random.choice(self.bodies),
            role=Affiliation.Role.MEMBER,
            now=timezone.now(),
        )

    def release(self) -> None:
        if thing := self.thing():
            confirmations.release(by=self.random.choice(self.people[:2]), thing=thing, now=timezone.now())

    def speak(self) -> None:
        """In another name: one's own, or a body's."""
        if thing := self.thing():
            body = self.random.choice([None, *self.bodies])
            capacity = Capacity.ORGANIZATION if body else Capacity.PERSONAL
            confirmations.correct_capacity(
                by=thing.author or self.secretary, thing=thing, capacity=capacity, organization=body, now=timezone.now()
            )

    def record(self) -> None:
        recordings.record(
            by=self.secretary,
            round=self.rounds[0],
            way=Way.MAIL,
            arrived_at=timezone.now() - timedelta(minutes=1),
            author_name=self.random.choice(["Ana", "Bo"]),
            stakeholder_group="academia",
            text=self.words(),
            language="en",
            now=timezone.now(),
        )


@pytest.mark.parametrize("seed", range(4))
def test_rows_are_what_a_plain_recount_says_whatever_happens(
    seed: int, secretary: Person, consultation: Consultation, settle: Settle
) -> None:
    theatre = Theatre(secretary, consultation, seed)
    seen: list[dict[str, Counts]] = []
    for step in range(60):
        theatre.act()
        if step % 6 == 5:
            settle()
            for round in theatre.rounds:
                assert shown(round) == recount(round), (seed, step, str(round))
                seen.append(shown(round))

    # The theatre played: all columns moved, and some line went down again.
    columns = [max(counts[place] for found in seen for counts in found.values()) for place in range(5)]
    assert all(columns), columns
