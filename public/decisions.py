"""Moderators’ decisions as rows of a page, and what can be counted about them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Min, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ledger.models import Entry
from moderation.models import Decision, DecisionQuerySet, Item
from reports.compose import decided
from rounds.models import Consultation
from rounds.rules import days

# Rules under which less was decided than this are counted together, so that nobody can be guessed.
FEW = 5


@dataclass(frozen=True)
class Row:
    """One decision. `thing`, `address`: what it is about and where that is read; empty of an account: none is named."""

    decision: Decision
    thing: str
    address: str
    office: str | Promise
    # How long it took, in words; empty where nothing had waited.
    took: str
    # The decisions beside it: which it takes back, and which took it back.
    takes_back: int | None
    taken_back: int | None


@dataclass(frozen=True)
class Line:
    """How often one rule was applied. `bar`: of a hundred; `took`: the usual time to decide, in words."""

    name: str
    count: int
    bar: float
    took: str


@dataclass(frozen=True)
class Figures:
    decisions: int
    entries: int
    took: str
    longest_wait: str
    rules: list[Line]


class Median(Aggregate):
    function = "percentile_cont"
    name = "Median"
    template = "%(function)s(0.5) within group (order by %(expressions)s)"
    output_field = DurationField()


TOOK = Median(ExpressionWrapper(F("at") - F("waited_since"), output_field=DurationField()), filter=Q(by__isnull=False))


def rows_of(decisions: Iterable[Decision]) -> list[Row]:
    """`decisions` as `decided.listed` gives them. No query."""
    made = []
    for decision in decisions:
        span = decided.waited(decision)
        undone: Decision | None = getattr(decision, "undone_by", None)
        made.append(
            Row(
                decision,
                _named(decision),
                _address(decision),
                decided.office_of(decision),
                _words(span),
                decision.undoes.number if decision.undoes else None,
                undone.number if undone else None,
            )
        )
    return made


def figures(
    decisions: DecisionQuerySet, readable: Sequence[Consultation], chosen: Consultation | None, now: datetime
) -> Figures:
    """Of all these decisions; `readable`: the consultations that count, or the `chosen` one. Four queries."""
    within = [chosen] if chosen is not None else list(readable)
    summed: dict[str, Any] = decisions.order_by().aggregate(decisions=Count("pk"), took=TOOK)
    keys = [one.pk for one in within]
    entries = Entry.objects.numbered()
    entries = entries.filter(consultation=chosen.pk) if chosen is not None else entries.in_consultations(keys)
    # What waits is not public, how long the oldest of it has waited is.
    place = Q(consultation__in=keys) if chosen is not None else Q(consultation__in=keys) | Q(consultation__isnull=True)
    waiting = Item.objects.open().filter(place, request__isnull=True, motion__isnull=True)
    since: datetime | None = waiting.aggregate(since=Min("opened_at"))["since"]
    return Figures(
        decisions=summed["decisions"],
        entries=entries.count(),
        took=_words(summed["took"]),
        longest_wait=_words(now - since if since is not None else None),
        rules=_by_rule(decisions),
    )


def _by_rule(decisions: DecisionQuerySet) -> list[Line]:
    """Each rule with five decisions or more, then all others together, then what broke none."""
    grouped = decisions.order_by("rule_number", "rule").values("rule_number", "rule")
    counted = list(grouped.annotate(count=Count("pk"), took=TOOK))
    named = [row for row in counted if row["rule_number"] is not None]
    lines = [
        (_("%(number)s. %(name)s") % {"number": row["rule_number"], "name": row["rule"]}, row["count"], row["took"])
        for row in named
        if row["count"] >= FEW
    ]
    few = sum(row["count"] for row in named if row["count"] < FEW)
    if few:
        lines.append((_("Other rules, together") if lines else _("All rules, together"), few, None))
    lines += [(_("No rule was broken"), row["count"], row["took"]) for row in counted if row["rule_number"] is None]
    most = max((count for _name, count, _took in lines), default=1)
    return [Line(name, count, round(100 * count / most, 1), _words(took)) for name, count, took in lines]


def _words(span: timedelta | None) -> str:
    return days.span_words(span, parts=2) if span is not None else ""


def _named(decision: Decision) -> str:
    if decision.verb in decided.ACCOUNTS:
        return ""
    match decision.kind:
        case "organization":
            return _("the name of an organization")
        case "person":
            return _("the name of a person")
        case _:
            return _("No. %(number)s") % {"number": getattr(decision, "of", None) or "…"}


def _address(decision: Decision) -> str:
    if decision.verb in decided.ACCOUNTS:
        return ""
    if decision.kind == "document" and decision.consultation is not None:
        return f"{reverse('consultation', args=[decision.consultation.slug])}#documents"
    return reverse(decision.kind, args=[decision.thing_id])
