from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from integrations.rules.errors import ERRORS


@require_safe
def errors(request: HttpRequest) -> HttpResponse:
    """The page that every problem's `type` leads to."""
    return render(request, "api/errors.html", {"errors": ERRORS})
