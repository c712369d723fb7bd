"""Files from strangers, as they leave: to be saved, never to be opened as a page of this site."""

from typing import IO

from django.http import FileResponse
from django.http.response import HttpResponseBase


def download(file: IO[bytes], *, name: str, media_type: str, is_public: bool) -> HttpResponseBase:
    """The answer with the file, streamed. `is_public`: everybody may have it, so nothing on the way need forget it."""
    response = FileResponse(file, as_attachment=True, filename=name, content_type=media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Whoever opens it in a browser all the same opens it without scripts, without this site's origin and its cookies.
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    # What is public today may be hidden tomorrow: it is asked for each time.
    response.headers["Cache-Control"] = "public, no-cache" if is_public else "private, no-store"
    return response
