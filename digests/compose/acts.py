import json
from collections.abc import Iterable
from uuid import UUID

from django.utils.dateformat import format as date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Person
from contributions.models import Contribution
from digests.compose import names
from digests.compose.owed import CHANGES, CONTRIBUTIONS, DECISIONS, REPLACED, edits
from digests.rules import links, moments, news, readers
from ledger.models import Entry
from moderation.models import Decision
from proposals.models import Comment, Proposal
from rounds.models import (
    Channel,
    Consultation,
    Correction,
    Document,
    Extension,
    Milestone,
    Round,
    RulesChange,
    Status,
)

DECIDED: dict[str, str | Promise] = {
    Decision.Verb.HIDE: gettext_lazy("No. %(number)s was hidden by a moderator under rule %(rule)s, “%(name)s”:"),
    Decision.Verb.HOLD: gettext_lazy(
        "No. %(number)s was hidden by one moderator for 72 hours, unless a second one agrees, "
        "under rule %(rule)s, “%(name)s”:"
    ),
    Decision.Verb.LAPSE: gettext_lazy("No. %(number)s is shown again: no second moderator agreed in time."),
    Decision.Verb.RESTORE: gettext_lazy("No. %(number)s is shown again:"),
    Decision.Verb.REDACT: gettext_lazy(
        "Personal data was taken out of No. %(number)s under rule %(rule)s, “%(name)s”:"
    ),
    Decision.Verb.ERASE: gettext_lazy("The words of No. %(number)s were erased for good by two people:"),
    Decision.Verb.UNDO: gettext_lazy("A moderator’s decision about No. %(number)s was taken back."),
}


class Acts:
    """Every other act, a line each."""

    def __init__(self, person: Person, entries: list[Entry], told: dict[UUID, UUID]) -> None:
        self.told = told
        self.edits = edits(entries)
        things = {entry.thing for entry in entries}
        contributions = Contribution.objects.visible_to(person).filter(pk__in=things)
        self.contributions = {thing.pk: thing for thing in contributions.with_people().defer("text")}
        comments = Comment.objects.visible_to(person).filter(pk__in=things).select_related("entry").defer("text")
        self.comments = {thing.pk: thing for thing in comments}
        self.replacing = _replacing(person, self.contributions.values())
        numbers = [entry.seq for entry in entries if entry.kind in DECISIONS]
        decisions = Decision.objects.visible_to(person).filter(entry__seq__in=numbers).select_related("entry")
        self.decisions = {decision.entry.seq: decision for decision in decisions}
        self.extensions = {
            extension.pk: extension
            for extension in Extension.objects.filter(pk__in=things).select_related("round__consultation")
        }
        corrected = [entry.thing for entry in entries if entry.kind == "consultation.corrected"]
        corrections = Correction.objects.visible_to(person).with_names()
        self.corrections = corrections.in_bulk(corrected) if corrected else {}
        ruled = [entry.pk for entry in entries if entry.kind == "consultation.rules_changed"]
        changes = RulesChange.objects.visible_to(person).filter(entry__in=ruled) if ruled else []
        self.rules_changes = {change.entry_id: change for change in changes}
        rounds = Round.objects.visible_to(person).filter(pk__in=things).select_related("consultation", "supplements")
        self.rounds = {round.pk: round for round in rounds}
        self.documents = Document.objects.visible_to(person).select_related("entry").in_bulk(things)
        self.milestones = Milestone.objects.visible_to(person).in_bulk(things)
        self.wanted = readers.tongues(person.language)
        proposals = Proposal.objects.visible_to(person).select_related("entry").prefetch_related("translations")
        self.proposals = proposals.in_bulk(things)

    def of(self, consultation: Consultation, entries: Iterable[Entry]) -> list[news.Line]:
        """The lines of one consultation, in the order of its entries."""
        named: set[UUID] = set()
        lines = (self._line(consultation, entry, named) for entry in entries)
        return [line for line in lines if line is not None]

    def _line(self, consultation: Consultation, entry: Entry, named: set[UUID]) -> news.Line | None:
        """`named` collects the contributions that have their line: received and then shown is told once."""
        match entry.kind:
            case _ if entry.pk in self.edits:
                return self._change(entry, named)
            case kind if kind in CONTRIBUTIONS:
                return self._contribution(entry, named)
            case kind if kind in CHANGES:
                return self._change(entry, named)
            case kind if kind == REPLACED:
                return self._replacement(entry)
            case kind if kind in DECISIONS:
                return self._decision(entry)
            case "round.extended":
                return self._extension(consultation, entry)
            case "round.planned" | "round.closed":
                return self._round(consultation, entry)
            case "round.supplemented":
                return self._supplement(consultation, entry)
            case "consultation.corrected":
                return self._put_right(consultation, entry)
            case "consultation.rules_changed":
                return self._rules(consultation, entry)
            case "proposal.put_up":
                return self._proposal(entry)
            case "consultation.document_added":
                return self._document(consultation, entry)
            case "consultation.milestone_announced":
                return self._milestone(consultation, entry)
            case "consultation.opened":
                url = links.consultation(consultation.slug)
                return news.Line(entry.seq or 0, url, _("This consultation was opened."))
        return None

    def _contribution(self, entry: Entry, named: set[UUID]) -> news.Line | None:
        thing = self.contributions.get(entry.thing)
        if thing is None or thing.title is None or entry.thing in named:
            return None
        # The same text is told once, whoever of its filers comes first.
        key = thing.same_text_as_id or thing.pk
        if key in named:
            return None
        named |= {key, entry.thing}
        group, _slot = names.group(thing)
        who = ", ".join(part for part in (names.author(thing), group) if part)
        match thing.channel:
            case Channel.IMPORTED:
                words = _("Contribution of %(who)s, imported:")
            case Channel.RECORDED:
                words = _("Contribution of %(who)s, recorded by the secretariat:")
            case _:
                words = _("Contribution of %(who)s:")
        number = thing.number or entry.seq or 0
        return news.Line(number, links.contribution(thing.pk), words % {"who": who}, thing.title, thing.language)

    def _change(self, entry: Entry, named: set[UUID]) -> news.Line | None:
        number = self._number(entry)
        is_correction = entry.kind.endswith(".corrected") or entry.pk in self.edits
        # Where the text itself stands in this mail, it stands there corrected and says so.
        if number is None or (is_correction and (entry.thing in self.told or entry.thing in named)):
            return None
        words = (
            _("No. %(number)s was corrected by its author.")
            if is_correction
            else _("No. %(number)s was withdrawn by its author.")
        )
        return news.Line(entry.seq or 0, links.entry(entry.seq or 0), words % {"number": number})

    def _replacement(self, entry: Entry) -> news.Line | None:
        number, thing = self._number(entry), self.contributions.get(entry.thing)
        after = self.replacing.get(thing.replaced_by_id) if thing is not None and thing.replaced_by_id else None
        if number is None or after is None:
            return None
        words = _("No. %(number)s was replaced by its author: No. %(after)s stands in its place.")
        return news.Line(entry.seq or 0, links.entry(entry.seq or 0), words % {"number": number, "after": after})

    def _decision(self, entry: Entry) -> news.Line | None:
        decision = self.decisions.get(entry.seq)
        named = self.documents.get(entry.thing) or self.proposals.get(entry.thing)
        number = named.entry.seq if named is not None else self._number(entry)
        if decision is None or number is None:
            return None
        values = {"number": number, "rule": decision.rule_number, "name": decision.rule}
        words = str(DECIDED[decision.verb]) % values
        return news.Line(entry.seq or 0, links.entry(entry.seq or 0), words, decision.reason, decision.language)

    def _extension(self, consultation: Consultation, entry: Entry) -> news.Line | None:
        extension = self.extensions.get(entry.thing)
        if extension is None:
            return None
        words = _("%(round)s is extended. It now closes %(moment)s, because:") % {
            "round": extension.round,
            "moment": moments.closing(extension.closes_at),
        }
        url = links.round(consultation.slug, extension.round.number)
        return news.Line(entry.seq or 0, url, words, extension.reason, consultation.language)

    def _milestone(self, consultation: Consultation, entry: Entry) -> news.Line | None:
        """A step that was taken away since has no line."""
        milestone = self.milestones.get(entry.thing)
        if milestone is None:
            return None
        words = _("Announced for %(day)s:") % {"day": date_format(milestone.day, "j M Y")}
        url = f"{links.consultation(consultation.slug)}#rounds"
        return news.Line(entry.seq or 0, url, words, milestone.title, consultation.language)

    def _document(self, consultation: Consultation, entry: Entry) -> news.Line | None:
        """What was taken away since is not told."""
        document = self.documents.get(entry.thing)
        if document is None:
            return None
        words = _("%(type)s added to the documents:") % {"type": Document.Type(document.type).label}
        url = f"{links.consultation(consultation.slug)}#documents"
        return news.Line(entry.seq or 0, url, words, document.title, document.language)

    def _supplement(self, consultation: Consultation, entry: Entry) -> news.Line | None:
        round = self.rounds.get(entry.thing)
        if round is None or round.supplements is None:
            return None
        words = _(
            "%(round)s gives back the time that an outage took from round %(number)s. "
            "It opens on %(opens)s and closes %(closes)s, because:"
        ) % {
            "round": round,
            "number": round.supplements.number,
            "opens": moments.opening(round.opens_at),
            "closes": moments.closing(round.closes_at),
        }
        url = links.round(consultation.slug, round.number)
        return news.Line(entry.seq or 0, url, words, round.reason, consultation.language)

    def _put_right(self, consultation: Consultation, entry: Entry) -> news.Line | None:
        correction = self.corrections.get(entry.thing)
        if correction is None:
            return None
        words = _("The secretariat corrected its words (%(words)s), because:") % {"words": correction.name}
        url = links.corrections(consultation.slug)
        return news.Line(entry.seq or 0, url, words, correction.reason, consultation.language)

    def _rules(self, consultation: Consultation, entry: Entry) -> news.Line | None:
        change = self.rules_changes.get(entry.pk)
        if change is None:
            return None
        words = _("The rules under which texts are moderated were changed, because:")
        return news.Line(
            entry.seq or 0, links.rules_changes(consultation.slug), words, change.reason, consultation.language
        )

    def _round(self, consultation: Consultation, entry: Entry) -> news.Line | None:
        round = self.rounds.get(entry.thing)
        if round is None:
            return None
        if entry.kind == "round.closed":
            count = json.loads(entry.record)["count"]
            words = ngettext(
                "%(round)s is closed. Its record is final: %(count)s text.",
                "%(round)s is closed. Its record is final: %(count)s texts.",
                count,
            ) % {"round": round, "count": count}
        else:
            words = _("%(round)s is planned. It opens on %(opens)s and closes %(closes)s.") % {
                "round": round,
                "opens": moments.opening(round.opens_at),
                "closes": moments.closing(round.closes_at),
            }
        return news.Line(entry.seq or 0, links.round(consultation.slug, round.number), words)

    def _proposal(self, entry: Entry) -> news.Line | None:
        proposal = self.proposals.get(entry.thing)
        if proposal is None:
            return None
        words = _("%(type)s put up for comment:") % {"type": Proposal.Type(proposal.type).label}
        said = proposal.told(self.wanted)
        return news.Line(entry.seq or 0, links.proposal(proposal.pk), words, said.title, said.language)

    def _number(self, entry: Entry) -> int | None:
        """The number of the text that an entry is about; None where it is not shown in any form."""
        thing = self.comments.get(entry.thing) or self.contributions.get(entry.thing)
        return thing.number if thing is not None and thing.status != Status.RECEIVED else None


def _replacing(person: Person, contributions: Iterable[Contribution]) -> dict[UUID, int]:
    """The numbers of those that stand in the place of others, as far as they are shown."""
    wanted = [thing.replaced_by_id for thing in contributions if thing.replaced_by_id]
    if not wanted:
        return {}
    seen = Contribution.objects.visible_to(person).filter(pk__in=wanted).exclude(status=Status.RECEIVED)
    return {key: seq for key, seq in seen.values_list("pk", "entry__seq") if seq is not None}
