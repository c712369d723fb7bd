"""Every decision about one's own texts, with its reason."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_safe

from moderation.models import Decision
from public.pages.lists import around, page_of
from public.pages.visitors import signed_in
from public.templatetags.decided import WITH

PAGE = 30


@require_safe
def my_decisions(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    about = Decision.objects.visible_to(person).about_texts_of(person).select_related(*WITH)
    page = page_of(request, about, limit=PAGE, fields=("at", "id"), newest_first=True)
    context = {
        "now": timezone.now(),
        "decisions": page.items,
        "is_first": not request.GET.get("after"),
        "crumbs": [(_t("My page"), reverse("me"))],
        **around(request, page),
    }
    return render(request, "me/decisions.html", context)


urlpatterns = [path("me/decisions/", my_decisions, name="my_decisions")]
