"""What a decision does: to the words that are shown, to what waited for it, to those who flagged."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import Person, Restriction
from contributions.models import Attachment, AttachmentQuerySet, Contribution, ContributionVersion
from contributions.rules import words as contribution_words
from moderation.actions import queue, things
from moderation.actions.rows import save_all
from moderation.actions.things import Version
from moderation.models import KINDS, Decision, Flag, Item, Motion, Text, Thing, Withheld, about, about_any
from moderation.rules import redaction
from proposals.models import Comment, CommentVersion
from rounds.models import Status
from rounds.rules.moderation import Originals

Verb = Decision.Verb


def apply(
    going: Sequence[Thing], decisions: Sequence[Decision], verb: Decision.Verb, undone: Mapping[UUID, Decision]
) -> None:
    """Put each thing into the state that its decision gives it."""
    texts = [
        (thing, decision)
        for thing, decision in zip(going, decisions, strict=True)
        if isinstance(thing, Comment | Contribution)
    ]
    versions = things.last_words(thing for thing, _decision in texts) if texts else {}
    if verb in (Verb.PUBLISH, Verb.RESTORE):
        _show_files([text for text, _decision in texts])
    # What nobody agreed to hide is as it was before it was held: newer words wait again.
    ended = _holds([text for text, _decision in texts]) if verb == Verb.LAPSE else dict(undone)
    if verb in (Verb.UNDO, Verb.LAPSE):
        versions |= _words_before([(text, ended[text.pk]) for text, _decision in texts])
    for text, decision in texts:
        _change(text, decision, versions.get(text.pk), ended)
    columns = ["status", "waiting_for", "waiting_version", "status_entry", "edited_at"]
    for model in (Comment, Contribution):
        save_all([text for text, _decision in texts if isinstance(text, model)], [*columns, *model.WORDS])
    for thing, decision in zip(going, decisions, strict=True):
        if not isinstance(thing, Comment | Contribution):
            _change_named(thing, decision, undone)


def _change(text: Text, decision: Decision, version: Version | None, undone: Mapping[UUID, Decision]) -> None:
    verb, status = decision.verb, Status(text.status)
    match verb:
        case Verb.KEEP | Verb.ASK:
            return
        case Verb.DECLINE:
            # Its newer words are never shown; those before are the last ones again.
            text.versions.filter(number__gte=text.waiting_version).update(is_sealed=True)
            _files_of(text).filter(waits=True).delete()
            text.waiting_version = None
            return
        case Verb.PUBLISH if status == Status.PUBLISHED:
            text.waiting_version = None
            if version is not None:
                things.show(text, version)
                text.edited_at = version.at
        case Verb.PUBLISH | Verb.RESTORE:
            _show(text, version)
        case Verb.HIDE | Verb.HOLD:
            _take_from_sight(text, Status.HIDDEN)
        case Verb.ERASE:
            _take_from_sight(text, Status.ERASED)
            text.versions.all().delete()
            _files_of(text).delete()
        case Verb.UNDO | Verb.LAPSE:
            _as_before(text, undone[text.pk], version)
        case Verb.REDACT:
            pass
    text.status_entry = decision.entry


def _files_of(text: Text) -> AttachmentQuerySet:
    of = Attachment.objects.all() if isinstance(text, Contribution) else Attachment.objects.none()
    return of.filter(contribution=text.pk)


def _show_files(texts: Sequence[Text]) -> None:
    contributions = [text.pk for text in texts if isinstance(text, Contribution)]
    if contributions:
        Attachment.objects.filter(contribution__in=contributions).update(waits=False)


def _show(text: Text, version: Version | None) -> None:
    if version is None:
        raise RuntimeError(f"{text.pk} has no words to show")
    text.status, text.waiting_for, text.waiting_version = Status.PUBLISHED, None, None
    things.show(text, version)


def _take_from_sight(text: Text, status: Status) -> None:
    text.status, text.waiting_for, text.waiting_version = status, None, None
    text.take_words()


def _as_before(text: Text, undone: Decision, version: Version | None) -> None:
    """The status from before a decision, with the words that belong to it."""
    if undone.verb == Verb.KEEP:
        # It changed nothing; what its author has sent since waits as it did.
        return
    before = undone.before
    text.status, text.waiting_for = before["status"], before["waiting_for"]
    text.waiting_version = before["waiting_version"]
    if undone.verb == Verb.DECLINE:
        text.versions.filter(number__gte=text.waiting_version).update(is_sealed=False)
    if undone.verb == Verb.PUBLISH:
        _files_of(text).filter(pk__in=undone.before.get("files", [])).update(waits=True)
    if text.status != Status.PUBLISHED:
        text.take_words()
        return
    if version is not None:
        if text.waiting_version is not None and version.number >= text.waiting_version:
            # Of the words before, all were taken out since; these are what a moderator left.
            text.waiting_version = None
        things.show(text, version)


def _holds(texts: Sequence[Text]) -> dict[UUID, Decision]:
    """By text the decision that holds it."""
    held = Decision.objects.filter(about_any(texts), verb=Verb.HOLD)
    return {decision.thing_id: decision for decision in held.order_by("step")}


def _words_before(taken_back: Sequence[tuple[Text, Decision]]) -> dict[UUID, Version]:
    """Of texts whose newer words wait again, those that were shown before them."""
    limits = {text.pk: before for text, undone in taken_back if (before := undone.before["waiting_version"])}
    found: dict[UUID, Version] = {}
    for model, field in ((CommentVersion, "comment"), (ContributionVersion, "contribution")):
        if not limits:
            continue
        unsealed = model._default_manager.filter(**{f"{field}__in": list(limits)}, is_sealed=False)
        for version in unsealed.order_by("number"):
            key = getattr(version, f"{field}_id")
            if version.number < limits[key]:
                found[key] = version
    return found


def _change_named(thing: Thing, decision: Decision, undone: Mapping[UUID, Decision]) -> None:
    verb = decision.verb
    if isinstance(thing, Comment | Contribution):
        return
    if verb == Verb.KEEP:
        # Whose hidden name made way for another one: the other one was looked at, and the hidden one is not kept.
        Withheld.objects.filter(**about(thing)).delete()
        return
    if isinstance(thing, Person) and verb in (Verb.LIMIT, Verb.SUSPEND, Verb.LIFT):
        _restrict(thing, decision)
        return
    hides = verb == Verb.HIDE
    if verb == Verb.UNDO:
        if undone[thing.pk].verb == Verb.KEEP:
            return
        hides = undone[thing.pk].before["status"] == Status.HIDDEN
    thing.status = Status.HIDDEN.value if hides else Status.PUBLISHED.value
    thing.status_entry = decision.entry
    if hides:
        # First the state, for only a hidden document stands there without a file and a link.
        thing.save(update_fields=["status", "status_entry"])
        kept = {"words": things.take(thing), "decision": decision}
        Withheld.objects.update_or_create(**about(thing), defaults=kept)
        return
    withheld = Withheld.objects.select_for_update().get(**about(thing))
    things.give(thing, withheld.words)
    withheld.delete()
    thing.save(update_fields=["status", "status_entry"])


def _restrict(person: Person, decision: Decision) -> None:
    restrictions = {Verb.LIMIT: Restriction.LIMITED.value, Verb.SUSPEND: Restriction.SUSPENDED.value}
    person.restriction = restrictions.get(Verb(decision.verb), "")
    person.restricted_until = decision.until if person.restriction else None
    person.save(update_fields=["restriction", "restricted_until"])


def close(
    going: Sequence[Thing],
    decisions: Sequence[Decision],
    verb: Decision.Verb,
    undone: Mapping[UUID, Decision],
    now: datetime,
) -> None:
    """Whoever flagged is answered, what waited waits no more. A question to the author leaves both open."""
    if verb == Verb.UNDO:
        _reopen(list(undone.values()), now)
        return
    if verb in (Verb.ASK, Verb.LIMIT, Verb.SUSPEND, Verb.LIFT):
        return
    of = {thing.pk: decision for thing, decision in zip(going, decisions, strict=True)}
    flags = list(Flag.objects.open().filter(about_any(going)).select_for_update())
    for flag in flags:
        flag.answered_at, flag.decision = now, of[flag.thing_id]
    Flag.objects.bulk_update(flags, ["answered_at", "decision"])
    if verb == Verb.HOLD:
        # It goes on waiting, for the second person.
        return
    # What a second person was asked is overtaken; one whose motion leads here answers it in the same act. A text that
    # one moderator holds goes on waiting for the second one until a decision shows it or hides it.
    asked = Motion.objects.filter(about_any(going), state=Motion.State.WAITING)
    if verb not in (Verb.HIDE, Verb.RESTORE, Verb.LAPSE, Verb.ERASE):
        asked = asked.filter(hold__isnull=True)
    asked.update(state=Motion.State.LAPSED, answered_at=now)
    kept = {motion.thing_id for motion in Motion.objects.filter(about_any(going), state=Motion.State.WAITING)}
    done = [thing for thing in going if thing.pk not in kept]
    Item.objects.open().filter(about_any(done)).update(closed_at=now, claimed_by=None, claimed_until=None)


def _reopen(undone: Sequence[Decision], now: datetime) -> None:
    """Flags that the decisions answered wait again; the sweep puts the things back into the queue."""
    Flag.objects.filter(decision__in=undone).update(answered_at=None, decision=None)
    Motion.objects.filter(hold__in=undone, state=Motion.State.WAITING).update(state=Motion.State.TAKEN_BACK)
    # What was held is held again, and its time goes on. Many that were decided at once share their moment.
    for at in {decision.at for decision in undone}:
        same = [decision for decision in undone if decision.at == at]
        by_kind = {kind: [decision.thing_id for decision in same if decision.kind == kind] for kind in KINDS}
        about_them = Q()
        for kind, keys in by_kind.items():
            about_them |= Q(**{f"{kind}__in": keys})
        held = Motion.objects.filter(about_them, hold__isnull=False, lapses_at__isnull=False, answered_at=at)
        # However it was answered: nothing stays hidden by one person alone without an end.
        for motion in held.exclude(state=Motion.State.WAITING).select_for_update(of=("self",)):
            motion.state, motion.answered_by, motion.answered_at, motion.answer = Motion.State.WAITING, None, None, ""
            motion.save(update_fields=["state", "answered_by", "answered_at", "answer"])
            queue.seconded(motion=motion, now=now)


def put_in_place(
    thing: Text, redacted: Mapping[str, str], taken: Sequence[str], salt: bytes, decision: Decision, originals: str
) -> None:
    """Write the redacted words as a version of their own; what becomes of the words before, the rule says."""
    text = things.lock([thing])[thing.pk]
    if not isinstance(text, Comment | Contribution):
        raise TypeError("words are taken out of filed texts")
    newest = things.states([text])[text.pk].last
    version = _new_version(text, newest + 1, redacted, salt, decision)
    before = text.versions.exclude(pk=version.pk)
    touched = before.filter(pk__in=[earlier.pk for earlier in before if redaction.holds_any(words_of(earlier), taken)])
    if originals == Originals.DESTROYED:
        touched.delete()
    else:
        touched.update(is_sealed=True)
    if text.status == Status.PUBLISHED:
        things.show(text, version)
        text.save(update_fields=text.WORDS)


def words_of(version: Version) -> dict[str, str]:
    """Every word of a version, by where it stands."""
    if isinstance(version, ContributionVersion):
        return {"title": version.title, "text": version.text, **{f"answer {n}": a for n, a in version.answers.items()}}
    return {"text": version.text}


def committed(text: Text, said: Mapping[str, str]) -> str:
    if isinstance(text, Contribution):
        return contribution_words.committed(said["title"], said["text"], _answers(said))
    return said["text"]


def _answers(said: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix("answer "): words for name, words in said.items() if name.startswith("answer ")}


def _new_version(text: Text, number: int, said: Mapping[str, str], salt: bytes, decision: Decision) -> Version:
    common = {"number": number, "text": said["text"], "salt": salt, "at": decision.at, "entry": decision.entry}
    if isinstance(text, Contribution):
        return ContributionVersion.objects.create(
            contribution=text, title=said["title"], answers=_answers(said), **common
        )
    return CommentVersion.objects.create(comment=text, **common)
