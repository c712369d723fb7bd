from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models.functions import Left, Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Person
from contributions.actions import contributions as contribution_actions
from contributions.models import Attachment, Contribution, ContributionVersion
from contributions.permissions import can_change, readable_versions
from moderation.models import Decision
from proposals.models import Paragraph, ParagraphText, Proposal, Revision
from public import reading
from public.answered import answered
from public.decided import standing
from public.endorsed import counts
from public.forms_filing import KeyForm
from public.forms_filters import ContributionFilters, languages_in
from public.pages import filing, lists, writing
from public.pages.visitors import signed_in
from public.wording import numbers_of
from rounds.models import Channel, Consultation, Question, Round, Status
from rounds.permissions import can_moderate
from texts.rules import languages
from texts.rules.render import excerpt

LIMIT = 50
EXCERPT = 280
# As much of a text as an excerpt can need; a list must not carry 50 texts of 200,000 characters.
BEGINNING = 2_000


@dataclass(frozen=True)
class Row:
    """A contribution in a list: `excerpt` and `length` (characters) of what is shown, nothing of what is not."""

    contribution: Contribution
    decision: Decision | None
    excerpt: str
    length: int


@require_safe
def contributions(request: HttpRequest, slug: str) -> HttpResponse:
    person = signed_in(request)
    consultation = get_object_or_404(Consultation.objects.visible_to(person), slug=slug)
    rounds = list(consultation.rounds.order_by("number"))
    filed = Contribution.objects.visible_to(person).filter(consultation=consultation).in_time()
    filters = ContributionFilters(request.GET, languages=languages_in(filed), rounds=rounds)
    listed = filters.apply(filed.told_once()).with_people().with_replacements().defer("text")
    page = lists.page_of(
        request,
        listed.annotate(beginning=Left("text", BEGINNING), length=Length("text")),
        limit=LIMIT,
        # What was imported together has one moment; it stands in the order of its numbers.
        fields=("posted_at", "entry_id"),
    )
    now = timezone.now()
    calls = [round for round in rounds if "contributions" in round.accepts]
    context = {
        "consultation": consultation,
        "filters": filters,
        "rows": rows_of(page.items, person),
        "pages": lists.around(request, page, filters.query()),
        "compiled": [round for round in calls if consultation.is_published and round.opens_at <= now],
        "open_call": next((round for round in calls if round.status(now) == Round.Status.OPEN), None),
        "now": now,
        "crumbs": _above(consultation),
    }
    return render(request, "contributions/contributions.html", context, status=200 if filters.is_valid() else 400)


@require_safe
def contribution(request: HttpRequest, id: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    chosen = _load(id, person)
    moderates = person is not None and can_moderate(person, chosen.consultation) is None
    is_author = person is not None and chosen.author_id == person.pk
    filed = _filed(chosen) if chosen.status == Status.RECEIVED else None
    context = _about(chosen) | {
        "now": now,
        "decision": standing([chosen], person).get(chosen.pk),
        "filed": filed,
        "cited": _cited(chosen, person, reading.wanted(request)),
        "draft": _latest_draft(chosen, person),
        "endorsed": counts("contribution", [chosen.pk], person).get(chosen.pk),
        "may_endorse": chosen.is_shown and not is_author and chosen.round.status(now) == Round.Status.OPEN,
        "attachments": Attachment.objects.visible_to(person).filter(contribution=chosen),
        "answered": answered(chosen, filed.answers if filed else chosen.answers),
        "has_changes": chosen.edited_at is not None and len(readable_versions(person, chosen)) > 1,
        "may_withdraw": is_author
        and chosen.status in (Status.PUBLISHED, Status.RECEIVED)
        and chosen.round.status(now) == Round.Status.OPEN,
        "may_decide": moderates
        and not is_author
        and chosen.status in (Status.PUBLISHED, Status.HIDDEN, Status.RECEIVED),
        "is_imported": chosen.channel == Channel.IMPORTED,
    }
    if filed is not None:
        context["title"] = filed.title
    return render(request, "contributions/contribution.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def contribution_send(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    wanted = reading.wanted(request)
    rounds = Round.objects.visible_to(person).select_related("consultation")
    rounds = rounds.prefetch_related("translations", "consultation__translations")
    round = get_object_or_404(rounds, consultation__slug=slug, number=number)
    consultation = round.consultation
    context: dict[str, Any] = {
        "round": round,
        "consultation": consultation,
        "status": round.status(now),
        "takes": "contributions" in round.accepts,
        "now": now,
        "crumbs": [
            *_above(consultation, wanted),
            (_("Round %(number)s") % {"number": number}, reverse("round", args=[slug, number])),
        ],
    }
    written = writing.Written()
    if request.method == "POST" or context["takes"]:
        questions = tuple(Question.objects.visible_to(person).filter(round=round.asked_by).with_translations())
        context["tongues"] = reading.offered(consultation.language, [round, *questions])
        shown = languages.best(context["tongues"], wanted)
        # Who reads a translation, or has chosen a version, writes in its language unless they say otherwise.
        tongue = shown if shown != consultation.language or reading.by_hand(request) else ""
        piece = writing.ContributionPiece(round, questions, tuple(wanted), tongue)
        written = writing.write(request, person, piece, now)
    if written.response is not None:
        return written.response
    context |= written.context()
    return render(request, "contributions/send.html", context, status=written.status)


@require_http_methods(["GET", "HEAD", "POST"])
def contribution_withdraw(request: HttpRequest, id: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    chosen = _load(id, person)
    if person is None:
        return redirect_to_login(request.path)
    context = _about(chosen) | {"now": now, "status": chosen.round.status(now)}
    context["crumbs"] = [*context["crumbs"], (context["title"], reverse("contribution", args=[id]))]
    if (refusal := can_change(person, chosen)) is not None:
        return render(request, "contributions/refused.html", context | {"refusal": refusal}, status=403)
    form = KeyForm(request.POST if request.method == "POST" else None)
    answer = filing.Answer(None, 200)
    if request.method == "POST":
        answer = filing.answer(request, form, lambda: contribution_actions.withdraw(by=person, contribution=chosen))
        if answer.thing is not None:
            messages.success(request, _("Your contribution is withdrawn. Its number stays."))
            return filing.see(reverse("contribution", args=[id]))
    context |= {"form": form, "changeable": chosen.status in (Status.PUBLISHED, Status.RECEIVED)}
    return render(request, "contributions/withdraw.html", context, status=answer.status)


def _load(id: UUID, viewer: Person | None) -> Contribution:
    return get_object_or_404(Contribution.objects.visible_to(viewer).with_people().with_replacements(), pk=id)


def rows_of(found: list[Any], person: Person | None) -> list[Row]:
    decisions = standing(found, person)
    return [
        Row(
            contribution,
            decisions.get(contribution.pk),
            excerpt(contribution.beginning or "", contribution.format, EXCERPT),
            contribution.length or 0,
        )
        for contribution in found
    ]


def _filed(contribution: Contribution) -> ContributionVersion:
    """Title and words as filed; only its author and the moderators see a row whose own words are not shown yet."""
    return contribution.versions.order_by("-number")[0]


def _latest_draft(contribution: Contribution, viewer: Person | None) -> Revision | None:
    """The secretariat's draft that could cite it, in its last revision."""
    drafts = Proposal.objects.visible_to(viewer).filter(
        consultation=contribution.consultation_id, type=Proposal.Type.DRAFT
    )
    revisions = Revision.objects.filter(proposal__in=drafts).select_related("proposal")
    return revisions.order_by("published_at", "number").last()


def _cited(contribution: Contribution, viewer: Person | None, wanted: Sequence[str]) -> list[ParagraphText]:
    """The paragraphs that draw on it, in the latest wording of texts that the viewer may read."""
    paragraphs = Paragraph.objects.visible_to(viewer).filter(drawn_from=contribution)
    texts = numbers_of(list(paragraphs.values_list("pk", flat=True)), wanted)
    return sorted(texts.values(), key=lambda text: (text.paragraph.proposal.position, text.position))


def _above(consultation: Consultation, wanted: Sequence[str] = ()) -> list[tuple[str, str]]:
    return [
        (_("Consultations"), reverse("home")),
        (consultation.told(wanted).title, reverse("consultation", args=[consultation.slug])),
    ]


def _about(contribution: Contribution) -> dict[str, Any]:
    consultation = contribution.consultation
    number = contribution.number
    title = contribution.title or (
        _("Contribution No. %(number)s") % {"number": number} if number else _("Contribution")
    )
    return {
        "contribution": contribution,
        "title": title,
        "round": contribution.round,
        "consultation": consultation,
        "crumbs": [
            *_above(consultation),
            (_("Contributions"), reverse("contributions", args=[consultation.slug])),
        ],
    }


urlpatterns = [
    path("c/<slug:slug>/contributions/", contributions, name="contributions"),
    path("c/<slug:slug>/rounds/<int:number>/send/", contribution_send, name="contribution_send"),
    path("contributions/<uuid:id>/", contribution, name="contribution"),
    path("contributions/<uuid:id>/withdraw/", contribution_withdraw, name="contribution_withdraw"),
]
