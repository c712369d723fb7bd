"""What all said in one round, in order: by stakeholder group, by question or by paragraph.

Every text stands in it once, whatever the order: what belongs to no question or no paragraph has a section of its own,
and what is not shown stands there with what happened to it. It closes with its sums.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, TextField
from django.db.models import Sum as Total
from django.db.models.functions import Cast, Length
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from accounts.models.stakeholder_group import GROUPS
from contributions.models import Contribution
from digests.rules import links
from proposals.models import Comment, ParagraphText, Proposal, Revision
from reports.compose import items
from reports.compose.items import SECRETARIAT, Filed
from reports.compose.parts import Compilation, Item, Note, Section, Sum, Words, within
from reports.compose.stamp import Stamp
from rounds.models import Question, Round, Status
from texts.rules.render import PLAIN

GROUP, QUESTION, PARAGRAPH = "group", "question", "paragraph"
ARRANGEMENTS: dict[str, str | Promise] = {
    GROUP: gettext_lazy("by stakeholder group"),
    QUESTION: gettext_lazy("by question"),
    PARAGRAPH: gettext_lazy("by paragraph"),
}
# Of so many characters no document is made that anybody could open.
LIMIT = 8_000_000


def offered(round: Round) -> list[str]:
    """The arrangements that make sense: by what was asked where something was, by paragraph where texts are up."""
    found = [GROUP]
    if Question.objects.filter(round=round.asked_by).exists():
        found.append(QUESTION)
    if Revision.objects.filter(round=round.asked_by).exists():
        found.append(PARAGRAPH)
    return found


def size(round: Round) -> int:
    """About how many characters of people's words it would hold."""
    sent = Contribution.objects.filter(round=round, is_late=False, status=Status.PUBLISHED)
    said = Comment.objects.filter(round=round, status=Status.PUBLISHED)
    sizes = sent.aggregate(texts=Total(Length("text")), answers=Total(Length(Cast("answers", TextField()))))
    sizes |= said.aggregate(comments=Total(Length("text")))
    return sum(count or 0 for count in sizes.values())


def make(round: Round, viewer: Person | None, *, by: str, stamp: Stamp) -> Compilation:
    """Read everything in the snapshot that the stamp is of. The same for every viewer who may read the round."""
    questions = list(Question.objects.filter(round=round.asked_by))
    filed = items.of(round, viewer, questions)
    texts = _Texts(round, filed, viewer)
    arranged = {GROUP: _by_group, QUESTION: _by_question, PARAGRAPH: _by_paragraph}[by]
    sections = tuple(_numbered(arranged(filed, questions, texts, round.consultation.language)))
    return Compilation(
        title=_("Compilation: %(round)s") % {"round": round},
        by=by,
        arranged=str(ARRANGEMENTS[by]),
        consultation=round.consultation.title,
        consultation_language=round.consultation.language,
        round=links.round(round.consultation.slug, round.number),
        stamp=stamp,
        sections=sections,
        sums=tuple(_sums(round, sections)),
        notes=tuple(_notes(round)),
    )


# --- the three orders ------------------------------------------------------------------------------------------------


def _by_group(filed: Filed, questions: Sequence[Question], texts: "_Texts", language: str) -> Iterator[Section]:
    sent, lost = _whole(filed, questions, language)
    said = [texts.placed(comment) for comment in filed.comments]
    for key, name in _groups():
        of_group = [one for one in sent if one.group == key], [one for one in said if one.group == key and not one.fate]
        empty = "" if any(of_group) else _("Nothing.")
        if key in (SECRETARIAT, "") and empty:
            continue
        yield from _both(name, *of_group, empty=empty)
    yield from _both(_("Not shown"), lost, [one for one in said if one.fate])


def _by_question(filed: Filed, questions: Sequence[Question], texts: "_Texts", language: str) -> Iterator[Section]:
    sent = _in_order(one for one in filed.contributions if not one.fate)
    for question in questions:
        answers = tuple(
            replace(one, title="", kind="", words=(replace(answer, label=""),), notes=_of(one))
            for one in sent
            if (answer := filed.answers.get(one.id, {}).get(question.number))
        )
        heading = _("Question %(number)s") % {"number": question.number}
        empty = "" if answers else _("Nobody answered it.")
        about = (Words(question.help, language, PLAIN),) if question.help else ()
        yield Section("", heading, 1, question.text, language, about, answers, empty)
    free = [one for one in sent if one.words or not filed.answers.get(one.id)]
    yield Section("", _("Beside the questions"), items=tuple(free), empty="" if free else _("Nothing."))
    yield from texts.sections(filed.comments)
    lost = [one for one in filed.contributions if one.fate]
    yield from _both(_("Not shown"), lost, [])


def _by_paragraph(filed: Filed, questions: Sequence[Question], texts: "_Texts", language: str) -> Iterator[Section]:
    sent, lost = _whole(filed, questions, language)
    yield from texts.sections(filed.comments)
    if sent:
        yield Section("", _("Contributions, on no paragraph"), items=tuple(_in_order(sent)))
    yield from _both(_("Not shown"), lost, [])


def _whole(filed: Filed, questions: Sequence[Question], language: str) -> tuple[list[Item], list[Item]]:
    """Contributions with their answers behind the free text: those that are shown, and those that are not."""
    wording = {question.number: question.text for question in questions}
    shown: list[Item] = []
    lost: list[Item] = []
    for one in filed.contributions:
        answers = filed.answers.get(one.id, {}).items()
        words = (replace(words, label=f"{words.label}: {wording[number]}") for number, words in answers)
        (lost if one.fate else shown).append(replace(one, words=(*one.words, *words)))
    return shown, lost


def _of(one: Item) -> tuple[Note, ...]:
    """Where the whole contribution is read to which an answer belongs."""
    return (Note(_("From the contribution “%(title)s”") % {"title": one.title}, one.address),)


def _both(heading: str, sent: Sequence[Item], said: Sequence[Item], *, empty: str = "") -> Iterator[Section]:
    """Contributions and comments under one heading, apart where there are both; nothing where neither is."""
    if sent and said:
        yield Section("", heading)
        yield Section("", _("Contributions"), 2, items=tuple(sent))
        yield Section("", _("Comments"), 2, items=tuple(said))
    elif sent or said or empty:
        yield Section("", heading, items=(*sent, *said), empty=empty)


def _groups() -> list[tuple[str, str]]:
    """In the order in which groups are shown everywhere; then those who named none, and the secretariat."""
    named = [(key, str(name)) for key, name, _slot in GROUPS]
    return [*named, ("", _("Without a stakeholder group")), (SECRETARIAT, _("Secretariat"))]


def _in_order(found: Iterable[Item]) -> list[Item]:
    places = {key: place for place, (key, _name) in enumerate(_groups())}
    return sorted(found, key=lambda one: (places[one.group], one.number))


def _numbered(sections: Iterable[Section]) -> Iterator[Section]:
    """With the names by which the contents lead to them."""
    for position, section in enumerate(sections, start=1):
        yield replace(section, anchor=f"part-{position}")


# --- the texts that comments are about -------------------------------------------------------------------------------


class _Texts:
    """The texts of a round, each with its paragraphs in the wording that was up. Three queries."""

    def __init__(self, round: Round, filed: Filed, viewer: Person | None) -> None:
        self.places = filed.places
        wanted = {proposal for proposal, _paragraph in filed.places.values()}
        up = Revision.objects.filter(round=round.asked_by).order_by("number").values_list("proposal", "pk")
        self.revisions: dict[UUID, UUID] = dict(up)
        known = Proposal.objects.visible_to(viewer).filter(pk__in={*wanted, *self.revisions})
        self.proposals = {proposal.pk: proposal for proposal in known}
        rows = ParagraphText.objects.filter(paragraph__proposal__in=self.proposals).select_related("paragraph")
        self.parts: dict[UUID, list[ParagraphText]] = defaultdict(list)
        # Of a paragraph that is gone from the wording that was up, its last number.
        self.numbers: dict[UUID, str] = {}
        for row in rows.order_by("revision__number", "position"):
            proposal = self.proposals[row.paragraph.proposal_id]
            if row.language == proposal.language:
                self.numbers[row.paragraph_id] = row.number
                if row.revision_id == self.revisions.get(proposal.pk):
                    self.parts[proposal.pk].append(row)

    def placed(self, comment: Item) -> Item:
        """A comment that stands away from its paragraph says where it belongs."""
        proposal, paragraph = self.places[comment.id]
        values = {"text": self.proposals[proposal].title, "number": self.numbers.get(paragraph or proposal, "")}
        words = _("On paragraph %(number)s of %(text)s") if paragraph else _("On the whole text of %(text)s")
        return comment.noted(Note(words % values, links.proposal(proposal)))

    def sections(self, comments: Sequence[Item]) -> Iterator[Section]:
        """Each text with the comments on the whole of it, on its paragraphs, and on paragraphs that are gone."""
        by_place: dict[tuple[UUID, UUID | None], list[Item]] = defaultdict(list)
        for comment in comments:
            by_place[self.places[comment.id]].append(comment)
        for proposal in sorted(self.proposals.values(), key=lambda one: (one.position, one.made_at, one.pk)):
            language = proposal.language
            yield Section("", "", title=proposal.title, language=language)
            if whole := by_place.pop((proposal.pk, None), []):
                yield Section("", _("On the whole text"), 2, items=tuple(whole))
            for part in self.parts[proposal.pk]:
                found = by_place.pop((proposal.pk, part.paragraph_id), [])
                heading = _("Paragraph %(number)s") % {"number": part.number}
                about = (Words(part.text, language),)
                empty = "" if found else _("No comment.")
                yield Section("", heading, 2, part.heading, language, about, tuple(found), empty)
            gone = [key for key in by_place if key[0] == proposal.pk]
            for key in sorted(gone, key=lambda key: by_place[key][0].number):
                heading = _("A paragraph that is gone: %(number)s") % {"number": self.numbers.get(key[1] or key[0], "")}
                yield Section("", heading, 2, items=tuple(by_place.pop(key)))


# --- the end ---------------------------------------------------------------------------------------------------------


def _sums(round: Round, sections: Sequence[Section]) -> Iterator[Sum]:
    """What was received is counted in the database, whoever may read it; what became of it, in the document itself."""
    placed: dict[int, Item] = {}
    for section in sections:
        for top in section.items:
            for item in within(top):
                placed.setdefault(item.number, item)
    sums: list[tuple[str, bool, Callable[[], dict[str, int]]]] = [
        (_("Contributions"), True, lambda: _by_status(Contribution.objects.filter(round=round).in_time())),
        (_("Comments"), False, lambda: _by_status(Comment.objects.filter(round=round))),
    ]
    for name, is_contribution, counted in sums:
        if is_contribution and "contributions" not in round.accepts:
            continue
        received = counted()
        told = [item for item in placed.values() if item.is_contribution == is_contribution]
        yield Sum(
            name,
            received=sum(received.values()),
            shown=sum(1 + len(item.also) for item in told if item.status == Status.PUBLISHED),
            hidden=sum(item.status == Status.HIDDEN for item in told),
            withdrawn=sum(item.status == Status.WITHDRAWN for item in told),
            erased=sum(item.status == Status.ERASED for item in told),
            waiting=received.get(Status.RECEIVED, 0),
        )


def _by_status(filed: "QuerySet[Any]") -> dict[str, int]:
    return dict(filed.order_by().values_list("status").annotate(count=Count("pk")))


def _notes(round: Round) -> Iterator[Note]:
    late = Contribution.objects.filter(round=round, is_late=True).exclude(status=Status.RECEIVED).count()
    if late:
        words = _("Not in these sums: what arrived after the close (%(count)s), read on a page of its own")
        yield Note(words % {"count": late}, links.late(round.consultation.slug, round.number))
