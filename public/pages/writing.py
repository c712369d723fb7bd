"""Writing a text and filing it: by somebody signed in, or by a stranger whose address answers later."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.models import Person
from contributions.actions import contributions as contribution_actions
from contributions.actions import filing as contribution_filing
from contributions.models import Contribution, ContributionDraft
from proposals.actions import comments as comment_actions
from proposals.actions import unconfirmed
from proposals.models import Comment, CommentDraft, Paragraph, Proposal, Unconfirmed
from proposals.permissions import can_write_unconfirmed
from public.forms_files import FilesField
from public.forms_filing import CommentForm, ContributionForm, FilingForm, answer_name
from public.pages import drafts, filing, strangers, voices
from rounds.models import Capacity, Draft, Question, Round, Status
from rounds.permissions import can_take_part
from web import once
from web.refusals import Refusal, Refused


class Piece(Protocol):
    """What somebody writes in one place: a contribution to a call, a comment or a reply."""

    @property
    def round(self) -> Round: ...

    @property
    def saves_to(self) -> str: ...

    def form(self, data: Any, person: Person | None, initial: dict[str, Any], files: Any = None) -> FilingForm: ...

    def draft(self, person: Person) -> Draft | None: ...

    def file(self, by: Person, said: dict[str, Any], form: FilingForm) -> Comment | Contribution: ...

    def keep(self, said: dict[str, Any], form: FilingForm) -> Unconfirmed: ...

    def address(self, id: Any) -> str: ...


@dataclass(frozen=True)
class Written:
    """What a page shows of somebody's writing: `response` where it shows nothing, because the work is done."""

    form: FilingForm | None = None
    refusal: Refusal | None = None
    preview: dict[str, Any] | None = None
    # Where its drafts are saved; nothing for a stranger, who has none.
    saves_to: str = ""
    status: int = 200
    response: HttpResponse | None = None

    def context(self) -> dict[str, Any]:
        return {"form": self.form, "refusal": self.refusal, "preview": self.preview, "saves_to": self.saves_to}


@dataclass(frozen=True)
class CommentPiece:
    """A comment on a paragraph, on the whole text (no paragraph), or a reply."""

    round: Round
    proposal: Proposal
    paragraph: Paragraph | None = None
    reply_to: Comment | None = None
    # The language in which the form begins; nothing for the person's.
    tongue: str = ""

    @property
    def saves_to(self) -> str:
        return drafts.address_of(self.round, self.proposal, self.paragraph, self.reply_to)

    def form(self, data: Any, person: Person | None, initial: dict[str, Any], files: Any = None) -> CommentForm:
        return CommentForm(data, initial=initial, **_offered(self.round, person, self.tongue))

    def draft(self, person: Person) -> CommentDraft | None:
        return CommentDraft.objects.filter(
            person=person,
            round=self.round,
            proposal=self.proposal,
            paragraph=self.paragraph,
            reply_to=self.reply_to,
        ).first()

    def file(self, by: Person, said: dict[str, Any], form: FilingForm) -> Comment:
        return comment_actions.post(
            by=by,
            **self._place(),
            kind=said["kind"] or None,
            capacity=said["capacity"].capacity,
            organization=filing.speaks_for(said["capacity"], by),
            language=said["language"],
            is_named=form.is_named,
            text=said["text"],
        )

    def keep(self, said: dict[str, Any], form: FilingForm) -> Unconfirmed:
        return unconfirmed.keep(**self._place(), kind=said["kind"] or None, text=said["text"], **_stranger(said, form))

    def address(self, id: Any) -> str:
        return reverse("comment_receipt", args=[id])

    def _place(self) -> dict[str, Any]:
        return {
            "round": self.round,
            "proposal": self.proposal,
            "paragraph": self.paragraph,
            "reply_to": self.reply_to,
        }


@dataclass(frozen=True)
class ContributionPiece:
    """An answer to a call, with a box for each of its questions."""

    round: Round
    questions: tuple[Question, ...] = ()
    # The reader's languages, and the one in which the form begins; nothing for the person's.
    wanted: tuple[str, ...] = ()
    tongue: str = ""

    @property
    def saves_to(self) -> str:
        return drafts.address_of(self.round)

    def form(self, data: Any, person: Person | None, initial: dict[str, Any], files: Any = None) -> ContributionForm:
        form = ContributionForm(
            data,
            files=files,
            initial=initial,
            questions=self.questions,
            **_offered(self.round, person, self.tongue, contribution_filing.reads_first),
        )
        for question in self.questions:
            form.fields[answer_name(question.number)].label = str(question.told(self.wanted))
        if person is not None:
            form.fields["files"] = FilesField()
        return form

    def draft(self, person: Person) -> ContributionDraft | None:
        return ContributionDraft.objects.filter(person=person, round=self.round).first()

    def file(self, by: Person, said: dict[str, Any], form: FilingForm) -> Contribution:
        return contribution_actions.send(
            by=by,
            round=self.round,
            title=said["title"],
            text=said["text"],
            answers=_given(form),
            language=said["language"],
            capacity=said["capacity"].capacity,
            organization=filing.speaks_for(said["capacity"], by),
            is_named=form.is_named,
            uploads=said["files"],
        )

    def keep(self, said: dict[str, Any], form: FilingForm) -> Unconfirmed:
        return unconfirmed.keep(
            round=self.round, title=said["title"], text=said["text"], answers=_given(form), **_stranger(said, form)
        )

    def address(self, id: Any) -> str:
        return reverse("contribution_receipt", args=[id])


def write(request: HttpRequest, person: Person | None, piece: Piece, now: datetime) -> Written:
    """Show the form of a piece, or do what was pressed in it: send, preview, save as a draft."""
    if request.method != "POST":
        return _blank(person, piece, now)
    form = piece.form(request.POST, person, {}, request.FILES)
    answer = filing.answer(request, form, partial(_file, request, person, piece, form))
    if answer.thing is not None:
        return Written(response=_done(request, person, piece, answer.thing))
    return Written(
        form,
        preview=_preview(form) if answer.is_preview else None,
        saves_to=piece.saves_to if person is not None else "",
        status=answer.status,
    )


def _preview(form: FilingForm) -> dict[str, Any]:
    """What was typed and is in order, with each answer under its question."""
    given = _given(form)
    questions = form.questions if isinstance(form, ContributionForm) else ()
    answered = [(question, given[str(question.number)]) for question in questions if str(question.number) in given]
    return form.cleaned_data | {"answers": answered}


def _blank(person: Person | None, piece: Piece, now: datetime) -> Written:
    """The form as it begins: with the draft of this place, if there is one."""
    if piece.round.status(now) != Round.Status.OPEN:
        return Written()
    if person is None:
        if can_write_unconfirmed(piece.round.consultation) is not None:
            return Written()
        return Written(piece.form(None, None, {}))
    if (refusal := can_take_part(person, piece.round.consultation)) is not None:
        return Written(refusal=refusal)
    draft = piece.draft(person)
    return Written(piece.form(None, person, _initial(draft) if draft else {}), saves_to=piece.saves_to)


def _file(request: HttpRequest, person: Person | None, piece: Piece, form: FilingForm) -> once.HasId:
    said = form.cleaned_data
    if person is None and can_write_unconfirmed(piece.round.consultation) is None:
        if said["capacity"].capacity != Capacity.PERSONAL:
            words = _("Sign in to speak for an organization. Without an account you speak for yourself.")
            raise Refused(Refusal("sign_in_required", words, field="capacity"))
        strangers.count(request)
        return piece.keep(said, form)
    return piece.file(filing.author_of(request), said, form)


def _done(request: HttpRequest, person: Person | None, piece: Piece, id: Any) -> HttpResponse:
    """To the receipt; newcomers by way of one short question, beside which stands what became of the text."""
    if person is None:
        return filing.see(strangers.kept_address(id))
    address = piece.address(id)
    if person.is_introduced:
        return filing.see(address)
    messages.success(request, sentence(id, is_comment=isinstance(piece, CommentPiece)))
    return filing.see(strangers.introduce_address(address))


def sentence(id: Any, *, is_comment: bool) -> str:
    """What became of a text that was filed just now."""
    model: Any = Comment if is_comment else Contribution
    thing = model.objects.only("status", "waiting_for", "organization").select_related("organization").get(pk=id)
    received = (
        _("Your comment is received; its number follows.")
        if is_comment
        else _("Your contribution is received; its number follows.")
    )
    body = thing.organization.name if thing.organization else ""
    match (thing.status, thing.waiting_for):
        case (Status.RECEIVED, "release"):
            return f"{received} " + _("It is shown once a focal point of %(body)s releases it.") % {"body": body}
        case (Status.RECEIVED, "organization"):
            words = _("It is shown once %(body)s or the secretariat confirms you.")
            return f"{received} " + words % {"body": body}
        case (Status.RECEIVED, _other):
            return f"{received} " + _("It is shown once a moderator has read it.")
    if is_comment:
        return _("Your comment is in the public record; its number follows.")
    return _("Your contribution is in the public record; its number follows.")


def _initial(draft: Draft) -> dict[str, Any]:
    capacity = f"{draft.capacity}:{draft.organization_id}" if draft.organization_id else draft.capacity
    initial = {
        "text": draft.text,
        "language": draft.language,
        "named": "yes" if draft.is_named else "no",
        "capacity": capacity,
        "seen": draft.saved_at.isoformat(),
    }
    if isinstance(draft, ContributionDraft):
        initial |= {answer_name(int(number)): text for number, text in draft.answers.items()}
        return initial | {"title": draft.title}
    if isinstance(draft, CommentDraft):
        return initial | {"kind": draft.kind or ""}
    return initial


def _given(form: FilingForm) -> dict[str, str]:
    return form.given() if isinstance(form, ContributionForm) else {}


def _stranger(said: dict[str, Any], form: FilingForm) -> dict[str, Any]:
    return {
        "address": said["address"],
        "name": said["name"],
        "language": said["language"],
        "page_language": translation.get_language() or "en",
        "is_named": form.is_named,
    }


def _offered(round: Round, person: Person | None, tongue: str, *reads_first: voices.Reads) -> dict[str, Any]:
    return {
        # Asked where the form is shown; what is filed says its voice itself.
        "voices": SimpleLazyObject(lambda: voices.voices_of(person, round.consultation, *reads_first)),
        "language": tongue or voices.language_of(person),
        "until": voices.until(round),
        "is_stranger": person is None and can_write_unconfirmed(round.consultation) is None,
    }
