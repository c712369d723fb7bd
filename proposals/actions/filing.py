"""The steps of filing a comment: everything that takes time first, then, at the gate's moment, the rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person
from contributions.models import Contribution
from ledger.actions import entries
from ledger.rules import records
from proposals.models import Comment, CommentDraft, CommentVersion, Paragraph, Proposal, Revision
from rounds.actions import floods
from rounds.models import Capacity, Channel, Consultation, Round, Status, WaitingFor, as_filed
from rounds.permissions import waits_to_be_read, waits_to_speak
from rounds.rules import words
from rounds.rules.floods import AT_ONCE
from web.refusals import Conflict, Invalid, Refusal


@dataclass(frozen=True)
class Prepared:
    """A comment that is ready for the gate. `waits`: what it waits for whatever its moment, if anything."""

    round: Round
    revision: Revision
    paragraph: Paragraph | None
    reply_to: Comment | None
    kind: str | None
    text: str
    language: str
    facts: dict[str, Any]
    waits: WaitingFor | None
    channel: Channel = Channel.WEB


def prepare(
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
) -> Prepared:
    """A comment in its author's own hand; who may comment has been asked.

    A reply stands where the comment stands that it answers, so its paragraph need not be named.
    """
    paragraph = paragraph or (reply_to.paragraph if reply_to else None)
    facts = as_filed(by, capacity, organization, is_named=is_named)
    return Prepared(
        round=round,
        revision=target(round, proposal, paragraph, reply_to),
        paragraph=paragraph,
        reply_to=reply_to,
        kind=kind or None,
        text=words.checked(text, limit=Comment.TEXT_LIMIT),
        language=words.checked_language(language),
        facts=facts,
        waits=waits_to_speak(by, capacity, organization) or reads_first(by, round.consultation, facts["standing"]),
        channel=channel,
    )


def reads_first(by: Person, consultation: Consultation, standing: str) -> WaitingFor | None:
    """Whether a moderator reads it first: `waits_to_be_read`, for somebody of whom no text was shown yet."""

    def is_first() -> bool:
        return not any(
            model._default_manager.filter(author=by, status__in=Comment.SEEN).exists()
            for model in (Comment, Contribution)
        )

    return waits_to_be_read(by, consultation, standing, is_first)


def target(round: Round, proposal: Proposal, paragraph: Paragraph | None, reply_to: Comment | None) -> Revision:
    """The revision that is up for comment in this round; refuses what does not belong together."""
    if "comments" not in round.accepts:
        raise Conflict(Refusal("round_does_not_accept", _("This round does not take comments."), field="round"))
    revision = Revision.objects.filter(proposal=proposal, round=round.asked_by).order_by("-number").first()
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


def file(
    prepared: Prepared, *, posted_at: datetime, at: datetime | None = None, id: UUID | None = None, **columns: Any
) -> Comment:
    """Write the rows. `at` is the moment of the act where it is not the one at which the text was received."""
    round, revision = prepared.round, prepared.revision
    key = id or uuid4()
    waits = prepared.waits or _flood(prepared, posted_at)
    status = Status.RECEIVED if waits else Status.PUBLISHED
    salt = records.new_salt()
    organization = prepared.facts["organization"]
    entry = entries.append(
        kind="comment.received",
        thing=key,
        at=at or posted_at,
        consultation=round.consultation_id,
        round=round.pk,
        proposal=revision.proposal_id,
        revision=revision.pk,
        paragraph=prepared.paragraph.pk if prepared.paragraph else None,
        reply_to=prepared.reply_to.pk if prepared.reply_to else None,
        comment_kind=prepared.kind,
        received_at=posted_at if at else None,
        capacity=prepared.facts["capacity"],
        organization=organization.pk if organization else None,
        stakeholder_group=prepared.facts["stakeholder_group_id"],
        language=prepared.language,
        channel=prepared.channel,
        status=status,
        commit=records.commit(salt, prepared.text),
    )
    comment = Comment(
        id=key,
        consultation_id=round.consultation_id,
        round=round,
        proposal_id=revision.proposal_id,
        revision=revision,
        paragraph=prepared.paragraph,
        reply_to=prepared.reply_to,
        kind=prepared.kind,
        language=prepared.language,
        status=status,
        waiting_for=waits,
        channel=prepared.channel,
        posted_at=posted_at,
        entry=entry,
        **prepared.facts,
        **columns,
    )
    version = CommentVersion(comment=comment, number=1, text=prepared.text, salt=salt, at=posted_at, entry=entry)
    if not waits:
        comment.show(version)
    comment.save(force_insert=True)
    version.save(force_insert=True)
    # What a service files leaves alone what the person is typing.
    if prepared.channel == Channel.WEB:
        CommentDraft.objects.filter(
            person=prepared.facts["author"],
            round=round,
            proposal=revision.proposal_id,
            paragraph=prepared.paragraph,
            reply_to=prepared.reply_to,
        ).delete()
    return comment


def _flood(prepared: Prepared, posted_at: datetime) -> WaitingFor | None:
    """What a new account for which nobody vouches sends fast or full of links."""
    author: Person | None = prepared.facts["author"]
    if author is None:
        return None

    def filed() -> int:
        floods.one_after_the_other(author)
        comments = Comment.objects.filter(author=author)[:AT_ONCE].count()
        return comments + Contribution.objects.filter(author=author)[:AT_ONCE].count()

    return floods.reads_first(
        author=author, standing=prepared.facts["standing"], texts=[prepared.text], at=posted_at, filed=filed
    )
