from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from contributions.rules.files import FILE_LIMIT
from proposals.actions import proposals
from proposals.models import Proposal
from proposals.permissions import can_put_up
from rounds.models import Round
from secretariat import answers
from secretariat.answers import ASKED
from secretariat.forms.texts import TEXT_LIMIT, TextForm
from secretariat.gate import consultation_of, officer
from secretariat.pages.consultations import above
from texts.files import intake
from web.refusals import require


@dataclass(frozen=True)
class Drafted:
    """A text read from a file: what the form holds now, what could not be kept, or why it could not be read."""

    typed: QueryDict
    name: str = ""
    notes: tuple[str, ...] = ()
    refusal: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def desk_text_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a text up for comment; a preview shows into which paragraphs it splits."""
    person, now = officer(request), timezone.now()
    consultation = consultation_of(request, slug)
    require(can_put_up(person, consultation))
    open_or_coming = [round for round in consultation.rounds.all() if round.status(now) != Round.Status.CLOSED]
    rounds = [round for round in open_or_coming if round.supplements_id is None]
    drafted = _from_file(request) if request.method == "POST" else None
    chosen = next((round for round in rounds if str(round.number) == request.GET.get("round")), None)
    form = TextForm(
        (drafted.typed if drafted else request.POST) if request.method == "POST" else None,
        rounds=rounds,
        initial={"round": chosen, "language": consultation.language, "type": Proposal.Type.DRAFT},
    )
    answer = ASKED
    if drafted is not None:
        if drafted.refusal:
            form.add_error("file", drafted.refusal)
        answer = answers.Answer(None, 200 if form.is_valid() else 422)
    elif request.method == "POST":
        answer = answers.answer(request, form, partial(_put_up, person, form))
        if answer.thing is not None:
            made = Proposal.objects.get(pk=answer.thing)
            messages.success(request, _("“%(title)s” is up for comment.") % {"title": made.title})
            return answers.see(reverse("proposal", args=[made.pk]))
    context = {
        "form": form,
        "consultation": consultation,
        "rounds": rounds,
        "drafted": drafted,
        "parts": form.parts if form.is_bound and form.is_valid() else [],
        "language": form.data.get("language", "") if form.is_bound else "",
        "now": now,
        "crumbs": above(consultation),
    }
    return render(request, "secretariat/text_new.html", context, status=answer.status)


def _from_file(request: HttpRequest) -> Drafted | None:
    """What was typed, with the words of the file that came with it in the place of the text; None without a file."""
    file = request.FILES.get("file")
    if file is None:
        return None
    if (file.size or 0) > FILE_LIMIT:
        return Drafted(request.POST, refusal=_("The file has more than 10 MB. Paste its text instead."))
    content = file.read()
    try:
        text, notes = intake.read_text(content, intake.sniff(content, file.name or ""), TEXT_LIMIT)
    except intake.Unacceptable as why:
        return Drafted(request.POST, refusal=str(why))
    typed = request.POST.copy()
    typed["text"] = text
    return Drafted(typed, name=file.name or "", notes=tuple(notes))


def _put_up(person: Person, form: TextForm) -> Proposal:
    said = form.cleaned_data
    return proposals.put_up(
        by=person,
        round=said["round"],
        type=Proposal.Type(said["type"]),
        title=said["title"],
        language=said["language"],
        text=said["text"],
        is_status_quo=said["is_status_quo"],
        champions=said["champions"],
        next_step=said["next_step"],
        now=timezone.now(),
    )


urlpatterns = [path("c/<slug:slug>/texts/new/", desk_text_new, name="desk_text_new")]
