from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string

# Fields that hold what somebody wrote.
WORDS = ("title", "text", "reason", "note")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that could not be read: nothing of it is used, not even to say who asks."""
    return HttpResponse(render_to_string("400.html", {"site_name": settings.SITE_NAME}), status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose session is gone: nothing was done. What was written stands on the page, to be copied.

    It is shown and not sent on: a form that another site made somebody send must not become ours.
    """
    return render(request, "403_csrf.html", {"written": _written(request)}, status=403)


def _written(request: HttpRequest) -> list[str]:
    """The words that were typed, as far as the request can be read."""
    try:
        typed = [(name, text) for name, text in request.POST.items() if isinstance(text, str)]
    except (UnreadablePostError, SuspiciousOperation, MultiPartParserError):
        return []
    names = [name for name in WORDS if dict(typed).get(name, "").strip()]
    answers = [name for name, text in typed if name.startswith("answer_") and text.strip()]
    return [dict(typed)[name] for name in [*names, *answers]]
