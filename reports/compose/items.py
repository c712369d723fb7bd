"""What was filed in one round, as every reader of its consultation reads it. A fixed number of queries."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from accounts.models.person import Standing
from contributions.models import Attachment, Contribution
from digests.compose import names
from digests.rules import links
from moderation.models import Decision
from proposals.models import Comment, Endorsement
from reports.compose.parts import Item, Note, Words, moment
from rounds.models import Capacity, Channel, Question, Round, Status
from rounds.rules.numbers import ranges
from texts.rules import languages, places
from texts.rules.render import PLAIN

SECRETARIAT = "secretariat"
PEOPLE = ("author", "organization", "entry", "status_entry")


@dataclass(frozen=True)
class Filed:
    """`contributions` and the topmost `comments` of a round, shown and not shown, in the order of their numbers."""

    contributions: tuple[Item, ...]
    comments: tuple[Item, ...]
    # By comment the text and the paragraph that it is about.
    places: dict[UUID, tuple[UUID, UUID | None]]
    # By contribution its answers, by the number of the question.
    answers: dict[UUID, dict[int, Words]]


def of(round: Round, viewer: Person | None, questions: Sequence[Question]) -> Filed:
    """What is received and not shown yet is not here, whoever asks: it is counted and not told."""
    contributions = list(
        Contribution.objects.visible_to(viewer)
        .filter(round=round, status__in=Contribution.SEEN, entry__seq__isnull=False)
        .in_time()
        .with_replacements()
        .select_related(*PEOPLE, "recording")
        .order_by("entry__seq")
    )
    comments = list(
        Comment.objects.visible_to(viewer)
        .filter(round=round, status__in=Comment.SEEN, entry__seq__isnull=False)
        .select_related(*PEOPLE, "reply_to__entry")
        .order_by("entry__seq")
    )
    told = _Told(_decisions([*contributions, *comments], viewer), _endorsed(round, viewer), _files(round, viewer))
    asked = {question.number for question in questions}
    return Filed(
        tuple(_sent(contributions, told, asked)),
        tuple(_threads(comments, told)),
        {one.pk: (one.proposal_id, one.paragraph_id) for one in comments},
        {one.pk: _answers(one, asked) for one in contributions if one.answers},
    )


@dataclass(frozen=True)
class _Told:
    """What is told beside the texts: decisions by entry; endorsements and files by the id of the text."""

    decisions: dict[int, Decision]
    endorsed: dict[UUID, Note]
    files: dict[UUID, list[Note]]


def _sent(contributions: Sequence[Contribution], told: _Told, asked: set[int]) -> Iterator[Item]:
    also = _same(contributions, lambda one: one.words_digest)
    for one in contributions:
        if one.pk in also:
            notes = (*_replaced(one), *told.files.get(one.pk, ()))
            yield _item(one, told, notes, _written(one, asked), also[one.pk])


def _threads(comments: Sequence[Comment], told: _Told) -> Iterator[Item]:
    """The topmost comments with their replies; a reply to one of the same texts stands under the first of them."""
    also = _same(comments, lambda one: None if one.reply_to_id else _place_and_words(one))
    numbers = {one.number: one.pk for one in comments}
    first_of = {numbers[number]: first for first, others in also.items() for number in others}
    below: dict[UUID | None, list[Comment]] = defaultdict(list)
    for one in comments:
        if one.pk in also:
            under = first_of.get(one.reply_to_id, one.reply_to_id) if one.reply_to_id else None
            # A reply to what is not here (of another round, or not shown yet) stands by itself.
            below[under if under in also else None].append(one)

    def item(one: Comment) -> Item:
        replies = sorted(below[one.pk], key=lambda reply: (reply.capacity != Capacity.SECRETARIAT, reply.number))
        words = (Words(one.text, one.language),) if one.text is not None else ()
        return _item(one, told, _answered(one), words, also[one.pk], tuple(map(item, replies)))

    return map(item, below[None])


def _same[T: (Contribution, Comment)](texts: Sequence[T], key: Callable[[T], Any]) -> dict[UUID, tuple[int, ...]]:
    """By the first of the same texts the numbers of the others; texts whose key is empty are the same as no other."""
    groups: dict[Any, list[T]] = defaultdict(list)
    for one in texts:
        groups[key(one) or one.pk].append(one)
    also = {}
    for same in groups.values():
        first, *others = sorted(same, key=lambda one: (one.posted_at, one.pk))
        also[first.pk] = tuple(sorted(other.number or 0 for other in others))
    return also


def _place_and_words(one: Comment) -> tuple[Any, ...] | None:
    return (one.proposal_id, one.paragraph_id, bytes(one.words_digest)) if one.words_digest is not None else None


# --- one text --------------------------------------------------------------------------------------------------------


def _item(
    one: Contribution | Comment,
    told: _Told,
    notes: tuple[Note, ...],
    words: tuple[Words, ...],
    also: tuple[int, ...],
    replies: tuple[Item, ...] = (),
) -> Item:
    is_contribution = isinstance(one, Contribution)
    address = links.contribution(one.pk) if is_contribution else links.comment(one.pk)
    common = (one.pk, one.number or 0, is_contribution, str(one.status), address, one.language, one.posted_at)
    if one.status != Status.PUBLISHED:
        decision = told.decisions.get(one.status_entry_id or 0)
        reason = Words(decision.reason, decision.language, PLAIN) if decision and decision.reason else None
        return Item(*common, fate=_fate(one, decision), reason=reason, replies=replies)
    same = links.same_comments(one.pk) if isinstance(one, Comment) else f"{links.contribution(one.pk)}same/"
    return Item(
        *common,
        title=(one.title or "") if isinstance(one, Contribution) else "",
        kind=_kind(one) if isinstance(one, Comment) else "",
        who=names.author(one),
        group=SECRETARIAT if one.capacity == Capacity.SECRETARIAT else one.stakeholder_group_id or "",
        facts=tuple(filter(None, _facts(one))),
        notes=(*notes, *_filed_again(also, same), *([told.endorsed[one.pk]] if one.pk in told.endorsed else ())),
        words=words,
        also=also,
        replies=replies,
    )


def _kind(one: Comment) -> str:
    if one.kind:
        return str(Comment.Kind(one.kind).label)
    return _("Reply") if one.reply_to_id else _("Comment")


def _facts(one: Contribution | Comment) -> Iterator[str]:
    """As whom, how well known, from where, in which language, by which way: what stands in the line under the name."""
    arrived = one.channel in (Channel.IMPORTED, Channel.RECORDED)
    if one.capacity != Capacity.PERSONAL or not arrived:
        yield names.capacity(one)
    if one.standing == Standing.SPEAKS:
        yield _("confirmed")
    elif one.organization_id and not arrived:
        yield _("not confirmed")
    elif one.standing == Standing.VOUCHED:
        yield _("vouched for by an organization")
    # Of a person without a name the region stands beside "A person".
    yield places.name(one.country) if one.country else ""
    yield languages.name(one.language)
    if isinstance(one, Contribution) and one.channel == Channel.RECORDED and hasattr(one, "recording"):
        at = moment(one.recording.arrived_at)
        yield _("recorded by the secretariat; it had arrived on %(at)s") % {"at": at}
    elif one.channel != Channel.WEB:
        yield str(Channel(one.channel).label)
    if one.edited_at:
        yield _("corrected on %(at)s") % {"at": moment(one.edited_at)}


def _fate(one: Contribution | Comment, decision: Decision | None) -> str:
    entry = one.status_entry
    values = {"at": moment(entry.at) if entry else "", "number": entry.seq if entry else ""}
    match one.status:
        case Status.HIDDEN if decision is not None:
            rule = {"rule": f"{decision.rule_number}, {decision.rule}"}
            return _("Hidden by a moderator on %(at)s: rule %(rule)s (decision No. %(number)s)") % (values | rule)
        case Status.HIDDEN:
            return _("Hidden by a moderator on %(at)s (decision No. %(number)s)") % values
        case Status.WITHDRAWN:
            return _("Withdrawn by its author on %(at)s (No. %(number)s)") % values
        case _ if entry is not None and json.loads(entry.record).get("because") == "unconfirmed":
            words = _("Not confirmed within 7 days of the close, and erased on %(at)s (No. %(number)s)")
            return words % values
        case _:
            return _("Erased on request on %(at)s (No. %(number)s)") % values


def _written(one: Contribution, asked: set[int]) -> tuple[Words, ...]:
    """The free text; answers to what is not asked any more stand behind it."""
    if one.text is None:
        return ()
    free = [Words(one.text, one.language, one.format)] if one.text.strip() else []
    given = sorted((int(number), answer) for number, answer in (one.answers or {}).items())
    return (*free, *(_answer(one, number, answer) for number, answer in given if number not in asked))


def _answers(one: Contribution, asked: set[int]) -> dict[int, Words]:
    given = sorted((int(number), answer) for number, answer in (one.answers or {}).items())
    return {number: _answer(one, number, answer) for number, answer in given if number in asked and answer.strip()}


def _answer(one: Contribution, number: int, answer: str) -> Words:
    return Words(answer, one.language, one.format, _("Question %(number)s") % {"number": number})


def _replaced(one: Any) -> Iterator[Note]:
    if one.before_number:
        words = _("Replaces No. %(number)s") % {"number": one.before_number}
        yield Note(words, links.entry(one.before_number))
    if one.after_number:
        words = _("Replaced by No. %(number)s; it stays as it was sent") % {"number": one.after_number}
        yield Note(words, links.entry(one.after_number))


def _answered(one: Comment) -> tuple[Note, ...]:
    """To which comment a reply replies; where that one is not told here, it is at least named."""
    if one.reply_to is None or one.reply_to.number is None:
        return ()
    words = _("Reply to No. %(number)s") % {"number": one.reply_to.number}
    return (Note(words, links.entry(one.reply_to.number)),)


def _filed_again(also: tuple[int, ...], address: str) -> Iterator[Note]:
    """The numbers under which the same text was filed, the shortest way: “No. 7, 12–31”."""
    if also:
        told = ranges(list(also)).replace("-", "–").replace(" ", ", ")
        words = _("The same text was filed by %(count)s people, also as No. %(numbers)s")
        yield Note(words % {"count": len(also) + 1, "numbers": told}, address)


# --- what stands beside them, for all at once ------------------------------------------------------------------------


def _decisions(filed: Iterable[Contribution | Comment], viewer: Person | None) -> dict[int, Decision]:
    hidden = [one.status_entry_id for one in filed if one.status == Status.HIDDEN]
    rows = Decision.objects.visible_to(viewer).filter(entry__in=hidden)
    return {decision.entry_id: decision for decision in rows}


def _endorsed(round: Round, viewer: Person | None) -> dict[UUID, Note]:
    found: dict[UUID, Note] = {}
    for name, page in (("contribution", links.contribution), ("comment", links.comment)):
        rows = (
            Endorsement.objects.visible_to(viewer)
            .filter(**{f"{name}__round": round})
            .order_by()
            .values_list(name)
            .annotate(
                bodies=Count("pk", filter=Q(organization__isnull=False)),
                people=Count("pk", filter=Q(organization__isnull=True)),
            )
        )
        for thing, bodies, people in rows:
            said = []
            if bodies:
                said.append(ngettext("%(n)s organization", "%(n)s organizations", bodies) % {"n": bodies})
            if people:
                said.append(ngettext("%(n)s person", "%(n)s people", people) % {"n": people})
            words = _("Endorsed by %(who)s") % {"who": _(" and ").join(said)}
            found[thing] = Note(words, f"{page(thing)}endorsements/")
    return found


def _files(round: Round, viewer: Person | None) -> dict[UUID, list[Note]]:
    """Files of what is shown; those of other contributions only their author and moderators may have."""
    found: dict[UUID, list[Note]] = defaultdict(list)
    rows = Attachment.objects.visible_to(viewer).filter(
        contribution__round=round, contribution__status=Status.PUBLISHED
    )
    for file in rows.order_by("contribution", "position"):
        address = f"{links.contribution(file.contribution_id)}files/{file.pk}/"
        found[file.contribution_id].append(Note(_("File: %(name)s") % {"name": file.name}, address))
    return found
