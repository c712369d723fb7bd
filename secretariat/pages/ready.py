"""“Ready to open?”: what is done and what is not, the preview link, a trial of the form, publishing."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Person
from contributions.models import Contribution
from proposals.models import Comment
from rounds.actions import consultations, preparation
from rounds.models import Consultation, PreviewLink, Question, Round
from rounds.permissions import can_arrange, can_try
from secretariat import announcement, answers, readiness
from secretariat.answers import ASKED
from secretariat.forms.people import KeyForm
from secretariat.forms.preparation import PreviewForm, TrialForm
from secretariat.gate import consultation_of, officer
from secretariat.pages.consultations import above
from web.refusals import require


@dataclass
class Shown:
    """A secret is shown on the page that made it and nowhere else, so the act hands it over beside the row."""

    secret: str = ""

    def make(self, person: Person, consultation: Consultation, form: PreviewForm) -> Consultation:
        self.secret = preparation.make_preview(
            by=person, consultation=consultation, days=form.cleaned_data["days"], now=timezone.now()
        )
        return consultation


@require_GET
def desk_ready(request: HttpRequest, slug: str) -> HttpResponse:
    """What is done and what is not, each with its link; what colleagues need to look at it; the announcement."""
    person = officer(request)
    consultation = consultation_of(request, slug)
    require(can_try(person, consultation))
    return _page(request, consultation, PreviewForm())


@require_POST
def desk_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a preview link. The answer shows it, once."""
    person = officer(request)
    consultation = consultation_of(request, slug)
    form, shown = PreviewForm(request.POST), Shown()
    require(can_arrange(person, consultation))
    answer = answers.answer(request, form, partial(shown.make, person, consultation, form))
    if answer.thing is None:
        return _page(request, consultation, form, status=answer.status)
    address = f"{settings.SITE_URL}/preview/{shown.secret}/" if shown.secret else ""
    return _page(request, consultation, PreviewForm(), made=address, was_made=not address)


@require_POST
def desk_preview_end(request: HttpRequest, slug: str) -> HttpResponse:
    person = officer(request)
    consultation = consultation_of(request, slug)
    act = partial(preparation.end_preview, by=person, consultation=consultation, now=timezone.now())
    answer = answers.answer(request, KeyForm(request.POST), act, tell=False)
    if answer.thing is None:
        return _page(request, consultation, PreviewForm(), refusal=answer.refusal, status=answer.status)
    messages.success(request, _("The preview link is ended: it leads nowhere from now on."))
    return answers.see(f"{reverse('desk_ready', args=[slug])}#preview")


@require_http_methods(["GET", "HEAD", "POST"])
def desk_publish_consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """The one button, after a page that says what it does."""
    person, now = officer(request), timezone.now()
    consultation = consultation_of(request, slug)
    require(can_arrange(person, consultation))
    form = KeyForm(request.POST if request.method == "POST" else None)
    answer = ASKED
    if request.method == "POST":
        act = partial(consultations.publish, by=person, consultation=consultation, now=now)
        answer = answers.answer(request, form, act)
        if answer.thing is not None:
            messages.success(request, _("“%(title)s” is published.") % {"title": consultation.title})
            return answers.see(reverse("desk_consultation", args=[slug]))
    rounds = Round.objects.filter(consultation=consultation).order_by("number")
    context = {
        "now": now,
        "form": form,
        "consultation": consultation,
        "open": [round for round in rounds if round.status(now) == Round.Status.OPEN],
        "coming": [round for round in rounds if round.status(now) == Round.Status.UPCOMING],
        "left": [item for item in readiness.items(consultation, now) if not item.done],
        "crumbs": [*above(consultation), (_("Ready to open?"), reverse("desk_ready", args=[slug]))],
    }
    return render(request, "secretariat/publish.html", context, status=answer.status)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_round_try(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The form of a round before it opens: everything is checked as later, and nothing is sent."""
    person, now = officer(request), timezone.now()
    consultation = consultation_of(request, slug)
    rounds = Round.objects.filter(consultation=consultation).select_related("consultation")
    round = get_object_or_404(rounds, number=number)
    questions = list(Question.objects.filter(round=round.asked_by)) if "contributions" in round.accepts else []
    form = TrialForm(request.POST if request.method == "POST" else None, questions=questions)
    answer = ASKED
    if request.method == "POST":
        # A trial has no address, so what is remembered is its round.
        answer = answers.answer(request, form, partial(_try, person, round, form))
        if answer.thing is not None:
            words = _("Your trial of round %(number)s is noted. Nothing was published, and your words are not kept.")
            messages.success(request, words % {"number": number})
            return answers.see(reverse("desk_ready", args=[slug]))
    context = {
        "form": form,
        "consultation": consultation,
        "round": round,
        "limit": _limit(round),
        "is_over": consultation.is_published and now >= round.opens_at,
        "now": now,
        "crumbs": [*above(consultation), (_("Ready to open?"), reverse("desk_ready", args=[slug]))],
    }
    return render(request, "secretariat/round_try.html", context, status=answer.status)


def _try(person: Person, round: Round, form: TrialForm) -> Round:
    said = form.cleaned_data
    preparation.try_form(
        by=person,
        round=round,
        text=said["text"],
        answers=form.given(),
        language=said["language"],
        limit=_limit(round),
        now=timezone.now(),
    )
    return round


def _limit(round: Round) -> int:
    return Contribution.TEXT_LIMIT if "contributions" in round.accepts else Comment.TEXT_LIMIT


def _page(
    request: HttpRequest, consultation: Consultation, form: PreviewForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    person, now = officer(request), timezone.now()
    items = readiness.items(consultation, now)
    context = {
        "now": now,
        "consultation": consultation,
        "items": items,
        "left": sum(not item.done for item in items),
        "form": form,
        "link": PreviewLink.objects.open_at(now).filter(consultation=consultation).select_related("made_by").first(),
        "announcement": announcement.compose(consultation),
        "may_arrange": can_arrange(person, consultation) is None,
        "crumbs": above(consultation),
        **more,
    }
    response = render(request, "secretariat/ready.html", context, status=status)
    if "made" in more:
        response["Referrer-Policy"] = "no-referrer"
    return response


urlpatterns = [
    path("c/<slug:slug>/ready/", desk_ready, name="desk_ready"),
    path("c/<slug:slug>/ready/preview/", desk_preview, name="desk_preview"),
    path("c/<slug:slug>/ready/preview/end/", desk_preview_end, name="desk_preview_end"),
    path("c/<slug:slug>/ready/publish/", desk_publish_consultation, name="desk_publish_consultation"),
    path("c/<slug:slug>/rounds/<int:number>/try/", desk_round_try, name="desk_round_try"),
]
