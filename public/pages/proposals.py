from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from proposals.actions import comments as comment_actions
from proposals.models import Comment, ParagraphText
from public.forms_filing import CommentForm
from public.forms_filters import CommentFilters, languages_in
from public.pages import document as documents
from public.pages import filing, lists, threads
from public.pages.document import Document
from public.pages.visitors import signed_in
from rounds.models import Round
from rounds.permissions import can_take_part


@require_safe
def proposal(request: HttpRequest, id: UUID) -> HttpResponse:
    """The text alone, as it is read; its threads are one link away."""
    person, now = signed_in(request), timezone.now()
    document = documents.load(id, person)
    context = documents.context(document, person, now)
    context["crumbs"] = documents.above(document.proposal, document.round)
    return render(request, "proposals/proposal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_whole(request: HttpRequest, id: UUID) -> HttpResponse:
    document = documents.load(id, signed_in(request))
    return _discussed(request, document, None)


@require_http_methods(["GET", "HEAD", "POST"])
def paragraph(request: HttpRequest, id: UUID, anchor: str) -> HttpResponse:
    document = documents.load(id, signed_in(request))
    return _discussed(request, document, document.part(anchor))


@require_safe
def proposal_comments(request: HttpRequest, id: UUID) -> HttpResponse:
    """All comments on a text in one list, replies among them, by the moment of filing."""
    person, now = signed_in(request), timezone.now()
    document = documents.load(id, person)
    comments = Comment.objects.visible_to(person).filter(proposal=document.proposal)
    filters = CommentFilters(request.GET, languages=languages_in(comments))
    listed = filters.apply(comments).with_people().select_related("reply_to__entry")
    page = lists.page_of(request, listed, limit=threads.LIMIT)
    reader = threads.reader_of(person, document.proposal.consultation, now)
    context = documents.context(document, person, now) | {
        "crumbs": document.crumbs(),
        "filters": filters,
        "pages": lists.around(request, page, filters.query()),
        "comments": [(said, document.part_of(said.comment.paragraph_id)) for said in threads.flat(page.items, reader)],
    }
    return render(request, "proposals/comments.html", context, status=200 if filters.is_valid() else 400)


def _discussed(request: HttpRequest, document: Document, part: ParagraphText | None) -> HttpResponse:
    """The text with the chosen paragraph, or with itself as a whole, and what is said about that."""
    person, now = signed_in(request), timezone.now()
    consultation = document.proposal.consultation
    form, answer, refusal = None, filing.Answer(None, 200), None
    if request.method == "POST":
        form = filing.comment_form(request, person, consultation)
        answer = filing.answer(request, form, partial(_post, request, document, part, form))
        if answer.thing is not None:
            return filing.see_comment(request, answer.thing)
    elif person is not None and document.round.status(now) == Round.Status.OPEN:
        refusal = can_take_part(person, consultation)
        form = filing.comment_form(request, person, consultation) if refusal is None else None
    tops = Comment.objects.visible_to(person).top_level().with_people()
    page = lists.page_of(
        request,
        tops.filter(proposal=document.proposal, paragraph=part.paragraph if part else None),
        limit=threads.LIMIT,
    )
    context = documents.context(document, person, now) | {
        "crumbs": document.crumbs(),
        "discussing": True,
        "chosen": part,
        "pages": lists.around(request, page, fragment="#discussion"),
        "thread": threads.with_replies(page.items, threads.reader_of(person, consultation, now)),
        "form": form,
        "refusal": refusal,
        "preview": form.cleaned_data if form is not None and answer.is_preview else None,
    }
    return render(request, "proposals/proposal.html", context, status=answer.status)


def _post(request: HttpRequest, document: Document, part: ParagraphText | None, form: CommentForm) -> Comment:
    said = form.cleaned_data
    return comment_actions.post(
        by=filing.author_of(request),
        round=document.round,
        proposal=document.proposal,
        paragraph=part.paragraph if part else None,
        kind=said["kind"] or None,
        capacity=said["capacity"].capacity,
        organization=filing.speaks_for(said["capacity"]),
        language=said["language"],
        text=said["text"],
    )


urlpatterns = [
    path("p/<uuid:id>/", proposal, name="proposal"),
    path("p/<uuid:id>/whole-text/", proposal_whole, name="proposal_whole"),
    path("p/<uuid:id>/comments/", proposal_comments, name="proposal_comments"),
    path("p/<uuid:id>/<slug:anchor>/", paragraph, name="paragraph"),
]
