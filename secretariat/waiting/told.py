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
    if row["about_comment"]:
        return _comment(row, row["about_comment"])
    if row["about_contribution"]:
        return _contribution(row, row["about_contribution"])
    if row["about_request"]:
        return _request(row["about_request"])
    if row["about_motion"]:
        return _motion(row["about_motion"])
    for kind, words in (
        ("proposal", _("Text put up for comment: %(name)s")),
        ("document", _("Document: %(name)s")),
        ("organization", _("Name of an organization: %(name)s")),
        ("person", _("Name of a person: %(name)s")),
    ):
        if about := row[f"about_{kind}"]:
            return _line(words, name=about["name"])
    return ""


def facts(row: Row, now: datetime) -> list[str]:
    """Beside the badge: rules and flags, what was asked of whom, what waits for it."""
    said: list[str] = []
    if row["flags"]:
        said.append(_flags(row["rules"] or [], row["flags"]))
    if row["asks"]:
        said += _asks(row["asks"])
    elif motion := row["about_motion"]:
        said.append(_("asked by %(name)s") % {"name": motion["by"]})
    if row["about_request"]:
        said += _evidence(row, row["about_request"])
    if row["alike"]:
        said.append(_("reads like “%(name)s”") % {"name": row["alike"]})
    if row["replied_at"] and (not row["asked_at"] or row["replied_at"] >= row["asked_at"]):
        said.append(_("its author answered %(span)s ago") % {"span": days.span_words(now - row["replied_at"])})
    elif row["asked_at"]:
        said.append(_("its author was asked %(span)s ago") % {"span": days.span_words(now - row["asked_at"])})
    return said


def by(row: Row) -> str:
    """Who wrote it, as the desk knows them, and for whom."""
    text = row["about_comment"] or row["about_contribution"]
    if not text:
        return ""
    name = text["author"] or text.get("author_name") or _("Somebody without a name")
    if not text["is_named"]:
        # Told to the secretariat alone, where the text is decided about.
        name = _("Somebody who does not give their name")
    return _("%(name)s for %(body)s") % {"name": name, "body": text["body"]} if text["body"] else str(name)


def said(row: Row) -> tuple[str, str]:
    """The beginning of its words on one line, and their language; nothing where the title says all."""
    if row["words"]:
        format = (row["about_contribution"] or {}).get("format", "markdown")
        return excerpt(row["words"]["text"], format, EXCERPT), row["language"]
    if motion := row["about_motion"]:
        return excerpt(motion["reason"], "plain", EXCERPT), motion["language"]
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


def _comment(row: Row, comment: Row) -> str:
    whole, part = (
        (_("Reply %(number)s on the whole of %(title)s"), _("Reply %(number)s on paragraph %(paragraph)s of %(title)s"))
        if comment["reply_to"]
        else (
            _("Comment %(number)s on the whole of %(title)s"),
            _("Comment %(number)s on paragraph %(paragraph)s of %(title)s"),
        )
    )
    return _line(
        part if comment["paragraph"] else whole,
        number=_number(comment["number"]),
        paragraph=row["paragraph_number"],
        title=comment["title"],
    )


def _contribution(row: Row, contribution: Row) -> str:
    named, number = (row["words"] or {}).get("title", ""), _number(contribution["number"])
    if not named:
        return _line(_("Contribution %(number)s"), number=number)
    words = _("Contribution %(number)s: %(title)s") if number else _("Contribution: %(title)s")
    return _line(words, number=number, title=named)


def _request(request: Row) -> str:
    words = (
        _("%(person)s asks to speak for %(organization)s")
        if request["role"] == Affiliation.Role.FOCAL_POINT
        else _("%(person)s asks to be confirmed as a member of %(organization)s")
    )
    return _line(words, person=request["name"], organization=request["body"])


def _motion(motion: Row) -> str:
    if motion["verb"] == Motion.Verb.EXTEND:
        words, moment = _("More time for round %(number)s: until %(moment)s"), _moment(motion["closes_at"])
        return _line(words, number=motion["round"], moment=moment)
    words = _("%(person)s shall not speak for %(organization)s any more")
    return _line(words, person=motion["name"], organization=motion["body"])


def _evidence(row: Row, request: Row) -> list[str]:
    found = []
    if not request["verified_at"]:
        found.append(_("organization not confirmed"))
    if request["address_confirmed_at"]:
        found.append(_("address at its domain confirmed"))
    if request["letter_name"]:
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
        moment = _moment(asked["lapses_at"])
        found.append(_("shown again on %(moment)s if nobody agrees") % {"moment": moment})
    return found


def _number(seq: int | None) -> str:
    return _("No. %(number)s") % {"number": seq} if seq is not None else ""


def _moment(at: str | None) -> str:
    """Of a moment as the database writes it."""
    moment = parse_datetime(at or "")
    return date_format(localtime(moment), "j M, H:i") if moment is not None else ""


def _line(words: str, **values: Any) -> str:
    """The sentence on one line; where a number follows later, nothing stands in its place."""
    return " ".join((words % values).split())
