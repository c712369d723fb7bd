from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from contributions.models import Contribution
from ledger.actions import entries
from moderation.models import Decision
from moderation.permissions import can_decide
from moderation.rules import defaults
from proposals.models import Comment
from rounds.models import FOR_A_BODY, Status
from rounds.rules import words
from web.refusals import Conflict, Invalid, Refusal, require

Thing = Comment | Contribution
REASON_LIMIT = 2_000


@transaction.atomic(savepoint=False)
def hide(*, by: Person, thing: Thing, rule: int, reason: str, language: str, now: datetime) -> Decision:
    """Hide a shown text under a numbered rule, with a reason that everybody reads. Replies stay."""
    require(can_decide(by, thing))
    if rule not in defaults.BY_NUMBER:
        raise Invalid(Refusal("rule_unknown", _("Choose the rule that the text breaks."), field="rule"))
    reason = words.checked(reason, limit=REASON_LIMIT, field="reason")
    present = _lock(thing, Status.PUBLISHED)
    decision = _decide(by, present, Decision.Verb.HIDE, now, rule=rule, reason=reason, language=language)
    present.take_words()
    _set_status(present, Status.HIDDEN, decision)
    return decision


@transaction.atomic(savepoint=False)
def restore(*, by: Person, thing: Thing, reason: str, language: str, now: datetime) -> Decision:
    """Show a hidden text again, in the words its author filed last."""
    require(can_decide(by, thing))
    reason = words.checked(reason, limit=REASON_LIMIT, field="reason")
    present = _lock(thing, Status.HIDDEN)
    decision = _decide(by, present, Decision.Verb.RESTORE, now, reason=reason, language=language)
    _show(present, decision)
    return decision


@transaction.atomic(savepoint=False)
def publish(*, by: Person, thing: Thing, now: datetime) -> Decision:
    """Show a text that was received and waited; its moment stays the one at which it was received."""
    require(can_decide(by, thing))
    present = _lock(thing, Status.RECEIVED)
    if present.waiting_for in FOR_A_BODY:
        raise Conflict(
            Refusal(
                "waits_for_its_body",
                _("This text waits for its organization, not for a moderator. Confirm its author instead."),
            )
        )
    decision = _decide(by, present, Decision.Verb.PUBLISH, now, language=present.language)
    _show(present, decision)
    return decision


def _lock(thing: Thing, expected: Status) -> Thing:
    """The thing as it is now; `Conflict` where somebody else decided meanwhile."""
    model = type(thing)
    present = model._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)
    if present.status != expected:
        raise Conflict(
            Refusal(
                "decided_meanwhile",
                _("This text is not as it was when you opened the page: it is now “%(status)s”."),
                {"status": Status(present.status).label},
            )
        )
    return present


def _decide(
    by: Person,
    thing: Thing,
    verb: Decision.Verb,
    now: datetime,
    *,
    language: str,
    rule: int | None = None,
    reason: str = "",
) -> Decision:
    name = "comment" if isinstance(thing, Comment) else "contribution"
    kinds = {
        Decision.Verb.HIDE: "moderation.hidden",
        Decision.Verb.RESTORE: "moderation.restored",
        Decision.Verb.PUBLISH: f"{name}.published",
    }
    key = uuid4()
    entry = entries.append(
        kind=kinds[verb],
        thing=thing.pk,
        at=now,
        consultation=thing.consultation_id,
        round=thing.round_id,
        proposal=thing.proposal_id if isinstance(thing, Comment) else None,
        decision=key,
        rule=rule,
    )
    return Decision.objects.create(
        id=key,
        consultation_id=thing.consultation_id,
        verb=verb,
        comment=thing if isinstance(thing, Comment) else None,
        contribution=thing if isinstance(thing, Contribution) else None,
        rule_number=rule,
        rule=str(defaults.BY_NUMBER[rule].name) if rule else "",
        reason=reason,
        language=language,
        by=by,
        at=now,
        entry=entry,
    )


def _show(thing: Thing, decision: Decision) -> None:
    if isinstance(thing, Contribution):
        thing.show(thing.versions.order_by("-number")[0])
    else:
        thing.show(thing.versions.order_by("-number")[0])
    _set_status(thing, Status.PUBLISHED, decision)


def _set_status(thing: Thing, status: Status, decision: Decision) -> None:
    thing.status, thing.waiting_for, thing.status_entry = status, None, decision.entry
    thing.save(update_fields=["status", "waiting_for", "status_entry", *thing.WORDS])
