from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from proposals.models import Comment, ParagraphText
from public import reading, since
from public.forms_filters import CommentFilters, languages_in
from public.pages import document as documents
from public.pages import lists, threads, writing
from public.pages.document import Document
from public.pages.visitors import signed_in


@require_safe
def proposal(request: HttpRequest, id: UUID) -> HttpResponse:
    """The text alone, as it is read; its threads are one link away."""
    person, now = signed_in(request), timezone.now()
    wanted = reading.wanted(request)
    document = documents.load(id, person, now, wanted)
    context = documents.context(document, person, now) | _news(request, document)
    context["crumbs"] = documents.above(document.proposal, document.round, wanted)
    return render(request, "proposals/proposal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_whole(request: HttpRequest, id: UUID) -> HttpResponse:
    document = documents.load(id, signed_in(request), timezone.now(), reading.wanted(request))
    return _discussed(request, document, None)


@require_http_methods(["GET", "HEAD", "POST"])
def paragraph(request: HttpRequest, id: UUID, anchor: str) -> HttpResponse:
    document = documents.load(id, signed_in(request), timezone.now(), reading.wanted(request))
    return _discussed(request, document, document.part(anchor))


@require_safe
def proposal_comments(request: HttpRequest, id: UUID) -> HttpResponse:
    """All comments on a text in one list, replies among them, by the moment of filing."""
    person, now = signed_in(request), timezone.now()
    # Here the address says in which language the comments are.
    usual = reading.usual(request)
    document = documents.load(id, person, now, usual)
    comments = Comment.objects.visible_to(person).filter(proposal=document.proposal)
    filters = CommentFilters(request.GET, languages=languages_in(comments))
    listed = filters.apply(comments.told_once()).with_people().select_related("reply_to__entry")
    page = lists.page_of(request, listed, limit=threads.LIMIT)
    reader = threads.reader_of(person, document.proposal.consultation, now)
    context = documents.context(document, person, now) | {
        "since": since.on_texts(request),
        "crumbs": document.crumbs(usual),
        "filters": filters,
        "pages": lists.around(request, page, filters.query()),
        "comments": [(said, document.part_of(said.comment.paragraph_id)) for said in threads.flat(page.items, reader)],
    }
    return render(request, "proposals/comments.html", context, status=200 if filters.is_valid() else 400)


def _discussed(request: HttpRequest, document: Document, part: ParagraphText | None) -> HttpResponse:
    """The text with the chosen paragraph, or with itself as a whole, and what is said about that."""
    person, now = signed_in(request), timezone.now()
    consultation = document.proposal.consultation
    piece = writing.CommentPiece(
        document.round,
        document.proposal,
        part.paragraph if part else None,
        # Who reads a translation, or has chosen a version, writes in its language unless they say otherwise.
        tongue=document.language if document.is_translation or reading.by_hand(request) else "",
    )
    written = writing.write(request, person, piece, now)
    if written.response is not None:
        return written.response
    tops = Comment.objects.visible_to(person).top_level().told_once().with_people()
    page = lists.page_of(
        request,
        tops.filter(proposal=document.proposal, paragraph=part.paragraph if part else None),
        limit=threads.LIMIT,
    )
    context = documents.context(document, person, now) | {
        "crumbs": document.crumbs(reading.wanted(request), reading.carry(request)),
        **_news(request, document),
        "discussing": True,
        "chosen": part,
        "pages": lists.around(request, page, reading.kept(request), fragment="#discussion"),
        "thread": threads.with_replies(page.items, threads.reader_of(person, consultation, now)),
        **written.context(),
    }
    return render(request, "proposals/proposal.html", context, status=written.status)


def _news(request: HttpRequest, document: Document) -> dict[str, Any]:
    """What is new to this reader, for the counts in the margin and the words in the thread."""
    seen = since.on_texts(request)
    return {"since": seen, "new_comments": since.on(document.proposal, seen)}


urlpatterns = [
    path("p/<uuid:id>/", proposal, name="proposal"),
    path("p/<uuid:id>/whole-text/", proposal_whole, name="proposal_whole"),
    path("p/<uuid:id>/comments/", proposal_comments, name="proposal_comments"),
    path("p/<uuid:id>/<slug:anchor>/", paragraph, name="paragraph"),
]
