"""Filing something from a page: what the person may choose, one act per key, refusals as sentences beside the field."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person
from public.forms_filing import Spoken, new_key
from public.pages.visitors import signed_in
from web import once
from web.refusals import Conflict, NotDone, Refusal, Refused


@dataclass(frozen=True)
class Answer:
    """What became of a form: the thing that was filed, or the status with which the form is shown again."""

    thing: UUID | None
    status: int
    is_preview: bool = False


def answer(request: HttpRequest, form: forms.Form, act: Callable[[], once.HasId]) -> Answer:
    """Run `act` once for the form's key. Whatever stops it stands in the form, and everything typed stays."""
    if not form.is_valid():
        return Answer(None, 422)
    if "preview" in request.POST:
        return Answer(None, 200, is_preview=True)
    try:
        outcome = once.once(request, act, key=form.cleaned_data["key"], fingerprint=fingerprint(request))
    except (once.KeyReused, once.BadKey):
        _renew_key(form)
        form.add_error(
            None, _("Another text was sent from this page before. Send this one again if it is to be filed too.")
        )
        return Answer(None, 422)
    except NotDone as error:
        field = error.refusal.field
        form.add_error(field if field in form.fields else None, str(error))
        return Answer(None, _status(error))
    return Answer(outcome.thing, 303)


class TooMany(NotDone):
    """More than one visitor sends within an hour (429)."""


def see(address: str) -> HttpResponse:
    """After a form has done its work: 303, so that reloading asks and does not send."""
    response = redirect(address)
    response.status_code = 303
    return response


def author_of(request: HttpRequest) -> Person:
    """Who files; a stranger's text stays in its box."""
    person = signed_in(request)
    if person is None:
        raise Refused(
            Refusal(
                "sign_in_required",
                _(
                    "Sign in first, or create an account. Your text still stands in the box below: "
                    "copy it before you leave this page."
                ),
            )
        )
    return person


def fingerprint(request: HttpRequest) -> bytes:
    """What makes two tries of one form the same: address and everything typed, without the page's own tokens."""
    typed = sorted(
        (name, values) for name, values in request.POST.lists() if name not in ("csrfmiddlewaretoken", "key")
    )
    chosen = [(field, file.name, _digest(file)) for field, files in request.FILES.lists() for file in files]
    return hashlib.sha256(json.dumps([request.path, typed, *chosen]).encode()).digest()


def _digest(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def speaks_for(spoken: Spoken, by: Person | None = None) -> Organization | None:
    """The body that was named. Whether the person may speak for it is asked by the action, at no cost for `by`."""
    bodies = Organization.objects.heard_from(by.pk) if by is not None else Organization.objects.all()
    return get_object_or_404(bodies, pk=spoken.organization) if spoken.organization else None


def _status(error: NotDone) -> int:
    if isinstance(error, Refused):
        return 403
    if isinstance(error, TooMany):
        return 429
    return 409 if isinstance(error, Conflict) else 422


def _renew_key(form: forms.Form) -> None:
    retype(form, "key", new_key())


def retype(form: forms.Form, name: str, value: str) -> None:
    """Show the form again with another value in one of its fields."""
    data: Any = form.data
    typed = data.copy() if isinstance(data, QueryDict) else dict(data)
    typed[name] = value
    form.data = typed
