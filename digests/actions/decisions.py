"""Mails about decisions: to the author of a text, to whoever's name or account it is, to a body's focal points."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import Affiliation, Organization, Person
from contributions.models import Contribution, Recording
from digests import emails
from digests.actions import mails
from digests.compose import decisions
from digests.models import Mail
from digests.permissions import can_be_written_to
from digests.rules import readers
from digests.rules.letters import Letter
from ledger.models import Entry
from moderation.models import Decision, Text
from proposals.models import Comment
from rounds.models import Status

Verb = Decision.Verb
# After these no mail about the text that is still owed may carry the words as they were.
TAKES_WORDS = (Verb.REDACT, Verb.ERASE)
WITH = ("author", "entry", "consultation", "round")


def tell(entry: Entry, *, now: datetime) -> Decision | None:
    """Owe those whom a decision concerns one mail each; returns the decision that the entry is of, if it is of one."""
    decision = _decision(entry)
    if decision is None or decision.verb in decisions.UNTOLD or _undoes_nothing_told(decision):
        return decision
    for person, address, letter in _letters(decision, now):
        mails.write(
            kind=Mail.Kind.DECISION,
            event_key=f"decision:{entry.seq}",
            person=person,
            address=address,
            entry=entry,
            letter=letter,
            now=now,
        )
    if decision.comment_id or decision.contribution_id:
        _put_right(decision, now)
    return decision


def _decision(entry: Entry) -> Decision | None:
    texts = [f"{kind}__{field}" for kind in ("comment", "contribution") for field in WITH]
    rows = Decision.objects.select_related(
        "entry", "inquiry", "undoes__entry", "comment__proposal", "organization", "person", *texts
    )
    return rows.filter(entry=entry).first()


def _undoes_nothing_told(decision: Decision) -> bool:
    return decision.undoes is not None and decision.undoes.verb in decisions.UNTOLD


def _letters(decision: Decision, now: datetime) -> Iterable[tuple[Person | None, str, Letter]]:
    """Who is written to, at which address, what. Of what the secretariat put up itself nobody is the author."""
    thing = decision.thing
    match thing:
        case Comment() | Contribution() if thing.author is not None:
            if can_be_written_to(thing.author) is None:
                yield thing.author, thing.author.email, about_text(decision, thing, now)
        case Contribution():
            recording = Recording.objects.filter(contribution=thing.pk).exclude(address="").first()
            if recording is not None:
                yield None, recording.address, about_text(decision, thing, now, recording)
        case Person():
            if can_be_written_to(thing) is None:
                yield thing, thing.email, about_name(decision, thing, thing)
        case Organization():
            places = Affiliation.objects.focal_points().filter(organization=thing).select_related("person")
            for place in places.order_by("pk"):
                if can_be_written_to(place.person) is None:
                    yield place.person, place.person.email, about_name(decision, thing, place.person)


def about_text(decision: Decision, text: Text, now: datetime, recording: Recording | None = None) -> Letter:
    person = text.author
    language = person.language if person else text.language
    zone = person.time_zone if person else recording.time_zone if recording else "UTC"
    with readers.reading(language, zone):
        told = decisions.about_text(decision, text, person, readers.tongues(language), now)
    whose = person.pk if person else recording.address if recording else ""
    return emails.decision(told, _words(decision, text), language, zone, whose, decision.number)


def about_name(decision: Decision, thing: Person | Organization, person: Person) -> Letter:
    with readers.reading(person.language, person.time_zone):
        told = decisions.about_name(decision, thing)
    return emails.decision(told, None, person.language, person.time_zone, person.pk, decision.number)


def _words(decision: Decision, text: Text) -> tuple[Text, emails.Version] | None:
    """The words that may stand in the mail: none that were taken out, none of a text that was hidden meanwhile."""
    stands = text.status in (Status.PUBLISHED, Status.RECEIVED)
    hides = text.status == Status.HIDDEN and decision.verb in (Verb.HIDE, Verb.HOLD)
    version = text.versions.filter(is_sealed=False).order_by("-number").first() if stands or hides else None
    return (text, version) if version is not None else None


def _put_right(decision: Decision, now: datetime) -> None:
    """Mails of earlier decisions about the text that have not left yet are made anew, as it stands now."""
    thing = decision.thing
    owed = Mail.objects.owed().filter(kind=Mail.Kind.DECISION, entry__thing=thing.pk).exclude(entry=decision.entry)
    for mail in owed.select_related("entry"):
        earlier = _decision(mail.entry) if mail.entry is not None else None
        text = earlier.comment or earlier.contribution if earlier is not None else None
        if earlier is not None and text is not None:
            recording = Recording.objects.filter(contribution=text.pk).first()
            mails.word_anew(mail, about_text(earlier, text, now, recording))
