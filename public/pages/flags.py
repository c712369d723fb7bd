"""Telling the moderators of a public text, and what came of it. It hides nothing, however many do it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Organization, Person
from contributions.models import Contribution
from moderation.actions import flags
from moderation.models import KINDS, Flag, Thing, about, author_of, consultation_of
from moderation.permissions import can_flag
from proposals.models import Comment, Proposal
from public import decisions
from public.forms_flags import FlagForm
from public.pages import filing, lists
from public.pages.visitors import signed_in
from reports.compose import decided
from rounds.models import Document, Rule, Status
from rounds.rules.moderation import DECIDES_WITHIN
from texts.rules.render import MARKDOWN, excerpt

LIMIT = 30
EXCERPT = 600
# With these a thing is named and shown as far as it is shown anywhere.
RELATED: dict[str, tuple[str, ...]] = {
    "comment": ("consultation", "entry", "author", "organization"),
    "contribution": ("consultation", "entry", "author", "organization"),
    "proposal": ("consultation", "entry"),
    "document": ("consultation", "entry"),
    "organization": ("stakeholder_group",),
    "person": ("stakeholder_group",),
}


@dataclass(frozen=True)
class Shown:
    """A thing as the page shows it: what it is, where it is read, its first words."""

    what: str | Promise
    title: str
    address: str
    language: str
    words: str = ""


@dataclass(frozen=True)
class Told:
    """What somebody told the moderators, with the answer once there is one."""

    flag: Flag
    shown: Shown
    row: decisions.Row | None


def load(kind: str, id: UUID, viewer: Person | None) -> Thing:
    """What an address names; `Http404` for whoever may not read it."""
    if kind not in KINDS:
        raise Http404
    every: Any = KINDS[kind]._default_manager.all()
    found: Thing = get_object_or_404(every.visible_to(viewer).select_related(*RELATED[kind]), pk=id)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """The rules of the place where it stands, and one sentence; once done, what was said and what comes of it."""
    person, now = signed_in(request), timezone.now()
    thing = load(kind, id, person)
    if person is None:
        return redirect_to_login(request.path)
    consultation = consultation_of(thing)
    told = Flag.objects.visible_to(person).filter(**about(thing)).first()
    form = FlagForm(request.POST if request.method == "POST" else None, rules=Rule.objects.of(consultation))
    answer = filing.Answer(None, 200)
    if request.method == "POST":
        answer = filing.answer(
            request,
            form,
            lambda: flags.raise_(
                by=person,
                thing=thing,
                rule=form.cleaned_data["rule"],
                sentence=form.cleaned_data["sentence"],
                language=get_language() or "en",
                now=now,
            ),
        )
        if answer.thing is not None:
            messages.success(request, _("The moderators are told."))
            return filing.see(request.path)
    shown = shown_of(thing)
    context = {
        "thing": thing,
        "shown": shown,
        "rules": Rule.objects.of(consultation),
        "within": consultation.decides_within if consultation is not None else DECIDES_WITHIN,
        "told": _told([told], person)[0] if told is not None else None,
        "is_shown": thing.status == Status.PUBLISHED,
        "is_own": author_of(thing) == person.pk,
        "refusal": can_flag(person, thing),
        "form": form,
        "now": now,
        "crumbs": _crumbs(thing, shown),
    }
    return render(request, "flags/flag.html", context, status=answer.status)


@require_safe
def my_flags(request: HttpRequest) -> HttpResponse:
    """What one told the moderators, newest first, each with its answer."""
    person = signed_in(request)
    if person is None:
        return redirect_to_login(request.path)
    mine = Flag.objects.visible_to(person)
    page = lists.page_of(request, mine, limit=LIMIT, fields=("at", "id"), newest_first=True)
    return render(
        request,
        "flags/mine.html",
        {"told": _told(page.items, person), "pages": lists.around(request, page), "now": timezone.now()},
    )


def _told(found: list[Flag], person: Person | None) -> list[Told]:
    """Each with what it is about, as far as it may still be read, and with the decision that answered it."""
    answers = decided.listed(person).filter(pk__in=[flag.decision_id for flag in found if flag.decision_id])
    rows = {row.decision.pk: row for row in decisions.rows_of(answers)}
    things = _readable(found, person)
    return [
        Told(
            flag,
            shown_of(things[flag.thing_id]) if flag.thing_id in things else Shown(_("A text"), "", "", ""),
            rows.get(flag.decision_id) if flag.decision_id else None,
        )
        for flag in found
    ]


def _readable(found: list[Flag], person: Person | None) -> dict[UUID, Thing]:
    """What these are about, as far as the person may read it now. One query for each kind among them."""
    things: dict[UUID, Thing] = {}
    for kind, model in KINDS.items():
        if keys := [flag.thing_id for flag in found if flag.kind == kind]:
            every: Any = model._default_manager.all()
            readable = every.visible_to(person).filter(pk__in=keys)
            things |= {one.pk: one for one in readable.select_related(*RELATED[kind])}
    return things


def shown_of(thing: Thing) -> Shown:
    what: str | Promise
    match thing:
        case Comment():
            what = _("Comment No. %(number)s") % {"number": thing.number} if thing.number else _("Comment")
            words = excerpt(thing.text or "", MARKDOWN, EXCERPT)
            return Shown(what, "", reverse("comment", args=[thing.pk]), thing.language, words)
        case Contribution():
            number = thing.number
            what = _("Contribution No. %(number)s") % {"number": number} if number else _("Contribution")
            words = excerpt((thing.text or "")[: EXCERPT * 4], thing.format, EXCERPT)
            return Shown(what, thing.title or "", reverse("contribution", args=[thing.pk]), thing.language, words)
        case Proposal():
            what = Proposal.Type(thing.type).label
            return Shown(what, thing.title, reverse("proposal", args=[thing.pk]), thing.language)
        case Document():
            address = f"{reverse('consultation', args=[thing.consultation.slug])}#documents"
            return Shown(_("Document"), thing.title, address, thing.language)
        case Organization():
            address = reverse("organization", args=[thing.pk])
            return Shown(_("Name of an organization"), thing.name, address, thing.language)
        case Person():
            return Shown(_("Name of a person"), thing.name, reverse("person", args=[thing.pk]), "")
    raise TypeError(f"{thing} is no public text")


def _crumbs(thing: Thing, shown: Shown) -> list[tuple[str, str]]:
    crumbs: list[Any] = [(_("Consultations"), reverse("home"))]
    consultation = consultation_of(thing)
    if consultation is not None:
        crumbs.append((consultation.title, reverse("consultation", args=[consultation.slug])))
    return [*crumbs, (shown.title or str(shown.what), shown.address)]


urlpatterns = [
    path("flag/<slug:kind>/<uuid:id>/", flag, name="flag"),
    path("me/flags/", my_flags, name="my_flags"),
]
