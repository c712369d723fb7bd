"""A question of the moderators, as its author reads and answers it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from contributions.models import Contribution
from moderation.actions import inquiries
from moderation.models import Inquiry
from proposals.models import Comment
from public.forms_filing import WordsForm
from public.pages import filing
from public.pages.visitors import signed_in
from rounds.models import Consultation, Round, Status

WITH = (
    "decision__entry",
    *("decision__comment__round", "decision__comment__entry"),
    *("decision__contribution__round", "decision__contribution__entry"),
)


class ReplyForm(WordsForm):
    """The answer to a question of the moderators."""

    limit = Inquiry.REPLY_LIMIT
    text = forms.CharField(
        required=False, strip=False, label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 6})
    )


@require_http_methods(["GET", "HEAD", "POST"])
def inquiry(request: HttpRequest, id: UUID) -> HttpResponse:
    """The question, the text it is about, and the answer: to be given, or as it was given."""
    person, now = signed_in(request), timezone.now()
    if person is None:
        return redirect_to_login(request.get_full_path())
    asked = get_object_or_404(Inquiry.objects.visible_to(person).select_related(*WITH), pk=id)
    form, status = ReplyForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        answer = filing.answer(
            request,
            form,
            lambda: inquiries.reply(by=person, inquiry=asked, text=form.cleaned_data["text"], now=now),
        )
        if answer.thing is not None:
            messages.success(request, _t("Your answer is with the moderators. You are told what they decide."))
            return filing.see(reverse("inquiry", args=[asked.pk]))
        status = answer.status
    text = asked.decision.comment or asked.decision.contribution
    if text is None:
        raise RuntimeError("a question is about a filed text")
    last = text.versions.filter(is_sealed=False).order_by("-number").first()
    is_open = text.round.status(now) == Round.Status.OPEN and text.status in (Status.PUBLISHED, Status.RECEIVED)
    context = {
        "now": now,
        "asked": asked,
        "decision": asked.decision,
        "text": text,
        "kind": "comment" if isinstance(text, Comment) else "contribution",
        "last": last,
        "answers": getattr(last, "answers", None) or {},
        "format": text.format if isinstance(text, Contribution) else "markdown",
        "waits": Inquiry.objects.waiting().filter(pk=asked.pk).exists(),
        "may_change": is_open and Consultation.objects.visible_to(person).filter(pk=text.consultation_id).exists(),
        "form": form,
        "crumbs": [(_t("My page"), reverse("me"))],
    }
    return render(request, "inquiries/inquiry.html", context, status=status)


urlpatterns = [path("questions/<uuid:id>/", inquiry, name="inquiry")]
