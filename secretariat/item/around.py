"""What stands around a thing: what it speaks of, its thread, its files, who wrote it and what else they wrote."""

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count

from accounts.models import Affiliation, Organization, Person
from contributions.models import Attachment, Contribution
from moderation.models import Decision, Thing
from moderation.permissions import can_look_up_people
from proposals.models import Comment, ParagraphText
from rounds.models import Office, Status
from rounds.permissions import held
from secretariat import asked

REPLIES = 20
EARLIER = 5


@dataclass(frozen=True)
class Around:
    paragraph: ParagraphText | None = None
    parent: Comment | None = None
    replies: list[Comment] = field(default_factory=list)
    reply_count: int = 0
    attachments: list[Attachment] = field(default_factory=list)


def around(thing: Thing, viewer: Person) -> Around:
    if isinstance(thing, Contribution):
        return Around(attachments=list(Attachment.objects.visible_to(viewer).filter(contribution=thing)))
    if not isinstance(thing, Comment):
        return Around()
    worded = ParagraphText.objects.filter(revision=thing.revision_id, paragraph=thing.paragraph_id)
    readable = Comment.objects.visible_to(viewer)
    replies = readable.filter(reply_to=thing.pk)
    return Around(
        paragraph=worded.filter(language=thing.proposal.language).first(),
        parent=readable.with_people().filter(pk=thing.reply_to_id).first() if thing.reply_to_id else None,
        replies=list(replies.with_people().order_by("-posted_at", "-id")[:REPLIES]),
        reply_count=replies.count(),
    )


@dataclass(frozen=True)
class Author:
    """Whoever wrote, as far as this desk may know them: of an author who is not named only figures."""

    person: Person
    is_known: bool
    filed: int
    shown: int
    hidden: int
    earlier: list[Decision]
    bodies: list[Affiliation]
    # Whether the viewer may open the page of their account.
    has_desk: bool = False

    @property
    def until(self) -> datetime | None:
        return self.person.restricted_until


def author(thing: Thing, viewer: Person) -> Author | None:
    """None where nobody here wrote it."""
    person = thing if isinstance(thing, Person) else getattr(thing, "author", None)
    if person is None:
        return None
    is_known = getattr(thing, "is_named", True) or held(
        viewer, getattr(thing, "consultation", None), Office.Role.SECRETARIAT
    )
    counts = dict.fromkeys(Status.values, 0)
    for model in (Comment, Contribution):
        rows = model.objects.visible_to(viewer).filter(author=person).order_by().values_list("status")
        for status, count in rows.annotate(count=Count("pk")):
            counts[status] += count
    bodies = Affiliation.objects.current().filter(person=person).select_related("organization")
    return Author(
        person=person,
        is_known=is_known,
        filed=sum(counts.values()),
        shown=counts[Status.PUBLISHED],
        hidden=counts[Status.HIDDEN],
        earlier=_earlier(person, thing, viewer) if is_known else [],
        bodies=list(bodies[:EARLIER]) if is_known else [],
        has_desk=is_known and can_look_up_people(viewer) is None,
    )


def _earlier(person: Person, thing: Thing, viewer: Person) -> list[Decision]:
    """The newest decisions about other texts of theirs, or about themselves."""
    found: list[Decision] = []
    for column in ("comment__author", "contribution__author", "person"):
        rows = Decision.objects.visible_to(viewer).filter(**{column: person})
        rows = rows.select_related("entry", "comment", "contribution", "person", "consultation")
        found += rows.exclude(verb=Decision.Verb.PUBLISH).order_by("-at", "id")[: EARLIER + 1]
    found.sort(key=lambda decision: decision.at, reverse=True)
    return [decision for decision in found if decision.thing_id != thing.pk][:EARLIER]


def names_alike(thing: Thing, viewer: Person) -> list[Person | Organization]:
    """Other names that read like this one: of people and of bodies."""
    if isinstance(thing, Organization):
        return list(asked.similar([thing]).get(thing.pk, []))
    if not isinstance(thing, Person) or not thing.name_skeleton:
        return []
    others = Person.objects.visible_to(viewer).filter(name_skeleton=thing.name_skeleton).exclude(pk=thing.pk)
    bodies = Organization.objects.visible_to(viewer).filter(name_skeleton=thing.name_skeleton)
    return [*others.order_by("joined_at", "id")[:EARLIER], *bodies.order_by("name", "id")[:EARLIER]]


def other_letters(name: str) -> str:
    """The letters of a name that belong to another script than most of it, which no eye tells apart."""
    scripts = {letter: unicodedata.name(letter, "").partition(" ")[0] for letter in name if letter.isalpha()}
    if len(set(scripts.values())) < 2:
        return ""
    most = Counter(scripts[letter] for letter in name if letter in scripts).most_common(1)[0][0]
    return " ".join(letter for letter, script in scripts.items() if script != most)
