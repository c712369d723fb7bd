"""The sentences of what people filed: sent, corrected, replaced, taken back, endorsed, shown."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models.stakeholder_group import LABELS
from public.acts import Act, id_of
from public.templatetags.pages import number
from rounds.models import Status

COMMENTED = {
    None: gettext_lazy("{who} commented on {place}."),
    "support": gettext_lazy("{who} supported {place}."),
    "concern": gettext_lazy("{who} raised a concern about {place}."),
    "question": gettext_lazy("{who} asked a question about {place}."),
    "suggestion": gettext_lazy("{who} made a suggestion for {place}."),
    "missing_issue": gettext_lazy("{who} named an issue that is missing from {place}."),
}


def commented(act: Act) -> SafeString:
    if act.facts.get("reply_to"):
        before = number(act.names.numbers.get(id_of(act.facts["reply_to"])), _("a comment"))
        return format_html(_("{who} replied to {comment}, on {place}."), who=act.who, comment=before, place=act.place)
    return format_html(str(COMMENTED[act.facts.get("comment_kind")]), who=act.who, place=act.place)


def sent(act: Act) -> SafeString:
    match act.facts.get("channel"):
        case "recorded" if act.facts.get("late"):
            words = _("What reached the secretariat after the close of {round} was recorded; it is in no count.")
        case "recorded":
            words = _("A contribution that reached the secretariat by another way was recorded in {round}.")
        case _:
            words = _("{who} sent a contribution to {round}.")
    return format_html(words, who=act.who, round=act.round)


def imported(act: Act) -> SafeString:
    return format_html(_("A contribution was imported into {round}; authenticated by nobody here."), round=act.round)


def imported_all(act: Act) -> SafeString:
    count = int(act.facts["count"])
    words = ngettext(
        "{count} contribution was imported into {round}.", "{count} contributions were imported into {round}.", count
    )
    return format_html(words, count=f"{count:,}", round=act.round)


def corrected(act: Act) -> SafeString:
    if act.facts.get("status") == Status.RECEIVED:
        return format_html(_("The author of {thing} sent newer words, which wait to be shown."), thing=act.thing)
    return format_html(_("The author of {thing} corrected it. The words before can be read."), thing=act.thing)


def withdrawn(act: Act) -> SafeString:
    return format_html(_("The author of {thing} took it back. Its words are gone, its number stays."), thing=act.thing)


def attached(act: Act) -> SafeString:
    return format_html(_("The author of {thing} put a file beside it."), thing=act.thing)


def detached(act: Act) -> SafeString:
    return format_html(_("The author of {thing} took a file away from it."), thing=act.thing)


def replaced(act: Act) -> SafeString:
    after = number(act.names.numbers.get(id_of(act.facts["by"])), _("another contribution"))
    return format_html(_("The author of {thing} replaced it by {after}."), thing=act.thing, after=after)


CAPACITIES = {
    "personal": gettext_lazy("{thing} speaks for its author alone from now on."),
    "organization": gettext_lazy("{thing} speaks for an organization from now on."),
}


def spoken_for(act: Act) -> SafeString:
    return format_html(str(CAPACITIES[str(act.facts["capacity"])]), thing=act.thing)


def introduced(act: Act) -> SafeString:
    group = LABELS.get(str(act.facts.get("stakeholder_group")))
    if group is None:
        return format_html(_("The author of {thing}, who is new here, said where they are from."), thing=act.thing)
    words = _("The author of {thing}, who is new here, said of which group they are: {group}.")
    return format_html(words, thing=act.thing, group=group)


def endorsed(act: Act) -> SafeString:
    words = _("{who} endorsed {thing}.")
    return format_html(words, who=act.who, thing=endorsed_thing(act))


def endorsement_ended(act: Act) -> SafeString:
    return format_html(_("An endorsement of {thing} was taken back."), thing=endorsed_thing(act))


def endorsed_thing(act: Act) -> Any:
    about = act.facts.get("comment") or act.facts.get("contribution")
    return number(act.names.numbers.get(id_of(about)), _("a text")) if about else act.text


def erased(act: Act) -> SafeString:
    return format_html(_("The words of {thing} were erased; its number stays."), thing=act.thing)


def published(act: Act) -> SafeString:
    return format_html(_("The words of {thing} that had been received are shown now."), thing=act.thing)
