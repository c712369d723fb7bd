"""The page on which a moderator decides: of an item of the queue, or of any thing whether or not it waits."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from moderation.actions import queue
from moderation.models import Item, Motion, Thing, about
from moderation.permissions import can_decide, can_second, items_before
from secretariat import answers, things
from secretariat.answers import ASKED, Answer
from secretariat.forms.base import DeskForm
from secretariat.forms.decisions import DecideForm, NotAgreedForm, StepBackForm
from secretariat.gate import officer
from secretariat.item import case, changed, choices
from secretariat.item.case import Case
from secretariat.pages import deciding
from secretariat.pages.consultations import above
from web.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def desk_item(request: HttpRequest, id: UUID) -> HttpResponse:
    """Something of the queue: its thing and the decision, or what a second person is asked."""
    person = officer(request)
    items = items_before(person).select_related("claimed_by", "assigned_to", "consultation", "motion", "request")
    item = get_object_or_404(items, pk=id)
    if item.request_id is not None:
        return redirect("desk_request", item.request_id)
    if item.motion is not None:
        return _motion_page(request, person, item, item.motion)
    return _serve(request, person, item.kind, things.load(item.kind, item.thing_id, person), item)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_decide(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """Any thing with its context, and the decision about it."""
    person = officer(request)
    thing = things.load(kind, id, person)
    items = items_before(person).open().filter(**about(thing)).select_related("claimed_by", "assigned_to")
    return _serve(request, person, kind, thing, items.first())


def _serve(request: HttpRequest, person: Person, kind: str, thing: Thing, item: Item | None) -> HttpResponse:
    """Whoever is too near to a thing is told so and sees nothing that only moderators read."""
    act = request.POST.get("do", "")
    refusal = can_decide(person, thing)
    if refusal is not None and refusal.code == "office_required":
        raise Refused(refusal)
    if act == "next":
        return open_next(request, person)
    if refusal is not None:
        shown = {
            "refusal": refusal,
            "item": item,
            "kind_name": things.kind_name(thing),
            "public_address": things.as_readers_see_it(kind, thing),
            "crumbs": crumbs(),
        }
        return render(request, "secretariat/item/not_for_you.html", shown, status=403)
    found = case.case(person, kind, thing, item, timezone.now())
    if act == "decide":
        return _decide(request, found)
    if act in _SMALL:
        return _small(request, found, act)
    return page(request, found)


# --- deciding --------------------------------------------------------------------------------------------------------


def _decide(request: HttpRequest, found: Case) -> HttpResponse:
    # What cannot be decided any more is refused with what changed, and not as if nobody had offered it.
    form = DecideForm(request.POST, choices=list(choices.CHOICES.values()), rules=case.rules(found))
    if form.is_valid() and (preview := deciding.preview(found, form)) is not None:
        return page(request, found, form=form, preview=preview)
    answer = answers.answer(request, form, partial(deciding.carry_out, found, form), tell=False)
    if answer.thing is None:
        if answer.status == 422 and answer.refusal is not None:
            field = answer.refusal.field
            form.add_error(field if field in form.fields else None, str(answer.refusal))
        return _again(request, found, answer, form)
    act = form.cleaned_data["act"]
    messages.success(request, deciding.done(act, found.thing))
    if request.POST.get("then") == "next":
        return open_next(request, found.person)
    return answers.see(request.path)


def open_next(request: HttpRequest, person: Person) -> HttpResponse:
    """Take what waits longest and is free."""
    item = queue.claim_next(by=person, now=timezone.now())
    if item is None:
        messages.info(request, _("Nothing else waits that you can take."))
        return answers.see(reverse("desk_queue"))
    return answers.see(reverse("desk_item", args=[item.pk]))


# --- taking, stepping back, agreeing ---------------------------------------------------------------------------------

_SMALL: dict[str, type[DeskForm]] = {
    "claim": DeskForm,
    "give_back": DeskForm,
    "step_back": StepBackForm,
    "agree": DeskForm,
    "refuse": NotAgreedForm,
    "take_back": DeskForm,
}


def _small(request: HttpRequest, found: Case, act: str) -> HttpResponse:
    form = _SMALL[act](request.POST)
    answer = answers.answer(request, form, partial(deciding.small, found, act, form), tell=False)
    if answer.thing is None:
        return _again(request, found, answer, form)
    if sentence := deciding.SMALL_DONE.get(act):
        messages.success(request, str(sentence))
    return answers.see(reverse("desk_queue") if act == "step_back" else request.path)


def decided_page(request: HttpRequest, person: Person, kind: str, thing: Thing, answer: Answer) -> HttpResponse:
    """The page of a thing about which something else was asked of its desk, and could not be done."""
    items = items_before(person).open().filter(**about(thing)).select_related("claimed_by", "assigned_to")
    return page(request, case.case(person, kind, thing, items.first(), timezone.now()), answer=answer)


def _again(request: HttpRequest, found: Case, answer: Answer, form: DeskForm) -> HttpResponse:
    """The page as it is now, with what was typed and what stood against it."""
    thing = things.load(found.kind, found.thing.pk, found.person)
    item = found.item
    if item is not None:
        item = Item.objects.select_related("claimed_by", "assigned_to").get(pk=item.pk)
    present = case.case(found.person, found.kind, thing, item, timezone.now())
    if isinstance(form, DecideForm):
        return page(request, present, answer=answer, form=form)
    return page(request, present, answer=answer, small=form)


def page(
    request: HttpRequest,
    found: Case,
    *,
    answer: Answer = ASKED,
    form: DecideForm | None = None,
    preview: deciding.Preview | None = None,
    small: DeskForm | None = None,
) -> HttpResponse:
    possible, rules = case.possible(found), case.rules(found)
    since = changed.since(found.thing, form.data.get("token", ""), found.person) if form else changed.Since()
    templates = case.templates(found)
    if form is None:
        form = DecideForm(choices=possible, rules=rules, initial=deciding.begun(request, found, templates))
    else:
        form.offer(possible, token=found.state.token, seen=preview.fingerprint if preview else "")
    is_late_form = answer.status == 409
    shown: dict[str, Any] = {
        **case.context(found),
        "form": form,
        "choices": possible,
        "preview": preview,
        "templates": templates,
        "step_back_form": small if isinstance(small, StepBackForm) else StepBackForm(),
        "refuse_form": small if isinstance(small, NotAgreedForm) else NotAgreedForm(),
        "key_form": DeskForm(),
        "refusal": answer.refusal if small is not None or answer.status != 422 else None,
        "between": since,
        "not_sent": answer.status not in (200, 303),
        # A closed item offers nothing more, unless somebody has just sent a decision that came too late.
        "offers": bool(possible) and not found.claimed_by_another and (_is_offered(found) or is_late_form),
        "typed": form.data.get("reason", "") if form.is_bound else "",
        "crumbs": crumbs(),
    }
    return render(request, "secretariat/item/item.html", shown, status=answer.status)


def _is_offered(found: Case) -> bool:
    return found.item is None or found.item.closed_at is None


def crumbs() -> list[tuple[str, str]]:
    return [*above(), (_("What waits"), reverse("desk_queue"))]


# --- what takes two people and is about no text ----------------------------------------------------------------------


def _motion_page(request: HttpRequest, person: Person, item: Item, motion: Motion) -> HttpResponse:
    act = request.POST.get("do", "")
    if act == "next":
        return open_next(request, person)
    answer, form = ASKED, NotAgreedForm()
    if act in deciding.MOTIONS:
        sent = _SMALL[act](request.POST)
        answer = answers.answer(request, sent, partial(deciding.answer_motion, person, motion, act, sent), tell=False)
        if answer.thing is not None:
            messages.success(request, str(deciding.SMALL_DONE[act]))
            return answers.see(request.path)
        form = sent if isinstance(sent, NotAgreedForm) else form
    motion = Motion.objects.select_related(
        "asked_by", "answered_by", "hold", "round__consultation", "affiliation__person", "affiliation__organization"
    ).get(pk=motion.pk)
    shown = {
        "item": item,
        "motion": motion,
        "cannot_second": can_second(person, motion),
        "refuse_form": form,
        "key_form": DeskForm(),
        "refusal": answer.refusal,
        "not_sent": answer.status not in (200, 303),
        "crumbs": crumbs(),
        **case.due(item, timezone.now()),
    }
    return render(request, "secretariat/item/motion.html", shown, status=answer.status)


urlpatterns = [
    path("queue/<uuid:id>/", desk_item, name="desk_item"),
    path("decide/<slug:kind>/<uuid:id>/", desk_decide, name="desk_decide"),
]
