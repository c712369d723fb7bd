"""Carrying away as tables: each list as .csv and .xlsx, with the filters of its page; and what the columns mean."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, is_valid_path, path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Person
from contributions.models import Contribution, ContributionQuerySet
from digests.rules import links
from proposals.models import Comment, CommentQuerySet, Endorsement, Proposal
from proposals.permissions import readable_entries
from public import record_rows
from public.carried_tables import Asked, answer, is_public
from public.carrying import at_rest, patiently
from public.forms_filters import CommentFilters, ContributionFilters, languages_in
from public.pages import ledger as record_page
from public.pages import moderation as moderation_page
from public.pages.endorsements import endorsable
from public.pages.rounds import visible_or_404
from public.pages.visitors import signed_in
from reports.compose import agreed, columns, decided, filed
from reports.compose.stamp import Stamp
from reports.compose.tables import Table
from rounds.models import Consultation, Question, Round
from web.refusals import Invalid

ENDINGS = ("csv", "xlsx")
Page = Callable[..., HttpResponseBase]


class NotOffered(Exception):
    """A filter that the list does not offer either; the reasons stand beside their fields."""

    def __init__(self, filters: Form, status: int = 400) -> None:
        super().__init__()
        self.filters = filters
        self.status = status

    def __str__(self) -> str:
        fields = self.filters.fields
        return " ".join(
            f"{fields[name].label}: {' '.join(map(str, errors))}" for name, errors in self.filters.errors.items()
        )


def ready(consultation: Consultation) -> Consultation:
    """In preparation its offices still change it, which is no act of the record: nothing is carried away yet."""
    if not consultation.is_published:
        raise Http404
    return consultation


def table(page: Page) -> Page:
    """A door to one file. What cannot be made is said on a page, with the way back to the list."""

    @wraps(page)
    def made(request: HttpRequest, *args: Any, ending: str, **kwargs: Any) -> HttpResponseBase:
        try:
            return page(Asked(request, ending), *args, **kwargs)
        except (NotOffered, Invalid) as reason:
            status = reason.status if isinstance(reason, NotOffered) else 422
            return render(
                request,
                "tables/refused.html",
                {"reason": str(reason), "back": _list_of(request, ending)},
                status=status,
            )

    return require_safe(patiently(made))


@table
def contributions(asked: Asked, slug: str) -> HttpResponseBase:
    viewer = signed_in(asked.request)
    seen = get_object_or_404(Consultation.objects.visible_to(viewer), slug=slug)
    with at_rest(ready(seen)) as stamp:
        consultation = Consultation.objects.get(pk=seen.pk)
        readable = Contribution.objects.visible_to(viewer).filter(consultation=consultation).in_time()
        rounds = list(consultation.rounds.order_by("number"))
        filters = ContributionFilters(asked.request.GET, languages=languages_in(readable), rounds=rounds)
        if not filters.is_valid():
            raise NotOffered(filters)
        listed = filters.apply(readable.told_once()).order_by("posted_at", "entry_id")
        file = "-".join((slug, "contributions", *filters.query().values()))
        chosen = [round for round in rounds if filters.chosen()["round"] in ("", str(round.number))]
        return _contributions(asked, stamp, chosen, viewer, listed, file=file, notes=_notes(filters, filters.query()))


@table
def round_contributions(asked: Asked, slug: str, number: int) -> HttpResponseBase:
    """All that arrived in time, each of the same texts in a row of its own."""
    return _of_a_round(asked, slug, number, is_late=False)


@table
def round_late(asked: Asked, slug: str, number: int) -> HttpResponseBase:
    return _of_a_round(asked, slug, number, is_late=True)


@table
def round_comments(asked: Asked, slug: str, number: int) -> HttpResponseBase:
    """All comments on all texts of a round, each of the same texts in a row of its own."""
    viewer = signed_in(asked.request)
    seen = visible_or_404(viewer, slug, number)
    with at_rest(ready(seen.consultation)) as stamp:
        round = visible_or_404(viewer, slug, number)
        listed = Comment.objects.visible_to(viewer).filter(round=round).order_by("posted_at", "id")
        file, title = f"{slug}-round-{number}-comments", _("Comments, %(round)s") % {"round": round}
        return _comments(asked, stamp, round.consultation, viewer, listed, file=file, title=title)


@table
def proposal_comments(asked: Asked, id: UUID) -> HttpResponseBase:
    viewer = signed_in(asked.request)
    texts = Proposal.objects.visible_to(viewer).select_related("consultation")
    with at_rest(ready(get_object_or_404(texts, pk=id).consultation)) as stamp:
        proposal = get_object_or_404(texts, pk=id)
        readable = Comment.objects.visible_to(viewer).filter(proposal=proposal)
        filters = CommentFilters(asked.request.GET, languages=languages_in(readable))
        if not filters.is_valid():
            raise NotOffered(filters)
        listed = filters.apply(readable.told_once()).order_by("posted_at", "id")
        words = (proposal.consultation.slug, "comments-on", slugify(proposal.title)[:40].strip("-") or "text")
        return _comments(
            asked,
            stamp,
            proposal.consultation,
            viewer,
            listed,
            file="-".join((*words, *filters.query().values())),
            title=_("Comments on “%(title)s”") % {"title": proposal.title},
            notes=_notes(filters, filters.query()),
        )


def endorsements(name: str) -> Page:
    @table
    def endorsements_of(asked: Asked, id: UUID) -> HttpResponseBase:
        viewer = signed_in(asked.request)
        seen = endorsable(name, id, viewer)
        with at_rest(ready(seen.thing.consultation)) as stamp:
            found = endorsable(name, id, viewer)
            number, consultation = found.thing.number, found.thing.consultation
            standing = Endorsement.objects.visible_to(viewer).filter(**{name: found.thing})
            address = links.site(found.address)
            made = Table(
                file=f"{consultation.slug}-endorsements-of-no-{number or 0}",
                title=_("Who endorses %(title)s") % {"title": found.title},
                sheet=_("Endorsements"),
                columns=columns.ENDORSEMENTS,
                rows=agreed.endorsements(standing, of=number, address=address, round=str(found.round)),
            )
            return answer(asked, made, stamp, is_public=is_public(consultation), lists=(standing,))

    return endorsements_of


@table
def ledger(asked: Asked) -> HttpResponseBase:
    """The record, or of it one consultation's acts, one kind of act, the acts up to a number."""
    viewer = signed_in(asked.request)
    readable = Consultation.objects.visible_to(viewer)
    filters = record_page.Filters(asked.request.GET, consultations=list(readable.values_list("slug", "title")))
    if not filters.is_valid():
        raise NotOffered(filters, 422)
    chosen = filters.cleaned_data
    one = readable.filter(slug=chosen["consultation"]).first() if chosen["consultation"] else None
    with at_rest(one) as stamp:
        entries = record_page.filtered(readable_entries(viewer), viewer, chosen)
        if chosen["number"] is not None:
            entries = entries.filter(seq__lte=chosen["number"])
        entries = record_rows.told(entries)
        kept = [str(chosen[name]) for name in ("consultation", "what", "number") if chosen[name]]
        made = Table(
            file="-".join(("public-record", *kept)),
            title=_("Public record"),
            sheet=_("Public record"),
            columns=columns.RECORD,
            rows=record_rows.rows(entries, viewer),
            notes=_notes(filters, {name: value for name, value in chosen.items() if value}),
        )
        shared = one is not None and is_public(one)
        # Of all consultations each reader has those that they may read.
        whose = "" if one is not None else str(viewer.pk if viewer is not None else "")
        return answer(asked, made, stamp, is_public=shared, lists=(entries,), whose=whose)


@table
def moderation(asked: Asked) -> HttpResponseBase:
    """The moderators' decisions, or of them what the filters of their page choose."""
    viewer = signed_in(asked.request)
    with at_rest(moderation_page.choice_of(asked.request, viewer).consultation) as stamp:
        choice = moderation_page.choice_of(asked.request, viewer)
        if not choice.filters.is_valid():
            raise NotOffered(choice.filters)
        found = choice.filters.apply(choice.decisions).order_by("-at", "-id")
        one = choice.consultation
        made = Table(
            file="-".join(("decisions", *choice.filters.query().values())),
            title=_("Decisions of moderators"),
            sheet=_("Decisions"),
            columns=columns.DECISIONS,
            rows=decided.rows(found),
            notes=_notes(choice.filters, choice.filters.query()),
        )
        shared = one is not None and is_public(one)
        # Of all consultations each reader has those that they may read.
        whose = "" if one is not None else str(viewer.pk if viewer is not None else "")
        return answer(asked, made, stamp, is_public=shared, lists=(found,), whose=whose)


@require_safe
def meanings(request: HttpRequest) -> HttpResponse:
    """What each column means, table by table."""
    crumbs = [(_("Help"), reverse("help"))]
    return render(request, "tables/columns.html", {"tables": columns.TABLES, "crumbs": crumbs})


def _of_a_round(asked: Asked, slug: str, number: int, *, is_late: bool) -> HttpResponseBase:
    viewer = signed_in(asked.request)
    seen = visible_or_404(viewer, slug, number)
    with at_rest(ready(seen.consultation)) as stamp:
        round = visible_or_404(viewer, slug, number)
        readable = Contribution.objects.visible_to(viewer).filter(round=round, is_late=is_late)
        title = _("Contributions that arrived after the close, %(round)s") if is_late else _("Contributions, %(round)s")
        return _contributions(
            asked,
            stamp,
            [round],
            viewer,
            # What was imported together has one moment; it stands in the order of its numbers.
            readable.order_by("posted_at", "id" if is_late else "entry_id"),
            file=f"{slug}-round-{number}-{'late' if is_late else 'contributions'}",
            title=title % {"round": round},
        )


def _contributions(
    asked: Asked,
    stamp: Stamp,
    rounds: list[Round],
    viewer: Person | None,
    listed: ContributionQuerySet,
    *,
    file: str,
    title: str = "",
    notes: tuple[str, ...] = (),
) -> HttpResponseBase:
    """`rounds`: those of one consultation to which these contributions may belong."""
    told = filed.told(listed)
    asking = Question.objects.visible_to(viewer).filter(round__in={round.asked_by for round in rounds})
    questions = list(asking.select_related("round").order_by("round__number", "number"))
    consultation = rounds[0].consultation
    made = Table(
        file=file,
        title=title or _("Contributions"),
        sheet=_("Contributions"),
        columns=columns.with_answers(questions),
        rows=filed.contributions(told, consultation, viewer, questions),
        notes=notes,
    )
    return answer(asked, made, stamp, is_public=is_public(consultation), lists=(told,))


def _comments(
    asked: Asked,
    stamp: Stamp,
    consultation: Consultation,
    viewer: Person | None,
    listed: CommentQuerySet,
    *,
    file: str,
    title: str,
    notes: tuple[str, ...] = (),
) -> HttpResponseBase:
    told = filed.told(listed)
    made = Table(
        file=file,
        title=title,
        sheet=_("Comments"),
        columns=columns.COMMENTS,
        rows=filed.comments(told, consultation, viewer),
        notes=notes,
    )
    return answer(asked, made, stamp, is_public=is_public(consultation), lists=(told,))


def _notes(filters: Form, chosen: Mapping[str, Any]) -> tuple[str, ...]:
    """What was chosen, as the filters call it."""
    said = []
    for name, value in chosen.items():
        field = filters.fields[name]
        labels = dict(getattr(field, "choices", ()))
        said.append(_("%(filter)s: %(choice)s") % {"filter": field.label, "choice": labels.get(value, value)})
    return tuple(said)


def _list_of(request: HttpRequest, ending: str) -> str:
    """The list stands where the file is, but for the ending; the lists of a round stand on its page."""
    address = f"{request.path.removesuffix('.' + ending)}/"
    return address if is_valid_path(address) else f"{request.path.rpartition('/')[0]}/"


def _routes(address: str, page: Page, name: str) -> list[URLPattern]:
    """The two files of one list, under the list's own address with an ending."""
    return [path(f"{address}.{ending}", page, {"ending": ending}, name=f"{name}_{ending}") for ending in ENDINGS]


urlpatterns = [
    *_routes("c/<slug:slug>/contributions", contributions, "contributions"),
    *_routes("c/<slug:slug>/rounds/<int:number>/contributions", round_contributions, "round_contributions"),
    *_routes("c/<slug:slug>/rounds/<int:number>/comments", round_comments, "round_comments"),
    *_routes("c/<slug:slug>/rounds/<int:number>/late", round_late, "round_late"),
    *_routes("p/<uuid:id>/comments", proposal_comments, "proposal_comments"),
    *_routes("comments/<uuid:id>/endorsements", endorsements("comment"), "comment_endorsements"),
    *_routes("contributions/<uuid:id>/endorsements", endorsements("contribution"), "contribution_endorsements"),
    *_routes("p/<uuid:id>/endorsements", endorsements("proposal"), "proposal_endorsements"),
    *_routes("ledger", ledger, "ledger"),
    *_routes("moderation", moderation, "moderation"),
    path("help/columns/", meanings, name="columns"),
]
