"""Filing something from a page: what the person may choose, one act per key, refusals as sentences beside the field."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Affiliation, Organization, Person
from accounts.models.stakeholder_group import LABELS
from proposals.models import Comment
from public.forms_filing import COMMON, CommentForm, Spoken, Voice, new_key
from public.pages.visitors import signed_in
from rounds.models import Capacity, Consultation, Status
from rounds.permissions import can_speak
from texts.rules import languages
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


def see(address: str) -> HttpResponse:
    """After a form has done its work: 303, so that reloading asks and does not send."""
    response = redirect(address)
    response.status_code = 303
    return response


def see_comment(request: HttpRequest, id: UUID) -> HttpResponse:
    """To the comment that was just filed, with the sentence that says what became of it."""
    comment = Comment.objects.only("status").get(pk=id)
    if comment.status == Status.RECEIVED:
        sentence = _("Your comment is received; its number follows. It is shown once a moderator has read it.")
    else:
        sentence = _("Your comment is in the public record; its number follows.")
    messages.success(request, sentence)
    return see(reverse("comment", args=[id]))


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


def comment_form(request: HttpRequest, person: Person | None, consultation: Consultation) -> CommentForm:
    return CommentForm(
        request.POST if request.method == "POST" else None,
        voices=voices_of(person, consultation),
        language=language_of(person),
    )


def fingerprint(request: HttpRequest) -> bytes:
    """What makes two tries of one form the same: address and everything typed, without the page's own tokens."""
    typed = sorted(
        (name, values) for name, values in request.POST.lists() if name not in ("csrfmiddlewaretoken", "key")
    )
    return hashlib.sha256(json.dumps([request.path, typed]).encode()).digest()


def voices_of(person: Person | None, consultation: Consultation) -> list[Voice]:
    """In whose names somebody may speak here; a stranger's form, shown again, offers only their own."""
    if person is None:
        return [Voice(Capacity.PERSONAL, "")]
    group = LABELS.get(person.stakeholder_group_id or "")
    voices = [Voice(Capacity.PERSONAL, f"{person.name}, {group}" if group else person.name)]
    places = Affiliation.objects.focal_points().filter(person=person).select_related("organization")
    for place in places.order_by("organization__name", "id"):
        voices.append(Voice(Capacity.ORGANIZATION, _role(place.organization), place.organization))
    if can_speak(person, consultation, Capacity.SECRETARIAT, None) is None:
        hint = _("Your words are marked “Secretariat” and stand before other replies.")
        voices.append(Voice(Capacity.SECRETARIAT, hint))
    return voices


def speaks_for(spoken: Spoken) -> Organization | None:
    """The body that was named; whether the person may speak for it is asked by the action."""
    return get_object_or_404(Organization, pk=spoken.organization) if spoken.organization else None


def language_of(person: Person | None) -> str:
    """The language a form begins with: the reader's, as far as the list has it."""
    tag = person.language if person is not None else "en"
    known = {tag for tag, _own in languages.CHOICES} | set(COMMON)
    return next((known_tag for known_tag in (tag, tag.partition("-")[0]) if known_tag in known), "en")


def _role(organization: Organization) -> str | Promise:
    if organization.type == Organization.Type.COALITION:
        return _("You are its coordinator.")
    return _("You are its focal point.")


def _status(error: NotDone) -> int:
    if isinstance(error, Refused):
        return 403
    return 409 if isinstance(error, Conflict) else 422


def _renew_key(form: forms.Form) -> None:
    data: Any = form.data
    renewed = data.copy() if isinstance(data, QueryDict) else dict(data)
    renewed["key"] = new_key()
    form.data = renewed
