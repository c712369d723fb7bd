from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person
from contributions.models import Contribution
from ledger.models import Entry, EntryQuerySet
from proposals.models import Comment, Proposal
from proposals.permissions import readable_entries
from public import record, sentences
from public.pages.visitors import signed_in
from public.templatetags.pages import fact
from rounds.models import Consultation, Round

PAGE = 50
LARGEST = 2**63 - 1


class Filters(forms.Form):
    """Which entries; every field may be left open."""

    consultation = forms.ChoiceField(label=_("Consultation"), required=False)
    what = forms.ChoiceField(
        label=_("What happened"), choices=[("", _("Anything")), *sentences.FAMILIES], required=False
    )
    # `from` is no name for a variable.
    number = forms.IntegerField(
        label=_("From number"),
        min_value=1,
        max_value=LARGEST,
        required=False,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, consultations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["consultation"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("All consultations")), *consultations]


def ledger(request: HttpRequest) -> HttpResponse:
    """Every public act once, in order, newest first; pages by number."""
    viewer = signed_in(request)
    consultations = list(Consultation.objects.visible_to(viewer).values_list("slug", "title"))
    filters = Filters(request.GET or None, consultations=consultations)
    filters.is_valid()
    chosen: dict[str, Any] = getattr(filters, "cleaned_data", {}) if filters.is_bound else {}
    entries = filtered(readable_entries(viewer), viewer, chosen)
    after = request.GET.get("after", "")
    page = page_after(entries, int(after)) if _is_number(after) else page_from(entries, chosen.get("number"))
    told = record.tell(page, viewer)
    return render(
        request,
        "ledger/ledger.html",
        {
            "filters": filters,
            "told": told,
            # With one consultation to read, its name need not stand on every line.
            "is_named": len(consultations) > 1 and not chosen.get("consultation"),
            "is_filtered": bool(chosen.get("consultation") or chosen.get("what")),
            **neighbours(entries, page, chosen),
        },
        status=422 if filters.errors else 200,
    )


def filtered(entries: EntryQuerySet, viewer: Person | None, chosen: dict[str, Any]) -> EntryQuerySet:
    if slug := chosen.get("consultation"):
        ids = Consultation.objects.visible_to(viewer).filter(slug=slug).order_by().values("pk")[:1]
        entries = entries.filter(consultation=ids)
    if family := chosen.get("what"):
        entries = entries.filter(kind__in=sentences.kinds_of(family))
    return entries


def page_from(entries: EntryQuerySet, number: int | None) -> list[Entry]:
    """Newest first, from a number downwards."""
    if number is not None:
        entries = entries.filter(seq__lte=number)
    return list(entries.order_by("-seq")[:PAGE])


def page_after(entries: EntryQuerySet, number: int) -> list[Entry]:
    """The page just above a number, newest first like every other."""
    return list(entries.filter(seq__gt=number).order_by("seq")[:PAGE])[::-1]


def neighbours(entries: EntryQuerySet, page: list[Entry], chosen: dict[str, Any]) -> dict[str, Any]:
    """Addresses of the pages above and below this one, with the numbers they begin at."""
    if not page:
        return {}
    first, last = page[0].seq or 0, page[-1].seq or 0
    found: dict[str, Any] = {"first": first, "last": last}
    if entries.filter(seq__gt=first).exists():
        found["newer"] = _address(chosen, after=first)
    if entries.filter(seq__lt=last).exists():
        found["older"] = _address(chosen, number=last - 1)
    return found


def _address(chosen: dict[str, Any], **place: int) -> str:
    kept = {name: chosen[name] for name in ("consultation", "what") if chosen.get(name)}
    return f"{reverse('ledger')}?{urlencode(kept | place)}"


def _is_number(words: str) -> bool:
    return words.isascii() and words.isdecimal() and len(words) < 19


def entry(request: HttpRequest, number: int) -> HttpResponse:
    """A number is an address: it leads to what the entry is about."""
    if number > LARGEST:
        raise Http404
    viewer = signed_in(request)
    found = get_object_or_404(readable_entries(viewer), seq=number)
    return HttpResponseRedirect(address_of(found, viewer))


def address_of(entry: Entry, viewer: Person | None) -> str:
    """Where the thing of an entry is read; where that has no page, the entry's place in the record."""
    family = entry.kind.split(".")[0]
    # A decision leads to what it is about; that a text was erased stands in the text’s own place.
    about = fact(entry, "about") if family == "moderation" else None
    if about not in (None, "comment", "contribution"):
        family = str(about)
    if (
        family in ("comment", "moderation", "content")
        and Comment.objects.visible_to(viewer).filter(pk=entry.thing).exists()
    ):
        return reverse("comment", args=[entry.thing])
    if family in ("contribution", "moderation", "content") and (
        Contribution.objects.visible_to(viewer).filter(pk=entry.thing).exists()
    ):
        return reverse("contribution", args=[entry.thing])
    if family == "proposal" and Proposal.objects.visible_to(viewer).filter(pk=entry.thing).exists():
        return reverse("proposal", args=[entry.thing])
    if family == "round" and entry.round is not None:
        round = get_object_or_404(Round.objects.visible_to(viewer).select_related("consultation"), pk=entry.round)
        page = "round_record" if entry.kind == "round.closed" else "round"
        return reverse(page, args=[round.consultation.slug, round.number])
    if family in ("consultation", "document"):
        consultation = get_object_or_404(Consultation.objects.visible_to(viewer), pk=entry.consultation)
        if entry.kind == "consultation.rules_changed":
            return f"{reverse('rules', args=[consultation.slug])}#changes"
        address = reverse("consultation", args=[consultation.slug])
        return f"{address}#documents" if family == "document" else address
    body = fact(entry, "organization") if family == "affiliation" else entry.thing
    if family in ("affiliation", "organization") and Organization.objects.visible_to(viewer).filter(pk=body).exists():
        return reverse("organization", args=[body])
    if family == "person" and Person.objects.visible_to(viewer).filter(pk=entry.thing).exists():
        return reverse("person", args=[entry.thing])
    if family == "site":
        return reverse("about")
    return f"{reverse('ledger')}?number={entry.seq}#e{entry.seq}"


urlpatterns = [path("ledger/", ledger, name="ledger"), path("<int:number>/", entry, name="entry")]
