"""What a text is drawn from: contributions by number beside each paragraph, and what it cites nowhere."""

from functools import partial
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from accounts.models.stakeholder_group import GROUPS
from contributions.models import Contribution
from proposals.actions import proposals
from proposals.models import ParagraphText, Proposal, Revision
from proposals.permissions import can_put_up
from rounds.models import Status
from secretariat import answers
from secretariat.answers import ASKED
from secretariat.forms.sources import SourcesForm
from secretariat.gate import consultation_of, officer
from secretariat.pages.consultations import above
from web.refusals import require

# Of what is cited nowhere so many are listed; the others are counted.
UNCITED = 500
ORDER = {key: place for place, (key, _label, _slot) in enumerate(GROUPS)}
LABELS: dict[str, str | Promise] = {key: label for key, label, _slot in GROUPS}


@require_http_methods(["GET", "HEAD", "POST"])
def desk_sources(request: HttpRequest, slug: str, id: UUID) -> HttpResponse:
    person = officer(request)
    consultation = consultation_of(request, slug)
    require(can_put_up(person, consultation))
    proposal = get_object_or_404(
        Proposal.objects.visible_to(person).select_related("consultation"), pk=id, consultation=consultation
    )
    parts = _parts(proposal)
    form = SourcesForm(request.POST if request.method == "POST" else None, parts=parts, viewer=person)
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_cite, person, proposal, form))
        if answer.thing is not None:
            messages.success(request, _("The sources are named. Readers see them under each paragraph."))
            return answers.see(reverse("desk_sources", args=[slug, id]))
    uncited = _uncited(proposal, person)
    context = {
        "form": form,
        "proposal": proposal,
        "consultation": consultation,
        "uncited": _by_group(uncited[:UNCITED]),
        "uncited_count": len(uncited),
        "more": max(len(uncited) - UNCITED, 0),
        "crumbs": above(consultation),
    }
    return render(request, "secretariat/sources.html", context, status=answer.status)


def _parts(proposal: Proposal) -> list[ParagraphText]:
    revision = Revision.objects.filter(proposal=proposal).order_by("-number")[0]
    texts = ParagraphText.objects.filter(revision=revision, language=proposal.language)
    return list(
        texts.select_related("paragraph__proposal").prefetch_related(
            Prefetch(
                "paragraph__drawn_from",
                queryset=Contribution.objects.filter(status=Status.PUBLISHED)
                .select_related("entry")
                .defer("text", "answers")
                .order_by("entry__seq"),
            )
        )
    )


def _cite(person: Person, proposal: Proposal, form: SourcesForm) -> Proposal:
    return proposals.cite_all(by=person, proposal=proposal, sources=form.sources, now=timezone.now())


def _uncited(proposal: Proposal, viewer: Person) -> list[Contribution]:
    """Shown contributions that no paragraph of the text names; late and replaced ones are not expected there."""
    shown = (
        Contribution.objects.visible_to(viewer)
        .told_once()
        .filter(consultation=proposal.consultation_id, status=Status.PUBLISHED, is_late=False, replaced_by__isnull=True)
    )
    named = proposal.paragraphs.filter(drawn_from__isnull=False).values("drawn_from")
    rows = shown.exclude(pk__in=named).select_related("author", "organization", "entry").defer("text", "answers")
    return sorted(rows, key=lambda one: (_place(one), one.number or 0))


def _place(contribution: Contribution) -> int:
    return ORDER.get(contribution.stakeholder_group_id or "", len(ORDER))


def _by_group(rows: list[Contribution]) -> list[tuple[str | Promise, list[Contribution]]]:
    return [
        (LABELS.get(some[0].stakeholder_group_id or "", _("No group named")), some)
        for some in (list(group) for _place_of, group in groupby(rows, key=_place))
    ]


urlpatterns = [path("c/<slug:slug>/texts/<uuid:id>/sources/", desk_sources, name="desk_sources")]
