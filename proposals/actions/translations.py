"""A text in one further language: its title, and each paragraph of its latest revision under its own number."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from ledger.actions import entries
from proposals.models import ParagraphText, Proposal, ProposalTranslation, Revision
from proposals.permissions import can_put_up
from proposals.rules import texts
from rounds.rules import translations, words
from texts.rules import languages, paragraphs, spaces
from web.refusals import Conflict, Invalid, Refusal, require

TEXT_LIMIT = 1_000_000
TITLE_LIMIT = 200
HEADING_LIMIT = ParagraphText._meta.get_field("heading").max_length or 300


@transaction.atomic(savepoint=False)
def translate(
    *,
    by: Person,
    proposal: Proposal,
    language: str,
    title: str,
    text: str | Sequence[paragraphs.Paragraph],
    now: datetime,
) -> Proposal:
    """Bring in a text in a further language, all its paragraphs or none; they take the place of those before.

    `text` is Markdown as pasted, or paragraphs already split; its numbers are those of the authentic text. What is said
    about a paragraph stands on it in whichever language it was read, so this may be done after the close too.
    """
    require(can_put_up(by, proposal.consultation))
    present = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    language = translations.further(language, authentic=present.language)
    title = spaces.line(words.checked(title, limit=TITLE_LIMIT, field="title"))
    if isinstance(text, str):
        words.check_length(text, limit=TEXT_LIMIT)
    parts = {paragraphs.anchor(part.number): part for part in _checked(present, texts.split(text))}
    revision = _latest(present)
    authentic = ParagraphText.objects.filter(revision=revision, language=present.language).select_related("paragraph")
    rows = [
        ParagraphText(
            revision=revision,
            paragraph=own.paragraph,
            language=language,
            position=own.position,
            number=own.number,
            heading=parts[own.paragraph.anchor].heading,
            text=parts[own.paragraph.anchor].text,
        )
        for own in authentic
    ]
    before = ParagraphText.objects.filter(revision=revision, language=language)
    if _said(before) == _said(rows) and present.translations.filter(language=language, title=title).exists():
        return proposal
    before.delete()
    ParagraphText.objects.bulk_create(rows)
    entry = entries.append(
        kind="proposal.translated",
        thing=present.pk,
        at=now,
        consultation=present.consultation_id,
        round=revision.round_id,
        proposal=present.pk,
        language=language,
    )
    ProposalTranslation.objects.update_or_create(
        proposal=present, language=language, defaults={"title": title, "made_at": now, "entry": entry}
    )
    return proposal


@transaction.atomic(savepoint=False)
def remove(*, by: Person, proposal: Proposal, language: str, now: datetime) -> Proposal:
    """Take a version away, in all revisions. What was said about its paragraphs stays on them."""
    require(can_put_up(by, proposal.consultation))
    present = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    tag = languages.canonical(language) or ""
    taken, _by_kind = ProposalTranslation.objects.filter(proposal=present, language=tag).delete()
    if not taken or tag == present.language:
        raise Conflict(translations.gone())
    ParagraphText.objects.filter(revision__proposal=present, language=tag).delete()
    entries.append(
        kind="proposal.translation_removed",
        thing=present.pk,
        at=now,
        consultation=present.consultation_id,
        round=_latest(present).round_id,
        proposal=present.pk,
        language=tag,
    )
    return proposal


def _checked(proposal: Proposal, parts: Sequence[paragraphs.Paragraph]) -> Sequence[paragraphs.Paragraph]:
    """The paragraphs, where they have the numbers of the authentic text and headings that fit; `Invalid` otherwise."""
    own = ParagraphText.objects.filter(revision=_latest(proposal), language=proposal.language)
    authentic = [paragraphs.Paragraph(*row) for row in own.values_list("number", "heading", "text")]
    refusal = texts.unlike(authentic, parts)
    if refusal is not None:
        raise Invalid(refusal)
    for part in parts:
        if len(part.heading) > HEADING_LIMIT:
            raise Invalid(
                Refusal(
                    "text_too_long",
                    _("The heading of paragraph %(number)s has %(length)s characters; at most %(limit)s fit."),
                    {"number": part.number, "length": len(part.heading), "limit": HEADING_LIMIT},
                    field="text",
                )
            )
    return parts


def _latest(proposal: Proposal) -> Revision:
    return Revision.objects.filter(proposal=proposal).order_by("-number")[0]


def _said(rows: Iterable[ParagraphText]) -> list[tuple[UUID, str, str]]:
    return [(row.paragraph_id, row.heading, row.text) for row in sorted(rows, key=lambda row: row.position)]
