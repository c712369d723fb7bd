"""The queue: what waits for this person, narrowed to what they look for, taken one by one or given to colleagues."""

import re
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Person
from moderation.actions import queue as acts
from moderation.models import Bulk, Item
from moderation.permissions import items_before
from secretariat import answers
from secretariat.answers import ASKED, Answer
from secretariat.forms.base import DeskForm, new_key
from secretariat.forms.queue import ME, NOBODY, GiveForm, QueueFilters
from secretariat.gate import officer
from secretariat.pages.consultations import above
from secretariat.waiting import people, queue
from secretariat.waiting.people import Choices
from web.refusals import Conflict, Invalid, Refusal

LIMIT = 50
# What the bar below the list leads to: a preview of one decision about many.
MANY = ("publish", "hide", "keep", "restore")
SLUG = re.compile(r"[-a-zA-Z0-9_]{1,100}")


@dataclass(frozen=True)
class Tab:
    """A reason for which something waits, how much, and where it stands alone."""

    name: str
    count: int
    address: str
    is_present: bool


@require_GET
def desk_queue(request: HttpRequest) -> HttpResponse:
    """What waits, the nearest deadline first."""
    return _page(request)


@require_GET
def desk_waiting(request: HttpRequest) -> HttpResponse:
    """Where the queue stood before."""
    return redirect("desk_queue", permanent=True)


@require_POST
def desk_queue_take(request: HttpRequest) -> HttpResponse:
    """Take an item, and go to it."""
    person, item = officer(request), _item(request)
    act = partial(acts.claim, by=person, item=item, now=timezone.now())
    answer = answers.answer(request, DeskForm(request.POST), act, tell=False)
    if answer.thing is None:
        return _page(request, answer)
    return answers.see(reverse("desk_item", args=[item.pk]))


@require_POST
def desk_queue_next(request: HttpRequest) -> HttpResponse:
    """Take the most urgent item that is free and matches the filters, and go to it."""
    person = officer(request)
    matching = _filters(request, person)[0].matching(person)

    def take() -> Item:
        item = acts.claim_next(by=person, matching=matching, now=timezone.now())
        if item is None:
            raise Conflict(
                Refusal(
                    "nothing_free", _("Nothing here is free: it is taken, given to others, or not yours to decide.")
                )
            )
        return item

    answer = answers.answer(request, DeskForm(request.POST), take, tell=False)
    if answer.thing is None:
        return _page(request, answer)
    return answers.see(reverse("desk_item", args=[answer.thing]))


@require_POST
def desk_queue_back(request: HttpRequest) -> HttpResponse:
    """Give an item back to all."""
    person, item = officer(request), _item(request)
    form = DeskForm(request.POST)
    answer = answers.answer(request, form, partial(acts.give_back, by=person, item=item), tell=False)
    if answer.thing is None:
        return _page(request, answer)
    messages.success(request, _("It is free for others again."))
    return answers.see(_here(request))


@require_POST
def desk_queue_many(request: HttpRequest) -> HttpResponse:
    """The bar below the list: give what was ticked to somebody, or go to the preview of one decision about it."""
    person = officer(request)
    if "preview" in request.POST:
        return _to_preview(request, person)
    form = GiveForm(request.POST, colleagues=people.choices(person, "").colleagues)
    answer = answers.answer(request, form, partial(_give, request, person, form), tell=False)
    if answer.thing is None:
        nobody = Refusal("not_offered", _("Choose a colleague from the list."))
        return _page(request, Answer(None, answer.status, refusal=answer.refusal or nobody))
    return answers.see(_here(request))


def _give(request: HttpRequest, person: Person, form: GiveForm) -> Person:
    """Says how many were given; what the colleague may not decide about stays, and that is said too."""
    wanted = set(form.cleaned_data["item"])
    if request.POST.get("all"):
        rows = queue.waiting(person).filter(_filters(request, person)[0].matching(person)).order_by("due_at", "id")
        wanted = set(rows.values_list("pk", flat=True)[: Bulk.AT_MOST])
    if not wanted:
        raise Invalid(Refusal("nothing_chosen", _("Tick what you want to give, then choose to whom.")))
    to = form.receiver(person)
    given = acts.assign_all(by=person, items=wanted, to=to)
    _tell(request, to, len(given), len(wanted) - len(given))
    return person


def _tell(request: HttpRequest, to: Person | None, given: int, stay: int) -> None:
    if to is None:
        said = ngettext("%(n)s item is given to nobody now.", "%(n)s items are given to nobody now.", given)
    else:
        said = ngettext("%(n)s item is given to %(name)s now.", "%(n)s items are given to %(name)s now.", given)
    if given:
        messages.success(request, said % {"n": given, "name": to.name if to else ""})
    if stay:
        left = ngettext(
            "%(n)s item stays as it was: it is decided already, or not theirs to decide.",
            "%(n)s items stay as they were: they are decided already, or not theirs to decide.",
            stay,
        )
        messages.warning(request, left % {"n": stay})


def _to_preview(request: HttpRequest, person: Person) -> HttpResponse:
    """The preview is told what was ticked, or the filters where all that matches is meant."""
    act = request.POST.get("act", "")
    if request.POST.get("all"):
        query = [("all", "1"), *_filters(request, person)[0].chosen().items()]
    else:
        query = [("item", key) for key in request.POST.getlist("item") if _is_id(key)]
    if act not in MANY or not query:
        refusal = Refusal("nothing_chosen", _("Tick what you want to decide about, then choose what to do."))
        return _page(request, Answer(None, 422, refusal=refusal))
    return answers.see(f"{reverse('desk_bulk_new')}?{urlencode([('act', act), *query[:LIMIT]])}")


# --- the page --------------------------------------------------------------------------------------------------------


def _page(request: HttpRequest, answer: Answer = ASKED) -> HttpResponse:
    """Three queries, whatever waits: what can be chosen, how many wait, the rows of this page."""
    person, now = officer(request), timezone.now()
    filters, choices = _filters(request, person)
    counts = queue.count(person, now, filters.matching(person, but="reason"))
    filters.offer_languages(counts.languages)
    chosen, after = filters.chosen(), request.GET.get("after", "")
    try:
        page = queue.page(person, now, matching=filters.matching(person), after=after, limit=LIMIT)
    except Invalid:
        raise Http404(_("This address leads to no page of the list.")) from None
    matching = counts.matching[chosen["reason"]] if "reason" in chosen else counts.matching.total()
    context: dict[str, Any] = {
        "now": now,
        "rows": page.items,
        "previous": _address(chosen, after=page.previous) if page.previous else "",
        "next": _address(chosen, after=page.next) if page.next else "",
        "first": _address(chosen) if after else "",
        "counts": counts,
        "matching": matching,
        # More matches than can be ticked on this page.
        "goes_on": matching > len(page.items),
        "at_most": Bulk.AT_MOST,
        "filters": filters,
        "is_narrowed": set(chosen) - {"reason"},
        "tabs": _tabs(counts, chosen),
        "colleagues": choices.colleagues,
        "within": sorted(choices.within),
        "many_places": len(choices.consultations) > 1 and "consultation" not in chosen,
        "may_take_next": counts.all and chosen.get("assigned_to", ME) in (ME, NOBODY),
        "query": urlencode({**chosen, **({"after": after} if after else {})}),
        "key": new_key(),
        "refusal": answer.refusal,
        "not_sent": answer.status not in (200, 303),
        "crumbs": above(),
        # The gate has asked already.
        "may_use_desk": True,
    }
    return render(request, "secretariat/queue.html", context, status=answer.status)


def _tabs(counts: queue.Counts, chosen: dict[str, str]) -> list[Tab]:
    """Everything, and each reason for which something waits, with what matches the other filters."""
    present = chosen.get("reason", "")
    others = {name: value for name, value in chosen.items() if name != "reason"}
    tabs = [Tab(_("Everything"), counts.matching.total(), _address(others), not present)]
    for reason in Item.Reason:
        if reason.value in counts.reasons or reason.value == present:
            address = _address({**others, "reason": reason.value})
            tabs.append(Tab(str(reason.label), counts.matching[reason.value], address, reason.value == present))
    return tabs


def _address(chosen: dict[str, str], **more: str) -> str:
    query = urlencode({**chosen, **more})
    return f"{reverse('desk_queue')}?{query}" if query else reverse("desk_queue")


def _here(request: HttpRequest) -> str:
    """The page of the queue from which a form was sent: it keeps its filters and its place."""
    query = request.GET.urlencode()
    return f"{reverse('desk_queue')}?{query}" if query else reverse("desk_queue")


def _filters(request: HttpRequest, person: Person) -> tuple[QueueFilters, Choices]:
    slug = request.GET.get("consultation", "")
    choices = people.choices(person, slug if SLUG.fullmatch(slug) else "")
    return QueueFilters(request.GET, choices=choices), choices


def _item(request: HttpRequest) -> Item:
    """The item that a button names, among those before this person."""
    key = request.POST.get("item", "")
    if not _is_id(key):
        raise Http404
    return get_object_or_404(items_before(officer(request)), pk=key)


def _is_id(key: str) -> bool:
    try:
        return str(UUID(key)) == key
    except ValueError:
        return False


urlpatterns = [
    path("queue/", desk_queue, name="desk_queue"),
    path("queue/take/", desk_queue_take, name="desk_queue_take"),
    path("queue/next/", desk_queue_next, name="desk_queue_next"),
    path("queue/back/", desk_queue_back, name="desk_queue_back"),
    path("queue/many/", desk_queue_many, name="desk_queue_many"),
    path("waiting/", desk_waiting, name="desk_waiting"),
]
