"""What the rows of the queue are made of: one query for a whole page of them, whatever they are about."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Count, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject, Left

from accounts.models import AffiliationRequest, Organization, Person
from contributions.models import Contribution, ContributionVersion
from moderation.models import KINDS, Flag, Item, ItemQuerySet, Motion, mark_kept
from proposals.models import Comment, CommentVersion, ParagraphText, Proposal
from rounds.models import Document, Status, WaitingFor

# As much of a text as an excerpt can need; a queue must not carry texts of 200,000 characters.
BEGINNING = 600
Reason = Item.Reason

_FIELDS = (
    "id",
    "comment_id",
    "contribution_id",
    "reason",
    "due_at",
    "language",
    "flags",
    "stakeholder_group",
    "consultation__title",
    "consultation__language",
    "round__number",
    "assigned_to",
    "assigned_to__name",
    "claimed_by",
    "claimed_by__name",
    "claimed_until",
    "asked_at",
    "replied_at",
)


def described(items: ItemQuerySet, person: Person) -> "QuerySet[Item, dict[str, Any]]":
    """The items with all that their rows say, as dictionaries.

    What an item is about comes by a small query of its own for each row: with a join for each kind of thing the
    database would plan longer than it works.
    """
    told = {
        "comment": _told(
            Comment, "comment", **_OF_TEXTS, reply_to="reply_to_id", paragraph="paragraph_id", title="proposal__title"
        ),
        "contribution": _told(Contribution, "contribution", **_OF_TEXTS, author_name="author_name", format="format"),
        "proposal": _told(Proposal, "proposal", name="title"),
        "document": _told(Document, "document", name="title"),
        "organization": _told(Organization, "organization", name="name"),
        "person": _told(Person, "person", name="name"),
        "request": _told(
            AffiliationRequest,
            "request",
            name="person__name",
            body="organization__name",
            verified_at="organization__verified_at",
            role="role",
            address_confirmed_at="address_confirmed_at",
            letter_name="letter_name",
        ),
        "motion": _told(
            Motion,
            "motion",
            verb="verb",
            by="asked_by__name",
            reason="reason",
            language="language",
            closes_at="closes_at",
            round="round__number",
            name="affiliation__person__name",
            body="affiliation__organization__name",
        ),
    }
    return (
        mark_kept(items, person)
        .annotate(
            **{f"about_{name}": subquery for name, subquery in told.items()},
            words=_words(),
            paragraph_number=_paragraph_number(),
            rules=Case(When(flags__gt=0, then=_rules())),
            asks=Case(When(reason__in=[Reason.HELD, Reason.SECOND], motion__isnull=True, then=_asks())),
            comments_wait=Case(When(request__isnull=False, then=_texts(Comment))),
            contributions_wait=Case(When(request__isnull=False, then=_texts(Contribution))),
            alike=Case(When(reason=Reason.IMPERSONATION, then=_alike())),
        )
        .values(
            *_FIELDS,
            *(f"about_{name}" for name in told),
            "kept_from",
            "words",
            "paragraph_number",
            "rules",
            "asks",
            "comments_wait",
            "contributions_wait",
            "alike",
        )
    )


_OF_TEXTS = {"author": "author__name", "is_named": "is_named", "body": "organization__name", "number": "entry__seq"}


def _told(model: type[Model], kind: str, **fields: str) -> Case:
    """Facts of what an item is about, as a dictionary; None where it is about another kind."""
    rows = model._default_manager.filter(pk=OuterRef(kind)).order_by().values(told=JSONObject(**fields))
    return Case(When(**{f"{kind}__isnull": False}, then=Subquery(rows)))


def _words() -> Case:
    """{"title", "text"}: the beginning of the words as filed last, of what no decision has sealed."""
    said = CommentVersion.objects.filter(comment=OuterRef("comment"), is_sealed=False).order_by("-number")
    sent = ContributionVersion.objects.filter(contribution=OuterRef("contribution"), is_sealed=False)
    return Case(
        When(
            comment__isnull=False,
            then=Subquery(said.values(told=JSONObject(title=Value(""), text=Left("text", BEGINNING)))[:1]),
        ),
        When(
            contribution__isnull=False,
            then=Subquery(
                sent.order_by("-number").values(told=JSONObject(title="title", text=Left("text", BEGINNING)))[:1]
            ),
        ),
    )


def _paragraph_number() -> Case:
    """As shown in the revision on which the comment was filed; the same in every language."""
    shown = ParagraphText.objects.filter(
        revision=OuterRef("comment__revision"), paragraph=OuterRef("comment__paragraph")
    )
    return Case(
        When(comment__paragraph__isnull=False, then=Subquery(shown.order_by("language").values("number")[:1])),
        default=Value(""),
        output_field=CharField(),
    )


def _same_thing() -> Q:
    found = Q()
    for kind in KINDS:
        found |= Q(**{kind: OuterRef(kind)})
    return found


def _rules() -> ArraySubquery:
    """The numbers of the rules that flags name which nobody has answered."""
    numbers = Flag.objects.open().filter(_same_thing()).order_by("rule_number").values("rule_number").distinct()
    return ArraySubquery(numbers)


def _asks() -> Subquery:
    """What somebody asks a second person about this text: {"verb", "by", "rule", "lapses_at"}."""
    motions = Motion.objects.filter(_same_thing(), state=Motion.State.WAITING)
    told = JSONObject(verb="verb", by="asked_by__name", rule="rule_number", lapses_at="lapses_at")
    return Subquery(motions.order_by().values(told=told)[:1])


def _texts(model: type[Comment] | type[Contribution]) -> Subquery:
    """How many texts wait until this request is answered."""
    waiting = model.objects.filter(
        author=OuterRef("request__person"),
        organization=OuterRef("request__organization"),
        status=Status.RECEIVED,
        waiting_for=WaitingFor.ORGANIZATION,
    )
    return Subquery(waiting.order_by().values("author").annotate(n=Count("pk")).values("n"))


def _alike() -> Coalesce:
    """Another name that reads like this one."""
    of_body, of_person = OuterRef("organization__name_skeleton"), OuterRef("person__name_skeleton")
    found = []
    for skeleton, kind in ((of_body, "organization"), (of_person, "person")):
        for model in (Organization, Person):
            others = model._default_manager.filter(name_skeleton=skeleton).exclude(name_skeleton="")
            if model is Organization and kind == "organization" or model is Person and kind == "person":
                others = others.exclude(pk=OuterRef(kind))
            found.append(Subquery(others.order_by("name").values("name")[:1]))
    return Coalesce(*found)
