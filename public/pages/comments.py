from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Person
from proposals.actions import comments as comment_actions
from proposals.models import Comment, ParagraphText
from proposals.permissions import can_change, readable_versions, reads_all_versions
from public import reading, since
from public.forms_filing import KeyForm, WordsForm
from public.pages import document as documents
from public.pages import filing, lists, threads, writing
from public.pages.visitors import signed_in
from public.wording import numbers_of
from rounds.models import Capacity, Status
from rounds.permissions import can_reword
from rounds.rules import versions


def load(id: UUID, viewer: Person | None) -> Comment:
    """A comment with its people and its place; `Http404` for whoever may not read it."""
    comments = Comment.objects.visible_to(viewer).with_people().select_related("reply_to__entry")
    comments = comments.prefetch_related("proposal__translations", "consultation__translations")
    return get_object_or_404(comments, pk=id)


@require_safe
def comment(request: HttpRequest, id: UUID) -> HttpResponse:
    """One comment in its thread: the comment that began it, and all replies."""
    person, now = signed_in(request), timezone.now()
    chosen = load(id, person)
    root = load(chosen.reply_to_id, person) if chosen.reply_to_id else chosen
    return render(request, "comments/comment.html", _thread(request, chosen, root, person, now))


@require_http_methods(["GET", "HEAD", "POST"])
def comment_reply(request: HttpRequest, id: UUID) -> HttpResponse:
    """Replies go to the comment that began the thread."""
    person, now = signed_in(request), timezone.now()
    chosen = load(id, person)
    if chosen.reply_to_id and request.method != "POST":
        return redirect("comment_reply", chosen.reply_to_id)
    root = load(chosen.reply_to_id, person) if chosen.reply_to_id else chosen
    context = _thread(request, root, root, person, now)
    context["round"] = documents.current(root.round.asked_by, now)
    context["status"] = context["round"].status(now)
    # A reply to what is not shown is refused by name when it comes; no form is offered for it.
    written = writing.Written()
    if request.method == "POST" or chosen.is_shown:
        piece = writing.CommentPiece(
            context["round"], chosen.proposal, chosen.paragraph, chosen, tongue=reading.by_hand(request)
        )
        written = writing.write(request, person, piece, now)
    if written.response is not None:
        return written.response
    context |= written.context()
    return render(request, "comments/reply.html", context, status=written.status)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_correct(request: HttpRequest, id: UUID) -> HttpResponse:
    """New words for one's own comment; those before stay readable behind “corrected”."""
    person, now = signed_in(request), timezone.now()
    chosen = load(id, person)
    if person is None:
        return redirect_to_login(request.path)
    if (refusal := can_change(person, chosen) or can_reword(person, chosen)) is not None:
        context = _about(chosen, now, reading.wanted(request)) | {"refusal": refusal}
        return render(request, "comments/refused.html", context, status=403)
    words = list(chosen.versions.order_by("number"))
    last = versions.last(words)
    form = WordsForm(request.POST if request.method == "POST" else None, initial={"text": last.text})
    answer = filing.Answer(None, 200)
    if request.method == "POST":
        answer = filing.answer(
            request,
            form,
            lambda: comment_actions.correct(by=person, comment=chosen, text=form.cleaned_data["text"]),
        )
        if answer.thing is not None:
            messages.success(
                request, _("Your comment is corrected. Your words before stay readable behind “corrected”.")
            )
            return filing.see(reverse("comment", args=[id]))
    context = _about(chosen, now, reading.wanted(request)) | {
        "form": form,
        "before": (versions.present(words, chosen.waiting_version) or last).text,
        "changeable": chosen.status in (Status.PUBLISHED, Status.RECEIVED),
        "preview": form.cleaned_data | {"language": chosen.language} if answer.is_preview else None,
    }
    return render(request, "comments/correct.html", context, status=answer.status)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_withdraw(request: HttpRequest, id: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    chosen = load(id, person)
    if person is None:
        return redirect_to_login(request.path)
    if (refusal := can_change(person, chosen)) is not None:
        context = _about(chosen, now, reading.wanted(request)) | {"refusal": refusal}
        return render(request, "comments/refused.html", context, status=403)
    form = KeyForm(request.POST if request.method == "POST" else None)
    answer = filing.Answer(None, 200)
    if request.method == "POST":
        answer = filing.answer(request, form, lambda: comment_actions.withdraw(by=person, comment=chosen))
        if answer.thing is not None:
            messages.success(request, _("Your comment is withdrawn. Its number and the replies stay."))
            return filing.see(reverse("comment", args=[id]))
    context = _about(chosen, now, reading.wanted(request)) | {
        "form": form,
        "before": versions.last(list(chosen.versions.order_by("number"))).text,
        "changeable": chosen.status in (Status.PUBLISHED, Status.RECEIVED),
    }
    return render(request, "comments/withdraw.html", context, status=answer.status)


@require_safe
def comment_changes(request: HttpRequest, id: UUID) -> HttpResponse:
    """What a comment said before: for its readers what counts as history, for its author and moderators everything."""
    person, now = signed_in(request), timezone.now()
    chosen = load(id, person)
    reader = threads.reader_of(person, chosen.consultation, now)
    filed = readable_versions(person, chosen)
    context = _about(chosen, now, reading.wanted(request)) | {
        "said": threads.flat([chosen], reader)[0],
        "sees_all": reads_all_versions(person, chosen),
        "versions": list(
            zip(
                filed,
                versions.states(filed, waiting_from=chosen.waiting_version, is_shown=chosen.is_shown),
                strict=True,
            )
        ),
        "present": versions.present(filed, chosen.waiting_version) if chosen.is_shown else None,
    }
    return render(request, "comments/changes.html", context)


def _about(comment: Comment, now: datetime, wanted: Sequence[str]) -> dict[str, Any]:
    """The comment, where it stands, and the way back there."""
    part: ParagraphText | None = None
    if comment.paragraph_id is not None:
        part = numbers_of([comment.paragraph_id], wanted).get(comment.paragraph_id)
    place = documents.address(comment.proposal_id, comment.paragraph)
    words = _("Paragraph %(number)s") % {"number": part.number} if part else _("The whole text")
    return {
        "comment": comment,
        "part": part,
        "place": place,
        "place_words": words,
        "round": comment.round,
        "status": comment.round.status(now),
        "consultation": comment.consultation,
        "now": now,
        "crumbs": [
            *documents.above(comment.proposal, comment.round, wanted),
            (comment.proposal.told(wanted).title, reverse("proposal", args=[comment.proposal_id])),
            (words, place),
        ],
    }


def _thread(
    request: HttpRequest, chosen: Comment, root: Comment, person: Person | None, now: datetime
) -> dict[str, Any]:
    """The comment that began the thread with a page of its replies, the secretariat's first."""
    reader = threads.reader_of(person, root.consultation, now)
    replies = Comment.objects.visible_to(person).filter(reply_to=root).with_people()
    page = lists.page_of(request, replies.exclude(capacity=Capacity.SECRETARIAT), limit=threads.LIMIT)
    shown = list(page.items)
    if page.previous is None:
        shown = [*replies.filter(capacity=Capacity.SECRETARIAT).order_by("posted_at", "id")[: threads.LIMIT], *shown]
    # Who follows a link to one reply finds it, however many others there are.
    if chosen.pk not in {comment.pk for comment in (root, *shown)}:
        shown.insert(0, chosen)
    first, *others = threads.flat([root, *shown], reader)
    return _about(chosen, now, reading.wanted(request)) | {
        "since": since.on_texts(request),
        "root": first,
        "replies": others,
        "pages": lists.around(request, page),
    }


urlpatterns = [
    path("comments/<uuid:id>/", comment, name="comment"),
    path("comments/<uuid:id>/reply/", comment_reply, name="comment_reply"),
    path("comments/<uuid:id>/correct/", comment_correct, name="comment_correct"),
    path("comments/<uuid:id>/withdraw/", comment_withdraw, name="comment_withdraw"),
    path("comments/<uuid:id>/changes/", comment_changes, name="comment_changes"),
]
