"""The rows of contributions and comments: what everybody who may read them reads, and of what is not shown no word."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.models.person import Standing
from accounts.models.stakeholder_group import LABELS
from digests.rules import links
from moderation.models import Decision
from proposals.models import Comment, Endorsement, Paragraph, ParagraphText
from reports.compose.columns import answer_key
from reports.compose.tables import BATCH, Row, Value
from rounds.models import Capacity, Channel, Consultation, Question, Round, Status, Way
from texts.rules import languages, places

# What a row is made from, by columns of the database: no objects, because there may be 100,000.
_FIELDS = (
    *("id", "round_id", "capacity", "stakeholder_group_id", "country", "region", "is_named", "standing", "language"),
    *("text", "status", "channel", "posted_at", "edited_at", "same_text_count", "author__name", "organization__name"),
    *("entry__seq", "status_entry_id", "status_entry__at", "status_entry__record", "same_text_as__entry__seq"),
)
_OF_CONTRIBUTIONS = (
    *("title", "answers", "author_name", "is_late", "replaced_by__entry__seq", "replaces__entry__seq"),
    *("recording__way", "recording__arrived_at"),
)
_OF_COMMENTS = ("proposal_id", "paragraph_id", "kind", "reply_to__entry__seq")

Found = dict[str, Any]


def contributions(
    found: "QuerySet[Any, Any]", consultation: Consultation, viewer: Person | None, questions: Sequence[Question]
) -> Iterator[list[Row]]:
    """`found`: readable contributions of one consultation, in the order of the rows. Three queries a batch."""
    rounds = _rounds(consultation)
    asked_by = {round.pk: round.asked_by for round in rounds.values()}
    for batch in _batches(found, (*_FIELDS, *_OF_CONTRIBUTIONS)):
        cited = _cited([one["id"] for one in batch], viewer)
        common = _common(batch, "contribution", consultation, rounds, viewer)
        yield [
            row
            | {
                "address": links.contribution(one["id"]),
                "kind": _("Contribution, arrived after the close") if one["is_late"] else _("Contribution"),
                "replaces": one["replaces__entry__seq"],
                "replaced_by": one["replaced_by__entry__seq"],
                "arrived_at": one["recording__arrived_at"],
                "cited_in": cited.get(one["id"], ""),
                "title": one["title"],
                **_answers(one, asked_by, questions),
            }
            for one, row in zip(batch, common, strict=True)
        ]


def comments(found: "QuerySet[Any, Any]", consultation: Consultation, viewer: Person | None) -> Iterator[list[Row]]:
    """`found`: readable comments of one consultation, in the order of the rows. Two queries a batch."""
    rounds = _rounds(consultation)
    titles, numbers = _texts(consultation, viewer)
    for batch in _batches(found, (*_FIELDS, *_OF_COMMENTS)):
        common = _common(batch, "comment", consultation, rounds, viewer)
        yield [
            row
            | {
                "address": links.comment(one["id"]),
                "kind": _kind(one),
                "proposal": titles.get(one["proposal_id"], ""),
                "paragraph": numbers.get(one["paragraph_id"], ""),
                "reply_to": one["reply_to__entry__seq"],
            }
            for one, row in zip(batch, common, strict=True)
        ]


def told(found: "QuerySet[Any, Any]") -> "QuerySet[Any, Any]":
    """What a table may hold: what is numbered, and not what still waits to be shown, whoever asks."""
    return found.filter(entry__seq__isnull=False).exclude(status=Status.RECEIVED)


def _batches(found: "QuerySet[Any, Any]", fields: tuple[str, ...]) -> Iterator[tuple[Found, ...]]:
    return batched(found.values(*fields).iterator(chunk_size=BATCH), BATCH)


def _rounds(consultation: Consultation) -> dict[UUID, Round]:
    return {round.pk: round for round in Round.objects.filter(consultation=consultation)}


def _common(
    batch: Sequence[Found], name: str, consultation: Consultation, rounds: dict[UUID, Round], viewer: Person | None
) -> Iterator[Row]:
    """What contributions and comments have in common."""
    named = {pk: str(round) for pk, round in rounds.items()}
    decisions = _decisions(batch, viewer)
    endorsed = _endorsed([one["id"] for one in batch], name, viewer)
    for one in batch:
        bodies, people = endorsed.get(one["id"], (0, 0))
        decision, rule = decisions.get(one["status_entry_id"], (None, ""))
        is_shown = one["status"] == Status.PUBLISHED
        region = places.region(one["country"]) if one["country"] else one["region"]
        yield {
            "number": one["entry__seq"],
            "consultation": consultation.title,
            "round": named[one["round_id"]],
            "who": _who(one) if is_shown else "",
            "organization": one["organization__name"] if is_shown else "",
            "capacity": _capacity(one["capacity"]) if is_shown else "",
            "stakeholder_group": str(LABELS.get(one["stakeholder_group_id"], "")),
            "country_code": one["country"],
            "country": places.name(one["country"]) if one["country"] else "",
            "region": str(places.REGIONS.get(region or "", "")),
            "standing": _label(Standing, one["standing"]) if is_shown else "",
            "language_code": one["language"],
            "language": languages.name(one["language"]),
            "at": one["posted_at"],
            "channel": _channel(one),
            "status": _status(one),
            "changed_at": None if is_shown else one["status_entry__at"],
            "decision": decision,
            "rule": rule,
            "corrected_at": one["edited_at"] if is_shown else None,
            "same_count": one["same_text_count"] if is_shown else None,
            "same_as": one["same_text_as__entry__seq"],
            "endorsing_organizations": bodies if is_shown else None,
            "endorsing_people": people if is_shown else None,
            "text": one["text"],
        }


def _who(one: Found) -> str:
    if not one["is_named"]:
        return _("A person")
    return one["author__name"] or one.get("author_name") or _("Somebody without a name")


def _kind(one: Found) -> str:
    if one["kind"]:
        return _label(Comment.Kind, one["kind"])
    return _("Answer of the secretariat") if _answers_as_secretariat(one) else _("Comment")


def _answers_as_secretariat(one: Found) -> bool:
    return one["capacity"] == Capacity.SECRETARIAT and one["reply_to__entry__seq"] is not None


def _capacity(capacity: str) -> str:
    match capacity:
        case Capacity.PERSONAL:
            return _("for themselves")
        case _:
            return _label(Capacity, capacity)


def _channel(one: Found) -> str:
    said = _label(Channel, one["channel"])
    way = one.get("recording__way")
    return f"{said}: {_label(Way, way)}" if way else said


def _status(one: Found) -> str:
    if one["status"] == Status.PUBLISHED:
        return _("Shown")
    record = one["status_entry__record"]
    if one["status"] == Status.ERASED and record and json.loads(record).get("because") == "unconfirmed":
        return _("Not confirmed within 7 days of the close, and erased")
    return _label(Status, one["status"])


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value else ""


def _decisions(batch: Sequence[Found], viewer: Person | None) -> dict[int, tuple[int | None, str]]:
    """Of what hid a text: number and rule, by the entry of the decision."""
    entries = [one["status_entry_id"] for one in batch if one["status"] == Status.HIDDEN]
    if not entries:
        return {}
    rows = Decision.objects.visible_to(viewer).filter(entry__in=entries).order_by()
    return {
        entry: (number, f"{rule_number}, {rule}" if rule else str(rule_number))
        for entry, number, rule_number, rule in rows.values_list("entry_id", "entry__seq", "rule_number", "rule")
    }


def _endorsed(things: list[UUID], name: str, viewer: Person | None) -> dict[UUID, tuple[int, int]]:
    """How many organizations and how many people endorse each of them."""
    rows = Endorsement.objects.visible_to(viewer).filter(**{f"{name}__in": things}).order_by().values_list(name)
    counted = rows.annotate(
        bodies=Count("pk", filter=Q(organization__isnull=False)),
        people=Count("pk", filter=Q(organization__isnull=True)),
    )
    return {thing: (bodies, people) for thing, bodies, people in counted}


def _cited(things: list[UUID], viewer: Person | None) -> dict[UUID, str]:
    """“Zero draft: 4, 7; Option B: 2”, by contribution."""
    drawn = Paragraph.objects.visible_to(viewer).filter(drawn_from__in=things)
    pairs = list(drawn.values_list("drawn_from", "pk"))
    if not pairs:
        return {}
    texts = {
        text["paragraph_id"]: text for text in _present(Q(paragraph__in={paragraph for _thing, paragraph in pairs}))
    }
    found: dict[UUID, dict[tuple[int, str], list[tuple[int, str]]]] = defaultdict(lambda: defaultdict(list))
    for thing, paragraph in pairs:
        text = texts[paragraph]
        place = (text["paragraph__proposal__position"], text["paragraph__proposal__title"])
        found[thing][place].append((text["position"], text["number"]))
    return {
        thing: "; ".join(
            f"{title}: {', '.join(number for _position, number in sorted(numbers))}"
            for (_position, title), numbers in sorted(proposals.items())
        )
        for thing, proposals in found.items()
    }


def _texts(consultation: Consultation, viewer: Person | None) -> tuple[dict[UUID, str], dict[UUID | None, Value]]:
    """The titles of the texts of a consultation, and the present numbers of their paragraphs."""
    rows = list(_present(Q(paragraph__proposal__consultation=consultation)))
    titles = {row["paragraph__proposal_id"]: row["paragraph__proposal__title"] for row in rows}
    return titles, {row["paragraph_id"]: row["number"] for row in rows}


def _present(wanted: Q) -> "QuerySet[Any, Any]":
    """Each paragraph as the latest revision of its text numbers it; the number is the same in all languages."""
    rows = ParagraphText.objects.filter(wanted, language=F("paragraph__proposal__language"))
    latest = rows.order_by("paragraph", "-revision__number").distinct("paragraph")
    return latest.values(
        *("paragraph_id", "number", "position"),
        *("paragraph__proposal_id", "paragraph__proposal__title", "paragraph__proposal__position"),
    )


def _answers(one: Found, asked_by: dict[UUID, UUID], questions: Sequence[Question]) -> Row:
    said = one["answers"] or {}
    asked = asked_by[one["round_id"]]
    return {
        answer_key(question): said.get(str(question.number)) if question.round_id == asked else None
        for question in questions
    }
