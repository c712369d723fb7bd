from datetime import datetime, timedelta
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from moderation.actions import queue
from moderation.models import Flag, Thing, about, author_of, consultation_of
from moderation.permissions import can_flag
from rounds.models import Rule, Status
from rounds.rules import words
from web.refusals import Conflict, Invalid, Refusal, require

# So many somebody raises within a day.
AT_MOST = 30


@transaction.atomic(savepoint=False)
def raise_(*, by: Person, thing: Thing, rule: int, sentence: str, language: str, now: datetime) -> Flag:
    """Tell the moderators that a public text breaks a rule. Once per person and thing; nothing is hidden by it."""
    require(can_flag(by, thing))
    if thing.status != Status.PUBLISHED:
        raise Conflict(Refusal("not_shown", _("This text is not shown any more.")))
    if author_of(thing) == by.pk:
        raise Conflict(Refusal("own_text_flagged", _("This text is yours: correct it, or take it back.")))
    sentence = words.checked(sentence, limit=Flag.SENTENCE_LIMIT, field="sentence")
    language = words.checked_language(language)
    broken = next((one for one in Rule.objects.of(consultation_of(thing)) if one.number == rule), None)
    if broken is None:
        raise Invalid(Refusal("rule_unknown", _("Choose the rule that the text breaks."), field="rule"))
    if Flag.objects.filter(by=by, at__gt=now - timedelta(days=1)).count() >= AT_MOST:
        raise Conflict(
            Refusal("too_many_flags", _("You have told the moderators of %(count)s texts today."), {"count": AT_MOST})
        )
    told = Refusal("flagged_already", _("You have told the moderators of this text already."))
    if Flag.objects.filter(by=by, **about(thing)).exists():
        raise Conflict(told)
    try:
        with transaction.atomic():
            flag = Flag.objects.create(
                id=uuid4(),
                by=by,
                rule_number=broken.number,
                rule=broken.name,
                sentence=sentence,
                language=language,
                at=now,
                **about(thing),
            )
    except IntegrityError:
        # A second tab told them in the same moment.
        raise Conflict(told) from None
    queue.flagged(thing=thing, now=now)
    return flag
