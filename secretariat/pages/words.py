from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from rounds.actions import consultations
from rounds.models import Charter, Consultation
from rounds.permissions import can_arrange
from secretariat import answers
from secretariat.answers import ASKED
from secretariat.forms.words import OwnWordsForm
from secretariat.gate import consultation_of, officer
from secretariat.pages.consultations import above
from web.refusals import require

OF_THE_CHARTER = ("decides", "becomes", "names", "licence")
FIELDS = ("title", "summary", "contact", *OF_THE_CHARTER)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_words(request: HttpRequest, slug: str) -> HttpResponse:
    """What a consultation says of itself, written anew while it is in preparation."""
    person = officer(request)
    consultation = consultation_of(request, slug)
    require(can_arrange(person, consultation))
    charter = Charter.objects.get(pk=consultation.pk)
    form = OwnWordsForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(charter if name in OF_THE_CHARTER else consultation, name) for name in FIELDS},
    )
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_describe, person, consultation, form))
        if answer.thing is not None:
            messages.success(request, _("Saved. The words stand on the consultation’s page."))
            return answers.see(reverse("desk_consultation", args=[slug]))
    context = {"form": form, "consultation": consultation, "crumbs": above(consultation)}
    return render(request, "secretariat/words.html", context, status=answer.status)


def _describe(person: Person, consultation: Consultation, form: OwnWordsForm) -> Consultation:
    said = {name: form.cleaned_data[name] for name in FIELDS}
    return consultations.describe(by=person, consultation=consultation, **said)


urlpatterns = [path("c/<slug:slug>/words/", desk_words, name="desk_words")]
