"""The things of a decision at its moment: locked, with the token of their state, their words taken or given.

A token says which words were read and which decision was the last one; whoever decides names the one they know.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Organization, Person
from accounts.rules import names
from contributions.models import Contribution, ContributionVersion
from moderation.models import KINDS, AboutThing, Decision, Named, Text, Thing, about_any, kind_of
from proposals.models import Comment, CommentVersion, ParagraphText, Proposal
from rounds.models import Document, Status
from texts.rules import fold

Version = CommentVersion | ContributionVersion


@dataclass(frozen=True)
class State:
    """Where a thing stands: the number of its last words (0 of names and titles), of its last decision, its token."""

    last: int
    step: int
    token: str


def lock(things: Iterable[Thing]) -> dict[UUID, Thing]:
    """The things as they are now, locked in the order of their ids, kind by kind."""
    found = _rows((kind_of(thing), thing.pk) for thing in things)
    return {thing.pk: thing for rows in found for thing in rows.select_for_update(of=("self",), no_key=True)}


def read(things: Iterable[Thing]) -> dict[UUID, Thing]:
    """The things as they are now."""
    return {thing.pk: thing for rows in _rows((kind_of(thing), thing.pk) for thing in things) for thing in rows}


def of(rows: Iterable[AboutThing]) -> dict[UUID, Thing]:
    """What rows are about, by its id: a query for each kind."""
    return {thing.pk: thing for found in _rows((row.kind, row.thing_id) for row in rows) for thing in found}


def _rows(named: Iterable[tuple[str, UUID]]) -> "Iterator[QuerySet[Any, Any]]":
    by_kind: dict[str, list[UUID]] = {}
    for kind, key in named:
        by_kind.setdefault(kind, []).append(key)
    for kind, model in KINDS.items():
        if kind in by_kind:
            # People and bodies belong to no consultation.
            above = "stakeholder_group" if kind in ("organization", "person") else "consultation"
            yield model._default_manager.filter(pk__in=by_kind[kind]).order_by("pk").select_related(above)


def states(things: Sequence[Thing]) -> dict[UUID, State]:
    """A fixed number of queries, whatever the number of things."""
    lasts: dict[UUID, int] = {}
    for model, field in ((CommentVersion, "comment"), (ContributionVersion, "contribution")):
        keys = [thing.pk for thing in things if kind_of(thing) == field]
        if keys:
            rows = model._default_manager.filter(**{f"{field}__in": keys}).order_by().values_list(field)
            lasts |= dict(rows.annotate(last=Max("number")))
    steps = _steps(things)
    found = {}
    for thing in things:
        last, step = lasts.get(thing.pk, 0), steps.get(thing.pk, 0)
        words = str(last) if isinstance(thing, Comment | Contribution) else _fingerprint(thing)
        found[thing.pk] = State(last, step, f"{words}-{step}")
    return found


def token(thing: Thing) -> str:
    return states([thing])[thing.pk].token


def tokens(rows: Iterable[AboutThing]) -> dict[UUID, str]:
    """The tokens of what rows are about, by its id. Of filed texts nothing but their ids is asked for."""
    about = list(rows)
    texts = [KINDS[row.kind](pk=row.thing_id) for row in about if row.kind in ("comment", "contribution")]
    named = of(row for row in about if row.kind not in ("comment", "contribution", ""))
    return {pk: state.token for pk, state in states([*texts, *named.values()]).items()}


def last_words(texts: Iterable[Text]) -> dict[UUID, Version]:
    """Of each text the words its author filed last and no decision has sealed. Nothing where they were erased."""
    found: dict[UUID, Version] = {}
    shown = list(texts)
    for model, kind in ((CommentVersion, Comment), (ContributionVersion, Contribution)):
        field = "comment" if kind is Comment else "contribution"
        keys = [text.pk for text in shown if isinstance(text, kind)]
        if keys:
            rows = model._default_manager.filter(**{f"{field}__in": keys}, is_sealed=False)
            for version in rows.order_by(field, "-number").distinct(field):
                found[getattr(version, f"{field}_id")] = version
    return found


def show(text: Text, version: Version) -> None:
    """Put the words of a version into its text; the caller saves them."""
    match text, version:
        case Contribution(), ContributionVersion():
            text.show(version)
        case Comment(), CommentVersion():
            text.show(version)
        case _:
            raise TypeError("these words belong to another kind of text")


def take(thing: Named) -> dict[str, Any]:
    """Put a neutral word in the place of a thing’s own, save it, and return what was there."""
    match thing:
        case Person():
            words: dict[str, Any] = {"name": thing.name}
            with translation.override(thing.language):
                thing.name = _("Name hidden")
            thing.name_skeleton = ""
            thing.save(update_fields=["name", "name_skeleton"])
        case Organization():
            words = {"name": thing.name}
            with translation.override(thing.language):
                _rename(thing, _("Name hidden") + f" ({str(thing.pk)[:8]})")
        case Document():
            words = {"title": thing.title, "link": thing.link, "file": thing.file.name}
            with translation.override(thing.language):
                thing.title = _("Document hidden")
            thing.link = thing.file = ""
            # Only a hidden document is neither a file nor a link: both are said in one statement.
            thing.status = Status.HIDDEN.value
            thing.save(update_fields=["title", "link", "file", "status"])
        case Proposal():
            words = _take_proposal(thing)
    return words


def give(thing: Named, words: dict[str, Any]) -> None:
    """Put back what `take` took, and save it."""
    match thing:
        case Person():
            thing.name, thing.name_skeleton = words["name"], names.skeleton(words["name"])
            thing.save(update_fields=["name", "name_skeleton"])
        case Organization():
            _rename(thing, words["name"])
        case Document():
            thing.title, thing.link, thing.file = words["title"], words["link"], words["file"]
            thing.status = Status.PUBLISHED.value
            thing.save(update_fields=["title", "link", "file", "status"])
        case Proposal():
            _give_proposal(thing, words)


def _rename(organization: Organization, name: str) -> None:
    organization.name, organization.name_folded = name, fold.fold(name)
    organization.name_skeleton = names.skeleton(name)
    organization.save(update_fields=["name", "name_folded", "name_skeleton"])


def _take_proposal(proposal: Proposal) -> dict[str, Any]:
    texts = list(ParagraphText.objects.filter(revision__proposal=proposal))
    translations = list(proposal.translations.all())
    words = {
        "title": proposal.title,
        "next_step": proposal.next_step,
        "paragraphs": {str(text.pk): [text.heading, text.text] for text in texts},
        "translations": {str(told.pk): told.title for told in translations},
    }
    with translation.override(proposal.language):
        hidden = _("Text hidden")
    proposal.title, proposal.next_step = hidden, ""
    proposal.save(update_fields=["title", "next_step"])
    for text in texts:
        text.heading = text.text = ""
    ParagraphText.objects.bulk_update(texts, ["heading", "text"])
    for told in translations:
        with translation.override(told.language):
            told.title = _("Text hidden")
    proposal.translations.bulk_update(translations, ["title"])
    return words


def _give_proposal(proposal: Proposal, words: dict[str, Any]) -> None:
    proposal.title, proposal.next_step = words["title"], words["next_step"]
    proposal.save(update_fields=["title", "next_step"])
    texts = list(ParagraphText.objects.filter(pk__in=words["paragraphs"]))
    for text in texts:
        text.heading, text.text = words["paragraphs"][str(text.pk)]
    ParagraphText.objects.bulk_update(texts, ["heading", "text"])
    translations = list(proposal.translations.filter(pk__in=words["translations"]))
    for told in translations:
        told.title = words["translations"][str(told.pk)]
    proposal.translations.bulk_update(translations, ["title"])


def _steps(things: Sequence[Thing]) -> dict[UUID, int]:
    """By the id of each thing the number of its last decision; ids of different kinds never meet."""
    rows = Decision.objects.filter(about_any(things)).order_by().values_list(*KINDS).annotate(last=Max("step"))
    return {next(key for key in keys if key is not None): last for *keys, last in rows}


def _fingerprint(thing: Thing) -> str:
    words = thing.title if isinstance(thing, Proposal | Document) else getattr(thing, "name", "")
    return hashlib.sha256(str(words).encode()).hexdigest()[:12]
