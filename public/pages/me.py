import zoneinfo
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.actions import people
from accounts.models import Affiliation, Person
from accounts.models.stakeholder_group import GROUPS
from contributions.models import Contribution, ContributionVersion
from proposals.models import Comment, CommentVersion, ParagraphText
from public.pages.visitors import signed_in
from public.stations import Station, stations_of
from rounds.models import Round, Status
from texts.rules import languages, places
from texts.rules.render import excerpt
from web.refusals import NotDone

# How many of one's texts a page shows, and how much of a comment stands for its title.
PAGE = 30
TITLE = 120

Text = Comment | Contribution


@cache
def zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """The world's time zones by region, as a reader looks for a city."""
    by_region: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in sorted(zoneinfo.available_timezones()):
        region, _slash, city = name.partition("/")
        if city and region in REGIONS:
            by_region[region].append((name, city.replace("_", " ").replace("/", ", ")))
    return [("", [("UTC", "UTC")]), *((region, by_region[region]) for region in REGIONS)]


REGIONS = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"),
)


class DetailsForm(forms.Form):
    """Who somebody is. It goes onto what they file from now on; what is filed already stays as it was."""

    name = forms.CharField(
        label=_("Your name, as it will be shown"),
        max_length=200,
        error_messages={"required": _("Write the name under which you take part.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    stakeholder_group = forms.ChoiceField(
        label=_("Your stakeholder group"),
        required=False,
        choices=[("", _("Not said")), *((key, name) for key, name, _slot in GROUPS)],
    )
    country = forms.ChoiceField(label=_("Country or territory"), required=False)
    language = forms.ChoiceField(label=_("Language in which you usually write"))
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Moments are shown in it, and your daily digest comes at its hour.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("country", [("", _("Not said")), *places.CHOICES])
        self._offer("language", languages.CHOICES)
        self._offer("time_zone", zones())

    def _offer(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


@dataclass(frozen=True)
class Mine:
    """One of the reader's own texts: what it is called, where it stands, what can be done about it."""

    text: Text
    title: str
    where: str
    may_change: bool
    stations: list[Station]

    @property
    def is_comment(self) -> bool:
        return isinstance(self.text, Comment)


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Who I am here, and what became of everything I filed."""
    person, now = signed_in(request), timezone.now()
    if person is None:
        return redirect_to_login(request.get_full_path())
    status = 200
    if request.method == "POST":
        form = DetailsForm(request.POST)
        if form.is_valid() and _describe(person, form):
            messages.success(request, _t("Your details are saved. They go onto what you file from now on."))
            return HttpResponseRedirect(reverse("me"), status=303)
        status = 422
    else:
        form = DetailsForm(initial=_details(person))
    before = _place(request.GET.get("before", ""))
    texts = texts_of(person, before)
    page = texts[:PAGE]
    return render(
        request,
        "me/me.html",
        {
            "now": now,
            "form": form,
            "mine": mine(page, person, now),
            "older": _address(page[-1]) if len(texts) > PAGE else "",
            "newer": reverse("me") if before else "",
            "affiliations": Affiliation.objects.current()
            .filter(person=person)
            .select_related("organization")
            .order_by("organization__name"),
        },
        status=status,
    )


def _describe(person: Person, form: DetailsForm) -> bool:
    """Save; False where the person may not, with the reason in the form."""
    try:
        with transaction.atomic():
            people.describe(by=person, **form.cleaned_data, now=timezone.now())
    except NotDone as error:
        field = error.refusal.field
        form.add_error(field if field in form.fields else None, str(error))
        return False
    return True


def _details(person: Person) -> dict[str, str]:
    return {
        "name": person.name,
        "stakeholder_group": person.stakeholder_group_id or "",
        "country": person.country,
        "language": person.language,
        "time_zone": person.time_zone,
    }


def texts_of(person: Person, before: tuple[datetime, UUID] | None) -> list[Text]:
    """Contributions and comments of one person, newest first: one more than a page shows."""
    sent: QuerySet[Contribution] = Contribution.objects.visible_to(person).filter(author=person)
    said: QuerySet[Comment] = Comment.objects.visible_to(person).filter(author=person)
    if before is not None:
        at, key = before
        older = Q(posted_at__lt=at) | Q(posted_at=at, pk__lt=key)
        sent, said = sent.filter(older), said.filter(older)
    newest = ("-posted_at", "-pk")
    people = ("consultation", "round", "entry", "status_entry", "organization")
    texts: list[Text] = [
        *sent.select_related(*people, "replaced_by__entry").defer("text").order_by(*newest)[: PAGE + 1],
        *said.select_related(*people, "proposal", "paragraph").order_by(*newest)[: PAGE + 1],
    ]
    return sorted(texts, key=lambda text: (text.posted_at, text.pk), reverse=True)[: PAGE + 1]


def mine(texts: list[Text], person: Person, now: datetime) -> list[Mine]:
    """The rows of a page. Of what is not shown the author still reads the words as filed."""
    titles, stations = _titles(texts), stations_of(texts, person)
    numbers = dict(
        ParagraphText.objects.filter(
            paragraph__in=[text.paragraph_id for text in texts if isinstance(text, Comment) and text.paragraph_id]
        )
        .order_by("revision__number")
        .values_list("paragraph", "number")
    )
    rows = []
    for text in texts:
        is_open = text.round.status(now) == Round.Status.OPEN and text.status in (Status.PUBLISHED, Status.RECEIVED)
        where = str(text.round)
        if isinstance(text, Comment):
            place = _t("paragraph %(number)s") % {"number": numbers.get(text.paragraph_id)} if text.paragraph_id else ""
            where = ", ".join(filter(None, [text.proposal.title, place]))
        rows.append(Mine(text, titles[text.pk], where, is_open, stations[text.pk]))
    return rows


def _titles(texts: list[Text]) -> dict[UUID, str]:
    comments = [text for text in texts if isinstance(text, Comment)]
    unseen = [comment.pk for comment in comments if comment.text is None]
    filed = dict(
        CommentVersion.objects.filter(comment__in=unseen).order_by("number").values_list("comment", "text")
        if unseen
        else ()
    )
    unnamed = [text.pk for text in texts if isinstance(text, Contribution) and text.title is None]
    sent = dict(
        ContributionVersion.objects.filter(contribution__in=unnamed)
        .order_by("number")
        .values_list("contribution", "title")
        if unnamed
        else ()
    )
    titles = {comment.pk: excerpt(comment.text or filed.get(comment.pk, ""), "markdown", TITLE) for comment in comments}
    for text in texts:
        if isinstance(text, Contribution):
            titles[text.pk] = text.title or sent.get(text.pk, "")
    return titles


def _address(text: Text) -> str:
    return f"{reverse('me')}?{urlencode({'before': f'{text.posted_at.isoformat()}_{text.pk}'})}"


def _place(words: str) -> tuple[datetime, UUID] | None:
    """Where a page begins, from its address; None for an address that nobody was given."""
    moment, _line, key = words.partition("_")
    try:
        at = datetime.fromisoformat(moment)
        # In UTC, since a zone can carry the first and the last day out of the calendar.
        return (at.astimezone(UTC), UUID(key)) if at.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


urlpatterns = [path("me/", me, name="me")]
