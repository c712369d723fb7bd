from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from public.pages import lists
from public.pages.consultations import visible_or_404
from public.pages.visitors import signed_in
from rounds.models import Correction

LIMIT = 50


@require_safe
def corrections(request: HttpRequest, slug: str) -> HttpResponse:
    """What the secretariat put right in its own words: old and new ones, when and why, the newest first."""
    found = visible_or_404(request, slug)
    listed = Correction.objects.visible_to(signed_in(request)).filter(consultation=found).with_names()
    page = lists.page_of(request, listed, fields=("at", "id"), limit=LIMIT, newest_first=True)
    return render(
        request,
        "consultations/corrections.html",
        {
            "now": timezone.now(),
            "consultation": found,
            "corrections": page.items,
            **lists.around(request, page),
            "crumbs": [(_("Consultations"), reverse("home")), (found.title, reverse("consultation", args=[slug]))],
        },
    )


urlpatterns = [path("c/<slug:slug>/corrections/", corrections, name="corrections")]
