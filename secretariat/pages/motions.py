"""What takes two people and is about no text: asking for it. Answering it stands on the page of the queue's item."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Affiliation, Person
from moderation.actions import motions
from moderation.models import Item, Motion
from moderation.permissions import can_note_affiliations, items_before
from secretariat import answers
from secretariat.answers import ASKED
from secretariat.forms.motions import RevokeForm
from secretariat.gate import officer
from secretariat.pages.consultations import above
from web.refusals import require


@require_safe
def desk_motion(request: HttpRequest, id: UUID) -> HttpResponse:
    """What a second person is asked, by its own address: the page of its text, or of the queue's item."""
    person = officer(request)
    motion = get_object_or_404(Motion, pk=id)
    if motion.kind:
        return redirect("desk_decide", motion.kind, motion.thing_id)
    item = Item.objects.filter(motion=motion).order_by("-opened_at").first()
    if item is None or not items_before(person).filter(pk=item.pk).exists():
        raise Http404
    return redirect("desk_item", item.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_affiliation_end(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask a second person to agree that somebody does not belong to a body any more."""
    person = officer(request)
    require(can_note_affiliations(person))
    affiliation = get_object_or_404(Affiliation.objects.select_related("person", "organization"), pk=id)
    form = RevokeForm(
        request.POST if request.method == "POST" else None, initial={"language": get_language() or person.language}
    )
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_ask, person, affiliation, form))
        if answer.thing is not None:
            values = {"name": affiliation.person.name}
            messages.success(request, _("A second person is asked. %(name)s goes on until they agree.") % values)
            return answers.see(reverse("desk_organization", args=[affiliation.organization_id]))
    body = affiliation.organization
    context = {
        "affiliation": affiliation,
        "form": form,
        "waiting": Motion.objects.filter(affiliation=affiliation, state=Motion.State.WAITING).first(),
        "crumbs": [
            *above(),
            (_("Organizations"), reverse("desk_organizations")),
            (body.name, reverse("desk_organization", args=[body.pk])),
        ],
    }
    return render(request, "secretariat/affiliation_end.html", context, status=answer.status)


def _ask(person: Person, affiliation: Affiliation, form: RevokeForm) -> Motion:
    said = form.cleaned_data
    return motions.ask_to_revoke(
        by=person, affiliation=affiliation, reason=said["reason"], language=said["language"], now=timezone.now()
    )


urlpatterns = [
    path("motions/<uuid:id>/", desk_motion, name="desk_motion"),
    path("affiliations/<uuid:id>/end/", desk_affiliation_end, name="desk_affiliation_end"),
]
