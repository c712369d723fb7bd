"""What is found: each kind of thing through its own reading rule, counted up to a bound, best or newest first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, Exists, Expression, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Floor
from django.utils import timezone

from accounts.models import Organization, Person
from contributions.models import Contribution
from proposals.models import Comment, ParagraphText, Proposal, ProposalTranslation, Revision
from public.forms_filters import SECRETARIAT, SIMPLY
from public.forms_search import KINDS
from rounds.models import Capacity, Consultation, ConsultationTranslation, Document, Status
from texts.search import Sought

# So many are counted and put in order of how well they answer; of more, the newest so many.
BOUND = 1_000
# No text answers better than this.
_MOST = 1_000_000
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Wish:
    """What is looked for, by whom, and where: `chosen` as the form has it, with the ids of consultation and round.

    `languages` are those in which the reader usually reads.
    """

    sought: Sought
    viewer: Person | None
    chosen: dict[str, Any] = field(default_factory=dict)
    consultation: UUID | None = None
    round: UUID | None = None
    languages: tuple[str, ...] = ()

    def anywhere(self, words: str) -> "Wish":
        """Other words, wherever this reader may read."""
        return Wish(Sought(words), self.viewer)


@dataclass(frozen=True)
class Hit:
    """One thing found: how well it answers, when it came, its id."""

    weight: int
    at: datetime
    pk: Any

    @property
    def place(self) -> tuple[int, int, str]:
        """Orders hits, in microseconds; no two are alike."""
        return self.weight, (self.at - _BEGIN) // timedelta(microseconds=1), str(self.pk)


@dataclass(frozen=True)
class Kind:
    """One kind of things. `knows`: the filters that say something of it; `at`: the column of its moment."""

    key: str
    find: Callable[[Wish], "QuerySet[Any, Any]"]
    knows: frozenset[str]
    at: str
    newest: tuple[str, ...]

    @property
    def label(self) -> Any:
        return KINDS[self.key]

    def weight(self, wish: Wish) -> Expression:
        if self.key in NAMES:
            near = TrigramWordSimilarity(plain(wish.sought), "name")
            return Cast(Floor(near * Value(_MOST)), IntegerField())
        if self.key == "paragraphs" and wish.languages:
            # One paragraph may be found in several languages: the reader's own come first.
            return wish.sought.weight() + Case(When(_in(wish.languages), then=_MOST), default=0)
        return wish.sought.weight()

    def answers(self, wish: Wish) -> bool:
        """Whether every chosen filter says something of this kind."""
        return wish.chosen.keys() <= self.knows

    def count(self, wish: Wish) -> int:
        """How many there are, up to one more than `BOUND`."""
        return self.find(wish).order_by()[: BOUND + 1].count()

    def exists(self, wish: Wish) -> bool:
        return self.find(wish).order_by().exists()

    def ranked(self, wish: Wish) -> tuple[list[Hit], bool]:
        """The best first, of the newest `BOUND`; and whether there are more than that."""
        found = self.find(wish)
        newest = found.order_by(*(f"-{column}" for column in self.newest)).values("pk")[: BOUND + 1]
        rows = found.model._default_manager.filter(pk__in=newest).annotate(weight=self.weight(wish))
        hits = [Hit(*row) for row in rows.order_by().values_list("weight", self.at, "pk")]
        more = len(hits) > BOUND
        if more:
            hits.remove(min(hits, key=lambda hit: (hit.at, str(hit.pk))))
        return sorted(hits, key=lambda hit: hit.place, reverse=True), more


def _in(tags: tuple[str, ...]) -> Q:
    """Rows in one of these languages, wherever it is spoken."""
    roots = [tag.partition("-")[0] for tag in tags]
    return Q(*(Q(language=root) | Q(language__startswith=f"{root}-") for root in roots), _connector=Q.OR)


def plain(sought: Sought) -> str:
    """The words alone, as a name is written: no signs, and nothing of what is left out."""
    return " ".join(part.strip('"') for part in sought.words.split() if not part.startswith("-")).strip()


def _filed(found: Any, wish: Wish) -> Any:
    """The filters that contributions and comments share; only what is shown has words."""
    for name in ("stakeholder_group", "country", "language"):
        if value := wish.chosen.get(name):
            found = found.filter(**{name: value})
    return _days(_placed(found.filter(status=Status.PUBLISHED), wish), wish, "posted_at")


def _placed(found: Any, wish: Wish) -> Any:
    if wish.consultation:
        found = found.filter(consultation=wish.consultation)
    return found.filter(round=wish.round) if wish.round else found


def _days(found: Any, wish: Wish, column: str) -> Any:
    """From the first day to the end of the last, as the reader's calendar has them."""
    if since := wish.chosen.get("since"):
        found = found.filter(**{f"{column}__gte": _midnight(since)})
    if until := wish.chosen.get("until"):
        found = found.filter(**{f"{column}__lt": _midnight(until + timedelta(days=1))})
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


def _language(found: Any, wish: Wish) -> Any:
    return found.filter(language=wish.chosen["language"]) if "language" in wish.chosen else found


def _comments(wish: Wish) -> "QuerySet[Any, Any]":
    found = _filed(Comment.objects.visible_to(wish.viewer).told_once().filter(wish.sought.condition), wish)
    kind = wish.chosen.get("kind")
    if kind == SIMPLY:
        return found.filter(kind__isnull=True).exclude(capacity=Capacity.SECRETARIAT)
    if kind == SECRETARIAT:
        return found.filter(capacity=Capacity.SECRETARIAT)
    return found.filter(kind=kind) if kind else found


def _contributions(wish: Wish) -> "QuerySet[Any, Any]":
    return _filed(Contribution.objects.visible_to(wish.viewer).told_once().filter(wish.sought.condition), wish)


def _paragraphs(wish: Wish) -> "QuerySet[Any, Any]":
    """Paragraphs as they stand now, in each of their languages."""
    newer = Revision.objects.filter(proposal=OuterRef("proposal"), number__gt=OuterRef("number"))
    latest = Revision.objects.filter(~Exists(newer)).order_by().values("pk")
    texts = Proposal.objects.visible_to(wish.viewer).order_by().values("pk")
    found = ParagraphText.objects.filter(wish.sought.condition, revision__in=latest, revision__proposal__in=texts)
    if wish.consultation:
        found = found.filter(revision__proposal__consultation=wish.consultation)
    if wish.round:
        found = found.filter(revision__round=wish.round)
    return _days(_language(found, wish), wish, "revision__published_at")


def _texts(wish: Wish) -> "QuerySet[Any, Any]":
    """Texts by their titles, in any language."""
    translated = ProposalTranslation.objects.filter(wish.sought.condition).order_by().values("proposal")
    found = Proposal.objects.visible_to(wish.viewer).filter(wish.sought.condition | Q(pk__in=translated))
    if wish.consultation:
        found = found.filter(consultation=wish.consultation)
    if wish.round:
        found = found.filter(pk__in=Revision.objects.filter(round=wish.round).order_by().values("proposal"))
    return _days(_language(found, wish), wish, "made_at")


def _consultations(wish: Wish) -> "QuerySet[Any, Any]":
    translated = ConsultationTranslation.objects.filter(wish.sought.condition).order_by().values("consultation")
    found = Consultation.objects.visible_to(wish.viewer).filter(wish.sought.condition | Q(pk__in=translated))
    return _days(_language(found, wish), wish, "made_at")


def _documents(wish: Wish) -> "QuerySet[Any, Any]":
    found = Document.objects.visible_to(wish.viewer).filter(wish.sought.condition)
    if wish.consultation:
        found = found.filter(consultation=wish.consultation)
    return _days(_language(found, wish), wish, "added_at")


def _people(wish: Wish) -> "QuerySet[Any, Any]":
    return _named(Person.objects.visible_to(wish.viewer), wish.sought)


def _organizations(wish: Wish) -> "QuerySet[Any, Any]":
    found = _named(Organization.objects.visible_to(wish.viewer), wish.sought)
    return found.filter(**{name: wish.chosen[name] for name in BODIES if name in wish.chosen})


def _named(people: "QuerySet[Any, Any]", sought: Sought) -> "QuerySet[Any, Any]":
    """Names that have the words; where none has, those that are nearly what was typed."""
    named = people.filter(sought.simply)
    # Asked first: in one condition PostgreSQL would compare every name with what was typed.
    return named if named.order_by().exists() else people.filter(name__trigram_word_similar=plain(sought))


def is_a_name(wish: Wish) -> bool:
    """Whether somebody or some body is called so, letter by letter."""
    readable = (Person.objects.visible_to(wish.viewer), Organization.objects.visible_to(wish.viewer))
    return any(names.filter(wish.sought.simply).order_by().exists() for names in readable)


PLACED = frozenset({"consultation", "round", "language", "since", "until"})
FILED = PLACED | {"stakeholder_group", "country"}
# Group and country of a person are nobody's to read: they stand on the texts that were filed under a name.
BODIES = frozenset({"stakeholder_group", "country"})
# Sought by their names, where near enough is found too.
NAMES = ("people", "organizations")

EVERY: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("paragraphs", _paragraphs, PLACED, "revision__published_at", ("id",)),
        Kind("texts", _texts, PLACED, "made_at", ("made_at", "id")),
        Kind("contributions", _contributions, FILED, "posted_at", ("posted_at", "id")),
        Kind("comments", _comments, FILED | {"kind"}, "posted_at", ("posted_at", "id")),
        Kind("people", _people, frozenset(), "joined_at", ("joined_at", "id")),
        Kind("organizations", _organizations, BODIES, "made_at", ("made_at", "id")),
        Kind("documents", _documents, PLACED - {"round"}, "added_at", ("added_at", "id")),
        Kind("consultations", _consultations, PLACED - {"consultation", "round"}, "made_at", ("made_at", "id")),
    )
}
# Those whose words a misspelt one is led to.
WORDED = ("comments", "contributions", "paragraphs", "texts", "consultations", "documents")
