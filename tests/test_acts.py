"""Who may not act, cannot. Every act by every role; an act that is not listed fails.

The doors (pages, API) translate and call these; that each door does so is seen in tests/test_outlets.py and beside the
doors. Here each act is called as each role, and the answer is `Refused` or not.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.actions import affiliations as asking
from accounts.actions import letters, people, sessions
from accounts.models import Affiliation, AffiliationRequest, Organization, Person
from contributions.actions import attachments, contributions, recordings
from contributions.actions import imports as contribution_imports
from contributions.actions.files import Upload
from contributions.models import Contribution
from digests.actions import digests, follows
from digests.models import Follow, Rhythm
from integrations.actions import imports, tokens
from integrations.models import AccessToken
from moderation.actions import (
    accounts,
    affiliations,
    bulk,
    decisions,
    flags,
    inquiries,
    invitations,
    motions,
    organizations,
    queue,
    templates,
)
from moderation.models import Bulk, Decision, Inquiry, Invitation, Item, Motion, Template
from proposals.actions import comments, confirmations, drafts, endorsements, newcomers, proposals, relations, responses
from proposals.actions import translations as text_translations
from proposals.models import Comment, CommentDraft, Endorsement, Proposal, Relation
from rounds.actions import (
    consultations,
    corrections,
    documents,
    milestones,
    moderation_rules,
    offices,
    preparation,
    questions,
    rounds,
    sealing,
)
from rounds.actions import translations as word_translations
from rounds.models import Capacity, Consultation, Document, Milestone, Office, Question, Round, Way
from rounds.rules.moderation import Wanted
from tests import factories
from web.refusals import NotDone, Refused

ROLES = ("unconfirmed", "outsider", "member", "moderator", "secretary")
ANYBODY = {"outsider", "member", "moderator", "secretary"}
AUTHOR = {"member"}
MODERATORS = {"moderator", "secretary"}
SECRETARIAT = {"secretary"}


@dataclass
class Stage:
    consultation: Consultation
    call: Round
    round: Round
    draft: Proposal
    comment: Comment
    contribution: Contribution
    organization: Organization
    outsider: Person
    moderator: Person

    @property
    def now(self) -> Any:
        return timezone.now()

    def waiting(self) -> Comment:
        """The comment as it would be if it had been received and waited."""
        Comment.objects.filter(pk=self.comment.pk).update(
            status="received", waiting_for="moderator", text=None, words_digest=None
        )
        self.comment.refresh_from_db()
        return self.comment

    def of_a_member(self) -> Comment:
        """The comment as it would be if somebody of the organization had written it in its name."""
        Comment.objects.filter(pk=self.comment.pk).update(
            status="received",
            waiting_for="release",
            text=None,
            words_digest=None,
            capacity="organization",
            organization=self.organization,
        )
        self.comment.refresh_from_db()
        return self.comment

    def endorsement_of_outsider(self) -> Endorsement:
        return endorsements.give(by=self.outsider, thing=self.comment)

    @property
    def host(self) -> Organization:
        return self.consultation.hosting_body

    def request(self, *, of_member: bool = False) -> AffiliationRequest:
        """Somebody asks to be confirmed for the organization for which `member` speaks; or `member` for the host."""
        if not of_member:
            return asking.ask(by=factories.make_person(), organization=self.organization, now=self.now)
        assert self.comment.author is not None
        return asking.ask(by=self.comment.author, organization=self.host, now=self.now)

    def invitation(self, address: str = "new@example.org") -> Invitation:
        """An address is invited by the secretariat to be a member of the organization for which `member` speaks."""
        said = {"role": Affiliation.Role.MEMBER, "language": "en", "now": self.now}
        by = factories.make_secretary()
        return invitations.invite(by=by, organization=self.organization, address=address, **said)

    def flagged(self) -> Item:
        """The comment, of which somebody has told the moderators."""
        by = factories.make_person()
        flags.raise_(by=by, thing=self.comment, rule=3, sentence="It attacks.", language="en", now=self.now)
        return Item.objects.get()

    def template(self) -> Template:
        said = {"rule": 3, "language": "en", "name": "N", "text": "T", "now": self.now}
        return templates.add(by=factories.make_secretary(), consultation=self.consultation, **said)

    def of_a_body(self) -> Comment:
        """The comment as it would be if somebody had written it in the name of the host."""
        Comment.objects.filter(pk=self.comment.pk).update(capacity="organization", organization=self.host)
        self.comment.refresh_from_db()
        return self.comment

    def motion(self) -> Motion:
        """Somebody asks that the comment is hidden; it takes a second person."""
        said = {"rule": 3, "reason": "It attacks.", "language": "en", "now": self.now}
        return motions.ask_to_hide(by=factories.make_secretary(), thing=self.of_a_body(), **said)

    def changed(self) -> Comment:
        """The comment with newer words that wait for a moderator."""
        Comment.objects.filter(pk=self.comment.pk).update(waiting_version=2)
        self.comment.refresh_from_db()
        return self.comment

    def bulk(self, by: Person) -> Bulk:
        said = {"rule": 3, "reason": "It attacks.", "language": "en", "now": self.now}
        return bulk.ask(by=by, verb="hide", texts=[(self.comment, "1-0")], **said)

    def decided(self) -> Decision:
        return factories.hide(factories.make_secretary(), self.comment)

    def restricted(self) -> dict[str, Any]:
        """What is said where an account is limited or suspended."""
        return {"rule": 3, "reason": "It attacks.", "language": "en", "until": self.now + timedelta(days=7)}

    def suspended(self) -> Person:
        person = factories.make_person()
        accounts.suspend(by=factories.make_secretary(), person=person, now=self.now, **self.restricted())
        return person

    def asked(self) -> Inquiry:
        """A question about the comment."""
        by = factories.make_secretary()
        return decisions.ask(by=by, thing=self.comment, question="Who?", language="en", now=self.now).inquiry

    def hidden(self) -> Comment:
        Comment.objects.filter(pk=self.comment.pk).update(status="hidden", text=None, words_digest=None)
        self.comment.refresh_from_db()
        return self.comment

    def draft_of(self, by: Person) -> CommentDraft:
        kept = drafts.save_comment(
            by=by, round=self.round, proposal=self.draft, text="Half a thought", language="en", now=self.now
        )
        assert kept is not None
        return kept

    def draft_of_member(self) -> CommentDraft:
        assert self.comment.author is not None
        return self.draft_of(self.comment.author)

    def in_preparation(self) -> Consultation:
        Consultation.objects.filter(pk=self.consultation.pk).update(published_at=None)
        self.consultation.refresh_from_db()
        return self.consultation

    def question(self) -> Question:
        return Question.objects.create(round=self.call, number=1, text="What is missing?")

    def translated(self) -> Proposal:
        return factories.translate_text(factories.make_secretary(), self.draft)

    def translated_words(self) -> Consultation:
        factories.translate(factories.make_secretary(), self.consultation)
        return self.consultation

    def document(self) -> Document:
        return factories.make_document(factories.make_secretary(), self.consultation)

    def milestone(self) -> Milestone:
        return factories.make_milestone(factories.make_secretary(), self.consultation)

    def relation(self) -> Relation:
        return factories.relate(factories.make_secretary(), self.consultation, self.round)

    def session_of_member(self) -> UserSession:
        return UserSession.objects.create(user=self.comment.author, ip="192.0.2.1", session_key="of-a-member")

    def token_of_member(self) -> AccessToken:
        assert self.comment.author is not None
        return tokens.issue(person=self.comment.author, scopes=["read"], now=self.now)[0]

    def follow_of_member(self) -> Follow:
        assert self.comment.author is not None
        return follows.begin(by=self.comment.author, thing=self.consultation, now=self.now)


@pytest.fixture
def stage(
    consultation: Consultation,
    call: Round,
    round: Round,
    draft: Proposal,
    comment: Comment,
    contribution: Contribution,
    organization: Organization,
    outsider: Person,
    moderator: Person,
) -> Stage:
    return Stage(consultation, call, round, draft, comment, contribution, organization, outsider, moderator)


Act = Callable[[Stage, Person], object]


def _csv(stage: Stage, by: Person | None) -> Any:
    content = b"number,title,text\n1,A title,Some words\n"
    return imports.read(by=by, round=stage.call, content=content)


def _take(stage: Stage, by: Person) -> Any:
    source = _csv(stage, None)
    job = imports.begin(by=None, round=stage.call, source=source, now=stage.now)
    return imports.take(by=by, job=job, round=stage.call, source=source, now=stage.now)


# What is called, and who is not refused. Other answers (too late, nothing changed) do not concern this table.
ACTS: dict[str, tuple[Act, set[str]]] = {
    "accounts.actions.people.confirm_address": (
        lambda s, by: people.confirm_address(by=by, now=s.now),
        {*ROLES},
    ),
    "accounts.actions.people.describe": (
        lambda s, by: people.describe(
            by=by, name="A name", stakeholder_group="", country="", language="en", time_zone="UTC", now=s.now
        ),
        ANYBODY,
    ),
    "accounts.actions.sessions.end": (
        lambda s, by: sessions.end(by=by, session=s.session_of_member()),
        AUTHOR,
    ),
    # Nobody names whose: one's own are found.
    "accounts.actions.sessions.end_others": (lambda s, by: sessions.end_others(by=by, key=""), {*ROLES}),
    "integrations.actions.tokens.make": (
        lambda s, by: tokens.make(by=by, name="A portal", scopes=["read"], days=30, now=s.now),
        ANYBODY,
    ),
    "integrations.actions.tokens.end": (
        lambda s, by: tokens.end(by=by, token=s.token_of_member(), now=s.now),
        AUTHOR,
    ),
    "accounts.actions.people.has_read": (lambda s, by: people.has_read(by=by, number=0), ANYBODY),
    "accounts.actions.people.introduce": (
        lambda s, by: people.introduce(by=by, stakeholder_group="", country="", now=s.now),
        ANYBODY,
    ),
    "accounts.actions.affiliations.ask": (
        lambda s, by: asking.ask(by=by, organization=s.host, now=s.now),
        ANYBODY,
    ),
    "accounts.actions.affiliations.take_back": (
        lambda s, by: asking.take_back(by=by, request=s.request(of_member=True), now=s.now),
        AUTHOR,
    ),
    "accounts.actions.affiliations.confirm_address": (
        lambda s, by: asking.confirm_address(by=by, request=s.request(of_member=True), address="", now=s.now),
        AUTHOR,
    ),
    "accounts.actions.letters.send": (
        lambda s, by: letters.send(
            by=by, request=s.request(of_member=True), upload=letters.Upload("a.txt", b"They belong to us.")
        ),
        AUTHOR,
    ),
    "contributions.actions.contributions.send": (
        lambda s, by: factories.make_contribution(by, s.call),
        ANYBODY,
    ),
    "contributions.actions.contributions.record": (
        lambda s, by: contributions.record(
            by=by, round=s.call, author=s.outsider, title="A letter", text="Words", language="en", at=s.now
        ),
        SECRETARIAT,
    ),
    "contributions.actions.contributions.send_confirmed": (
        lambda s, by: contributions.send_confirmed(
            by=by,
            round=s.call,
            title="",
            text="Words",
            answers={},
            language="en",
            is_named=True,
            received_at=s.now,
            id=uuid4(),
            now=s.now,
        ),
        ANYBODY,
    ),
    "contributions.actions.contributions.correct": (
        lambda s, by: contributions.correct(by=by, contribution=s.contribution, text="Other words."),
        AUTHOR,
    ),
    "contributions.actions.contributions.replace": (
        lambda s, by: contributions.replace(by=by, contribution=s.contribution, text="Other words.", language="en"),
        AUTHOR,
    ),
    "contributions.actions.contributions.withdraw": (
        lambda s, by: contributions.withdraw(by=by, contribution=s.contribution),
        AUTHOR,
    ),
    "contributions.actions.attachments.add": (
        lambda s, by: attachments.add(by=by, contribution=s.contribution, upload=Upload("a.txt", b"Words")),
        AUTHOR,
    ),
    "contributions.actions.attachments.remove": (
        lambda s, by: attachments.remove(by=by, attachment=factories.attach(s.contribution)),
        AUTHOR,
    ),
    "contributions.actions.imports.publish": (
        lambda s, by: contribution_imports.publish(by=by, round=s.call, rows=[], source="", batch=s.call.pk, now=s.now),
        SECRETARIAT,
    ),
    "contributions.actions.recordings.read": (
        lambda s, by: recordings.read(by=by, round=s.call, upload=Upload("a.txt", b"We agree."), now=s.now),
        SECRETARIAT,
    ),
    "contributions.actions.recordings.record": (
        lambda s, by: recordings.record(
            by=by,
            round=s.call,
            way=Way.MAIL,
            arrived_at=s.now,
            author_name="Ana Cardoso",
            text="By mail.",
            language="en",
            now=timezone.now(),
        ),
        SECRETARIAT,
    ),
    "digests.actions.follows.begin": (
        lambda s, by: follows.begin(by=by, thing=s.consultation, now=s.now),
        ANYBODY,
    ),
    "digests.actions.follows.end": (
        lambda s, by: follows.end(by=by, follow=s.follow_of_member(), now=s.now),
        AUTHOR,
    ),
    "digests.actions.follows.set_rhythm": (
        lambda s, by: follows.set_rhythm(by=by, follow=s.follow_of_member(), rhythm=Rhythm.OFF),
        AUTHOR,
    ),
    "digests.actions.follows.set_hour": (
        lambda s, by: follows.set_hour(by=by, hour=7, now=s.now),
        {*ROLES},
    ),
    "digests.actions.follows.switch_off": (
        lambda s, by: follows.switch_off(by=by),
        {*ROLES},
    ),
    "digests.actions.digests.send_now": (
        lambda s, by: digests.send_now(by=by, key="k", now=s.now),
        ANYBODY,
    ),
    "integrations.actions.imports.read": (
        _csv,
        SECRETARIAT,
    ),
    "integrations.actions.imports.begin": (
        lambda s, by: imports.begin(by=by, round=s.call, source=_csv(s, None), now=s.now),
        SECRETARIAT,
    ),
    "integrations.actions.imports.take": (
        _take,
        SECRETARIAT,
    ),
    "moderation.actions.affiliations.note": (
        lambda s, by: affiliations.note(
            by=by, person=s.outsider, organization=s.organization, role=Affiliation.Role.MEMBER, now=s.now
        ),
        SECRETARIAT,
    ),
    "moderation.actions.affiliations.end": (
        lambda s, by: affiliations.end(
            by=by, seconded_by=factories.make_secretary(), affiliation=Affiliation.objects.get(), now=s.now
        ),
        SECRETARIAT,
    ),
    "moderation.actions.affiliations.confirm": (
        lambda s, by: affiliations.confirm(by=by, request=s.request(), role=Affiliation.Role.MEMBER, now=s.now),
        {"member", "secretary"},
    ),
    "moderation.actions.affiliations.refuse": (
        lambda s, by: affiliations.refuse(by=by, request=s.request(), reason="", now=s.now),
        {"member", "secretary"},
    ),
    "moderation.actions.organizations.confirm_body": (
        lambda s, by: organizations.confirm_body(by=by, organization=s.organization, now=s.now),
        SECRETARIAT,
    ),
    "moderation.actions.organizations.set_domain": (
        lambda s, by: organizations.set_domain(by=by, organization=s.organization, domain="a.example", now=s.now),
        SECRETARIAT,
    ),
    "moderation.actions.bulk.preview": (
        lambda s, by: bulk.preview(by=by, verb="hide", texts=[(s.comment, "")], now=s.now),
        MODERATORS,
    ),
    "moderation.actions.bulk.ask": (lambda s, by: s.bulk(by), MODERATORS),
    # Only who asked takes it back as a whole.
    "moderation.actions.bulk.undo": (
        lambda s, by: bulk.undo(by=by, bulk=s.bulk(s.moderator), now=s.now),
        {"moderator"},
    ),
    "moderation.actions.organizations.merge": (
        lambda s, by: organizations.merge(
            by=by, organization=s.organization, into=factories.make_organization(factories.make_secretary()), now=s.now
        ),
        SECRETARIAT,
    ),
    "moderation.actions.invitations.invite": (
        lambda s, by: invitations.invite(
            by=by,
            organization=s.organization,
            address="new@example.org",
            role=Affiliation.Role.MEMBER,
            language="en",
            now=s.now,
        ),
        {"member", "secretary"},
    ),
    "moderation.actions.invitations.take_back": (
        lambda s, by: invitations.take_back(by=by, invitation=s.invitation(), now=s.now),
        {"member", "secretary"},
    ),
    "moderation.actions.invitations.accept": (
        lambda s, by: invitations.accept(by=by, invitation=s.invitation(s.outsider.email), now=s.now),
        {"outsider"},
    ),
    "moderation.actions.decisions.hide": (
        lambda s, by: factories.hide(by, s.comment),
        MODERATORS,
    ),
    "moderation.actions.decisions.restore": (
        lambda s, by: decisions.restore(by=by, thing=s.hidden(), reason="A mistake.", language="en", now=s.now),
        MODERATORS,
    ),
    "moderation.actions.decisions.publish": (
        lambda s, by: decisions.publish(by=by, thing=s.waiting(), now=s.now),
        MODERATORS,
    ),
    "moderation.actions.decisions.decline": (
        lambda s, by: decisions.decline(
            by=by, thing=s.changed(), rule=3, reason="It attacks.", language="en", now=s.now
        ),
        MODERATORS,
    ),
    "moderation.actions.decisions.keep": (
        lambda s, by: decisions.keep(by=by, thing=s.comment, reason="It does not.", language="en", now=s.now),
        MODERATORS,
    ),
    "moderation.actions.decisions.hold": (
        lambda s, by: decisions.hold(
            by=by, thing=s.of_a_body(), rule=1, reason="It threatens.", language="en", now=s.now
        ),
        MODERATORS,
    ),
    "moderation.actions.decisions.ask": (
        lambda s, by: decisions.ask(by=by, thing=s.comment, question="Who?", language="en", now=s.now),
        MODERATORS,
    ),
    "moderation.actions.decisions.redact": (
        lambda s, by: decisions.redact(
            by=by, thing=s.comment, passages=["plain"], rule=2, reason="A name.", language="en", now=s.now
        ),
        MODERATORS,
    ),
    "moderation.actions.decisions.erase": (
        lambda s, by: decisions.erase(
            by=by, thing=s.comment, reason="The law.", language="en", seconded_by=factories.make_secretary(), now=s.now
        ),
        MODERATORS,
    ),
    "moderation.actions.decisions.undo": (
        lambda s, by: decisions.undo(by=by, decision=s.decided(), now=s.now),
        MODERATORS,
    ),
    "moderation.actions.accounts.limit": (
        lambda s, by: accounts.limit(by=by, person=factories.make_person(), now=s.now, **s.restricted()),
        SECRETARIAT,
    ),
    "moderation.actions.accounts.suspend": (
        lambda s, by: accounts.suspend(by=by, person=factories.make_person(), now=s.now, **s.restricted()),
        SECRETARIAT,
    ),
    "moderation.actions.accounts.lift": (
        lambda s, by: accounts.lift(by=by, person=s.suspended(), reason="R", language="en", now=s.now),
        SECRETARIAT,
    ),
    "moderation.actions.inquiries.reply": (
        lambda s, by: inquiries.reply(by=by, inquiry=s.asked(), text="He.", now=s.now),
        AUTHOR,
    ),
    "moderation.actions.templates.add": (
        lambda s, by: templates.add(
            by=by, consultation=s.consultation, rule=3, language="en", name="N", text="T", now=s.now
        ),
        MODERATORS,
    ),
    "moderation.actions.templates.change": (
        lambda s, by: templates.change(
            by=by, template=s.template(), rule=None, language="en", name="M", text="T", now=s.now
        ),
        MODERATORS,
    ),
    "moderation.actions.templates.remove": (
        lambda s, by: templates.remove(by=by, template=s.template()),
        MODERATORS,
    ),
    "moderation.actions.flags.raise_": (
        lambda s, by: flags.raise_(by=by, thing=s.contribution, rule=3, sentence="S", language="en", now=s.now),
        ANYBODY,
    ),
    "moderation.actions.queue.claim": (lambda s, by: queue.claim(by=by, item=s.flagged(), now=s.now), MODERATORS),
    "moderation.actions.queue.claim_next": (lambda s, by: queue.claim_next(by=by, now=s.now), MODERATORS),
    "moderation.actions.queue.assign_all": (
        lambda s, by: queue.assign_all(by=by, items=[s.flagged().pk], to=None),
        MODERATORS,
    ),
    "moderation.actions.queue.give_back": (lambda s, by: queue.give_back(by=by, item=s.flagged()), MODERATORS),
    "moderation.actions.queue.assign": (
        lambda s, by: queue.assign(by=by, item=s.flagged(), to=None, now=s.now),
        MODERATORS,
    ),
    "moderation.actions.queue.recuse": (lambda s, by: queue.recuse(by=by, item=s.flagged(), now=s.now), MODERATORS),
    "moderation.actions.motions.ask_to_hide": (
        lambda s, by: motions.ask_to_hide(
            by=by, thing=s.of_a_body(), rule=3, reason="It attacks.", language="en", now=s.now
        ),
        MODERATORS,
    ),
    "moderation.actions.motions.ask_to_erase": (
        lambda s, by: motions.ask_to_erase(by=by, thing=s.comment, reason="The law.", language="en", now=s.now),
        MODERATORS,
    ),
    "moderation.actions.motions.ask_for_more_time": (
        lambda s, by: motions.ask_for_more_time(
            by=by, round=s.round, closes_at=s.round.closes_at + timedelta(days=1), reason="It came late.", now=s.now
        ),
        SECRETARIAT,
    ),
    "moderation.actions.motions.ask_to_revoke": (
        lambda s, by: motions.ask_to_revoke(
            by=by, affiliation=Affiliation.objects.get(), reason="They left.", language="en", now=s.now
        ),
        SECRETARIAT,
    ),
    "moderation.actions.motions.agree": (lambda s, by: motions.agree(by=by, motion=s.motion(), now=s.now), MODERATORS),
    "moderation.actions.motions.refuse": (
        lambda s, by: motions.refuse(by=by, motion=s.motion(), answer="It is a strong word.", now=s.now),
        MODERATORS,
    ),
    "moderation.actions.motions.take_back": (
        lambda s, by: motions.take_back(by=by, motion=s.motion(), now=s.now),
        set(),
    ),
    "moderation.actions.organizations.note": (
        lambda s, by: factories.make_organization(by),
        SECRETARIAT,
    ),
    "proposals.actions.comments.post": (
        lambda s, by: factories.make_comment(by, s.round, s.draft),
        ANYBODY,
    ),
    "proposals.actions.comments.post_confirmed": (
        lambda s, by: comments.post_confirmed(
            by=by,
            round=s.round,
            proposal=s.draft,
            paragraph=None,
            reply_to=None,
            kind=None,
            text="Words",
            language="en",
            is_named=True,
            received_at=s.now,
            id=uuid4(),
            now=s.now,
        ),
        ANYBODY,
    ),
    "proposals.actions.confirmations.correct_capacity": (
        lambda s, by: confirmations.correct_capacity(
            by=by, thing=s.comment, capacity=Capacity.ORGANIZATION, organization=s.organization, now=s.now
        ),
        SECRETARIAT,
    ),
    "proposals.actions.confirmations.release": (
        lambda s, by: confirmations.release(by=by, thing=s.of_a_member(), now=s.now),
        {"member"},
    ),
    "proposals.actions.confirmations.speak_for_oneself": (
        lambda s, by: confirmations.speak_for_oneself(by=by, thing=s.comment, now=s.now),
        AUTHOR,
    ),
    "proposals.actions.comments.record": (
        lambda s, by: comments.record(
            by=by, round=s.round, author=s.outsider, proposal=s.draft, text="Words", language="en", at=s.now
        ),
        SECRETARIAT,
    ),
    "proposals.actions.comments.correct": (
        lambda s, by: comments.correct(by=by, comment=s.comment, text="Other words"),
        AUTHOR,
    ),
    "proposals.actions.comments.record_correction": (
        lambda s, by: comments.record_correction(by=by, comment=s.comment, text="Other words", at=s.now),
        SECRETARIAT,
    ),
    "proposals.actions.comments.withdraw": (
        lambda s, by: comments.withdraw(by=by, comment=s.comment),
        AUTHOR,
    ),
    "proposals.actions.comments.record_withdrawal": (
        lambda s, by: comments.record_withdrawal(by=by, comment=s.comment, at=s.now),
        SECRETARIAT,
    ),
    "proposals.actions.drafts.save_comment": (
        lambda s, by: s.draft_of(by),
        {*ROLES},
    ),
    "proposals.actions.drafts.save_contribution": (
        lambda s, by: drafts.save_contribution(by=by, round=s.call, text="Half", language="en", now=s.now),
        {*ROLES},
    ),
    "proposals.actions.drafts.hold_back": (
        lambda s, by: drafts.hold_back(by=by, draft=s.draft_of_member(), is_held_back=True),
        AUTHOR,
    ),
    "proposals.actions.drafts.delete": (
        lambda s, by: drafts.delete(by=by, draft=s.draft_of_member()),
        AUTHOR,
    ),
    "proposals.actions.endorsements.give": (
        lambda s, by: endorsements.give(by=by, thing=s.contribution),
        ANYBODY,
    ),
    "proposals.actions.endorsements.record": (
        lambda s, by: endorsements.record(by=by, person=s.outsider, thing=s.contribution, at=s.now),
        SECRETARIAT,
    ),
    "proposals.actions.endorsements.withdraw": (
        lambda s, by: endorsements.withdraw(by=by, endorsement=s.endorsement_of_outsider()),
        {"outsider"},
    ),
    "proposals.actions.responses.file": (
        lambda s, by: responses.file(by=by, round=s.round, items=[responses.Item("Words", "en", proposal=s.draft)]),
        ANYBODY,
    ),
    "proposals.actions.newcomers.introduce": (
        lambda s, by: newcomers.introduce(by=by, stakeholder_group="", country="", now=s.now),
        ANYBODY,
    ),
    "proposals.actions.proposals.put_up": (
        lambda s, by: factories.make_proposal(by, s.round),
        SECRETARIAT,
    ),
    "proposals.actions.proposals.record_past": (
        lambda s, by: proposals.record_past(
            by=by, round=s.round, type=Proposal.Type.PAPER, title="A paper", language="en", text="Words", at=s.now
        ),
        SECRETARIAT,
    ),
    "proposals.actions.proposals.cite": (
        lambda s, by: proposals.cite(
            by=by, paragraph=s.draft.paragraphs.get(anchor="1"), contributions=[s.contribution], now=s.now
        ),
        SECRETARIAT,
    ),
    "proposals.actions.proposals.cite_all": (
        lambda s, by: proposals.cite_all(
            by=by, proposal=s.draft, sources={s.draft.paragraphs.get(anchor="1"): [s.contribution]}, now=s.now
        ),
        SECRETARIAT,
    ),
    "proposals.actions.translations.translate": (
        lambda s, by: factories.translate_text(by, s.draft),
        SECRETARIAT,
    ),
    "proposals.actions.translations.remove": (
        lambda s, by: text_translations.remove(by=by, proposal=s.translated(), language="fr", now=s.now),
        SECRETARIAT,
    ),
    "rounds.actions.translations.translate": (
        lambda s, by: factories.translate(by, s.consultation),
        SECRETARIAT,
    ),
    "rounds.actions.translations.remove": (
        lambda s, by: word_translations.remove(by=by, thing=s.translated_words(), language="fr", now=s.now),
        SECRETARIAT,
    ),
    "rounds.actions.consultations.create": (
        lambda s, by: factories.make_consultation(by, s.organization),
        SECRETARIAT,
    ),
    "rounds.actions.consultations.enlist": (
        lambda s, by: consultations.enlist(by=by, consultation=s.consultation, person=s.outsider, now=s.now),
        SECRETARIAT,
    ),
    "rounds.actions.moderation_rules.change": (
        lambda s, by: moderation_rules.change(
            by=by,
            consultation=s.consultation,
            moderation=Consultation.Moderation.BEFORE,
            reads_first_texts=True,
            decides_within=24,
            rules=[Wanted(1, "No threats")],
            reason="The hosts agreed.",
            now=s.now,
        ),
        SECRETARIAT,
    ),
    "rounds.actions.offices.grant": (
        lambda s, by: offices.grant(by=by, person=s.outsider, role=Office.Role.MODERATOR, now=s.now),
        SECRETARIAT,
    ),
    "rounds.actions.offices.end": (
        lambda s, by: offices.end(by=by, office=Office.objects.get(person=s.moderator), now=s.now),
        SECRETARIAT,
    ),
    "rounds.actions.consultations.publish": (
        lambda s, by: consultations.publish(by=by, consultation=s.consultation, now=s.now),
        SECRETARIAT,
    ),
    "rounds.actions.rounds.create": (
        lambda s, by: factories.make_round(by, s.consultation),
        SECRETARIAT,
    ),
    "rounds.actions.rounds.extend": (
        lambda s, by: rounds.extend(
            by=by, round=s.round, closes_at=s.round.closes_at + timedelta(days=1), reason="It came late."
        ),
        SECRETARIAT,
    ),
    "rounds.actions.rounds.supplement": (
        lambda s, by: rounds.supplement(
            by=by,
            round=s.round,
            closes_at=s.now + timedelta(days=1),
            outage_from=s.now - timedelta(hours=2),
            outage_until=s.now - timedelta(hours=1),
            reason="The site was away.",
            now=s.now,
        ),
        SECRETARIAT,
    ),
    "rounds.actions.corrections.correct": (
        lambda s, by: corrections.correct(
            by=by, thing=s.consultation, field="summary", text="Other words.", reason="A slip.", now=s.now
        ),
        SECRETARIAT,
    ),
    "rounds.actions.preparation.make_preview": (
        lambda s, by: preparation.make_preview(by=by, consultation=s.consultation, days=7, now=s.now),
        SECRETARIAT,
    ),
    "rounds.actions.preparation.end_preview": (
        lambda s, by: preparation.end_preview(by=by, consultation=s.consultation, now=s.now),
        SECRETARIAT,
    ),
    "rounds.actions.preparation.try_form": (
        lambda s, by: preparation.try_form(by=by, round=s.call, text="A trial", language="en", limit=99, now=s.now),
        MODERATORS,
    ),
    "rounds.actions.rounds.record_past_extension": (
        lambda s, by: rounds.record_past_extension(
            by=by, round=s.round, closes_at=s.round.closes_at + timedelta(days=1), reason="It came late.", at=s.now
        ),
        SECRETARIAT,
    ),
    "rounds.actions.consultations.describe": (
        lambda s, by: factories.describe(by, s.in_preparation(), names="First names only."),
        SECRETARIAT,
    ),
    "rounds.actions.questions.add": (
        lambda s, by: questions.add(by=by, round=s.call, text="What else?"),
        SECRETARIAT,
    ),
    "rounds.actions.questions.change": (
        lambda s, by: questions.change(by=by, question=s.question(), text="What else?"),
        SECRETARIAT,
    ),
    "rounds.actions.questions.move": (
        lambda s, by: questions.move(by=by, question=s.question(), to=2),
        SECRETARIAT,
    ),
    "rounds.actions.questions.remove": (
        lambda s, by: questions.remove(by=by, question=s.question()),
        SECRETARIAT,
    ),
    "rounds.actions.documents.add": (
        lambda s, by: factories.make_document(by, s.consultation),
        SECRETARIAT,
    ),
    "rounds.actions.documents.remove": (
        lambda s, by: documents.remove(by=by, document=s.document(), now=s.now),
        SECRETARIAT,
    ),
    "rounds.actions.milestones.announce": (
        lambda s, by: milestones.announce(
            by=by, consultation=s.consultation, title="A report", day=s.now.date(), now=s.now
        ),
        SECRETARIAT,
    ),
    "rounds.actions.milestones.remove": (
        lambda s, by: milestones.remove(by=by, milestone=s.milestone(), now=s.now),
        SECRETARIAT,
    ),
    "proposals.actions.relations.relate": (
        lambda s, by: factories.relate(by, s.consultation, s.round),
        SECRETARIAT,
    ),
    "proposals.actions.relations.end": (
        lambda s, by: relations.end(by=by, relation=s.relation(), now=s.now),
        SECRETARIAT,
    ),
    "rounds.actions.site.describe": (
        lambda s, by: factories.describe_site(by, name="Another name"),
        SECRETARIAT,
    ),
    "rounds.actions.sealing.record_past": (
        lambda s, by: sealing.record_past(by=by, round=s.round, at=s.now),
        SECRETARIAT,
    ),
}

# What no person asks for: steps inside an act, and what sweeps and commands do. Each says why nobody is asked.
NOBODY_ASKS = {
    "accounts.actions.people.check_name": "writes nothing",
    "accounts.actions.affiliations.answered": "writes nothing",
    "accounts.actions.letters.check_size": "writes nothing",
    "accounts.actions.letters.keep": "a step of asking",
    "accounts.actions.letters.ready": "writes nothing",
    "accounts.actions.letters.sweep": "a sweep",
    "digests.actions.bodies.invite": "a sweep",
    "digests.actions.bodies.remind": "a sweep",
    "moderation.actions.affiliations.accepted": "a step of accepting an invitation",
    "moderation.actions.affiliations.expire": "a sweep",
    "moderation.actions.domains.prove": "a sweep",
    "moderation.actions.domains.published": "writes nothing",
    "moderation.actions.organizations.cannot_merge": "writes nothing",
    "moderation.actions.organizations.moves": "writes nothing",
    "moderation.actions.organizations.confirm_step": "a step of confirming a body or somebody of it",
    "moderation.actions.deciding.carry_out": "a step of every decision, and asks who may",
    "moderation.actions.deciding.could": "writes nothing",
    "moderation.actions.deciding.one": "a step of every decision, and asks who may",
    "moderation.actions.deciding.rule_of": "writes nothing",
    "moderation.actions.deciding.foresee": "writes nothing, and asks who may",
    "moderation.actions.bulk.cannot_undo": "writes nothing",
    "moderation.actions.bulk.worded": "writes nothing",
    "moderation.actions.things.tokens": "writes nothing",
    "moderation.actions.bulk.carry_out": "a sweep; each text asks who may",
    "moderation.actions.bulk.carry_out_next": "a sweep; each text asks who may",
    "moderation.actions.rows.save_all": "a step of every decision",
    "moderation.actions.things.of": "writes nothing",
    "moderation.actions.things.read": "writes nothing",
    "moderation.actions.whether.answered": "writes nothing",
    "moderation.actions.whether.as_it_is": "writes nothing",
    "moderation.actions.whether.claims": "writes nothing",
    "moderation.actions.whether.fits": "writes nothing",
    "moderation.actions.whether.impossible": "writes nothing",
    "moderation.actions.whether.motions": "writes nothing",
    "moderation.actions.whether.needs_another": "writes nothing",
    "moderation.actions.whether.stale": "writes nothing",
    "moderation.actions.whether.takes_one": "writes nothing",
    "moderation.actions.whether.takes_two": "writes nothing",
    "moderation.actions.decisions.decide_all": "many decisions at once; each asks who may",
    "moderation.actions.decisions.undo_all": "many decisions at once; each asks who may",
    "moderation.actions.decisions.lapse": "a step of a sweep",
    "digests.actions.decisions.about_name": "a step of a sweep",
    "digests.actions.decisions.about_text": "a step of a sweep",
    "digests.actions.decisions.tell": "a step of a sweep",
    "digests.actions.mails.word_anew": "a step of a sweep",
    "digests.actions.recordings.tell_anew": "a step of a sweep",
    "digests.actions.reminders.remind": "a sweep",
    "moderation.actions.queue.replied": "a step of an author's answer",
    "moderation.actions.whether.not_yet": "writes nothing",
    "moderation.actions.effects.apply": "a step of every decision",
    "moderation.actions.effects.close": "a step of every decision",
    "moderation.actions.effects.committed": "writes nothing",
    "moderation.actions.effects.put_in_place": "a step of taking words out",
    "moderation.actions.effects.words_of": "writes nothing",
    "moderation.actions.motions.lapse": "a sweep",
    "moderation.actions.motions.end_overtaken": "a sweep",
    "moderation.actions.accounts.lift_due": "a sweep",
    "moderation.actions.impersonation.bring_up_to_date": "a sweep",
    "moderation.actions.impersonation.read_like": "writes nothing",
    "moderation.actions.queue.bring_up_to_date": "a sweep",
    "moderation.actions.queue.closed": "a step of a motion",
    "moderation.actions.queue.flagged": "a step of a flag",
    "moderation.actions.queue.seconded": "a step of a motion",
    "moderation.actions.things.give": "a step of a decision",
    "moderation.actions.things.last_words": "writes nothing",
    "moderation.actions.things.lock": "writes nothing",
    "moderation.actions.things.show": "a step of a decision",
    "moderation.actions.things.states": "writes nothing",
    "moderation.actions.things.take": "a step of a decision",
    "moderation.actions.things.token": "writes nothing",
    "rounds.actions.moderation_rules.held_by": "writes nothing",
    "rounds.actions.moderation_rules.planned": "writes nothing",
    "rounds.actions.rounds.check_extension": "writes nothing",
    "rounds.actions.rounds.takes_two": "writes nothing",
    "digests.actions.bodies.answer": "a sweep",
    "digests.actions.bodies.ask_addresses": "a sweep",
    "digests.actions.bodies.skip_to_head": "a command on the machine",
    "digests.actions.bodies.tell": "a sweep",
    "accounts.actions.people.of_address": "a step of confirming a text by its mail",
    "contributions.actions.filing.checked": "writes nothing",
    "contributions.actions.files.check_room": "writes nothing",
    "contributions.actions.files.check_size": "writes nothing",
    "contributions.actions.files.fingerprints": "writes nothing",
    "contributions.actions.files.keep": "a step of every contribution",
    "contributions.actions.files.ready": "writes nothing",
    "contributions.actions.files.sweep": "a sweep",
    "contributions.actions.filing.file": "a step of every contribution",
    "contributions.actions.filing.prepare": "writes nothing",
    "contributions.actions.filing.reads_first": "writes nothing",
    "proposals.actions.folding.fold": "a step of a sweep",
    "proposals.actions.endorsements.is_own": "writes nothing",
    "proposals.actions.filing.file": "a step of every comment",
    "proposals.actions.filing.prepare": "writes nothing",
    "proposals.actions.filing.reads_first": "writes nothing",
    "proposals.actions.filing.target": "writes nothing",
    "proposals.actions.confirmations.answered": "a step of confirming somebody",
    "proposals.actions.confirmations.end_waiting": "a sweep",
    "proposals.actions.unconfirmed.confirm": "whoever holds the link in the mail",
    "proposals.actions.unconfirmed.erase": "whoever holds the link in the mail",
    "proposals.actions.unconfirmed.filed": "writes nothing",
    "proposals.actions.unconfirmed.keep": "a stranger writes; tests of the action say where they may not",
    "rounds.actions.gate.admit_confirmation": "a step of confirming",
    "rounds.actions.gate.admit_recording": "a step of recording",
    "digests.actions.recordings.tell": "a step of a sweep",
    "proposals.actions.responses.counts_of": "writes nothing",
    "proposals.actions.responses.drafts_of": "writes nothing",
    "proposals.actions.responses.state": "writes nothing",
    "rounds.actions.gate.in_preparation": "writes nothing",
    "contributions.actions.recordings.forget_originals": "a sweep",
    "digests.actions.chain.add_link": "a step of a digest",
    "digests.actions.chain.head": "writes nothing",
    "digests.actions.chain.last_link": "writes nothing",
    "digests.actions.chain.stream_of": "a step of following",
    "digests.actions.digests.plan_due": "a sweep",
    "digests.actions.digests.send_next": "a sweep",
    "digests.actions.unconfirmed.write": "a sweep",
    "digests.actions.mails.claim": "a step of a sweep",
    "digests.actions.mails.forget_words": "a sweep",
    "digests.actions.mails.put_off": "a step of a sweep",
    "digests.actions.mails.send_next": "a sweep",
    "digests.actions.mails.shunt": "a step of a sweep",
    "digests.actions.mails.write": "a step of every mail",
    "digests.actions.notices.skip_to_head": "a command on the machine",
    "digests.actions.notices.tell": "a sweep",
    "digests.actions.valve.held": "writes nothing",
    "digests.actions.valve.is_closed": "writes nothing",
    "digests.actions.valve.release": "a command on the machine",
    "integrations.actions.tokens.issue": "a command on the machine",
    "integrations.actions.tokens.note_use": "a step of showing a token",
    "accounts.actions.sessions.describe": "a step of signing in",
    "accounts.actions.sessions.forget": "a sweep",
    "accounts.actions.sessions.of_person": "writes nothing",
    "accounts.actions.sessions.seen": "a step of being signed in",
    "integrations.actions.tokens.revoke": "a command on the machine",
    "accounts.actions.factors.take_away": "a command on the machine",
    "accounts.actions.organizations.noted_by_import": "a step of the import",
    "contributions.actions.imports.id_for": "reads nothing",
    "contributions.actions.imports.standing": "a step of the import",
    "integrations.actions.imports.call_of": "writes nothing",
    "jobs.actions.jobs.start": "a step of a job",
    "jobs.actions.jobs.progress": "a step of a job",
    "jobs.actions.jobs.end": "a step of a job",
    "ledger.actions.entries.append": "a step of every act",
    "ledger.actions.entries.append_all": "a step of the import",
    "ledger.actions.entries.compose": "writes nothing",
    "ledger.actions.sequence.hold": "the sequencer",
    "ledger.actions.sequence.number_batch": "the sequencer",
    "proposals.actions.counters.bring_up_to_date": "a sweep",
    "reports.actions.heard.bring_up_to_date": "a sweep",
    "reports.actions.words.bring_up_to_date": "a sweep",
    "rounds.actions.corrections.not_correctable": "writes nothing",
    "rounds.actions.floods.one_after_the_other": "a step of every filing of a new account",
    "rounds.actions.floods.reads_first": "writes nothing",
    "rounds.actions.gate.admit": "a step of every filing",
    "rounds.actions.gate.lock_alone": "a step of sealing and extending",
    "rounds.actions.gate.record_past": "a step of a record",
    "rounds.actions.gate.too_early": "writes nothing",
    "rounds.actions.gate.too_late": "writes nothing",
    "rounds.actions.sealing.close_record": "a sweep",
    "rounds.actions.sealing.seal": "a sweep",
    "rounds.actions.sealing.seal_due": "a sweep",
}


def all_acts() -> set[str]:
    """The dotted names of every public function in the acting floor of our apps."""
    found = set()
    for app in apps.get_app_configs():
        if not app.path.startswith(str(settings.BASE_DIR)) or ".venv" in app.path:
            continue
        try:
            package = importlib.import_module(f"{app.name}.actions")
        except ModuleNotFoundError:
            continue
        for info in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{info.name}")
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ == module.__name__ and not name.startswith("_"):
                    found.add(f"{module.__name__}.{name}")
    return found


def test_every_act_is_listed() -> None:
    assert all_acts() == {*ACTS, *NOBODY_ASKS}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", ACTS)
def test_act_by_role(act: str, role: str, stage: Stage, request: pytest.FixtureRequest) -> None:
    call, allowed = ACTS[act]
    person = factories.make_person(confirmed=False) if role == "unconfirmed" else request.getfixturevalue(role)

    refused = False
    try:
        with transaction.atomic():
            call(stage, person)
    except Refused:
        refused = True
    except NotDone:
        pass

    assert refused == (role not in allowed)


def test_private_consultation_takes_nothing_from_strangers(
    secretary: Person, private_consultation: Consultation, outsider: Person
) -> None:
    round = factories.make_round(secretary, private_consultation)
    draft = factories.make_proposal(secretary, round)

    with pytest.raises(Refused), transaction.atomic():
        factories.make_comment(outsider, round, draft)
