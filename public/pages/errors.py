from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that could not be read: nothing of it is used, not even to say who asks."""
    return HttpResponse(render_to_string("400.html", {"site_name": settings.SITE_NAME}), status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose session is gone: nothing was done, and the way back keeps what was typed."""
    return render(request, "403_csrf.html", status=403)
