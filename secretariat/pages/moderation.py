"""Under which rules a consultation is moderated: chosen, looked at as old and new, saved with a reason."""

import hashlib
import json
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from rounds.actions import moderation_rules
from rounds.models import Consultation, Rule, RulesChange
from rounds.permissions import can_arrange
from rounds.rules import moderation_changes
from rounds.rules.moderation import AT_MOST, Ground
from secretariat import answers, lists
from secretariat.answers import ASKED, Answer
from secretariat.forms.moderation import BLOCKS, RulesForm, initial_of
from secretariat.gate import consultation_of, officer
from secretariat.pages.consultations import above
from web.refusals import Invalid, require

CHANGES = 10


@require_http_methods(["GET", "HEAD", "POST"])
def desk_moderation(request: HttpRequest, slug: str) -> HttpResponse:
    """The rules that hold as a form; what would change is shown before it is saved; what was changed stands below."""
    person = officer(request)
    consultation = consultation_of(request, slug)
    require(can_arrange(person, consultation))
    rules = Rule.objects.of(consultation)
    made = RulesChange.objects.filter(consultation=consultation)
    answer, understood = ASKED, Understood()
    if request.method != "POST":
        form = RulesForm(blocks=len(rules), initial=_initial(consultation, rules, made.count()))
    elif "add" in request.POST:
        blocks = min(_count(request) + 1, BLOCKS)
        form = RulesForm(blocks=blocks, initial={**request.POST.dict(), "count": blocks})
        form.fields[f"rule_{blocks - 1}_name"].widget.attrs["autofocus"] = True
    else:
        form = RulesForm(request.POST, blocks=_count(request))
        understood = _understood(consultation, form)
        seen = request.POST.get("seen") == understood.fingerprint
        if "preview" in request.POST or (understood.fingerprint and not seen):
            answer = Answer(None, 422 if form.errors else 200)
        else:
            answer = answers.answer(request, form, partial(_change, person, consultation, form), fields=form.names())
        if answer.thing is not None:
            messages.success(request, _("These rules hold from now on. Readers see the old ones beside them."))
            return answers.see(request.path)
        if answer.refusal is not None and answer.refusal.code == "rules_changed_meanwhile":
            # What stands on the page now is what would change of the rules as they are now.
            form.data = {**request.POST.dict(), "known": made.count()}
    page = lists.page_of(request, made.select_related("entry"), fields=("at", "id"), limit=CHANGES, newest_first=True)
    context = {
        "form": form,
        "consultation": consultation,
        "understood": understood,
        "can_add": form.blocks_count < min(BLOCKS, len(rules) + AT_MOST),
        "changes": moderation_changes.told_of(page.items),
        **lists.around(request, page),
        "crumbs": above(consultation),
    }
    return render(request, "secretariat/moderation.html", context, status=answer.status)


class Understood:
    """What a form would change, and a fingerprint of it: only what was looked at is saved."""

    def __init__(self, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None) -> None:
        self.differences = moderation_changes.between(before, after) if before and after else []
        self.fingerprint = _fingerprint(before, after) if self.differences else ""
        grounds = {rule["ground"] for rule in after["rules"]} if after else {Ground.PERSONAL_DATA.value}
        self.lacks_personal_data = Ground.PERSONAL_DATA not in grounds


def _fingerprint(before: Any, after: Any) -> str:
    return hashlib.sha256(json.dumps([before, after], sort_keys=True).encode()).hexdigest()


def _understood(consultation: Consultation, form: RulesForm) -> Understood:
    if not form.is_valid():
        return Understood()
    before = moderation_rules.held_by(consultation)
    try:
        after = moderation_rules.planned(consultation=consultation, **_said(form))
    except Invalid as error:
        name = form.names().get(error.refusal.field or "", error.refusal.field)
        form.add_error(name if name in form.fields else None, str(error))
        return Understood()
    if before == after and "preview" in form.data:
        form.add_error(None, _("Nothing would change: these are the rules that hold now."))
    return Understood(before, after)


def _said(form: RulesForm) -> dict[str, Any]:
    said = form.cleaned_data
    return {
        "moderation": Consultation.Moderation(said["moderation"]),
        "reads_first_texts": said["reads_first_texts"],
        "decides_within": said["decides_within"],
        "rules": form.wanted(),
    }


def _change(person: Person, consultation: Consultation, form: RulesForm) -> Consultation:
    return moderation_rules.change(
        by=person,
        consultation=consultation,
        reason=form.cleaned_data["reason"],
        known=form.cleaned_data["known"],
        now=timezone.now(),
        **_said(form),
    )


def _initial(consultation: Consultation, rules: list[Rule], known: int) -> dict[str, Any]:
    return {
        "known": known,
        "count": len(rules),
        "moderation": consultation.moderation,
        "reads_first_texts": consultation.reads_first_texts,
        "decides_within": consultation.decides_within,
        **initial_of(rules),
    }


def _count(request: HttpRequest) -> int:
    """How many rules a form that was sent has."""
    said = request.POST.get("count", "")
    return min(int(said), BLOCKS) if said.isdecimal() and len(said) < 4 else 0


urlpatterns = [path("c/<slug:slug>/moderation/", desk_moderation, name="desk_moderation")]
