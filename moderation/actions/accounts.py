"""Accounts in trouble: limited or suspended for a time, with a reason and an end, and told so. Time lifts it too."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from moderation.actions import deciding, things
from moderation.actions.said import Said
from moderation.models import Decision
from moderation.permissions import can_decide
from rounds.models import Office
from rounds.rules import words
from web.refusals import Conflict, Invalid, Refusal, require

Verb = Decision.Verb
# A restriction lasts long enough to be read of, and always has an end.
SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=366)
BATCH = 500


@transaction.atomic(savepoint=False)
def limit(
    *,
    by: Person,
    person: Person,
    rule: int,
    reason: str,
    language: str,
    until: datetime,
    token: str | None = None,
    now: datetime,
) -> Decision:
    """A moderator reads each of somebody's texts before it is shown, until a moment."""
    require(can_decide(by, person))
    return _restrict(by, person, Said(Verb.LIMIT, rule, reason, language, until=until), token, now)


@transaction.atomic(savepoint=False)
def suspend(
    *,
    by: Person,
    person: Person,
    rule: int,
    reason: str,
    language: str,
    until: datetime,
    token: str | None = None,
    now: datetime,
) -> Decision:
    """Somebody files, corrects and endorses nothing until a moment. What stands stays; they read and take back."""
    require(can_decide(by, person))
    return _restrict(by, person, Said(Verb.SUSPEND, rule, reason, language, until=until), token, now)


@transaction.atomic(savepoint=False)
def lift(
    *, by: Person, person: Person, reason: str, language: str, token: str | None = None, now: datetime
) -> Decision:
    """End a limit or a suspension before its time."""
    require(can_decide(by, person))
    said = Said(Verb.LIFT, None, reason, words.checked_language(language))
    present = things.lock([person])[person.pk]
    if isinstance(present, Person) and not present.restriction:
        raise Conflict(Refusal("not_restricted", _("This account is neither limited nor suspended.")))
    return deciding.one(by, person, said, token, now)


def lift_due(*, now: datetime) -> int:
    """A sweep: what a decision kept somebody from ends at its moment. Returns how many accounts."""
    lifted = 0
    while batch := _lift_some(now):
        lifted += batch
    return lifted


@transaction.atomic
def _lift_some(now: datetime) -> int:
    over = Person.objects.get_queryset().exclude(restriction="").filter(restricted_until__lte=now)
    locked = over.select_for_update(of=("self",), no_key=True, skip_locked=True).order_by("pk")
    results = deciding.carry_out(None, list(locked[:BATCH]), Said(Verb.LIFT), now)
    return sum(result.decision is not None for result in results)


def _restrict(by: Person, person: Person, said: Said, token: str | None, now: datetime) -> Decision:
    words.checked_language(said.language)
    _check_end(said.until, now)
    # Whoever gives them an office meanwhile waits.
    things.lock([person])
    if Office.objects.given_to(person).exists():
        raise Conflict(
            Refusal(
                "holds_an_office",
                _("%(name)s holds an office. End it first: then this can be decided."),
                {"name": person.name},
            )
        )
    return deciding.one(by, person, said, token, now)


def _check_end(until: datetime | None, now: datetime) -> None:
    if until is None or not now + SHORTEST <= until <= now + LONGEST:
        raise Invalid(
            Refusal("end_out_of_range", _("Choose an end between one hour and one year from now."), field="until")
        )
