"""Where forms keep what is not sent yet: the button “Save as a draft”, and the script two seconds after typing stops.

Each form that can be saved sends itself, as it is, to the address that `address_of` gives for its place (a button with
`formaction`, or `fetch` with the same fields): `text`, and where the form has them `title`, `answer_1` …, `kind`,
`capacity`, `language`, `named`, and `seen`, the moment at which the draft in the form was saved (empty: none was).

A script asks for `application/json` and is answered `{"saved_at", "sentence"}`: the form's next `seen` (null: no draft
is kept, because no word was left or because the same words are filed), and what to say under the box; or, refused with
its status, `{"code", "sentence"}`. A button is answered with 303 to the form, or with a page that shows both texts.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Organization, Person
from contributions.models import ContributionDraft
from proposals.actions import drafts
from proposals.models import Comment, CommentDraft, Paragraph, Proposal
from public.forms_filing import CommentForm, ContributionForm, Spoken, Voice
from public.pages import filing
from public.pages.visitors import signed_in
from rounds.models import Capacity, Round
from web.refusals import Conflict, NotDone, Refused

Draft = CommentDraft | ContributionDraft
ANSWER = "answer_"
# What a page that could not be saved carries on as it was sent.
NOT_CARRIED = ("csrfmiddlewaretoken", "key", "seen", "text", "title")


@dataclass(frozen=True)
class Place:
    """Where a draft stands: in answer to a call, or on a text. `form_address`: where its form is filled in."""

    round: Round
    form_address: str
    proposal: Proposal | None = None
    paragraph: Paragraph | None = None
    reply_to: Comment | None = None


def address_of(
    round: Round, proposal: Proposal | None = None, paragraph: Paragraph | None = None, reply_to: Comment | None = None
) -> str:
    """Where the form for this place sends a draft."""
    if reply_to is not None:
        return reverse("draft_reply", args=[round.pk, reply_to.pk])
    if proposal is None:
        return reverse("draft_contribution", args=[round.pk])
    if paragraph is None:
        return reverse("draft_comment", args=[round.pk, proposal.pk])
    return reverse("draft_paragraph", args=[round.pk, proposal.pk, paragraph.anchor])


def form_of(draft: Draft) -> str:
    """Where the draft is filled in and sent."""
    if isinstance(draft, ContributionDraft):
        address = reverse("contribution_send", args=[draft.round.consultation.slug, draft.round.number])
    elif draft.reply_to_id is not None:
        address = reverse("comment_reply", args=[draft.reply_to_id])
    elif draft.paragraph is not None:
        address = reverse("paragraph", args=[draft.proposal_id, draft.paragraph.anchor])
    else:
        address = reverse("proposal_whole", args=[draft.proposal_id])
    return f"{address}#write"


@require_POST
def draft_contribution(request: HttpRequest, round: UUID) -> HttpResponse:
    found = _round(request, round)
    form_address = reverse("contribution_send", args=[found.consultation.slug, found.number])
    return _saved(request, Place(found, form_address))


@require_POST
def draft_comment(request: HttpRequest, round: UUID, proposal: UUID, anchor: str = "") -> HttpResponse:
    """On the whole text, or on the paragraph with this anchor."""
    person, found = signed_in(request), _round(request, round)
    text = get_object_or_404(Proposal.objects.visible_to(person), pk=proposal)
    if not anchor:
        return _saved(request, Place(found, reverse("proposal_whole", args=[text.pk]), text))
    paragraph = get_object_or_404(Paragraph.objects.visible_to(person), proposal=text, anchor=anchor)
    return _saved(request, Place(found, reverse("paragraph", args=[text.pk, anchor]), text, paragraph))


@require_POST
def draft_reply(request: HttpRequest, round: UUID, comment: UUID) -> HttpResponse:
    readable = Comment.objects.visible_to(signed_in(request)).select_related("proposal", "paragraph")
    to = get_object_or_404(readable, pk=comment)
    form_address = reverse("comment_reply", args=[to.pk])
    return _saved(request, Place(_round(request, round), form_address, to.proposal, to.paragraph, to))


def _round(request: HttpRequest, id: UUID) -> Round:
    rounds = Round.objects.visible_to(signed_in(request)).select_related("consultation")
    return get_object_or_404(rounds, pk=id)


def _saved(request: HttpRequest, place: Place) -> HttpResponse:
    """Save what the form holds. A form that could not be sent as it is can be saved as it is."""
    person, now = signed_in(request), timezone.now()
    try:
        with transaction.atomic():
            draft = _save(request, person, place, now)
    except NotDone as error:
        return _unsaved(request, person, place, error)
    sentence = said_of(draft)
    if _is_script(request):
        return JsonResponse({"saved_at": draft.saved_at.isoformat() if draft else None, "sentence": sentence})
    messages.success(request, sentence)
    return filing.see(f"{place.form_address}#write")


def said_of(draft: Draft | None) -> str:
    if draft is None:
        return _("No draft is kept here now.")
    at = date_format(timezone.localtime(draft.saved_at), "H:i")
    return _("Draft saved at %(time)s. Only you see it.") % {"time": at}


def _save(request: HttpRequest, person: Person | None, place: Place, now: datetime) -> Draft | None:
    form = _form(request, place)
    form.is_valid()
    said = form.cleaned_data
    spoken = said.get("capacity") or Spoken(Capacity.PERSONAL)
    fields: dict[str, Any] = {
        # An action refuses a stranger in its first line.
        "by": person,
        "round": place.round,
        "text": request.POST.get("text", ""),
        "language": said.get("language") or (person.language if person else "en"),
        "capacity": spoken.capacity,
        "organization": Organization.objects.filter(pk=spoken.organization).first() if spoken.organization else None,
        "is_named": said.get("named") != "no",
        "seen": _seen(request),
        "now": now,
    }
    if place.proposal is not None:
        return drafts.save_comment(
            **fields,
            proposal=place.proposal,
            paragraph=place.paragraph,
            reply_to=place.reply_to,
            kind=said.get("kind") or None,
        )
    return drafts.save_contribution(**fields, title=request.POST.get("title", ""), answers=_answers(request))


def _form(request: HttpRequest, place: Place) -> forms.Form:
    voices = [Voice(Capacity.PERSONAL, "")]
    if place.proposal is None:
        return ContributionForm(request.POST, voices=voices, language="en")
    return CommentForm(request.POST, voices=voices, language="en")


def _seen(request: HttpRequest) -> datetime | None:
    """When the draft was saved that stands in the form; None where it holds none, or nothing that we wrote."""
    try:
        moment = datetime.fromisoformat(request.POST.get("seen", ""))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _answers(request: HttpRequest) -> dict[str, str]:
    """What was typed beside the text, by the number of its question."""
    return {name.removeprefix(ANSWER): str(text) for name, text in request.POST.items() if name.startswith(ANSWER)}


def _unsaved(request: HttpRequest, person: Person | None, place: Place, error: NotDone) -> HttpResponse:
    """What was typed is handed back, beside the draft that stands there."""
    status = 403 if isinstance(error, Refused) else 409 if isinstance(error, Conflict) else 422
    if _is_script(request):
        return JsonResponse({"code": error.refusal.code, "sentence": str(error)}, status=status)
    kept: Draft | None
    if place.proposal is None:
        kept = ContributionDraft.objects.visible_to(person).filter(round=place.round).first()
    else:
        mine = CommentDraft.objects.visible_to(person).filter(round=place.round, proposal=place.proposal)
        kept = mine.filter(paragraph=place.paragraph, reply_to=place.reply_to).first()
    context = {
        "sentence": str(error),
        "kept": kept,
        "is_elsewhere": error.refusal.code == "draft_elsewhere",
        "seen": kept.saved_at.isoformat() if kept else "",
        "title": request.POST.get("title", ""),
        "text": request.POST.get("text", ""),
        "answers": sorted(_answers(request).items()),
        "carried": [
            (name, value)
            for name, value in request.POST.items()
            if name not in NOT_CARRIED and not name.startswith(ANSWER)
        ],
        "form_address": place.form_address,
        "round": place.round,
        "consultation": place.round.consultation,
        "now": timezone.now(),
    }
    return render(request, "responses/unsaved.html", context, status=status)


def _is_script(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


urlpatterns = [
    path("me/drafts/contribution/<uuid:round>/", draft_contribution, name="draft_contribution"),
    path("me/drafts/comment/<uuid:round>/<uuid:proposal>/", draft_comment, name="draft_comment"),
    path("me/drafts/comment/<uuid:round>/<uuid:proposal>/<slug:anchor>/", draft_comment, name="draft_paragraph"),
    path("me/drafts/reply/<uuid:round>/<uuid:comment>/", draft_reply, name="draft_reply"),
]
