from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person
from contributions.models import Contribution
from ledger.actions import entries
from proposals.models import Paragraph, ParagraphText, Proposal, Revision
from proposals.permissions import can_put_up
from proposals.rules import texts
from rounds.models import Round, Status
from rounds.rules import words
from texts.rules import paragraphs, spaces
from web.refusals import Conflict, Invalid, Refusal, require


@transaction.atomic(savepoint=False)
def put_up(
    *,
    by: Person,
    round: Round,
    type: Proposal.Type,
    title: str,
    language: str,
    text: str | Sequence[paragraphs.Paragraph],
    now: datetime,
    is_status_quo: bool = False,
    champions: Iterable[Organization] = (),
    next_step: str = "",
) -> Proposal:
    """Put a text up for comment in a round, split into paragraphs with lasting identity.

    `text` is Markdown as pasted, or paragraphs already split. The text stays readable when the round is over.
    """
    require(can_put_up(by, round.consultation))
    if round.sealed_at is not None or now >= round.closes_at:
        raise Conflict(Refusal("round_closed", _("This round is over. Put the text up in a later one."), field="round"))
    if round.supplements_id is not None:
        raise Conflict(
            Refusal(
                "supplementary_round",
                _("A supplementary round is about the texts of the round that it supplements."),
                field="round",
            )
        )
    language = words.checked_language(language)
    title = spaces.line(words.checked(title, limit=200, field="title"))
    return _publish(
        round, type, title, language, text, now, is_status_quo=is_status_quo, champions=champions, next_step=next_step
    )


@transaction.atomic(savepoint=False)
def record_past(
    *,
    by: Person,
    round: Round,
    type: Proposal.Type,
    title: str,
    language: str,
    text: str | Sequence[paragraphs.Paragraph],
    at: datetime,
    is_status_quo: bool = False,
    champions: Iterable[Organization] = (),
    next_step: str = "",
) -> Proposal:
    """A text that was put up at a past moment, elsewhere; for the record of earlier rounds."""
    require(can_put_up(by, round.consultation))
    return _publish(
        round, type, title, language, text, at, is_status_quo=is_status_quo, champions=champions, next_step=next_step
    )


@transaction.atomic(savepoint=False)
def cite(*, by: Person, paragraph: Paragraph, contributions: Sequence[Contribution], now: datetime) -> Paragraph:
    """Say which contributions a paragraph draws on. Only shown ones of the same consultation can be named."""
    require(can_put_up(by, paragraph.proposal.consultation))
    _cite(paragraph, contributions, now)
    return paragraph


@transaction.atomic(savepoint=False)
def cite_all(
    *, by: Person, proposal: Proposal, sources: Mapping[Paragraph, Sequence[Contribution]], now: datetime
) -> Proposal:
    """The same for many paragraphs of a text at once, all or none. Paragraphs that are not named stay as they are."""
    require(can_put_up(by, proposal.consultation))
    for paragraph, contributions in sources.items():
        if paragraph.proposal_id != proposal.pk:
            raise Invalid(Refusal("paragraph_unknown", _("This text has no such paragraph."), field="paragraph"))
        _cite(paragraph, contributions, now)
    return proposal


def _cite(paragraph: Paragraph, contributions: Sequence[Contribution], now: datetime) -> None:
    for contribution in contributions:
        if contribution.consultation_id != paragraph.proposal.consultation_id:
            raise Invalid(Refusal("other_consultation", _("This contribution belongs to another consultation.")))
        if contribution.status != Status.PUBLISHED:
            raise Conflict(Refusal("not_shown", _("A contribution that is not shown cannot be drawn on.")))
    # As it stands now, and not as the page had it.
    paragraph = Paragraph.objects.select_related("proposal").select_for_update(of=("self",)).get(pk=paragraph.pk)
    # What was named and hidden since stays named, and is told again if it is shown again.
    kept = paragraph.drawn_from.exclude(status=Status.PUBLISHED).values_list("pk", flat=True)
    named = {contribution.pk for contribution in contributions} | set(kept)
    if named == set(paragraph.drawn_from.values_list("pk", flat=True)):
        return
    paragraph.drawn_from.set(Contribution.objects.filter(pk__in=named))
    entries.append(
        kind="proposal.cited",
        thing=paragraph.pk,
        at=now,
        consultation=paragraph.proposal.consultation_id,
        proposal=paragraph.proposal_id,
        paragraph=paragraph.pk,
        count=len(named),
    )


def _publish(
    round: Round,
    type: Proposal.Type,
    title: str,
    language: str,
    text: str | Sequence[paragraphs.Paragraph],
    at: datetime,
    *,
    is_status_quo: bool,
    champions: Iterable[Organization],
    next_step: str,
) -> Proposal:
    parts = texts.split(text)
    key = uuid4()
    last = Proposal.objects.filter(consultation=round.consultation_id).aggregate(last=Max("position"))["last"] or 0
    entry = entries.append(
        kind="proposal.put_up",
        thing=key,
        at=at,
        consultation=round.consultation_id,
        round=round.pk,
        proposal=key,
        type=type,
        language=language,
        paragraphs=len(parts),
    )
    proposal = Proposal.objects.create(
        id=key,
        consultation_id=round.consultation_id,
        type=type,
        title=title,
        language=language,
        position=last + 1,
        is_status_quo=is_status_quo,
        next_step=next_step.strip(),
        made_at=at,
        entry=entry,
    )
    proposal.champions.set(champions)
    revision = Revision.objects.create(proposal=proposal, number=0, round=round, published_at=at, entry=entry)
    lasting = Paragraph.objects.bulk_create(
        [Paragraph(proposal=proposal, anchor=paragraphs.anchor(part.number)) for part in parts]
    )
    ParagraphText.objects.bulk_create(
        [
            ParagraphText(
                revision=revision,
                paragraph=paragraph,
                language=language,
                position=position,
                number=part.number,
                heading=part.heading,
                text=part.text,
            )
            for position, (paragraph, part) in enumerate(zip(lasting, parts, strict=True), start=1)
        ]
    )
    return proposal
