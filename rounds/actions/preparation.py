"""What is done about a consultation before it is published. None of it is public, so nothing here makes an entry."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from rounds.models import Consultation, PreviewLink, Question, Round, Trial
from rounds.permissions import can_arrange, can_try
from rounds.rules import previews, words
from texts.rules import spaces
from web.refusals import Conflict, Invalid, Refusal, require

SHORTEST, LONGEST = 1, 30


@transaction.atomic(savepoint=False)
def make_preview(*, by: Person, consultation: Consultation, days: int, now: datetime) -> str:
    """A secret address under which the consultation can be read for so many days; it is returned here and never again.

    It ends the one before, so that one link is out at a time.
    """
    require(can_arrange(by, consultation))
    if not SHORTEST <= days <= LONGEST:
        raise Invalid(Refusal("preview_days", _("A preview link lasts from 1 to 30 days."), field="days"))
    present = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    if present.is_published:
        raise Conflict(
            Refusal("published_already", _("This consultation is published already: its own address can be read."))
        )
    PreviewLink.objects.open_at(now).filter(consultation=present).update(ended_at=now)
    secret = previews.new()
    PreviewLink.objects.create(
        consultation=present,
        digest=previews.digest(secret),
        made_by=by,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    return secret


@transaction.atomic(savepoint=False)
def end_preview(*, by: Person, consultation: Consultation, now: datetime) -> Consultation:
    """From here on the link leads nowhere. Ended already: nothing happens."""
    require(can_arrange(by, consultation))
    PreviewLink.objects.open_at(now).filter(consultation=consultation).update(ended_at=now)
    return consultation


@transaction.atomic(savepoint=False)
def try_form(
    *,
    by: Person,
    round: Round,
    text: str,
    language: str,
    limit: int,
    now: datetime,
    answers: Mapping[str, str] | None = None,
) -> Trial:
    """Somebody with an office filled in the form as a participant would; that they did is kept, not what they wrote.

    `limit`: how many characters the form takes. `answers`: by the number of the question.
    """
    require(can_try(by, round.consultation))
    if round.consultation.is_published and now >= round.opens_at:
        raise Conflict(Refusal("round_open_already", _("This round has opened. A trial is made before.")))
    _check(round, text, answers or {}, limit)
    words.checked_language(language)
    return Trial.objects.create(round=round, person=by, at=now)


def _check(round: Round, text: str, answers: Mapping[str, str], limit: int) -> None:
    """What a filed text must satisfy: some words, no more than fit, answers to questions that are asked."""
    given = {number: answer for number, answer in answers.items() if not spaces.is_blank(answer)}
    asked = {str(number) for number in Question.objects.filter(round=round.asked_by).values_list("number", flat=True)}
    for number, answer in given.items():
        if number not in asked:
            raise Invalid(
                Refusal(
                    "question_unknown",
                    _("This call has no question %(number)s."),
                    {"number": number[:20]},
                    field="answers",
                )
            )
        words.checked(answer, limit=limit, field=f"answer_{number}")
    if not given or not spaces.is_blank(text):
        words.checked(text, limit=limit)
    whole = sum(map(len, given.values())) + len(text)
    if whole > limit:
        words.checked("x" * whole, limit=limit)
