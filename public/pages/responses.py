"""My response: all that somebody has written and not sent in a round, in the order of the text, and filed together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Person
from contributions.models import ContributionDraft
from proposals.actions import drafts as draft_actions
from proposals.actions import responses
from proposals.actions.responses import Draft
from proposals.models import CommentDraft, ParagraphText, Response
from public import clearance, reading
from public.forms_filing import CapacityField, KeyForm, Voice, count_words
from public.pages import filing, voices
from public.pages.drafts import form_of
from public.pages.rounds import crumbs_of, round_or_404
from public.pages.visitors import signed_in
from public.wording import numbers_of
from rounds.models import Capacity, Question, Round
from rounds.permissions import can_take_part
from texts.rules import languages
from web.refusals import NotDone

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS: dict[str, type[Draft]] = {"contribution": ContributionDraft, "comment": CommentDraft}


@dataclass(frozen=True)
class Row:
    """One draft as its writer sees it. `part`: the paragraph; `answers`: with their questions and counts of words."""

    draft: Draft
    part: ParagraphText | None
    answers: list[tuple[Question, str, int]]
    edit_address: str

    @property
    def kind(self) -> str:
        return "contribution" if isinstance(self.draft, ContributionDraft) else "comment"

    @property
    def heading(self) -> str:
        if isinstance(self.draft, ContributionDraft):
            return _("Contribution")
        place = _("Paragraph %(number)s") % {"number": self.part.number} if self.part else _("The whole text")
        if self.draft.reply_to is None:
            return place
        number = self.draft.reply_to.number
        reply = _("reply to No. %(number)s") % {"number": number} if number else _("a reply")
        return f"{place}, {reply}"

    @property
    def word_count(self) -> int:
        return count_words(self.draft.text) + sum(words for _question, _answer, words in self.answers)


class ResponseForm(KeyForm):
    """One choice of voice for the whole. `seen`: the drafts as they were looked at."""

    capacity = CapacityField(
        error_messages={"required": gettext_lazy("Choose in whose name you speak.")}, initial=Capacity.PERSONAL
    )
    named = forms.ChoiceField(
        label=gettext_lazy("Your name"),
        initial="yes",
        required=False,
        choices=[("yes", gettext_lazy("Show my name")), ("no", gettext_lazy("Do not show my name"))],
        widget=forms.RadioSelect,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, voices: Sequence[Voice], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.voices = voices
        self.fields["capacity"].label = _("You are speaking")

    @property
    def voice(self) -> Voice:
        """The voice that is chosen in the form as it stands."""
        chosen = str(self["capacity"].value())
        return next((voice for voice in self.voices if voice.value == chosen), self.voices[0])

    @property
    def is_named(self) -> bool:
        return self["named"].value() != "no"

    @property
    def shown(self) -> str | Promise:
        """When the texts will be shown, as the form stands."""
        return self.voice.shown if self.is_named else self.voice.unnamed


@require_http_methods(["GET", "HEAD", "POST"])
def my_response(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """All my drafts of the round; a preview of what will be filed; one button that files them."""
    person, now = signed_in(request), timezone.now()
    round = round_or_404(request, slug, number)
    if person is None:
        return redirect_to_login(request.path)
    drafts = responses.drafts_of(person, round)
    going = [draft for draft in drafts if not draft.is_held_back]
    context: dict[str, Any] = {
        "now": now,
        "round": round,
        "consultation": round.consultation,
        "status": round.status(now),
        "rows": rows_of(drafts, round, reading.wanted(request)),
        "count": len(going),
        "held": len(drafts) - len(going),
        "crumbs": [*crumbs_of(round, reading.wanted(request)), (str(round), reverse("round", args=[slug, number]))],
    }
    answer = filing.Answer(None, 200)
    if request.method == "POST":
        form = ResponseForm(request.POST, voices=voices.voices_of(person, round.consultation))
        answer = filing.answer(request, form, lambda: _file(person, round, form, context["rows"]))
        if answer.thing is not None:
            return filing.see(reverse("response", args=[answer.thing]))
        context["form"] = form
    elif going and context["status"] == Round.Status.OPEN:
        context["refusal"] = can_take_part(person, round.consultation)
        if context["refusal"] is None:
            context["form"] = ResponseForm(
                voices=voices.voices_of(person, round.consultation), initial=_initial(drafts)
            )
    template = "responses/preview.html" if answer.is_preview else "responses/my_response.html"
    context["state"] = responses.state(drafts)
    return render(request, template, context, status=answer.status)


def _initial(drafts: Sequence[Draft]) -> dict[str, str]:
    """The voice that was chosen last in the drafts; a name that is hidden in one of them is not shown."""
    last = max(drafts, key=lambda draft: draft.saved_at)
    voice = f"{last.capacity}:{last.organization_id}" if last.organization_id else last.capacity
    return {"capacity": voice, "named": "yes" if all(draft.is_named for draft in drafts) else "no"}


def _file(person: Person, round: Round, form: ResponseForm, rows: Sequence[Row]) -> Response:
    spoken = form.cleaned_data["capacity"]
    try:
        return responses.file(
            by=person,
            round=round,
            capacity=spoken.capacity,
            organization=filing.speaks_for(spoken, person),
            is_named=form.is_named,
            seen=form.cleaned_data["seen"],
        )
    except NotDone as error:
        named = _row_of(error.refusal.field or "", [row for row in rows if not row.draft.is_held_back])
        if named is None:
            raise
        words = {"place": named.heading, "sentence": str(error)}
        raise type(error)(
            replace(error.refusal, sentence="%(place)s: %(sentence)s", values=words, field=None)
        ) from None


def _row_of(field: str, rows: Sequence[Row]) -> Row | None:
    """The draft that a refusal names as `items.3.text`."""
    name, _dot, rest = field.partition(".")
    position = rest.partition(".")[0]
    return rows[int(position)] if name == "items" and position.isdecimal() and int(position) < len(rows) else None


def rows_of(drafts: Sequence[Draft], round: Round, wanted: Sequence[str] = ()) -> list[Row]:
    """The drafts with what they are about; as many queries for forty as for one."""
    parts = numbers_of(
        [draft.paragraph_id for draft in drafts if isinstance(draft, CommentDraft) and draft.paragraph_id], wanted
    )
    asked = []
    if any(isinstance(draft, ContributionDraft) for draft in drafts):
        asked = list(Question.objects.filter(round=round.asked_by).with_translations())
    rows = []
    for draft in drafts:
        part, answers = None, []
        if isinstance(draft, CommentDraft):
            part = parts.get(draft.paragraph_id) if draft.paragraph_id else None
        else:
            given = [(question, draft.answers.get(str(question.number), "")) for question in asked]
            answers = [(question, answer, count_words(answer)) for question, answer in given]
        rows.append(Row(draft, part, answers, form_of(draft)))
    return rows


@require_POST
def draft_hold_back(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """Leave a draft out of the response, or take it in again; leads back to the response."""
    draft = _draft(request, kind, id)
    person = filing.author_of(request)
    with transaction.atomic():
        draft_actions.hold_back(by=person, draft=draft, is_held_back=request.POST.get("held") == "1")
    return filing.see(f"{_address(draft.round)}#d{draft.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def draft_delete(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    person = signed_in(request)
    if person is None:
        return redirect_to_login(request.path)
    draft = _draft(request, kind, id)
    address = _address(draft.round)
    if request.method == "POST":
        with transaction.atomic():
            draft_actions.delete(by=person, draft=draft)
        messages.success(request, _("The draft is deleted."))
        return filing.see(address)
    context = {
        "row": rows_of([draft], draft.round, reading.wanted(request))[0],
        "round": draft.round,
        "consultation": draft.round.consultation,
        "back": address,
        "now": timezone.now(),
    }
    return render(request, "responses/delete.html", context)


def _draft(request: HttpRequest, kind: str, id: UUID) -> Draft:
    if kind not in KINDS:
        raise Http404
    mine: Any = KINDS[kind]._default_manager.all()
    mine = mine.visible_to(signed_in(request))
    mine = mine.with_place() if kind == "comment" else mine.select_related("round__consultation")
    draft: Draft = get_object_or_404(mine, pk=id)
    # Its page names the round, which its writer may not be allowed to read any more.
    round_or_404(request, draft.round.consultation.slug, draft.round.number)
    return draft


def _address(round: Round) -> str:
    return reverse("my_response", args=[round.consultation.slug, round.number])


@require_safe
def my_response_file(request: HttpRequest, slug: str, number: int, ending: str) -> HttpResponse:
    """The drafts as a file for clearance: .docx or .txt."""
    person, now = signed_in(request), timezone.now()
    round = round_or_404(request, slug, number)
    if person is None:
        return redirect_to_login(request.path)
    wanted = reading.wanted(request)
    rows = rows_of(responses.drafts_of(person, round), round, wanted)
    if not rows:
        return redirect("my_response", slug, number)
    cleared = _clearance(round, rows, now, wanted)
    response = (
        HttpResponse(clearance.word(cleared), content_type=DOCX)
        if ending == "docx"
        else HttpResponse(clearance.plain(cleared), content_type="text/plain; charset=utf-8")
    )
    response["Content-Disposition"] = f'attachment; filename="my-response-{slug}-round-{number}.{ending}"'
    return response


def my_response_docx(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return my_response_file(request, slug, number, "docx")


def my_response_txt(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return my_response_file(request, slug, number, "txt")


def _clearance(round: Round, rows: Sequence[Row], now: datetime, wanted: Sequence[str]) -> clearance.Clearance:
    groups: list[clearance.Group] = []
    last: object = None
    for row in rows:
        about = row.draft.proposal if isinstance(row.draft, CommentDraft) else None
        if not groups or about != last:
            words = about.told(wanted) if about else None
            groups.append(clearance.Group(words.title if words else _("Contribution"), words.language if words else ""))
        last = about
        groups[-1].parts.extend(_parts(row, wanted))
    title = _("My response: %(round)s") % {"round": round.told(wanted)}
    return clearance.Clearance(title, [round.consultation.told(wanted).title, clearance.as_of(now)], groups, now)


def _parts(row: Row, wanted: Sequence[str]) -> list[clearance.Part]:
    """What one draft becomes: a part, or for a contribution one beside each of its questions."""
    draft = row.draft
    notes = [languages.name(draft.language)]
    if isinstance(draft, CommentDraft) and draft.kind:
        notes.insert(0, str(draft.get_kind_display()))
    if draft.is_held_back:
        notes.append(_("Held back: it is not filed with the others."))
    words = clearance.Words(draft.text, draft.language, count_words(draft.text))
    if isinstance(draft, CommentDraft):
        quoted = clearance.Words(row.part.text, row.part.language) if row.part else None
        heading = f"{row.heading}: {row.part.heading}" if row.part and row.part.heading else row.heading
        return [clearance.Part(heading, tuple(notes), quoted, (words,))]
    heading = draft.title or _("Without a title")
    parts = [clearance.Part(heading, tuple(notes), None, (words,) if draft.text else ())]
    for question, answer, count in row.answers:
        words_asked = question.told(wanted)
        asked = clearance.Words(words_asked.text, words_asked.language)
        given = clearance.Words(answer, draft.language, count, question.word_limit)
        name = _("Question %(number)s") % {"number": question.number}
        none = () if answer else (_("No answer yet."),)
        parts.append(clearance.Part(name, none, asked, (given,) if answer else ()))
    return parts


urlpatterns = [
    path("c/<slug:slug>/rounds/<int:number>/my-response/", my_response, name="my_response"),
    path("c/<slug:slug>/rounds/<int:number>/my-response.docx", my_response_docx, name="my_response_docx"),
    path("c/<slug:slug>/rounds/<int:number>/my-response.txt", my_response_txt, name="my_response_txt"),
    path("me/drafts/<slug:kind>/<uuid:id>/hold-back/", draft_hold_back, name="draft_hold_back"),
    path("me/drafts/<slug:kind>/<uuid:id>/delete/", draft_delete, name="draft_delete"),
]
