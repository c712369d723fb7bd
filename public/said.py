"""What one voice said: contributions and comments that stand under a person's or a body's name, newest first.

Only what is shown now: a text that is hidden, withdrawn, erased or waiting names nobody, so it stands in no such list.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Left
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Organization, Person
from contributions.models import Contribution, ContributionQuerySet
from proposals.models import Comment, CommentQuerySet
from public.endorsed import Endorsed, counts
from public.wording import numbers_of
from rounds.models import Capacity, Consultation, Status
from texts.rules.render import excerpt

PAGE = 20
EXCERPT = 280
# As much of a text as an excerpt can need.
BEGINNING = 2_000

Text = Comment | Contribution
Place = tuple[datetime, UUID]


@dataclass(frozen=True)
class Voice:
    """The texts that stand under one name, as one reader may see them."""

    contributions: ContributionQuerySet
    comments: CommentQuerySet

    def within(self, consultation: UUID | None) -> "Voice":
        if consultation is None:
            return self
        return Voice(
            self.contributions.filter(consultation=consultation), self.comments.filter(consultation=consultation)
        )

    def consultations(self, viewer: Person | None) -> list[Consultation]:
        """Where it said something, by title."""
        sent = self.contributions.order_by().values("consultation")
        said = self.comments.order_by().values("consultation")
        found = Consultation.objects.visible_to(viewer).filter(Q(pk__in=sent) | Q(pk__in=said))
        return list(found.order_by("title", "pk"))


@dataclass(frozen=True)
class Said:
    """A text in such a list: what it is called, its first words, where it stands."""

    text: Text
    title: str
    excerpt: str
    where: str
    where_address: str
    endorsed: Endorsed | None

    @property
    def is_comment(self) -> bool:
        return isinstance(self.text, Comment)


@dataclass(frozen=True)
class Page:
    """`older` and `newest`: addresses of the pages beside this one, empty where there is none."""

    rows: Sequence[Said]
    older: str
    newest: str


def by_person(person: Person, viewer: Person | None) -> Voice:
    """What somebody filed under their own name, in whatever capacity. What they filed without it is not here."""
    return _voice(Q(author=person, is_named=True), viewer)


def by_body(body: Organization, viewer: Person | None) -> Voice:
    """What was said in the name of a body, and of those that are one with it now."""
    names = [body.pk, *Organization.objects.filter(merged_into=body).order_by().values_list("pk", flat=True)]
    return _voice(Q(organization__in=names, capacity=Capacity.ORGANIZATION), viewer)


def _voice(whose: Q, viewer: Person | None) -> Voice:
    return Voice(
        Contribution.objects.visible_to(viewer).in_time().filter(whose, status=Status.PUBLISHED),
        Comment.objects.visible_to(viewer).filter(whose, status=Status.PUBLISHED),
    )


def page_of(request: HttpRequest, voice: Voice, viewer: Person | None, query: Mapping[str, str]) -> Page:
    """The page that `?before=` names, the newest unless said; the same few queries whatever the number of texts."""
    path, before = request.path, place(request.GET.get("before", ""))
    texts = _texts(voice, before)
    shown = texts[:PAGE]
    older = ""
    if len(texts) > PAGE:
        last = shown[-1]
        older = _address(path, {**query, "before": f"{last.posted_at.astimezone(UTC).isoformat()}_{last.pk}"})
    return Page(_rows(shown, viewer), older, _address(path, query) if before else "")


def place(words: str) -> Place | None:
    """Where a page begins, from its address; None for an address that nobody was given."""
    moment, _line, key = words.partition("_")
    try:
        at = datetime.fromisoformat(moment)
        return (at.astimezone(UTC), UUID(key)) if at.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def _texts(voice: Voice, before: Place | None) -> list[Text]:
    """One more than a page shows."""
    sent, said = voice.contributions, voice.comments
    if before is not None:
        at, key = before
        older = Q(posted_at__lt=at) | Q(posted_at=at, pk__lt=key)
        sent, said = sent.filter(older), said.filter(older)
    newest = ("-posted_at", "-pk")
    contributions = (
        sent.with_people().with_replacements().defer("text", "answers").annotate(beginning=Left("text", BEGINNING))
    )
    comments = said.with_people().defer("text").annotate(beginning=Left("text", BEGINNING))
    texts: list[Text] = [*contributions.order_by(*newest)[: PAGE + 1], *comments.order_by(*newest)[: PAGE + 1]]
    return sorted(texts, key=lambda text: (text.posted_at, text.pk), reverse=True)[: PAGE + 1]


def _rows(texts: Sequence[Text], viewer: Person | None) -> list[Said]:
    comments = [text for text in texts if isinstance(text, Comment)]
    numbers = numbers_of([comment.paragraph_id for comment in comments if comment.paragraph_id])
    endorsed = counts("comment", _ids(comments), viewer)
    endorsed |= counts("contribution", _ids(text for text in texts if isinstance(text, Contribution)), viewer)
    rows = []
    for text in texts:
        beginning = getattr(text, "beginning", "") or ""  # annotated above
        if isinstance(text, Contribution):
            title, format, where = text.title or "", text.format, str(text.round)
            address = reverse("round", args=[text.consultation.slug, text.round.number])
        else:
            title, format = "", "markdown"
            part = numbers.get(text.paragraph_id) if text.paragraph_id else None
            if part is None:
                where, address = _("The whole text"), reverse("proposal_whole", args=[text.proposal_id])
            else:
                where = _("Paragraph %(number)s") % {"number": part.number}
                address = reverse("paragraph", args=[text.proposal_id, part.paragraph.anchor])
        rows.append(Said(text, title, excerpt(beginning, format, EXCERPT), where, address, endorsed.get(text.pk)))
    return rows


def _ids(texts: Iterable[Text]) -> list[UUID]:
    return [text.pk for text in texts]


def _address(path: str, query: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path
