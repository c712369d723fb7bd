"""What one voice endorses: a person for themselves, or a body."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Organization, Person
from proposals.models import Endorsement, EndorsementQuerySet
from public.endorsed import Endorsed
from public.wording import numbers_of

PAGE = 50
# So many stand on the page of the voice itself.
NEWEST = 5


@dataclass(frozen=True)
class Agreed:
    """One endorsement: what was endorsed, in which words it is called, where it stands."""

    endorsement: Endorsement
    kind: str
    title: str
    language: str
    address: str


def by_person(person: Person, viewer: Person | None) -> EndorsementQuerySet:
    return _of(person, viewer).filter(organization__isnull=True)


def by_body(body: Organization, viewer: Person | None) -> EndorsementQuerySet:
    return _of(body, viewer).filter(organization__in=names_of(body))


def names_of(body: Organization) -> QuerySet[Organization]:
    """The body, and those that are one with it now."""
    return Organization.objects.filter(Q(pk=body.pk) | Q(merged_into=body)).order_by()


def newest(endorsements: EndorsementQuerySet) -> list[Agreed]:
    """One more than the page of the voice shows, so that it knows whether there are more."""
    return rows(list(endorsements.order_by("-given_at", "-pk")[: NEWEST + 1]))


def of_texts(body: Organization, viewer: Person | None) -> Endorsed:
    """How many organizations and how many people endorse anything said in a body's name, each counted once."""
    names = names_of(body).values("pk")
    texts = Q(comment__organization__in=names) | Q(contribution__organization__in=names)
    found = (
        Endorsement.objects.visible_to(viewer)
        .filter(texts)
        .order_by()
        .aggregate(
            organizations=Count("organization", distinct=True),
            people=Count("person", filter=Q(organization__isnull=True), distinct=True),
        )
    )
    return Endorsed(found["organizations"], found["people"])


def rows(endorsements: Sequence[Endorsement]) -> list[Agreed]:
    """The same few queries whatever their number."""
    numbers = numbers_of([one.comment.paragraph_id for one in endorsements if one.comment and one.comment.paragraph_id])
    told = []
    for one in endorsements:
        if one.comment is not None:
            part = numbers.get(one.comment.paragraph_id) if one.comment.paragraph_id else None
            place = _("on paragraph %(number)s of “%(title)s”") if part else _("on “%(title)s”")
            kind = place % {"number": part.number if part else "", "title": one.comment.proposal.title}
            number = one.comment.number
            title = _("Comment No. %(number)s") % {"number": number} if number else _("Comment")
            told.append(Agreed(one, kind, title, "", reverse("comment", args=[one.comment_id])))
        elif one.contribution is not None:
            sent = one.contribution
            address = reverse("contribution", args=[sent.pk])
            told.append(Agreed(one, _("Contribution"), sent.title or "", sent.language, address))
        elif one.proposal is not None:
            text = one.proposal
            address = reverse("proposal", args=[text.pk])
            told.append(Agreed(one, str(text.get_type_display()), text.title, text.language, address))
    return told


def _of(voice: Person | Organization, viewer: Person | None) -> EndorsementQuerySet:
    # The body, else the person: the expression of the index that keeps an endorsement from being given twice.
    return (
        Endorsement.objects.visible_to(viewer)
        .alias(voice=Coalesce("organization", "person"))
        .filter(voice=voice.pk)
        .select_related("entry", "consultation", "proposal", "contribution", "comment__proposal", "comment__entry")
        # Only their names are shown, and a contribution may have 200,000 characters.
        .defer("comment__text", "contribution__text", "contribution__answers")
    )
