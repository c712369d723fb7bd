"""Everything that is moderated, as the desk meets it: by kind and id, with the page where readers see it."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person
from contributions.models import Contribution
from moderation.models import Decision, Thing
from proposals.models import Comment, Proposal
from rounds.models import Document, Office
from rounds.permissions import held

KINDS: dict[str, str | Promise] = {
    "comment": _("Comment"),
    "contribution": _("Contribution"),
    "proposal": _("Text put up for comment"),
    "document": _("Document"),
    "organization": _("Organization"),
    "person": _("Person"),
}


def load(kind: str, id: UUID, viewer: Person) -> Thing:
    """The thing among those the person may read; 404 for any other, and for an unknown kind."""
    if kind not in KINDS:
        raise Http404
    found: Thing = get_object_or_404(_readable(kind, viewer), pk=id)
    return found


def _readable(kind: str, viewer: Person) -> "QuerySet[Any, Any]":
    match kind:
        case "comment":
            return Comment.objects.visible_to(viewer).with_people()
        case "contribution":
            return Contribution.objects.visible_to(viewer).with_people()
        case "proposal":
            return Proposal.objects.visible_to(viewer).select_related("consultation", "status_entry")
        case "document":
            # Moderators read also what was removed: somebody may have told them of it before.
            documents = Document.objects.select_related("consultation", "status_entry")
            return documents.visible_to(viewer) | documents.filter(consultation__in=Office.objects.moderated_by(viewer))
        case "organization":
            bodies = Organization.objects.select_related("stakeholder_group", "status_entry")
            return bodies.all() if _is_of_the_site(viewer) else bodies.visible_to(viewer)
        case _:
            people = Person.objects.get_queryset().select_related("stakeholder_group", "status_entry")
            return people.all() if _is_of_the_site(viewer) else people.visible_to(viewer)


def _is_of_the_site(viewer: Person) -> bool:
    """Whether they decide about names, which belong to no consultation."""
    return held(viewer, None, Office.Role.MODERATOR, Office.Role.SECRETARIAT)


def decided_before(viewer: Person) -> "QuerySet[Decision, Decision]":
    """Decisions about what this person decides about, with the things: in their consultations, and about names."""
    decisions = Decision.objects.visible_to(viewer)
    mine = decisions.filter(consultation__in=Office.objects.moderated_by(viewer))
    if _is_of_the_site(viewer):
        mine = mine | decisions.filter(consultation__isnull=True)
    return mine.select_related(
        "entry",
        "by",
        "seconded_by",
        "consultation",
        "comment__entry",
        "comment__consultation",
        "contribution__entry",
        "contribution__consultation",
        "proposal__consultation",
        "document__consultation",
        "organization",
        "person",
    )


def kind_name(thing: Thing) -> str | Promise:
    if isinstance(thing, Comment) and thing.reply_to_id:
        return _("Reply")
    return next(
        name
        for model, name in (
            (Comment, KINDS["comment"]),
            (Contribution, KINDS["contribution"]),
            (Proposal, KINDS["proposal"]),
            (Document, KINDS["document"]),
            (Organization, KINDS["organization"]),
            (Person, KINDS["person"]),
        )
        if isinstance(thing, model)
    )


def as_readers_see_it(kind: str, thing: Thing) -> str:
    """The address of its public page; empty where it has none."""
    match thing:
        case Document():
            shown = thing.removed_at is None and not thing.is_hidden
            return (thing.link or reverse("document", args=[thing.consultation.slug, thing.pk])) if shown else ""
        case Organization() if thing.named_by_id is not None and thing.verified_at is None:
            return ""
        case Person() if not thing.is_active or thing.confirmed_at is None:
            return ""
    return reverse(kind, args=[thing.pk])
