"""Drafts: what only its writer reads, one a person and place, until it is filed or deleted.

How forms and scripts use them. Every form that can be saved carries `seen`: the `saved_at` of the draft that it was
filled from, empty where there was none. A draft that was saved elsewhere since then is not written over: the answer is
`Conflict("draft_elsewhere")`, the kept draft stays as it is, and what was typed stays in its box. After a save the form
goes on with the new `saved_at`. Words that stand in the draft already are saved without asking for `seen`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _
from psycopg.types.json import Jsonb

from accounts.models import Organization, Person
from contributions.models import Contribution, ContributionDraft, ContributionVersion
from proposals.actions import filing
from proposals.models import Comment, CommentDraft, CommentVersion, Paragraph, Proposal
from proposals.permissions import can_draft, can_keep
from rounds.models import Capacity, Draft, Question, Round, Status
from rounds.rules import days, words
from texts.rules import spaces
from web.refusals import Conflict, Invalid, Refusal, require

# Names of tables and columns only; every value is a parameter.
KEEP = """
insert into {table} as kept ({columns}) values ({values})
on conflict ({place}) do update set {new} where kept.saved_at = %s or ({same})
returning kept.id, kept.made_at, kept.is_held_back
"""
CONTRIBUTION_PLACE = ("person_id", "round_id")
COMMENT_PLACE = ("person_id", "round_id", "proposal_id", "paragraph_id", "reply_to_id")


@transaction.atomic(savepoint=False)
def save_contribution(
    *,
    by: Person,
    round: Round,
    text: str,
    language: str,
    now: datetime,
    title: str = "",
    answers: Mapping[str, str] | None = None,
    capacity: Capacity = Capacity.PERSONAL,
    organization: Organization | None = None,
    is_named: bool = True,
    seen: datetime | None = None,
) -> ContributionDraft | None:
    """Keep a contribution that is not sent yet. Without a word in it the draft goes; then, and where the same words
    are filed already, the answer is None.
    """
    require(can_draft(by))
    _check_time(round, now)
    if "contributions" not in round.accepts:
        raise Conflict(
            Refusal("round_does_not_accept", _("This round takes comments on its texts only."), field="round")
        )
    draft = ContributionDraft(
        person=by,
        round=round,
        title=spaces.line(_bounded(title, Contribution.TITLE_LIMIT, "title")),
        text=_bounded(text, Contribution.TEXT_LIMIT),
        answers=_answers(answers or {}),
        language=words.checked_language(language),
        capacity=capacity,
        organization=organization if capacity == Capacity.ORGANIZATION else None,
        is_named=is_named,
        made_at=now,
        saved_at=now,
    )
    place = ContributionDraft.objects.filter(person=by, round=round)
    if not (draft.text or draft.title or draft.answers):
        _delete(place, seen)
        return None
    if _contribution_is_filed(draft):
        place.delete()
        return None
    _keep(draft, CONTRIBUTION_PLACE, same=("title", "text", "answers"), seen=seen)
    return draft


@transaction.atomic(savepoint=False)
def save_comment(
    *,
    by: Person,
    round: Round,
    proposal: Proposal,
    text: str,
    language: str,
    now: datetime,
    paragraph: Paragraph | None = None,
    reply_to: Comment | None = None,
    kind: str | None = None,
    capacity: Capacity = Capacity.PERSONAL,
    organization: Organization | None = None,
    is_named: bool = True,
    seen: datetime | None = None,
) -> CommentDraft | None:
    """Keep a comment or reply that is not sent yet. Without a word in it the draft goes; then, and where the same
    words are filed already, the answer is None. A reply stands where the comment stands that it answers.
    """
    require(can_draft(by))
    _check_time(round, now)
    paragraph = paragraph or (reply_to.paragraph if reply_to else None)
    filing.target(round, proposal, paragraph, reply_to)
    draft = CommentDraft(
        person=by,
        round=round,
        proposal=proposal,
        paragraph=paragraph,
        reply_to=reply_to,
        kind=kind or None,
        text=_bounded(text, Contribution.TEXT_LIMIT),
        language=words.checked_language(language),
        capacity=capacity,
        organization=organization if capacity == Capacity.ORGANIZATION else None,
        is_named=is_named,
        made_at=now,
        saved_at=now,
    )
    place = CommentDraft.objects.filter(
        person=by, round=round, proposal=proposal, paragraph=paragraph, reply_to=reply_to
    )
    if not draft.text:
        _delete(place, seen)
        return None
    if _comment_is_filed(draft):
        place.delete()
        return None
    _keep(draft, COMMENT_PLACE, same=("text",), seen=seen)
    return draft


@transaction.atomic(savepoint=False)
def hold_back[D: CommentDraft | ContributionDraft](*, by: Person, draft: D, is_held_back: bool) -> D:
    """Leave a draft out when the whole response is filed, or take it in again."""
    require(can_keep(by, draft))
    draft.is_held_back = is_held_back
    draft.save(update_fields=["is_held_back"])
    return draft


@transaction.atomic(savepoint=False)
def delete(*, by: Person, draft: CommentDraft | ContributionDraft) -> None:
    """Throw a draft away. It was never part of the record."""
    require(can_keep(by, draft))
    type(draft)._default_manager.filter(pk=draft.pk).delete()


def _check_time(round: Round, now: datetime) -> None:
    """What a page knows of the time is enough here: nothing is filed."""
    if round.status(now) == Round.Status.CLOSED:
        raise Conflict(
            Refusal(
                "round_closed",
                _("This round closed %(moment)s UTC. Its drafts can be read and downloaded; no more are saved."),
                {"moment": days.closing_words(round.closes_at)},
            )
        )


def _bounded(text: str, limit: int, field: str = "text") -> str:
    """Words as they are kept; a draft may be longer than what can be filed, not longer than anything that can."""
    clean = spaces.clean(text)
    if spaces.is_blank(clean):
        return ""
    return words.checked(clean, limit=limit, field=field) if len(clean) > limit else clean


def _answers(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers with a word in them; whether the call asks such a question is said when it is filed."""
    known = {str(number) for number in range(1, Question.AT_MOST + 1)}
    for number in answers:
        if str(number) not in known:
            raise Invalid(
                Refusal(
                    "question_unknown",
                    _("Questions have numbers from 1 to %(most)s."),
                    {"most": Question.AT_MOST},
                    field="answers",
                )
            )
    kept = {str(number): _bounded(text, Contribution.TEXT_LIMIT, "answers") for number, text in answers.items()}
    return {number: text for number, text in kept.items() if text}


def _keep(draft: Draft, place: Sequence[str], *, same: Sequence[str], seen: datetime | None) -> None:
    """One statement: a twin of it waits for it and then finds what it wrote."""
    quote = connection.ops.quote_name
    fields = draft._meta.concrete_fields
    names = [str(field.column) for field in fields]
    own = [name for name in names if name not in (*place, "id", "made_at", "is_held_back")]
    statement = KEEP.format(
        table=quote(draft._meta.db_table),
        columns=", ".join(map(quote, names)),
        values=", ".join(["%s"] * len(names)),
        place=", ".join(map(quote, place)),
        new=", ".join(f"{quote(name)} = excluded.{quote(name)}" for name in own),
        same=" and ".join(f"kept.{quote(name)} = excluded.{quote(name)}" for name in same),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [_value(draft, field) for field in fields] + [seen])
        row = cursor.fetchone()
    if row is None:
        raise Conflict(_elsewhere())
    draft.pk, draft.made_at, draft.is_held_back = row
    draft._state.adding = False


def _value(draft: Draft, field: "models.Field[Any, Any]") -> Any:
    value = getattr(draft, field.attname)
    return Jsonb(value) if isinstance(field, models.JSONField) else value


def _delete(place: "models.QuerySet[Any]", seen: datetime | None) -> None:
    """Delete the draft whose words were taken out of the box; one that the box did not show stays."""
    gone, _by_model = place.filter(saved_at=seen).delete() if seen else (0, {})
    if not gone and place.exists():
        raise Conflict(_elsewhere())


def _elsewhere() -> Refusal:
    return Refusal(
        "draft_elsewhere",
        _("Another draft of this text was saved since you opened this page. Both are here: choose which one to keep."),
        field="seen",
    )


def _comment_is_filed(draft: CommentDraft) -> bool:
    """What was filed while a script was still saving it must not come back as a draft."""
    return CommentVersion.objects.filter(
        comment__author=draft.person,
        comment__round=draft.round,
        comment__proposal=draft.proposal,
        comment__paragraph=draft.paragraph,
        comment__reply_to=draft.reply_to,
        comment__status__in=(Status.PUBLISHED, Status.RECEIVED),
        text=draft.text,
    ).exists()


def _contribution_is_filed(draft: ContributionDraft) -> bool:
    return ContributionVersion.objects.filter(
        contribution__author=draft.person,
        contribution__round=draft.round,
        contribution__status__in=(Status.PUBLISHED, Status.RECEIVED),
        text=draft.text,
        answers=draft.answers,
    ).exists()
