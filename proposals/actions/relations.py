"""How the options of a consultation stand to each other: part of, in conflict, overlapping."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from ledger.actions import entries
from proposals.models import Proposal, Relation
from proposals.permissions import can_put_up
from rounds.rules import words
from texts.rules import spaces
from web.refusals import Conflict, Invalid, Refusal, require

PARAGRAPH_LIMIT = 20


@transaction.atomic(savepoint=False)
def relate(
    *, by: Person, option: Proposal, kind: Relation.Kind, other: Proposal, now: datetime, paragraph: str = ""
) -> Relation:
    """Say how one option stands to another of the same consultation. A conflict is said once, from either side."""
    require(can_put_up(by, option.consultation))
    if option.pk == other.pk or option.consultation_id != other.consultation_id:
        raise Invalid(Refusal("option_unknown", _("Choose another option of this consultation."), field="other"))
    if {option.type, other.type} != {Proposal.Type.OPTION}:
        raise Invalid(Refusal("option_unknown", _("Only options stand in such a relation."), field="other"))
    paragraph = spaces.line(paragraph)
    words.check_length(paragraph, limit=PARAGRAPH_LIMIT, field="paragraph")
    # One at a time for a consultation's options, so that two colleagues do not say the same from both sides.
    locked = Proposal.objects.select_for_update(of=("self",)).filter(pk__in=(option.pk, other.pk)).order_by("pk")
    list(locked.values_list("pk"))
    same = Q(option=option, other=other)
    if kind != Relation.Kind.PART_OF:
        same |= Q(option=other, other=option)
    if Relation.objects.filter(same, kind=kind, ended_at__isnull=True).exists():
        raise Conflict(Refusal("related_already", _("This is said of the two options already.")))
    entry = entries.append(
        kind="proposal.related",
        thing=option.pk,
        at=now,
        consultation=option.consultation_id,
        proposal=option.pk,
        relation=kind,
        other=other.pk,
        # A paragraph is named by its id everywhere else in the record; this is a number as readers know it.
        meets_in=paragraph or None,
    )
    return Relation.objects.create(
        id=uuid4(), option=option, kind=kind, other=other, paragraph=paragraph, made_at=now, entry=entry
    )


@transaction.atomic(savepoint=False)
def end(*, by: Person, relation: Relation, now: datetime) -> Relation:
    """It is no longer so, or never was."""
    require(can_put_up(by, relation.option.consultation))
    present = Relation.objects.select_for_update(of=("self",)).get(pk=relation.pk)
    if present.ended_at is not None:
        raise Conflict(Refusal("unrelated_already", _("This was taken back already.")))
    present.ended_at = now
    present.save(update_fields=["ended_at"])
    entries.append(
        kind="proposal.unrelated",
        thing=present.option_id,
        at=now,
        consultation=relation.option.consultation_id,
        proposal=present.option_id,
        relation=present.kind,
        other=present.other_id,
    )
    return present
