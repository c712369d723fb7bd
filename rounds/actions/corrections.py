"""A slip in a published consultation's own words is put right with a notice: old words, new words, and why."""

import hashlib
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from ledger.actions import entries
from ledger.rules import records
from rounds.models import Charter, Consultation, Correction, Licence, Round
from rounds.models.worded import Worded, consultation_of, name_of, round_of
from rounds.permissions import can_arrange
from rounds.rules import corrections, words
from texts.rules import spaces
from web.refusals import Conflict, Invalid, Refusal, require

OF_THE_CHARTER = frozenset({"decides", "becomes", "names", "licence"})


@transaction.atomic(savepoint=False)
def correct(*, by: Person, thing: Worded, field: str, text: str, reason: str, now: datetime) -> Correction:
    """Put other words in the place of these. The record says which ones; the words themselves stand beside it.

    Moments are not words (a round is extended instead), nor is an address. How texts may be used, and which names are
    shown, stays as it was when the first round opened.
    """
    consultation = consultation_of(thing)
    require(can_arrange(by, consultation))
    present = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    what = name_of(thing)
    refusal = not_correctable(present, what, field, now)
    if refusal is not None:
        raise Conflict(refusal)
    if spaces.is_blank(reason):
        raise Invalid(Refusal("reason_missing", _("Say why: everybody reads the reason."), field="reason"))
    said = words.checked(reason, limit=2_000, field="reason")
    new = _checked(what, field, text)
    row = _row(thing, field)
    before = str(getattr(row, field))
    if before == new:
        raise Invalid(Refusal("nothing_corrected", _("These are the words that stand there now."), field="text"))
    key = uuid4()
    about: dict[str, Worded] = {} if isinstance(thing, Consultation) else {what: thing}
    entry = entries.append(
        kind="consultation.corrected",
        thing=key,
        at=now,
        consultation=present.pk,
        round=round_of(thing),
        of=what,
        field=field,
        fingerprint=hashlib.sha256(
            records.canonical({"before": before, "after": new, "reason": said}).encode()
        ).hexdigest(),
    )
    correction = Correction.objects.create(
        id=key,
        consultation=present,
        **about,
        field=field,
        before=before,
        after=new,
        reason=said,
        by=by,
        at=now,
        entry=entry,
    )
    setattr(row, field, new)
    row.save(update_fields=[field])
    return correction


def not_correctable(consultation: Consultation, what: str, field: str, now: datetime) -> Refusal | None:
    """Why these words cannot be corrected with a notice now; None where they can."""
    if field not in corrections.LIMITS[what]:
        return Refusal(
            "not_of_words", _("Only words are corrected. Moments are changed by extending, an address stays.")
        )
    if not consultation.is_published:
        return Refusal(
            "consultation_not_published", _("This consultation is in preparation: nobody has read its words yet.")
        )
    if field in corrections.FROZEN and Round.objects.filter(consultation=consultation, opens_at__lte=now).exists():
        return Refusal(
            "frozen_at_opening", _("How names and texts are used stays as it was when the first round opened.")
        )
    return None


def _row(thing: Worded, field: str) -> Worded | Charter:
    """The row that holds the words, held until the end of the act."""
    if isinstance(thing, Consultation) and field in OF_THE_CHARTER:
        return Charter.objects.select_for_update().get(pk=thing.pk)
    return type(thing)._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)


def _checked(what: str, field: str, text: str) -> str:
    """The words as they will stand; blank only where they may be."""
    if field == "licence":
        if text not in Licence.values:
            raise Invalid(Refusal("licence_unknown", _("Choose a licence from the list."), field="text"))
        return text
    limit = corrections.LIMITS[what][field]
    if field in corrections.LINES:
        text = spaces.line(text)
    if spaces.is_blank(text) and (what, field) not in corrections.NEEDED:
        return ""
    return words.checked(text, limit=limit)
