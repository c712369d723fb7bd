from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose session is gone: nothing was done, and the way back keeps what was typed."""
    return render(request, "403_csrf.html", status=403)
