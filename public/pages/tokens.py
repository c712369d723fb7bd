"""Access tokens: made by their person, shown once, revoked."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Person
from integrations.actions import tokens
from integrations.models import AccessToken
from public.forms_filing import KeyForm
from public.forms_tokens import TokenForm
from public.pages import filing
from public.pages.lists import around, page_of
from public.pages.visitors import signed_in
from rounds.models import Office

PAGE = 50

Page = Callable[..., HttpResponseBase]


def asks_again(page: Page) -> Page:
    """A stranger signs in; who signed in a while ago says once more that it is them, and comes back."""
    guarded: Page = reauthentication_required(page)

    @wraps(page)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if signed_in(request) is None:
            return redirect_to_login(request.get_full_path())
        return guarded(request, *args, **kwargs)

    return asked


@require_safe
def my_tokens(request: HttpRequest) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    if person is None:
        return redirect_to_login(request.get_full_path())
    mine = AccessToken.objects.visible_to(person)
    page = page_of(request, mine, limit=PAGE, fields=("made_at", "id"), newest_first=True)
    rows = [(token, scopes_of(token), token.is_valid_at(now)) for token in page.items]
    context = {"now": now, "rows": rows, "is_first": not request.GET.get("after"), **around(request, page)}
    return render(request, "me/tokens.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@asks_again
def my_token_new(request: HttpRequest) -> HttpResponse:
    """The form; its answer shows the token, the only time."""
    person, now = filing.author_of(request), timezone.now()
    holds_office = Office.objects.held_by(person).exists()
    form = TokenForm(request.POST if request.method == "POST" else None, holds_office=holds_office)
    status = 200
    if request.method == "POST":
        made: list[tuple[AccessToken, str]] = []
        answer = filing.answer(request, form, lambda: _make(made, person, form, now))
        if answer.thing is not None:
            return _shown(request, made, now)
        status = answer.status
    context = {
        "now": now,
        "form": form,
        # Who holds an office and gave no second factor makes a token without it.
        "leaves_office_out": Office.objects.given_to(person).exists() and not holds_office,
        "crumbs": _above(),
    }
    return render(request, "me/token_new.html", context, status=status)


def _make(made: list[tuple[AccessToken, str]], person: Person, form: TokenForm, now: datetime) -> AccessToken:
    said = form.cleaned_data
    made.append(tokens.make(by=person, name=said["name"], scopes=said["scopes"], days=said["days"], now=now))
    return made[-1][0]


def _shown(request: HttpRequest, made: list[tuple[AccessToken, str]], now: datetime) -> HttpResponse:
    """The token stands in this answer and nowhere else: no redirect carries it, no session keeps it."""
    if not made:
        messages.info(
            request,
            _("This token was made already, and shown then. If you did not copy it, revoke it and make another one."),
        )
        return filing.see(reverse("my_tokens"))
    row, token = made[0]
    context = {
        "now": now,
        "row": row,
        "scopes": scopes_of(row),
        "token": token,
        "address": f"{settings.SITE_URL}/api/v1/consultations/",
        "crumbs": _above(),
    }
    return render(request, "me/token_made.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def my_token_revoke(request: HttpRequest, id: UUID) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    if person is None:
        return redirect_to_login(request.get_full_path())
    token = get_object_or_404(AccessToken.objects.visible_to(person), pk=id)
    form = KeyForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        answer = filing.answer(request, form, lambda: tokens.end(by=person, token=token, now=now))
        if answer.thing is not None:
            messages.success(request, _("The token is revoked. Whatever shows it is refused from now on."))
            return filing.see(reverse("my_tokens"))
        status = answer.status
    context = {
        "now": now,
        "form": form,
        "token": token,
        "scopes": scopes_of(token),
        "is_valid": token.is_valid_at(now),
        "crumbs": _above(),
    }
    return render(request, "me/token_revoke.html", context, status=status)


def scopes_of(token: AccessToken) -> list[str]:
    return [str(AccessToken.Scope(scope).label) for scope in token.scopes]


def _above() -> list[tuple[str, str]]:
    return [(_("My page"), reverse("me")), (_("Access tokens"), reverse("my_tokens"))]


urlpatterns = [
    path("me/tokens/", my_tokens, name="my_tokens"),
    path("me/tokens/new/", my_token_new, name="my_token_new"),
    path("me/tokens/<uuid:id>/revoke/", my_token_revoke, name="my_token_revoke"),
]
