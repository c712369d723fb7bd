from functools import partial
from typing import Any
from uuid import UUID

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Person
from contributions.permissions import can_import
from integrations.actions import imports
from jobs.models import Job
from rounds.models import Consultation, Round
from secretariat import answers
from secretariat.answers import ASKED, Answer
from secretariat.forms.imports import ImportForm
from secretariat.gate import consultation_of, officer
from secretariat.pages.consultations import above
from web.refusals import NotDone, require

log = structlog.get_logger(__name__)
EARLIER = 10
LISTED = 500


@require_http_methods(["GET", "HEAD", "POST"])
def desk_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring in contributions from a file. Reading and writing take seconds, so they happen in the request."""
    person = officer(request)
    consultation = consultation_of(request, slug)
    require(can_import(person, consultation))
    calls = [round for round in consultation.rounds.all() if "contributions" in round.accepts]
    form = ImportForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        calls=calls,
        initial={"language": consultation.language, "round": calls[-1] if calls else None},
    )
    answer = ASKED
    if request.method == "POST":
        answer = _take(request, person, form) if form.is_valid() else Answer(None, 422)
        if answer.thing is not None:
            return answers.see(reverse("desk_import_job", args=[answer.thing]))
    earlier = Job.objects.filter(kind=imports.KIND, result__consultation=str(consultation.pk))
    context = {
        "form": form,
        "consultation": consultation,
        "calls": calls,
        "earlier": earlier.order_by("-asked_at")[:EARLIER],
        "crumbs": above(consultation),
    }
    return render(request, "secretariat/import.html", context, status=answer.status)


@require_GET
def desk_import_job(request: HttpRequest, id: UUID) -> HttpResponse:
    """What came of an import: what was added, what was in already, the lines left out and why."""
    person = officer(request)
    job = get_object_or_404(Job.objects.filter(kind=imports.KIND), pk=id)
    round = Round.objects.filter(
        pk=job.result.get("round"), consultation__in=Consultation.objects.visible_to(person).order_by().values("pk")
    )
    call = round.select_related("consultation__hosting_body").first()
    if call is None:
        raise Http404
    require(can_import(person, call.consultation))
    context: dict[str, Any] = {
        "job": job,
        "round": call,
        "consultation": call.consultation,
        "errors": job.errors[:LISTED],
        "more": max(len(job.errors) - LISTED, 0),
        "crumbs": [*above(call.consultation), (_("Import"), reverse("desk_import", args=[call.consultation.slug]))],
    }
    return render(request, "secretariat/import_job.html", context)


def _take(request: HttpRequest, person: Person, form: ImportForm) -> Answer:
    """Read the file, begin the job once for this form, take the rows. A twin is led to the first one's job."""
    said, now = form.cleaned_data, timezone.now()
    round = Round.objects.select_related("consultation").get(pk=said["round"].pk)
    content = said["file"].read()
    said["file"].seek(0)
    try:
        source = imports.read(by=person, round=round, content=content, columns=said["map"], language=said["language"])
    except NotDone as error:
        form.add_error(error.refusal.field if error.refusal.field in form.fields else None, str(error))
        return Answer(None, answers.status_of(error), refusal=error.refusal)
    answer = answers.answer(
        request, form, partial(imports.begin, by=person, round=round, source=source, now=now), fields={}
    )
    if answer.thing is not None and not answer.replayed:
        try:
            imports.take(by=person, job=Job.objects.get(pk=answer.thing), round=round, source=source, now=now)
        except Exception:
            # The job says that it stopped; its page tells the person, the log tells whoever runs the site.
            log.exception("import.stopped", job=str(answer.thing))
    return answer


urlpatterns = [
    path("c/<slug:slug>/import/", desk_import, name="desk_import"),
    path("imports/<uuid:id>/", desk_import_job, name="desk_import_job"),
]
