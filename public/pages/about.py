from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path


def about(request: HttpRequest) -> HttpResponse:
    """How a round works, what is shown of people and texts, and for whom the pages work."""
    return render(request, "about/about.html")


urlpatterns = [path("about/", about, name="about")]
