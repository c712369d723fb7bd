"""Weeks of people who follow, pause, stop, come back and ask at once; mail servers that fail; and no entry is
told twice or left out."""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from accounts.models import Person
from digests.actions import digests, follows
from digests.actions.post import Away, Later, Post
from digests.models import Digest, Follow, Rhythm, Stream, Thing
from digests.rules.letters import Letter
from ledger.actions import entries, sequence
from ledger.models import Entry
from proposals.models import Proposal
from rounds.models import Consultation
from tests import factories
from web.refusals import NotDone

PEOPLE, DAYS = 6, 18
ZONES = ("UTC", "Pacific/Auckland", "America/Santiago", "Europe/Berlin")
START = datetime(2027, 3, 10, 12, tzinfo=UTC)


class Crash(BaseException):
    """The worker died with the message on its way."""


class Mailboxes(Post):
    """Keeps what each mailbox got; the world around it fails now and then."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance
        self.got: dict[str, dict[str, list[int]]] = defaultdict(dict)
        self.calm = False

    def send(self, address: str, letter: Letter) -> None:
        fate = 1.0 if self.calm else self.chance.random()
        if fate < 0.05:
            raise Later("451 try again")
        if fate < 0.1:
            raise Away("no route", unsure=False)
        told = [int(number) for number in re.findall(r"^\* No\. (\d+)", letter.text, re.MULTILINE)]
        before = self.got[address].setdefault(letter.headers["Message-ID"], told)
        assert before == told
        if fate < 0.15:
            raise Crash


class World:
    def __init__(self, people: list[Person], things: list[Thing], consultation: Consultation) -> None:
        self.people, self.things, self.consultation = people, things, consultation
        self.chance = random.Random(20270310)
        self.post = Mailboxes(self.chance)

    def act(self, now: datetime) -> None:
        for _n in range(self.chance.randint(0, 2)):
            proposal = self.chance.choice([None, *self.things[1:]])
            entries.append(
                kind="consultation.opened",
                thing=self.consultation.pk,
                at=now,
                consultation=self.consultation.pk,
                proposal=proposal.pk if proposal else None,
            )
        sequence.number_batch()
        for person in self.people:
            if self.chance.random() < 0.2:
                self.change(person, now)

    def change(self, person: Person, now: datetime) -> None:
        mine = list(Follow.objects.current().filter(person=person))
        match self.chance.randint(0, 6):
            case 0 | 1:
                follows.begin(by=person, thing=self.chance.choice(self.things), now=now)
            case 2 if mine:
                follows.end(by=person, follow=self.chance.choice(mine), now=now)
            case 3 if mine:
                rhythm = self.chance.choice([Rhythm.DAILY, Rhythm.OFF])
                follows.set_rhythm(by=person, follow=self.chance.choice(mine), rhythm=rhythm)
            case 4:
                follows.set_hour(by=person, hour=self.chance.randint(0, 23), now=now)
            case 5:
                person.time_zone = self.chance.choice(ZONES)
                person.save(update_fields=["time_zone"])
            case _:
                try:
                    with transaction.atomic():
                        digests.send_now(by=person, key=str(self.chance.random()), now=now)
                except NotDone:
                    pass

    def sweep(self, now: datetime) -> None:
        digests.plan_due(now=now)
        for _n in range(200):
            try:
                if not digests.send_next(self.post, now=now):
                    return
            except Crash:
                pass

    def told(self, person: Person) -> Counter[int]:
        return Counter(number for numbers in self.post.got[person.email].values() for number in numbers)


def matching(follow: Follow) -> set[int]:
    about = Entry.objects.filter(seq__gt=follow.since_seq, kind="consultation.opened")
    if follow.proposal_id is not None:
        about = about.filter(proposal=follow.proposal_id)
    return set(about.values_list("seq", flat=True))


@pytest.mark.slow
@pytest.mark.django_db
def test_everything_followed_is_told_exactly_once(
    secretary: Person, consultation: Consultation, settle: Callable[[], None]
) -> None:
    round = factories.make_round(secretary, consultation)
    texts: list[Proposal] = [factories.make_proposal(secretary, round) for _n in range(2)]
    people = [factories.make_person(time_zone=ZONES[n % len(ZONES)]) for n in range(PEOPLE)]
    settle()
    world = World(people, [consultation, *texts], consultation)

    for hour in range(0, DAYS * 24, 6):
        world.act(START + timedelta(hours=hour))
        world.sweep(START + timedelta(hours=hour, minutes=1))
    # Calm: whatever is off is switched on, one more entry lets every chain go on, and two days pass.
    world.post.calm = True
    world.act(START + timedelta(days=DAYS))
    Follow.objects.current().update(rhythm=Rhythm.DAILY)
    entries.append(kind="round.planned", thing=round.pk, at=START, consultation=consultation.pk, round=round.pk)
    sequence.number_batch()
    for hour in range(0, 49, 3):
        world.sweep(START + timedelta(days=DAYS, hours=hour, minutes=1))

    owed = Digest.objects.filter(state__in=["planned", "claimed"])
    assert (owed.count(), Digest.objects.filter(state="shunted").count()) == (0, 0)
    assert Digest.objects.filter(state="sent").count() > PEOPLE * DAYS // 8
    for person in people:
        told = world.told(person)
        ever = set().union(*(matching(follow) for follow in Follow.objects.filter(person=person)))
        now = set().union(*(matching(follow) for follow in Follow.objects.current().filter(person=person)))
        assert [number for number, times in told.items() if times > 1] == []
        assert now - set(told) == set()
        assert {n for n in told if n in matching_all()} - ever == set()
        windows = Digest.objects.filter(stream=Stream.objects.filter(person=person).first()).order_by("to_seq")
        links = list(windows.values_list("from_seq", "to_seq"))
        assert all(later[0] == earlier[1] for earlier, later in zip(links, links[1:], strict=False))


def matching_all() -> set[int]:
    return set(Entry.objects.filter(kind="consultation.opened").values_list("seq", flat=True))
