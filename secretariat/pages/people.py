"""People at the desk: who they are here, what they did, what was decided; limiting, suspending, lifting."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Affiliation, Person
from contributions.models import Contribution
from moderation.actions import accounts, impersonation, things
from moderation.models import Decision
from moderation.permissions import can_decide, can_look_up_people, can_see_addresses
from proposals.models import Comment
from rounds.models import Office, Rule
from secretariat import answers, lists
from secretariat.answers import ASKED, Answer
from secretariat.forms.accounts import LiftForm, RestrictForm
from secretariat.gate import officer
from secretariat.item import around
from secretariat.pages.consultations import above
from texts.rules.render import excerpt
from web.refusals import require

LIMIT = 50
SEARCH_LIMIT = 100
TEXTS = 20
DECISIONS = 30
BEGINNING = 120
# Two forms stand on the page of a restricted account.
LIFT_ID = "id_lift_%s"


@require_GET
def desk_people(request: HttpRequest) -> HttpResponse:
    """Those whose accounts are limited or suspended; `?q=` finds anybody by a part of their name, or their address."""
    person = officer(request)
    require(can_look_up_people(person))
    wanted = request.GET.get("q", "").replace("\x00", "")[:SEARCH_LIMIT].strip()
    sees_addresses = can_see_addresses(person) is None
    people = Person.objects.get_queryset().select_related("stakeholder_group")
    if wanted:
        named = Q(name__icontains=wanted)
        if sees_addresses and "@" in wanted:
            named |= Q(email__iexact=wanted)
        people = people.filter(named)
    else:
        people = people.exclude(restriction="")
    page = lists.page_of(request, people, fields=("name", "id"), limit=LIMIT)
    context = {
        "people": page.items,
        "q": wanted,
        "sees_addresses": sees_addresses,
        "crumbs": above(),
        **lists.around(request, page, {"q": wanted} if wanted else {}),
    }
    return render(request, "secretariat/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def desk_person(request: HttpRequest, id: UUID) -> HttpResponse:
    """Somebody's account: POST limits, suspends, or lifts that."""
    person = officer(request)
    require(can_look_up_people(person))
    found = get_object_or_404(_people(), pk=id)
    if request.method != "POST":
        return _page(request, person, found)
    lifts = request.POST.get("act") == "lift"
    form = LiftForm(request.POST, auto_id=LIFT_ID) if lifts else RestrictForm(request.POST, rules=Rule.objects.of(None))
    act = partial(_lift, person, found, form) if lifts else partial(_restrict, person, found, form)
    answer = answers.answer(request, form, act, fields={"until": "span"}, tell=True)
    if answer.thing is None:
        return _page(request, person, get_object_or_404(_people(), pk=id), answer, form)
    messages.success(request, _done(Decision.objects.get(pk=answer.thing), found))
    return answers.see(reverse("desk_person", args=[id]))


def _people() -> "QuerySet[Person]":
    return Person.objects.get_queryset().select_related("stakeholder_group", "status_entry")


def _restrict(by: Person, person: Person, form: Any) -> Decision:
    said, now = form.cleaned_data, timezone.now()
    act = accounts.limit if said["verb"] == "limit" else accounts.suspend
    return act(
        by=by,
        person=person,
        rule=said["rule"],
        reason=said["reason"],
        language=said["language"],
        until=now + form.lasts,
        token=said["token"] or None,
        now=now,
    )


def _lift(by: Person, person: Person, form: Any) -> Decision:
    said = form.cleaned_data
    return accounts.lift(
        by=by,
        person=person,
        reason=said["reason"],
        language=said["language"],
        token=said["token"] or None,
        now=timezone.now(),
    )


def _done(decision: Decision, person: Person) -> str:
    sentence = {
        Decision.Verb.LIMIT: _(
            "The account of %(name)s is limited. They are told by mail, with the reason and the end."
        ),
        Decision.Verb.SUSPEND: _(
            "The account of %(name)s is suspended. They are told by mail, with the reason and the end."
        ),
        Decision.Verb.LIFT: _("The account of %(name)s is not limited or suspended any more. They are told by mail."),
    }[Decision.Verb(decision.verb)]
    return sentence % {"name": person.name}


def _page(
    request: HttpRequest, person: Person, found: Person, answer: Answer = ASKED, sent: LiftForm | None = None
) -> HttpResponse:
    token = things.token(found)
    begun = {"token": token, "language": found.language}
    restrict = sent if isinstance(sent, RestrictForm) else RestrictForm(rules=Rule.objects.of(None), initial=begun)
    lift = sent if sent is not None and not isinstance(sent, RestrictForm) else LiftForm(initial=begun, auto_id=LIFT_ID)
    is_previewed = answer is ASKED and isinstance(sent, RestrictForm) and sent.is_valid()
    if sent is not None and answer.status == 409:
        # What stood against it is shown: the next try is about the account as it is now.
        data: Any = sent.data.copy() if hasattr(sent.data, "copy") else dict(sent.data)
        data["token"] = token
        sent.data = data
    refusal = can_decide(person, found)
    context = {
        "found": found,
        "author": around.author(found, person),
        "sees_addresses": can_see_addresses(person) is None,
        "affiliations": Affiliation.objects.current()
        .filter(person=found)
        .select_related("organization")
        .order_by("organization__name", "id"),
        "offices": Office.objects.given_to(found).select_related("consultation", "hosting_body"),
        "reads_like": impersonation.read_like([found]).get(found.pk, []),
        "texts": _texts(found, person),
        "decisions": _decisions(found, person),
        "refusal": refusal,
        "restrict_form": restrict,
        "lift_form": lift,
        "until": timezone.now() + restrict.lasts if is_previewed and isinstance(restrict, RestrictForm) else None,
        "is_previewed": is_previewed,
        "verb": restrict.cleaned_data.get("verb", "") if is_previewed else "",
        "sent": "lift" if sent is not None and sent is lift else "restrict" if sent is not None else "",
        "not_sent": answer.status not in (200, 303),
        "crumbs": [*above(), (_("People"), reverse("desk_people"))],
    }
    return render(request, "secretariat/person.html", context, status=answer.status)


def _texts(found: Person, viewer: Person) -> list[dict[str, Any]]:
    """The newest texts, as far as the viewer may know that they are this person's."""
    rows: list[Comment | Contribution] = []
    for model in (Comment, Contribution):
        texts = model.objects.visible_to(viewer).filter(author=found).select_related("entry", "consultation")
        if can_see_addresses(viewer) is not None:
            # Who writes without a name is known to the secretariat alone.
            texts = texts.filter(is_named=True)
        rows += texts.order_by("-posted_at", "-id")[:TEXTS]
    rows.sort(key=lambda text: (text.posted_at, text.pk), reverse=True)
    return [
        {
            "text": text,
            "kind": "comment" if isinstance(text, Comment) else "contribution",
            "beginning": excerpt(text.text or "", getattr(text, "format", "markdown"), BEGINNING),
        }
        for text in rows[:TEXTS]
    ]


def _decisions(found: Person, viewer: Person) -> list[Decision]:
    """What was decided about this account, its name and its texts, the newest first."""
    about = Q(person=found)
    of_texts = Q(comment__author=found) | Q(contribution__author=found)
    if can_see_addresses(viewer) is not None:
        named = Q(comment__author=found, comment__is_named=True)
        of_texts = named | Q(contribution__author=found, contribution__is_named=True)
    rows = Decision.objects.visible_to(viewer).filter(about | of_texts)
    return list(rows.select_related("entry", "by", "seconded_by").order_by("-at", "id")[:DECISIONS])


urlpatterns = [
    path("people/", desk_people, name="desk_people"),
    path("people/<uuid:id>/", desk_person, name="desk_person"),
]
