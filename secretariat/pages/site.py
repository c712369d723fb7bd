from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from rounds.actions import site as site_actions
from rounds.models import Site
from rounds.permissions import can_describe
from secretariat import answers
from secretariat.answers import ASKED
from secretariat.forms.site import SiteForm
from secretariat.gate import officer
from secretariat.pages.consultations import above
from web.refusals import require

FIELDS = ("name", "sender", "contact_address", "language", "about", "contact", "privacy", "accessibility")


@require_http_methods(["GET", "HEAD", "POST"])
def desk_site(request: HttpRequest) -> HttpResponse:
    """Name, sender and address of the site, and the words of its own pages."""
    person = officer(request)
    require(can_describe(person))
    site = Site.objects.described()
    form = SiteForm(
        request.POST if request.method == "POST" else None, initial={name: getattr(site, name) for name in FIELDS}
    )
    answer = ASKED
    if request.method == "POST":
        answer = answers.answer(request, form, partial(_describe, person, form))
        if answer.thing is not None:
            messages.success(request, _("Saved. Readers see these words from now on."))
            return answers.see(request.path)
    context = {"form": form, "site": site, "crumbs": above()}
    return render(request, "secretariat/site.html", context, status=answer.status)


def _describe(person: Person, form: SiteForm) -> Site:
    said = {name: form.cleaned_data[name] for name in FIELDS}
    return site_actions.describe(by=person, now=timezone.now(), **said)


urlpatterns = [path("site/", desk_site, name="desk_site")]
