from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Person
from rounds.actions import questions
from rounds.models import Consultation, Question, Round
from rounds.permissions import can_arrange
from secretariat import answers
from secretariat.answers import ASKED, Answer
from secretariat.forms.people import KeyForm
from secretariat.forms.questions import MoveForm, QuestionForm
from secretariat.gate import consultation_of, officer
from secretariat.pages.consultations import above
from web.refusals import require


@require_http_methods(["GET", "HEAD", "POST"])
def desk_questions(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The questions of a call in their order, and a form for one more."""
    person = officer(request)
    consultation = consultation_of(request, slug)
    require(can_arrange(person, consultation))
    rounds = Round.objects.filter(consultation=consultation, purpose=Round.Purpose.CALL_FOR_INPUTS)
    round = get_object_or_404(rounds.select_related("consultation", "supplements"), number=number)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_add, person, round, form))
        if answer.thing is not None:
            messages.success(request, _("The question is added."))
            return answers.see(request.path)
    return _page(request, consultation, round, form, answer)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_question(request: HttpRequest, id: UUID) -> HttpResponse:
    """One question, to be asked in other words."""
    person, question = officer(request), _load(request, id)
    consultation, back = question.round.consultation, _address(question.round)
    form = QuestionForm(
        request.POST if request.method == "POST" else None,
        initial={"text": question.text, "help": question.help, "word_limit": question.word_limit},
    )
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_change, person, question, form))
        if answer.thing is not None:
            messages.success(request, _("The question is changed."))
            return answers.see(back)
    crumbs = [*above(consultation), (_("Questions of round %(number)s") % {"number": question.round.number}, back)]
    context = {"form": form, "question": question, "consultation": consultation, "back": back, "crumbs": crumbs}
    return render(request, "secretariat/question.html", context, status=answer.status)


@require_POST
def desk_question_move(request: HttpRequest, id: UUID) -> HttpResponse:
    """Give a question the number of the one before or behind it."""
    person, question = officer(request), _load(request, id)
    form = MoveForm(request.POST)
    answer = answers.answer(
        request, form, lambda: questions.move(by=person, question=question, to=form.cleaned_data["to"]), tell=False
    )
    if answer.refusal is not None:
        messages.error(request, str(answer.refusal))
    return answers.see(_address(question.round))


@require_POST
def desk_question_remove(request: HttpRequest, id: UUID) -> HttpResponse:
    person, question = officer(request), _load(request, id)
    answer = answers.answer(
        request, KeyForm(request.POST), lambda: questions.remove(by=person, question=question), tell=False
    )
    if answer.refusal is not None:
        messages.error(request, str(answer.refusal))
    else:
        messages.success(request, _("“%(text)s” is deleted.") % {"text": question.text})
    return answers.see(_address(question.round))


def _page(
    request: HttpRequest, consultation: Consultation, round: Round, form: QuestionForm, answer: Answer
) -> HttpResponse:
    asked = list(Question.objects.filter(round=round.asked_by))
    context = {
        "form": form,
        "consultation": consultation,
        "round": round,
        "questions": asked,
        "is_fixed": consultation.is_published and round.opens_at <= timezone.now(),
        "is_full": len(asked) >= Question.AT_MOST,
        "crumbs": above(consultation),
    }
    return render(request, "secretariat/questions.html", context, status=answer.status)


def _load(request: HttpRequest, id: UUID) -> Question:
    """A question of a consultation that this person arranges; a stranger meets 404."""
    person = officer(request)
    found = Question.objects.visible_to(person).select_related("round__consultation")
    question = get_object_or_404(found, pk=id)
    require(can_arrange(person, question.round.consultation))
    return question


def _address(round: Round) -> str:
    return reverse("desk_questions", args=[round.consultation.slug, round.number])


def _add(person: Person, round: Round, form: QuestionForm) -> Question:
    said = form.cleaned_data
    return questions.add(by=person, round=round, text=said["text"], help=said["help"], word_limit=said["word_limit"])


def _change(person: Person, question: Question, form: QuestionForm) -> Question:
    said = form.cleaned_data
    return questions.change(
        by=person, question=question, text=said["text"], help=said["help"], word_limit=said["word_limit"]
    )


urlpatterns = [
    path("c/<slug:slug>/rounds/<int:number>/questions/", desk_questions, name="desk_questions"),
    path("questions/<uuid:id>/", desk_question, name="desk_question"),
    path("questions/<uuid:id>/move/", desk_question_move, name="desk_question_move"),
    path("questions/<uuid:id>/remove/", desk_question_remove, name="desk_question_remove"),
]
