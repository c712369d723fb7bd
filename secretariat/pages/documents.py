from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Person
from rounds.actions import documents
from rounds.actions.documents import Upload
from rounds.models import Consultation, Document
from rounds.permissions import can_arrange
from secretariat import answers
from secretariat.answers import ASKED
from secretariat.forms.documents import DocumentForm
from secretariat.forms.people import KeyForm
from secretariat.gate import consultation_of, officer
from secretariat.pages.consultations import above
from web.refusals import require


@require_http_methods(["GET", "HEAD", "POST"])
def desk_documents(request: HttpRequest, slug: str) -> HttpResponse:
    """The documents beside a consultation, and a form for one more: a file or a link."""
    person, now = officer(request), timezone.now()
    consultation = consultation_of(request, slug)
    require(can_arrange(person, consultation))
    form = DocumentForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial={"language": consultation.language, "dated": now.date()},
    )
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_add, person, consultation, form))
        if answer.thing is not None:
            title = Document.objects.get(pk=answer.thing).title
            messages.success(request, _("“%(title)s” stands beside the consultation.") % {"title": title})
            return answers.see(request.path)
    found = Document.objects.visible_to(person).filter(consultation=consultation).select_related("entry")
    context = {
        "form": form,
        "consultation": consultation,
        "documents": list(found),
        "now": now,
        "crumbs": above(consultation),
    }
    return render(request, "secretariat/documents.html", context, status=answer.status)


@require_POST
def desk_document_remove(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take a document away. Pressed twice, it is gone once."""
    person = officer(request)
    document = get_object_or_404(Document.objects.select_related("consultation"), pk=id)
    require(can_arrange(person, consultation_of(request, document.consultation.slug)))
    act = partial(documents.remove, by=person, document=document, now=timezone.now())
    answer = answers.answer(request, KeyForm(request.POST), act, tell=False)
    if answer.refusal is not None:
        messages.error(request, str(answer.refusal))
    else:
        messages.success(request, _("“%(title)s” is taken away.") % {"title": document.title})
    return answers.see(reverse("desk_documents", args=[document.consultation.slug]))


def _add(person: Person, consultation: Consultation, form: DocumentForm) -> Document:
    said = form.cleaned_data
    sent = said["file"]
    return documents.add(
        by=person,
        consultation=consultation,
        type=Document.Type(said["type"]),
        title=said["title"],
        language=said["language"],
        dated=said["dated"],
        link=said["link"],
        file=Upload(sent.name, sent.read()) if sent else None,
        now=timezone.now(),
    )


urlpatterns = [
    path("c/<slug:slug>/documents/", desk_documents, name="desk_documents"),
    path("documents/<uuid:id>/remove/", desk_document_remove, name="desk_document_remove"),
]
