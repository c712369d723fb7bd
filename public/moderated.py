"""The sentences of what moderators decided: about texts, about names and titles, about accounts."""

from datetime import UTC, datetime

from django.utils.dateformat import format as date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.models import HELD_FOR
from public.acts import Act
from public.filed import erased as erased_unread
from public.templatetags.pages import day, iso, number


def hidden(act: Act) -> SafeString:
    return _under_a_rule(act, _("{thing} was hidden: rule {number}, “{name}”."))


def held(act: Act) -> SafeString:
    words = _(
        "{thing} was hidden by one moderator until {until}, for longer if a second one agrees: rule {number}, “{name}”."
    )
    return _under_a_rule(act, words, until=_moment(act.entry.at + HELD_FOR))


def lapsed(act: Act) -> SafeString:
    words = _("{thing} is shown again: no second person agreed in time that it is hidden.")
    return format_html(words, thing=act.decided())


def restored(act: Act) -> SafeString:
    return format_html(_("{thing}, which had been hidden, is shown again."), thing=act.decided())


def declined(act: Act) -> SafeString:
    words = _("Newer words of {within} are not shown, those before stay: rule {number}, “{name}”.")
    return _under_a_rule(act, words)


def asked(act: Act) -> SafeString:
    return format_html(_("The moderators asked the author of {thing} about it."), thing=act.thing)


def kept(act: Act) -> SafeString:
    words = _("{thing} stays as it is: a moderator read it, and it breaks no rule.")
    return format_html(words, thing=act.decided())


def redacted(act: Act) -> SafeString:
    words = _("Personal data was taken out of {within}: rule {number}, “{name}”. “[…]” stands in its place.")
    return _under_a_rule(act, words)


def undone(act: Act) -> SafeString:
    decision = act.decision
    before = number(decision.undoes.entry if decision and decision.undoes else None)
    return format_html(
        _("Taken back within the hour: decision {decision}, about {thing}."),
        decision=before,
        thing=act.decided(within=True),
    )


def erased(act: Act) -> SafeString:
    """By decision, or because nobody confirmed it in time, or because its author asked."""
    if act.facts.get("because") != "decision":
        return erased_unread(act)
    words = _("The words of {thing} were erased for good by two people; its number stays.")
    return format_html(words, thing=act.thing)


RESTRICTED = {
    "moderation.limited": gettext_lazy(
        "Somebody’s account is limited until {until}: what they write is read before it is shown. "
        "Rule {number}, “{name}”."
    ),
    "moderation.suspended": gettext_lazy(
        "Somebody’s account is suspended until {until}: nothing can be sent from it. Rule {number}, “{name}”."
    ),
}
RESTRICTED_FOR_GOOD = {
    "moderation.limited": gettext_lazy(
        "Somebody’s account is limited: what they write is read before it is shown. Rule {number}, “{name}”."
    ),
    "moderation.suspended": gettext_lazy(
        "Somebody’s account is suspended: nothing can be sent from it. Rule {number}, “{name}”."
    ),
}


def restricted(act: Act) -> SafeString:
    until = act.facts.get("until")
    if not until:
        return _under_a_rule(act, str(RESTRICTED_FOR_GOOD[act.entry.kind]))
    return _under_a_rule(act, str(RESTRICTED[act.entry.kind]), until=day(datetime.fromisoformat(str(until))))


def lifted(act: Act) -> SafeString:
    return format_html("{}", _("Somebody’s account is not limited or suspended any more."))


def _under_a_rule(act: Act, words: str, **said: SafeString) -> SafeString:
    return format_html(
        words,
        thing=act.decided(),
        within=act.decided(within=True),
        number=act.facts.get("rule"),
        name=act.decision.rule if act.decision else "",
        **said,
    )


def _moment(at: datetime) -> SafeString:
    words = date_format(at.astimezone(UTC), "j M Y, H:i")
    return format_html('<time datetime="{}">{} UTC</time>', iso(at), words)
