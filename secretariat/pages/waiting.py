from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Organization
from moderation.permissions import can_note_affiliations
from rounds.models import Office
from secretariat import answers, asked, queue
from secretariat.forms.decisions import PublishForm
from secretariat.gate import officer
from secretariat.pages import things
from secretariat.pages.consultations import above
from web.refusals import Refusal

LIMIT = 50


@require_GET
def desk_waiting(request: HttpRequest) -> HttpResponse:
    """Texts that were received and are not shown yet."""
    return _page(request)


@require_POST
def desk_publish(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """Show one of them; its moment stays the one at which it was received."""
    person = officer(request)
    thing = things.load(kind, id, person)
    form = PublishForm(request.POST)
    version = form.cleaned_data.get("version") if form.is_valid() else None
    act = partial(things.publish, by=person, thing=thing, version=version, now=timezone.now())
    answer = answers.answer(request, form, act, tell=False)
    if answer.thing is None:
        return _page(request, answer.status, answer.refusal)
    messages.success(request, _("The text is shown. Its author is told by mail."))
    return answers.see(reverse("desk_waiting"))


def _page(request: HttpRequest, status: int = 200, refusal: Refusal | None = None) -> HttpResponse:
    person, now = officer(request), timezone.now()
    may_note = can_note_affiliations(person) is None
    may_answer = Office.objects.held_by(person).filter(role=Office.Role.SECRETARIAT).exists()
    context = {
        "now": now,
        "waiting": queue.waiting(person, now),
        "items": queue.items(person, now, limit=LIMIT),
        "asked": asked.waiting(person, limit=LIMIT),
        "to_confirm": may_note and Organization.objects.to_confirm().exists(),
        "may_answer": may_answer,
        "refusal": refusal,
        "not_sent": status != 200,
        "crumbs": above(),
    }
    return render(request, "secretariat/waiting.html", context, status=status)


urlpatterns = [
    path("waiting/", desk_waiting, name="desk_waiting"),
    path("waiting/<slug:kind>/<uuid:id>/publish/", desk_publish, name="desk_publish"),
]
