"""The answer of an author to what the moderators asked about their text."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from moderation.actions import queue, things
from moderation.models import Inquiry
from moderation.permissions import can_reply
from rounds.rules import words
from web.refusals import Conflict, Refusal, require


@transaction.atomic(savepoint=False)
def reply(*, by: Person, inquiry: Inquiry, text: str, now: datetime) -> Inquiry:
    """The author answers, once. The text goes on waiting, or waits anew, for whoever reads the answer.

    The record has no entry of it: the question and the answer are between the author and the moderators.
    """
    require(can_reply(by, inquiry))
    text = words.checked(text, limit=Inquiry.REPLY_LIMIT)
    # The thing before what is asked about it, as every decision does.
    thing = things.lock([inquiry.decision.thing])[inquiry.decision.thing_id]
    present = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    if present.replied_at is not None:
        raise Conflict(Refusal("replied_already", _("You have answered this question already.")))
    if not Inquiry.objects.waiting().filter(pk=present.pk).exists():
        raise Conflict(
            Refusal("question_over", _("This question is over: what it was about is decided or taken back by now."))
        )
    present.reply, present.replied_at = text, now
    present.save(update_fields=["reply", "replied_at"])
    queue.replied(thing=thing, now=now)
    return present
