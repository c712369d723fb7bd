"""Contributions brought in from a file: read, checked row by row, taken in one transaction."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import organizations
from accounts.actions.organizations import Named
from accounts.models import Organization, Person
from contributions.actions import imports
from contributions.actions.imports import Incoming
from contributions.permissions import can_import
from integrations.rules import sheets
from integrations.rules.rows import Row
from jobs.actions import jobs
from jobs.models import Job
from rounds.models import Consultation, Round
from rounds.rules import words
from texts.rules.fold import fold
from web.refusals import Conflict, Invalid, Refusal, require

KIND = "import_contributions"


@dataclass(frozen=True)
class Source:
    """A file that could be read: its rows, and the SHA-256 of its bytes."""

    sheet: sheets.Sheet
    fingerprint: str


def call_of(*, consultation: Consultation, number: int | None = None) -> Round:
    """The call that contributions belong to: that of this number, else the only one."""
    rounds = list(consultation.rounds.select_related("consultation"))
    if number is not None:
        return _numbered(rounds, number)
    calls = [round for round in rounds if "contributions" in round.accepts]
    if not calls:
        sentence = gettext_lazy("This consultation has no call for inputs. Plan one first; it may lie in the past.")
        raise Invalid(Refusal("no_call", sentence, field="round"))
    if len(calls) > 1:
        sentence = gettext_lazy("This consultation has several calls for inputs: name the round, one of %(numbers)s.")
        numbers = ", ".join(str(call.number) for call in calls)
        raise Invalid(Refusal("several_calls", sentence, {"numbers": numbers}, field="round"))
    return calls[0]


def _numbered(rounds: list[Round], number: int) -> Round:
    for round in rounds:
        if round.number == number:
            if "contributions" not in round.accepts:
                sentence = gettext_lazy("Round %(number)s is not a call for inputs, so it takes no contributions.")
                raise Conflict(Refusal("round_does_not_accept", sentence, {"number": number}, field="round"))
            return round
    sentence = gettext_lazy("This consultation has no round %(number)s.")
    raise Invalid(Refusal("round_unknown", sentence, {"number": number}, field="round"))


def read(
    *, by: Person | None, round: Round, content: bytes, columns: Mapping[str, str] | None = None, language: str = ""
) -> Source:
    """Read a file for this call; writes nothing. `Invalid` names the line where the file as a whole cannot be read.

    `columns` maps headings to fields where they are not known by name; `language` is that of texts whose row names
    none, by default the consultation's. `by` is None for whoever holds the machine.
    """
    if by is not None:
        require(can_import(by, round.consultation))
    language = words.checked_language(language or round.consultation.language)
    try:
        sheet = sheets.read(content, chosen=columns or {}, language=language)
    except sheets.Unreadable as error:
        raise Invalid(Refusal("file_unreadable", "%(reason)s", {"reason": str(error)}, field="file")) from None
    return Source(sheet, hashlib.sha256(content).hexdigest())


def begin(*, by: Person | None, round: Round, source: Source, now: datetime) -> Job:
    """The job of one import, which its page shows while it runs."""
    if by is not None:
        require(can_import(by, round.consultation))
    about = {"consultation": str(round.consultation_id), "round": str(round.pk)}
    return jobs.start(by=by.pk if by else None, kind=KIND, total=source.sheet.total, now=now, about=about)


def take(
    *,
    by: Person | None,
    job: Job,
    round: Round,
    source: Source,
    now: datetime,
    told: Callable[[int], None] | None = None,
) -> Job:
    """Take the good rows in one transaction, list the others, close the job. `told` hears how many are written.

    A row that is in already is left as it is; where its words differ from those in the file it is listed.
    """
    if by is not None:
        require(can_import(by, round.consultation))
    rows = source.sheet.rows
    untaken = list(source.sheet.untaken)
    about = dict(job.result)
    try:
        with transaction.atomic():
            present = imports.standing(
                consultation=round.consultation, words={row.ref: (row.title, row.text) for row in rows}
            )
            untaken += [sheets.Untaken(row.line, _other(row)) for row in rows if row.ref in present.other]
            fresh = [row for row in rows if row.ref not in present.same | present.other]
            bodies = organizations.noted_by_import(bodies=_bodies(fresh), now=now)
            incoming = [_incoming(row, bodies) for row in fresh]
            added = imports.publish(
                by=by, round=round, rows=incoming, source=source.fingerprint, batch=job.pk, now=now, told=told
            )
    except Exception:
        reason = _("The import stopped on our side and took nothing. Try again, or tell whoever runs this site.")
        jobs.end(job=job, result=about, errors=[{"line": None, "reason": reason}], now=now, failed=True)
        raise
    result = {**about, "added": added, "present": len(present.same), "refused": len(untaken)}
    untaken.sort(key=lambda row: row.line)
    listed = [{"line": row.line, "reason": row.reason} for row in untaken]
    jobs.progress(job=job, done=source.sheet.total)
    return jobs.end(job=job, result=result, errors=listed, now=now)


def _other(row: Row) -> str:
    if row.number:
        sentence = _("A contribution with the number %(number)s is in already, with other words. It was left as it is.")
        return sentence % {"number": row.number}
    return _("This contribution is in already, with other words. It was left as it is.")


def _bodies(rows: list[Row]) -> list[Named]:
    return [Named(row.organization, row.group, row.country, row.language) for row in rows if row.organization]


def _incoming(row: Row, bodies: Mapping[str, Organization]) -> Incoming:
    organization = bodies[fold(row.organization)] if row.organization else None
    group = row.group or (organization.stakeholder_group_id if organization else None)
    return Incoming(
        ref=row.ref,
        number=row.number,
        title=row.title,
        text=row.text,
        language=row.language,
        author_name=row.author,
        organization=organization,
        stakeholder_group=group,
        country=row.country,
        extra=row.extra,
    )
