"""Turns the story into a history: every act through the action that people use, in the order of its moments."""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Max

from accounts.actions import people
from accounts.models import Affiliation, Organization, Person, StakeholderGroup
from accounts.rules import names
from consultation.demo import seed_call, seed_desk, seed_recordings, seed_voices, shapes, story, translations
from consultation.demo.stage import Act, Stage
from contributions.actions import contributions
from digests.actions import bodies, digests, follows, notices
from ledger.actions import sequence
from ledger.models import Entry
from moderation.actions import affiliations, decisions, impersonation, organizations, queue
from proposals.actions import comments, counters, proposals
from proposals.models import Proposal
from reports.actions import heard
from rounds.actions import consultations, offices, rounds, sealing
from rounds.models import Capacity, Channel, Consultation, Office, Round, WaitingFor
from texts.rules import paragraphs

PASSWORD = "open-rounds-demo"  # noqa: S105  printed at every start of the demonstration
HOST_GROUP = "intergovernmental_organization"
# The follower began to follow then; what was said since lies in today's digest.
FOLLOWED_HOURS_AGO = 22.0
SEALED_AFTER = timedelta(seconds=2)


@transaction.atomic
def seed(*, start: datetime) -> Consultation:
    """Make the demonstration; what is there already stays as it is. `start` is the moment D, in UTC."""
    present = Consultation.objects.filter(slug=story.CONSULTATION.slug).first()
    if present is not None:
        return present
    stage = Stage(start)
    _people(stage)
    consultation = _consultation(stage)
    acts = [*_calendar(stage), *_texts(stage), *_contributions(stage), *_comments(stage), *_moderation(stage)]
    acts += [*seed_recordings.acts(stage), *seed_voices.acts(stage), *seed_desk.acts(stage)]
    acts += [*seed_call.acts(stage, consultation), *translations.acts(stage, consultation)]
    acts.append((shapes.Moment(hours_ago=FOLLOWED_HOURS_AGO).at(start), lambda: _follow(stage, consultation)))
    for _at, act in sorted(acts, key=lambda pair: pair[0]):
        act()
    _number()
    counters.bring_up_to_date()
    heard.bring_up_to_date()
    queue.bring_up_to_date(now=start)
    impersonation.bring_up_to_date(now=start)
    notices.skip_to_head()
    bodies.skip_to_head()
    _read_up_to(stage)
    digests.send_now(by=stage.people["aroha"], key="demonstration", now=start)
    return consultation


def _read_up_to(stage: Stage) -> None:
    """Each account was here when our reader began to follow; what came since is new to them."""
    then = shapes.Moment(hours_ago=FOLLOWED_HOURS_AGO).at(stage.start)
    last = Entry.objects.filter(at__lte=then).aggregate(last=Max("seq"))["last"] or 0
    for key in story.ACCOUNTS:
        people.has_read(by=stage.people[key], number=last)


def _number() -> None:
    while sequence.number_batch():
        pass


def _people(stage: Stage) -> None:
    made = shapes.Moment(days=-90).at(stage.start)
    known = make_password(PASSWORD)
    unusable = make_password(None)
    for person in story.PEOPLE:
        stage.people[person.key] = Person(
            email=person.email,
            name=person.name,
            password=known if person.key in story.ACCOUNTS else unusable,
            stakeholder_group_id=person.group,
            country=person.country or "",
            language=person.language,
            time_zone=person.time_zone,
            confirmed_at=made,
            joined_at=made,
            name_skeleton=names.skeleton(person.name),
        )
    Person.objects.bulk_create(stage.people.values())
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, primary=True, verified=True) for person in stage.people.values()
    )
    for key, role in story.OFFICES.items():
        offices.grant(by=None, person=stage.people[key], role=Office.Role(role), now=made)
    seed_desk.people(stage)
    groups = StakeholderGroup.objects.in_bulk()
    for body in story.ORGANIZATIONS:
        stage.bodies[body.key] = organizations.note(
            by=stage.secretary,
            name=body.name,
            type=Organization.Type(body.type),
            stakeholder_group=groups[body.group],
            country=body.country or "",
            language=body.language,
            verified=body.verified,
            now=made,
        )
        if body.verified:
            _belong(stage, body, body.focal_points, Affiliation.Role.FOCAL_POINT, made)
            _belong(stage, body, body.members, Affiliation.Role.MEMBER, made)


def _belong(
    stage: Stage, body: shapes.Organization, people: tuple[str, ...], role: Affiliation.Role, now: datetime
) -> None:
    for key in people:
        affiliations.note(
            by=stage.secretary, person=stage.people[key], organization=stage.bodies[body.key], role=role, now=now
        )


def _consultation(stage: Stage) -> Consultation:
    told = story.CONSULTATION
    created = told.created.at(stage.start)
    host = organizations.note(
        by=stage.secretary,
        name=told.hosting_body,
        type=Organization.Type.ORGANIZATION,
        stakeholder_group=StakeholderGroup.objects.get(pk=HOST_GROUP),
        now=created,
    )
    consultation = consultations.create(
        by=stage.secretary,
        slug=told.slug,
        title=told.title,
        summary=told.summary,
        hosting_body=host,
        level=Consultation.Level(told.level),
        language=told.language,
        time_zone=told.time_zone,
        decides=told.charter.who_decides,
        becomes=told.charter.what_happens,
        names=told.charter.names,
        contact=told.charter.contact,
        now=created,
    )
    for number in story.ROUNDS:
        closes = number.extension.closes_from if number.extension else number.closes
        stage.rounds[number.number] = rounds.create(
            by=stage.secretary,
            consultation=consultation,
            purpose=Round.Purpose(number.purpose),
            title=number.title,
            summary=number.summary,
            opens_at=number.opens.at(stage.start),
            closes_at=closes.at(stage.start),
            now=created,
        )
    seed_call.ask(stage, stage.rounds[1])
    seed_call.announce(stage, consultation, created)
    return consultations.publish(by=stage.secretary, consultation=consultation, now=created)


def _calendar(stage: Stage) -> list[Act]:
    """Extensions, and the closing records of rounds that are over."""
    acts: list[Act] = []
    for told in story.ROUNDS:
        round = stage.rounds[told.number]
        if told.extension is not None:
            acts.append((told.extension.moment.at(stage.start), _extend(stage, round, told.extension)))
        closes_at = told.closes.at(stage.start)
        if closes_at < stage.start:
            acts.append((closes_at, _close(stage, round)))
    return acts


def _extend(stage: Stage, round: Round, told: shapes.Extension) -> Callable[[], None]:
    def act() -> None:
        rounds.record_past_extension(
            by=stage.secretary,
            round=round,
            closes_at=told.closes_to.at(stage.start),
            reason=told.reason,
            at=told.moment.at(stage.start),
        )
        round.refresh_from_db()

    return act


def _close(stage: Stage, round: Round) -> Callable[[], None]:
    def act() -> None:
        sealing.record_past(by=stage.secretary, round=round, at=round.closes_at + SEALED_AFTER)
        _number()
        sealing.close_record(round=round)

    return act


def _texts(stage: Stage) -> list[Act]:
    return [
        *((told.published.at(stage.start), _put_up(stage, told)) for told in story.TEXTS),
        *((told.published.at(stage.start), _put_up_option(stage, told)) for told in story.OPTIONS),
    ]


def _put_up(stage: Stage, told: shapes.Text) -> Callable[[], None]:
    def act() -> None:
        proposal = proposals.record_past(
            by=stage.secretary,
            round=stage.rounds[told.round],
            type=Proposal.Type(told.type),
            title=told.title,
            language=told.language,
            text=[paragraphs.Paragraph(str(part.number), part.heading, part.text) for part in told.paragraphs],
            at=told.published.at(stage.start),
        )
        stage.texts[told.key] = proposal
        lasting = {paragraph.anchor: paragraph for paragraph in proposal.paragraphs.all()}
        for part in told.paragraphs:
            if part.drawn_from:
                sources = [stage.contributions[key] for key in part.drawn_from]
                proposals.cite(
                    by=stage.secretary,
                    paragraph=lasting[str(part.number)],
                    contributions=sources,
                    now=told.published.at(stage.start),
                )

    return act


def _put_up_option(stage: Stage, told: shapes.Option) -> Callable[[], None]:
    def act() -> None:
        stage.texts[told.key] = proposals.record_past(
            by=stage.secretary,
            round=stage.rounds[told.round],
            type=Proposal.Type.OPTION,
            title=f"Option {told.letter}: {told.title}",
            language=told.language,
            text=told.body,
            at=told.published.at(stage.start),
            is_status_quo=told.is_status_quo,
            champions=[stage.bodies[key] for key in told.champions],
            next_step=told.next_step,
        )

    return act


def _contributions(stage: Stage) -> list[Act]:
    sent = [told for told in story.CONTRIBUTIONS if not seed_recordings.is_recorded(told)]
    return [(told.moment.at(stage.start), _send(stage, told)) for told in sent]


def _send(stage: Stage, told: shapes.Contribution) -> Callable[[], None]:
    def act() -> None:
        stage.contributions[told.key] = contributions.record(
            by=stage.secretary,
            round=stage.rounds[1],
            author=stage.people[told.by],
            title=told.title,
            text=told.text,
            answers={str(number): answer for number, answer in told.answers},
            language=told.language,
            at=told.moment.at(stage.start),
            capacity=Capacity(told.capacity),
            organization=stage.bodies[told.organization] if told.organization else None,
            channel=Channel(told.channel),
            source_ref=told.source_ref,
        )

    return act


def _comments(stage: Stage) -> list[Act]:
    acts: list[Act] = []
    for told in story.COMMENTS:
        acts.append((told.moment.at(stage.start), _say(stage, told)))
        if told.corrected is not None:
            acts.append((told.corrected.at(stage.start), _correct(stage, told, told.corrected)))
        if told.withdrawn is not None:
            acts.append((told.withdrawn.at(stage.start), _withdraw(stage, told, told.withdrawn)))
    return acts


def _say(stage: Stage, told: shapes.Comment) -> Callable[[], None]:
    def act() -> None:
        proposal = stage.texts[told.proposal]
        paragraph = proposal.paragraphs.get(anchor=str(told.paragraph)) if told.paragraph is not None else None
        stage.comments[told.key] = comments.record(
            by=stage.secretary,
            round=proposal.revisions.get().round,
            author=stage.people[told.by],
            proposal=proposal,
            paragraph=paragraph,
            reply_to=stage.comments[told.reply_to] if told.reply_to else None,
            kind=told.kind,
            text=told.corrected_from or told.text,
            language=told.language,
            at=told.moment.at(stage.start),
            capacity=Capacity(told.capacity),
            organization=stage.bodies[told.organization] if told.organization else None,
            channel=Channel.WEB,
            waits=WaitingFor(told.waiting_for) if told.waiting_for else None,
        )

    return act


def _correct(stage: Stage, told: shapes.Comment, moment: shapes.Moment) -> Callable[[], object]:
    return lambda: comments.record_correction(
        by=stage.secretary, comment=stage.comments[told.key], text=told.text, at=moment.at(stage.start)
    )


def _withdraw(stage: Stage, told: shapes.Comment, moment: shapes.Moment) -> Callable[[], object]:
    return lambda: comments.record_withdrawal(
        by=stage.secretary, comment=stage.comments[told.key], at=moment.at(stage.start)
    )


def _moderation(stage: Stage) -> list[Act]:
    told = story.HIDING
    now = told.moment.at(stage.start)
    return [
        (
            now,
            lambda: decisions.hide(
                by=stage.people[told.by],
                thing=stage.comments[told.comment],
                rule=told.rule,
                reason=told.reason,
                language="en",
                now=now,
            ),
        )
    ]


def _follow(stage: Stage, consultation: Consultation) -> None:
    """Our reader in Wellington follows everything from here on."""
    _number()
    follows.begin(by=stage.people["aroha"], thing=consultation, now=stage.start)
