from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from proposals.actions import proposals
from proposals.models import Proposal
from proposals.permissions import can_put_up
from rounds.models import Round
from secretariat import answers
from secretariat.answers import ASKED
from secretariat.forms.texts import TextForm
from secretariat.gate import consultation_of, officer
from secretariat.pages.consultations import above
from web.refusals import require


@require_http_methods(["GET", "HEAD", "POST"])
def desk_text_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a text up for comment; a preview shows into which paragraphs it splits."""
    person, now = officer(request), timezone.now()
    consultation = consultation_of(request, slug)
    require(can_put_up(person, consultation))
    open_or_coming = [round for round in consultation.rounds.all() if round.status(now) != Round.Status.CLOSED]
    rounds = [round for round in open_or_coming if round.supplements_id is None]
    chosen = next((round for round in rounds if str(round.number) == request.GET.get("round")), None)
    form = TextForm(
        request.POST if request.method == "POST" else None,
        rounds=rounds,
        initial={"round": chosen, "language": consultation.language, "type": Proposal.Type.DRAFT},
    )
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_put_up, person, form))
        if answer.thing is not None:
            made = Proposal.objects.get(pk=answer.thing)
            messages.success(request, _("“%(title)s” is up for comment.") % {"title": made.title})
            return answers.see(reverse("proposal", args=[made.pk]))
    context = {
        "form": form,
        "consultation": consultation,
        "rounds": rounds,
        "parts": form.parts if form.is_bound and form.is_valid() else [],
        "language": form.data.get("language", "") if form.is_bound else "",
        "now": now,
        "crumbs": above(consultation),
    }
    return render(request, "secretariat/text_new.html", context, status=answer.status)


def _put_up(person: Person, form: TextForm) -> Proposal:
    said = form.cleaned_data
    return proposals.put_up(
        by=person,
        round=said["round"],
        type=Proposal.Type(said["type"]),
        title=said["title"],
        language=said["language"],
        text=said["text"],
        is_status_quo=said["is_status_quo"],
        champions=said["champions"],
        next_step=said["next_step"],
        now=timezone.now(),
    )


urlpatterns = [path("c/<slug:slug>/texts/new/", desk_text_new, name="desk_text_new")]
