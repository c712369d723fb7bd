from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from moderation.actions import decisions
from moderation.actions import things as states
from moderation.models import Decision, Thing
from moderation.permissions import can_decide, refusals
from rounds.models import Consultation, Office
from secretariat import answers, lists, things
from secretariat.forms.base import DeskForm
from secretariat.gate import officer
from secretariat.item import choices
from secretariat.pages import item
from secretariat.pages.consultations import above
from web.refusals import require

LIMIT = 50
# So many consultations stand in the list to choose from.
CHOICES = 200


@dataclass(frozen=True)
class Line:
    """A decision with its thing; until when it can be taken back, if it can."""

    decision: Decision
    thing: Thing
    kind: str
    kind_name: str | Promise
    undo_until: datetime | None

    @property
    def key(self) -> str:
        return str(uuid4())

    @property
    def number(self) -> int | None:
        """That of a filed text; names and titles have none."""
        return self.thing.number if self.kind in ("comment", "contribution") else None  # type: ignore[union-attr]


@require_GET
def desk_decisions(request: HttpRequest) -> HttpResponse:
    """What was decided in the consultations of this person and about names, the newest first."""
    person, now = officer(request), timezone.now()
    moderated = Consultation.objects.filter(pk__in=Office.objects.moderated_by(person))
    mine = {one.slug: one for one in moderated.order_by("title", "pk")[:CHOICES]}
    chosen = {name: value for name in ("consultation", "verb") if (value := request.GET.get(name, ""))}
    decided = _narrowed(things.decided_before(person), mine, chosen)
    page = lists.page_of(request, decided, fields=("at", "id"), limit=LIMIT, newest_first=True)
    shown: list[Decision] = page.items
    of = {decision.pk: decision.thing for decision in shown}
    undoable = choices.undoable_until(shown, states.states(list(of.values())), now)
    not_allowed = refusals(person, list(of.values())) if of else {}
    context: dict[str, Any] = {
        "now": now,
        "lines": [
            Line(
                decision,
                of[decision.pk],
                decision.kind,
                things.kind_name(of[decision.pk]),
                None if decision.thing_id in not_allowed else undoable.get(decision.pk),
            )
            for decision in shown
        ],
        "consultations": mine.values(),
        "verbs": Decision.Verb.choices,
        "chosen": chosen,
        "crumbs": above(),
        **lists.around(request, page, chosen),
    }
    return render(request, "secretariat/decisions.html", context)


def _narrowed(
    decided: "QuerySet[Decision]", mine: Mapping[str, Consultation], chosen: Mapping[str, str]
) -> "QuerySet[Decision]":
    """What cannot be chosen finds nothing."""
    if "consultation" in chosen:
        one = mine.get(chosen["consultation"])
        decided = decided.filter(consultation=one) if one is not None else decided.none()
    if "verb" in chosen:
        known = chosen["verb"] in Decision.Verb.values
        decided = decided.filter(verb=chosen["verb"]) if known else decided.none()
    return decided


@require_POST
def desk_undo(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take a decision back within the hour."""
    person = officer(request)
    decision = get_object_or_404(things.decided_before(person), pk=id)
    thing = things.load(decision.kind, decision.thing_id, person)
    require(can_decide(person, thing))
    act = partial(decisions.undo, by=person, decision=decision, now=timezone.now())
    answer = answers.answer(request, DeskForm(request.POST), act, tell=False)
    if answer.thing is None:
        return item.decided_page(request, person, decision.kind, thing, answer)
    messages.success(request, _("The decision is taken back. It is as it was before; both stay in the public record."))
    return answers.see(reverse("desk_decide", args=[decision.kind, thing.pk]))


urlpatterns = [
    path("decisions/", desk_decisions, name="desk_decisions"),
    path("decisions/<uuid:id>/undo/", desk_undo, name="desk_undo"),
]
