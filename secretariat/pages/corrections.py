"""“Correct with a notice”: which words of a published consultation can be put right, and one page for each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Person
from rounds.actions import corrections
from rounds.models import Consultation, Correction, Document, Question, Round
from rounds.models.worded import Worded
from rounds.permissions import can_arrange
from rounds.rules import corrections as rules
from secretariat import answers
from secretariat.answers import ASKED
from secretariat.forms.corrections import CorrectionForm
from secretariat.gate import consultation_of, officer
from secretariat.pages.consultations import above
from web.refusals import Refusal, require


@dataclass(frozen=True)
class Words:
    """Some words that stand in a consultation: what they are called, how they read now, where they are corrected."""

    name: str
    now: str
    address: str
    refusal: Refusal | None


@require_GET
def desk_corrections(request: HttpRequest, slug: str) -> HttpResponse:
    """All words that stand in a consultation, each with its link."""
    person, now = officer(request), timezone.now()
    consultation = consultation_of(request, slug)
    require(can_arrange(person, consultation))
    context = {
        "consultation": consultation,
        "all": list(_all(consultation, now)),
        "now": now,
        "crumbs": above(consultation),
    }
    return render(request, "secretariat/corrections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_correct(
    request: HttpRequest, slug: str, field: str, kind: str = "consultation", id: UUID | None = None
) -> HttpResponse:
    """Old words, new words, and why."""
    person, now = officer(request), timezone.now()
    consultation = consultation_of(request, slug)
    require(can_arrange(person, consultation))
    thing = consultation if id is None else _thing(consultation, kind, id)
    if field not in rules.LIMITS.get(kind, {}):
        raise Http404
    before = _words(thing, field)
    bound = request.POST if request.method == "POST" else None
    form = CorrectionForm(bound, what=kind, field=field, initial={"text": before})
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_correct, person, thing, field, form))
        if answer.thing is not None:
            messages.success(request, _("The words are corrected. Readers see the old ones and the new ones."))
            return answers.see(reverse("desk_corrections", args=[slug]))
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    context = {
        "form": form,
        "consultation": consultation,
        "name": rules.name(kind, field, getattr(thing, "number", None) if kind in ("round", "question") else None),
        "before": Correction(field=field).shown(before),
        "understood": Correction(field=field, before=before, after=said["text"]).difference if said else [],
        "refusal": corrections.not_correctable(consultation, kind, field, now),
        "crumbs": [*above(consultation), (_("Correct with a notice"), reverse("desk_corrections", args=[slug]))],
    }
    return render(request, "secretariat/correct.html", context, status=answer.status)


def _all(consultation: Consultation, now: datetime) -> Iterator[Words]:
    yield from _of(consultation, consultation, "consultation", now)
    rounds = list(Round.objects.filter(consultation=consultation).order_by("number"))
    for round in rounds:
        yield from _of(consultation, round, "round", now)
    for question in Question.objects.filter(round__in=rounds).order_by("round__number", "number"):
        yield from _of(consultation, question, "question", now)
    for document in Document.objects.filter(consultation=consultation, removed_at__isnull=True):
        yield from _of(consultation, document, "document", now)


def _of(consultation: Consultation, thing: Worded, what: str, now: datetime) -> Iterator[Words]:
    for field in rules.LIMITS[what]:
        args = [consultation.slug, field] if what == "consultation" else [consultation.slug, what, thing.pk, field]
        number = thing.number if isinstance(thing, Round | Question) else None
        yield Words(
            rules.name(what, field, number),
            Correction(field=field).shown(_words(thing, field)),
            reverse("desk_correct" if what == "consultation" else "desk_correct_thing", args=args),
            corrections.not_correctable(consultation, what, field, now),
        )


def _words(thing: Worded, field: str) -> str:
    row: Model = thing.charter if isinstance(thing, Consultation) and field in corrections.OF_THE_CHARTER else thing
    return str(getattr(row, field))


def _thing(consultation: Consultation, kind: str, id: UUID) -> Worded:
    found: dict[str, QuerySet[Round] | QuerySet[Question] | QuerySet[Document]] = {
        "round": Round.objects.filter(consultation=consultation).select_related("consultation"),
        "question": Question.objects.filter(round__consultation=consultation).select_related("round__consultation"),
        "document": Document.objects.filter(consultation=consultation, removed_at__isnull=True).select_related(
            "consultation"
        ),
    }
    if kind not in found:
        raise Http404
    thing = get_object_or_404(found[kind], pk=id)
    return cast(Worded, thing)


def _correct(person: Person, thing: Worded, field: str, form: CorrectionForm) -> Correction:
    said = form.cleaned_data
    return corrections.correct(
        by=person, thing=thing, field=field, text=said["text"], reason=said["reason"], now=timezone.now()
    )


urlpatterns = [
    path("c/<slug:slug>/correct/", desk_corrections, name="desk_corrections"),
    path("c/<slug:slug>/correct/<slug:field>/", desk_correct, name="desk_correct"),
    path("c/<slug:slug>/correct/<slug:kind>/<uuid:id>/<slug:field>/", desk_correct, name="desk_correct_thing"),
]
