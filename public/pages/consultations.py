from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import Person, StakeholderGroup
from contributions.models import Contribution
from digests.models.follow import Follow
from proposals.models import Proposal, Revision
from public import reading, related
from public.pages.documents import documents_of
from public.pages.questions import counts_of
from public.pages.visitors import signed_in
from reports.compose import heard
from rounds.models import Consultation, Correction, Milestone, Office, Round, Status
from rounds.permissions import can_take_part

# How many corrections the page of a consultation shows.
CORRECTIONS = 3


@dataclass(frozen=True)
class TextLine:
    """A text that is up for comment in a round, as one line."""

    proposal: Proposal
    revision: Revision
    paragraphs: int
    standing: list[related.Standing] = field(default_factory=list)

    @property
    def kind(self) -> str | Promise:
        """What the text is called beside its title; an option's title says so itself."""
        if self.proposal.type == Proposal.Type.DRAFT:
            return self.revision.name
        return "" if self.proposal.type == Proposal.Type.OPTION else Proposal.Type(self.proposal.type).label


@dataclass(frozen=True)
class Step:
    """A round on the timeline, with its texts and how many contributions it shows."""

    round: Round
    status: Round.Status
    texts: list[TextLine] = field(default_factory=list)
    contributions: int = 0
    questions: int = 0


@dataclass(frozen=True)
class Stop:
    """One line of the timeline: a round, or a day on which something is due."""

    step: Step | None = None
    milestone: Milestone | None = None
    is_past: bool = False


@dataclass(frozen=True)
class Next:
    """The one thing that one can do now, and the round that says until when."""

    round: Round
    words: str
    address: str


def visible_or_404(request: HttpRequest, slug: str) -> Consultation:
    """The consultation of a page's address; a stranger meets 404."""
    consultations = Consultation.objects.visible_to(signed_in(request))
    found = consultations.select_related("hosting_body", "charter", "entry").prefetch_related("translations")
    return get_object_or_404(found, slug=slug)


def consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked, what one can do now and until when, the steps, who decides, and all there is to read."""
    context = about(signed_in(request), visible_or_404(request, slug), timezone.now())
    return render(request, "consultations/consultation.html", context)


def about(viewer: Person | None, found: Consultation, now: datetime) -> dict[str, Any]:
    """What the page of a consultation says, for whoever may read it."""
    steps = steps_of(found, viewer, now)
    then = next_of(found, steps)
    begun = heard.begun((step.round for step in steps), now)
    return {
        "now": now,
        "consultation": found,
        "tongues": reading.offered(found.language, [found, *(step.round for step in steps)]),
        "steps": steps,
        "timeline": timeline_of(found, steps, viewer, now),
        "next": then,
        # A stranger may still become somebody who takes part.
        "refusal": can_take_part(viewer, found) if then is not None and viewer is not None else None,
        "open": next((step.round for step in steps if step.status == Round.Status.OPEN), None),
        "coming": next((step.round for step in steps if step.status == Round.Status.UPCOMING), None),
        "documents": documents_of(found, viewer),
        "corrections": corrections_of(found, viewer),
        "heard": heard.in_round(viewer, begun[0]) if begun else None,
        "heard_before": begun[1:],
        "offices": offices_of(found),
        "following": Follow.objects.visible_to(viewer).current().of(found).exists(),
        "groups": groups_of(found),
        "crumbs": [(_("Consultations"), reverse("home"))],
    }


def corrections_of(consultation: Consultation, viewer: Person | None) -> list[Correction]:
    """What the secretariat put right last; the page of corrections has all."""
    made = Correction.objects.visible_to(viewer).filter(consultation=consultation).with_names()
    return list(made[:CORRECTIONS])


def steps_of(consultation: Consultation, viewer: Person | None, now: datetime) -> list[Step]:
    """The rounds in their order, with what is up in each."""
    rounds = list(
        Round.objects.visible_to(viewer)
        .filter(consultation=consultation)
        .select_related("closing_entry", "consultation", "supplements", "entry")
        .prefetch_related("extensions__entry", "translations")
        .order_by("number")
    )
    texts = texts_of(rounds, viewer)
    sent = dict(
        Contribution.objects.visible_to(viewer)
        .filter(consultation=consultation, status=Status.PUBLISHED)
        .in_time()
        .order_by()
        .values_list("round")
        .annotate(count=Count("pk"))
    )
    asked = counts_of(rounds)
    return [
        Step(round, round.status(now), texts[round.pk], sent.get(round.pk, 0), asked.get(round.asked_by, 0))
        for round in rounds
    ]


def timeline_of(consultation: Consultation, steps: Sequence[Step], viewer: Person | None, now: datetime) -> list[Stop]:
    """Rounds and what is due beside them, in the order of their days."""
    due = Milestone.objects.visible_to(viewer).filter(consultation=consultation)
    stops = [(step.round.opens_at.astimezone(UTC).date(), 0, Stop(step=step)) for step in steps]
    today = now.astimezone(UTC).date()
    stops += [(one.day, 1, Stop(milestone=one, is_past=one.day < today)) for one in due.select_related("entry")]
    return [stop for _day, _kind, stop in sorted(stops, key=lambda stop: stop[:2])]


def texts_of(rounds: Sequence[Round], viewer: Person | None) -> defaultdict[UUID, list[TextLine]]:
    """By round the texts that are up in it, with their champions."""
    revisions = (
        Revision.objects.filter(
            round__in={round.asked_by for round in rounds},
            proposal__in=Proposal.objects.visible_to(viewer).order_by().values("pk"),
        )
        .select_related("proposal__entry", "entry")
        .prefetch_related("proposal__champions", "proposal__translations")
        .annotate(paragraphs=Count("texts__paragraph", distinct=True))
        .order_by("proposal__position", "number")
    )
    put_up: defaultdict[UUID, list[TextLine]] = defaultdict(list)
    found = list(revisions)
    standing = related.of_options([revision.proposal for revision in found], viewer)
    for revision in found:
        proposal = revision.proposal
        put_up[revision.round_id].append(TextLine(proposal, revision, revision.paragraphs, standing[proposal.pk]))
    # A supplementary round is about the texts of the round that it supplements.
    return defaultdict(list, {round.pk: put_up[round.asked_by] for round in rounds})


def next_of(consultation: Consultation, steps: Sequence[Step]) -> Next | None:
    """What can be done now, in the round that closes first."""
    open_now = sorted(
        (step for step in steps if step.status == Round.Status.OPEN), key=lambda step: step.round.closes_at
    )
    for step in open_now:
        if "contributions" in step.round.accepts:
            address = reverse("contribution_send", args=[consultation.slug, step.round.number])
            return Next(step.round, _("Send a contribution"), address)
        if step.texts:
            first = step.texts[0]
            words = _("%(text)s: read and comment") % {"text": first.kind or first.proposal.title}
            return Next(step.round, words, reverse("proposal", args=[first.proposal.pk]))
    return None


def groups_of(consultation: Consultation) -> Iterable[StakeholderGroup]:
    """The groups that take part, where they are named."""
    return consultation.groups.all() if consultation.taking_part == Consultation.TakingPart.GROUPS else []


def offices_of(consultation: Consultation) -> list[tuple[str, list[str]]]:
    """Who keeps it: for each office those who hold it for this consultation, its host, or all."""
    held = (
        Office.objects.filter(ended_at__isnull=True)
        .filter(
            Q(consultation=consultation)
            | Q(hosting_body=consultation.hosting_body_id)
            | Q(consultation__isnull=True, hosting_body__isnull=True)
        )
        .select_related("person")
        .order_by("person__name")
    )
    names: dict[str, list[str]] = {role: [] for role in Office.Role}
    for office in held:
        if office.person.name not in names[office.role]:
            names[office.role].append(office.person.name)
    return [(str(Office.Role(role).label), people) for role, people in names.items() if people]


urlpatterns = [path("c/<slug:slug>/", consultation, name="consultation")]
