"""What arrived after the close of a call: read on a page of its own, in no list and no count."""

from django.db.models.functions import Left, Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from contributions.models import Contribution
from public.pages import lists
from public.pages.contributions import BEGINNING, LIMIT, rows_of
from public.pages.rounds import crumbs_of, round_or_404
from public.pages.visitors import signed_in


@require_safe
def round_late(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    person = signed_in(request)
    found = round_or_404(request, slug, number)
    late = Contribution.objects.visible_to(person).filter(round=found, is_late=True).with_people().defer("text")
    page = lists.page_of(request, late.annotate(beginning=Left("text", BEGINNING), length=Length("text")), limit=LIMIT)
    context = {
        "now": timezone.now(),
        "consultation": found.consultation,
        "round": found,
        "rows": rows_of(page.items, person),
        "pages": lists.around(request, page),
        "crumbs": [*crumbs_of(found), (str(found), reverse("round", args=[slug, number]))],
    }
    return render(request, "rounds/late.html", context)


urlpatterns = [path("c/<slug:slug>/rounds/<int:number>/late/", round_late, name="round_late")]
