"""Contributions that were collected elsewhere. An import is no filing: it passes no gate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from accounts.models import Organization, Person
from contributions.models import Contribution, ContributionVersion
from contributions.permissions import can_import
from contributions.rules import words as contribution_words
from ledger.actions import entries
from ledger.models import Entry
from ledger.rules import records
from rounds.models import Capacity, Channel, Consultation, Round, Status
from rounds.rules import words
from web.refusals import require

# Rows in one statement. Texts may be long; a statement holds some dozen megabytes at most.
AT_ONCE = 50


@dataclass(frozen=True)
class Incoming:
    """One contribution as its source has it. `ref` names it in the source and never changes; group is a key or None."""

    ref: str
    number: str
    title: str
    text: str
    language: str
    author_name: str
    organization: Organization | None
    stakeholder_group: str | None
    country: str
    extra: dict[str, str]


@dataclass(frozen=True)
class Standing:
    """What is in already: refs with the same words, and refs whose words there are others."""

    same: frozenset[str]
    other: frozenset[str]


def id_for(consultation: Consultation, ref: str) -> UUID:
    return uuid5(consultation.pk, ref)


@transaction.atomic(savepoint=False)
def standing(*, consultation: Consultation, words: dict[str, tuple[str, str]]) -> Standing:
    """Compare {ref: (title, text)} with what is in. Imports into one consultation wait for each other from here on."""
    Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    refs = {id_for(consultation, ref): ref for ref in words}
    present = set(Contribution.objects.filter(pk__in=refs).values_list("pk", flat=True))
    filed: dict[UUID, set[tuple[str, str]]] = {}
    versions = ContributionVersion.objects.filter(contribution__in=present)
    for key, title, text in versions.values_list("contribution", "title", "text"):
        filed.setdefault(key, set()).add((title, text))
    # Of what was erased no words are left to compare: it is in, and stays erased.
    other = {refs[key] for key in present if key in filed and words[refs[key]] not in filed[key]}
    return Standing(same=frozenset({refs[key] for key in present} - other), other=frozenset(other))


@transaction.atomic(savepoint=False)
def publish(
    *,
    by: Person | None,
    round: Round,
    rows: Sequence[Incoming],
    source: str,
    batch: UUID,
    now: datetime,
    told: Callable[[int], None] | None = None,
) -> int:
    """Take all rows or none; returns how many. None of them may be in already.

    `source` is the SHA-256 of the file, `batch` the id of this import; `told` hears how many are written so far. `by`
    is None for whoever holds the machine.
    """
    if by is not None:
        require(can_import(by, round.consultation))
    if not rows:
        return 0
    entries.append(
        kind="import.published",
        thing=batch,
        at=now,
        consultation=round.consultation_id,
        round=round.pk,
        count=len(rows),
        source=source,
    )
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        _write(round, some, batch, now)
        if told is not None:
            told(start + len(some))
    return len(rows)


def _write(round: Round, rows: Sequence[Incoming], batch: UUID, now: datetime) -> None:
    salts = [records.new_salt() for _row in rows]
    acts = entries.append_all([_act(round, row, salt, batch, now) for row, salt in zip(rows, salts, strict=True)])
    taken = Contribution.objects.bulk_create(
        [_contribution(round, row, act, now) for row, act in zip(rows, acts, strict=True)]
    )
    ContributionVersion.objects.bulk_create(
        [
            ContributionVersion(
                contribution=contribution,
                number=1,
                title=row.title,
                text=row.text,
                source_extra=row.extra,
                salt=salt,
                at=now,
                entry=act,
            )
            for contribution, row, salt, act in zip(taken, rows, salts, acts, strict=True)
        ]
    )


def _act(round: Round, row: Incoming, salt: bytes, batch: UUID, now: datetime) -> Entry:
    return entries.compose(
        kind="contribution.imported",
        thing=id_for(round.consultation, row.ref),
        at=now,
        consultation=round.consultation_id,
        round=round.pk,
        capacity=_capacity(row),
        organization=row.organization.pk if row.organization else None,
        stakeholder_group=row.stakeholder_group,
        language=row.language,
        channel=Channel.IMPORTED.value,
        status=Status.PUBLISHED.value,
        batch=batch,
        commit=records.commit(salt, contribution_words.committed(row.title, row.text)),
    )


def _capacity(row: Incoming) -> str:
    return (Capacity.ORGANIZATION if row.organization else Capacity.PERSONAL).value


def _contribution(round: Round, row: Incoming, act: Entry, now: datetime) -> Contribution:
    """Nobody here knows who wrote it, so it has a name and no author, and no standing."""
    return Contribution(
        id=id_for(round.consultation, row.ref),
        consultation_id=round.consultation_id,
        round=round,
        author_name=row.author_name,
        capacity=_capacity(row),
        organization=row.organization,
        stakeholder_group_id=row.stakeholder_group,
        country=row.country,
        language=row.language,
        title=row.title,
        text=row.text,
        answers={},
        words_digest=words.digest(row.text),
        format=Contribution.Format.PLAIN,
        status=Status.PUBLISHED,
        channel=Channel.IMPORTED,
        posted_at=now,
        entry=act,
        source_ref=row.ref,
        source_number=row.number,
    )
