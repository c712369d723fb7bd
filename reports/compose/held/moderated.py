"""What moderators and somebody had to do with each other: flags, questions, decisions, and work at the desk."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from accounts.models import Person
from moderation.models import Bulk, Decision, Flag, Inquiry, Invitation, Item, Motion, Recusal, Withheld

Row = dict[str, Any]
ENTRIES = ("comment__entry", "contribution__entry", "proposal__entry", "document__entry")


def number_of(row: Decision | Flag) -> int | None:
    """The number of what a row is about; people and bodies have none."""
    entry = getattr(row.thing, "entry", None)
    return entry.seq if entry is not None else None


def decisions(person: Person) -> Iterable[Row]:
    """About my texts, my name and my account: each with the reason that I was given, and not who took it."""
    own = ("verb", "rule_number", "rule", "reason", "language", "until", "at")
    rows = Decision.objects.all().about_texts_of(person) | Decision.objects.filter(person=person)
    for one in rows.select_related("entry", *ENTRIES).order_by("at", "pk"):
        yield {"number": one.entry.seq, "of": number_of(one), **{name: getattr(one, name) for name in own}}


def inquiries(person: Person) -> Iterable[Row]:
    rows = Inquiry.objects.visible_to(person).select_related("decision__entry")
    for one in rows.select_related(*(f"decision__{name}" for name in ENTRIES)).order_by("decision__at"):
        yield {
            "number": one.decision.entry.seq,
            "of": number_of(one.decision),
            "at": one.decision.at,
            "question": one.text,
            "reply": one.reply,
            "replied_at": one.replied_at,
        }


def flags(person: Person) -> Iterable[Row]:
    """What I told the moderators, and the number of the decision that answered it."""
    own = ("rule_number", "rule", "sentence", "language", "at", "answered_at")
    for flag in Flag.objects.filter(by=person).select_related("decision__entry", *ENTRIES).order_by("at", "pk"):
        answer = flag.decision.entry.seq if flag.decision is not None else None
        yield {"of": number_of(flag), **{name: getattr(flag, name) for name in own}, "decision": answer}


def hidden_words(person: Person) -> dict[str, Any] | None:
    """My name while a decision hides it."""
    withheld = Withheld.objects.filter(person=person).first()
    return withheld.words if withheld is not None else None


def invitations(person: Person) -> Iterable[Row]:
    """Those that I accepted, and those that wait for my address."""
    mine = Invitation.objects.filter(Q(accepted_by=person) | Q(address__iexact=person.email))
    for one in mine.select_related("organization").order_by("made_at", "pk"):
        yield {
            "what": "invitation",
            "organization": one.organization.name,
            "role": one.role,
            "address": one.address,
            "made_at": one.made_at,
            "expires_at": one.expires_at,
            "accepted_at": one.accepted_at,
        }


def work(person: Person) -> Iterable[Row]:
    """What I did at the desk: that and when; whom it was about is their business and stands in the record."""
    decided = Decision.objects.filter(Q(by=person) | Q(seconded_by=person)).select_related("entry")
    for one in decided.order_by("at", "pk"):
        what = "decision" if one.by_id == person.pk else "agreed to a decision"
        # The words are those of whoever asked for it.
        reason = one.reason if one.by_id == person.pk else ""
        yield {"what": what, "at": one.at, "number": one.entry.seq, "verb": one.verb, "reason": reason}
    for motion in Motion.objects.filter(Q(asked_by=person) | Q(answered_by=person)).order_by("asked_at", "pk"):
        if motion.asked_by_id == person.pk:
            yield {"what": "asked a second person", "at": motion.asked_at, "verb": motion.verb, "reason": motion.reason}
        else:
            own = {"at": motion.answered_at, "verb": motion.verb, "state": motion.state, "reason": motion.answer}
            yield {"what": "answered as a second person", **own}
    for recusal in Recusal.objects.filter(person=person).order_by("at", "pk"):
        yield {"what": "stepped back", "at": recusal.at, "reason": recusal.reason}
    for item in Item.objects.filter(Q(assigned_to=person) | Q(claimed_by=person)).order_by("opened_at", "pk"):
        what = "given to me" if item.assigned_to_id == person.pk else "taken by me"
        yield {"what": what, "at": item.opened_at, "ended_at": item.closed_at}
    for bulk in Bulk.objects.filter(by=person).order_by("at", "pk"):
        yield {"what": "decision about many", "at": bulk.at, "verb": bulk.verb, "reason": bulk.reason}
    for sent in Invitation.objects.filter(invited_by=person).order_by("made_at", "pk"):
        yield {"what": "invited somebody", "at": sent.made_at, "role": sent.role}
