import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.utils import timezone
from django.utils.csp import CSP

Handler = Callable[[HttpRequest], HttpResponse]

# The interactive API page builds its own styles; nothing else may.
DOCS_POLICY = {**settings.SECURE_CSP, "style-src": [CSP.SELF, CSP.UNSAFE_INLINE], "img-src": [CSP.SELF, "data:"]}


class ContentSecurityPolicy(ContentSecurityPolicyMiddleware):
    """The strict policy everywhere; the API's docs page has one of its own."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path == "/api/v1/docs/":
            response._csp_config = DOCS_POLICY  # type: ignore[attr-defined]  # Django's own per-response override
        return super().process_response(request, response)


class ReaderZone:
    """Moments are shown in the reader's zone beside UTC, so what a page says is for its reader alone."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Of a stranger the browser says it, where its scripts run; anything may stand in a cookie.
        stranger = request.COOKIES.get("zone", "UTC")
        name = getattr(request.user, "time_zone", "UTC") if request.user.is_authenticated else stranger
        try:
            zone = zoneinfo.ZoneInfo(name)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            zone = zoneinfo.ZoneInfo("UTC")
        with timezone.override(zone):
            response = self.get_response(request)
        # A cache on the way would give one person's page to another, who may not even read the consultation.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
