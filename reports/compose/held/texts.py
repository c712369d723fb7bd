"""What somebody has written, filed and endorsed, and what the record and the moderators say of it."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

from accounts.models import Affiliation, Person
from contributions.models import Attachment, Contribution, ContributionDraft, ContributionVersion, Recording
from ledger.models import Entry
from proposals.models import Comment, CommentDraft, CommentVersion, Endorsement, Response
from reports.compose.held.places import Places, places_of
from rounds.models import Office

Row = dict[str, Any]


def _filed(text: Comment | Contribution, places: Places) -> Row:
    """What a contribution and a comment have in common."""
    kept = ("id", "capacity", "country", "region", "standing", "is_named", "language", "status", "waiting_for")
    return {
        "number": text.number,
        **{name: getattr(text, name) for name in kept},
        "stakeholder_group": text.stakeholder_group_id,
        "organization": text.organization.name if text.organization else None,
        "channel": text.channel,
        "posted_at": text.posted_at,
        "edited_at": text.edited_at,
        "response": text.response,
        "consultation": places.consultations.get(text.consultation_id),
        "round": places.rounds.get(text.round_id),
    }


def _by_text(versions: Iterable[Any], name: str) -> dict[UUID, list[Any]]:
    return {key: list(rows) for key, rows in groupby(versions, key=lambda one: getattr(one, f"{name}_id"))}


def contributions(person: Person) -> Iterable[Row]:
    mine = Contribution.objects.filter(author=person).order_by("posted_at", "pk")
    words = ContributionVersion.objects.filter(contribution__author=person).select_related("entry")
    versions = _by_text(words.order_by("contribution", "number"), "contribution")
    files = _by_text(
        Attachment.objects.filter(contribution__author=person).order_by("contribution", "pk"), "contribution"
    )
    recorded = Recording.objects.filter(contribution__author=person).in_bulk()
    places = places_of(person)
    for text in mine.select_related("entry", "organization"):
        recording = recorded.get(text.pk)
        yield {
            **_filed(text, places),
            "format": text.format,
            "is_late": text.is_late,
            "author_name": text.author_name,
            "source_ref": text.source_ref,
            "source_number": text.source_number,
            "versions": [
                {
                    "version": one.number,
                    "number": one.entry.seq,
                    "at": one.at,
                    "title": one.title,
                    "text": one.text,
                    "answers": one.answers,
                    "source_extra": one.source_extra,
                }
                for one in versions.get(text.pk, [])
            ],
            "files": [
                {
                    "name": one.name,
                    "file": file_name(one),
                    "media_type": one.media_type,
                    "size": one.size,
                    "sha256": bytes(one.sha256).hex(),
                    "added_at": one.added_at,
                }
                for one in files.get(text.pk, [])
            ],
            "recorded": {"way": recording.way, "arrived_at": recording.arrived_at, "address": recording.address}
            if recording
            else None,
        }


def file_name(attachment: Attachment) -> str:
    """Where the file lies in the copy; its own name stands beside it, and may be anything."""
    suffix = attachment.name.rpartition(".")[2] if "." in attachment.name else ""
    ending = f".{suffix}" if suffix.isascii() and suffix.isalnum() and len(suffix) <= 10 else ""
    return f"files/{attachment.pk}{ending}"


def comments(person: Person) -> Iterable[Row]:
    mine = Comment.objects.filter(author=person).order_by("posted_at", "pk")
    words = CommentVersion.objects.filter(comment__author=person).select_related("entry")
    versions = _by_text(words.order_by("comment", "number"), "comment")
    places = places_of(person)
    for text in mine.select_related("entry", "organization", "paragraph", "reply_to__entry"):
        yield {
            **_filed(text, places),
            "proposal": places.texts.get(text.proposal_id),
            "paragraph": text.paragraph.anchor if text.paragraph else None,
            "reply_to": text.reply_to.number if text.reply_to else None,
            "kind": text.kind,
            "source_ref": text.source_ref,
            "versions": [
                {"version": one.number, "number": one.entry.seq, "at": one.at, "text": one.text}
                for one in versions.get(text.pk, [])
            ],
        }


def drafts(person: Person) -> Iterable[Row]:
    places = places_of(person)
    own = ("id", "text", "language", "is_named", "capacity", "is_held_back", "made_at", "saved_at")
    for sent in ContributionDraft.objects.filter(person=person).select_related("organization").order_by("made_at"):
        yield {
            "what": "contribution",
            **{name: getattr(sent, name) for name in own},
            "organization": sent.organization.name if sent.organization else None,
            "round": places.rounds.get(sent.round_id),
            "title": sent.title,
            "answers": sent.answers,
        }
    said = CommentDraft.objects.filter(person=person).select_related("organization", "paragraph", "reply_to__entry")
    for one in said.order_by("made_at"):
        yield {
            "what": "comment",
            **{name: getattr(one, name) for name in own},
            "organization": one.organization.name if one.organization else None,
            "round": places.rounds.get(one.round_id),
            "proposal": places.texts.get(one.proposal_id),
            "paragraph": one.paragraph.anchor if one.paragraph else None,
            "reply_to": one.reply_to.number if one.reply_to else None,
            "kind": one.kind,
        }


def responses(person: Person) -> Iterable[Row]:
    places = places_of(person)
    for one in Response.objects.filter(person=person).select_related("organization").order_by("posted_at"):
        yield {
            "id": one.pk,
            "round": places.rounds.get(one.round_id),
            "capacity": one.capacity,
            "organization": one.organization.name if one.organization else None,
            "count": one.count,
            "posted_at": one.posted_at,
        }


def endorsements(person: Person) -> Iterable[Row]:
    places = places_of(person)
    given = Endorsement.objects.filter(person=person).order_by("given_at", "pk")
    for one in given.select_related(
        "entry", "organization", "comment__entry", "contribution__entry", "proposal__entry"
    ):
        yield {
            "number": one.entry.seq,
            "id": one.pk,
            "consultation": places.consultations.get(one.consultation_id),
            "capacity": one.capacity,
            "organization": one.organization.name if one.organization else None,
            "of": one.thing.number,
            "given_at": one.given_at,
            "withdrawn_at": one.withdrawn_at,
        }


def entries(person: Person) -> Iterable[Row]:
    """The record about me and what I filed: each entry with its bytes, as others read them too."""
    things: set[UUID] = {person.pk}
    for mine in (
        Comment.objects.filter(author=person),
        Contribution.objects.filter(author=person),
        Endorsement.objects.filter(person=person),
        Affiliation.objects.filter(person=person),
        Office.objects.filter(person=person),
    ):
        things.update(mine.order_by().values_list("pk", flat=True))
    for entry in Entry.objects.filter(thing__in=things).order_by("pk"):
        yield {"number": entry.seq, "kind": entry.kind, "at": entry.at, "record": entry.record}
