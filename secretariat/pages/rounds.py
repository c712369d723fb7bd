from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from moderation.actions import motions
from moderation.models import Motion
from rounds.actions import rounds
from rounds.models import Consultation, Extension, Round
from rounds.permissions import can_arrange, seconders_of_more_time
from rounds.rules import days
from secretariat import answers
from secretariat.answers import ASKED
from secretariat.forms.rounds import ExtensionForm, RoundForm, SupplementForm
from secretariat.gate import consultation_of, officer
from secretariat.pages.consultations import above
from web.refusals import require


@require_http_methods(["GET", "HEAD", "POST"])
def desk_round_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a round; a preview says in a sentence what was understood of the days."""
    person, now = officer(request), timezone.now()
    consultation = consultation_of(request, slug)
    require(can_arrange(person, consultation))
    form = RoundForm(request.POST if request.method == "POST" else None)
    answer = ASKED
    if request.method == "POST":
        fields = {"opens_at": "first_day", "closes_at": "last_day"}
        answer = answers.answer(request, form, partial(_plan, person, consultation, form), fields=fields)
        if answer.thing is not None:
            round = Round.objects.get(pk=answer.thing)
            messages.success(request, _("%(round)s is planned.") % {"round": round})
            return answers.see(reverse("desk_consultation", args=[slug]))
    understood = None
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        understood = Round(opens_at=said["opens_at"], closes_at=said["closes_at"])
    context = {
        "form": form,
        "consultation": consultation,
        "understood": understood,
        "is_over": understood is not None and understood.closes_at <= now,
        "now": now,
        "crumbs": above(consultation),
    }
    return render(request, "secretariat/round_new.html", context, status=answer.status)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_round_extend(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Give a round more time, with a reason; never after its close, and near to it by two people."""
    person, now = officer(request), timezone.now()
    consultation = consultation_of(request, slug)
    require(can_arrange(person, consultation))
    found = Round.objects.filter(consultation=consultation).select_related("consultation")
    round = get_object_or_404(found, number=number)
    form = ExtensionForm(request.POST if request.method == "POST" else None, closes_at=round.closes_at)
    answer = ASKED
    if request.method == "POST":
        asks = "ask" in request.POST
        act = partial(_ask_for_more_time if asks else _extend, person, round, form)
        answer = answers.answer(request, form, act, fields={"closes_at": "last_day"})
        if answer.thing is not None:
            messages.success(request, _asked_words(round) if asks else _extended_words(round, answer.thing))
            return answers.see(reverse("desk_consultation", args=[slug]))
    understood = form.cleaned_data.get("closes_at") if form.is_bound and form.is_valid() else None
    takes_two = rounds.takes_two(round, now)
    motion = Motion.objects.filter(round=round, state=Motion.State.WAITING).select_related("asked_by").first()
    context = {
        "form": form,
        "consultation": consultation,
        "round": round,
        "understood": Round(opens_at=round.opens_at, closes_at=understood) if understood else None,
        "is_open": round.status(now) != Round.Status.CLOSED,
        "takes_two": takes_two,
        "motion": motion,
        "wanted": Round(opens_at=round.opens_at, closes_at=motion.closes_at) if motion and motion.closes_at else None,
        "is_alone": takes_two and not seconders_of_more_time(person, consultation).exists(),
        "now": now,
        "crumbs": above(consultation),
    }
    return render(request, "secretariat/round_extend.html", context, status=answer.status)


def _asked_words(round: Round) -> str:
    values = {"round": round, "moment": days.closing_words(round.closes_at)}
    return _("A second person is asked. Until they agree, %(round)s closes %(moment)s UTC.") % values


def _extended_words(round: Round, extension: UUID) -> str:
    values = {"round": round, "moment": days.closing_words(Extension.objects.get(pk=extension).closes_at)}
    return _("%(round)s now closes %(moment)s UTC.") % values


@require_http_methods(["GET", "HEAD", "POST"])
def desk_round_supplement(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Give back the time that an outage took from a closed round, in a round of its own."""
    person, now = officer(request), timezone.now()
    consultation = consultation_of(request, slug)
    require(can_arrange(person, consultation))
    round = get_object_or_404(
        Round.objects.filter(consultation=consultation).select_related("consultation"), number=number
    )
    form = SupplementForm(request.POST if request.method == "POST" else None)
    answer = ASKED
    if request.method == "POST":
        fields = {
            "outage_from": "outage_day",
            "outage_until": "until_day",
            "opens_at": "first_day",
            "closes_at": "last_day",
        }
        answer = answers.answer(request, form, partial(_supplement, person, round, form), fields=fields)
        if answer.thing is not None:
            made = Round.objects.get(pk=answer.thing)
            values = {"new": made.number, "old": round.number}
            messages.success(request, _("Round %(new)s gives back the time that was lost in round %(old)s.") % values)
            return answers.see(reverse("desk_consultation", args=[slug]))
    context = {
        "form": form,
        "consultation": consultation,
        "round": round,
        "is_over": now >= round.closes_at,
        "now": now,
        "crumbs": above(consultation),
    }
    return render(request, "secretariat/round_supplement.html", context, status=answer.status)


def _plan(person: Person, consultation: Consultation, form: RoundForm) -> Round:
    said = form.cleaned_data
    return rounds.create(
        by=person,
        consultation=consultation,
        purpose=Round.Purpose(said["purpose"]),
        opens_at=said["opens_at"],
        closes_at=said["closes_at"],
        title=said["title"],
        summary=said["summary"],
        now=timezone.now(),
    )


def _extend(person: Person, round: Round, form: ExtensionForm) -> Extension:
    said = form.cleaned_data
    return rounds.extend(by=person, round=round, closes_at=said["closes_at"], reason=said["reason"])


def _ask_for_more_time(person: Person, round: Round, form: ExtensionForm) -> Motion:
    said = form.cleaned_data
    return motions.ask_for_more_time(
        by=person, round=round, closes_at=said["closes_at"], reason=said["reason"], now=timezone.now()
    )


def _supplement(person: Person, round: Round, form: SupplementForm) -> Round:
    said = form.cleaned_data
    return rounds.supplement(
        by=person,
        round=round,
        opens_at=said["opens_at"],
        closes_at=said["closes_at"],
        outage_from=said["outage_from"],
        outage_until=said["outage_until"],
        reason=said["reason"],
        now=timezone.now(),
    )


urlpatterns = [
    path("c/<slug:slug>/rounds/new/", desk_round_new, name="desk_round_new"),
    path("c/<slug:slug>/rounds/<int:number>/extend/", desk_round_extend, name="desk_round_extend"),
    path("c/<slug:slug>/rounds/<int:number>/supplement/", desk_round_supplement, name="desk_round_supplement"),
]
