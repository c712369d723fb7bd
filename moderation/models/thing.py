"""What is moderated: every kind of public text that somebody other than the platform wrote."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.db.models import F, Func, IntegerField
from django.db.models.lookups import Exact

from accounts.models import Organization, Person
from contributions.models import Contribution
from proposals.models import Comment, Proposal
from rounds.models import Document

if TYPE_CHECKING:
    from rounds.models import Consultation

# What a comment or a contribution is: words that were filed, and are withheld in versions of their own.
Text = Comment | Contribution
# Other public texts, whose words stand in the row itself: a text put up for comment, a document's title, names.
Named = Proposal | Document | Organization | Person
Thing = Text | Named

# The name of each kind in addresses, columns and the API.
KINDS: dict[str, type[Thing]] = {
    "comment": Comment,
    "contribution": Contribution,
    "proposal": Proposal,
    "document": Document,
    "organization": Organization,
    "person": Person,
}


def kind_of(thing: Thing) -> str:
    """`comment` of a comment, and so on; a row of any other model is a mistake of the caller."""
    return next(kind for kind, model in KINDS.items() if isinstance(thing, model))


def consultation_of(thing: Thing) -> "Consultation | None":
    """None for people and bodies, who belong to the whole site."""
    return None if isinstance(thing, Organization | Person) else thing.consultation


def author_of(thing: Thing) -> UUID | None:
    """Whose words they are, where one person’s: the id of its author, or of the person whose name it is."""
    if isinstance(thing, Person):
        return thing.pk
    return thing.author_id if isinstance(thing, Comment | Contribution) else None


class NumNonnulls(Func):
    """PostgreSQL counts which of its arguments are there."""

    function = "num_nonnulls"
    output_field = IntegerField()


def about_one(*fields: str) -> Exact:
    """The condition that exactly one of these columns is filled."""
    return Exact(NumNonnulls(*(F(field) for field in fields)), 1)


class AboutThing(models.Model):
    """A row about one thing of any kind: one column is filled. `thing` is the thing."""

    comment = models.ForeignKey("proposals.Comment", null=True, on_delete=models.PROTECT, related_name="+")
    contribution = models.ForeignKey(
        "contributions.Contribution", null=True, on_delete=models.PROTECT, related_name="+"
    )
    proposal = models.ForeignKey("proposals.Proposal", null=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey("rounds.Document", null=True, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey("accounts.Organization", null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def thing(self) -> Thing:
        for kind in KINDS:
            if getattr(self, f"{kind}_id") is not None:
                found: Thing = getattr(self, kind)
                return found
        raise RuntimeError("this row is about no public text")

    @property
    def kind(self) -> str:
        """The kind of the thing, without asking for it; empty where the row is about something else."""
        return next((kind for kind in KINDS if getattr(self, f"{kind}_id") is not None), "")

    @property
    def thing_id(self) -> UUID:
        """The thing's id, without asking for it."""
        found: UUID = getattr(self, f"{self.kind}_id")
        return found


def about(thing: Thing) -> dict[str, Any]:
    """The column that a row about this thing fills."""
    return {kind_of(thing): thing}


def about_any(things: Iterable[Thing]) -> models.Q:
    """Rows about any of these things; rows about none where there are none."""
    by_kind: dict[str, list[UUID]] = {}
    for thing in things:
        by_kind.setdefault(kind_of(thing), []).append(thing.pk)
    found = models.Q(pk__in=[])
    for kind, keys in by_kind.items():
        found |= models.Q(**{f"{kind}__in": keys})
    return found
