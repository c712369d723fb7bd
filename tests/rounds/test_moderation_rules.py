"""Under which rules a consultation is moderated, and that nothing but a change of the rules changes them."""

import ast
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.models import Organization, Person
from ledger.models import Entry
from moderation.actions import decisions
from proposals.models import Proposal
from rounds.actions import consultations, corrections, moderation_rules, rounds, sealing
from rounds.models import Consultation, Round, Rule, RulesChange
from rounds.rules.moderation import RULES, Wanted
from tests import factories

pytestmark = pytest.mark.django_db
Refused = Callable[[str], AbstractContextManager[None]]
BEFORE, AFTER = Consultation.Moderation.BEFORE, Consultation.Moderation.AFTER


def wanted(consultation: Consultation) -> list[Wanted]:
    """The rules that hold, as somebody would ask for them again."""
    return [
        Wanted(rule.number, rule.name, rule.meaning, rule.ground, rule.originals)
        for rule in Rule.objects.of(consultation)
    ]


def change(by: Person, consultation: Consultation, **said: Any) -> Consultation:
    """What is not said stays as it is."""
    consultation.refresh_from_db()
    kept = {
        "moderation": Consultation.Moderation(consultation.moderation),
        "reads_first_texts": consultation.reads_first_texts,
        "decides_within": consultation.decides_within,
        "rules": wanted(consultation),
        "reason": "The hosts agreed on it.",
        "now": timezone.now(),
    }
    return moderation_rules.change(by=by, consultation=consultation, **{**kept, **said})


def held(consultation: Consultation) -> tuple[str, bool, int]:
    consultation.refresh_from_db()
    return consultation.moderation, consultation.reads_first_texts, consultation.decides_within


def test_consultation_begins_with_six_rules_and_two_days(consultation: Consultation) -> None:
    assert [rule.number for rule in Rule.objects.of(consultation)] == [1, 2, 3, 4, 5, 6]
    assert held(consultation) == ("after", False, 48)


def test_change_is_one_entry_with_old_and_new(secretary: Person, consultation: Consultation) -> None:
    entries = Entry.objects.count()
    rules = wanted(consultation)
    rules[2] = replace(rules[2], name="No attacks")
    change(secretary, consultation, moderation=BEFORE, decides_within=24, rules=rules)

    assert held(consultation) == ("before", False, 24)
    made = RulesChange.objects.get()
    assert (made.before["moderation"], made.before["decides_within"]) == ("after", 48)
    assert (made.after["moderation"], made.after["decides_within"]) == ("before", 24)
    assert made.before["rules"][2]["name"] == str(RULES[2].name)
    assert made.after["rules"][2]["name"] == "No attacks"
    assert made.reason == "The hosts agreed on it."
    assert Entry.objects.count() == entries + 1
    record = json.loads(made.entry.record)
    assert {name: record[name] for name in ("kind", "moderation", "hours", "count")} == {
        "kind": "consultation.rules_changed",
        "moderation": "before",
        "hours": 24,
        "count": 6,
    }
    assert made.entry.thing == made.entry.consultation == consultation.pk


def test_number_of_an_ended_rule_is_given_to_no_other(secretary: Person, consultation: Consultation) -> None:
    now = timezone.now()
    change(secretary, consultation, rules=wanted(consultation)[:-1], now=now)
    change(secretary, consultation, rules=[*wanted(consultation), Wanted(None, "No music")])

    assert [rule.number for rule in Rule.objects.of(consultation)] == [1, 2, 3, 4, 5, 7]
    ended = Rule.objects.get(consultation=consultation, number=6)
    assert ended.ended_at == now
    assert ended.name == str(RULES[5].name)


def test_changed_rule_keeps_its_number(secretary: Person, consultation: Consultation) -> None:
    rules = wanted(consultation)
    rules[0] = Wanted(1, " No  threats ", "Of any kind.\r\n", "unlawful", "destroyed")
    before = Rule.objects.get(consultation=consultation, number=1).pk
    change(secretary, consultation, rules=rules)

    rule = Rule.objects.get(consultation=consultation, number=1)
    assert rule.pk == before
    assert (rule.name, rule.meaning, rule.ground, rule.originals) == (
        "No threats",
        "Of any kind.",
        "unlawful",
        "destroyed",
    )


def test_in_preparation_a_change_is_on_record_too(secretary: Person, host: Organization) -> None:
    made = consultations.create(
        by=secretary, slug="planned", title="P", summary="S", hosting_body=host, now=timezone.now()
    )
    change(secretary, made, reads_first_texts=True)

    assert held(made) == ("after", True, 48)
    assert list(Entry.objects.filter(thing=made.pk).order_by("id").values_list("kind", flat=True)) == [
        "consultation.opened",
        "consultation.rules_changed",
    ]


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({}, "nothing_changed", None),
        ({"decides_within": 0}, "hours_invalid", "decides_within"),
        ({"decides_within": 337}, "hours_invalid", "decides_within"),
        ({"decides_within": 10**40}, "hours_invalid", "decides_within"),
        ({"rules": []}, "rules_missing", "rules"),
        ({"rules": [Wanted(None, f"Rule {n}") for n in range(21)]}, "too_many_rules", "rules"),
        ({"rules": [Wanted(1, "One"), Wanted(2, " \u200b ")]}, "rule_name_missing", "rules.1.name"),
        ({"rules": [Wanted(1, "No threats"), Wanted(2, "no  THREATS")]}, "rule_name_twice", "rules.1.name"),
        ({"rules": [Wanted(1, "!"), Wanted(2, "!")]}, "rule_name_twice", "rules.1.name"),
        ({"rules": [Wanted(1, "x" * 301)]}, "text_too_long", "rules.0.name"),
        ({"rules": [Wanted(1, "One", "x" * 1001)]}, "text_too_long", "rules.0.meaning"),
        ({"rules": [Wanted(7, "Seven")]}, "rule_unknown", "rules.0.number"),
        ({"rules": [Wanted(1, "One"), Wanted(1, "Again")]}, "rule_unknown", "rules.1.number"),
        ({"rules": [Wanted(1, "One", "", "taste")]}, "ground_unknown", "rules.0.ground"),
        ({"rules": [Wanted(1, "One", "", "", "sold")]}, "originals_unknown", "rules.0.originals"),
        ({"decides_within": 24, "reason": " "}, "reason_missing", "reason"),
        ({"decides_within": 24, "reason": "x" * 2001}, "text_too_long", "reason"),
    ],
)
def test_what_cannot_be_taken_changes_nothing(
    secretary: Person, consultation: Consultation, refused: Refused, said: Any, code: str, field: str | None
) -> None:
    with refused(code):
        try:
            change(secretary, consultation, **said)
        except Exception as error:
            assert error.refusal.field == field  # type: ignore[attr-defined]
            raise

    assert (held(consultation), RulesChange.objects.count()) == (("after", False, 48), 0)
    assert [rule.name for rule in Rule.objects.of(consultation)] == [str(rule.name) for rule in RULES]


def test_limits_themselves_are_taken(secretary: Person, consultation: Consultation) -> None:
    many = [Wanted(None, f"Rule {n}: {'x' * 280}", "x" * 1000) for n in range(20)]
    change(secretary, consultation, decides_within=336, rules=many)
    change(secretary, consultation, decides_within=1)

    assert [rule.number for rule in Rule.objects.of(consultation)] == list(range(7, 27))


def test_of_two_who_change_at_once_the_second_looks_again(
    secretary: Person, other_secretary: Person, consultation: Consultation, refused: Refused
) -> None:
    change(secretary, consultation, decides_within=24, known=0)

    with refused("rules_changed_meanwhile"):
        change(other_secretary, consultation, decides_within=72, known=0)
    change(other_secretary, consultation, decides_within=72, known=1)
    assert held(consultation)[2] == 72


@pytest.mark.parametrize("mode", [BEFORE, AFTER])
def test_mode_never_resets_by_itself(
    secretary: Person, host: Organization, mode: Consultation.Moderation, settle: Callable[[], None]
) -> None:
    now = timezone.now()
    made = consultations.create(
        by=secretary, slug="kept", title="K", summary="S", hosting_body=host, moderation=mode, now=now
    )
    change(secretary, made, reads_first_texts=True, decides_within=12)
    kept = (mode.value, True, 12)

    made = factories.describe(secretary, made, title="Kept")
    assert held(made) == kept
    consultations.publish(by=secretary, consultation=made, now=now)
    assert held(made) == kept
    stale = Consultation.objects.get(pk=made.pk)
    corrections.correct(by=secretary, thing=made, field="summary", text="Other", reason="A slip.", now=now)
    assert held(made) == kept
    upcoming = factories.make_round(secretary, made, opens_in=timedelta(days=1), closes_in=timedelta(days=9))
    assert held(made) == kept
    # The clock opens it: nothing is written then, and a text is filed under the mode that was chosen.
    Round.objects.filter(pk=upcoming.pk).update(opens_at=now - timedelta(days=1))
    upcoming.refresh_from_db()
    draft = factories.make_proposal(secretary, upcoming)
    vouched = factories.make_person()
    factories.make_focal_point(secretary, vouched, host)
    said = factories.make_comment(vouched, upcoming, draft)
    assert (said.status, held(made)) == ("received" if mode == BEFORE else "published", kept)
    rounds.extend(
        by=secretary,
        round=upcoming,
        closes_at=upcoming.closes_at + timedelta(days=1),
        reason="It is short.",
    )
    assert held(made) == kept
    closed = factories.close(upcoming)
    settle()
    assert sealing.seal_due(now=timezone.now()) == 1
    assert held(made) == kept
    factories.make_round(secretary, made)
    assert held(made) == kept
    factories.translate(secretary, made)
    assert held(made) == kept
    # Whoever holds an older copy of the row does not write it back either.
    corrections.correct(by=secretary, thing=stale, field="title", text="Kept on", reason="A slip.", now=now)
    assert (held(made), Round.objects.get(pk=closed.pk).number) == (kept, 1)


def test_first_text_waits_and_the_second_does_not(
    secretary: Person, consultation: Consultation, round: Round, draft: Proposal
) -> None:
    change(secretary, consultation, reads_first_texts=True)
    newcomer, round = factories.make_person(), Round.objects.get(pk=round.pk)

    first = factories.make_comment(newcomer, round, draft)
    assert (first.status, first.waiting_for) == ("received", "moderator")
    # Nothing of theirs was shown yet: the next one waits too.
    other = factories.make_comment(newcomer, round, draft)
    assert (other.status, other.waiting_for) == ("received", "moderator")

    decisions.publish(by=secretary, thing=first, now=timezone.now())
    second = factories.make_comment(newcomer, round, draft)
    assert second.status == "published"


def test_whom_an_organization_vouches_for_never_waits(
    secretary: Person, consultation: Consultation, call: Round, member: Person, organization: Organization
) -> None:
    change(secretary, consultation, reads_first_texts=True)
    call = Round.objects.get(pk=call.pk)

    assert factories.make_contribution(member, call).status == "published"
    assert factories.make_contribution(secretary, call, capacity="secretariat").status == "published"
    assert factories.make_contribution(factories.make_person(), call).status == "received"


FIELDS = {"moderation", "reads_first_texts", "decides_within"}
WRITERS = {"create", "get_or_create", "update", "update_or_create", "bulk_update", "Consultation"}


def writes(tree: ast.AST) -> set[str]:
    """Which of the three fields the code of a file writes into a row, in any of the ways in which rows are written."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name, ctx=ast.Store()) if name in FIELDS:
                found.add(name)
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), keywords=given):
                if name in WRITERS:
                    found |= {one.arg for one in given if one.arg in FIELDS}
                if name in ("save", "bulk_update"):
                    found |= {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)} & FIELDS  # type: ignore[operator]
    return found


def test_only_opening_a_consultation_and_changing_its_rules_write_them() -> None:
    root = Path(settings.BASE_DIR)
    apps = ("accounts", "contributions", "digests", "integrations", "moderation", "proposals", "public", "reports")
    files = [path for app in (*apps, "rounds", "secretariat", "consultation") for path in (root / app).rglob("*.py")]
    assert len(files) > 300

    # Only rows with such fields matter here: RulesChange and decisions have other names.
    found = {str(path.relative_to(root)): writes(ast.parse(path.read_text())) for path in files}
    assert {path: fields for path, fields in found.items() if fields and "migrations" not in path} == {
        "rounds/actions/consultations.py": {"moderation"},
        "rounds/actions/moderation_rules.py": FIELDS,
    }


def test_no_row_of_a_consultation_is_written_back_as_a_whole() -> None:
    root = Path(settings.BASE_DIR)
    whole = []
    for path in (root / "rounds").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Attribute(attr="save"), keywords=given) if not given:
                    whole.append(str(path))
    assert whole == []
