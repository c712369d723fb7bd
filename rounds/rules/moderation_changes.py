"""What changes between two sets of rules of a consultation: old and new, line by line, for who decides and who reads.

Both are as `RulesChange` keeps them: {"moderation", "reads_first_texts", "decides_within", "rules": [{"number", "name",
"meaning", "ground", "originals"}]}.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rounds.rules.moderation import Ground, Originals

Held = Mapping[str, Any]

MODES: Mapping[str, str | Promise] = {
    "after": gettext_lazy("Texts are shown at once."),
    "before": gettext_lazy("A moderator reads each text before it is shown."),
}
GROUNDS: Mapping[str, str | Promise] = {
    Ground.DANGER: gettext_lazy("One moderator alone may hold a text under it: danger to a person."),
    Ground.PERSONAL_DATA: gettext_lazy("One moderator alone may hold a text under it: personal data."),
    Ground.UNLAWFUL: gettext_lazy("One moderator alone may hold a text under it: plainly unlawful."),
}
KEPT: Mapping[str, str | Promise] = {
    Originals.SEALED: gettext_lazy("Words taken out are kept, for the author and the moderators alone."),
    Originals.DESTROYED: gettext_lazy("Words taken out are destroyed."),
}


class Change(Protocol):
    """As much of a change as this asks."""

    before: Any
    after: Any


@dataclass(frozen=True)
class Difference:
    """One thing that changes: what it is called, the sentences before and after; the number of the rule it is about.

    Nothing before: it is new. Nothing after: it ended.
    """

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    number: int | None = None


@dataclass(frozen=True)
class Told[C: Change]:
    """A change with its differences."""

    change: C
    differences: list[Difference]


def told_of[C: Change](changes: Iterable[C]) -> list[Told[C]]:
    return [Told(change, between(change.before, change.after)) for change in changes]


def between(before: Held, after: Held) -> list[Difference]:
    """Every difference: the moderation first, then the rules by number."""
    found = [
        Difference(name, (said(before),), (said(after),))
        for name, said in (
            (_("When moderators read"), mode),
            (_("First texts"), first_texts),
            (_("Time to decide"), within),
        )
        if said(before) != said(after)
    ]
    old = {rule["number"]: rule for rule in before["rules"]}
    new = {rule["number"]: rule for rule in after["rules"]}
    found += [
        Difference(_("Rule %(number)s") % {"number": number}, told(old.get(number)), told(new.get(number)), number)
        for number in sorted({*old, *new})
        if old.get(number) != new.get(number)
    ]
    return found


def mode(held: Held) -> str:
    return str(MODES[held["moderation"]])


def first_texts(held: Held) -> str:
    if held["reads_first_texts"]:
        return _("A moderator reads the first text of somebody for whom no organization vouches before it is shown.")
    return _("First texts are treated as all others.")


def within(held: Held) -> str:
    hours: int = held["decides_within"]
    words = ngettext(
        "The secretariat decides within %(hours)s hour.", "The secretariat decides within %(hours)s hours.", hours
    )
    return words % {"hours": hours}


def told(rule: Mapping[str, Any] | None) -> tuple[str, ...]:
    """A rule as sentences: its name, what it means, what follows from it. Nothing where there is no such rule."""
    if rule is None:
        return ()
    sentences = (rule["name"], rule["meaning"], *_follows(rule["ground"], rule["originals"]))
    return tuple(sentence for sentence in sentences if sentence)


class Founded(Protocol):
    """As much of a rule as this asks."""

    ground: Any
    originals: Any


def follows(rule: Founded) -> tuple[str, ...]:
    """What may be done under a rule, beyond hiding a text."""
    return _follows(rule.ground, rule.originals)


def _follows(ground: str, originals: str) -> tuple[str, ...]:
    if not ground:
        return ()
    held = str(GROUNDS[ground])
    return (held, str(KEPT[originals])) if ground == Ground.PERSONAL_DATA else (held,)
