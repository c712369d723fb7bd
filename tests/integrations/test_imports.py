"""Bringing contributions in: what is written, what is left alone, what a second run does."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError

from accounts.models import Organization, Person
from contributions.models import Contribution, ContributionVersion
from contributions.rules import words
from integrations.actions import imports
from jobs.models import Job
from ledger.models import Entry
from ledger.rules import records
from rounds.actions import sealing
from rounds.models import Consultation, Round
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
CSV = (
    "number,title,author,region,organization,stakeholder_group,area,text\n"
    "11,On lists,Amina Odhiambo,Kenya,Mtandao Sawa,Civil society,Roadmap,1. One list.\n"
    "12,On money,Rosa Field,Europe,n/a,Other,Principles,Who pays?\n"
    "13,On seats,Amina Odhiambo,Kenya,MTANDAO SAWA,Academia,Roadmap,Equal seats.\n"
)


def bring(round: Round, content: str = CSV, by: Person | None = None, **options: Any) -> Job:
    source = imports.read(by=by, round=round, content=content.encode(), **options)
    job = imports.begin(by=by, round=round, source=source, now=NOW)
    return imports.take(by=by, job=job, round=round, source=source, now=NOW)


def test_each_row_becomes_one_contribution(call: Round) -> None:
    job = bring(call)

    first, second, third = Contribution.objects.order_by("source_number")
    assert (job.state, job.total, job.done, job.errors) == ("done", 3, 3, [])
    assert job.result | {"consultation": "", "round": ""} == {
        "consultation": "",
        "round": "",
        "added": 3,
        "present": 0,
        "refused": 0,
    }
    assert first.id == uuid.uuid5(call.consultation_id, "11")
    assert (first.title, first.text, first.format) == ("On lists", "1. One list.", "plain")
    assert (first.channel, first.status, first.posted_at) == ("imported", "published", NOW)
    assert (first.author, first.author_name, first.standing) == (None, "Amina Odhiambo", "")
    assert (first.capacity, first.country, first.language) == ("organization", "KE", "en")
    assert (first.source_ref, first.source_number) == ("11", "11")
    assert first.versions.get().source_extra == {"area": "Roadmap"}
    assert (second.capacity, second.organization, second.author_name) == ("personal", None, "Rosa Field")
    assert second.versions.get().source_extra == {"area": "Principles", "region": "Europe"}
    assert third.organization == first.organization


def test_stakeholder_group_is_kept_on_the_contribution(call: Round) -> None:
    bring(call)

    groups = Contribution.objects.order_by("source_number").values_list("stakeholder_group", flat=True)
    assert list(groups) == ["civil_society", "other", "academia"]
    assert Organization.objects.get(name_folded="mtandao sawa").stakeholder_group_id == "civil_society"


def test_organization_that_is_known_is_matched_by_its_name(call: Round, secretary: Person) -> None:
    known = factories.make_organization(secretary, "Mtandao Sawá", group="private_sector")

    bring(call)

    assert set(Contribution.objects.exclude(organization=None).values_list("organization", flat=True)) == {known.pk}
    assert Contribution.objects.get(source_number="11").stakeholder_group_id == "civil_society"


def test_organization_that_is_new_is_noted_and_not_confirmed(call: Round) -> None:
    bring(call)

    body = Organization.objects.get(name="Mtandao Sawa")
    entry = Entry.objects.get(kind="organization.noted", thing=body.pk)
    assert (body.verified_at, body.type, body.country) == (None, "organization", "KE")
    assert '"verified":"no"' in entry.record


def test_row_without_group_takes_that_of_its_organization(call: Round, secretary: Person) -> None:
    factories.make_organization(secretary, "Nalau", group="government")

    bring(call, "title,organization,text\nA,Nalau,Words.\n")

    assert Contribution.objects.get().stakeholder_group_id == "government"


def test_import_is_one_act_and_each_row_another(call: Round, settle: Callable[[], None]) -> None:
    job = bring(call)
    settle()

    whole = Entry.objects.get(kind="import.published")
    rows = list(Entry.objects.filter(kind="contribution.imported").order_by("seq"))
    assert (whole.thing, whole.round, whole.at) == (job.pk, call.pk, NOW)
    assert '"count":3' in whole.record
    assert [entry.thing for entry in rows] == [uuid.uuid5(call.consultation_id, n) for n in ("11", "12", "13")]
    assert [entry.seq for entry in rows] == [(whole.seq or 0) + n for n in (1, 2, 3)]
    assert Contribution.objects.get(source_number="12").number == rows[1].seq


def test_record_commits_to_the_words_and_names_nobody(call: Round) -> None:
    bring(call)

    entry = Entry.objects.get(thing=uuid.uuid5(call.consultation_id, "11"))
    version = ContributionVersion.objects.get(contribution=entry.thing)
    committed = records.commit(bytes(version.salt), words.committed("On lists", "1. One list."))
    assert f'"commit":"{committed}"' in entry.record
    assert (entry.record.count("Amina"), entry.record.count("Mtandao")) == (0, 0)


def test_second_run_adds_nothing(call: Round) -> None:
    bring(call)
    acts = Entry.objects.count()

    job = bring(call)

    assert (job.result["added"], job.result["present"], job.errors) == (0, 3, [])
    assert (Contribution.objects.count(), Entry.objects.count()) == (3, acts)


def test_second_run_without_numbers_adds_nothing(call: Round) -> None:
    content = "title,text\nA,One.\nB,Two.\n"
    bring(call, content)

    job = bring(call, content + "C,Three.\n")

    assert (job.result["added"], job.result["present"]) == (1, 2)


def test_row_that_is_in_with_other_words_is_listed_and_left(call: Round) -> None:
    bring(call)

    job = bring(call, CSV.replace("Who pays?", "Who pays now?"))

    assert job.errors == [
        {
            "line": 3,
            "reason": "A contribution with the number 12 is in already, with other words. It was left as it is.",
        }
    ]
    assert Contribution.objects.get(source_number="12").text == "Who pays?"


def test_row_that_was_hidden_meanwhile_stays_hidden(call: Round, moderator: Person) -> None:
    bring(call)
    factories.hide(moderator, Contribution.objects.get(source_number="12"))

    job = bring(call)

    assert job.result["present"] == 3
    assert Contribution.objects.get(source_number="12").status == "hidden"


def test_good_rows_are_taken_and_bad_ones_listed(call: Round) -> None:
    job = bring(call, CSV + "14,No words,,,,,,\n15,Late,Rosa,,,Other,,Words.\n")

    assert (job.state, job.result["added"], job.result["refused"]) == ("done", 4, 1)
    assert job.errors == [{"line": 5, "reason": "It has no text."}]


def test_import_that_breaks_takes_nothing(call: Round) -> None:
    source = imports.read(by=None, round=call, content=CSV.encode())
    job = imports.begin(by=None, round=call, source=source, now=NOW)
    # Two rows of one reference, which reading never lets through: the database refuses the second.
    source.sheet.rows.append(source.sheet.rows[0])

    with pytest.raises(IntegrityError):
        imports.take(by=None, job=job, round=call, source=source, now=NOW)

    assert Contribution.objects.count() == 0
    assert Organization.objects.filter(name_folded="mtandao sawa").count() == 0
    assert Job.objects.get().state == "failed"


def test_sealed_round_is_imported_into(call: Round) -> None:
    factories.close(call)
    sealing.seal(round=call)
    call.refresh_from_db()

    bring(call)

    assert Contribution.objects.filter(round=call).count() == 3


def test_closing_record_does_not_count_what_was_imported(call: Round, settle: Callable[[], None]) -> None:
    bring(call)
    settle()
    factories.close(call)
    sealing.seal(round=call)

    entry = sealing.close_record(round=call)

    assert entry is not None
    assert '"count":0' in entry.record


def test_import_is_for_the_secretariat(
    call: Round, moderator: Person, member: Person, refused: Callable[[str], AbstractContextManager[None]]
) -> None:
    for person in (moderator, member):
        with refused("office_required"):
            bring(call, by=person)

    assert (Contribution.objects.count(), Job.objects.count()) == (0, 0)


def test_job_names_who_asked(call: Round, secretary: Person) -> None:
    job = bring(call, by=secretary)

    assert (job.asked_by, job.kind) == (secretary.pk, "import_contributions")


def test_language_is_the_consultations_unless_told(call: Round) -> None:
    Consultation.objects.update(language="fr")
    call.consultation.refresh_from_db()

    bring(call, "number,title,text\n1,A,Mots.\n")
    bring(call, "number,title,text\n2,A,Palabras.\n", language="es")

    assert list(Contribution.objects.order_by("source_number").values_list("language", flat=True)) == ["fr", "es"]


def test_unknown_language_is_refused(call: Round, refused: Callable[[str], AbstractContextManager[None]]) -> None:
    with refused("language_unknown"):
        bring(call, language="tlh")


def test_file_that_cannot_be_read_begins_no_job(
    call: Round, refused: Callable[[str], AbstractContextManager[None]]
) -> None:
    with refused("file_unreadable"):
        bring(call, "summary\nA\n")

    assert Job.objects.count() == 0


def test_number_of_statements_does_not_grow_with_rows(
    call: Round, django_assert_max_num_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    lines = "".join(f"{n},Title {n},Author,Kenya,Body {n},Other,,Words {n}.\n" for n in range(100, 150))

    with django_assert_max_num_queries(20):
        bring(call, CSV.splitlines()[0] + "\n" + lines)
