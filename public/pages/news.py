"""What is new since somebody was here, and the one button that says how far they have read."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.actions import people
from accounts.models import Person
from public import news, since
from public.forms_filing import KeyForm
from public.pages import filing
from public.pages.visitors import signed_in

YEAR = 365 * 24 * 3600


class ReadForm(KeyForm):
    """How far somebody has read; with `again` they want to see once more what is above the number."""

    number = forms.IntegerField(
        min_value=0,
        max_value=since.LARGEST,
        error_messages={"required": gettext_lazy("The number is missing."), "invalid": gettext_lazy("Not a number.")},
    )
    again = forms.BooleanField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    form = ReadForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        before = since.of(request, now).number
        answer = filing.answer(request, form, lambda: _has_read(person, form)) if person else _stranger(form)
        status = answer.status
        if status == 303:
            return _see(form, before, is_kept=person is not None)
    seen = since.of(request, now)
    page = news.page_of(seen, since.number(request.GET.get("before", "")))
    newest = news.newest(person)
    was = since.number(request.GET.get("was", ""))
    context: dict[str, Any] = {
        "form": form,
        "since": seen,
        "groups": page.groups,
        "newest": newest,
        "may_mark": newest > seen.number,
        # What a press of the button can be taken back to: only where there is something to see again.
        "was": was if seen.is_marked and was is not None and was < seen.number else None,
        "older": f"{reverse('new')}?{urlencode({'before': page.older})}" if page.older else "",
        "is_first": "before" not in request.GET,
        "days": since.DAYS,
        "now": now,
        "crumbs": [(_("Consultations"), reverse("home"))],
    }
    return render(request, "news/new.html", context, status=status)


def _has_read(person: Person, form: ReadForm) -> Person:
    return people.has_read(by=person, number=form.cleaned_data["number"], again=form.cleaned_data["again"])


def _stranger(form: ReadForm) -> filing.Answer:
    """Of who has no account nothing is kept here: their browser keeps the number."""
    if not form.is_valid():
        return filing.Answer(None, 422)
    if form.cleaned_data["number"] > news.newest(None):
        form.add_error("number", _("The public record has no such number yet."))
        return filing.Answer(None, 422)
    return filing.Answer(None, 303)


def _see(form: ReadForm, before: int, *, is_kept: bool) -> HttpResponse:
    """Back to what is new now; from there one can go back to what was new before."""
    number, again = form.cleaned_data["number"], form.cleaned_data["again"]
    goes_on = number > before
    response = filing.see(f"{reverse('new')}?{urlencode({'was': before})}" if goes_on else reverse("new"))
    if not is_kept and (goes_on or again):
        response.set_cookie(
            since.COOKIE,
            str(number),
            max_age=YEAR,
            secure=bool(settings.SESSION_COOKIE_SECURE),
            httponly=True,
            samesite="Lax",
        )
    return response


urlpatterns = [path("new/", new, name="new")]
