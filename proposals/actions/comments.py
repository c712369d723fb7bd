from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person
from ledger.actions import entries
from ledger.models import Entry
from ledger.rules import records
from proposals.actions import filing
from proposals.models import Comment, CommentVersion, Paragraph, Proposal
from proposals.permissions import can_change, can_comment, can_record
from rounds.actions import gate
from rounds.models import Capacity, Channel, Round, Status, WaitingFor, as_filed
from rounds.permissions import can_reword, waits_to_speak
from rounds.rules import floods, versions, words
from web.refusals import Conflict, Invalid, Refusal, require


@transaction.atomic(savepoint=False)
def post(
    *,
    by: Person,
    round: Round,
    proposal: Proposal,
    text: str,
    language: str,
    paragraph: Paragraph | None = None,
    reply_to: Comment | None = None,
    kind: str | None = None,
    capacity: Capacity = Capacity.PERSONAL,
    organization: Organization | None = None,
    is_named: bool = True,
    channel: Channel = Channel.WEB,
) -> Comment:
    """File a comment on a text or one of its paragraphs, or a reply. It is in time if the gate says so.

    A reply stands where the comment stands that it answers, so its paragraph need not be named.
    """
    require(can_comment(by, round.consultation, capacity, organization))
    if proposal.is_hidden:
        raise Conflict(Refusal("not_shown", _("This text is not shown any more, so nobody can comment on it.")))
    prepared = filing.prepare(
        by=by,
        round=round,
        proposal=proposal,
        text=text,
        language=language,
        paragraph=paragraph,
        reply_to=reply_to,
        kind=kind,
        capacity=capacity,
        organization=organization,
        is_named=is_named,
        channel=channel,
    )
    return filing.file(prepared, posted_at=gate.admit(round))


@transaction.atomic(savepoint=False)
def post_confirmed(
    *,
    by: Person,
    round: Round,
    proposal: Proposal,
    paragraph: Paragraph | None,
    reply_to: Comment | None,
    kind: str | None,
    text: str,
    language: str,
    is_named: bool,
    received_at: datetime,
    id: UUID,
    now: datetime,
) -> Comment:
    """File what was received before its author's address was confirmed. The moment that counts is the first."""
    require(can_comment(by, round.consultation, Capacity.PERSONAL))
    prepared = filing.prepare(
        by=by,
        round=round,
        proposal=proposal,
        paragraph=paragraph,
        reply_to=reply_to,
        kind=kind,
        text=text,
        language=language,
        is_named=is_named,
    )
    gate.admit_confirmation(round, now=now)
    return filing.file(prepared, posted_at=received_at, at=now, id=id)


@transaction.atomic(savepoint=False)
def record(
    *,
    by: Person,
    round: Round,
    author: Person,
    proposal: Proposal,
    text: str,
    language: str,
    at: datetime,
    paragraph: Paragraph | None = None,
    reply_to: Comment | None = None,
    kind: str | None = None,
    capacity: Capacity = Capacity.PERSONAL,
    organization: Organization | None = None,
    is_named: bool = True,
    channel: Channel = Channel.RECORDED,
    waits: WaitingFor | None = None,
) -> Comment:
    """What was said in the round's time by another way; `waits` says what it still waits for, if anything."""
    require(can_record(by, round.consultation))
    prepared = filing.Prepared(
        round=round,
        revision=filing.target(round, proposal, paragraph, reply_to),
        paragraph=paragraph,
        reply_to=reply_to,
        kind=kind or None,
        text=words.checked(text, limit=Comment.TEXT_LIMIT),
        language=words.checked_language(language),
        facts=as_filed(author, capacity, organization, is_named=is_named),
        waits=waits,
        channel=channel,
    )
    return filing.file(prepared, posted_at=gate.record_past(round=round, at=at))


@transaction.atomic(savepoint=False)
def correct(*, by: Person, comment: Comment, text: str) -> Comment:
    """Replace the words of one's own comment while the round is open; the words before stay readable."""
    require(can_change(by, comment))
    text = words.checked(text, limit=Comment.TEXT_LIMIT)
    return _correct(comment, text, gate.admit(comment.round))


@transaction.atomic(savepoint=False)
def record_correction(*, by: Person, comment: Comment, text: str, at: datetime) -> Comment:
    """A correction that was made at a past moment of the round; for the record of earlier rounds."""
    require(can_record(by, comment.consultation))
    return _correct(
        comment, words.checked(text, limit=Comment.TEXT_LIMIT), gate.record_past(round=comment.round, at=at)
    )


@transaction.atomic(savepoint=False)
def withdraw(*, by: Person, comment: Comment) -> Comment:
    """Take a comment back while the round is open: its words go, its number and the replies stay."""
    require(can_change(by, comment))
    return _withdraw(comment, gate.admit(comment.round))


@transaction.atomic(savepoint=False)
def record_withdrawal(*, by: Person, comment: Comment, at: datetime) -> Comment:
    """A withdrawal that was made at a past moment of the round; for the record of earlier rounds."""
    require(can_record(by, comment.consultation))
    return _withdraw(comment, gate.record_past(round=comment.round, at=at))


def _append_about(comment: Comment, kind: str, at: datetime, **facts: Any) -> Entry:
    return entries.append(
        kind=kind,
        thing=comment.pk,
        at=at,
        consultation=comment.consultation_id,
        round=comment.round_id,
        proposal=comment.proposal_id,
        **facts,
    )


def _lock(comment: Comment) -> Comment:
    return Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)


def _correct(comment: Comment, text: str, at: datetime) -> Comment:
    present = _lock(comment)
    if present.status not in (Status.PUBLISHED, Status.RECEIVED):
        raise Conflict(Refusal("not_shown", _("This comment is not shown any more, so it cannot be corrected.")))
    if present.author is not None:
        require(can_reword(present.author, present))
    filed = list(present.versions.order_by("number"))
    if versions.last(filed).text == text:
        raise Invalid(Refusal("nothing_changed", _("The text is the same as before."), field="text"))
    salt = records.new_salt()
    waits = _waits_again(present, text, at)
    entry = _append_about(
        present,
        "comment.corrected",
        at,
        commit=records.commit(salt, text),
        status=Status.RECEIVED if waits else None,
    )
    version = CommentVersion.objects.create(
        comment=present, number=filed[-1].number + 1, text=text, salt=salt, at=at, entry=entry
    )
    if present.status == Status.RECEIVED:
        present.waiting_for = waits
    elif waits:
        # The words before stay shown until a moderator has read the new ones.
        present.waiting_version = present.waiting_version or version.number
    else:
        present.show(version)
        present.waiting_version, present.edited_at = None, at
    present.save(update_fields=["waiting_for", "waiting_version", "edited_at", *Comment.WORDS])
    return present


def _waits_again(comment: Comment, text: str, at: datetime) -> WaitingFor | None:
    """New words need a new reader where texts are read first; what waits goes on waiting, new words for their body."""
    author = comment.author
    if comment.waiting_for:
        waits = waits_to_speak(author, comment.capacity, comment.organization) if author else None
        return waits or WaitingFor(comment.waiting_for)
    if author is None:
        return None
    if floods.is_full_of_links(author.joined_at, comment.standing, at, text):
        return WaitingFor.MODERATOR
    return filing.reads_first(author, comment.consultation, comment.standing)


def _withdraw(comment: Comment, at: datetime) -> Comment:
    present = _lock(comment)
    if present.status not in (Status.PUBLISHED, Status.RECEIVED):
        raise Conflict(Refusal("not_shown", _("This comment is not shown any more, so it cannot be withdrawn.")))
    present.status, present.waiting_for, present.waiting_version = Status.WITHDRAWN, None, None
    present.take_words()
    present.status_entry = _append_about(present, "comment.withdrawn", at)
    present.save(update_fields=["status", "waiting_for", "waiting_version", "status_entry", *Comment.WORDS])
    return present
