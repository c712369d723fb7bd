"""How a decision is made: who may, then whether each thing is as it was read, then the rows.

One thing, or a thousand at once, take the same steps: two alike are treated alike.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from contributions.models import Attachment, Contribution
from ledger.actions import entries
from ledger.models import Entry
from moderation.actions import effects, things, whether
from moderation.actions.said import Foreseen, Result, Said
from moderation.actions.things import State
from moderation.actions.whether import UNDOABLE, UNDONE_WITHIN, takes_two
from moderation.models import Decision, Item, Thing, about, about_any, consultation_of, kind_of
from moderation.permissions import office_of, refusals
from proposals.models import Comment, Proposal
from rounds.models import Consultation, Rule
from rounds.rules import words
from rounds.rules.moderation import Ground
from web.refusals import Conflict, Invalid, Refusal, Refused

__all__ = ["REASON_LIMIT", "UNDOABLE", "UNDONE_WITHIN", "Foreseen", "Result", "Said", "takes_two"]

Verb = Decision.Verb
REASON_LIMIT = 2_000

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
    refusal = whether.stale(replace(said, tokens=tokens), present, things.states([present])[thing.pk])
    if refusal is None and not whether.takes_two(said.verb, present):
        refusal = whether.takes_one()
    if refusal is None and isinstance(present, Comment | Contribution):
        fits = whether.fits(said, present, None)
        refusal = whether.not_yet(said, present) or (None if fits else whether.as_it_is(present))
    if refusal is not None:
        raise Conflict(refusal)
    return present, said.reason


def foresee(by: Person, wanted: Sequence[Thing], said: Said, now: datetime) -> list[Foreseen]:
    """What `carry_out` would do at this moment, in the order of the things; nothing is locked or written.

    The rule and the reason need not be chosen yet.
    """
    weighed = _weigh(by, wanted, said, now, things.read, is_worded=False)
    refused = {pk: result.refused for pk, result in weighed.refused.items()}
    states = things.states([thing for thing in wanted if thing.pk not in weighed.states]) | weighed.states
    return [Foreseen(thing, states[thing.pk].token, refused.get(thing.pk)) for thing in wanted]


def carry_out(by: Person | None, wanted: Sequence[Thing], said: Said, now: datetime) -> list[Result]:
    """Who may, then whether each is as it was read, then the rows: the same few queries for one and for a thousand."""
    weighed = _weigh(by, wanted, said, now, things.lock)
    results = dict(weighed.refused)
    written = _write(by, weighed.going, weighed.said, weighed.states, now)
    for thing, decision in zip(weighed.going, written, strict=True):
        results[thing.pk] = Result(thing, decision=decision)
    return [results[thing.pk] for thing in wanted]


@dataclass(frozen=True)
class _Weighed:
    """Which things are decided about, as they are now, and of which it is refused."""

    said: Said
    states: dict[UUID, State]
    going: list[Thing]
    refused: dict[UUID, Result]


def _weigh(
    by: Person | None,
    wanted: Sequence[Thing],
    said: Said,
    now: datetime,
    load: Callable[[Sequence[Thing]], dict[UUID, Thing]],
    *,
    is_worded: bool = True,
) -> _Weighed:
    not_allowed = refusals(by, wanted) if by is not None else {}
    if said.seconded_by is not None:
        not_allowed = {**refusals(said.seconded_by, wanted), **not_allowed}
        if said.seconded_by == by:
            not_allowed = {thing.pk: whether.needs_another() for thing in wanted}
    refused = {
        thing.pk: Result(thing, refused=Refused(not_allowed[thing.pk])) for thing in wanted if thing.pk in not_allowed
    }
    open_to = [thing for thing in wanted if thing.pk not in not_allowed]
    said = _checked(said, open_to) if by is not None and is_worded else said
    present = load(open_to)
    states = things.states(list(present.values()))
    claims = (
        whether.claims([one for one in (by, said.seconded_by) if one is not None], open_to, now)
        if by is not None
        else {}
    )
    motions = whether.motions(open_to)
    answered = whether.answered(said.undone)
    going: list[Thing] = []
    for thing in open_to:
        now_it, state = present[thing.pk], states[thing.pk]
        refusal = whether.stale(said, now_it, state) or claims.get(thing.pk)
        refusal = refusal or whether.impossible(said, now_it, state, motions.get(thing.pk), answered, now)
        if refusal is not None:
            refused[thing.pk] = Result(thing, refused=Conflict(refusal))
        else:
            going.append(now_it)
    return _Weighed(said, states, going, refused)


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


def _write(
    by: Person | None, going: Sequence[Thing], said: Said, states: Mapping[UUID, State], now: datetime
) -> list[Decision]:
    if not going:
        return []
    of = {consultation_of(thing) for thing in going}
    names = {one: rule_of(one, said.rule).name if said.rule else "" for one in of}
    offices = {one: office_of(by, one) for one in of} if by is not None else {}
    since = dict(_waited_since(going))
    files = _waiting_files(going)
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
                before=_before(thing, files),
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


def _before(thing: Thing, files: Mapping[UUID, list[str]]) -> dict[str, Any]:
    if not isinstance(thing, Comment | Contribution):
        return {"status": thing.status}
    before = {"status": thing.status, "waiting_for": thing.waiting_for, "waiting_version": thing.waiting_version}
    return {**before, "files": files[thing.pk]} if thing.pk in files else before


def _waiting_files(going: Sequence[Thing]) -> dict[UUID, list[str]]:
    """By contribution the files that wait for a moderator with its newer words."""
    changed = [one.pk for one in going if isinstance(one, Contribution) and one.waiting_version is not None]
    found: dict[UUID, list[str]] = {}
    if changed:
        for key, file in Attachment.objects.filter(contribution__in=changed, waits=True).values_list(
            "contribution", "pk"
        ):
            found.setdefault(key, []).append(str(file))
    return found


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
