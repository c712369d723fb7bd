"""Wordings from which moderators start when they give a reason: listed, written, changed, taken away."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Person
from moderation.actions import templates
from moderation.models import Template
from moderation.permissions import can_word
from rounds.models import Consultation, Office
from secretariat import answers, lists
from secretariat.answers import ASKED
from secretariat.forms.people import KeyForm
from secretariat.forms.templates import TemplateForm
from secretariat.gate import officer
from secretariat.pages.consultations import above
from web.refusals import Refusal, Refused, require

LIMIT = 50


@require_GET
def desk_templates(request: HttpRequest) -> HttpResponse:
    """Those of the consultations that one moderates, and those for all."""
    person = _moderator(request)
    found = Template.objects.visible_to(person).select_related("consultation")
    page = lists.page_of(request, found, fields=("language", "name", "id"), limit=LIMIT)
    may_word_all = can_word(person, None) is None
    rows = [(row, row.consultation is not None or may_word_all) for row in page.items]
    context = {"rows": rows, **lists.around(request, page), "crumbs": above()}
    return render(request, "secretariat/templates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_template_new(request: HttpRequest) -> HttpResponse:
    person = _moderator(request)
    form = TemplateForm(
        request.POST if request.method == "POST" else None,
        consultations=Consultation.objects.filter(pk__in=Office.objects.moderated_by(person)).order_by("title", "pk"),
        for_all=can_word(person, None) is None,
    )
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_add, person, form))
        if answer.thing is not None:
            messages.success(request, _("The wording stands beside the reasons from now on."))
            return answers.see(reverse("desk_templates"))
    context = {"form": form, "template": None, "crumbs": _above()}
    return render(request, "secretariat/template.html", context, status=answer.status)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_template(request: HttpRequest, id: UUID) -> HttpResponse:
    """One wording, to be put in other words."""
    person, template = _load(request, id)
    form = TemplateForm(
        request.POST if request.method == "POST" else None,
        initial={
            "rule": template.rule_number,
            "language": template.language,
            "name": template.name,
            "text": template.text,
        },
    )
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_change, person, template, form))
        if answer.thing is not None:
            messages.success(request, _("The wording is changed."))
            return answers.see(reverse("desk_templates"))
    context = {"form": form, "template": template, "crumbs": _above()}
    return render(request, "secretariat/template.html", context, status=answer.status)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_template_remove(request: HttpRequest, id: UUID) -> HttpResponse:
    """Asked once more, since it does not come back."""
    person, template = _load(request, id)
    form = KeyForm(request.POST if request.method == "POST" else None)
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(templates.remove, by=person, template=template))
        if answer.thing is not None:
            messages.success(request, _("The wording is taken away."))
            return answers.see(reverse("desk_templates"))
    context = {"form": form, "template": template, "crumbs": _above()}
    return render(request, "secretariat/template_remove.html", context, status=answer.status)


def _moderator(request: HttpRequest) -> Person:
    """Who moderates somewhere, or writes for all."""
    person = officer(request)
    if can_word(person, None) is not None and not Office.objects.moderated_by(person).exists():
        raise Refused(Refusal("office_required", _("Only moderators and the secretariat write these wordings.")))
    return person


def _load(request: HttpRequest, id: UUID) -> tuple[Person, Template]:
    person = officer(request)
    template = get_object_or_404(Template.objects.visible_to(person).select_related("consultation"), pk=id)
    require(can_word(person, template.consultation))
    return person, template


def _add(person: Person, form: TemplateForm) -> Template:
    said = form.cleaned_data
    consultation: Consultation | None = said["consultation"]
    return templates.add(by=person, consultation=consultation, now=timezone.now(), **_said(form))


def _change(person: Person, template: Template, form: TemplateForm) -> Template:
    return templates.change(by=person, template=template, now=timezone.now(), **_said(form))


def _said(form: TemplateForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("rule", "language", "name", "text")}


def _above() -> list[tuple[str, str]]:
    return [*above(), (_("Wordings"), reverse("desk_templates"))]


urlpatterns = [
    path("templates/", desk_templates, name="desk_templates"),
    path("templates/new/", desk_template_new, name="desk_template_new"),
    path("templates/<uuid:id>/", desk_template, name="desk_template"),
    path("templates/<uuid:id>/remove/", desk_template_remove, name="desk_template_remove"),
]
