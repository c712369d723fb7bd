"""The steps of a consultation that are no rounds: what is due on which day."""

from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from ledger.actions import entries
from rounds.models import Consultation, Milestone
from rounds.permissions import can_arrange
from rounds.rules import words
from texts.rules import spaces
from web.refusals import Conflict, Invalid, Refusal, require

TITLE_LIMIT = 200


@transaction.atomic(savepoint=False)
def announce(*, by: Person, consultation: Consultation, title: str, day: date, now: datetime) -> Milestone:
    """Say what is due on a day. A day that is past may be named too: the timeline then says what was."""
    require(can_arrange(by, consultation))
    title = spaces.line(title)
    if spaces.is_blank(title):
        raise Invalid(Refusal("text_missing", _("Say what is due."), field="title"))
    words.check_length(title, limit=TITLE_LIMIT, field="title")
    key = uuid4()
    entry = entries.append(
        kind="consultation.milestone_announced", thing=key, at=now, consultation=consultation.pk, day=day.isoformat()
    )
    return Milestone.objects.create(id=key, consultation=consultation, title=title, day=day, made_at=now, entry=entry)


@transaction.atomic(savepoint=False)
def remove(*, by: Person, milestone: Milestone, now: datetime) -> Milestone:
    """Take a step away, because it moves or because nothing comes of it."""
    require(can_arrange(by, milestone.consultation))
    present = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    if present.removed_at is not None:
        raise Conflict(Refusal("milestone_gone", _("This step was taken away already.")))
    present.removed_at = now
    present.save(update_fields=["removed_at"])
    entries.append(
        kind="consultation.milestone_removed",
        thing=present.pk,
        at=now,
        consultation=present.consultation_id,
        day=present.day.isoformat(),
    )
    return present
