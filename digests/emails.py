"""Each mail is a function: rows in, a letter out. Nothing is sent or written here."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import wraps
from typing import Concatenate
from uuid import UUID

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from contributions.models import Contribution, ContributionVersion, Recording
from digests.models import Digest, Follow
from digests.rules import letters, lines, links, news, readers
from digests.rules.letters import Decided, Late, Letter, Short
from ledger.models import Entry
from proposals.models import Comment, CommentVersion, Unconfirmed
from rounds.models import Round, Site, Status
from rounds.rules import receipts
from texts.rules import languages, markdown
from texts.rules.render import MARKDOWN, PLAIN, render

Thing = Comment | Contribution
Version = CommentVersion | ContributionVersion

_INLINER = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)


def _for_reader[**P](make: Callable[Concatenate[Person, P], Letter]) -> Callable[Concatenate[Person, P], Letter]:
    @wraps(make)
    def in_their_words(person: Person, *args: P.args, **kwargs: P.kwargs) -> Letter:
        with readers.reading(person.language, person.time_zone):
            return make(person, *args, **kwargs)

    return in_their_words


def _letter(site: Site, name: str, subject: str, context: Mapping[str, object], headers: Mapping[str, str]) -> Letter:
    """Render `<name>.txt` and `<name>.html` in the language that is active."""
    tongue = translation.get_language() or settings.LANGUAGE_CODE
    subject = " ".join(subject.split())
    whole = {
        **context,
        "subject": subject,
        "site_name": str(site),
        "language": tongue,
        "direction": languages.direction(tongue),
    }
    return Letter(
        subject=subject,
        text=render_to_string(f"{name}.txt", whole).strip() + "\n",
        html=_INLINER.inline(render_to_string(f"{name}.html", whole)),
        headers={**headers, **_sender(site), "Content-Language": tongue},
    )


def _sender(site: Site) -> dict[str, str]:
    """The From line under the name that the secretariat chose for all mails, if it chose one."""
    return {"From": letters.sender(site.sender)} if site.sender else {}


@_for_reader
def digest_message(
    person: Person, digest: Digest, follows: Sequence[Follow], told: news.News, *, now: datetime
) -> Letter:
    """The daily digest, or the one that was asked for: what is new in all that a person follows."""
    site = Site.objects.described()
    titles = [chapter.title for chapter in told.chapters]
    name = titles[0] if len(titles) == 1 else str(site)
    headline = _headline(told)
    stop = links.unsubscribe(links.token("daily", person.pk))
    headers = letters.headers(name, digest.stream_id, digest.from_seq, digest.to_seq) | {
        "List-Id": f"{site} <daily-digest.{letters.host()}>".replace("\n", " "),
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    context = {
        "person": person,
        "news": told,
        "headline": headline,
        "now": now,
        "from_number": digest.from_seq + 1,
        "to_number": digest.to_seq,
        "follows": [(_followed(follow), links.unsubscribe(links.token("follow", follow.pk))) for follow in follows],
        "stop_url": stop,
        "follows_url": links.follows(),
    }
    return _letter(site, "emails/digest", f"{headline}: {name}", context, headers)


def _headline(told: news.News) -> str:
    """The first line is the news: 3 new comments, 2 other entries."""
    parts = []
    if told.comments:
        parts.append(ngettext("%(n)s new comment", "%(n)s new comments", told.comments) % {"n": told.comments})
    if told.acts:
        words = (
            ngettext("%(n)s other entry", "%(n)s other entries", told.acts)
            if told.comments
            else ngettext("%(n)s new entry", "%(n)s new entries", told.acts)
        )
        parts.append(words % {"n": told.acts})
    return ", ".join(parts)


def _followed(follow: Follow) -> str:
    thing = follow.consultation or follow.proposal
    return thing.told(readers.tongues(follow.person.language)).title if thing else ""


@_for_reader
def receipt(
    person: Person, filed: Sequence[tuple[Thing, Version | None, str]], response: UUID | None, now: datetime
) -> Letter:
    """What an author gets once all that was filed together has its numbers: when, as whom, each text as it was filed.

    `filed`: each text with its first version (None: its words are not kept any more) and the place where it stands, in
    words; `response`: where there are more.
    """
    thing = filed[0][0]
    wanted = readers.tongues(person.language)
    parts = [_part(each, version, place, wanted) for each, version, place in filed]
    context = {
        **_about(thing, wanted),
        "parts": parts,
        "is_response": response is not None,
        "posted_at": thing.posted_at,
        "posted_utc": date_format(thing.posted_at.astimezone(UTC), "l j F Y, H:i:s"),
        "zone": person.time_zone.replace("_", " ") if person.time_zone not in ("", "UTC", "Etc/UTC") else "",
        "body": thing.organization,
        "capacity": thing.get_capacity_display(),
        "is_named": thing.is_named,
        "changes": receipts.changes(closes_at=thing.round.closes_at)
        if thing.round.status(now) == Round.Status.OPEN
        else "",
        "receipt_url": links.response(response) if response else links.receipt(_kind(thing), thing.pk),
    }
    key = response or thing.number
    headers = letters.headers(thing.consultation.title, "receipt", person.pk, key)
    return _letter(Site.objects.described(), "emails/receipt", _received(filed, response), context, headers)


def _received(filed: Sequence[tuple[Thing, Version | None, str]], response: UUID | None) -> str:
    thing = filed[0][0]
    if response is not None:
        numbers = ", ".join(f"{each.number}" for each, _version, _place in filed[:3])
        more = ", …" if len(filed) > 3 else ""
        words = ngettext(
            "Your text is received: No. %(numbers)s", "Your %(n)s texts are received: No. %(numbers)s", len(filed)
        )
        return words % {"n": len(filed), "numbers": f"{numbers}{more}"}
    if thing.status == Status.RECEIVED:
        subject = _("Your text is received: No. %(number)s")
    elif isinstance(thing, Comment):
        subject = _("Your comment is in the public record: No. %(number)s")
    else:
        subject = _("Your contribution is in the public record: No. %(number)s")
    return subject % {"number": f"{thing.number}"}


def _part(thing: Thing, version: Version | None, place: str, wanted: Sequence[str]) -> dict[str, object]:
    """One text of a receipt, whole."""
    answers = list(version.answers.items()) if isinstance(version, ContributionVersion) else []
    title = version.title if isinstance(version, ContributionVersion) else ""
    form = thing.format if isinstance(thing, Contribution) else MARKDOWN
    words = version.text if version is not None else ""
    return {
        "number": thing.number,
        "entry_url": links.entry(thing.number or 0),
        "thing_url": _address(thing),
        "about": thing.proposal.told(wanted) if isinstance(thing, Comment) else None,
        "place": place,
        "what_now": receipts.what_now(
            status=thing.status,
            waiting_for=thing.waiting_for,
            body=thing.organization.name if thing.organization else "",
            is_named=thing.is_named,
            confirmed_until=thing.round.confirmed_until,
        ),
        "fingerprint": receipts.fingerprint(title, words, *(text for _number, text in answers))
        if version is not None
        else "",
        "correct_url": links.correct(_kind(thing), thing.pk),
        "withdraw_url": links.withdraw(_kind(thing), thing.pk),
        "title": title,
        "text_language": thing.language,
        "text_lines": lines.wrap(markdown.to_plain(words) if form == MARKDOWN else words),
        "text_html": render(words, form) if words else "",
        "answers": [(number, lines.wrap(markdown.to_plain(text)), render(text, MARKDOWN)) for number, text in answers],
    }


def _kind(thing: Thing) -> str:
    return "comments" if isinstance(thing, Comment) else "contributions"


def recorded(
    entry: Entry, contribution: Contribution, version: ContributionVersion | None, recording: Recording
) -> Letter:
    """To the address from which a text reached the secretariat: what was recorded, in the language of the text.

    No version: its words are not kept any more.
    """
    answers = "\n\n".join(version.answers.values()) if version is not None else ""
    with readers.reading(contribution.language, recording.time_zone):
        context = {
            **_about(contribution, readers.tongues(contribution.language)),
            "number": entry.seq,
            "entry_url": links.entry(entry.seq or 0),
            "arrived_at": recording.arrived_at,
            "author_name": contribution.author_name,
            "body": contribution.organization,
            "is_late": contribution.is_late,
            "late_url": links.late(contribution.consultation.slug, contribution.round.number),
            "contact": contribution.consultation.contact,
            **_words(contribution, version),
            "answer_lines": lines.wrap(news.cut(answers)[0]),
            "answer_html": render(news.cut(answers)[0], PLAIN) if answers else "",
        }
        headers = letters.headers(contribution.consultation.title, "recorded", contribution.pk, entry.seq)
        subject = _("The secretariat has recorded your text: No. %(number)s") % {"number": f"{entry.seq}"}
        return _letter(Site.objects.described(), "emails/recorded", subject, context, headers)


def decision(told: Decided, words: tuple[Thing, Version] | None, language: str, zone: str, *key: object) -> Letter:
    """What somebody gets when it was decided about their text, their name or their account.

    `words`: the text with the words that may stand in the mail; None where none may. `key` makes the Message-ID.
    """
    with readers.reading(language, zone):
        context = {
            "told": told,
            "quoted_lines": lines.wrap(told.quoted),
            "said_lines": [lines.wrap(sentence) for sentence in told.said],
            "meaning_lines": [lines.wrap(sentence) for sentence in told.meaning],
            "steps": [(lines.wrap(sentence), sentence, link) for sentence, link in told.steps],
            "has_words": words is not None,
            **(_words(*words) if words is not None else {}),
        }
        site = Site.objects.described()
        headers = letters.headers(told.place[0][0] if told.place else str(site), "decision", *key)
        return _letter(site, "emails/decision", told.subject, context, headers)


def _about(thing: Thing, wanted: Sequence[str]) -> dict[str, object]:
    """Where a text stands, in the words that suit its reader."""
    return {
        "consultation": thing.consultation.told(wanted),
        "round": str(thing.round.told(wanted)),
        "about": thing.proposal.told(wanted) if isinstance(thing, Comment) else None,
        "is_comment": isinstance(thing, Comment),
        "thing_url": _address(thing),
    }


def _address(thing: Thing) -> str:
    return links.comment(thing.pk) if isinstance(thing, Comment) else links.contribution(thing.pk)


def _words(thing: Thing, version: Version | None) -> dict[str, object]:
    """The words as filed, for both parts of a mail to their own author; none where they are not kept any more."""
    if version is None:
        return {"title": "", "text_language": thing.language, "text_lines": [], "text_html": "", "left": 0}
    form = thing.format if isinstance(thing, Contribution) else MARKDOWN
    words = markdown.to_plain(version.text) if form == MARKDOWN else version.text
    beginning, left = news.cut(words)
    return {
        "title": version.title if isinstance(version, ContributionVersion) else "",
        "text_language": thing.language,
        "text_direction": languages.direction(thing.language),
        "text_lines": lines.wrap(beginning),
        "text_html": render(beginning, PLAIN) if left else render(version.text, form),
        "left": left,
    }


@_for_reader
def digests_stopped(person: Person, digest: Digest) -> Letter:
    """To the secretariat: two digests of one person within ten minutes have stopped the line."""
    subject = _("No digests leave: two for one person within ten minutes")
    context = {"person": person, "digest": digest}
    site = Site.objects.described()
    headers = letters.headers(str(site), "stopped", person.pk, digest.pk)
    return _letter(site, "emails/stopped", subject, context, headers)


def confirm_text(waiting: Unconfirmed) -> Letter:
    """To the address under which somebody without an account wrote: the text, and the link that files it.

    Whether the address has an account is not said. Anybody can have typed it, so the words stand as plain text.
    """
    title, words = waiting.title, "\n\n".join(filter(None, [waiting.text, *waiting.answers.values()]))
    beginning, left = news.cut(words)
    context = {
        "consultation": waiting.round.consultation,
        "round": str(waiting.round),
        "about": waiting.proposal,
        "received_at": waiting.received_at,
        "until": waiting.round.confirmed_until,
        "confirm_url": links.confirm(waiting.pk),
        "title": title,
        "text_language": waiting.language,
        "text_direction": languages.direction(waiting.language),
        "text_lines": lines.wrap(beginning),
        "text_html": render(beginning, PLAIN),
        "left": left,
    }
    headers = letters.headers(waiting.round.consultation.title, "confirm", waiting.pk)
    with readers.reading(waiting.page_language, "UTC"):
        subject = _("File your text of %(moment)s UTC with one press") % {
            "moment": date_format(waiting.received_at.astimezone(UTC), "H:i")
        }
        return _letter(Site.objects.described(), "emails/confirm", subject, context, headers)


@_for_reader
def reminder(person: Person, told: Late, *key: object) -> Letter:
    """To somebody who decides: what has waited too long, without a word of it."""
    site = Site.objects.described()
    context = {
        "told": told,
        "said_lines": [lines.wrap(sentence) for sentence in told.said],
        "why_lines": lines.wrap(told.why),
    }
    return _letter(site, "emails/reminder", told.subject, context, letters.headers(str(site), person.pk, *key))


@_for_reader
def short(person: Person, said: Short, *key: object) -> Letter:
    """A few sentences and one link, to a person or to an address that they gave. `key` makes the Message-ID."""
    site = Site.objects.described()
    context = {"paragraphs": [(words, lines.wrap(words)) for words in said.sentences], "link": said.link}
    return _letter(site, "emails/short", said.subject, context, letters.headers(str(site), "short", *key))


def account(template: str, key: str, context: Mapping[str, object]) -> Letter:
    """A mail about an account itself, in the language of the page that asked for it.

    `template` names its three parts: `<template>_subject.txt`, `_message.txt`, `_message.html`.
    """
    site = Site.objects.described()
    subject = render_to_string(f"{template}_subject.txt", {**context, "site_name": str(site)})
    return _letter(site, f"{template}_message", subject, context, letters.headers(str(site), "account", key))
