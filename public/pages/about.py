from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Who holds the consultations, how a round works, and what is shown of people and texts."""
    return render(request, "about/about.html")


@require_safe
def how_to(request: HttpRequest) -> HttpResponse:
    """How to take part, correct, withdraw and follow; what moderators do."""
    return render(request, "about/help.html")


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
    path("privacy/", privacy, name="privacy"),
    path("accessibility/", accessibility, name="accessibility"),
    path("contact/", contact, name="contact"),
]
