"""What a person's follows owe them, read from the record through what the person may see at that moment."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.models.stakeholder_group import LABELS, SLOTS
from contributions.models import Contribution
from digests.models import Follow
from digests.rules import lines, links, news, readers
from ledger.models import Entry
from moderation.models import Decision
from proposals.models import Comment, Paragraph, ParagraphText, Proposal
from rounds.models import Capacity, Channel, Consultation, Extension, Round, Status
from rounds.rules import days
from texts.rules import markdown
from texts.rules.render import MARKDOWN, PLAIN, render

COMMENTS = ("comment.received", "comment.published")
CONTRIBUTIONS = ("contribution.received", "contribution.imported", "contribution.published")
CHANGES = ("comment.corrected", "comment.withdrawn", "contribution.corrected", "contribution.withdrawn")
DECISIONS = ("moderation.hidden", "moderation.restored")
ROUNDS = ("round.planned", "round.extended", "round.closed")
TOLD = (*COMMENTS, *CONTRIBUTIONS, *CHANGES, *DECISIONS, *ROUNDS, "consultation.opened", "proposal.put_up")
# A text that waits to be shown is told when it is: its entry says so, and another one follows.
WAITS = '"status":"received"'


def _about(follow: Follow) -> Q:
    if follow.consultation_id is not None:
        return Q(consultation=follow.consultation_id)
    return Q(proposal=follow.proposal_id)


def owed(person: Person, follows: Sequence[Follow], to_seq: int) -> QuerySet[Entry]:
    """The entries up to `to_seq` that these follows of the person have not told, nor any other follow of theirs."""
    wanted, told = Q(pk__in=[]), Q(pk__in=[])
    for follow in follows:
        wanted |= _about(follow) & Q(seq__gt=follow.told_seq)
    if follows:
        oldest = min(follow.told_seq for follow in follows)
        for other in Follow.objects.filter(person=person, told_seq__gt=oldest):
            told |= _about(other) & Q(seq__gt=other.since_seq, seq__lte=other.told_seq)
    return (
        Entry.objects.filter(wanted, seq__lte=to_seq, kind__in=TOLD)
        .exclude(told)
        .exclude(kind__in=(*COMMENTS, *CONTRIBUTIONS), record__contains=WAITS)
        .order_by("-seq")
    )


def compose(person: Person, follows: Sequence[Follow], to_seq: int, *, now: datetime) -> news.News:
    """The news of these follows up to `to_seq`, as the person may read them now; false when there are none."""
    with readers.reading(person.language, person.time_zone):
        return _compose(person, follows, to_seq, now)


def _compose(person: Person, follows: Sequence[Follow], to_seq: int, now: datetime) -> news.News:
    entries = list(owed(person, follows, to_seq).defer("record"))
    consultations = Consultation.objects.visible_to(person).in_bulk({entry.consultation for entry in entries})
    by_consultation: dict[UUID, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.consultation in consultations:
            by_consultation[entry.consultation].append(entry)
    everything = [entry for each in by_consultation.values() for entry in each]
    spoken = _Comments(person, everything)
    acts = _Lines(person, everything, spoken.shown)
    chapters = []
    for key, its_own in by_consultation.items():
        consultation = consultations[key]
        acted = acts.of(consultation, its_own)
        texts = spoken.of(its_own)
        if not acted and not texts:
            continue
        chapters.append(
            news.Chapter(
                title=consultation.title,
                language=consultation.language,
                url=links.consultation(consultation.slug),
                deadlines=_deadlines(consultation, now),
                lines=acted[: news.MOST_LINES],
                more=max(len(acted) - news.MOST_LINES, 0),
                more_url=links.record(consultation.slug),
                texts=texts,
            )
        )
    return news.News(chapters)


def _deadlines(consultation: Consultation, now: datetime) -> list[news.Deadline]:
    rounds = Round.objects.filter(consultation=consultation).open_at(now).order_by("closes_at")
    return [news.Deadline(_closing(round, now), links.round(consultation.slug, round.number)) for round in rounds]


def _closing(round: Round, now: datetime) -> str:
    values = {
        "round": str(round),
        "moment": days.closing_words(round.closes_at),
        "left": days.span_words(round.closes_at - now, parts=2),
        "here": date_format(timezone.localtime(round.closes_at), "l H:i"),
    }
    zone = str(timezone.get_current_timezone())
    if zone == "UTC":
        return _("%(round)s closes %(moment)s UTC, in %(left)s.") % values
    values["city"] = zone.rpartition("/")[2].replace("_", " ")
    return _("%(round)s closes %(moment)s UTC = %(here)s in %(city)s (your time), in %(left)s.") % values


def author_words(thing: Comment | Contribution) -> str:
    """Who speaks, as it was when the text was filed."""
    if thing.capacity == Capacity.ORGANIZATION and thing.organization is not None:
        return thing.organization.name
    if thing.author is not None:
        return thing.author.name
    return getattr(thing, "author_name", "") or _("Author unknown")


def capacity_words(thing: Comment | Contribution) -> str:
    """For whom they speak: themselves, or the body whose words they brought."""
    match thing.capacity:
        case Capacity.ORGANIZATION:
            return _("sent by %(name)s") % {"name": thing.author.name} if thing.author else ""
        case Capacity.SECRETARIAT:
            return _("as secretariat")
        case _:
            return _("for themselves")


def group_words(thing: Comment | Contribution) -> tuple[str, int | None]:
    """The group's name and colour slot; nothing for the secretariat and for those who named no group."""
    key = thing.stakeholder_group_id
    return (str(LABELS[key]), SLOTS[key]) if key else ("", None)


class _Comments:
    """The comments among the entries that the person may read now, with their words; hidden ones are not there."""

    def __init__(self, person: Person, entries: Iterable[Entry]) -> None:
        self.numbers: dict[UUID, int] = {}
        for entry in entries:
            if entry.kind in COMMENTS and entry.thing not in self.numbers:
                self.numbers[entry.thing] = entry.seq or 0
        readable = Comment.objects.visible_to(person).filter(pk__in=self.numbers, status=Status.PUBLISHED)
        self.shown = dict(readable.order_by().values_list("pk", "proposal"))
        newest = sorted(self.shown, key=lambda pk: -self.numbers[pk])[: news.MOST_COMMENTS]
        self.things = {
            comment.pk: comment
            for comment in Comment.objects.visible_to(person)
            .filter(pk__in=newest, status=Status.PUBLISHED)
            .with_people()
            .select_related("reply_to__entry")
        }
        self.proposals = Proposal.objects.in_bulk(set(self.shown.values()))
        self.paragraphs = _paragraph_names(comment.paragraph for comment in self.things.values())

    def of(self, entries: Iterable[Entry]) -> list[news.Text]:
        """The texts of one consultation, each with its paragraphs, all newest first."""
        by_text: dict[UUID, dict[Paragraph | None, list[news.Comment]]] = {}
        more: dict[UUID, int] = defaultdict(int)
        for thing in dict.fromkeys(entry.thing for entry in entries if entry.kind in COMMENTS):
            if thing not in self.shown:
                continue
            parts = by_text.setdefault(self.shown[thing], {})
            comment = self.things.get(thing)
            if comment is None:
                more[self.shown[thing]] += 1
            else:
                parts.setdefault(comment.paragraph, []).append(self._comment(comment))
        return [
            news.Text(
                title=self.proposals[key].title,
                language=self.proposals[key].language,
                url=links.proposal(key),
                parts=[self._part(key, paragraph, comments) for paragraph, comments in parts.items()],
                more=more[key],
                more_url=links.comments(key),
            )
            for key, parts in by_text.items()
        ]

    def _part(self, proposal: UUID, paragraph: Paragraph | None, comments: list[news.Comment]) -> news.Part:
        if paragraph is None:
            return news.Part(_("On the whole text"), links.proposal(proposal, "whole-text"), comments)
        return news.Part(self.paragraphs[paragraph.pk], links.proposal(proposal, paragraph.anchor), comments)

    def _comment(self, comment: Comment) -> news.Comment:
        words, left = news.cut(markdown.to_plain(comment.text or ""))
        group, slot = group_words(comment)
        return news.Comment(
            number=comment.number or self.numbers[comment.pk],
            url=links.comment(comment.pk),
            kind=str(Comment.Kind(comment.kind).label) if comment.kind else _("Comment"),
            answers=comment.reply_to.number if comment.reply_to else None,
            group=group,
            slot=slot,
            author=author_words(comment),
            capacity=capacity_words(comment),
            at=comment.posted_at,
            corrected=comment.edited_at is not None,
            language=comment.language,
            lines=lines.wrap(words),
            html=render(words, PLAIN) if left else render(comment.text or "", MARKDOWN),
            left=left,
        )


def _paragraph_names(paragraphs: Iterable[Paragraph | None]) -> dict[UUID, str]:
    """Paragraph 7: Who decides, in the words of the newest revision."""
    names: dict[UUID, str] = {}
    wanted = {paragraph.pk for paragraph in paragraphs if paragraph is not None}
    for text in ParagraphText.objects.filter(paragraph__in=wanted).order_by("revision__number"):
        name = _("Paragraph %(number)s") % {"number": text.number}
        names[text.paragraph_id] = f"{name}: {text.heading}" if text.heading else name
    return names


class _Lines:
    """Every other act, a line each."""

    def __init__(self, person: Person, entries: list[Entry], told: dict[UUID, UUID]) -> None:
        self.told = told
        things = {entry.thing for entry in entries}
        contributions = Contribution.objects.visible_to(person).filter(pk__in=things)
        self.contributions = {thing.pk: thing for thing in contributions.with_people()}
        self.comments = {
            thing.pk: thing for thing in Comment.objects.visible_to(person).filter(pk__in=things).select_related("entry")
        }
        numbers = [entry.seq for entry in entries if entry.kind in DECISIONS]
        decisions = Decision.objects.visible_to(person).filter(entry__seq__in=numbers).select_related("entry")
        self.decisions = {decision.entry.seq: decision for decision in decisions}
        self.extensions = {
            extension.pk: extension
            for extension in Extension.objects.filter(pk__in=things).select_related("round__consultation")
        }
        rounds = Round.objects.visible_to(person).filter(pk__in=things).select_related("consultation")
        self.rounds = {round.pk: round for round in rounds}
        self.proposals = Proposal.objects.visible_to(person).in_bulk(things)

    def of(self, consultation: Consultation, entries: Iterable[Entry]) -> list[news.Line]:
        lines: list[news.Line] = []
        told: set[UUID] = set()
        for entry in entries:
            line = self._line(consultation, entry, told)
            if line is not None:
                lines.append(line)
        return lines

    def _line(self, consultation: Consultation, entry: Entry, told: set[UUID]) -> news.Line | None:
        number = entry.seq or 0
        url, words, quoted, language = links.entry(number), "", "", ""
        match entry.kind:
            case kind if kind in CONTRIBUTIONS:
                thing = self.contributions.get(entry.thing)
                if thing is None or thing.title is None or entry.thing in told:
                    return None
                told.add(entry.thing)
                number = thing.number or number
                url, quoted, language = links.contribution(thing.pk), thing.title, thing.language
                words = self._contribution_words(thing)
            case "comment.corrected" | "contribution.corrected":
                # Where the text itself stands in this mail, it stands there corrected and says so.
                if entry.thing in self.told or entry.thing in told or self._number(entry) is None:
                    return None
                words = _("No. %(number)s was corrected by its author.") % {"number": self._number(entry)}
            case "comment.withdrawn" | "contribution.withdrawn":
                if self._number(entry) is None:
                    return None
                words = _("No. %(number)s was withdrawn by its author.") % {"number": self._number(entry)}
            case kind if kind in DECISIONS:
                decision = self.decisions.get(number)
                if decision is None or self._number(entry) is None:
                    return None
                words, quoted, language = self._decision_words(decision, entry), decision.reason, decision.language
            case "round.extended":
                extension = self.extensions.get(entry.thing)
                if extension is None:
                    return None
                url = links.round(consultation.slug, extension.round.number)
                quoted, language = extension.reason, consultation.language
                words = _("%(round)s is extended. It now closes %(moment)s UTC, because:") % {
                    "round": extension.round,
                    "moment": days.closing_words(extension.closes_at),
                }
            case "round.planned" | "round.closed":
                round = self.rounds.get(entry.thing)
                if round is None:
                    return None
                url, words = links.round(consultation.slug, round.number), self._round_words(round, entry)
            case "proposal.put_up":
                proposal = self.proposals.get(entry.thing)
                if proposal is None:
                    return None
                url, quoted, language = links.proposal(proposal.pk), proposal.title, proposal.language
                words = _("%(type)s put up for comment:") % {"type": Proposal.Type(proposal.type).label}
            case "consultation.opened":
                url, words = links.consultation(consultation.slug), _("This consultation was opened.")
            case _:
                return None
        return news.Line(number, url, words, " ".join(quoted.split()), language)

    def _number(self, entry: Entry) -> int | None:
        """The number of the text that an entry is about; None where the person may not know of it."""
        thing = self.comments.get(entry.thing) or self.contributions.get(entry.thing)
        return thing.number if thing is not None and thing.status != Status.RECEIVED else None

    def _contribution_words(self, thing: Contribution) -> str:
        group, _slot = group_words(thing)
        who = ", ".join(part for part in (author_words(thing), group) if part)
        if thing.channel == Channel.IMPORTED:
            return _("Contribution of %(who)s, imported:") % {"who": who}
        return _("Contribution of %(who)s:") % {"who": who}

    def _decision_words(self, decision: Decision, entry: Entry) -> str:
        if decision.verb == Decision.Verb.HIDE:
            return _("No. %(number)s was hidden by a moderator under rule %(rule)s, “%(name)s”:") % {
                "number": self._number(entry),
                "rule": decision.rule_number,
                "name": decision.rule,
            }
        return _("No. %(number)s is shown again:") % {"number": self._number(entry)}

    def _round_words(self, round: Round, entry: Entry) -> str:
        if entry.kind == "round.closed":
            count = json.loads(entry.record)["count"]
            return _("%(round)s is closed. Its record is final: %(count)s texts.") % {"round": round, "count": count}
        return _("%(round)s is planned. It opens on %(opens)s and closes %(closes)s UTC.") % {
            "round": round,
            "opens": days.moment_words(round.opens_at),
            "closes": days.closing_words(round.closes_at),
        }
