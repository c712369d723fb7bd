"""Writing before having an account: what is kept, the link in the mail, and one short question afterwards."""

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.core.cache import cache
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Person
from accounts.models.stakeholder_group import GROUPS
from contributions.models import Contribution
from digests.rules import links
from proposals.actions import newcomers, unconfirmed
from proposals.models import Comment, Unconfirmed
from public.pages import filing
from public.pages.visitors import signed_in
from rounds.models import Office, Status
from texts.rules import places
from web.refusals import NotDone, Refusal

SALT = "public.kept"
# So many texts of one visitor's address within an hour; a meeting behind one connection fits.
AT_MOST = 60
HOUR = 3600
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOT_SAID = "not_said"


class IntroductionForm(forms.Form):
    """Asked once, after the first text."""

    stakeholder_group = forms.ChoiceField(
        label=_("Your stakeholder group"),
        choices=[*((key, name) for key, name, _slot in GROUPS), (NOT_SAID, _("I would rather not say"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one, or say that you would rather not.")},
    )
    country = forms.ChoiceField(label=_("Country or territory"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("I would rather not say")), *places.CHOICES]  # type: ignore[attr-defined]


def count(request: HttpRequest) -> None:
    """Refuse a visitor who sends text after text. Only a keyed digest of the address is kept, for an hour."""
    place = salted_hmac("public.strangers", str(get_adapter(request).get_client_ip(request)), algorithm="sha256")
    key = f"strangers:{place.hexdigest()}"
    cache.add(key, 0, HOUR)
    try:
        sent = cache.incr(key)
    except ValueError:
        return
    if sent > AT_MOST:
        words = _(
            "%(count)s texts came from your connection within an hour without an account. Create an account, or wait. "
            "Your text still stands in the box below."
        )
        raise filing.TooMany(Refusal("too_many_from_here", words, {"count": AT_MOST}))


def kept_address(id: UUID) -> str:
    return reverse("kept", args=[signing.dumps(str(id), salt=SALT)])


def introduce_address(then: str) -> str:
    return f"{reverse('introduce')}?{urlencode({'next': then})}"


@require_safe
def kept(request: HttpRequest, token: str) -> HttpResponse:
    """What was sent is here, and what is left to do. Whether the address has an account is not said."""
    try:
        id = UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    waiting = _waiting(id)
    if waiting is not None:
        return render(request, "strangers/kept.html", {"text": waiting, "now": timezone.now()})
    return _afterwards(request, id)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail. Reading it does nothing; its button files the text."""
    id = links.read_confirm(token)
    if id is None:
        return render(request, "strangers/unknown.html", status=404)
    if request.method == "POST":
        return _erase(request, id) if "not_me" in request.POST else _confirm(request, id)
    waiting = _waiting(id)
    if waiting is None:
        return _afterwards(request, id)
    context = {"text": waiting, "now": timezone.now(), "over": timezone.now() >= waiting.round.confirmed_until}
    return render(request, "strangers/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def introduce(request: HttpRequest) -> HttpResponse:
    """Country and stakeholder group, once."""
    person = signed_in(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    then = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(then, allowed_hosts=None):
        then = reverse("me")
    if person.is_introduced:
        return filing.see(then)
    form = IntroductionForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if form.is_valid() and _introduce(person, form):
            messages.success(request, _t("Thank you. You can change this on “My page” at any time."))
            return filing.see(then)
        status = 422
    return render(request, "strangers/introduce.html", {"form": form, "then": then}, status=status)


def _introduce(person: Person, form: IntroductionForm) -> bool:
    said = form.cleaned_data
    group = "" if said["stakeholder_group"] == NOT_SAID else said["stakeholder_group"]
    try:
        with transaction.atomic():
            newcomers.introduce(by=person, stakeholder_group=group, country=said["country"], now=timezone.now())
    except NotDone as error:
        form.add_error(None, str(error))
        return False
    return True


def _confirm(request: HttpRequest, id: UUID) -> HttpResponse:
    now = timezone.now()
    try:
        with transaction.atomic():
            thing = unconfirmed.confirm(id=id, now=now)
    except NotDone as error:
        waiting = _waiting(id)
        context = {"text": waiting, "refusal": str(error), "now": now}
        return render(request, "strangers/confirm.html" if waiting else "strangers/unknown.html", context, status=409)
    address = reverse("comment_receipt" if isinstance(thing, Comment) else "contribution_receipt", args=[thing.pk])
    author = thing.author
    # The link proves the address. It opens an account that was made by it just now, and no other.
    reader = signed_in(request)
    if reader is None and author is not None and author.joined_at == now and not _holds_office(author):
        login(request, author, backend=BACKEND)
        messages.success(request, _filed_words(thing))
        return filing.see(introduce_address(address))
    if reader is not None and reader.pk == thing.author_id:
        messages.success(request, _filed_words(thing))
        return filing.see(address if reader.is_introduced else introduce_address(address))
    return filing.see(request.path)


def _erase(request: HttpRequest, id: UUID) -> HttpResponse:
    unconfirmed.erase(id=id)
    return filing.see(request.path)


def _afterwards(request: HttpRequest, id: UUID) -> HttpResponse:
    """What became of a text that does not wait any more."""
    try:
        thing = unconfirmed.filed(id=id)
    except NotDone as error:
        return render(request, "strangers/unknown.html", {"refusal": str(error)}, status=410)
    # Whoever holds the link reads what everybody may read, and of a text that waits only that it does.
    is_shown = type(thing)._default_manager.visible_to(None).filter(pk=thing.pk).exists()
    kind = "comment" if isinstance(thing, Comment) else "contribution"
    context = {"thing": thing, "is_shown": is_shown, "address": reverse(kind, args=[thing.pk]), "now": timezone.now()}
    return render(request, "strangers/filed.html", context)


def _waiting(id: UUID) -> Unconfirmed | None:
    related = ("round__consultation", "proposal", "paragraph", "reply_to")
    return Unconfirmed.objects.filter(pk=id).select_related(*related).first()


def _holds_office(person: Person) -> bool:
    return Office.objects.held_by(person).exists()


def _filed_words(thing: Comment | Contribution) -> str:
    if thing.status == Status.RECEIVED:
        return _t("Your text is filed; its number follows. It is shown once a moderator has read it.")
    return _t("Your text is filed; its number follows. The moment that counts is the one at which you sent it.")


urlpatterns = [
    path("kept/<str:token>/", kept, name="kept"),
    path("confirm/<str:token>/", confirm, name="confirm_text"),
    path("me/introduce/", introduce, name="introduce"),
]
