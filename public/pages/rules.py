"""The rules of a consultation: in sentences, numbered, how it is decided, and what was changed in them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from public.pages import lists
from public.pages.consultations import groups_of, visible_or_404
from public.pages.visitors import signed_in
from rounds.models import Rule, RulesChange
from rounds.rules import moderation_changes

CHANGES = 10


@require_safe
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """What holds now, what held before, and where every decision made under the rules stands."""
    viewer = signed_in(request)
    found = visible_or_404(request, slug)
    every = list(Rule.objects.visible_to(viewer).filter(consultation=found))
    made = RulesChange.objects.visible_to(viewer).filter(consultation=found).select_related("entry")
    page = lists.page_of(request, made, fields=("at", "id"), limit=CHANGES, newest_first=True)
    return render(
        request,
        "consultations/rules.html",
        {
            "consultation": found,
            "rules": [(rule, moderation_changes.follows(rule)) for rule in every if rule.ended_at is None],
            "ended": [rule for rule in every if rule.ended_at is not None],
            "changes": moderation_changes.told_of(page.items),
            "groups": groups_of(found),
            **lists.around(request, page, fragment="#changes"),
            "crumbs": [(_("Consultations"), reverse("home")), (found.title, reverse("consultation", args=[slug]))],
        },
    )


urlpatterns = [path("c/<slug:slug>/rules/", rules, name="rules")]
