"""Under which rules a consultation is moderated: when moderators read, how fast they decide, the numbered rules."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from ledger.actions import entries
from rounds.models import Consultation, Rule, RulesChange
from rounds.permissions import can_arrange
from rounds.rules import words
from rounds.rules.moderation import AT_MOST, LONGEST, MEANING_LIMIT, NAME_LIMIT, SHORTEST, Ground, Originals, Wanted
from texts.rules import spaces
from texts.rules.fold import fold
from web.refusals import Conflict, Invalid, Refusal, require

REASON_LIMIT = 2_000


@transaction.atomic(savepoint=False)
def change(
    *,
    by: Person,
    consultation: Consultation,
    moderation: Consultation.Moderation,
    reads_first_texts: bool,
    decides_within: int,
    rules: Iterable[Wanted],
    reason: str,
    now: datetime,
    known: int | None = None,
) -> Consultation:
    """Put these rules in the place of those that hold; everybody reads old and new beside each other, and why.

    A rule that keeps its number is the same rule in other words; one that is left out ends, and its number is given to
    no other. Texts that wait go on waiting. `decides_within` in hours. `known`: how many changes whoever asks has seen.
    """
    require(can_arrange(by, consultation))
    present = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    made = RulesChange.objects.filter(consultation=present).count()
    if known is not None and known != made:
        raise Conflict(
            Refusal(
                "rules_changed_meanwhile",
                _("Somebody else changed these rules since you opened the page. Look at them again first."),
            )
        )
    before = held_by(present)
    after = planned(
        consultation=present,
        moderation=moderation,
        reads_first_texts=reads_first_texts,
        decides_within=decides_within,
        rules=rules,
    )
    if before == after:
        raise Invalid(Refusal("nothing_changed", _("These are the rules that hold now.")))
    if spaces.is_blank(reason):
        raise Invalid(Refusal("reason_missing", _("Say why: everybody reads the reason."), field="reason"))
    said = words.checked(reason, limit=REASON_LIMIT, field="reason")
    entry = entries.append(
        kind="consultation.rules_changed",
        thing=present.pk,
        at=now,
        consultation=present.pk,
        moderation=moderation.value,
        hours=decides_within,
        count=len(after["rules"]),
    )
    RulesChange.objects.create(consultation=present, before=before, after=after, reason=said, at=now, entry=entry)
    present.moderation, present.reads_first_texts = moderation.value, reads_first_texts
    present.decides_within = decides_within
    present.save(update_fields=["moderation", "reads_first_texts", "decides_within"])
    _write(present, after["rules"], now)
    return present


def held_by(consultation: Consultation) -> dict[str, Any]:
    """What holds now, as a change keeps it."""
    return _kept(
        consultation.moderation,
        consultation.reads_first_texts,
        consultation.decides_within,
        [
            {
                "number": rule.number,
                **{name: getattr(rule, name) for name in ("name", "meaning", "ground", "originals")},
            }
            for rule in Rule.objects.of(consultation)
        ],
    )


def planned(
    *,
    consultation: Consultation,
    moderation: Consultation.Moderation,
    reads_first_texts: bool,
    decides_within: int,
    rules: Iterable[Wanted],
) -> dict[str, Any]:
    """What would hold; new rules with the numbers that they would get. Raises `Invalid` as the change itself would."""
    wanted = list(rules)
    if not SHORTEST <= decides_within <= LONGEST:
        raise Invalid(
            Refusal(
                "hours_invalid",
                _("The secretariat decides within %(shortest)s to %(longest)s hours."),
                {"shortest": SHORTEST, "longest": LONGEST},
                field="decides_within",
            )
        )
    if not wanted:
        raise Invalid(Refusal("rules_missing", _("At least one rule holds in a consultation."), field="rules"))
    if len(wanted) > AT_MOST:
        raise Invalid(
            Refusal(
                "too_many_rules",
                _("At most %(limit)s rules hold in a consultation."),
                {"limit": AT_MOST},
                field="rules",
            )
        )
    _check_numbers(consultation, wanted)
    checked = _checked(wanted)
    taken = Rule.objects.filter(consultation=consultation).aggregate(last=Max("number"))["last"] or 0
    for rule in checked:
        if rule["number"] is None:
            taken += 1
            rule["number"] = taken
    return _kept(moderation.value, reads_first_texts, decides_within, sorted(checked, key=lambda rule: rule["number"]))


def _kept(moderation: str, reads_first_texts: bool, decides_within: int, rules: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "moderation": moderation,
        "reads_first_texts": reads_first_texts,
        "decides_within": decides_within,
        "rules": rules,
    }


def _check_numbers(consultation: Consultation, wanted: Sequence[Wanted]) -> None:
    in_force = {rule.number for rule in Rule.objects.of(consultation)}
    seen: set[int] = set()
    for place, rule in enumerate(wanted):
        if rule.number is None:
            continue
        if rule.number not in in_force or rule.number in seen:
            raise Invalid(
                Refusal(
                    "rule_unknown",
                    _("No rule of this number holds, or it is named twice. A new rule gets its number by itself."),
                    field=f"rules.{place}.number",
                )
            )
        seen.add(rule.number)


def _checked(wanted: Sequence[Wanted]) -> list[dict[str, Any]]:
    """Each rule as it will stand."""
    found: list[dict[str, Any]] = []
    names: set[str] = set()
    for place, rule in enumerate(wanted):
        name, meaning = spaces.line(rule.name), spaces.clean(rule.meaning)
        at = f"rules.{place}"
        if spaces.is_blank(name):
            raise Invalid(Refusal("rule_name_missing", _("Give the rule a name."), field=f"{at}.name"))
        folded = fold(name) or name
        if folded in names:
            raise Invalid(
                Refusal("rule_name_twice", _("Two rules have this name. Give one of them another."), field=f"{at}.name")
            )
        names.add(folded)
        words.check_length(name, limit=NAME_LIMIT, field=f"{at}.name")
        words.check_length(meaning, limit=MEANING_LIMIT, field=f"{at}.meaning")
        if rule.ground not in ("", *Ground.values):
            raise Invalid(Refusal("ground_unknown", _("Choose one of the grounds, or none."), field=f"{at}.ground"))
        if rule.originals not in Originals.values:
            raise Invalid(
                Refusal(
                    "originals_unknown", _("Words that are taken out are kept or destroyed."), field=f"{at}.originals"
                )
            )
        found.append(
            {
                "number": rule.number,
                "name": name,
                "meaning": "" if spaces.is_blank(meaning) else meaning,
                "ground": rule.ground,
                "originals": rule.originals,
            }
        )
    return found


def _write(consultation: Consultation, rules: Sequence[dict[str, Any]], now: datetime) -> None:
    present = {rule.number: rule for rule in Rule.objects.of(consultation)}
    kept = {rule["number"] for rule in rules}
    for number, row in present.items():
        if number not in kept:
            row.ended_at = now
            row.save(update_fields=["ended_at"])
    for said in rules:
        found = present.get(said["number"])
        if found is None:
            Rule.objects.create(consultation=consultation, **said)
            continue
        for name, value in said.items():
            setattr(found, name, value)
        found.save(update_fields=["name", "meaning", "ground", "originals"])
