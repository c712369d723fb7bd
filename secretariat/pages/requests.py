from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Affiliation, AffiliationRequest, Person
from accounts.rules import terms
from moderation.actions import affiliations
from moderation.permissions import can_answer
from secretariat import answers, asked
from secretariat.answers import ASKED
from secretariat.forms.people import RequestForm, leads
from secretariat.gate import officer
from secretariat.pages.consultations import above
from texts.files import names
from web.downloads import download

ROLES = {"confirm_focal_point": Affiliation.Role.FOCAL_POINT, "confirm_member": Affiliation.Role.MEMBER}


@require_http_methods(["GET", "HEAD", "POST"])
def desk_request(request: HttpRequest, id: UUID) -> HttpResponse:
    """Somebody asks to be confirmed for a body: what speaks for it, and the answer."""
    person, now = officer(request), timezone.now()
    wanted = get_object_or_404(asked.readable(person), pk=id)
    form = RequestForm(request.POST if request.method == "POST" else None)
    answer = ASKED
    act = request.POST.get("act", "")
    if act in (*ROLES, "refuse"):
        answer = answers.answer(request, form, partial(_answer, person, wanted, form, act))
        if answer.thing is not None:
            values = {"name": wanted.person.name, "organization": wanted.organization.name}
            if act in ROLES:
                sentence = _("%(name)s is confirmed for %(organization)s, and is told by mail.")
            else:
                sentence = _("%(name)s is not confirmed for %(organization)s, and is told so by mail.")
            messages.success(request, sentence % values)
            return answers.see(reverse("desk_queue"))
    context = {
        "now": now,
        "form": form,
        "one": asked.described(person, [wanted])[0],
        "asked": wanted,
        "leads": leads(wanted.organization),
        "present": Affiliation.objects.current().filter(person=wanted.person, organization=wanted.organization).first(),
        "waits": wanted.status == AffiliationRequest.Status.WAITING,
        "refusal": can_answer(person, wanted),
        "crumbs": [*above(), (_("What waits"), reverse("desk_queue"))],
    }
    return render(request, "secretariat/request.html", context, status=answer.status)


@require_safe
def desk_request_letter(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """The letter that somebody sent with a request, for who answers it."""
    person = officer(request)
    wanted = get_object_or_404(asked.readable(person).exclude(letter=""), pk=id)
    media_type = names.kind_of(wanted.letter_name).media_type
    return download(wanted.letter.open(), name=wanted.letter_name, media_type=media_type, is_public=False)


def _answer(person: Person, wanted: AffiliationRequest, form: RequestForm, act: str) -> AffiliationRequest:
    now = timezone.now()
    if act in ROLES:
        until = terms.end(form.cleaned_data["years"], now)
        return affiliations.confirm(by=person, request=wanted, role=ROLES[act], expires_at=until, now=now)
    return affiliations.refuse(by=person, request=wanted, reason=form.cleaned_data["reason"], now=now)


urlpatterns = [
    path("requests/<uuid:id>/", desk_request, name="desk_request"),
    path("requests/<uuid:id>/letter/", desk_request_letter, name="desk_request_letter"),
]
