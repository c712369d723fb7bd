"""Of which state of the record something is, and that nothing is carried away while that state is still being made."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone, translation

from accounts.actions import people
from accounts.models import Person
from ledger.actions import sequence
from ledger.models import Cursor, Entry
from public import carrying
from reports.compose import stamp
from rounds.models import Consultation, Round
from tests import factories

Settle = Callable[[], None]
CURSORS = ("proposals.counters",)


def _of(consultation: Consultation) -> stamp.Stamp | None:
    return stamp.of(consultation.pk, cursors=CURSORS)


def _rename(person: Person, name: str) -> None:
    people.describe(
        by=person,
        name=name,
        stakeholder_group="",
        country="",
        language="en",
        time_zone="UTC",
        now=timezone.now(),
    )


def test_the_stamp_names_the_last_act_its_moment_and_the_terms(
    consultation: Consultation, call: Round, member: Person, settle: Settle
) -> None:
    contribution = factories.make_contribution(member, call)
    settle()
    entry = Entry.objects.get(pk=contribution.entry_id)

    made = _of(consultation)

    assert made == stamp.Stamp(
        number=entry.seq or 0,
        at=entry.at,
        title="Who acts next?",
        language="en",
        licence="Creative Commons Attribution 4.0 (CC BY 4.0)",
        licence_address="https://creativecommons.org/licenses/by/4.0/",
        address="http://127.0.0.1:8000/c/who-acts/",
    )


def test_an_act_of_another_consultation_changes_no_stamp_and_one_of_none_does(
    consultation: Consultation, private_consultation: Consultation, secretary: Person, member: Person, settle: Settle
) -> None:
    settle()
    before = _of(consultation)

    factories.make_round(secretary, private_consultation)
    settle()
    assert _of(consultation) == before

    _rename(member, "Teodor the Younger")
    settle()
    after = _of(consultation)
    renamed = Entry.objects.get(kind="person.renamed")
    assert after is not None
    assert (after.number, after.at) == (renamed.seq, renamed.at)


def test_the_record_says_that_a_name_changed_and_no_name(member: Person, settle: Settle, client: Client) -> None:
    _rename(member, "Teodor the Younger")
    settle()
    page = client.get("/ledger/").content.decode()

    assert page.count("Somebody takes part under another name from now on") == 1
    assert page.count("Teodor") == 0


def test_the_same_name_again_is_no_act(member: Person) -> None:
    _rename(member, member.name)

    assert Entry.objects.filter(kind="person.renamed").count() == 0


def test_nothing_is_at_rest_before_every_act_has_its_number_and_is_counted(
    consultation: Consultation, call: Round, member: Person, settle: Settle
) -> None:
    settle()
    factories.make_contribution(member, call)
    assert _of(consultation) is None

    sequence.number_batch()
    assert _of(consultation) is None
    assert stamp.of(consultation.pk, cursors=()) is not None
    assert stamp.of(consultation.pk, cursors=("nobody.ever",)) is None

    settle()
    assert _of(consultation) is not None


def test_an_unnumbered_act_of_no_consultation_is_waited_for_and_one_of_another_is_not(
    consultation: Consultation, private_consultation: Consultation, secretary: Person, settle: Settle
) -> None:
    settle()
    factories.make_round(secretary, private_consultation)
    assert _of(consultation) is not None

    factories.make_organization(secretary)
    assert _of(consultation) is None


@pytest.mark.parametrize(("tag", "spoken"), [("en", "en"), ("en-GB", "en"), ("pt-BR", "en"), ("xx", "en")])
def test_a_file_speaks_the_language_of_the_consultation_where_the_site_does(tag: str, spoken: str) -> None:
    assert stamp.language_of(tag) == spoken


@pytest.mark.django_db(transaction=True)
def test_the_snapshot_stays_as_it_was_and_takes_nothing(
    consultation: Consultation, call: Round, member: Person, settle: Settle
) -> None:
    settle()

    with translation.override("de"), carrying.at_rest(consultation) as made:
        assert translation.get_language() == "en"
        with pytest.raises(Exception, match="read-only transaction"):
            Cursor.objects.update(seq=0)

    assert made == _of(consultation)


@pytest.mark.django_db(transaction=True)
def test_who_asks_too_early_is_asked_to_come_again(
    consultation: Consultation, call: Round, member: Person, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "WAIT_SECONDS", 0.2)
    settle()
    factories.make_contribution(member, call)

    with pytest.raises(carrying.Later, match="just being numbered"), carrying.at_rest(consultation):
        raise AssertionError("it is not at rest")

    settle()
    with carrying.at_rest(consultation) as made:
        assert made.number == Entry.objects.filter(seq__isnull=False).count()
