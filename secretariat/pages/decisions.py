from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Person
from contributions.models import Contribution, ContributionVersion
from moderation.actions import decisions
from moderation.models import Decision
from moderation.permissions import can_decide
from proposals.models import Comment, ParagraphText
from rounds.models import Office, Question, Status
from secretariat import answers, lists, queue
from secretariat.answers import ASKED, Answer
from secretariat.forms.base import DeskForm
from secretariat.forms.decisions import HideForm, PublishForm, RestoreForm
from secretariat.gate import officer
from secretariat.pages import things
from secretariat.pages.consultations import above
from secretariat.pages.things import Thing
from web.refusals import require

LIMIT = 50
# What can be done about a text in each of its states, and the form that asks for it.
FORMS: dict[str, type[DeskForm]] = {"hide": HideForm, "restore": RestoreForm, "publish": PublishForm}
ACTS = {Status.PUBLISHED: "hide", Status.HIDDEN: "restore", Status.RECEIVED: "publish"}


@require_http_methods(["GET", "HEAD", "POST"])
def desk_decide(request: HttpRequest, kind: str, id: UUID) -> HttpResponse:
    """One text with its context, and the decision about it: hide, show again, publish."""
    person = officer(request)
    thing = things.load(kind, id, person)
    require(can_decide(person, thing))
    act = request.POST.get("act", "")
    if request.method != "POST" or act not in FORMS:
        return _page(request, person, thing)
    form = FORMS[act](request.POST)
    answer = answers.answer(request, form, partial(_decide, person, thing, act, form), tell=False)
    if answer.thing is None:
        return _page(request, person, things.load(kind, id, person), answer, act, form)
    messages.success(request, _done(act, thing))
    return answers.see(reverse("desk_decide", args=[kind, id]))


@require_GET
def desk_decisions(request: HttpRequest) -> HttpResponse:
    """What was decided in the consultations of this person, the newest first."""
    person = officer(request)
    found = Decision.objects.filter(consultation__in=Office.objects.moderated_by(person)).select_related(
        "entry",
        "by",
        "consultation",
        "comment__entry",
        "comment__stakeholder_group",
        "contribution__entry",
        "contribution__stakeholder_group",
    )
    page = lists.page_of(request, found, fields=("at", "id"), limit=LIMIT, newest_first=True)
    context = {"decisions": page.items, "crumbs": above(), **lists.around(request, page)}
    return render(request, "secretariat/decisions.html", context)


def _page(
    request: HttpRequest,
    person: Person,
    thing: Thing,
    answer: Answer = ASKED,
    act: str = "",
    sent: DeskForm | None = None,
) -> HttpResponse:
    """The text as it is now. A form that came too late is not shown again: its words stand beside what changed."""
    possible = ACTS.get(Status(thing.status), "")
    version = things.last_version(thing)
    if sent is not None and act == possible:
        form: DeskForm | None = sent
        if answer.status == 409 and version is not None:
            sent.data = sent.data.copy() if hasattr(sent.data, "copy") else sent.data
            sent.data["version"] = version.number  # type: ignore[index]
    elif possible:
        initial = {"language": thing.language, "version": version.number if version else None}
        form = FORMS[possible](initial=initial)
    else:
        form = None
    context: dict[str, Any] = {
        "thing": thing,
        "kind": "comment" if isinstance(thing, Comment) else "contribution",
        "version": version,
        "decision": things.last_decision(thing),
        "act": possible,
        "form": form,
        "refusal": answer.refusal,
        "not_sent": answer.status not in (200, 303),
        "typed": sent.data.get("reason", "") if sent is not None and act != possible else "",
        "crumbs": [*above(thing.consultation), (_("Decisions"), reverse("desk_decisions"))],
        **(_about_comment(thing) if isinstance(thing, Comment) else _about_contribution(thing, version)),
    }
    return render(request, "secretariat/decide.html", context, status=answer.status)


def _about_comment(comment: Comment) -> dict[str, Any]:
    """What a comment speaks of and answers to."""
    numbers = queue.paragraph_numbers([comment])
    worded = ParagraphText.objects.filter(revision=comment.revision_id, paragraph=comment.paragraph_id)
    paragraph = worded.filter(language=comment.proposal.language).first()
    parent = Comment.objects.with_people().filter(pk=comment.reply_to_id).first() if comment.reply_to_id else None
    return {
        "title": queue.name_of(comment, numbers),
        "paragraph": paragraph,
        "parent": parent,
        "replies": comment.replies.count(),
        "format": "markdown",
    }


def _about_contribution(contribution: Contribution, version: things.Version | None) -> dict[str, Any]:
    """Its title, and what it answers to the questions of its call."""
    given = version.answers if isinstance(version, ContributionVersion) else {}
    asked = Question.objects.filter(round=contribution.round.asked_by) if given else []
    return {
        "title": getattr(version, "title", "") or _("A contribution without words"),
        "answered": [(question, given[str(question.number)]) for question in asked if str(question.number) in given],
    }


def _decide(person: Person, thing: Thing, act: str, form: DeskForm) -> Decision:
    said, now = form.cleaned_data, timezone.now()
    things.require_version(thing, said["version"])
    match act:
        case "hide":
            reason, language = said["reason"], said["language"]
            return decisions.hide(by=person, thing=thing, rule=said["rule"], reason=reason, language=language, now=now)
        case "restore":
            return decisions.restore(by=person, thing=thing, reason=said["reason"], language=said["language"], now=now)
        case _:
            return decisions.publish(by=person, thing=thing, now=now)


def _done(act: str, thing: Thing) -> str:
    sentence = {
        "hide": _("The text is hidden. The decision stands in the public record, its number follows."),
        "restore": _("The text is shown again. Both decisions stay in the public record."),
        "publish": _("The text is shown."),
    }[act]
    return f"{sentence} {_('Its author is told by mail.')}" if thing.author_id else sentence


urlpatterns = [
    path("decide/<slug:kind>/<uuid:id>/", desk_decide, name="desk_decide"),
    path("decisions/", desk_decisions, name="desk_decisions"),
]
