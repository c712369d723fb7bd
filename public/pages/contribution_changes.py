"""Other words for a contribution: corrected, replaced by another one, and what it said before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Person
from contributions.actions import contributions as contribution_actions
from contributions.models import Contribution, ContributionVersion
from contributions.permissions import can_change, readable_versions, reads_all_versions
from public.answered import answered
from public.forms_changes import ReplacementForm, RewordingForm, words_of
from public.pages import filing
from public.pages.visitors import signed_in
from rounds.models import Question, Status
from rounds.permissions import can_reword
from rounds.rules import versions
from texts.rules import difference, markdown


@dataclass(frozen=True)
class Change:
    """One version beside the one before: parts of the title, of the text, and of each answer that changed."""

    title: list[difference.Part]
    text: list[difference.Part]
    answers: list[tuple[Question, list[difference.Part]]]

    @property
    def is_of_words(self) -> bool:
        """Whether words changed, and not only how they are set out."""
        every = [*self.title, *self.text, *(part for _question, parts in self.answers for part in parts)]
        return any(part.kind != "same" for part in every)


@require_http_methods(["GET", "HEAD", "POST"])
def contribution_correct(request: HttpRequest, id: UUID) -> HttpResponse:
    """New words for one's own contribution while its round is open."""
    person, now = signed_in(request), timezone.now()
    chosen = _load(id, person)
    if person is None:
        return redirect_to_login(request.path)
    if (refusal := can_change(person, chosen) or can_reword(person, chosen)) is not None:
        return render(request, "contributions/refused.html", _about(chosen, now) | {"refusal": refusal}, status=403)
    questions = _questions(chosen)
    last = versions.last(list(chosen.versions.order_by("number")))
    form = RewordingForm(
        request.POST if request.method == "POST" else None, questions=questions, initial=words_of(last)
    )
    answer = filing.Answer(None, 200)
    if request.method == "POST":
        answer = filing.answer(
            request,
            form,
            lambda: contribution_actions.correct(
                by=person,
                contribution=chosen,
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
                answers=form.given(),
            ),
        )
        if answer.thing is not None:
            messages.success(request, _("Your contribution is corrected."))
            return filing.see(reverse("contribution", args=[id]))
    context = _about(chosen, now) | {
        "form": form,
        "changeable": chosen.status in (Status.PUBLISHED, Status.RECEIVED),
        "preview": _preview(form, chosen.language) if answer.is_preview else None,
    }
    return render(request, "contributions/correct.html", context, status=answer.status)


@require_http_methods(["GET", "HEAD", "POST"])
def contribution_replace(request: HttpRequest, id: UUID) -> HttpResponse:
    """Another contribution in the place of one's own, which stays and says by which it is replaced."""
    person, now = signed_in(request), timezone.now()
    chosen = _load(id, person)
    if person is None:
        return redirect_to_login(request.path)
    if (refusal := can_change(person, chosen)) is not None:
        return render(request, "contributions/refused.html", _about(chosen, now) | {"refusal": refusal}, status=403)
    form = ReplacementForm(
        request.POST if request.method == "POST" else None, questions=_questions(chosen), language=chosen.language
    )
    answer = filing.Answer(None, 200)
    if request.method == "POST":
        answer = filing.answer(
            request,
            form,
            lambda: contribution_actions.replace(
                by=person,
                contribution=chosen,
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
                answers=form.given(),
                language=form.cleaned_data["language"],
            ),
        )
        if answer.thing is not None:
            messages.success(request, _("Your contribution is in the public record; its number follows."))
            return filing.see(reverse("contribution", args=[answer.thing]))
    context = _about(chosen, now) | {
        "form": form,
        "changeable": chosen.status == Status.PUBLISHED and chosen.replaced_by_id is None,
        "preview": _preview(form, form.cleaned_data["language"]) if answer.is_preview else None,
    }
    return render(request, "contributions/replace.html", context, status=answer.status)


@require_safe
def contribution_changes(request: HttpRequest, id: UUID) -> HttpResponse:
    """What a contribution said before: its versions, and what changed in one of them."""
    person, now = signed_in(request), timezone.now()
    chosen = _load(id, person)
    filed = readable_versions(person, chosen)
    states = versions.states(filed, waiting_from=chosen.waiting_version, is_shown=chosen.is_shown)
    numbers = [str(version.number) for version in filed]
    wanted = request.GET.get("version", "")
    # What reads so now is unfolded first; of what is not shown, the last words.
    begun = states.index(versions.State.SHOWN) if versions.State.SHOWN in states else len(numbers) - 1
    place = numbers.index(wanted) if wanted in numbers else begun
    context = _about(chosen, now) | {
        "versions": list(zip(filed, states, strict=True)),
        "sees_all": reads_all_versions(person, chosen),
        "opened": filed[place] if filed else None,
        "change": _change(chosen, filed[place - 1], filed[place]) if place > 0 else None,
        "first_answers": answered(chosen, filed[0].answers) if place == 0 and filed else [],
    }
    return render(request, "contributions/changes.html", context)


def _load(id: UUID, viewer: Person | None) -> Contribution:
    return get_object_or_404(Contribution.objects.visible_to(viewer).with_people(), pk=id)


def _questions(contribution: Contribution) -> list[Question]:
    return list(Question.objects.filter(round=contribution.round.asked_by).with_translations())


def _preview(form: RewordingForm, language: str) -> dict[str, Any]:
    answered = [
        (question, form.given()[str(question.number)])
        for question in form.questions
        if form.given()[str(question.number)].strip()
    ]
    return form.cleaned_data | {"language": language, "answers": answered}


def _change(contribution: Contribution, before: ContributionVersion, after: ContributionVersion) -> Change:
    return Change(
        title=difference.between(before.title, after.title),
        text=difference.between(_plain(contribution, before.text), _plain(contribution, after.text)),
        answers=[
            (
                question,
                difference.between(
                    _plain(contribution, before.answers.get(str(question.number), "")),
                    _plain(contribution, after.answers.get(str(question.number), "")),
                ),
            )
            for question, _words in answered(contribution, {**before.answers, **after.answers})
        ],
    )


def _plain(contribution: Contribution, text: str) -> str:
    """The words as a reader sees them, without the signs that set them out."""
    return markdown.to_plain(text) if contribution.format == Contribution.Format.MARKDOWN else text


def _about(contribution: Contribution, now: datetime) -> dict[str, Any]:
    consultation, number = contribution.consultation, contribution.number
    name = _("Contribution No. %(number)s") % {"number": number} if number else _("Contribution")
    return {
        "contribution": contribution,
        "title": contribution.title or name,
        "round": contribution.round,
        "status": contribution.round.status(now),
        "consultation": consultation,
        "now": now,
        "crumbs": [
            (_("Consultations"), reverse("home")),
            (consultation.title, reverse("consultation", args=[consultation.slug])),
            (_("Contributions"), reverse("contributions", args=[consultation.slug])),
            (contribution.title or name, reverse("contribution", args=[contribution.pk])),
        ],
    }


urlpatterns = [
    path("contributions/<uuid:id>/correct/", contribution_correct, name="contribution_correct"),
    path("contributions/<uuid:id>/replace/", contribution_replace, name="contribution_replace"),
    path("contributions/<uuid:id>/changes/", contribution_changes, name="contribution_changes"),
]
