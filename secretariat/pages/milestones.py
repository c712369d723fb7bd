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
from rounds.actions import milestones
from rounds.models import Consultation, Milestone
from rounds.permissions import can_arrange
from secretariat import answers
from secretariat.answers import ASKED
from secretariat.forms.milestones import MilestoneForm
from secretariat.forms.people import KeyForm
from secretariat.gate import consultation_of, officer
from secretariat.pages.consultations import above
from web.refusals import require


@require_http_methods(["GET", "HEAD", "POST"])
def desk_milestones(request: HttpRequest, slug: str) -> HttpResponse:
    """The steps that are no rounds, and a form for one more."""
    person = officer(request)
    consultation = consultation_of(request, slug)
    require(can_arrange(person, consultation))
    form = MilestoneForm(request.POST if request.method == "POST" else None)
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_announce, person, consultation, form))
        if answer.thing is not None:
            messages.success(request, _("The step stands on the timeline."))
            return answers.see(request.path)
    found = Milestone.objects.visible_to(person).filter(consultation=consultation).select_related("entry")
    context = {
        "form": form,
        "consultation": consultation,
        "milestones": list(found),
        "crumbs": above(consultation),
    }
    return render(request, "secretariat/milestones.html", context, status=answer.status)


@require_POST
def desk_milestone_remove(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take a step away. Pressed twice, it is gone once."""
    person = officer(request)
    milestone = get_object_or_404(Milestone.objects.select_related("consultation"), pk=id)
    require(can_arrange(person, consultation_of(request, milestone.consultation.slug)))
    act = partial(milestones.remove, by=person, milestone=milestone, now=timezone.now())
    answer = answers.answer(request, KeyForm(request.POST), act, tell=False)
    if answer.refusal is not None:
        messages.error(request, str(answer.refusal))
    else:
        messages.success(request, _("“%(title)s” is taken away.") % {"title": milestone.title})
    return answers.see(reverse("desk_milestones", args=[milestone.consultation.slug]))


def _announce(person: Person, consultation: Consultation, form: MilestoneForm) -> Milestone:
    said = form.cleaned_data
    return milestones.announce(
        by=person, consultation=consultation, title=said["title"], day=said["day"], now=timezone.now()
    )


urlpatterns = [
    path("c/<slug:slug>/steps/", desk_milestones, name="desk_milestones"),
    path("steps/<uuid:id>/remove/", desk_milestone_remove, name="desk_milestone_remove"),
]
