"""How a paragraph came to read as it does: its wordings, what each put in and took away, what it is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Person
from contributions.models import Contribution
from ledger.models import Entry
from proposals.models import Comment, Paragraph, ParagraphText, Revision
from proposals.permissions import readable_entries
from public import reading
from public.pages import document as documents
from public.pages.visitors import signed_in
from public.templatetags.pages import fact
from rounds.models import Status
from texts.rules import difference, languages


@dataclass(frozen=True)
class Wording:
    """A paragraph in one revision. `text` is None where it is not part of it.

    `heading` and `words` are what changed since the wording before in the same language; empty where there is none.
    """

    revision: Revision
    text: ParagraphText | None
    before: ParagraphText | None
    comments: int
    heading: Sequence[difference.Part] = field(default_factory=list)
    words: Sequence[difference.Part] = field(default_factory=list)

    @property
    def is_the_same(self) -> bool:
        return self.before is not None and all(part.kind == "same" for part in (*self.heading, *self.words))


@dataclass(frozen=True)
class Moment:
    """What happened to a paragraph: it was worded, or its sources were named."""

    entry: Entry
    at: datetime
    wording: Wording | None = None
    sources: int = 0


@require_safe
def history(request: HttpRequest, id: UUID, anchor: str) -> HttpResponse:
    viewer, now = signed_in(request), timezone.now()
    wanted = reading.wanted(request)
    document = documents.load(id, viewer, now, wanted)
    paragraph = get_object_or_404(Paragraph.objects.visible_to(viewer), proposal=document.proposal, anchor=anchor)
    paragraph.proposal = document.proposal
    texts = list(ParagraphText.objects.filter(paragraph=paragraph).order_by("revision__number", "language"))
    offered = _offered(texts, document.proposal.language)
    language = languages.best(offered, wanted)
    worded = wordings(paragraph, texts, language, viewer)
    part = next((wording.text for wording in reversed(worded) if wording.text is not None), None)
    name = _("Paragraph %(number)s") % {"number": part.number if part else anchor}
    is_there = document.part_of(paragraph.pk) is not None
    address = reverse("paragraph", args=[id, anchor])
    crumbs = document.crumbs(wanted, reading.carry(request))
    context = {
        "document": document,
        "proposal": document.proposal,
        "paragraph": paragraph,
        "name": name,
        "part": part,
        "is_there": is_there,
        "moments": moments(paragraph, worded, viewer),
        "sources": sources(paragraph, viewer),
        "wanted": wanted,
        "tongues": offered,
        "now": now,
        "crumbs": [*crumbs, (name, f"{address}{reading.carry(request)}")] if is_there else crumbs,
    }
    return render(request, "proposals/history.html", context)


def wordings(
    paragraph: Paragraph, texts: Sequence[ParagraphText], language: str, viewer: Person | None
) -> list[Wording]:
    """Those of each revision, first to last, in one language; where a revision lacks it, in the authentic one."""
    said = {(text.revision_id, text.language): text for text in texts}
    counts = _counts(paragraph, viewer)
    authentic = paragraph.proposal.language
    worded: list[Wording] = []
    last: Revision | None = None
    for revision in Revision.objects.filter(proposal=paragraph.proposal_id).select_related("entry").order_by("number"):
        # For its name, which says of what type the text is.
        revision.proposal = paragraph.proposal
        text = said.get((revision.pk, language)) or said.get((revision.pk, authentic))
        before = said.get((last.pk, text.language)) if last is not None and text is not None else None
        heading: Sequence[difference.Part] = []
        words: Sequence[difference.Part] = []
        if text is not None and before is not None:
            heading = difference.between(before.heading, text.heading)
            words = difference.between(before.text, text.text)
        worded.append(Wording(revision, text, before, counts.get(revision.pk, 0), heading, words))
        last = revision
    return worded


def moments(paragraph: Paragraph, worded: Sequence[Wording], viewer: Person | None) -> list[Moment]:
    """All that happened to it, newest first."""
    named = readable_entries(viewer).filter(thing=paragraph.pk, kind="proposal.cited")
    found = [Moment(wording.revision.entry, wording.revision.published_at, wording) for wording in worded]
    found += [Moment(entry, entry.at, sources=int(fact(entry, "count") or 0)) for entry in named.order_by("seq")]
    return sorted(found, key=lambda moment: (moment.at, moment.entry.pk), reverse=True)


def sources(paragraph: Paragraph, viewer: Person | None) -> list[Contribution]:
    """The contributions it draws on now, as far as they are shown."""
    shown = Contribution.objects.visible_to(viewer).filter(
        pk__in=paragraph.drawn_from.order_by().values("pk"), status=Status.PUBLISHED
    )
    people = ("author", "organization", "stakeholder_group", "entry")
    return list(shown.select_related(*people).defer("text", "answers").order_by("entry__seq", "id"))


def _counts(paragraph: Paragraph, viewer: Person | None) -> dict[UUID, int]:
    """How many shown comments each wording has, the same text once."""
    shown = Comment.objects.visible_to(viewer).told_once().filter(paragraph=paragraph, status=Status.PUBLISHED)
    return dict(shown.order_by().values_list("revision").annotate(count=Count("pk")))


def _offered(texts: Sequence[ParagraphText], authentic: str) -> list[str]:
    """The languages in which the paragraph was ever worded, the authentic one first."""
    return [authentic, *sorted({text.language for text in texts} - {authentic})]


urlpatterns = [path("p/<uuid:id>/<slug:anchor>/history/", history, name="paragraph_history")]
