from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from public.glossary import SECTIONS
from public.pages import consultations
from public.pages.visitors import signed_in
from rounds.models import Round


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Who holds the consultations, how a round works, and what is shown of people and texts."""
    return render(request, "about/about.html")


@require_safe
def how_to(request: HttpRequest) -> HttpResponse:
    """How to take part, correct, withdraw and follow; what moderators do."""
    return render(request, "about/help.html")


@require_safe
def taking_part(request: HttpRequest) -> HttpResponse:
    """For whoever is here for the first time: what happens here, and how one reads it."""
    return render(request, "about/taking_part.html", {"open": _open(request), "now": timezone.now()})


@require_safe
def taking_part_write(request: HttpRequest) -> HttpResponse:
    """The second page: how one writes, and what becomes of it."""
    return render(request, "about/taking_part_write.html", {"open": _open(request), "now": timezone.now()})


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The words that pages and mails use."""
    return render(request, "about/words.html", {"sections": SECTIONS})


def _open(request: HttpRequest) -> consultations.Next | None:
    """What can be done now in the round that closes first, of those with something to do."""
    viewer, now = signed_in(request), timezone.now()
    for round in Round.objects.visible_to(viewer).open_at(now).select_related("consultation").order_by("closes_at")[:5]:
        steps = consultations.steps_of(round.consultation, viewer, now)
        if (then := consultations.next_of(round.consultation, steps)) is not None:
            return then
    return None


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of people, who sees it, how long; in the secretariat's words where it wrote some."""
    return render(request, "about/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """For whom the pages work, and what to do where they do not."""
    return render(request, "about/accessibility.html")


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Where to write to."""
    return render(request, "about/contact.html")


urlpatterns = [
    path("about/", about, name="about"),
    path("help/", how_to, name="help"),
    path("help/taking-part/", taking_part, name="taking_part"),
    path("help/taking-part/write/", taking_part_write, name="taking_part_write"),
    path("help/words/", glossary, name="glossary"),
    path("privacy/", privacy, name="privacy"),
    path("accessibility/", accessibility, name="accessibility"),
    path("contact/", contact, name="contact"),
]
