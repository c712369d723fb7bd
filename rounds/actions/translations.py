"""A consultation, a round or a question in one further language. Its own language stays the authentic one.

A translation changes nothing that was filed, so it may be brought in at any time: in preparation, while a round is
open, and for readers after its close.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from ledger.actions import entries
from rounds.models import (
    Consultation,
    ConsultationTranslation,
    Question,
    QuestionTranslation,
    Round,
    RoundTranslation,
    Translation,
)
from rounds.models.worded import consultation_of, name_of, round_of
from rounds.permissions import can_arrange
from rounds.rules import translations, words
from texts.rules import languages, spaces
from web.refusals import Conflict, Invalid, Refusal, require

Thing = Consultation | Round | Question
ROWS: Mapping[str, type[Translation]] = {
    "consultation": ConsultationTranslation,
    "round": RoundTranslation,
    "question": QuestionTranslation,
}


@transaction.atomic(savepoint=False)
def translate(*, by: Person, thing: Thing, language: str, said: Mapping[str, str], now: datetime) -> Thing:
    """Bring in a thing's words in a further language; they take the place of those brought in before.

    `said`: by the name of their field; what the thing says must be said, and nothing else. The same words again:
    nothing happens.
    """
    require(can_arrange(by, consultation_of(thing)))
    what, present = name_of(thing), _held(thing)
    language = translations.further(language, authentic=thing.language)
    new = {
        field: _checked(what, field, said.get(field, ""), str(getattr(present, field)))
        for field in translations.FIELDS[what]
    }
    rows = ROWS[what]._default_manager.filter(**{what: thing.pk}, language=language)
    if rows.filter(**new).exists():
        return thing
    entry = entries.append(
        kind=f"{what}.translated",
        thing=thing.pk,
        at=now,
        consultation=consultation_of(thing).pk,
        round=round_of(thing),
        language=language,
    )
    place: dict[str, Any] = {what: thing, "language": language}
    ROWS[what]._default_manager.update_or_create(**place, defaults={**new, "made_at": now, "entry": entry})
    return thing


@transaction.atomic(savepoint=False)
def remove(*, by: Person, thing: Thing, language: str, now: datetime) -> Thing:
    """Take a translation away; whoever read it reads the authentic words again."""
    require(can_arrange(by, consultation_of(thing)))
    what = name_of(thing)
    _held(thing)
    taken, _by_kind = (
        ROWS[what]._default_manager.filter(**{what: thing.pk}, language=languages.canonical(language) or "").delete()
    )
    if not taken:
        raise Conflict(translations.gone())
    entries.append(
        kind=f"{what}.translation_removed",
        thing=thing.pk,
        at=now,
        consultation=consultation_of(thing).pk,
        round=round_of(thing),
        language=languages.canonical(language),
    )
    return thing


def _held(thing: Thing) -> Thing:
    """The thing as it stands, held still until the end of the act."""
    present = type(thing)._default_manager.select_for_update(of=("self",)).filter(pk=thing.pk).first()
    if present is None:
        raise Conflict(Refusal("question_gone", _("A colleague has deleted this question meanwhile.")))
    return present


def _checked(what: str, field: str, text: str, authentic: str) -> str:
    """The words as they will stand: blank where the authentic ones are, and nowhere else."""
    if field in translations.LINES:
        text = spaces.line(text)
    if not authentic.strip():
        if spaces.is_blank(text):
            return ""
        raise Invalid(
            Refusal(
                "nothing_to_translate",
                _("The authentic version says nothing here, so a translation says nothing either."),
                field=field,
            )
        )
    if spaces.is_blank(text):
        raise Invalid(
            Refusal("text_missing", _("The authentic version has words here; translate them too."), field=field)
        )
    return words.checked(text, limit=translations.limit(what, field), field=field)
