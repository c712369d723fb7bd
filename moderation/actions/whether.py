"""Whether a decision can be made now: the thing is free, as it was read, and the decision leads anywhere."""

from collections.abc import Container, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from contributions.models import Contribution
from moderation.actions.said import Said
from moderation.actions.things import State
from moderation.models import Decision, Item, Motion, Text, Thing, about_any
from proposals.models import Comment, Endorsement
from rounds.models import FOR_A_BODY, Capacity, Status
from web.refusals import Refusal

Verb = Decision.Verb
# A decision is taken back within the hour; after that another decision says otherwise.
UNDONE_WITHIN = timedelta(hours=1)
UNDOABLE = (Verb.PUBLISH, Verb.DECLINE, Verb.KEEP, Verb.HIDE, Verb.HOLD, Verb.RESTORE)


def claims(deciding: Sequence[Person], wanted: Sequence[Thing], now: datetime) -> dict[UUID, Refusal]:
    """Things at which somebody else looks at this moment than those who decide."""
    rows = Item.objects.open().filter(about_any(wanted), claimed_until__gt=now).exclude(claimed_by__in=deciding)
    return {
        item.thing_id: Refusal(
            "claimed",
            _("%(name)s has taken this and decides about it. It is free when they give it back, or in 15 minutes."),
            {"name": item.claimed_by.name if item.claimed_by else ""},
        )
        for item in rows.select_related("claimed_by")
    }


def motions(wanted: Sequence[Thing]) -> dict[UUID, Motion]:
    rows = Motion.objects.filter(about_any(wanted), state=Motion.State.WAITING)
    return {motion.thing_id: motion for motion in rows}


def stale(said: Said, thing: Thing, state: State) -> Refusal | None:
    """Nobody decides about words they have not read, or after a decision they do not know of."""
    token = said.tokens.get(thing.pk)
    if token is None or token == state.token:
        return None
    if token.rpartition("-")[0] != state.token.rpartition("-")[0]:
        return Refusal(
            "corrected_meanwhile",
            _("Its author corrected the text since you opened the page. Read it again before you decide."),
        )
    return Refusal("decided_meanwhile", _("Somebody else decided about this since you opened the page."))


def impossible(
    said: Said, thing: Thing, state: State, motion: Motion | None, answered: Container[UUID], now: datetime
) -> Refusal | None:
    if said.verb == Verb.UNDO:
        decision = said.undone[thing.pk]
        refusal = _not_undone(decision, state, answered, said.asked_at or now)
        return refusal or _gone_on(decision, thing)
    if not isinstance(thing, Comment | Contribution):
        return _not_so(said.verb, thing)
    if said.verb in (Verb.HIDE, Verb.ERASE) and said.seconded_by is None and takes_two(said.verb, thing):
        return needs_another()
    if said.verb == Verb.HOLD and not takes_two(Verb.HIDE, thing):
        return takes_one()
    if said.verb == Verb.REDACT and thing.waiting_version is not None:
        return Refusal("newer_words_wait", _("Its author has sent newer words. Decide about those first."))
    return not_yet(said, thing) or (None if fits(said, thing, motion) else as_it_is(thing))


def not_yet(said: Said, text: Text) -> Refusal | None:
    """What waits for its body is neither shown nor hidden before the body has answered."""
    if said.verb in (Verb.PUBLISH, Verb.HIDE, Verb.HOLD) and text.waiting_for in FOR_A_BODY:
        return Refusal(
            "waits_for_its_body",
            _("This text waits for its organization, not for a moderator. Confirm its author instead."),
        )
    return None


def fits(said: Said, text: Text, motion: Motion | None) -> bool:
    """Whether a decision of this kind leads anywhere from the state the text is in."""
    edit_waits = text.waiting_version is not None
    match said.verb:
        case Verb.PUBLISH:
            return text.status == Status.RECEIVED or edit_waits
        case Verb.DECLINE:
            return edit_waits
        case Verb.KEEP:
            # Newer words, and what is held, want another decision than that nothing is wrong.
            return (text.status == Status.PUBLISHED and not edit_waits) or (
                text.status == Status.HIDDEN and (motion is None or motion.hold_id is None)
            )
        case Verb.HIDE:
            held = motion is not None and motion.hold_id is not None and said.seconded_by is not None
            return text.status in (Status.PUBLISHED, Status.RECEIVED) or (text.status == Status.HIDDEN and held)
        case Verb.HOLD:
            # What nobody reads yet need not be held: it would be shown by itself in the end.
            return text.status == Status.PUBLISHED
        case Verb.RESTORE | Verb.LAPSE:
            return text.status == Status.HIDDEN
        case Verb.ERASE:
            return text.status != Status.ERASED
        case _:
            return text.status in (Status.PUBLISHED, Status.RECEIVED, Status.HIDDEN)


def _not_so(verb: Verb, thing: Thing) -> Refusal | None:
    """Names, titles and texts put up are hidden, shown again or left; the rest is for filed texts."""
    if isinstance(thing, Person) and verb in (Verb.LIMIT, Verb.SUSPEND):
        return None
    if isinstance(thing, Person) and verb == Verb.LIFT and thing.restriction:
        return None
    hidden = getattr(thing, "is_hidden", False)
    if verb in (Verb.HIDE, Verb.KEEP) and not hidden:
        return None
    if verb == Verb.RESTORE and hidden:
        return None
    return Refusal("decided_meanwhile", _("This is not as it was when you opened the page."))


def _gone_on(decision: Decision, thing: Thing) -> Refusal | None:
    """A text that is not as the decision left it: its author took it back, say."""
    if not isinstance(thing, Comment | Contribution):
        return None
    left = Status(decision.before["status"])
    if decision.verb in (Verb.PUBLISH, Verb.DECLINE, Verb.RESTORE):
        left = Status.PUBLISHED
    elif decision.verb in (Verb.HIDE, Verb.HOLD):
        left = Status.HIDDEN
    return None if thing.status == left else as_it_is(thing)


def _not_undone(decision: Decision, state: State, answered: Container[UUID], now: datetime) -> Refusal | None:
    if decision.verb not in UNDOABLE:
        return Refusal("not_undoable", _("What was asked, taken out or erased is not taken back."))
    if decision.step != state.step:
        return Refusal("decided_meanwhile", _("Another decision followed this one; that one can be taken back."))
    if decision.verb == Verb.DECLINE and decision.before.get("files"):
        return Refusal("not_undoable", _("Files that came with the declined words are gone; they are not put back."))
    if decision.thing_id in answered:
        return Refusal("answered_meanwhile", _("Somebody answered or endorsed this text since; it stays shown."))
    if now >= decision.at + UNDONE_WITHIN:
        return Refusal(
            "too_late_to_undo",
            _("A decision is taken back within the hour. After that, another decision says otherwise."),
        )
    return None


def answered(undone: Mapping[UUID, Decision]) -> set[UUID]:
    """Of the things whose publication is taken back those that were answered or endorsed since."""
    shown = [one for one in undone.values() if one.verb == Verb.PUBLISH and one.before["status"] == Status.RECEIVED]
    if not shown:
        return set()
    comments = [one.comment_id for one in shown if one.comment_id]
    contributions = [one.contribution_id for one in shown if one.contribution_id]
    found = set(Comment.objects.filter(reply_to__in=comments).order_by().values_list("reply_to", flat=True))
    endorsed = Endorsement.objects.filter(Q(comment__in=comments) | Q(contribution__in=contributions))
    for comment, contribution in endorsed.order_by().values_list("comment", "contribution"):
        found.add(comment or contribution)
    return {pk for pk in found if pk is not None}


def takes_two(verb: Verb, thing: Thing) -> bool:
    """Whether it takes two people: erasing words, and hiding what was written in the name of a body or a group."""
    if verb == Verb.ERASE:
        return True
    if isinstance(thing, Comment | Contribution):
        return verb == Verb.HIDE and thing.capacity in (Capacity.ORGANIZATION, Capacity.STAKEHOLDER_GROUP)
    return False


def needs_another() -> Refusal:
    return Refusal("second_person_needed", _("This takes two people. Ask a second moderator to agree."))


def takes_one() -> Refusal:
    return Refusal(
        "takes_one", _("This text was written in nobody’s name but its author’s: no second person is needed.")
    )


def as_it_is(text: Text) -> Refusal:
    return Refusal(
        "decided_meanwhile",
        _("This text is not as it was when you opened the page: it is now “%(status)s”."),
        {"status": Status(text.status).label},
    )
