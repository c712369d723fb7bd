"""Accounts in trouble: each act of somebody limited or suspended, what they are told, and that it ends."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions import affiliations as asking
from accounts.actions import people
from accounts.models import AffiliationRequest, Organization, Person, Restriction
from contributions.actions import attachments, contributions
from contributions.actions.files import Upload
from contributions.models import Contribution
from ledger.models import Entry
from moderation.actions import accounts, flags, things
from moderation.actions import affiliations as answers
from moderation.models import Decision
from proposals.actions import comments, confirmations, endorsements, responses, unconfirmed
from proposals.models import Comment, Proposal
from rounds.actions import offices
from rounds.models import Capacity, Consultation, Office, Round
from tests import factories
from web.refusals import NotDone

pytestmark = pytest.mark.django_db
Refused = Callable[[str], AbstractContextManager[None]]


def restrict(by: Person, person: Person, verb: str = "suspend", **said: Any) -> Decision:
    now = timezone.now()
    said = {"rule": 3, "reason": "Three attacks in a day.", "language": "en", "until": now + timedelta(days=7)} | said
    decision = getattr(accounts, verb)(by=by, person=person, now=now, **said)
    person.refresh_from_db()
    return decision


def test_account_is_limited_with_a_reason_an_end_and_an_entry(secretary: Person, member: Person) -> None:
    until = timezone.now() + timedelta(days=3)
    decision = restrict(secretary, member, "limit", until=until)

    assert (member.restriction, member.restricted_until) == ("limited", until)
    assert (decision.verb, decision.rule_number, decision.until, decision.consultation) == ("limit", 3, until, None)
    entry = Entry.objects.get(pk=decision.entry_id)
    assert (entry.kind, entry.thing, entry.consultation) == ("moderation.limited", member.pk, None)


def test_account_is_lifted_before_its_time(secretary: Person, member: Person, refused: Refused) -> None:
    restrict(secretary, member)
    now = timezone.now()
    decision = accounts.lift(by=secretary, person=member, reason="They said sorry.", language="en", now=now)
    member.refresh_from_db()

    assert (member.restriction, member.restricted_until, decision.verb) == ("", None, "lift")
    with refused("not_restricted"):
        accounts.lift(by=secretary, person=member, reason="Again.", language="en", now=now)


def test_time_lifts_by_itself_and_says_so(secretary: Person, member: Person, outsider: Person) -> None:
    decision = restrict(secretary, member, until=timezone.now() + timedelta(hours=2))
    restrict(secretary, outsider, until=timezone.now() + timedelta(days=2))
    assert decision.until is not None
    early = accounts.lift_due(now=decision.until - timedelta(seconds=1))
    at_its_end = accounts.lift_due(now=decision.until)
    again = accounts.lift_due(now=decision.until)
    member.refresh_from_db()
    outsider.refresh_from_db()
    lifted = Decision.objects.get(verb="lift")

    assert (early, at_its_end, again) == (0, 1, 0)
    assert (member.restriction, outsider.restriction) == ("", "suspended")
    assert (lifted.person, lifted.by, lifted.office) == (member, None, "")
    assert Entry.objects.filter(kind="moderation.lifted", thing=member.pk).count() == 1


@pytest.mark.parametrize("ahead", [timedelta(minutes=59), timedelta(days=367), timedelta(days=-1)])
def test_end_lies_between_an_hour_and_a_year(
    ahead: timedelta, secretary: Person, member: Person, refused: Refused
) -> None:
    with refused("end_out_of_range"):
        restrict(secretary, member, until=timezone.now() + ahead)


def test_nobody_is_kept_from_anything_without_an_end(member: Person) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=member.pk).update(restriction="limited", restricted_until=None)


def test_reason_and_rule_are_named(secretary: Person, member: Person, refused: Refused) -> None:
    with refused("text_missing"):
        restrict(secretary, member, reason=" ")
    with refused("rule_unknown"):
        restrict(secretary, member, rule=99)


def test_whoever_holds_an_office_is_not_limited(secretary: Person, moderator: Person, refused: Refused) -> None:
    with refused("holds_an_office"):
        restrict(secretary, moderator)
    offices.end(by=secretary, office=Office.objects.get(person=moderator), now=timezone.now())
    restrict(secretary, moderator)

    assert moderator.restriction == "suspended"
    with refused("account_restricted"):
        offices.grant(by=secretary, person=moderator, role=Office.Role.MODERATOR, now=timezone.now())


def test_nobody_decides_about_themselves(secretary: Person, refused: Refused) -> None:
    with refused("own_text"):
        restrict(secretary, secretary)


def test_colleague_of_the_same_body_steps_back(
    secretary: Person, other_secretary: Person, member: Person, organization: Organization, refused: Refused
) -> None:
    factories.make_focal_point(secretary, other_secretary, organization, role="member")
    with refused("recused"):
        restrict(other_secretary, member)


def test_moderator_of_a_consultation_alone_does_not_limit(moderator: Person, member: Person, refused: Refused) -> None:
    with refused("office_required"):
        restrict(moderator, member)


def test_stale_decision_about_an_account_is_refused(
    secretary: Person, other_secretary: Person, member: Person, refused: Refused
) -> None:
    read = things.token(member)
    restrict(other_secretary, member, "limit")
    with refused("decided_meanwhile"):
        restrict(secretary, member, token=read)


# --- what a suspended account may do ---------------------------------------------------------------------------------


class Stage:
    def __init__(
        self, secretary: Person, member: Person, consultation: Consultation, call: Round, round: Round
    ) -> None:
        self.secretary, self.person, self.call, self.round = secretary, member, call, round
        self.text = factories.make_proposal(secretary, round, title="Zero draft")
        self.comment = factories.make_comment(member, round, self.text)
        self.contribution = factories.make_contribution(member, call)
        self.file = factories.attach(self.contribution)
        self.body = factories.make_organization(secretary, "Small Carriers’ Circle")
        factories.make_focal_point(secretary, member, self.body)
        self.other = factories.make_person("Olga")
        self.foreign = factories.make_contribution(self.other, call)
        self.released = factories.make_person("Mia")
        factories.make_focal_point(secretary, self.released, self.body, role="member")
        self.of_the_body = factories.make_comment(
            self.released, round, self.text, capacity="organization", organization=self.body
        )
        self.mine_for_a_body = Comment.objects.get(pk=factories.make_comment(member, round, self.text).pk)
        Comment.objects.filter(pk=self.mine_for_a_body.pk).update(
            status="received",
            waiting_for="release",
            text=None,
            words_digest=None,
            capacity="organization",
            organization=self.body,
        )
        self.mine_for_a_body.refresh_from_db()
        self.endorsement = endorsements.give(by=member, thing=self.foreign)
        self.request = asking.ask(by=self.other, organization=self.body, now=timezone.now())
        self.host = consultation.hosting_body

    @property
    def now(self) -> datetime:
        return timezone.now()


@pytest.fixture
def stage(secretary: Person, member: Person, consultation: Consultation, call: Round, round: Round) -> Stage:
    return Stage(secretary, member, consultation, call, round)


Act = Callable[[Stage], object]

REFUSED: dict[str, Act] = {
    "comment": lambda s: factories.make_comment(s.person, s.round, s.text),
    "reply": lambda s: factories.make_comment(s.person, s.round, s.text, reply_to=s.comment),
    "correct a comment": lambda s: comments.correct(by=s.person, comment=s.comment, text="Other words."),
    "contribution": lambda s: factories.make_contribution(s.person, s.call),
    "correct a contribution": lambda s: contributions.correct(
        by=s.person, contribution=s.contribution, text="Other words."
    ),
    "replace a contribution": lambda s: contributions.replace(
        by=s.person, contribution=s.contribution, text="Other words.", language="en"
    ),
    "attach a file": lambda s: attachments.add(
        by=s.person, contribution=s.contribution, upload=Upload("b.txt", b"Words")
    ),
    "a response of several texts": lambda s: responses.file(
        by=s.person, round=s.round, items=[responses.Item("Words", "en", proposal=s.text)]
    ),
    "endorse": lambda s: endorsements.give(by=s.person, thing=s.foreign, capacity=Capacity.PERSONAL),
    "endorse for a body": lambda s: endorsements.give(
        by=s.person, thing=s.foreign, capacity=Capacity.ORGANIZATION, organization=s.body
    ),
    "release a member’s text": lambda s: confirmations.release(by=s.person, thing=s.of_the_body, now=s.now),
    "show a text as one’s own": lambda s: confirmations.speak_for_oneself(
        by=s.person, thing=s.mine_for_a_body, now=s.now
    ),
    "say otherwise in whose name": lambda s: confirmations.correct_capacity(
        by=s.person, thing=s.of_the_body, capacity=Capacity.PERSONAL, now=s.now
    ),
    "ask for a body": lambda s: asking.ask(by=s.person, organization=s.host, now=s.now),
    "answer who asks for their body": lambda s: answers.refuse(by=s.person, request=s.request, reason="", now=s.now),
    "tell the moderators": lambda s: flags.raise_(
        by=s.person, thing=s.foreign, rule=3, sentence="It attacks.", language="en", now=s.now
    ),
    "a text by mail of somebody who was not signed in": lambda s: of_a_stranger(s),
}
ALLOWED: dict[str, Act] = {
    "withdraw a comment": lambda s: comments.withdraw(by=s.person, comment=s.comment),
    "withdraw a contribution": lambda s: contributions.withdraw(by=s.person, contribution=s.contribution),
    "take a file away": lambda s: attachments.remove(by=s.person, attachment=s.file),
    "take an endorsement back": lambda s: endorsements.withdraw(by=s.person, endorsement=s.endorsement),
    "read": lambda s: Comment.objects.visible_to(s.person).get(pk=s.comment.pk),
    "read what waits for their body": lambda s: Comment.objects.visible_to(s.person).get(pk=s.of_the_body.pk),
    "read up to a number": lambda s: people.has_read(by=s.person, number=0),
}


def of_a_stranger(stage: Stage) -> Comment | Contribution:
    kept = unconfirmed.keep(
        round=stage.call,
        address=stage.person.email,
        name="Teodor",
        text="A text of its own.",
        language="en",
        page_language="en",
    )
    return unconfirmed.confirm(id=kept.pk, now=stage.now)


@pytest.mark.parametrize("act", REFUSED)
def test_suspended_account_does_not(act: str, stage: Stage, refused: Refused) -> None:
    restrict(stage.secretary, stage.person)
    with refused("account_suspended"):
        REFUSED[act](stage)


@pytest.mark.parametrize("act", [*REFUSED, *ALLOWED])
def test_unrestricted_account_does(act: str, stage: Stage) -> None:
    # Each act of these tables is one that nothing but the suspension stops.
    (REFUSED | ALLOWED)[act](stage)


@pytest.mark.parametrize("act", ALLOWED)
def test_suspended_account_does(act: str, stage: Stage) -> None:
    restrict(stage.secretary, stage.person)
    ALLOWED[act](stage)


# --- what a limited account may do -----------------------------------------------------------------------------------

WRITES: dict[str, Callable[[Stage], Any]] = {
    "comment": lambda s: factories.make_comment(s.person, s.round, s.text),
    "reply": lambda s: factories.make_comment(s.person, s.round, s.text, reply_to=s.comment),
    "contribution": lambda s: factories.make_contribution(s.person, s.call),
    "replacement": lambda s: contributions.replace(
        by=s.person, contribution=s.contribution, text="Other words.", language="en"
    ),
    "for a body": lambda s: factories.make_comment(
        s.person, s.round, s.text, capacity="organization", organization=s.body
    ),
    "a response": lambda s: Comment.objects.get(
        response=responses.file(by=s.person, round=s.round, items=[responses.Item("Words", "en", proposal=s.text)]).pk
    ),
    "by mail": of_a_stranger,
    "shown as their own": lambda s: confirmations.speak_for_oneself(by=s.person, thing=s.mine_for_a_body, now=s.now),
}


@pytest.mark.parametrize("what", WRITES)
def test_texts_of_a_limited_account_wait_for_a_moderator(what: str, stage: Stage) -> None:
    restrict(stage.secretary, stage.person, "limit")
    text = WRITES[what](stage)
    text.refresh_from_db()

    assert (text.status, text.waiting_for, text.text) == ("received", "moderator", None)


def test_corrections_of_a_limited_account_wait_while_the_words_before_stay(stage: Stage) -> None:
    restrict(stage.secretary, stage.person, "limit")
    before = stage.comment.text
    comment = comments.correct(by=stage.person, comment=stage.comment, text="Other words.")
    contribution = contributions.correct(by=stage.person, contribution=stage.contribution, text="Other words.")

    assert (comment.status, comment.text, comment.waiting_version) == ("published", before, 2)
    assert (contribution.status, contribution.waiting_version) == ("published", 2)


def test_files_of_a_limited_account_wait(stage: Stage) -> None:
    restrict(stage.secretary, stage.person, "limit")
    attachment = factories.attach(stage.contribution, "b.txt", b"Words")

    assert attachment.waits is True


@pytest.mark.parametrize("verb", ["limit", "suspend"])
def test_name_stays_while_an_account_is_restricted(
    verb: str, secretary: Person, member: Person, refused: Refused
) -> None:
    said = {"stakeholder_group": "", "country": "", "language": "fr", "time_zone": "UTC", "now": timezone.now()}
    restrict(secretary, member, verb)
    with refused("name_kept"):
        people.describe(by=member, name="Another name", **said)
    people.describe(by=member, name=member.name, **said)

    assert member.language == "fr"


def test_keys_of_names_are_kept_wherever_a_name_is_given(stage: Stage) -> None:
    now = timezone.now()
    people.describe(
        by=stage.person, name="Аna Cardoso", stakeholder_group="", country="", language="en", time_zone="UTC", now=now
    )
    made = people.of_address(address="new@example.org", name="ANA  Cardoso", language="en", now=now)

    assert stage.person.name_skeleton == made.name_skeleton == "anacardoso"


def test_long_name_of_signs_that_are_words_has_a_key(db: None) -> None:
    # One sign that stands for eighteen letters, as often as a name may have signs.
    made = people.of_address(address="new@example.org", name="ﷺ" * 200, language="en", now=timezone.now())

    assert len(Person.objects.get(pk=made.pk).name_skeleton) <= 300


def test_every_state_of_an_account_is_told_and_ends(secretary: Person, round: Round, draft: Proposal) -> None:
    """There is no state in which one is read by nobody and not told."""
    now = timezone.now()
    for value in ("", *Restriction.values):
        for is_active in (True, False):
            person = factories.make_person()
            if value:
                restrict(secretary, person, {"limited": "limit", "suspended": "suspend"}[value])
            Person.objects.filter(pk=person.pk).update(is_active=is_active)
            person.refresh_from_db()
            told, shown = _file(person, round, draft)

            match value, is_active:
                case _, False:
                    assert told == "account_closed"
                case "suspended", True:
                    assert told == "account_suspended"
                case "limited", True:
                    # It waits for a moderator, before whom it stands until somebody decides.
                    assert (told, shown) == ("moderator", False)
                case "", True:
                    assert (told, shown) == (None, True)
                case _:
                    raise AssertionError(f"nobody has said what {value} means")
            if value:
                assert person.restricted_until is not None
                assert accounts.lift_due(now=now + timedelta(days=8)) == 1
                person.refresh_from_db()
                assert (person.restriction, person.restricted_until) == ("", None)


def _file(person: Person, round: Round, draft: Proposal) -> tuple[str | None, bool]:
    """By which code somebody is told that their text is not shown, and whether it is."""
    try:
        with transaction.atomic():
            comment = factories.make_comment(person, round, draft)
    except NotDone as error:
        return error.refusal.code, False
    return comment.waiting_for, comment.status == "published"


def test_requests_of_the_suspended_stay_theirs_to_take_back(stage: Stage) -> None:
    asked = asking.ask(by=stage.person, organization=stage.host, now=stage.now)
    restrict(stage.secretary, stage.person)
    asking.take_back(by=stage.person, request=asked, now=stage.now)

    assert AffiliationRequest.objects.get(pk=asked.pk).status == "taken_back"
