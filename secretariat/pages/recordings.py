"""What reached the secretariat by another way: its file is read, then the form filled, looked at, and recorded."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from contributions.actions import recordings
from contributions.actions.files import Upload
from contributions.models import Contribution, Original, Recording
from contributions.permissions import can_import
from rounds.models import Question, Round, Way
from secretariat import answers
from secretariat.answers import ASKED, Answer
from secretariat.forms.recordings import OriginalForm, RecordingForm
from secretariat.gate import consultation_of, officer
from secretariat.pages.consultations import above
from web.refusals import require

# Which field of the form an input of the action is.
FIELDS = {"arrived_at": "day", "files": "text"}


@require_http_methods(["GET", "HEAD", "POST"])
def desk_record(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """First the file, if the text came in one; whatever has to be pasted goes on without."""
    person = officer(request)
    round = _call(request, person, slug, number)
    is_sent = request.method == "POST"
    form = OriginalForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    answer = ASKED
    if is_sent:
        answer = answers.answer(request, form, partial(_read, person, round, form), fields={"files": "file"})
        if answer.thing is not None:
            return answers.see(f"{reverse('desk_record_text', args=[slug, number])}?original={answer.thing}")
    context = {"form": form, **_about(round)}
    return render(request, "secretariat/record.html", context, status=answer.status)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_record_text(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The text with all that is known of it; a preview shows it as everybody will read it."""
    person, now = officer(request), timezone.now()
    round = _call(request, person, slug, number)
    original = _original(person, round, request.POST.get("original") or request.GET.get("original") or "")
    form = RecordingForm(
        request.POST if request.method == "POST" else None,
        questions=list(Question.objects.filter(round=round.asked_by)),
        initial={
            "original": original.pk if original else None,
            "text": original.text if original else "",
            "language": round.consultation.language,
            "time_zone": person.time_zone,
            "way": Way.MAIL,
        },
    )
    answer = ASKED
    if request.method == "POST":
        answer = _answer(request, person, round, form, original)
        if answer.thing is not None:
            messages.success(request, _("The text is recorded; its number follows."))
            return answers.see(reverse("contribution", args=[answer.thing]))
    preview = _preview(round, form) if form.is_bound and "preview" in request.POST and form.is_valid() else None
    context = {"form": form, "original": original, "preview": preview, "now": now, **_about(round)}
    return render(request, "secretariat/record_text.html", context, status=answer.status)


def _call(request: HttpRequest, person: Person, slug: str, number: int) -> Round:
    consultation = consultation_of(request, slug)
    require(can_import(person, consultation))
    found = Round.objects.filter(consultation=consultation).select_related("consultation__hosting_body")
    round = get_object_or_404(found, number=number)
    if "contributions" not in round.accepts:
        raise Http404
    return round


def _original(person: Person, round: Round, key: str) -> Original | None:
    """The file that this officer has had read for this round; another's is not found."""
    if not key:
        return None
    try:
        id = UUID(key)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(Original, pk=id, by=person, round=round)


def _read(person: Person, round: Round, form: OriginalForm) -> Original:
    file = form.cleaned_data["file"]
    content = file.read()
    file.seek(0)
    return recordings.read(by=person, round=round, upload=Upload(file.name, content), now=timezone.now())


def _answer(
    request: HttpRequest, person: Person, round: Round, form: RecordingForm, original: Original | None
) -> Answer:
    return answers.answer(request, form, partial(_record, person, round, form, original), fields=FIELDS)


def _record(person: Person, round: Round, form: RecordingForm, original: Original | None) -> Contribution:
    said = form.cleaned_data
    return recordings.record(
        by=person,
        round=round,
        way=Way(said["way"]),
        arrived_at=said["arrived_at"],
        time_zone=said["time_zone"],
        author_name=said["author_name"],
        organization=said["organization"],
        stakeholder_group=said["stakeholder_group"],
        country=said["country"],
        address=said["address"],
        title=said["title"],
        text=said["text"],
        answers=form.given(),
        language=said["language"],
        original=Upload(original.name, bytes(original.content)) if original else None,
        now=timezone.now(),
    )


def _preview(round: Round, form: RecordingForm) -> dict[str, Any]:
    said = form.cleaned_data
    organization = said["organization"]
    return {
        **said,
        "answers": form.answered(),
        "recording": Recording(way=said["way"], arrived_at=said["arrived_at"], time_zone=said["time_zone"]),
        "group": organization.stakeholder_group_id if organization else said["stakeholder_group"],
        "is_late": said["arrived_at"] >= round.closes_at,
    }


def _about(round: Round) -> dict[str, Any]:
    return {"round": round, "consultation": round.consultation, "crumbs": above(round.consultation)}


urlpatterns = [
    path("c/<slug:slug>/rounds/<int:number>/record/", desk_record, name="desk_record"),
    path("c/<slug:slug>/rounds/<int:number>/record/text/", desk_record_text, name="desk_record_text"),
]
