"""The files beside a contribution: for whoever may read its words, and for its author to add to and take from."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Person
from contributions.actions import attachments as attachment_actions
from contributions.models import Attachment, Contribution
from contributions.permissions import can_change
from public.forms_files import AddFileForm
from public.forms_filing import KeyForm
from public.pages import filing
from public.pages.visitors import signed_in
from rounds.models import Round, Status
from web.downloads import download


@require_safe
def contribution_file(request: HttpRequest, id: UUID, attachment: UUID) -> HttpResponseBase:
    found = get_object_or_404(Attachment.objects.visible_to(signed_in(request)), contribution=id, pk=attachment)
    is_public = Attachment.objects.visible_to(None).filter(pk=found.pk).exists()
    return download(found.file.open(), name=found.name, media_type=found.media_type, is_public=is_public)


@require_http_methods(["GET", "HEAD", "POST"])
def contribution_files(request: HttpRequest, id: UUID) -> HttpResponse:
    person = signed_in(request)
    chosen = _load(id, person)
    if person is None:
        return redirect_to_login(request.path)
    if (refusal := can_change(person, chosen)) is not None:
        return render(request, "contributions/refused.html", _about(chosen) | {"refusal": refusal}, status=403)
    form = AddFileForm(request.POST, request.FILES) if request.method == "POST" else AddFileForm()
    answer = filing.Answer(None, 200)
    if request.method == "POST":
        answer = filing.answer(
            request,
            form,
            lambda: attachment_actions.add(by=person, contribution=chosen, upload=form.cleaned_data["files"][0]),
        )
        if answer.thing is not None:
            messages.success(request, _("The file stands beside your contribution."))
            return filing.see(reverse("contribution_files", args=[id]))
    return _show(request, person, chosen, form, status=answer.status)


@require_POST
def contribution_file_remove(request: HttpRequest, id: UUID, attachment: UUID) -> HttpResponse:
    person = signed_in(request)
    chosen = _load(id, person)
    if person is None:
        return redirect_to_login(reverse("contribution_files", args=[id]))
    if (refusal := can_change(person, chosen)) is not None:
        return render(request, "contributions/refused.html", _about(chosen) | {"refusal": refusal}, status=403)
    visible = Attachment.objects.visible_to(person).select_related("contribution__round__consultation")
    found = visible.filter(contribution=chosen, pk=attachment).first()
    if found is None:
        # Taken away a moment ago: the page says what is there.
        return filing.see(reverse("contribution_files", args=[id]))
    form = KeyForm(request.POST)
    answer = filing.answer(request, form, lambda: attachment_actions.remove(by=person, attachment=found))
    if answer.thing is None:
        return _show(request, person, chosen, form, status=answer.status)
    messages.success(request, _("The file is taken away."))
    return filing.see(reverse("contribution_files", args=[id]))


def _load(id: UUID, viewer: Person | None) -> Contribution:
    return get_object_or_404(Contribution.objects.visible_to(viewer).with_people(), pk=id)


def _show(
    request: HttpRequest, person: Person, chosen: Contribution, form: AddFileForm | KeyForm, *, status: int
) -> HttpResponse:
    """The author's page. `form`: what was filled in, with its errors; another form than that for adding has no box."""
    kept = list(Attachment.objects.visible_to(person).filter(contribution=chosen))
    is_open = chosen.round.status(timezone.now()) == Round.Status.OPEN
    changeable = is_open and chosen.status in (Status.PUBLISHED, Status.RECEIVED)
    context = _about(chosen) | {
        "attachments": kept,
        "form": form,
        "add": form if isinstance(form, AddFileForm) else AddFileForm(),
        "removals": [(attachment, KeyForm()) for attachment in kept] if changeable else [],
        "changeable": changeable,
        "has_room": len(kept) < Attachment.AT_MOST,
        "at_most": Attachment.AT_MOST,
    }
    return render(request, "contributions/files.html", context, status=status)


def _about(chosen: Contribution) -> dict[str, object]:
    title = chosen.title or _("Contribution")
    consultation = chosen.consultation
    return {
        "contribution": chosen,
        "round": chosen.round,
        "consultation": consultation,
        "title": title,
        "crumbs": [
            (_("Consultations"), reverse("home")),
            (consultation.title, reverse("consultation", args=[consultation.slug])),
            (_("Contributions"), reverse("contributions", args=[consultation.slug])),
            (title, reverse("contribution", args=[chosen.pk])),
        ],
    }


urlpatterns = [
    path("contributions/<uuid:id>/files/", contribution_files, name="contribution_files"),
    path("contributions/<uuid:id>/files/<uuid:attachment>/", contribution_file, name="contribution_file"),
    path(
        "contributions/<uuid:id>/files/<uuid:attachment>/remove/",
        contribution_file_remove,
        name="contribution_file_remove",
    ),
]
