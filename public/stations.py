"""What happened to a filed text so far: its stations in the order of their moments, each with its number."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Person
from contributions.models import Contribution, ContributionVersion
from ledger.models import Entry
from moderation.models import Decision
from proposals.models import Comment, CommentVersion, Endorsement, Paragraph, ParagraphText
from public.wording import numbers_of
from rounds.models import Status

Text = Comment | Contribution
SHOWN = ("comment.published", "contribution.published")
REPLACED = "contribution.replaced"


@dataclass(frozen=True)
class Station:
    """One thing that happened. `number`: None where the record has no act of its own for it, or no number yet."""

    words: str | Promise
    at: datetime
    number: int | None = None
    address: str = ""
    kind: str = "past"


def stations_of(texts: Sequence[Text], viewer: Person) -> dict[UUID, list[Station]]:
    """By the id of each text, as `viewer` may read what others did; as many queries for thirty as for one."""
    found: defaultdict[UUID, list[Station]] = defaultdict(list)
    decisions = _decisions(texts, viewer)
    acts = Entry.objects.filter(thing__in=[text.pk for text in texts], kind__in=SHOWN)
    shown = {entry.thing: entry for entry in acts.order_by("pk")}
    for text in texts:
        found[text.pk] += _status(text, decisions.get(text.pk, []), shown.get(text.pk))
        if isinstance(text, Contribution) and text.replaced_by is not None:
            after = text.replaced_by
            address = reverse("contribution", args=[after.pk])
            found[text.pk].append(Station(_("Replaced by you"), after.posted_at, after.number, address))
    comments = [text.pk for text in texts if isinstance(text, Comment)]
    sent = [text.pk for text in texts if isinstance(text, Contribution)]
    for thing, station in (
        *_corrected(CommentVersion.objects.filter(comment__in=comments), "comment", texts),
        *_corrected(ContributionVersion.objects.filter(contribution__in=sent), "contribution", texts),
        *_replies(comments, viewer),
        *_cited(sent, viewer),
        *_endorsed("comment", comments, viewer),
        *_endorsed("contribution", sent, viewer),
    ):
        found[thing].append(station)
    for text in texts:
        first = Station(_("Received"), text.posted_at, text.number)
        rest = sorted(found[text.pk], key=lambda station: (station.kind == "wait", station.at))
        found[text.pk] = [first, *rest]
    return dict(found)


def _status(text: Text, decisions: Sequence[Decision], shown: Entry | None) -> list[Station]:
    """Whether it was shown and is, and by whose decision."""
    made: list[Station] = []
    entry = text.status_entry
    if text.status == Status.RECEIVED:
        reason = text.get_waiting_for_display() if text.waiting_for else ""
        made.append(Station(_("Waiting for %(reason)s") % {"reason": reason}, text.posted_at, kind="wait"))
    elif json.loads(text.entry.record).get("status", Status.PUBLISHED) == Status.PUBLISHED:
        made.append(Station(_("Shown at once"), text.posted_at))
    elif shown is not None and not any(one.entry_id == shown.pk for one in decisions):
        made.append(Station(_("Shown"), shown.at, shown.seq))
    made += [_decided(one) for one in decisions]
    if entry is None:
        return made
    if text.status == Status.WITHDRAWN and entry.kind != REPLACED:
        made.append(Station(_("Withdrawn by you"), entry.at, entry.seq, kind="stop"))
    because = json.loads(entry.record).get("because")
    # That it was erased by decision stands among the decisions.
    if text.status == Status.ERASED and because != "decision":
        unconfirmed = because == "unconfirmed"
        words = _("Erased: not confirmed within 7 days of the close") if unconfirmed else _("Erased on request")
        made.append(Station(words, entry.at, entry.seq, kind="stop"))
    return made


# What moderators did, for the author; those under a rule name it. `stop`: words of theirs are not shown by it.
RULE: dict[str, tuple[str | Promise, str]] = {
    Decision.Verb.HIDE: (gettext_lazy("Hidden by a moderator: rule %(number)s, %(rule)s"), "stop"),
    Decision.Verb.HOLD: (
        gettext_lazy("Hidden by one moderator for 72 hours, unless a second one agrees: rule %(number)s, %(rule)s"),
        "stop",
    ),
    Decision.Verb.DECLINE: (
        gettext_lazy("Your newer words are not shown, those before stay: rule %(number)s, %(rule)s"),
        "stop",
    ),
    Decision.Verb.REDACT: (gettext_lazy("Personal data was taken out: rule %(number)s, %(rule)s"), "past"),
}
PLAIN: dict[str, str | Promise] = {
    Decision.Verb.PUBLISH: gettext_lazy("Shown, after a moderator read it"),
    Decision.Verb.RESTORE: gettext_lazy("Shown again by a moderator"),
    Decision.Verb.LAPSE: gettext_lazy("Shown again: no second moderator agreed in time"),
    Decision.Verb.KEEP: gettext_lazy("A moderator read it and left it as it is"),
    Decision.Verb.ASK: gettext_lazy("A moderator asked you about it"),
}


def _decided(decision: Decision) -> Station:
    kind = "past"
    if decision.verb in RULE:
        pattern, kind = RULE[decision.verb]
        words: str | Promise = pattern % {"number": decision.rule_number, "rule": decision.rule}
    elif decision.verb == Decision.Verb.ERASE:
        words, kind = _("Erased for good, by two people"), "stop"
    elif decision.undoes is not None:
        words = _("Decision No. %(number)s was taken back") % {"number": decision.undoes.number or "…"}
    else:
        words = PLAIN[decision.verb]
    return Station(words, decision.at, decision.number, kind=kind)


def _decisions(texts: Sequence[Text], viewer: Person) -> dict[UUID, list[Decision]]:
    keys = [text.pk for text in texts]
    about: defaultdict[UUID, list[Decision]] = defaultdict(list)
    taken = Decision.objects.visible_to(viewer).filter(Q(comment__in=keys) | Q(contribution__in=keys))
    for decision in taken.select_related("entry", "undoes__entry").order_by("at", "step"):
        thing = decision.comment_id or decision.contribution_id
        if thing is not None:
            about[thing].append(decision)
    return dict(about)


def _corrected(versions: Any, name: str, texts: Sequence[Text]) -> Iterable[tuple[UUID, Station]]:
    """When its author last sent newer words, and whether those wait while the words before stay shown."""
    waits = {text.pk: text.waiting_version for text in texts if text.waiting_version is not None}
    newest = versions.filter(number__gt=1, entry__kind=f"{name}.corrected").order_by(name, "-number").distinct(name)
    for thing, number, at, seq in newest.values_list(name, "number", "at", "entry__seq"):
        address = reverse(f"{name}_changes", args=[thing])
        if thing in waits and number >= waits[thing]:
            words = _("Your newer words wait for a moderator; the words before stay shown")
            yield thing, Station(words, at, seq, address, kind="wait")
        else:
            yield thing, Station(_("Corrected by you"), at, seq, address)


def _replies(comments: Sequence[UUID], viewer: Person) -> Iterable[tuple[UUID, Station]]:
    said = Comment.objects.visible_to(viewer).filter(reply_to__in=comments, status=Status.PUBLISHED).order_by()
    newest = Max("entry__seq"), Max("posted_at")
    for thing, count, seq, at in said.values_list("reply_to").annotate(Count("pk"), *newest):
        words = ngettext("%(n)s reply", "%(n)s replies, the newest", count) % {"n": count}
        yield thing, Station(words, at, seq, reverse("comment", args=[thing]))


def _cited(sent: Sequence[UUID], viewer: Person) -> Iterable[tuple[UUID, Station]]:
    """The paragraphs of each text that name it among their sources, with the last act that said what those are."""
    readable = Paragraph.objects.visible_to(viewer).filter(drawn_from__in=sent)
    pairs = list(readable.values_list("drawn_from", "pk"))
    if not pairs:
        return
    drawn = {paragraph for _sent, paragraph in pairs}
    acts = Entry.objects.filter(kind="proposal.cited", thing__in=drawn).order_by("thing", "-pk").distinct("thing")
    said, parts = {entry.thing: entry for entry in acts}, numbers_of(list(drawn))
    by_text: defaultdict[tuple[UUID, UUID], list[ParagraphText]] = defaultdict(list)
    for thing, paragraph in pairs:
        if paragraph in parts and paragraph in said:
            by_text[thing, parts[paragraph].paragraph.proposal_id].append(parts[paragraph])
    for (thing, proposal), named in by_text.items():
        named.sort(key=lambda part: part.position)
        last = max((said[part.paragraph_id] for part in named), key=lambda entry: entry.pk)
        words = ngettext(
            "Cited in paragraph %(numbers)s of “%(title)s”",
            "Cited in paragraphs %(numbers)s of “%(title)s”",
            len(named),
        ) % {
            "numbers": get_text_list([part.number for part in named], _("and")),
            "title": named[0].paragraph.proposal.title,
        }
        address = (
            reverse("paragraph", args=[proposal, named[0].paragraph.anchor])
            if len(named) == 1
            else reverse("proposal", args=[proposal])
        )
        yield thing, Station(words, last.at, last.seq, address)


def _endorsed(name: str, things: Sequence[UUID], viewer: Person) -> Iterable[tuple[UUID, Station]]:
    """Organizations and people, never one sum."""
    given = Endorsement.objects.visible_to(viewer).filter(**{f"{name}__in": things}).order_by()
    counted = given.values_list(name).annotate(
        bodies=Count("pk", filter=Q(organization__isnull=False)),
        people=Count("pk", filter=Q(organization__isnull=True)),
        newest=Max("entry__seq"),
        at=Max("given_at"),
    )
    for thing, bodies, people, newest, at in counted:
        said = [
            ngettext("%(n)s organization", "%(n)s organizations", bodies) % {"n": bodies} if bodies else "",
            ngettext("%(n)s person", "%(n)s people", people) % {"n": people} if people else "",
        ]
        words = _("Endorsed by %(voices)s") % {"voices": get_text_list([one for one in said if one], _("and"))}
        yield thing, Station(words, at, newest, reverse(f"{name}_endorsements", args=[thing]))
