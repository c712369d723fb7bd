"""What becomes of a form: one act per key, refusals as sentences beside their field, nothing typed lost."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from web import once
from web.refusals import Conflict, NotDone, Refusal, Refused


@dataclass(frozen=True)
class Answer:
    """The thing that was made, or the status with which the form is shown again and the refusal that says why."""

    thing: UUID | None
    status: int
    replayed: bool = False
    refusal: Refusal | None = None


ASKED = Answer(None, 200)


def answer(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], once.HasId],
    *,
    fields: Mapping[str, str] | None = None,
    tell: bool = True,
) -> Answer:
    """Run `act` once for the form's key. `fields` renames the inputs of an action to those of the form.

    Without `tell` a refusal is only returned, for a page that says it in its own place.
    """
    if not form.is_valid():
        return Answer(None, 422)
    if "preview" in request.POST:
        return ASKED
    try:
        outcome = once.once(request, act, key=form.cleaned_data["key"], fingerprint=fingerprint(request))
    except (once.KeyReused, once.BadKey):
        renew_key(form)
        form.add_error(None, _("This page was sent before with other words. Send it again if these shall count too."))
        return Answer(None, 422)
    except NotDone as error:
        if tell:
            name = (fields or {}).get(error.refusal.field or "", error.refusal.field)
            form.add_error(name if name in form.fields else None, str(error))
        return Answer(None, status_of(error), refusal=error.refusal)
    return Answer(outcome.thing, 303, outcome.replayed)


def status_of(error: NotDone) -> int:
    if isinstance(error, Refused):
        return 403
    return 409 if isinstance(error, Conflict) else 422


def see(address: str) -> HttpResponse:
    """After a form has done its work: 303, so that reloading asks and does not send."""
    response = redirect(address)
    response.status_code = 303
    return response


def fingerprint(request: HttpRequest) -> bytes:
    """What makes two tries of one form the same: address, everything typed, files; not the page's own tokens."""
    typed = sorted(
        (name, values) for name, values in request.POST.lists() if name not in ("csrfmiddlewaretoken", "key")
    )
    whole = hashlib.sha256(json.dumps([request.path, typed]).encode())
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            whole.update(name.encode())
            for piece in file.chunks():
                whole.update(piece)
            file.seek(0)
    return whole.digest()


def renew_key(form: forms.Form) -> None:
    """A form that is shown again after an act of its own is another form."""
    data: Any = form.data
    renewed = data.copy() if isinstance(data, QueryDict) else dict(data)
    renewed["key"] = str(uuid4())
    form.data = renewed
