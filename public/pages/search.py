"""One box. Whatever a reader may read is found here, counted and marked; nothing else is."""

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.models import Person
from proposals.models import Comment
from proposals.permissions import readable_entries
from public import found, reading, sought, spelling
from public.forms_search import NEWEST, SearchForm
from public.pages import lists
from public.pages.visitors import signed_in
from public.sought import BOUND, EVERY, Hit, Kind, Wish
from rounds.models import Consultation, Round
from texts.search import Sought

# Rows of a kind alone, and of each kind where all are shown.
PAGE, BEST_FEW = 20, 3
_NUMBER = re.compile(r"(?:(?:no|nr|n°|nº|№)\.?|#)?\s*(\d{1,18})", re.IGNORECASE)
_CURSOR = re.compile(r"(\d{1,9})_(\d{1,18})_([0-9a-f-]{1,36})", re.ASCII)


@dataclass(frozen=True)
class Tab:
    """One kind in the line of kinds: its count in words, its address."""

    label: Any
    count: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class Section:
    """One kind with its rows; `all_of_them` leads to the rest, where there is more."""

    kind: Kind
    rows: list[found.Found]
    all_of_them: str
    all_words: str


@dataclass
class Results:
    """What a page shows of what was found."""

    tabs: list[Tab]
    sections: list[Section]
    left_out: list[str]
    total: int
    # Texts alone: names are forgiven their spelling at once.
    texts: int
    # Of a kind alone: the addresses beside this page, and whether only the newest were put in order.
    pages: dict[str, str]
    is_cut: bool = False


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    viewer = signed_in(request)
    consultations = list(Consultation.objects.visible_to(viewer))
    chosen = next((one for one in consultations if one.slug == request.GET.get("consultation")), None)
    rounds = list(Round.objects.visible_to(viewer).filter(consultation=chosen)) if chosen else []
    form = SearchForm(request.GET, consultations=consultations, rounds=rounds, kinds=Comment.Kind.choices)
    is_valid = form.is_valid()
    words = form.cleaned_data.get("q", "")
    number = _NUMBER.fullmatch(words)
    is_readable = number is not None and _is_readable(int(number[1]), viewer)
    if number and is_readable and not form.cleaned_data.get("what"):
        return HttpResponseRedirect(reverse("entry", args=[int(number[1])]))
    filters = form.chosen()
    round = next((one for one in rounds if str(one.number) == filters.get("round")), None)
    wish = Wish(
        Sought(words),
        viewer,
        filters,
        consultation=chosen.pk if chosen else None,
        round=round.pk if round else None,
        languages=tuple(reading.usual(request)),
    )
    context: dict[str, Any] = {
        "form": form,
        "words": words,
        "filters": filters,
        "consultation_chosen": chosen,
        "no_such_number": int(number[1]) if number and not is_readable else None,
        "is_empty": wish.sought.is_empty,
        "without_filters": f"{request.path}?{urlencode({'q': words})}",
        "crumbs": [(_("Consultations"), reverse("home"))],
        "searching": True,
    }
    if chosen:
        context["crumbs"].append((chosen.title, reverse("consultation", args=[chosen.slug])))
    if not wish.sought.is_empty:
        context |= _answer(request, form, wish, [one.pk for one in consultations])
    return render(request, "search/search.html", context, status=200 if is_valid else 422)


def _answer(request: HttpRequest, form: SearchForm, wish: Wish, places: list[Any]) -> dict[str, Any]:
    """What was found; where no text has some word and nobody is called so, what was found by the nearest words."""
    results = _results(request, form, wish)
    spelt: dict[str, Any] = {}
    exact = "exact" in request.GET
    if not exact and not results.texts and not sought.is_a_name(wish):
        words, changed = spelling.mended(wish, places)
        if changed:
            other = replace(wish, sought=Sought(words))
            found_by_other = _results(request, form, other)
            if found_by_other.texts:
                wish, results = other, found_by_other
                spelt = {
                    "changed": changed,
                    "looked_for": words,
                    "exactly": f"{request.path}?{urlencode({**form.query(), 'exact': '1'})}",
                }
    answer: dict[str, Any] = {"results": results, **spelt}
    if not results.total:
        answer["is_too_common"] = _is_too_common(wish.sought)
    return answer


def _results(request: HttpRequest, form: SearchForm, wish: Wish) -> Results:
    query = form.query()
    what, newest = query.get("what", ""), query.get("order") == NEWEST
    exact = {"exact": "1"} if "exact" in request.GET else {}
    kinds = [kind for kind in EVERY.values() if kind.answers(wish)]
    counts: dict[str, int] = {}
    sections: list[Section] = []
    pages: dict[str, str] = {}
    is_cut = False
    for kind in kinds:
        if what and kind.key != what:
            counts[kind.key] = kind.count(wish)
            continue
        hits, is_more = kind.ranked(wish)
        counts[kind.key] = len(hits) + is_more
        if not what:
            few = sorted(hits, key=lambda hit: (hit.at, str(hit.pk)), reverse=True) if newest else hits
            pks = [hit.pk for hit in few[:BEST_FEW]]
        elif newest:
            # Every one of them, however many: the place in the list is a moment.
            page = lists.page_of(
                request, kind.find(wish).values(*kind.newest), limit=PAGE, fields=kind.newest, newest_first=True
            )
            pks = [row["id"] for row in page.items]
            pages = lists.around(request, page, {**query, **exact})
        else:
            is_cut = is_more
            shown, pages = _page(request, hits, {**query, **exact})
            pks = [hit.pk for hit in shown]
        if pks:
            to_all = _address(request, {**query, **exact, "what": kind.key})
            all_words = _all_of(kind, counts[kind.key]) if counts[kind.key] > len(pks) and not what else ""
            sections.append(Section(kind, found.rows(kind.key, pks, wish), to_all, all_words))
    total = sum(min(count, BOUND) for count in counts.values())
    tabs = [Tab(_("All"), _shown(total, any(count > BOUND for count in counts.values())), "", not what)]
    tabs += [
        Tab(kind.label, _shown(min(counts[kind.key], BOUND), counts[kind.key] > BOUND), kind.key, kind.key == what)
        for kind in kinds
    ]
    tabs = [
        Tab(tab.label, tab.count, _address(request, {**query, **exact, "what": tab.address}), tab.is_current)
        for tab in tabs
    ]
    texts = sum(counts.get(key, 0) for key in sought.WORDED)
    return Results(tabs, sections, _left_out(form, wish), total, texts, pages, is_cut)


def _address(request: HttpRequest, query: dict[str, str]) -> str:
    return f"{request.path}?{urlencode({name: value for name, value in query.items() if value})}"


def _shown(count: int, is_more: bool) -> str:
    """How many, as far as it was counted."""
    words = str(intcomma(count))
    return _("more than %(count)s") % {"count": words} if is_more else words


def _all_of(kind: Kind, count: int) -> str:
    if count > BOUND:
        return _("%(kind)s: all, more than %(count)s") % {"count": intcomma(BOUND), "kind": kind.label}
    return _("%(kind)s: all %(count)s") % {"count": intcomma(count), "kind": kind.label}


def _left_out(form: SearchForm, wish: Wish) -> list[str]:
    """Which kinds a filter says nothing of."""
    told = []
    for name in wish.chosen:
        kinds = [str(kind.label) for kind in EVERY.values() if name not in kind.knows]
        if kinds:
            words = ngettext(
                "“%(filter)s” does not apply to %(kinds)s, which is left out.",
                "“%(filter)s” does not apply to %(kinds)s, which are left out.",
                len(kinds),
            )
            told.append(words % {"filter": form.fields[name].label, "kinds": ", ".join(kinds)})
    return told


def _page(request: HttpRequest, hits: list[Hit], query: dict[str, str]) -> tuple[list[Hit], dict[str, str]]:
    """The page of hits behind the place that the address names, and the places beside it."""
    start = 0
    if after := request.GET.get("after", ""):
        place = _place(after)
        start = next((index for index, hit in enumerate(hits) if hit.place < place), len(hits))
    shown = hits[start : start + PAGE]
    around = {"earlier": "", "later": ""}
    if start:
        before = start - PAGE
        around["earlier"] = _address(request, query | ({"after": _cursor(hits[before - 1])} if before > 0 else {}))
    if start + PAGE < len(hits):
        around["later"] = _address(request, query | {"after": _cursor(shown[-1])})
    return shown, around


def _cursor(hit: Hit) -> str:
    return "_".join(str(part) for part in hit.place)


def _place(cursor: str) -> tuple[int, int, str]:
    words = _CURSOR.fullmatch(cursor)
    if words is None:
        raise Http404(_("This address leads to no page of the list."))
    return int(words[1]), int(words[2]), words[3]


def _is_readable(number: int, viewer: Person | None) -> bool:
    return readable_entries(viewer).filter(seq=number).exists()


def _is_too_common(wanted: Sought) -> bool:
    """Whether in English nothing is left to look for: “the”, “of”, “and” stand in every text."""
    with connection.cursor() as cursor:
        cursor.execute("select numnode(websearch_to_tsquery('texts_en', %s))", [wanted.apart])
        return bool(cursor.fetchone() == (0,))


urlpatterns = [path("search/", search, name="search")]
