"""What every page says in the same words: moments, numbers, groups, whose text it is, what happened to it."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models.stakeholder_group import LABELS, SLOTS
from moderation.models import HELD_FOR
from rounds.models import Round
from rounds.rules import days

register = template.Library()

# Below this much time a margin counts in hours and in the colour of what is nearly late.
SOON = timedelta(hours=48)


def now_of(context: Context) -> datetime:
    """The moment the page's door read; outside a request, the clock."""
    moment = context.get("now")
    return moment if isinstance(moment, datetime) else timezone.now()


def iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def city() -> str:
    """`Africa/Nairobi` as people say it."""
    zone = str(timezone.get_current_timezone())
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def reads_utc() -> bool:
    """Whether the reader's clock shows UTC, so that one moment need not be said twice."""
    return str(timezone.get_current_timezone()) in ("UTC", "Etc/UTC")


# --- moments ---------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def moment(context: Context, at: datetime | None) -> SafeString:
    """`{% moment comment.posted_at %}`: 18 Nov, 11:05 in the reader's zone; the year where it is another one."""
    if at is None:
        return SafeString("")
    local = timezone.localtime(at)
    pattern = "j M, H:i" if local.year == timezone.localtime(now_of(context)).year else "j M Y, H:i"
    return format_html('<time datetime="{}">{}</time>', iso(at), date_format(local, pattern))


@register.simple_tag
def both(at: datetime) -> SafeString:
    """`{% both at %}`: Fri 27 Nov 2026, 18:00 in Nairobi (your time) = 15:00 UTC."""
    utc = at.astimezone(UTC)
    if reads_utc():
        return format_html('<time datetime="{}">{} UTC</time>', iso(at), date_format(utc, "D j M Y, H:i"))
    local = timezone.localtime(at)
    there = date_format(utc, "H:i" if utc.date() == local.date() else "D H:i")
    return format_html(
        '<time datetime="{}">{}</time> {}, <time datetime="{}">{} UTC</time>',
        iso(at),
        date_format(local, "D j M Y, H:i"),
        _("in %(city)s (your time)") % {"city": city()},
        iso(at),
        there,
    )


@register.simple_tag
def day(at: datetime) -> SafeString:
    """`{% day round.opens_at %}`: 5 Oct 2026, the day in UTC: rounds are counted in whole days of UTC."""
    return format_html('<time datetime="{}">{}</time>', iso(at), date_format(at.astimezone(UTC), "j M Y"))


@register.simple_tag
def a_day(day: date) -> SafeString:
    """`{% a_day milestone.day %}`: 5 Oct 2026, of what has a day and no moment."""
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), date_format(day, "j M Y"))


@register.simple_tag
def last_day(round: Round) -> SafeString:
    """`{% last_day round %}`: the last day on which one may still send, in UTC."""
    shown = days.last_day(round.closes_at) or round.closes_at.astimezone(UTC).date()
    return format_html('<time datetime="{}">{}</time>', shown.isoformat(), date_format(shown, "j M Y"))


@register.simple_tag(takes_context=True)
def closing(context: Context, round: Round) -> SafeString:
    """The sentence that says when a round closes or closed.

    Closes at the end of Sunday 18 April 2027, 24:00 UTC = Monday 03:00 in Nairobi (your time), in 2 days 4 hours.
    """
    now = now_of(context)
    words = format_html('<time class="wrap" datetime="{}">{}</time>', iso(round.closes_at), _end(round.closes_at))
    here = _here(round.closes_at)
    if round.status(now) == Round.Status.CLOSED:
        return format_html(_("Closed {moment}{here}"), moment=words, here=here)
    left = days.span_words(round.closes_at - now, parts=2)
    return format_html(_("Closes {moment}{here}, in {left}"), moment=words, here=here, left=left)


@register.simple_tag
def closing_moment(at: datetime) -> SafeString:
    """`{% closing_moment extension.closes_at %}`: “at the end of Sunday 18 April 2027, 24:00 UTC”."""
    return format_html('<time class="wrap" datetime="{}">{}</time>', iso(at), _end(at))


@register.simple_tag(takes_context=True)
def opening(context: Context, round: Round) -> SafeString:
    """Opens on Monday 19 April 2027, 00:00 UTC = Monday 03:00 in Nairobi (your time), in 3 days."""
    now = now_of(context)
    utc = round.opens_at.astimezone(UTC)
    words = format_html(
        '<time class="wrap" datetime="{}">{}, {} UTC</time>',
        iso(round.opens_at),
        days.day_words(utc.date(), year=True),
        f"{utc:%H:%M}",
    )
    here = _here(round.opens_at)
    if round.opens_at <= now:
        return format_html(_("Opened on {moment}{here}"), moment=words, here=here)
    left = days.span_words(round.opens_at - now, parts=2)
    return format_html(_("Opens on {moment}{here}, in {left}"), moment=words, here=here, left=left)


@register.simple_tag
def final_since(round: Round) -> SafeString:
    """“Closed. Record final since 00:00:02 UTC”, with the day where it is not the one on which the round closed."""
    if round.sealed_at is None:
        return SafeString("")
    sealed = round.sealed_at.astimezone(UTC)
    same = sealed - round.closes_at < timedelta(days=1)
    words = f"{sealed:%H:%M:%S}" if same else f"{date_format(sealed, 'j M Y')}, {sealed:%H:%M:%S}"
    at = format_html('<time datetime="{}">{} UTC</time>', iso(round.sealed_at), words)
    return format_html(_("Closed. Record final since {at}."), at=at)


def _end(at: datetime) -> str:
    """“at the end of Sunday 18 April 2027, 24:00 UTC”, or “on Sunday 18 April 2027, 12:30 UTC”."""
    last = days.last_day(at)
    if last is not None:
        return _("at the end of %(day)s, 24:00 UTC") % {"day": days.day_words(last, year=True)}
    utc = at.astimezone(UTC)
    return _("on %(day)s, %(time)s UTC") % {"day": days.day_words(utc.date(), year=True), "time": f"{utc:%H:%M}"}


def _here(at: datetime) -> SafeString:
    """“ = Monday 03:00 in Nairobi (your time)”; nothing for a reader whose clock shows UTC."""
    if reads_utc():
        return SafeString("")
    words = _("%(moment)s in %(city)s (your time)") % {
        "moment": date_format(timezone.localtime(at), "l H:i"),
        "city": city(),
    }
    return format_html(' = <time class="wrap" datetime="{}">{}</time>', iso(at), words)


@register.simple_tag(takes_context=True)
def time_left(context: Context, round: Round) -> SafeString:
    """The margin of an open round, whole: `<p class="row-margin left"><b>5</b> days left</p>`."""
    count, words, soon = _left(round.closes_at - now_of(context))
    kind = "row-margin left soon" if soon else "row-margin left"
    return format_html('<p class="{}"><b>{}</b> {}</p>', kind, count, words)


@register.simple_tag(takes_context=True)
def left_words(context: Context, round: Round) -> str:
    """“5 days left”, for the middle of a line."""
    count, words, _soon = _left(round.closes_at - now_of(context))
    return f"{count} {words}"


def _left(span: timedelta) -> tuple[int, str, bool]:
    """Count, what is counted, and whether it is soon. Days are counted down, never up: what is said is there."""
    if span >= SOON:
        return span.days, ngettext("day left", "days left", span.days), False
    if span >= timedelta(hours=1):
        hours = int(span.total_seconds() // 3600)
        return hours, ngettext("hour left", "hours left", hours), True
    minutes = max(int(span.total_seconds() // 60), 1)
    return minutes, ngettext("minute left", "minutes left", minutes), True


@register.simple_tag(takes_context=True)
def zone_words(context: Context) -> str:
    """The sentence of the foot: in which zone the times of this page are."""
    if reads_utc():
        return _("Times are in UTC.")
    offset = timezone.localtime(now_of(context)).strftime("%z")
    hours, minutes = int(offset[1:3]), int(offset[3:5])
    shift = f"UTC{offset[0].replace('-', '−')}{hours}" + (f":{minutes:02}" if minutes else "")
    return _("Times are in your zone, %(city)s (%(shift)s), unless marked UTC.") % {"city": city(), "shift": shift}


# --- numbers and groups ----------------------------------------------------------------------------------------------


@register.simple_tag
def number(entry: Any, follows: str = "") -> SafeString:
    """`{% number comment.entry %}`: a link “No. 1042”. Takes an entry, or the number itself.

    Where the sequencer has not come yet: “its number follows”, or the words in `follows`.
    """
    seq = entry if isinstance(entry, int) else getattr(entry, "seq", None)
    if seq is None:
        return format_html('<span class="meta">{}</span>', follows or _("its number follows"))
    # An address by hand: a list of 5,000 numbers would spend seconds in reversing.
    return format_html('<a class="ref" href="/{}/">{}</a>', seq, _("No. %(number)s") % {"number": seq})


@register.simple_tag
def group(key: Any) -> SafeString:
    """`{% group "civil_society" %}`, or a StakeholderGroup: its colour beside its name. Nothing for None."""
    name = getattr(key, "pk", key)
    if name not in LABELS:
        return SafeString("")
    return format_html('<span class="group hue-{}">{}</span>', SLOTS[name], LABELS[name])


# --- texts that people filed -----------------------------------------------------------------------------------------


@register.filter
def fact(entry: Any, name: str) -> Any:
    """`{{ comment.status_entry|fact:"rule" }}`: what the record itself says; None where it does not say it."""
    return json.loads(entry.record).get(name) if entry is not None else None


@register.simple_tag(takes_context=True)
def fate(context: Context, filing: Any, decision: Any = None) -> SafeString:
    """What stands in the place of words that are not shown, in one sentence; nothing where they are.

    “Hidden by a moderator on 14 Apr, 11:05: rule 3 (decision No. 1077)”. `filing` needs its `status_entry`; with the
    `decision` the rule is named too: “rule 3, No attacks on persons”.
    """
    entry = decision.entry if decision is not None else filing.status_entry
    at = moment(context, entry.at) if entry is not None else ""
    match filing.status:
        case "hidden":
            rule = f"{decision.rule_number}, {decision.rule}" if decision else fact(entry, "rule")
            words = _("Hidden by a moderator on {at}: rule {rule} (decision {number})")
            if rule is None:
                # That it was shown was taken back; the decision before stands again.
                words = _("Hidden by a moderator on {at} (decision {number})")
            if entry is not None and entry.kind == "moderation.held":
                words = _(
                    "Held by a moderator until {until} unless a second one agrees: rule {rule} (decision {number})"
                )
            return format_html(
                words,
                at=at,
                until=moment(context, entry.at + HELD_FOR) if entry is not None else "",
                rule=rule,
                number=number(entry),
            )
        case "withdrawn":
            return format_html(_("Withdrawn by its author on {at}"), at=at)
        case "erased" if fact(entry, "because") == "unconfirmed":
            return format_html(_("Not confirmed within 7 days of the close, and erased on {at}"), at=at)
        case "erased" if fact(entry, "because") == "decision":
            return format_html(_("Erased on {at} (decision {number})"), at=at, number=number(entry))
        case "erased":
            return format_html(_("Erased on request on {at}"), at=at)
        case "received":
            reason = filing.get_waiting_for_display() if filing.waiting_for else ""
            return format_html(_("Received, waiting for {reason}"), reason=reason)
        case _:
            return SafeString("")


@register.filter
def author_name(filing: Any) -> str:
    """Who wrote: the account's name, else the name that an imported text came with; "A person" who gives none."""
    if not filing.is_named:
        return _("A person")
    if filing.author is not None:
        return str(filing.author)
    return getattr(filing, "author_name", "") or _("Somebody without a name")


@register.filter
def author_known(filing: Any) -> str:
    """The same for the desk, which knows also who does not give their name to others."""
    if filing.is_named or filing.author is None:
        return author_name(filing)
    return _("%(name)s (name not shown)") % {"name": filing.author}


# --- forms -----------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def once(context: Context) -> SafeString:
    """The hidden key of a form, so that a second press does nothing: a form shown again keeps its key."""
    request = context.get("request")
    typed = request.POST.get("key", "") if request is not None else ""
    return format_html('<input type="hidden" name="key" value="{}">', typed or uuid4())


@register.simple_tag
def things_to_mend(count: int) -> str:
    return ngettext("one thing to put right", "%(count)s things to put right", count) % {"count": count}


@register.filter
def joined(names: Any) -> SafeString:
    """Names of people or bodies in a row; each keeps its own direction."""
    return format_html_join(", ", "<bdi>{}</bdi>", ((name,) for name in names))


@register.filter
def at(mapping: Any, key: Any) -> Any:
    """`{{ numbers|at:id }}`: what a mapping holds under a key; None where it holds nothing."""
    return mapping.get(key)
