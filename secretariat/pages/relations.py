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
from proposals.actions import relations
from proposals.models import Proposal, Relation
from proposals.permissions import can_put_up
from secretariat import answers
from secretariat.answers import ASKED
from secretariat.forms.people import KeyForm
from secretariat.forms.relations import RelationForm
from secretariat.gate import consultation_of, officer
from secretariat.pages.consultations import above
from web.refusals import require


@require_http_methods(["GET", "HEAD", "POST"])
def desk_relations(request: HttpRequest, slug: str) -> HttpResponse:
    """How the options stand to each other, and a form to say one thing more."""
    person = officer(request)
    consultation = consultation_of(request, slug)
    require(can_put_up(person, consultation))
    options = list(Proposal.objects.visible_to(person).filter(consultation=consultation, type=Proposal.Type.OPTION))
    form = RelationForm(request.POST if request.method == "POST" else None, options=options)
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_relate, person, form))
        if answer.thing is not None:
            messages.success(request, _("Readers see it beside both options."))
            return answers.see(request.path)
    found = Relation.objects.visible_to(person).filter(option__in=options).select_related("option", "other", "entry")
    context = {
        "form": form,
        "consultation": consultation,
        "options": options,
        "relations": list(found),
        "crumbs": above(consultation),
    }
    return render(request, "secretariat/relations.html", context, status=answer.status)


@require_POST
def desk_relation_end(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take it back. Pressed twice, it is taken back once."""
    person = officer(request)
    relation = get_object_or_404(Relation.objects.select_related("option__consultation"), pk=id)
    require(can_put_up(person, consultation_of(request, relation.option.consultation.slug)))
    act = partial(relations.end, by=person, relation=relation, now=timezone.now())
    answer = answers.answer(request, KeyForm(request.POST), act, tell=False)
    if answer.refusal is not None:
        messages.error(request, str(answer.refusal))
    else:
        messages.success(request, _("It is taken back."))
    return answers.see(reverse("desk_relations", args=[relation.option.consultation.slug]))


def _relate(person: Person, form: RelationForm) -> Relation:
    said = form.cleaned_data
    return relations.relate(
        by=person,
        option=said["option"],
        kind=Relation.Kind(said["kind"]),
        other=said["other"],
        paragraph=said["paragraph"],
        now=timezone.now(),
    )


urlpatterns = [
    path("c/<slug:slug>/relations/", desk_relations, name="desk_relations"),
    path("relations/<uuid:id>/end/", desk_relation_end, name="desk_relation_end"),
]
