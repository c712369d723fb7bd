"""What was found, as rows of a page: each with its passage, the same few queries whatever their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Concat, Left, Right
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import Organization, Person
from contributions.models import Contribution
from proposals.models import Comment, ParagraphText, Proposal
from public.passages import passage, title, whole_or_cut
from public.sought import Wish
from public.wording import numbers_of
from rounds.models import Consultation, Document

# As much of a text as its passage is looked for in: a page must not read twenty of 200,000 characters again.
READ = 30_000


@dataclass(frozen=True)
class Found:
    """One row. `heading` and `passage` are safe HTML; `part` is the paragraph that a comment is about."""

    thing: Any
    heading: SafeString
    passage: SafeString
    address: str
    part: ParagraphText | None = None


def rows(key: str, pks: Sequence[Any], wish: Wish) -> list[Found]:
    """The things of one kind, in the order of their ids, as `wish.viewer` may read them."""
    if not pks:
        return []
    made = {found.thing.pk: found for found in _ROWS[key](list(pks), wish)}
    # What was hidden between two questions is not there any more.
    return [made[pk] for pk in pks if pk in made]


def _ends(found: "QuerySet[Any, Any]", column: str) -> "QuerySet[Any, Any]":
    """With the first and last few characters of a text, which tell whether its passage is the whole of it."""
    return found.annotate(begins=Left(column, 8), ends=Right(column, 8))


def _passage(row: Any, *, is_markdown: bool = True) -> SafeString:
    return whole_or_cut(passage(row.marked, is_markdown=is_markdown), row.marked, row.begins, row.ends)


def _comments(pks: list[Any], wish: Wish) -> list[Found]:
    chosen = Comment.objects.visible_to(wish.viewer).filter(pk__in=pks, text__isnull=False).with_people()
    marked = chosen.select_related("reply_to__entry").annotate(marked=wish.sought.marked("text"))
    said = list(_ends(marked, "text").defer("text"))
    parts = numbers_of([comment.paragraph_id for comment in said if comment.paragraph_id])
    return [
        Found(
            comment,
            SafeString(""),
            _passage(comment),
            reverse("comment", args=[comment.pk]),
            parts.get(comment.paragraph_id) if comment.paragraph_id else None,
        )
        for comment in said
    ]


def _contributions(pks: list[Any], wish: Wish) -> list[Found]:
    chosen = Contribution.objects.visible_to(wish.viewer).filter(pk__in=pks, text__isnull=False).with_people()
    answers = Func(F("answers"), function="texts_answers", output_field=TextField())
    words = Left(Concat(F("text"), Value("\n"), answers, output_field=TextField()), READ)
    sent = (
        chosen.with_replacements()
        .annotate(words=words)
        .annotate(marked=wish.sought.marked("words"), marked_title=wish.sought.marked("title", whole=True))
    )
    return [
        Found(
            contribution,
            title(contribution.title or "", contribution.marked_title),
            _passage(contribution, is_markdown=contribution.format == Contribution.Format.MARKDOWN),
            reverse("contribution", args=[contribution.pk]),
        )
        for contribution in _ends(sent, "words").defer("text", "answers")
    ]


def _paragraphs(pks: list[Any], wish: Wish) -> list[Found]:
    texts = Proposal.objects.visible_to(wish.viewer).order_by().values("pk")
    chosen = ParagraphText.objects.filter(pk__in=pks, revision__proposal__in=texts).select_related(
        "paragraph", "revision__round", "revision__entry", "revision__proposal__consultation"
    )
    marked = chosen.annotate(marked=wish.sought.marked("text"), marked_title=wish.sought.marked("heading", whole=True))
    return [
        Found(
            text,
            title(text.heading, text.marked_title),
            _passage(text),
            reverse("paragraph", args=[text.revision.proposal_id, text.paragraph.anchor]),
        )
        for text in _ends(marked, "text")
    ]


def _titled(chosen: "QuerySet[Any, Any]", wish: Wish) -> "QuerySet[Any, Any]":
    return chosen.annotate(marked_title=wish.sought.marked("title", whole=True))


def _texts(pks: list[Any], wish: Wish) -> list[Found]:
    chosen = Proposal.objects.visible_to(wish.viewer).filter(pk__in=pks).select_related("consultation", "entry")
    return [
        Found(text, title(text.title, text.marked_title), SafeString(""), reverse("proposal", args=[text.pk]))
        for text in _titled(chosen, wish)
    ]


def _consultations(pks: list[Any], wish: Wish) -> list[Found]:
    chosen = Consultation.objects.visible_to(wish.viewer).filter(pk__in=pks).select_related("hosting_body", "entry")
    return [
        Found(
            one,
            title(one.title, one.marked_title),
            passage(one.marked, is_markdown=False),
            reverse("consultation", args=[one.slug]),
        )
        for one in _titled(chosen, wish).annotate(marked=wish.sought.marked("summary"))
    ]


def _documents(pks: list[Any], wish: Wish) -> list[Found]:
    chosen = Document.objects.visible_to(wish.viewer).filter(pk__in=pks).select_related("consultation", "entry")
    return [
        Found(
            one,
            title(one.title, one.marked_title),
            SafeString(""),
            one.link or reverse("document", args=[one.consultation.slug, one.pk]),
        )
        for one in _titled(chosen, wish)
    ]


def _people(pks: list[Any], wish: Wish) -> list[Found]:
    chosen = Person.objects.visible_to(wish.viewer).filter(pk__in=pks)
    return [Found(one, title(one.name, None), SafeString(""), _page_of("person", one.pk)) for one in chosen]


def _organizations(pks: list[Any], wish: Wish) -> list[Found]:
    chosen = Organization.objects.visible_to(wish.viewer).filter(pk__in=pks)
    return [Found(one, title(one.name, None), SafeString(""), _page_of("organization", one.pk)) for one in chosen]


def _page_of(name: str, pk: Any) -> str:
    return reverse(name, args=[pk])


_ROWS = {
    "comments": _comments,
    "contributions": _contributions,
    "paragraphs": _paragraphs,
    "texts": _texts,
    "consultations": _consultations,
    "documents": _documents,
    "people": _people,
    "organizations": _organizations,
}
