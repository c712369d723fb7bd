"""The public record as a reader may read it: which entries, and the sentence of each."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from accounts.models import Organization, Person
from ledger.models import Entry
from moderation.models import Decision
from proposals.models import ParagraphText, Proposal
from proposals.permissions import readable_entries
from public import sentences
from public.acts import Act, Facts, Names, ParagraphName, TextName
from rounds.models import Consultation, Correction, Extension, Round

# An import tells itself once, not once for each text it brought.
NOT_NEWS = ("contribution.imported",)
# Facts that name another text by its id.
ABOUT = ("reply_to", "by", "comment", "contribution")
RECEIVED = ("contribution.received", "contribution.imported", "comment.received")


@dataclass(frozen=True)
class Told:
    """One entry as a row of the page."""

    entry: Entry
    title: str | Promise
    words: SafeString
    group: str | None
    consultation: Consultation | None


def latest(viewer: Person | None, *, limit: int) -> list[Told]:
    """What happened last, newest first."""
    return tell(readable_entries(viewer).exclude(kind__in=NOT_NEWS).order_by("-seq")[:limit], viewer)


def tell(entries: Iterable[Entry], viewer: Person | None) -> list[Told]:
    """The sentence of each entry. The same few queries whatever their number."""
    shown = list(entries)
    facts = [json.loads(entry.record) for entry in shown]
    names = _names(shown, facts, viewer)
    told = []
    for entry, said in zip(shown, facts, strict=True):
        kind = sentences.kind_of(entry)
        consultation = names.consultations.get(entry.consultation) if entry.consultation else None
        words = kind.tell(Act(entry, said, names))
        told.append(Told(entry, kind.title, words, said.get("stakeholder_group"), consultation))
    return told


def _names(entries: Sequence[Entry], facts: Sequence[Facts], viewer: Person | None) -> Names:
    said = [entry.kind for entry in entries]
    named = {entry.proposal for entry in entries if entry.proposal}
    named |= {UUID(fact["other"]) for fact in facts if fact.get("other")}
    texts = Proposal.objects.visible_to(viewer).filter(pk__in=named)
    rounds = Round.objects.visible_to(viewer).filter(pk__in={entry.round for entry in entries if entry.round})
    bodies = (
        _ids(facts, "organization", "affiliation.")
        | _ids(facts, "into", "organization.")
        | _ids(facts, "organization", "role.")
    )
    bodies |= {entry.thing for entry in entries if entry.kind.startswith("organization.")}
    decided = [entry.pk for entry in entries if entry.kind.startswith("moderation.")]
    extended = [entry.thing for entry in entries if entry.kind == "round.extended"]
    corrected = [entry.thing for entry in entries if entry.kind == "consultation.corrected"]
    replies = {UUID(fact[name]) for fact in facts for name in ABOUT if fact.get(name)}
    later = {entry.thing for entry in entries if entry.kind not in RECEIVED and _is_about_a_text(entry.kind)}
    return Names(
        consultations=Consultation.objects.visible_to(viewer).in_bulk(
            {entry.consultation for entry in entries if entry.consultation}
        ),
        rounds={round.pk: round for round in rounds.select_related("consultation", "supplements")},
        texts={row[0]: TextName(*row) for row in texts.values_list("pk", "title", "language")},
        paragraphs=_paragraphs({UUID(fact["paragraph"]) for fact in facts if fact.get("paragraph")}),
        organizations=Organization.objects.visible_to(viewer).in_bulk(bodies),
        extensions=Extension.objects.in_bulk(extended) if said.count("round.extended") else {},
        corrections=Correction.objects.visible_to(viewer).with_names().in_bulk(corrected) if corrected else {},
        decisions={decision.entry_id: decision for decision in _decisions(decided, viewer)},
        numbers=dict(Entry.objects.filter(thing__in=later | replies, kind__in=RECEIVED).values_list("thing", "seq")),
    )


def _decisions(entries: Sequence[int], viewer: Person | None) -> Iterable[Decision]:
    """With the decisions that they take back, which are named by their numbers."""
    taken = Decision.objects.visible_to(viewer).filter(entry__in=entries)
    return taken.select_related("undoes__entry") if entries else []


def _ids(facts: Sequence[Facts], name: str, family: str) -> set[UUID]:
    """Ids of bodies that are the matter of an act; in whose name somebody filed a text is said on the text's page."""
    return {UUID(fact[name]) for fact in facts if fact.get(name) and str(fact["kind"]).startswith(family)}


def _paragraphs(wanted: set[UUID]) -> dict[UUID, ParagraphName]:
    """Each paragraph under the number it has in its last revision."""
    rows = ParagraphText.objects.filter(paragraph__in=wanted).order_by("revision__number")
    return {
        paragraph: ParagraphName(anchor, number)
        for paragraph, anchor, number in rows.values_list("paragraph", "paragraph__anchor", "number")
    }


def _is_about_a_text(kind: str) -> bool:
    return kind.startswith(("comment.", "contribution.", "moderation.", "capacity.", "content."))
