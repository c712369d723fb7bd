"""The import on real input: 187 contributions of 2014, which lie beside the checkout and not in it."""

import csv
import io
from pathlib import Path

import pytest
from django.db.models import Count
from django.utils import timezone

from accounts.models import Organization
from contributions.models import Contribution
from integrations.actions import imports
from integrations.rules import sheets
from jobs.models import Job
from rounds.models import Round
from texts.rules.fold import fold

FILE = Path(__file__).parents[2].parent / "shared" / "data" / "netmundial2014" / "contributions.csv"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FILE.exists(), reason="real contributions are not here (../shared/data/netmundial2014)"),
]


def bring(round: Round) -> Job:
    now = timezone.now()
    source = imports.read(by=None, round=round, content=FILE.read_bytes())
    job = imports.begin(by=None, round=round, source=source, now=now)
    return imports.take(by=None, job=job, round=round, source=source, now=now)


def rows() -> list[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    return list(csv.DictReader(io.StringIO(FILE.read_text(encoding="utf-8"), newline="")))


def test_all_187_are_in_by_group(call: Round) -> None:
    job = bring(call)

    counted = Contribution.objects.values_list("stakeholder_group").annotate(n=Count("id")).order_by("-n")
    assert (job.result["added"], job.errors) == (187, [])
    assert list(counted) == [
        ("civil_society", 59),
        ("private_sector", 43),
        ("government", 28),
        ("academia", 21),
        ("other", 20),
        ("technical_community", 16),
    ]


def test_every_text_is_unharmed(call: Round) -> None:
    bring(call)

    stored = {c.source_number: c for c in Contribution.objects.all()}
    source = {row["number"]: row["text"].replace("\r\n", "\n").replace("\r", "\n") for row in rows()}
    assert {number: c.text for number, c in stored.items()} == {
        number: text.replace("\x00", "") for number, text in source.items()
    }
    assert {c.format for c in stored.values()} == {"plain"}
    with FILE.open(encoding="utf-8", newline="") as file:
        assert max(len(row["text"]) for row in csv.DictReader(file)) == 119_323
    assert sum(len(c.text or "") > 60_000 for c in stored.values()) == 3
    assert sum(len(c.text or "") > 20_000 for c in stored.values()) == 16


def test_people_without_a_body_stay_people(call: Round) -> None:
    bring(call)

    alone = Contribution.objects.filter(capacity="personal")
    assert set(alone.filter(author_name="Avri Doria").values_list("organization", flat=True)) == {None}
    assert all(
        fold(row["organization"]) == fold(row["author"])
        or fold(row["organization"]) in {"independent researcher", "personal submission", "na"}
        or "@" in row["organization"]
        for row in rows()
        if alone.filter(source_number=row["number"]).exists()
    )


def test_bodies_are_noted_once_and_not_confirmed(call: Round) -> None:
    before = Organization.objects.count()
    bring(call)

    named = Contribution.objects.filter(capacity="organization")
    bodies = {fold(row["organization"]) for row in rows() if named.filter(source_number=row["number"]).exists()}
    assert Organization.objects.count() - before == len(bodies)
    assert Organization.objects.filter(verified_at=None).count() == len(bodies)


def test_columns_without_a_place_are_kept(call: Round) -> None:
    bring(call)

    for row in rows():
        contribution = Contribution.objects.get(source_number=row["number"])
        extra = contribution.versions.get().source_extra
        assert extra["area"] == row["area"]
        assert extra["abstract"].split() == row["abstract"].replace("\x00", "").split()
        assert bool(contribution.country) != ("region" in extra)


def test_second_run_adds_nothing(call: Round) -> None:
    bring(call)

    job = bring(call)

    assert (job.result["added"], job.result["present"], job.errors) == (0, 187, [])


def test_file_cut_in_a_quoted_text_is_refused() -> None:
    content = FILE.read_bytes()

    with pytest.raises(sheets.Unreadable) as caught:
        sheets.read(content[: len(content) - 200], chosen={}, language="en")

    assert caught.value.line is not None
