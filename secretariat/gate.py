"""The one gate of the desk. Every address of `secretariat/urls.py` stands behind it; none can be added beside it."""

from collections.abc import Callable
from functools import wraps

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.models import Person
from rounds.models import Consultation, Office
from rounds.permissions import can_use_desk, held
from web import second_factor
from web.refusals import Refusal, Refused, require

View = Callable[..., HttpResponse]


def desk(view: View) -> View:
    """A stranger is asked to sign in; whoever holds no office, or not the one a page asks for, is told so (403).

    Outside the demonstration whoever has not given a second factor is led to the page where they set it up or give it.
    """

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated and request.method in ("GET", "HEAD"):
            return redirect_to_login(request.get_full_path())
        try:
            require(can_use_desk(request.user if isinstance(request.user, Person) else None))
            elsewhere = _to_second_factor(request)
            return redirect(elsewhere) if elsewhere else view(request, *args, **kwargs)
        except Refused as error:
            return render(request, "secretariat/refused.html", {"refusal": error.refusal}, status=403)

    return guarded


def _to_second_factor(request: HttpRequest) -> str:
    """Where the second factor is set up or given; nothing where that is done. A form that was sent is refused."""
    if settings.DEMO:
        return ""
    factors = Authenticator.objects.filter(user=officer(request)).values_list("type", flat=True)
    kinds = set(factors) - {Authenticator.Type.RECOVERY_CODES}
    if kinds and second_factor.was_given(request, request.user):
        return ""
    if request.method not in ("GET", "HEAD"):
        raise Refused(
            Refusal(
                "second_factor_required",
                _("The desk opens only to who has given a second factor. Nothing was done with what you sent."),
            )
        )
    if not kinds:
        name = "mfa_index"
    else:
        name = "mfa_reauthenticate" if Authenticator.Type.TOTP in kinds else "mfa_reauthenticate_webauthn"
    return f"{reverse(name)}?{QueryDict.fromkeys(['next'], request.get_full_path()).urlencode(safe='/')}"


def officer(request: HttpRequest) -> Person:
    """Who works at the desk; behind the gate nobody else arrives."""
    if isinstance(request.user, Person):
        return request.user
    raise Refused(Refusal("sign_in_required", _("Sign in first, or create an account.")))


def consultation_of(request: HttpRequest, slug: str) -> Consultation:
    """A consultation in which the person holds an office. 404 where they may not even read it."""
    person = officer(request)
    found = get_object_or_404(Consultation.objects.visible_to(person).select_related("hosting_body"), slug=slug)
    if not held(person, found, *Office.Role):
        raise Refused(Refusal("office_required", _("You hold no office in this consultation.")))
    return found
