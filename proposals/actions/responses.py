"""My response: texts that one person files together in a round. All of them or none, with one moment."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person
from contributions.actions import filing as contribution_filing
from contributions.models import ContributionDraft
from proposals.actions import filing as comment_filing
from proposals.models import Comment, CommentDraft, Paragraph, Proposal, Response
from proposals.permissions import can_comment
from rounds.actions import gate
from rounds.models import Capacity, Channel, Round
from web.refusals import Conflict, Invalid, NotDone, Refusal, require

AT_MOST = 100

Draft = ContributionDraft | CommentDraft
Prepared = contribution_filing.Prepared | comment_filing.Prepared


@dataclass(frozen=True)
class Item:
    """One text of a response: without `proposal` a contribution, with one a comment or a reply."""

    text: str
    language: str
    title: str = ""
    answers: Mapping[str, str] | None = None
    proposal: Proposal | None = None
    paragraph: Paragraph | None = None
    reply_to: Comment | None = None
    kind: str | None = None


@transaction.atomic(savepoint=False)
def file(
    *,
    by: Person,
    round: Round,
    capacity: Capacity = Capacity.PERSONAL,
    organization: Organization | None = None,
    is_named: bool = True,
    items: Sequence[Item] | None = None,
    seen: str | None = None,
    channel: Channel = Channel.WEB,
) -> Response:
    """File these items, or else all of one's drafts that are not held back; they are deleted then.

    `seen`: the `state` of the drafts as they were looked at; where they are others now, nothing is filed. A refusal
    that one item meets names it: its field is `items.3.text`, counted from 0.
    """
    require(can_comment(by, round.consultation, capacity, organization))
    drafts: list[Draft] = []
    if items is None:
        drafts = _locked(by, round, seen)
        items = [_as_item(draft) for draft in drafts]
    _check_count(len(items))
    id = uuid4()
    voice: dict[str, Any] = {
        "by": by,
        "round": round,
        "capacity": capacity,
        "organization": organization,
        "is_named": is_named,
        "channel": channel,
    }
    prepared = [_prepared(position, item, voice) for position, item in enumerate(items)]
    posted_at = gate.admit(round)
    response = Response.objects.create(
        id=id,
        person=by,
        round=round,
        capacity=capacity,
        organization=organization if capacity == Capacity.ORGANIZATION else None,
        count=len(items),
        posted_at=posted_at,
    )
    for each in prepared:
        _file(each, response, posted_at)
    for model in (ContributionDraft, CommentDraft):
        model._default_manager.filter(pk__in=[draft.pk for draft in drafts if isinstance(draft, model)]).delete()
    return response


def drafts_of(person: Person | None, round: Round) -> list[Draft]:
    """All drafts of a person for a round, in the order of the text: the contribution, then paragraph by paragraph.

    To a supplementary round belong those of the round that it supplements, too.
    """
    rounds = {round.pk, round.asked_by}
    sent = ContributionDraft.objects.visible_to(person).filter(round__in=rounds).select_related("round__consultation")
    said = CommentDraft.objects.visible_to(person).filter(round__in=rounds).with_place()
    return [*sent.order_by("made_at", "pk"), *said.in_order()]


def counts_of(person: Person, rounds: Iterable[UUID] | None = None) -> dict[UUID, int]:
    """How many drafts a person has, by round; in these rounds only, if any are named. One query."""
    sent = ContributionDraft.objects.visible_to(person).order_by()
    said = CommentDraft.objects.visible_to(person).order_by()
    if rounds is not None:
        named = set(rounds)
        sent, said = sent.filter(round__in=named), said.filter(round__in=named)
    of = sent.values_list("round", flat=True).union(said.values_list("round", flat=True), all=True)
    return dict(Counter(of))


def state(drafts: Iterable[Draft]) -> str:
    """What tells whether drafts are still those that somebody looked at."""
    words = (f"{draft.pk} {draft.saved_at.isoformat()} {draft.is_held_back}" for draft in drafts)
    return sha256("\n".join(words).encode()).hexdigest()


def _locked(by: Person, round: Round, seen: str | None) -> list[Draft]:
    """The drafts that will be filed. Whoever saves one of them meanwhile waits, and makes a new draft."""
    rounds = {round.pk, round.asked_by}
    for model in (ContributionDraft, CommentDraft):
        list(model._default_manager.select_for_update().filter(person=by, round__in=rounds).order_by("pk"))
    every = drafts_of(by, round)
    if seen is not None and seen != state(every):
        raise Conflict(
            Refusal(
                "drafts_changed",
                _("Your drafts have changed since you opened this page. Look at them again; nothing is filed yet."),
            )
        )
    return [draft for draft in every if not draft.is_held_back]


def _as_item(draft: Draft) -> Item:
    if isinstance(draft, ContributionDraft):
        return Item(draft.text, draft.language, title=draft.title, answers=draft.answers)
    return Item(
        draft.text,
        draft.language,
        proposal=draft.proposal,
        paragraph=draft.paragraph,
        reply_to=draft.reply_to,
        kind=draft.kind,
    )


def _check_count(count: int) -> None:
    if count == 0:
        raise Conflict(Refusal("nothing_to_file", _("There is no draft to file."), field="items"))
    if count > AT_MOST:
        raise Invalid(
            Refusal(
                "too_many_items",
                _("At most %(most)s texts are filed together: file the others as a second response."),
                {"most": AT_MOST},
                field="items",
            )
        )


def _prepared(position: int, item: Item, voice: Mapping[str, Any]) -> Prepared:
    """Everything about one text that takes time."""
    with _named(position):
        if item.proposal is None:
            return contribution_filing.prepare(
                **voice, title=item.title, text=item.text, answers=item.answers, language=item.language
            )
        return comment_filing.prepare(
            **voice,
            proposal=item.proposal,
            paragraph=item.paragraph,
            reply_to=item.reply_to,
            kind=item.kind,
            text=item.text,
            language=item.language,
        )


@contextmanager
def _named(position: int) -> Iterator[None]:
    """What stops one text says which; what stops all of them does not."""
    try:
        yield
    except NotDone as error:
        field = error.refusal.field or "text"
        raise type(error)(replace(error.refusal, field=f"items.{position}.{field}")) from None


def _file(prepared: Prepared, response: Response, posted_at: datetime) -> None:
    if isinstance(prepared, contribution_filing.Prepared):
        more = {**prepared.more, "response": response.pk}
        contribution_filing.file(replace(prepared, more=more), posted_at=posted_at)
    else:
        comment_filing.file(prepared, posted_at=posted_at, response=response.pk)
