"""One decision about many texts: foreseen, asked for once, carried out in batches or all at once, taken back.

Rows are the queue: whoever claims a bulk goes on where the last one stopped. An item is written in the transaction of
its decision, so nothing is done twice.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid4

import structlog
from django.db import OperationalError, transaction
from django.db.models import Count, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from jobs.actions import jobs
from jobs.models import Job
from moderation.actions import deciding, decisions, things
from moderation.actions.rows import save_all
from moderation.actions.said import Foreseen, Result, Said
from moderation.actions.whether import UNDOABLE, UNDONE_WITHIN
from moderation.models import Bulk, BulkItem, Decision, Text, Thing, about, consultation_of
from moderation.permissions import can_decide_about_many, can_undo_many
from rounds.rules import words
from web.refusals import Conflict, Invalid, NotDone, Refusal, require

log = structlog.get_logger(__name__)
Verb = Decision.Verb
State = BulkItem.State

KIND = "moderation.bulk"
# What can be said of many texts at once. Asking authors, taking words out and erasing are done one by one.
VERBS = (Verb.PUBLISH, Verb.KEEP, Verb.HIDE, Verb.RESTORE)
BATCH = 200


def preview(*, by: Person, verb: str, texts: Sequence[tuple[Text, str]], now: datetime) -> list[Foreseen]:
    """What would come of each text at this moment, in their order. `texts`: each with its token, where it was read."""
    require(can_decide_about_many(by, [text for text, _token in texts]))
    _check_verb(verb)
    tokens = {text.pk: token for text, token in texts if token}
    return deciding.foresee(by, [text for text, _token in texts], Said(Verb(verb), tokens=tokens), now)


def worded(verb: str, rule: int | None, reason: str, language: str, texts: Iterable[Text]) -> Said:
    """The decision as it will stand. Refused where the rule is not one for all of these texts, or a reason lacks."""
    _check_verb(verb)
    language = words.checked_language(language)
    if verb == Verb.PUBLISH:
        return Said(Verb.PUBLISH, language=language)
    reason = words.checked(reason, limit=deciding.REASON_LIMIT, field="reason")
    if verb != Verb.HIDE:
        return Said(Verb(verb), None, reason, language)
    names = {deciding.rule_of(one, rule).name for one in {consultation_of(text) for text in texts}}
    if len(names) > 1:
        raise Invalid(
            Refusal(
                "rules_differ",
                _("These texts belong to consultations with different rules. Decide about one consultation at a time."),
                field="rule",
            )
        )
    return Said(Verb.HIDE, rule, reason, language)


@transaction.atomic(savepoint=False)
def ask(
    *,
    by: Person,
    verb: str,
    rule: int | None,
    reason: str,
    language: str,
    texts: Sequence[tuple[Text, str]],
    is_all_or_nothing: bool = False,
    now: datetime,
) -> Bulk:
    """Ask that the same is decided about these texts, each with the token of what was read. A sweep carries it out."""
    require(can_decide_about_many(by, [text for text, _token in texts]))
    read = {text.pk: (text, token) for text, token in texts}
    said = worded(verb, rule, reason, language, [text for text, _token in texts])
    bulk = Bulk(
        verb=said.verb,
        rule_number=said.rule,
        reason=said.reason,
        language=language,
        is_all_or_nothing=is_all_or_nothing,
        by=by,
        at=now,
    )
    return _begin(bulk, [*read.values()], now)


@transaction.atomic(savepoint=False)
def undo(*, by: Person, bulk: Bulk, now: datetime) -> Bulk:
    """Take back within the hour what a bulk decision did. Each text has a decision of its own, and a result."""
    require(can_undo_many(by, bulk))
    Bulk.objects.select_for_update(of=("self",)).get(pk=bulk.pk)
    refusal = cannot_undo(bulk, now)
    if refusal is not None:
        raise Conflict(refusal)
    done = bulk.items.filter(state=State.DONE).order_by("position")
    found = things.of(done)
    taking_back = Bulk(verb=Verb.UNDO, language=bulk.language, by=by, at=now, undoes=bulk)
    return _begin(taking_back, [(found[item.thing_id], "") for item in done], now)


def cannot_undo(bulk: Bulk, now: datetime) -> Refusal | None:
    """Why a bulk decision is not taken back as a whole, if it is not. Writes nothing."""
    if bulk.verb not in UNDOABLE:
        return Refusal("not_undoable", _("What was taken back is not taken back again. Decide anew."))
    if bulk.job.ended_at is None:
        return Refusal("still_running", _("This is still being carried out. Take it back when it is done."))
    if Bulk.objects.filter(undoes=bulk).exists():
        return Refusal("undone_already", _("This was taken back already."))
    if not bulk.items.filter(state=State.DONE).exists():
        return Refusal("nothing_to_undo", _("Nothing was done, so there is nothing to take back."))
    if now >= bulk.at + UNDONE_WITHIN:
        return Refusal(
            "too_late_to_undo",
            _("A decision is taken back within the hour. After that, another decision says otherwise."),
        )
    return None


# --- carrying out ----------------------------------------------------------------------------------------------------


def carry_out_next(*, now: datetime) -> bool:
    """A step of a sweep: the next batch of the bulk decision that was asked for first. False where nothing waits."""
    waiting = Bulk.objects.filter(job__state=Job.State.RUNNING).order_by("at", "id")
    return any(carry_out(bulk=bulk, now=now) for bulk in waiting[:BATCH].iterator())


def carry_out(*, bulk: Bulk, now: datetime) -> bool:
    """The next batch of one bulk decision, in a transaction of its own; all of it where it is all or nothing.

    False where nothing of it waits, or somebody else is at work on it.
    """
    try:
        with transaction.atomic(), translation.override(bulk.by.language):
            return _batch(bulk, now)
    except OperationalError:
        # The database was away, or another decision stood in the way: the next sweep tries again.
        raise
    except Exception:
        log.exception("bulk.stopped", bulk=str(bulk.pk))
        with transaction.atomic(), translation.override(bulk.by.language):
            _stop(bulk, now)
        return True


def _batch(bulk: Bulk, now: datetime) -> bool:
    claimed = Bulk.objects.select_for_update(of=("self",), skip_locked=True).select_related("by", "job")
    present = claimed.filter(pk=bulk.pk, job__state=Job.State.RUNNING).first()
    if present is None:
        return False
    waiting = present.items.filter(state=State.WAITING).order_by("position")
    items = list(waiting if present.is_all_or_nothing else waiting[:BATCH])
    _note(items, _decide(present, items, now))
    _go_on(present, now)
    return True


def _decide(bulk: Bulk, items: Sequence[BulkItem], now: datetime) -> list[Decision | str]:
    """Of each item the decision, or the sentence that says why there is none."""
    try:
        with transaction.atomic():
            results = _results(bulk, items, now)
            if bulk.is_all_or_nothing and any(result.refused is not None for result in results):
                raise _NotAll(results)
    except _NotAll as not_all:
        others = _("Not done: it was to be all of them or none, and others could not be done.")
        return [str(result.refused or others) for result in not_all.results]
    except NotDone as error:
        # The rule was ended, or the reason is none: that is the same for all of them.
        return [str(error)] * len(items)
    return [result.decision or str(result.refused) for result in results]


class _NotAll(Exception):
    """Some of what was to be done as a whole cannot be done; nothing of it stays."""

    def __init__(self, results: list[Result]) -> None:
        self.results = results


def _results(bulk: Bulk, items: Sequence[BulkItem], now: datetime) -> list[Result]:
    if bulk.undoes_id is not None:
        by_thing = _decided(bulk.undoes_id, items)
        undone = [by_thing[item.thing_id] for item in items]
        return decisions.undo_all(by=bulk.by, decisions=undone, asked_at=bulk.at, now=now)
    found = things.of(items)
    said = Said(
        Verb(bulk.verb),
        bulk.rule_number,
        bulk.reason,
        bulk.language,
        tokens={item.thing_id: item.token for item in items},
    )
    return decisions.decide_all(by=bulk.by, texts=[found[item.thing_id] for item in items], said=said, now=now)


def _decided(bulk: UUID, items: Sequence[BulkItem]) -> dict[UUID, Decision]:
    """What a bulk decision decided about the things of these items."""
    about_them = Q(comment__in=[item.comment_id for item in items if item.comment_id])
    about_them |= Q(contribution__in=[item.contribution_id for item in items if item.contribution_id])
    rows = BulkItem.objects.filter(about_them, bulk=bulk, decision__isnull=False).select_related("decision")
    return {item.thing_id: item.decision for item in rows if item.decision is not None}


def _note(items: Sequence[BulkItem], outcomes: Sequence[Decision | str]) -> None:
    for item, outcome in zip(items, outcomes, strict=True):
        if isinstance(outcome, Decision):
            item.state, item.decision = State.DONE.value, outcome
        else:
            item.state, item.refusal = State.REFUSED.value, outcome[: item._meta.get_field("refusal").max_length]
    save_all(items, ["state", "decision", "refusal"])


def _go_on(bulk: Bulk, now: datetime) -> None:
    """Say how far it is; the last batch ends the job."""
    by_state = bulk.items.order_by().values_list("state").annotate(count=Count("pk"))
    counts = dict.fromkeys(State.values, 0) | dict(by_state)
    jobs.progress(job=bulk.job, done=counts[State.DONE] + counts[State.REFUSED])
    if not counts[State.WAITING]:
        result = {"done": counts[State.DONE], "refused": counts[State.REFUSED]}
        jobs.end(job=bulk.job, result=result, errors=[], now=now)


def _stop(bulk: Bulk, now: datetime) -> None:
    """Something broke: say of each what is left that it was not done, and let the others go on."""
    present = Bulk.objects.select_for_update(of=("self",)).select_related("job").get(pk=bulk.pk)
    broke = str(_("Not done: something broke on our side. Try it again by itself."))
    present.items.filter(state=State.WAITING).update(state=State.REFUSED, refusal=broke)
    _go_on(present, now)


# --- the rows --------------------------------------------------------------------------------------------------------


def _check_verb(verb: str) -> None:
    if verb not in VERBS:
        raise Invalid(Refusal("verb_not_for_many", _("This is decided about one text at a time."), field="verb"))


def _begin(bulk: Bulk, texts: Sequence[tuple[Thing, str]], now: datetime) -> Bulk:
    if not texts:
        raise Invalid(Refusal("nothing_chosen", _("Choose at least one text."), field="texts"))
    if len(texts) > Bulk.AT_MOST:
        raise Invalid(
            Refusal(
                "too_many_chosen",
                _("At most %(count)s texts are decided about at once."),
                {"count": Bulk.AT_MOST},
                field="texts",
            )
        )
    bulk.id = uuid4()
    bulk.job = jobs.start(by=bulk.by.pk, kind=KIND, total=len(texts), now=now, about={"bulk": str(bulk.id)})
    bulk.save(force_insert=True)
    BulkItem.objects.bulk_create(
        BulkItem(bulk=bulk, position=place, token=token, **about(text))
        for place, (text, token) in enumerate(texts, start=1)
    )
    return bulk
