"""What a row of the queue says: what waits, why, and for whom, each in a few plain words."""

from datetime import datetime
from typing import Any

from django.utils.dateformat import format as date_format
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Affiliation
from moderation.models import Motion
from moderation.models.kept import ASKED, FLAGGED, NEAR, OWN, STEPPED_BACK
from rounds.rules import days
from texts.rules.render import excerpt

EXCERPT = 220
Row = dict[str, Any]


def title(row: Row) -> str:
    """“Comment No. 1070 on paragraph 2 of Zero draft”, “Teodor asks to speak for Harbour Masters”."""
    if row["comment_id"]:
        return _comment(row)
    if row["contribution_id"]:
        return _contribution(row)
    if row["request_id"]:
        return _request(row)
    if row["proposal_id"]:
        return _line(_("Text put up for comment: %(title)s"), title=row["proposal__title"])
    if row["document_id"]:
        return _line(_("Document: %(title)s"), title=row["document__title"])
    if row["organization_id"]:
        return _line(_("Name of an organization: %(name)s"), name=row["organization__name"])
    if row["person_id"]:
        return _line(_("Name of a person: %(name)s"), name=row["person__name"])
    if row["motion__verb"] == Motion.Verb.EXTEND:
        return _line(
            _("More time for round %(number)s: until %(moment)s"),
            number=row["motion__round__number"],
            moment=_moment(row["motion__closes_at"]),
        )
    return _line(
        _("%(person)s shall not speak for %(organization)s any more"),
        person=row["motion__affiliation__person__name"],
        organization=row["motion__affiliation__organization__name"],
    )


def facts(row: Row, now: datetime) -> list[str]:
    """Beside the badge: rules and flags, what was asked of whom, what waits for it."""
    said: list[str] = []
    if row["flags"]:
        said.append(_flags(row["rules"] or [], row["flags"]))
    if row["asks"]:
        said += _asks(row["asks"])
    elif row["motion__verb"]:
        said.append(_("asked by %(name)s") % {"name": row["motion__asked_by__name"]})
    if row["request_id"]:
        said += _evidence(row)
    if row["alike"]:
        said.append(_("reads like “%(name)s”") % {"name": row["alike"]})
    if row["replied_at"] and (not row["asked_at"] or row["replied_at"] >= row["asked_at"]):
        said.append(_("its author answered %(span)s ago") % {"span": days.span_words(now - row["replied_at"])})
    elif row["asked_at"]:
        said.append(_("its author was asked %(span)s ago") % {"span": days.span_words(now - row["asked_at"])})
    return said


def by(row: Row) -> str:
    """Who wrote it, as the desk knows them, and for whom."""
    kind = "comment" if row["comment_id"] else "contribution" if row["contribution_id"] else ""
    if not kind:
        return ""
    name = row[f"{kind}__author__name"] or row["contribution__author_name"] or _("Somebody without a name")
    if not row[f"{kind}__is_named"] and row[f"{kind}__author"]:
        name = _("%(name)s (name not shown)") % {"name": name}
    body = row[f"{kind}__organization__name"]
    return _("%(name)s for %(body)s") % {"name": name, "body": body} if body else str(name)


def said(row: Row) -> tuple[str, str]:
    """The beginning of its words on one line, and their language; nothing where the title says all."""
    if row["words"]:
        format = row["contribution__format"] or "markdown"
        return excerpt(row["words"]["text"], format, EXCERPT), row["language"]
    if row["motion__verb"]:
        return excerpt(row["motion__reason"], "plain", EXCERPT), row["motion__language"]
    return "", ""


def kept(reason: str) -> str:
    """Why somebody else decides about it."""
    return {
        OWN: _("yours: somebody else decides"),
        NEAR: _("of your organization: somebody else decides"),
        STEPPED_BACK: _("you stepped back: somebody else decides"),
        FLAGGED: _("you told of it: somebody else decides"),
        ASKED: _("you asked for it: somebody else agrees"),
    }.get(reason, "")


def _comment(row: Row) -> str:
    whole, part = (
        (_("Reply %(number)s on the whole of %(title)s"), _("Reply %(number)s on paragraph %(paragraph)s of %(title)s"))
        if row["comment__reply_to"]
        else (
            _("Comment %(number)s on the whole of %(title)s"),
            _("Comment %(number)s on paragraph %(paragraph)s of %(title)s"),
        )
    )
    return _line(
        part if row["comment__paragraph"] else whole,
        number=_number(row["comment__entry__seq"]),
        paragraph=row["paragraph_number"],
        title=row["comment__proposal__title"],
    )


def _contribution(row: Row) -> str:
    named, number = (row["words"] or {}).get("title", ""), _number(row["contribution__entry__seq"])
    if not named:
        return _line(_("Contribution %(number)s"), number=number)
    words = _("Contribution %(number)s: %(title)s") if number else _("Contribution: %(title)s")
    return _line(words, number=number, title=named)


def _request(row: Row) -> str:
    words = (
        _("%(person)s asks to speak for %(organization)s")
        if row["request__role"] == Affiliation.Role.FOCAL_POINT
        else _("%(person)s asks to be confirmed as a member of %(organization)s")
    )
    return _line(words, person=row["request__person__name"], organization=row["request__organization__name"])


def _evidence(row: Row) -> list[str]:
    found = []
    if not row["request__organization__verified_at"]:
        found.append(_("organization not confirmed"))
    if row["request__address_confirmed_at"]:
        found.append(_("address at its domain confirmed"))
    if row["request__letter_name"]:
        found.append(_("letter sent"))
    texts = (row["comments_wait"] or 0) + (row["contributions_wait"] or 0)
    found.append(
        ngettext("%(n)s text waits for it", "%(n)s texts wait for it", texts) % {"n": texts}
        if texts
        else _("no text waits for it")
    )
    return found


def _flags(rules: list[int], count: int) -> str:
    number = ngettext("%(n)s flag", "%(n)s flags", count) % {"n": count}
    if not rules:
        return number
    named = ngettext("rule %(rules)s", "rules %(rules)s", len(rules)) % {"rules": ", ".join(map(str, rules))}
    return f"{named}, {number}"


def _asks(asked: dict[str, Any]) -> list[str]:
    said = (
        _("%(name)s asks to erase it")
        if asked["verb"] == Motion.Verb.ERASE
        else _("%(name)s asks to hide it under rule %(rule)s")
    )
    found = [said % {"name": asked["by"], "rule": asked["rule"]}]
    if asked["lapses_at"]:
        moment = parse_datetime(asked["lapses_at"])
        found.append(_("shown again on %(moment)s if nobody agrees") % {"moment": _moment(moment)})
    return found


def _number(seq: int | None) -> str:
    return _("No. %(number)s") % {"number": seq} if seq is not None else ""


def _moment(at: datetime | None) -> str:
    return date_format(localtime(at), "j M, H:i") if at is not None else ""


def _line(words: str, **values: Any) -> str:
    """The sentence on one line; where a number follows later, nothing stands in its place."""
    return " ".join((words % values).split())
