"""Drafts and responses: what I have not sent, by round, and what I filed together."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Person
from contributions.models import Contribution
from proposals.actions.responses import counts_of
from proposals.models import Comment, Response
from public.pages.lists import around, page_of
from public.pages.visitors import signed_in
from rounds.models import Round

PAGE = 30


@dataclass(frozen=True)
class Begun:
    """A round in which I have drafts."""

    round: Round
    count: int
    is_open: bool


@dataclass(frozen=True)
class Filed:
    """What I filed together. `first`, `last`: numbers, None until all its texts have theirs."""

    response: Response
    first: int | None
    last: int | None


@require_safe
def my_drafts(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    if person is None:
        return redirect_to_login(request.get_full_path())
    count = counts_of(person)
    rounds = Round.objects.visible_to(person).filter(pk__in=count).select_related("consultation")
    begun = [Begun(round, count[round.pk], round.status(now) == Round.Status.OPEN) for round in rounds]
    # What closes next stands first; what is closed stands last.
    begun.sort(key=lambda row: (not row.is_open, row.round.closes_at, row.round.pk))
    # Whoever may not read a round any more meets no receipt of it here; the mail has it.
    readable = Round.objects.visible_to(person).order_by().values("pk")
    mine = Response.objects.visible_to(person).filter(round__in=readable)
    page = page_of(request, mine.select_related("round__consultation", "organization"), limit=PAGE, newest_first=True)
    context = {
        "now": now,
        "begun": begun,
        "filed": filed(page.items, person),
        "is_first": not request.GET.get("after"),
        **around(request, page),
    }
    return render(request, "me/drafts.html", context)


def filed(responses: Sequence[Response], person: Person) -> list[Filed]:
    """With the range of their numbers; as many queries for thirty as for one."""
    spans: dict[UUID | None, list[tuple[int | None, int | None]]] = {}
    for model in (Comment, Contribution):
        texts = model.objects.visible_to(person).filter(author=person, response__in=[one.pk for one in responses])
        numbers = texts.order_by().values_list("response").annotate(Min("entry__seq"), Max("entry__seq"))
        for response, first, last in numbers:
            spans.setdefault(response, []).append((first, last))
    rows = []
    for one in responses:
        firsts = [first for first, _last in spans.get(one.pk, []) if first is not None]
        lasts = [last for _first, last in spans.get(one.pk, []) if last is not None]
        rows.append(Filed(one, min(firsts, default=None), max(lasts, default=None)))
    return rows


urlpatterns = [path("me/drafts/", my_drafts, name="my_drafts")]
