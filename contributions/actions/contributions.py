from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person
from contributions.models import Contribution, ContributionVersion
from contributions.permissions import can_import, can_send, can_withdraw
from contributions.rules import words as contribution_words
from ledger.actions import entries
from ledger.models import Entry
from ledger.rules import records
from rounds.actions import gate
from rounds.models import Capacity, Channel, Consultation, Office, Round, Status, WaitingFor, as_filed
from rounds.permissions import held
from rounds.rules import words
from texts.rules import spaces
from web.refusals import Conflict, Refusal, require


@transaction.atomic(savepoint=False)
def send(
    *,
    by: Person,
    round: Round,
    title: str,
    text: str,
    language: str,
    capacity: Capacity = Capacity.PERSONAL,
    organization: Organization | None = None,
    channel: Channel = Channel.WEB,
) -> Contribution:
    """File a contribution in answer to a call. It is in time if the gate says so."""
    require(can_send(by, round, capacity, organization))
    title, text, language = _checked(round, title, text, language)
    facts = as_filed(by, capacity, organization)
    posted_at = gate.admit(round)
    return _file(round, title, text, language, facts, posted_at, channel=channel, staff=_is_staff(by, round))


@transaction.atomic(savepoint=False)
def record(
    *,
    by: Person,
    round: Round,
    author: Person,
    title: str,
    text: str,
    language: str,
    at: datetime,
    capacity: Capacity = Capacity.PERSONAL,
    organization: Organization | None = None,
    channel: Channel = Channel.RECORDED,
    source_ref: str = "",
) -> Contribution:
    """What reached the secretariat in the round's time by another way: a letter, a file, an earlier system."""
    require(can_import(by, round.consultation))
    title, text, language = _checked(round, title, text, language)
    facts = as_filed(author, capacity, organization)
    posted_at = gate.record_past(round=round, at=at)
    return _file(round, title, text, language, facts, posted_at, channel=channel, staff=True, source_ref=source_ref)


@transaction.atomic(savepoint=False)
def withdraw(*, by: Person, contribution: Contribution) -> Contribution:
    """Take a contribution back while its round is open: the words go, the number stays."""
    require(can_withdraw(by, contribution))
    posted_at = gate.admit(contribution.round)
    present = Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)
    if present.status not in (Status.PUBLISHED, Status.RECEIVED):
        raise Conflict(Refusal("not_shown", _("This contribution is not shown any more, so it cannot be withdrawn.")))
    present.status, present.waiting_for, present.title, present.text = Status.WITHDRAWN, None, None, None
    present.status_entry = _append_about(present, "contribution.withdrawn", posted_at)
    present.save(update_fields=["status", "waiting_for", "title", "text", "status_entry"])
    return present


def _append_about(contribution: Contribution, kind: str, at: datetime) -> Entry:
    return entries.append(
        kind=kind,
        thing=contribution.pk,
        at=at,
        consultation=contribution.consultation_id,
        round=contribution.round_id,
    )


def _is_staff(by: Person, round: Round) -> bool:
    return held(by, round.consultation, Office.Role.SECRETARIAT)


def _checked(round: Round, title: str, text: str, language: str) -> tuple[str, str, str]:
    """Title, text and language as they will be filed."""
    if "contributions" not in round.accepts:
        raise Conflict(
            Refusal(
                "round_does_not_accept",
                _("Contributions are sent to calls for inputs. This round takes comments on its texts."),
                field="round",
            )
        )
    language = words.checked_language(language)
    title = words.checked(title, limit=Contribution.TITLE_LIMIT, field="title")
    return spaces.line(title), words.checked(text, limit=Contribution.TEXT_LIMIT), language


def _file(
    round: Round,
    title: str,
    text: str,
    language: str,
    facts: dict[str, Any],
    posted_at: datetime,
    *,
    channel: Channel,
    staff: bool,
    id: UUID | None = None,
    **source: Any,
) -> Contribution:
    key = id or uuid4()
    waits = round.consultation.moderation == Consultation.Moderation.BEFORE and not staff
    salt = records.new_salt()
    organization = facts.get("organization")
    entry = entries.append(
        kind="contribution.received",
        thing=key,
        at=posted_at,
        consultation=round.consultation_id,
        round=round.pk,
        capacity=facts["capacity"],
        organization=organization.pk if organization else None,
        stakeholder_group=facts.get("stakeholder_group_id"),
        language=language,
        channel=channel,
        status=Status.RECEIVED if waits else Status.PUBLISHED,
        commit=records.commit(salt, contribution_words.committed(title, text)),
    )
    contribution = Contribution.objects.create(
        id=key,
        consultation_id=round.consultation_id,
        round=round,
        title=None if waits else title,
        text=None if waits else text,
        language=language,
        status=Status.RECEIVED if waits else Status.PUBLISHED,
        waiting_for=WaitingFor.MODERATOR if waits else None,
        channel=channel,
        posted_at=posted_at,
        entry=entry,
        **facts,
        **source,
    )
    ContributionVersion.objects.create(
        contribution=contribution, number=1, title=title, text=text, salt=salt, at=posted_at, entry=entry
    )
    return contribution
