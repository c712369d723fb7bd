from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person
from ledger.actions import entries
from ledger.models import Entry
from ledger.rules import records
from proposals.models import Comment, CommentVersion, Paragraph, Proposal, Revision
from proposals.permissions import can_change, can_comment, can_record
from rounds.actions import gate
from rounds.models import Capacity, Channel, Consultation, Office, Round, Status, WaitingFor, as_filed
from rounds.permissions import held
from rounds.rules import words
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
    channel: Channel = Channel.WEB,
) -> Comment:
    """File a comment on a text or one of its paragraphs, or a reply. It is in time if the gate says so.

    A reply stands where the comment stands that it answers, so its paragraph need not be named.
    """
    require(can_comment(by, round.consultation, capacity, organization))
    paragraph = paragraph or (reply_to.paragraph if reply_to else None)
    revision = _target(round, proposal, paragraph, reply_to)
    language = words.checked_language(language)
    text = words.checked(text, limit=Comment.TEXT_LIMIT)
    facts = as_filed(by, capacity, organization)
    waits = _waits(by, round.consultation, capacity)
    posted_at = gate.admit(round)
    return _file(
        round, revision, paragraph, reply_to, kind, text, language, facts, posted_at, channel=channel, waits=waits
    )


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
    channel: Channel = Channel.RECORDED,
    waits: WaitingFor | None = None,
) -> Comment:
    """What was said in the round's time by another way; `waits` says what it still waits for, if anything."""
    require(can_record(by, round.consultation))
    revision = _target(round, proposal, paragraph, reply_to)
    language = words.checked_language(language)
    text = words.checked(text, limit=Comment.TEXT_LIMIT)
    facts = as_filed(author, capacity, organization)
    posted_at = gate.record_past(round=round, at=at)
    return _file(
        round, revision, paragraph, reply_to, kind, text, language, facts, posted_at, channel=channel, waits=waits
    )


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


def _append_about(comment: Comment, kind: str, at: datetime, *, commit: str | None = None) -> Entry:
    return entries.append(
        kind=kind,
        thing=comment.pk,
        at=at,
        consultation=comment.consultation_id,
        round=comment.round_id,
        proposal=comment.proposal_id,
        commit=commit,
    )


def _waits(by: Person, consultation: Consultation, capacity: Capacity) -> WaitingFor | None:
    """Where texts are read before they are shown, only the secretariat's own words need no reader."""
    if consultation.moderation != Consultation.Moderation.BEFORE or capacity == Capacity.SECRETARIAT:
        return None
    return None if held(by, consultation, Office.Role.SECRETARIAT) else WaitingFor.MODERATOR


def _target(round: Round, proposal: Proposal, paragraph: Paragraph | None, reply_to: Comment | None) -> Revision:
    """The revision that is up for comment in this round; refuses what does not belong together."""
    if "comments" not in round.accepts:
        raise Conflict(Refusal("round_does_not_accept", _("This round does not take comments."), field="round"))
    revision = Revision.objects.filter(proposal=proposal, round=round).order_by("-number").first()
    if revision is None:
        raise Conflict(
            Refusal("not_up_in_this_round", _("This text is not up for comment in this round."), field="proposal")
        )
    if paragraph is not None and paragraph.proposal_id != proposal.pk:
        raise Invalid(Refusal("paragraph_unknown", _("This text has no such paragraph."), field="paragraph"))
    if reply_to is None:
        return revision
    if reply_to.proposal_id != proposal.pk or reply_to.paragraph_id != (paragraph.pk if paragraph else None):
        raise Invalid(
            Refusal(
                "reply_elsewhere", _("The comment you reply to belongs to another text or paragraph."), field="reply_to"
            )
        )
    if reply_to.reply_to_id is not None:
        raise Invalid(
            Refusal(
                "reply_to_reply",
                _("Replies go to the comment that began the thread, not to a reply."),
                field="reply_to",
            )
        )
    if reply_to.status == Status.RECEIVED:
        raise Invalid(
            Refusal("reply_to_unseen", _("This comment is not shown yet, so nobody can reply."), field="reply_to")
        )
    return revision


def _file(
    round: Round,
    revision: Revision,
    paragraph: Paragraph | None,
    reply_to: Comment | None,
    kind: str | None,
    text: str,
    language: str,
    facts: dict[str, Any],
    posted_at: datetime,
    *,
    channel: Channel,
    waits: WaitingFor | None,
) -> Comment:
    key = uuid4()
    salt = records.new_salt()
    status = Status.RECEIVED if waits else Status.PUBLISHED
    organization = facts["organization"]
    entry = entries.append(
        kind="comment.received",
        thing=key,
        at=posted_at,
        consultation=round.consultation_id,
        round=round.pk,
        proposal=revision.proposal_id,
        revision=revision.pk,
        paragraph=paragraph.pk if paragraph else None,
        reply_to=reply_to.pk if reply_to else None,
        comment_kind=kind or None,
        capacity=facts["capacity"],
        organization=organization.pk if organization else None,
        stakeholder_group=facts["stakeholder_group_id"],
        language=language,
        channel=channel,
        status=status,
        commit=records.commit(salt, text),
    )
    comment = Comment.objects.create(
        id=key,
        consultation_id=round.consultation_id,
        round=round,
        proposal_id=revision.proposal_id,
        revision=revision,
        paragraph=paragraph,
        reply_to=reply_to,
        kind=kind or None,
        text=None if waits else text,
        language=language,
        status=status,
        waiting_for=waits,
        channel=channel,
        posted_at=posted_at,
        entry=entry,
        **facts,
    )
    CommentVersion.objects.create(comment=comment, number=1, text=text, salt=salt, at=posted_at, entry=entry)
    return comment


def _lock(comment: Comment) -> Comment:
    return Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)


def _correct(comment: Comment, text: str, at: datetime) -> Comment:
    present = _lock(comment)
    if present.status not in (Status.PUBLISHED, Status.RECEIVED):
        raise Conflict(Refusal("not_shown", _("This comment is not shown any more, so it cannot be corrected.")))
    last = present.versions.order_by("-number")[0]
    if last.text == text:
        raise Invalid(Refusal("nothing_changed", _("The text is the same as before."), field="text"))
    salt = records.new_salt()
    entry = _append_about(present, "comment.corrected", at, commit=records.commit(salt, text))
    CommentVersion.objects.create(comment=present, number=last.number + 1, text=text, salt=salt, at=at, entry=entry)
    waits = _waits_again(present)
    present.text = None if waits else text
    present.status = Status.RECEIVED if waits else present.status
    present.waiting_for = waits
    present.edited_at = at
    present.save(update_fields=["text", "status", "waiting_for", "edited_at"])
    return present


def _waits_again(comment: Comment) -> WaitingFor | None:
    """New words need a new reader where texts are read first; what waits goes on waiting."""
    if comment.status == Status.RECEIVED:
        return WaitingFor(comment.waiting_for) if comment.waiting_for else None
    author = comment.author
    return _waits(author, comment.consultation, Capacity(comment.capacity)) if author else None


def _withdraw(comment: Comment, at: datetime) -> Comment:
    present = _lock(comment)
    if present.status not in (Status.PUBLISHED, Status.RECEIVED):
        raise Conflict(Refusal("not_shown", _("This comment is not shown any more, so it cannot be withdrawn.")))
    present.status, present.waiting_for, present.text = Status.WITHDRAWN, None, None
    present.status_entry = _append_about(present, "comment.withdrawn", at)
    present.save(update_fields=["status", "waiting_for", "text", "status_entry"])
    return present
