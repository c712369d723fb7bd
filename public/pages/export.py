"""Everything held on me: what that is, and a copy of it."""

import tempfile
from datetime import UTC

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from public.pages.filing import author_of, see
from public.pages.visitors import signed_in
from reports.compose.held import PARTS, copy
from web.downloads import download


@require_safe
def my_export(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    context = {"now": timezone.now(), "parts": [part.title for part in PARTS]}
    return render(request, "me/export.html", context)


@require_POST
def my_export_file(request: HttpRequest) -> HttpResponseBase:
    if signed_in(request) is None:
        return redirect_to_login(reverse("my_export"))
    try:
        return _made(request)
    except ReauthenticationRequired:
        # The answer is a file and no page: they come back to the button.
        messages.info(request, _("We ask once more whether it is you. Then press the button again."))
        return see(f"{get_adapter().get_reauthentication_methods(request.user)[0]['url']}?next={reverse('my_export')}")


@reauthentication_required
def _made(request: HttpRequest) -> HttpResponseBase:
    person, now = author_of(request), timezone.now()
    # On disk, and gone with the answer.
    file = tempfile.TemporaryFile()  # noqa: SIM115 the answer closes it
    copy.write(person, now=now, to=file)
    file.seek(0)
    name = f"everything-held-on-me-{now.astimezone(UTC):%Y-%m-%d}.zip"
    return download(file, name=name, media_type="application/zip", is_public=False)


urlpatterns = [
    path("me/export/", my_export, name="my_export"),
    path("me/export/file/", my_export_file, name="my_export_file"),
]
