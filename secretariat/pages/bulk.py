"""One decision about many texts: what will come of it, its confirmation, what came of each, and taking it back."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Person
from moderation.actions import bulk as acts
from moderation.actions import things
from moderation.actions.whether import UNDONE_WITHIN
from moderation.models import Bulk, Item, Text, kind_of
from moderation.permissions import can_use_queue
from secretariat import answers, lists, many
from secretariat.answers import ASKED, Answer
from secretariat.forms.base import DeskForm
from secretariat.forms.bulk import BulkForm, packed
from secretariat.forms.queue import QueueFilters
from secretariat.gate import officer
from secretariat.pages.consultations import above
from secretariat.pages.queue import SLUG
from secretariat.waiting import people, queue
from web.refusals import NotDone, require

LIMIT = 30


@require_http_methods(["GET", "HEAD", "POST"])
def desk_bulk_new(request: HttpRequest) -> HttpResponse:
    """What would come of each text that was chosen in the queue; confirmed, it is done."""
    person = officer(request)
    require(can_use_queue(person))
    act = (request.POST if request.method == "POST" else request.GET).get("act", "")
    if act not in acts.VERBS:
        raise Http404
    if request.method != "POST":
        items = _chosen(request, person)
        texts = many.of_items(person, items)
        states = things.states(texts)
        named = [(text, states[text.pk].token) for text in texts]
        form = _form(act, [text for text, _token in named], initial=_initial(act, named))
        return _preview(request, person, act, named, form, aside=len(items) - len(texts))
    reading = BulkForm(request.POST, act=act, rules=[])
    reading.is_valid()
    named = many.of_read(person, reading.cleaned_data.get("read", []))
    form = _form(act, [text for text, _token in named], data=request.POST)
    answer = answers.answer(request, form, partial(_ask, person, act, named, form), fields={"texts": "read"})
    if answer.thing is None:
        return _preview(request, person, act, named, form, answer)
    _at_once(answer.thing)
    return answers.see(reverse("desk_bulk", args=[answer.thing]))


@require_http_methods(["GET", "HEAD", "POST"])
def desk_bulk(request: HttpRequest, id: UUID) -> HttpResponse:
    """How far it is, what came of each text; within the hour it is taken back."""
    person, now = officer(request), timezone.now()
    asked = get_object_or_404(Bulk.objects.visible_to(person).select_related("job", "undoes__job"), pk=id)
    form, answer = DeskForm(request.POST if request.method == "POST" else None), ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, lambda: acts.undo(by=person, bulk=asked, now=now), tell=False)
        if answer.thing is not None:
            _at_once(answer.thing)
            return answers.see(reverse("desk_bulk", args=[answer.thing]))
        form = DeskForm()
    items = list(asked.items.order_by("position"))
    decided = [item for item in items if item.state != "waiting"]
    context: dict[str, Any] = {
        "bulk": asked,
        "outcome": many.outcome(asked),
        "groups": many.happened(person, decided),
        "is_running": asked.job.ended_at is None,
        "undone_by": Bulk.objects.filter(undoes=asked).first(),
        "may_undo": acts.cannot_undo(asked, now) is None,
        "until": asked.at + UNDONE_WITHIN,
        "form": form,
        "refusal": answer.refusal,
        "crumbs": _above(),
    }
    return render(request, "secretariat/bulk.html", context, status=answer.status)


@require_GET
def desk_bulks(request: HttpRequest) -> HttpResponse:
    """What this person decided about many, the newest first."""
    person = officer(request)
    found = Bulk.objects.visible_to(person).select_related("job")
    page = lists.page_of(request, found, fields=("at", "id"), limit=LIMIT, newest_first=True)
    rows = [(asked, many.outcome(asked)) for asked in page.items]
    context = {"rows": rows, "crumbs": [*above(), _queue()], **lists.around(request, page)}
    return render(request, "secretariat/bulks.html", context)


def _chosen(request: HttpRequest, person: Person) -> list[Item]:
    """What was ticked in the queue, or all that match its filters: at most a thousand, the nearest deadline first."""
    if request.GET.get("all"):
        slug = request.GET.get("consultation", "")
        choices = people.choices(person, slug if SLUG.fullmatch(slug) else "")
        wanted = QueueFilters(request.GET, choices=choices).matching(person)
    else:
        wanted = Q(pk__in=[key for key in request.GET.getlist("item") if _is_id(key)][: Bulk.AT_MOST])
    return list(queue.waiting(person).filter(wanted).order_by("due_at", "id")[: Bulk.AT_MOST])


def _is_id(key: str) -> bool:
    try:
        return str(UUID(key)) == key
    except ValueError:
        return False


def _initial(act: str, named: list[tuple[Text, str]]) -> dict[str, Any]:
    tongues = {text.language for text, _token in named}
    read = packed([(kind_of(text), text.pk, token) for text, token in named])
    return {"act": act, "read": read, "language": tongues.pop() if len(tongues) == 1 else "en"}


def _form(act: str, texts: list[Text], **kwargs: Any) -> BulkForm:
    return BulkForm(act=act, rules=many.common_rules(texts) if act == "hide" else [], **kwargs)


def _ask(person: Person, act: str, named: list[tuple[Text, str]], form: BulkForm) -> Bulk:
    said = form.cleaned_data
    return acts.ask(
        by=person,
        verb=act,
        rule=said.get("rule"),
        reason=said.get("reason", ""),
        language=said.get("language") or "en",
        texts=named,
        is_all_or_nothing=said["is_all_or_nothing"],
        now=timezone.now(),
    )


def _at_once(id: UUID) -> None:
    """A few are decided before the page answers; the sweep does many, and whatever this leaves."""
    asked = Bulk.objects.select_related("by", "job").get(pk=id)
    if (asked.job.total or 0) <= acts.BATCH:
        acts.carry_out(bulk=asked, now=timezone.now())


def _preview(
    request: HttpRequest,
    person: Person,
    act: str,
    named: list[tuple[Text, str]],
    form: BulkForm,
    answer: Answer = ASKED,
    aside: int = 0,
) -> HttpResponse:
    try:
        expected = acts.preview(by=person, verb=act, texts=named, now=timezone.now())
    except NotDone:
        expected = []
    groups = many.foreseen(person, expected)
    context: dict[str, Any] = {
        "act": act,
        "heading": many.heading(act, groups.count),
        "groups": groups,
        # People, bodies and other things that are decided about one by one.
        "aside": aside,
        "at_most": Bulk.AT_MOST if len(named) >= Bulk.AT_MOST else 0,
        "form": form,
        "lacks_rules": act == "hide" and len(form.fields["rule"].choices) < 2,  # type: ignore[attr-defined]
        "crumbs": [*above(), _queue()],
    }
    return render(request, "secretariat/bulk_new.html", context, status=answer.status)


def _queue() -> tuple[str, str]:
    return _("What waits"), reverse("desk_queue")


def _above() -> list[tuple[str, str]]:
    return [*above(), _queue(), (_("Decided about many"), reverse("desk_bulks"))]


urlpatterns = [
    path("bulk/", desk_bulks, name="desk_bulks"),
    path("bulk/new/", desk_bulk_new, name="desk_bulk_new"),
    path("bulk/<uuid:id>/", desk_bulk, name="desk_bulk"),
]
