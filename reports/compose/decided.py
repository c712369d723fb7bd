"""Moderators’ decisions as lists and tables tell them: of which text, under which rule, by which office, how fast."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import batched

from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from digests.rules import links
from moderation.models import Decision, DecisionQuerySet
from reports.compose.tables import BATCH, Row
from rounds.models import Office, Status

NUMBERED = ("comment", "contribution", "proposal", "document")
RELATED = ("entry", "consultation", "undoes__entry", "undone_by__entry")
# About somebody's account, which no list names.
ACCOUNTS = (Decision.Verb.LIMIT, Decision.Verb.SUSPEND, Decision.Verb.LIFT)
ABOUT: dict[str, str | Promise] = {
    "comment": gettext_lazy("Comment"),
    "contribution": gettext_lazy("Contribution"),
    "proposal": gettext_lazy("Text put up for comment"),
    "document": gettext_lazy("Document"),
    "organization": gettext_lazy("Name of an organization"),
    "person": gettext_lazy("Name of a person"),
}


def listed(viewer: Person | None) -> DecisionQuerySet:
    """Those that stand in lists, the same for all who may read the consultation, with the number of their text.

    What is about a text that waits is told when it does not wait any more. `of`: the number under which the text was
    received; None of names.
    """
    found = Decision.objects.visible_to(viewer).filter(entry__seq__isnull=False)
    for name in ("comment", "contribution"):
        found = found.exclude(**{f"{name}__status": Status.RECEIVED})
    return found.select_related(*RELATED).annotate(of=Coalesce(*(f"{name}__entry__seq" for name in NUMBERED)))


def about(decision: Decision) -> str | Promise:
    """What kind of thing it is about."""
    return _("Account") if decision.verb in ACCOUNTS else ABOUT[decision.kind]


def office_of(decision: Decision) -> str | Promise:
    """Offices decide, never people by name; nobody decided what time did."""
    if decision.by_id is None:
        return _("by time alone")
    office = Office.Role(decision.office).label if decision.office else _("Moderator")
    return _("%(office)s and a second person") % {"office": office} if decision.seconded_by_id else office


def waited(decision: Decision) -> timedelta | None:
    """How long the text had waited for somebody to decide; None where nothing waited, or nobody decided."""
    if decision.waited_since is None or decision.by_id is None:
        return None
    return decision.at - decision.waited_since


def rows(decisions: DecisionQuerySet) -> Iterator[list[Row]]:
    """`decisions` as `listed` gives them, in their order. One statement, whatever their number."""
    for batch in batched(decisions.iterator(chunk_size=BATCH), BATCH):
        yield [_row(decision) for decision in batch]


def _row(decision: Decision) -> Row:
    span = waited(decision)
    return {
        "number": decision.number,
        "address": links.entry(decision.number or 0),
        "at": decision.at,
        "consultation": decision.consultation.title if decision.consultation else "",
        "decision": str(decision.get_verb_display()),
        "about": str(about(decision)),
        "of": getattr(decision, "of", None),
        "rule": decision.rule_number,
        "rule_name": decision.rule,
        "reason": decision.reason,
        "office": str(office_of(decision)),
        "minutes": int(span.total_seconds() // 60) if span is not None else None,
        "taken_back": _taken_back(decision),
    }


def _taken_back(decision: Decision) -> int | None:
    undone: Decision | None = getattr(decision, "undone_by", None)
    return undone.number if undone is not None else None
