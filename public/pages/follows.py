from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Person
from digests.actions import digests
from digests.actions import follows as follow_actions
from digests.models import Digest, Follow, Rhythm, Stream, Thing
from digests.rules import clock, links
from proposals.models import Proposal
from public.pages.filing import see
from public.pages.visitors import signed_in
from rounds.models import Consultation, Site
from web import once
from web.refusals import NotDone


class RhythmForm(forms.Form):
    """How often each thing is told, and at which hour of the reader's day."""

    hour = forms.TypedChoiceField(
        label=gettext_lazy("The digest leaves at"),
        coerce=int,
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        error_messages={"invalid_choice": gettext_lazy("Choose an hour from the list.")},
    )

    def __init__(self, *args: Any, follows: list[Follow], hour: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["hour"] = hour
        self.follows = follows
        for follow in follows:
            self.fields[self.name_of(follow)] = forms.ChoiceField(
                label=str(follow.thing),
                choices=[(Rhythm.DAILY, Rhythm.DAILY.label), (Rhythm.OFF, Rhythm.OFF.label)],
                initial=follow.rhythm,
                error_messages={"invalid_choice": gettext_lazy("Choose daily or off.")},
            )

    @staticmethod
    def name_of(follow: Follow) -> str:
        return f"rhythm-{follow.pk}"

    def rows(self) -> list[tuple[Follow, forms.BoundField]]:
        return [(follow, self[self.name_of(follow)]) for follow in self.follows]


@require_http_methods(["GET", "HEAD", "POST"])
def follows(request: HttpRequest) -> HttpResponse:
    """Mails I get: each follow with its rhythm, the hour, and what is new now."""
    person = signed_in(request)
    if person is None:
        return redirect_to_login(request.path)
    mine = list(Follow.objects.visible_to(person).current().with_things().order_by("began_at", "id"))
    stream = Stream.objects.filter(person=person, rhythm=Rhythm.DAILY).first()
    if request.method == "POST" and "now" in request.POST:
        return _send_now(request, person)
    if request.method == "POST" and "stop" in request.POST:
        return _stop(request, person)
    form = RhythmForm(
        request.POST if request.method == "POST" else None, follows=mine, hour=stream.hour if stream else clock.HOUR
    )
    if request.method == "POST" and form.is_valid():
        return _save(request, person, form)
    last = Digest.objects.filter(stream=stream, state=Digest.State.SENT).order_by("-to_seq").first() if stream else None
    context = {"form": form, "stream": stream, "last": last, "zone": person.time_zone.replace("_", " ")}
    return render(request, "follows/follows.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _save(request: HttpRequest, person: Person, form: RhythmForm) -> HttpResponse:
    for follow in form.follows:
        rhythm = Rhythm(form.cleaned_data[form.name_of(follow)])
        if rhythm != follow.rhythm:
            follow_actions.set_rhythm(by=person, follow=follow, rhythm=rhythm)
    follow_actions.set_hour(by=person, hour=form.cleaned_data["hour"], now=timezone.now())
    messages.success(
        request,
        _("Saved. The digest leaves at %(hour)s, if there is something new.")
        % {"hour": f"{form.cleaned_data['hour']:02}:00"},
    )
    return see(reverse("follows"))


@transaction.atomic
def _stop(request: HttpRequest, person: Person) -> HttpResponse:
    follow = get_object_or_404(Follow.objects.visible_to(person), pk=_uuid(request.POST["stop"]))
    follow_actions.end(by=person, follow=follow, now=timezone.now())
    messages.success(request, _("You do not follow “%(name)s” any more.") % {"name": follow.thing})
    return see(reverse("follows"))


def _send_now(request: HttpRequest, person: Person) -> HttpResponse:
    key = str(_uuid(request.POST.get("key", ""), or_else=uuid4()))
    try:
        with transaction.atomic():
            digests.send_now(by=person, key=key, now=timezone.now())
    except NotDone as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _("A digest with everything new is on its way to %(to)s.") % {"to": person.email})
    return see(reverse("follows"))


@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """The button beside a consultation or a text; leads back to it."""
    person = signed_in(request)
    thing, address = _thing(request, person)
    if person is None:
        return redirect_to_login(address)
    try:
        act = partial(follow_actions.begin, by=person, thing=thing, now=timezone.now())
        once.once(request, act, key=request.POST.get("key", "")[: once.KEY_LIMIT], fingerprint=thing.pk.bytes)
    except NotDone as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            _("You follow “%(name)s” from now on. What is new comes once a day, by mail.") % {"name": thing},
        )
    return see(address)


def _thing(request: HttpRequest, person: Person | None) -> tuple[Thing, str]:
    """What the form names, and its page; 404 where the reader may not see it."""
    if "proposal" in request.POST:
        proposal = get_object_or_404(Proposal.objects.visible_to(person), pk=_uuid(request.POST["proposal"]))
        return proposal, reverse("proposal", args=[proposal.pk])
    slug = request.POST.get("consultation", "")
    # PostgreSQL cannot even be asked for it.
    if "\x00" in slug:
        raise Http404
    consultation = get_object_or_404(Consultation.objects.visible_to(person), slug=slug)
    return consultation, reverse("consultation", args=[consultation.slug])


def _uuid(value: str, *, or_else: UUID | None = None) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        if or_else is None:
            raise Http404 from None
        return or_else


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """What a mail links to (RFC 8058). Looking does nothing; the button needs no sign-in and is none."""
    read = links.read_token(token)
    if read is None:
        raise Http404
    kind, id = read
    if kind == "follow":
        found = get_object_or_404(Follow.objects.with_things().select_related("person"), pk=id)
        context: dict[str, Any] = {"follow": found, "name": str(found.thing), "done": found.ended_at is not None}
        act: Callable[[], object] = partial(follow_actions.end, by=found.person, follow=found, now=timezone.now())
    else:
        person = get_object_or_404(Person, pk=id)
        daily = Follow.objects.daily().filter(person=person).exists()
        context = {"follow": None, "name": str(Site.objects.described()), "done": not daily}
        act = partial(follow_actions.switch_off, by=person)
    if request.method == "POST":
        with transaction.atomic():
            act()
        context["done"] = True
    return render(request, "follows/unsubscribe.html", context)


urlpatterns = [
    path("me/follows/", follows, name="follows"),
    path("follow/", follow, name="follow"),
    path("unsubscribe/<str:token>/", unsubscribe, name="unsubscribe"),
]
