"""Answers that a client need not fetch twice."""

import hashlib

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from rest_framework.response import Response


def mark(request: HttpRequest, response: HttpResponseBase) -> None:
    """Say whose answer this is; a reading gets an ETag, and is answered 304 where the client has it already.

    The tag is of the answer as this person sees it, so it tells nothing that the answer does not.
    """
    patch_vary_headers(response, ["Accept", "Authorization", "Cookie"])
    response.headers.setdefault("Cache-Control", "private, no-cache")
    if "ETag" in response.headers:
        # The door names the state of the thing itself, which is more than this answer.
        return
    if request.method in ("GET", "HEAD") and response.status_code == 200 and isinstance(response, Response):
        response.add_post_render_callback(lambda rendered: _tagged(request, rendered))


def _tagged(request: HttpRequest, response: Response) -> HttpResponseBase | None:
    etag = f'"{hashlib.sha256(response.rendered_content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag, None, response)
