"""Gives the moderators of the demonstration their week: what they decided, and what waits for them now."""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.actions import affiliations
from accounts.models import Person
from accounts.rules import names
from consultation.demo import desk, shapes
from consultation.demo.stage import Act, Stage
from moderation.actions import accounts, decisions, flags, inquiries, motions, queue
from moderation.models import Decision, Inquiry, Thing
from proposals.actions import comments
from proposals.models import Comment
from rounds.models import Capacity, Channel, WaitingFor

# So long ago joined those who are new.
NEW_SINCE = timedelta(hours=22)


def people(stage: Stage) -> None:
    """The newcomers; who is new joined within the last day, so that their links are read first."""
    unusable = make_password(None)
    long_ago = stage.start - timedelta(days=9)
    made = {
        told.key: Person(
            email=told.email,
            name=told.name,
            name_skeleton=names.skeleton(told.name),
            password=unusable,
            stakeholder_group_id=told.group,
            country=told.country or "",
            language=told.language,
            time_zone=told.time_zone,
            confirmed_at=stage.start - NEW_SINCE if told.key in desk.NEW else long_ago,
            joined_at=stage.start - NEW_SINCE if told.key in desk.NEW else long_ago,
        )
        for told in desk.NEWCOMERS
    }
    Person.objects.bulk_create(made.values())
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, primary=True, verified=True) for person in made.values()
    )
    stage.people |= made


def acts(stage: Stage) -> list[Act]:
    found: list[Act] = []
    for told in desk.TEXTS:
        found.append((told.moment.at(stage.start), _say(stage, told, WaitingFor.MODERATOR)))
    for told in desk.CHANGED:
        found.append((told.moment.at(stage.start), _say(stage, told)))
        if told.corrected_at is not None:
            found.append((told.corrected_at.at(stage.start), _correct(stage, told, told.corrected_at.at(stage.start))))
    found.append((desk.HELD.moment.at(stage.start), _say(stage, desk.HELD, body=desk.HELD_FOR_BODY)))
    for flag in desk.FLAGS:
        found.append((flag.moment.at(stage.start), _flag(stage, flag)))
    for request in desk.REQUESTS:
        found.append((request.moment.at(stage.start), _ask(stage, request)))
    for kept in desk.KEPT:
        found.append((kept.flagged.at(stage.start), _flag(stage, _flag_of(kept))))
        found.append((kept.moment.at(stage.start), _keep(stage, kept)))
    found += [
        _at(stage, desk.MISTAKEN_AT, lambda now: _mistake(stage, now)),
        _at(stage, desk.RIGHTED_AT, lambda now: _put_right(stage, now)),
        _at(stage, desk.LIMITED_AT, lambda now: _limit(stage, now)),
        _at(stage, desk.ASKED_AT, lambda now: _question(stage, now)),
        _at(stage, desk.REPLIED_AT, lambda now: _reply(stage, now)),
        _at(stage, desk.HELD_AT, lambda now: _hold(stage, now)),
        _at(stage, desk.ERASED_AT, lambda now: _erase(stage, now)),
    ]
    return found


def _at(stage: Stage, moment: shapes.Moment, act: Callable[[datetime], object]) -> Act:
    now = moment.at(stage.start)
    return now, lambda: act(now)


def _say(
    stage: Stage, told: desk.Waiting, waits: WaitingFor | None = None, body: str | None = None
) -> Callable[[], object]:
    def act() -> None:
        proposal = stage.texts[told.proposal]
        stage.comments[told.key] = comments.record(
            by=stage.secretary,
            round=proposal.revisions.get().round,
            author=stage.people[told.by],
            proposal=proposal,
            paragraph=proposal.paragraphs.get(anchor=str(told.paragraph)) if told.paragraph is not None else None,
            kind=told.kind,
            text=told.text,
            language=told.language,
            at=told.moment.at(stage.start),
            capacity=Capacity.ORGANIZATION if body else Capacity.PERSONAL,
            organization=stage.bodies[body] if body else None,
            channel=Channel.WEB,
            waits=waits,
        )
        # As the sweep does within seconds: it waits from the moment at which it came.
        queue.bring_up_to_date(now=told.moment.at(stage.start))

    return act


def _correct(stage: Stage, told: desk.Waiting, at: datetime) -> Callable[[], object]:
    def act() -> None:
        comments.record_correction(by=stage.secretary, comment=stage.comments[told.key], text=told.corrected, at=at)
        queue.bring_up_to_date(now=at)

    return act


def _thing(stage: Stage, kind: str, key: str) -> Thing:
    match kind:
        case "comment":
            found: Thing = stage.comments[key]
        case "contribution":
            found = stage.contributions[key]
        case "proposal":
            found = stage.texts[key]
        case _:
            found = stage.people[key]
    return found


def _flag(stage: Stage, told: desk.Flag) -> Callable[[], object]:
    def act() -> None:
        thing = _thing(stage, told.kind, told.thing)
        thing.refresh_from_db()
        flags.raise_(
            by=stage.people[told.by],
            thing=thing,
            rule=told.rule,
            sentence=told.sentence,
            language=told.language,
            now=told.moment.at(stage.start),
        )

    return act


def _flag_of(kept: desk.Kept) -> desk.Flag:
    return desk.Flag(kept.flagged_by, "comment", kept.thing, kept.rule, "Look at this, please.", kept.flagged)


def _ask(stage: Stage, told: desk.Request) -> Callable[[], object]:
    def act() -> None:
        now = told.moment.at(stage.start)
        affiliations.ask(
            by=stage.people[told.by], organization=stage.bodies[told.body], role=told.role, note=told.note, now=now
        )
        queue.bring_up_to_date(now=now)

    return act


def _keep(stage: Stage, told: desk.Kept) -> Callable[[], object]:
    return lambda: decisions.keep(
        by=stage.people["piet"],
        thing=stage.comments[told.thing],
        reason=told.reason,
        language="en",
        now=told.moment.at(stage.start),
    )


def _comment(stage: Stage, key: str) -> Comment:
    return stage.comments[key]


def _mistake(stage: Stage, now: datetime) -> None:
    decisions.hide(
        by=stage.people["piet"],
        thing=_comment(stage, desk.MISTAKEN),
        rule=desk.MISTAKEN_RULE,
        reason=desk.MISTAKEN_REASON,
        language="en",
        now=now,
    )


def _put_right(stage: Stage, now: datetime) -> None:
    decisions.restore(
        by=stage.secretary, thing=_comment(stage, desk.MISTAKEN), reason=desk.RIGHTED_REASON, language="en", now=now
    )


def _limit(stage: Stage, now: datetime) -> None:
    accounts.limit(
        by=stage.secretary,
        person=stage.people[desk.LIMITED],
        rule=3,
        reason=desk.LIMITED_REASON,
        language="en",
        until=now + timedelta(days=desk.LIMITED_DAYS),
        now=now,
    )


def _question(stage: Stage, now: datetime) -> None:
    decisions.ask(
        by=stage.people["piet"], thing=_comment(stage, desk.ASKED), question=desk.QUESTION, language="en", now=now
    )


def _reply(stage: Stage, now: datetime) -> None:
    inquiry = Inquiry.objects.get(decision__comment=_comment(stage, desk.ASKED), decision__verb=Decision.Verb.ASK)
    inquiries.reply(by=stage.people["bram"], inquiry=inquiry, text=desk.REPLY, now=now)


def _hold(stage: Stage, now: datetime) -> None:
    decisions.hold(
        by=stage.secretary,
        thing=_comment(stage, desk.HELD.key),
        rule=2,
        reason=desk.HELD_REASON,
        language="en",
        now=now,
    )


def _erase(stage: Stage, now: datetime) -> None:
    motions.ask_to_erase(
        by=stage.secretary, thing=_comment(stage, desk.ERASED), reason=desk.ERASED_REASON, language="en", now=now
    )
