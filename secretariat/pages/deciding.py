"""From what was sent to the one act it asks for, and the sentence that says it is done."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from contributions.models import Contribution
from moderation.actions import decisions, motions, queue
from moderation.actions.effects import words_of
from moderation.actions.things import last_words
from moderation.models import Motion, Template, Thing, author_of
from moderation.rules import redaction
from proposals.models import Comment
from rounds.rules.moderation import Ground, Originals
from secretariat.forms.base import DeskForm
from secretariat.forms.decisions import DecideForm
from secretariat.item import case, words
from secretariat.item.case import Case
from web import once
from web.refusals import Conflict, Refusal

# A form that lost its token has read nothing.
NOTHING_READ = "-"


@dataclass(frozen=True)
class Preview:
    """What a text would say without some passages; whether the words before are destroyed with it."""

    words: dict[str, str]
    destroys: bool
    fingerprint: str


def begun(request: HttpRequest, found: Case, templates: Sequence[Template]) -> dict[str, Any]:
    """What the form begins with: the state that is read, the author's language, a wording one chose to start from."""
    begun: dict[str, Any] = {"token": found.state.token, "language": getattr(found.thing, "language", "en")}
    wanted = request.GET.get("template", "")
    template = next((one for one in templates if str(one.pk) == wanted), None)
    if template is not None:
        begun |= {"reason": template.text, "language": template.language, "rule": template.rule_number}
    return begun | {"act": request.GET.get("act", "")}


def preview(found: Case, form: DecideForm) -> Preview | None:
    """Before words are taken out, the result is shown once; None where that is done, or cannot be."""
    said, thing = form.cleaned_data, found.thing
    if said["act"] != "redact" or not isinstance(thing, Comment | Contribution):
        return None
    rule = next((rule for rule in case.rules(found) if rule.number == said["rule"]), None)
    last = last_words([thing]).get(thing.pk)
    if rule is None or rule.ground != Ground.PERSONAL_DATA or last is None or not form.taken_out():
        return None
    without = redaction.redact(words_of(last), form.taken_out())
    whole = hashlib.sha256("\n".join([said["token"], str(rule.number), *form.taken_out()]).encode()).hexdigest()
    if without is None or said["seen"] == whole:
        return None
    return Preview(words.labelled(thing, without), rule.originals == Originals.DESTROYED, whole)


def carry_out(found: Case, form: DecideForm) -> once.HasId:
    """One act; which one, the form says."""
    said, now = form.cleaned_data, timezone.now()
    who: dict[str, Any] = {
        "by": found.person,
        "thing": found.thing,
        "token": said["token"] or NOTHING_READ,
        "now": now,
    }
    why = {"reason": said["reason"], "language": said["language"] or getattr(found.thing, "language", "en")}
    under = {"rule": said["rule"], **why}
    match said["act"]:
        case "publish":
            return decisions.publish(**who)
        case "decline":
            return decisions.decline(**who, **under)
        case "keep":
            return decisions.keep(**who, **why)
        case "ask":
            return decisions.ask(**who, question=said["reason"], language=why["language"])
        case "redact":
            return decisions.redact(**who, **under, passages=form.taken_out())
        case "hide":
            return decisions.hide(**who, **under)
        case "ask_to_hide":
            return motions.ask_to_hide(**who, **under)
        case "hold":
            return decisions.hold(**who, **under)
        case "restore":
            return decisions.restore(**who, **why)
        case _:
            return motions.ask_to_erase(**who, **why)


def done(act: str, thing: Thing) -> str:
    """What has happened, and whether somebody is told by mail."""
    sentence = str(_DONE[act])
    if act in ("keep", "ask_to_hide", "ask_to_erase", "ask") or author_of(thing) is None:
        return sentence
    return f"{sentence} {_('Its author is told by mail.')}"


_DONE: dict[str, str | Promise] = {
    "publish": gettext_lazy("It is shown."),
    "decline": gettext_lazy("The earlier words stay. The decision stands in the public record."),
    "keep": gettext_lazy("It stays as it is. Whoever told the moderators is answered."),
    "ask": gettext_lazy("The question is sent to its author. The answer comes to the queue."),
    "redact": gettext_lazy("The words are taken out. The decision stands in the public record."),
    "hide": gettext_lazy("It is hidden. The decision stands in the public record, its number follows."),
    "ask_to_hide": gettext_lazy("A second person is asked. It stays as it is until they agree."),
    "hold": gettext_lazy("It is held, and a second person is asked. Without one it is shown again after 72 hours."),
    "restore": gettext_lazy("It is shown again. Both decisions stay in the public record."),
    "ask_to_erase": gettext_lazy("A second person is asked. Nothing is erased until they agree."),
}


# --- taking, stepping back, agreeing ---------------------------------------------------------------------------------

MOTIONS = ("agree", "refuse", "take_back")
SMALL_DONE: dict[str, str | Promise] = {
    "step_back": gettext_lazy("You stepped back. Somebody else decides about it."),
    "agree": gettext_lazy("You agreed, and it is done."),
    "refuse": gettext_lazy("You did not agree. Who asked reads why."),
    "take_back": gettext_lazy("You do not ask any more."),
}


def small(found: Case, act: str, form: DeskForm) -> once.HasId:
    if act in MOTIONS:
        return answer_motion(found.person, found.motion, act, form)
    item, now = found.item, timezone.now()
    if item is None:
        raise Conflict(Refusal("decided_meanwhile", gettext_lazy("This does not wait any more.")))
    if act == "claim":
        return queue.claim(by=found.person, item=item, now=now)
    if act == "give_back":
        return queue.give_back(by=found.person, item=item)
    return queue.recuse(by=found.person, item=item, reason=form.cleaned_data["why"], now=now)


def answer_motion(person: Person, motion: Motion | None, act: str, form: DeskForm) -> once.HasId:
    """The second person’s answer, or that the first one does not ask any more."""
    if motion is None:
        raise Conflict(Refusal("decided_meanwhile", gettext_lazy("Nobody asks for a second person here any more.")))
    now = timezone.now()
    if act == "agree":
        return motions.agree(by=person, motion=motion, now=now)
    if act == "refuse":
        return motions.refuse(by=person, motion=motion, answer=form.cleaned_data["answer"], now=now)
    return motions.take_back(by=person, motion=motion, now=now)
