from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person
from contributions.actions import files, filing
from contributions.actions.files import Upload
from contributions.models import Contribution, ContributionVersion
from contributions.permissions import can_change, can_import, can_send
from contributions.rules import words as contribution_words
from ledger.actions import entries
from ledger.models import Entry
from ledger.rules import records
from rounds.actions import gate
from rounds.models import Capacity, Channel, Round, Status, WaitingFor, as_filed
from rounds.permissions import can_reword, waits_to_speak
from rounds.rules import floods, versions
from web.refusals import Conflict, Invalid, Refusal, require


@transaction.atomic(savepoint=False)
def send(
    *,
    by: Person,
    round: Round,
    title: str = "",
    text: str,
    answers: Mapping[str, str] | None = None,
    language: str,
    capacity: Capacity = Capacity.PERSONAL,
    organization: Organization | None = None,
    is_named: bool = True,
    uploads: Sequence[Upload] = (),
    channel: Channel = Channel.WEB,
) -> Contribution:
    """File a contribution in answer to a call. It is in time if the gate says so."""
    require(can_send(by, round, capacity, organization))
    prepared = filing.prepare(
        by=by,
        round=round,
        title=title,
        text=text,
        answers=answers,
        language=language,
        capacity=capacity,
        organization=organization,
        is_named=is_named,
        uploads=uploads,
        channel=channel,
    )
    return filing.file(prepared, posted_at=gate.admit(round))


@transaction.atomic(savepoint=False)
def send_confirmed(
    *,
    by: Person,
    round: Round,
    title: str,
    text: str,
    answers: Mapping[str, str],
    language: str,
    is_named: bool,
    received_at: datetime,
    id: UUID,
    now: datetime,
) -> Contribution:
    """File what was received before its author's address was confirmed. The moment that counts is the first."""
    require(can_send(by, round, Capacity.PERSONAL))
    prepared = filing.prepare(
        by=by, round=round, title=title, text=text, answers=answers, language=language, is_named=is_named
    )
    gate.admit_confirmation(round, now=now)
    return filing.file(prepared, posted_at=received_at, at=now, id=id)


@transaction.atomic(savepoint=False)
def record(
    *,
    by: Person,
    round: Round,
    author: Person,
    title: str = "",
    text: str,
    answers: Mapping[str, str] | None = None,
    language: str,
    at: datetime,
    capacity: Capacity = Capacity.PERSONAL,
    organization: Organization | None = None,
    is_named: bool = True,
    uploads: Sequence[Upload] = (),
    channel: Channel = Channel.RECORDED,
    source_ref: str = "",
) -> Contribution:
    """What somebody with an account said in the round's time, in an earlier system or a past that is recorded."""
    require(can_import(by, round.consultation))
    title, text, given, language = filing.checked(round, title=title, text=text, answers=answers, language=language)
    prepared = filing.Prepared(
        round=round,
        title=title,
        text=text,
        answers=given,
        language=language,
        facts=as_filed(author, capacity, organization, is_named=is_named),
        waits=None,
        channel=channel,
        files=files.ready(uploads),
        more={"source_ref": source_ref},
    )
    return filing.file(prepared, posted_at=gate.record_past(round=round, at=at))


@transaction.atomic(savepoint=False)
def correct(
    *, by: Person, contribution: Contribution, title: str = "", text: str, answers: Mapping[str, str] | None = None
) -> Contribution:
    """Replace the words of one's own contribution while the round is open; the words before stay readable."""
    require(can_change(by, contribution))
    title, text, given, _language = filing.checked(
        contribution.round, title=title, text=text, answers=answers, language=contribution.language
    )
    at = gate.admit(contribution.round)
    present = _lock(contribution)
    if present.status not in (Status.PUBLISHED, Status.RECEIVED):
        raise Conflict(Refusal("not_shown", _("This contribution is not shown any more, so it cannot be corrected.")))
    require(can_reword(by, present))
    filed = list(present.versions.order_by("number"))
    last = versions.last(filed)
    if (last.title, last.text, last.answers) == (title, text, given):
        raise Invalid(Refusal("nothing_changed", _("The text is the same as before."), field="text"))
    salt = records.new_salt()
    commit = records.commit(salt, contribution_words.committed(title, text, given))
    waits = _waits_again(by, present, at, text, *given.values())
    status = Status.RECEIVED if waits else None
    version = ContributionVersion.objects.create(
        contribution=present,
        number=filed[-1].number + 1,
        title=title,
        text=text,
        answers=given,
        salt=salt,
        at=at,
        entry=_append_about(present, "contribution.corrected", at, commit=commit, status=status),
    )
    if present.status == Status.RECEIVED:
        present.waiting_for = waits
    elif waits:
        # The words before stay shown until a moderator has read the new ones.
        present.waiting_version = present.waiting_version or version.number
    else:
        present.show(version)
        if present.waiting_version is not None:
            # Nobody reads its words first any more, and nobody its files.
            present.attachments.filter(waits=True).update(waits=False)
        present.waiting_version, present.edited_at = None, at
    present.save(update_fields=["waiting_for", "waiting_version", "edited_at", *Contribution.WORDS])
    return present


@transaction.atomic(savepoint=False)
def replace(
    *,
    by: Person,
    contribution: Contribution,
    title: str = "",
    text: str,
    answers: Mapping[str, str] | None = None,
    language: str,
    channel: Channel = Channel.WEB,
) -> Contribution:
    """File another contribution in the place of one's own earlier one, which stays and says by which it is replaced."""
    require(can_change(by, contribution))
    round, capacity = contribution.round, Capacity(contribution.capacity)
    require(can_send(by, round, capacity, contribution.organization))
    prepared = filing.prepare(
        by=by,
        round=round,
        title=title,
        text=text,
        answers=answers,
        language=language,
        capacity=capacity,
        organization=contribution.organization,
        is_named=contribution.is_named,
        channel=channel,
    )
    posted_at = gate.admit(round)
    present = _lock(contribution)
    if present.status != Status.PUBLISHED or present.replaced_by_id is not None:
        raise Conflict(
            Refusal("not_shown", _("Only a contribution that is shown and not replaced yet can be replaced."))
        )
    present.replaced_by = filing.file(prepared, posted_at=posted_at)
    _append_about(present, "contribution.replaced", posted_at, by=present.replaced_by.pk)
    present.save(update_fields=["replaced_by"])
    return present.replaced_by


@transaction.atomic(savepoint=False)
def withdraw(*, by: Person, contribution: Contribution) -> Contribution:
    """Take a contribution back while its round is open: the words go, the number stays."""
    require(can_change(by, contribution))
    posted_at = gate.admit(contribution.round)
    present = _lock(contribution)
    if present.status not in (Status.PUBLISHED, Status.RECEIVED):
        raise Conflict(Refusal("not_shown", _("This contribution is not shown any more, so it cannot be withdrawn.")))
    present.status, present.waiting_for, present.waiting_version = Status.WITHDRAWN, None, None
    present.take_words()
    present.status_entry = _append_about(present, "contribution.withdrawn", posted_at)
    present.save(update_fields=["status", "waiting_for", "waiting_version", "status_entry", *Contribution.WORDS])
    return present


def _waits_again(by: Person, present: Contribution, at: datetime, *texts: str) -> WaitingFor | None:
    """New words need a new reader where texts are read first; what waits goes on waiting, new words for their body."""
    if present.waiting_for:
        return waits_to_speak(by, present.capacity, present.organization) or WaitingFor(present.waiting_for)
    if floods.is_full_of_links(by.joined_at, present.standing, at, *texts):
        return WaitingFor.MODERATOR
    return filing.reads_first(by, present.consultation, present.standing)


def _lock(contribution: Contribution) -> Contribution:
    return Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)


def _append_about(contribution: Contribution, kind: str, at: datetime, **facts: Any) -> Entry:
    return entries.append(
        kind=kind,
        thing=contribution.pk,
        at=at,
        consultation=contribution.consultation_id,
        round=contribution.round_id,
        **facts,
    )
