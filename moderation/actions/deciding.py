"""How a decision is made: who may, then whether each thing is as it was read, then the rows.

One thing, or a thousand at once, take the same steps: two alike are treated alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from contributions.models import Contribution
from ledger.actions import entries
from ledger.models import Entry
from moderation.actions import effects, things
from moderation.actions.things import State
from moderation.models import Decision, Item, Motion, Text, Thing, about, about_any, consultation_of, kind_of
from moderation.permissions import office_of, refusals
from proposals.models import Comment, Endorsement, Proposal
from rounds.models import FOR_A_BODY, Capacity, Consultation, Rule, Status
from rounds.rules import words
from rounds.rules.moderation import Ground
from web.refusals import Conflict, Invalid, NotDone, Refusal, Refused

Verb = Decision.Verb
REASON_LIMIT = 2_000
# A decision is taken back within the hour; after that another decision says otherwise.
UNDONE_WITHIN = timedelta(hours=1)
UNDOABLE = (Verb.PUBLISH, Verb.DECLINE, Verb.KEEP, Verb.HIDE, Verb.HOLD, Verb.RESTORE)

ENTRY_KINDS = {
    Verb.DECLINE: "moderation.declined",
    Verb.ASK: "moderation.asked",
    Verb.KEEP: "moderation.kept",
    Verb.HIDE: "moderation.hidden",
    Verb.HOLD: "moderation.held",
    Verb.LAPSE: "moderation.lapsed",
    Verb.RESTORE: "moderation.restored",
    Verb.REDACT: "moderation.redacted",
    Verb.ERASE: "content.erased",
    Verb.UNDO: "moderation.undone",
    Verb.LIMIT: "moderation.limited",
    Verb.SUSPEND: "moderation.suspended",
    Verb.LIFT: "moderation.lifted",
}


@dataclass(frozen=True)
class Said:
    """What a decision says, the same for all things it is about. `token` of each thing: what was read of it."""

    verb: Verb
    rule: int | None = None
    reason: str = ""
    language: str = "en"
    tokens: Mapping[UUID, str] = field(default_factory=dict)
    seconded_by: Person | None = None
    # The decisions that are taken back, by the thing each is about.
    undone: Mapping[UUID, Decision] = field(default_factory=dict)
    # Until when an account is limited or suspended.
    until: datetime | None = None
    # What the record keeps of the words that stand in the place of those taken out.
    commit: str | None = None


@dataclass(frozen=True)
class Result:
    """What came of one thing: the decision, or why there is none."""

    thing: Thing
    decision: Decision | None = None
    refused: NotDone | None = None


def one(by: Person | None, thing: Thing, said: Said, token: str | None, now: datetime) -> Decision:
    """The decision about one thing; what stands against it is raised."""
    result = carry_out(by, [thing], replace(said, tokens={thing.pk: token} if token else {}), now)[0]
    if result.refused is not None:
        raise result.refused
    if result.decision is None:
        raise RuntimeError("a thing is decided about, or it is said why not")
    return result.decision


def could(*, thing: Thing, said: Said, token: str | None, now: datetime) -> tuple[Thing, str]:
    """The thing as it is now and the reason as it will stand, where a second person may be asked for this decision."""
    said = _checked(said, [thing])
    present = things.lock([thing])[thing.pk]
    tokens = {thing.pk: token} if token else {}
    refusal = _stale(replace(said, tokens=tokens), present, things.states([present])[thing.pk])
    if refusal is None and not takes_two(said.verb, present):
        refusal = _takes_one()
    if refusal is None and isinstance(present, Comment | Contribution) and not _fits(said, present, None):
        refusal = _as_it_is(present)
    if refusal is not None:
        raise Conflict(refusal)
    return present, said.reason


def carry_out(by: Person | None, wanted: Sequence[Thing], said: Said, now: datetime) -> list[Result]:
    """Who may, then whether each is as it was read, then the rows: the same few queries for one and for a thousand."""
    not_allowed = refusals(by, wanted) if by is not None else {}
    if said.seconded_by is not None:
        not_allowed = {**refusals(said.seconded_by, wanted), **not_allowed}
        if said.seconded_by == by:
            not_allowed = {thing.pk: _needs_another() for thing in wanted}
    results = {
        thing.pk: Result(thing, refused=Refused(not_allowed[thing.pk])) for thing in wanted if thing.pk in not_allowed
    }
    open_to = [thing for thing in wanted if thing.pk not in not_allowed]
    said = _checked(said, open_to) if by is not None else said
    present = things.lock(open_to)
    states = things.states(list(present.values()))
    claims = _claims(by, open_to, now) if by is not None else {}
    motions = _motions(open_to)
    going: list[Thing] = []
    for thing in open_to:
        now_it = present[thing.pk]
        refusal = _stale(said, now_it, states[thing.pk]) or claims.get(thing.pk)
        refusal = refusal or _impossible(said, now_it, states[thing.pk], motions.get(thing.pk), now)
        if refusal is not None:
            results[thing.pk] = Result(thing, refused=Conflict(refusal))
        else:
            going.append(now_it)
    for thing, decision in zip(going, _write(by, going, said, states, now), strict=True):
        results[thing.pk] = Result(thing, decision=decision)
    return [results[thing.pk] for thing in wanted]


def _checked(said: Said, wanted: Sequence[Thing]) -> Said:
    """The rule is one of each consultation's, the reason is given where everybody reads one."""
    if said.verb in Decision.REASONED:
        for consultation in {consultation_of(thing) for thing in wanted}:
            rule = rule_of(consultation, said.rule)
            if said.verb == Verb.HOLD and not rule.ground:
                raise Invalid(
                    Refusal(
                        "not_a_ground",
                        _(
                            "One moderator alone holds a text for danger to a person, personal data or plain "
                            "unlawfulness. This rule is none of them."
                        ),
                        field="rule",
                    )
                )
            if said.verb == Verb.REDACT and rule.ground != Ground.PERSONAL_DATA:
                raise Invalid(
                    Refusal(
                        "not_personal_data",
                        _("Words are taken out under a rule about personal data. Choose one."),
                        field="rule",
                    )
                )
    if said.verb in (*Decision.REASONED, Verb.RESTORE, Verb.KEEP, Verb.ERASE, Verb.LIFT):
        return replace(said, reason=words.checked(said.reason, limit=REASON_LIMIT, field="reason"))
    return said


def rule_of(consultation: Consultation | None, number: int | None) -> Rule:
    for rule in Rule.objects.of(consultation):
        if rule.number == number:
            return rule
    raise Invalid(Refusal("rule_unknown", _("Choose the rule that the text breaks."), field="rule"))


# --- whether now -----------------------------------------------------------------------------------------------------


def _claims(by: Person, wanted: Sequence[Thing], now: datetime) -> dict[UUID, Refusal]:
    """Things at which somebody else looks at this moment."""
    rows = Item.objects.open().filter(about_any(wanted), claimed_until__gt=now).exclude(claimed_by=by)
    return {
        item.thing_id: Refusal(
            "claimed",
            _("%(name)s has taken this and decides about it. It is free when they give it back, or in 15 minutes."),
            {"name": item.claimed_by.name if item.claimed_by else ""},
        )
        for item in rows.select_related("claimed_by")
    }


def _motions(wanted: Sequence[Thing]) -> dict[UUID, Motion]:
    rows = Motion.objects.filter(about_any(wanted), state=Motion.State.WAITING)
    return {motion.thing_id: motion for motion in rows}


def _stale(said: Said, thing: Thing, state: State) -> Refusal | None:
    """Nobody decides about words they have not read, or after a decision they do not know of."""
    token = said.tokens.get(thing.pk)
    if token is None or token == state.token:
        return None
    if token.rpartition("-")[0] != state.token.rpartition("-")[0]:
        return Refusal(
            "corrected_meanwhile",
            _("Its author corrected the text since you opened the page. Read it again before you decide."),
        )
    return Refusal("decided_meanwhile", _("Somebody else decided about this since you opened the page."))


def _impossible(said: Said, thing: Thing, state: State, motion: Motion | None, now: datetime) -> Refusal | None:
    if said.verb == Verb.UNDO:
        return _not_undone(said.undone[thing.pk], state, now)
    if not isinstance(thing, Comment | Contribution):
        return _not_so(said.verb, thing)
    if said.verb in (Verb.HIDE, Verb.ERASE) and said.seconded_by is None and takes_two(said.verb, thing):
        return _needs_another()
    if said.verb == Verb.HOLD and not takes_two(Verb.HIDE, thing):
        return _takes_one()
    if said.verb == Verb.REDACT and thing.waiting_version is not None:
        return Refusal("newer_words_wait", _("Its author has sent newer words. Decide about those first."))
    if said.verb == Verb.PUBLISH and thing.waiting_for in FOR_A_BODY:
        return Refusal(
            "waits_for_its_body",
            _("This text waits for its organization, not for a moderator. Confirm its author instead."),
        )
    return None if _fits(said, thing, motion) else _as_it_is(thing)


def _fits(said: Said, text: Text, motion: Motion | None) -> bool:
    """Whether a decision of this kind leads anywhere from the state the text is in."""
    edit_waits = text.waiting_version is not None
    match said.verb:
        case Verb.PUBLISH:
            return text.status == Status.RECEIVED or edit_waits
        case Verb.DECLINE:
            return edit_waits
        case Verb.KEEP:
            return text.status == Status.PUBLISHED
        case Verb.HIDE:
            held = motion is not None and motion.hold_id is not None and said.seconded_by is not None
            return text.status in (Status.PUBLISHED, Status.RECEIVED) or (text.status == Status.HIDDEN and held)
        case Verb.HOLD:
            return text.status in (Status.PUBLISHED, Status.RECEIVED)
        case Verb.RESTORE | Verb.LAPSE:
            return text.status == Status.HIDDEN
        case Verb.ERASE:
            return text.status != Status.ERASED
        case _:
            return text.status in (Status.PUBLISHED, Status.RECEIVED, Status.HIDDEN)


def _not_so(verb: Verb, thing: Thing) -> Refusal | None:
    """Names, titles and texts put up are hidden, shown again or left; the rest is for filed texts."""
    if isinstance(thing, Person) and verb in (Verb.LIMIT, Verb.SUSPEND):
        return None
    if isinstance(thing, Person) and verb == Verb.LIFT and thing.restriction:
        return None
    hidden = getattr(thing, "is_hidden", False)
    if verb in (Verb.HIDE, Verb.KEEP) and not hidden:
        return None
    if verb == Verb.RESTORE and hidden:
        return None
    return Refusal("decided_meanwhile", _("This is not as it was when you opened the page."))


def _not_undone(decision: Decision, state: State, now: datetime) -> Refusal | None:
    if decision.verb not in UNDOABLE:
        return Refusal("not_undoable", _("What was asked, taken out or erased is not taken back."))
    if decision.step != state.step:
        return Refusal("decided_meanwhile", _("Another decision followed this one; that one can be taken back."))
    if decision.verb == Verb.PUBLISH and decision.before["status"] == Status.RECEIVED and _was_answered(decision):
        return Refusal("answered_meanwhile", _("Somebody answered or endorsed this text since; it stays shown."))
    if now >= decision.at + UNDONE_WITHIN:
        return Refusal(
            "too_late_to_undo",
            _("A decision is taken back within the hour. After that, another decision says otherwise."),
        )
    return None


def _was_answered(decision: Decision) -> bool:
    thing = decision.thing
    replies = Comment.objects.filter(reply_to=thing.pk) if isinstance(thing, Comment) else Comment.objects.none()
    endorsed = Endorsement.objects.filter(**about(thing))
    return replies.exists() or endorsed.exists()


def takes_two(verb: Verb, thing: Thing) -> bool:
    """Whether it takes two people: erasing words, and hiding what was written in the name of a body or a group."""
    if verb == Verb.ERASE:
        return True
    if isinstance(thing, Comment | Contribution):
        return verb == Verb.HIDE and thing.capacity in (Capacity.ORGANIZATION, Capacity.STAKEHOLDER_GROUP)
    return False


def _needs_another() -> Refusal:
    return Refusal("second_person_needed", _("This takes two people. Ask a second moderator to agree."))


def _takes_one() -> Refusal:
    return Refusal(
        "takes_one", _("This text was written in nobody’s name but its author’s: no second person is needed.")
    )


def _as_it_is(text: Text) -> Refusal:
    return Refusal(
        "decided_meanwhile",
        _("This text is not as it was when you opened the page: it is now “%(status)s”."),
        {"status": Status(text.status).label},
    )


# --- the rows --------------------------------------------------------------------------------------------------------


def _write(
    by: Person | None, going: Sequence[Thing], said: Said, states: Mapping[UUID, State], now: datetime
) -> list[Decision]:
    if not going:
        return []
    of = {consultation_of(thing) for thing in going}
    names = {one: rule_of(one, said.rule).name if said.rule else "" for one in of}
    offices = {one: office_of(by, one) for one in of} if by is not None else {}
    since = dict(_waited_since(going))
    decisions = []
    for thing in going:
        consultation = consultation_of(thing)
        undone = said.undone.get(thing.pk)
        key = uuid4()
        decisions.append(
            Decision(
                id=key,
                consultation=consultation,
                verb=said.verb,
                step=states[thing.pk].step + 1,
                **about(thing),
                rule_number=said.rule,
                rule=names[consultation],
                reason=said.reason,
                language=said.language,
                before=_before(thing),
                undoes=undone,
                by=by,
                office=offices.get(consultation, ""),
                seconded_by=said.seconded_by,
                waited_since=since.get(thing.pk),
                until=said.until,
                at=now,
                entry=_entry(thing, said, key, now),
            )
        )
    entries.append_all([decision.entry for decision in decisions])
    Decision.objects.bulk_create(decisions)
    effects.apply(going, decisions, said.verb, said.undone)
    effects.close(going, decisions, said.verb, said.undone, now)
    return decisions


def _waited_since(going: Sequence[Thing]) -> list[tuple[UUID, datetime]]:
    return [(item.thing_id, item.opened_at) for item in Item.objects.open().filter(about_any(going))]


def _before(thing: Thing) -> dict[str, Any]:
    if isinstance(thing, Comment | Contribution):
        return {"status": thing.status, "waiting_for": thing.waiting_for, "waiting_version": thing.waiting_version}
    return {"status": thing.status}


def _entry(thing: Thing, said: Said, decision: UUID, now: datetime) -> Entry:
    consultation = consultation_of(thing)
    kind = f"{kind_of(thing)}.published" if said.verb == Verb.PUBLISH else ENTRY_KINDS[said.verb]
    proposal = thing.proposal_id if isinstance(thing, Comment) else thing.pk if isinstance(thing, Proposal) else None
    undone = said.undone.get(thing.pk)
    return entries.compose(
        kind=kind,
        thing=thing.pk,
        at=now,
        consultation=consultation.pk if consultation else None,
        round=thing.round_id if isinstance(thing, Comment | Contribution) else None,
        proposal=proposal,
        about=kind_of(thing),
        decision=decision,
        rule=said.rule,
        because="decision" if said.verb == Verb.ERASE else None,
        commit=said.commit,
        # What it is shown as from here on, where a decision is taken back.
        status=str(undone.before["status"]) if undone else None,
        undoes=undone.pk if undone else None,
        until=said.until,
    )
