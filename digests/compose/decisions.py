"""What is told of a decision to those whom it concerns: what it means for them, and what they can do next.

Offices decide, so no person is named. What was taken out of a text is not repeated.
"""

from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from accounts.models import Organization, Person
from contributions.models import Contribution
from digests.rules import links
from digests.rules.letters import Decided
from moderation.models import HELD_FOR, Decision, Text
from proposals.models import Comment
from rounds.models import Consultation, Office, Round, Rule, Status
from rounds.rules.moderation import Originals

Verb = Decision.Verb
# Decisions that leave everything as it is for them are told to nobody.
UNTOLD = (Verb.KEEP,)


def about_text(decision: Decision, text: Text, person: Person | None, tongues: list[str], now: datetime) -> Decided:
    """To the author of a text, in the language that is active; None is somebody without an account."""
    readable = person is None or Consultation.objects.visible_to(person).filter(pk=text.consultation_id).exists()
    place: list[tuple[str, str]] = []
    if readable:
        consultation, round = text.consultation.told(tongues), text.round.told(tongues)
        place = [(consultation.title, consultation.language), (str(round), "")]
        if isinstance(text, Comment):
            about = text.proposal.told(tongues)
            place.append((about.title, about.language))
    return Decided(
        subject=_subject(decision, text.number),
        place=tuple(place),
        said=_who(decision),
        introduced=_introduced(decision),
        quoted=decision.inquiry.text if decision.verb == Verb.ASK else decision.reason,
        language=decision.language,
        meaning=_meaning(decision),
        steps=_steps(decision, text, person is not None, now) if readable else (_contact(),),
        number=decision.number,
        decision_url=links.entry(decision.number or 0),
        thing_url=_address(text),
        rules_url=links.rules(text.consultation.slug) if decision.rule_number and readable else "",
    )


def about_name(decision: Decision, thing: Person | Organization) -> Decided:
    """To the person themselves, or to a focal point of the body, in the language that is active."""
    subject, meaning = _named(decision, thing)
    steps = [_contact()]
    if isinstance(thing, Person):
        own = decision.verb in (Verb.LIMIT, Verb.SUSPEND, Verb.LIFT)
        steps.insert(0, (_("What stands about your account:"), links.account()) if own else _on_my_page(decision))
    return Decided(
        subject=subject,
        place=(),
        said=_who(decision),
        introduced=_introduced(decision),
        quoted=decision.reason,
        language=decision.language,
        meaning=meaning,
        steps=tuple(step for step in steps if step[0]),
        number=decision.number,
        decision_url=links.entry(decision.number or 0),
        thing_url=links.me() if isinstance(thing, Person) else links.organization(thing.pk),
    )


def moment(at: datetime) -> str:
    """“26 November 2026, 18:00 your time, 15:00 UTC”, in the zone that is active."""
    here = date_format(timezone.localtime(at), "j F Y, H:i")
    if timezone.localtime(at).utcoffset() == at.astimezone(UTC).utcoffset():
        return f"{here} UTC"
    same = timezone.localtime(at).date() == at.astimezone(UTC).date()
    there = date_format(at.astimezone(UTC), "H:i" if same else "j F Y, H:i")
    return _("%(here)s your time, %(there)s UTC") % {"here": here, "there": there}


def _subject(decision: Decision, number: int | None) -> str:
    match decision.verb:
        case Verb.PUBLISH if _was_shown(decision):
            words = _("The newer words of your text No. %(number)s are shown")
        case Verb.PUBLISH:
            words = _("Your text No. %(number)s is published")
        case Verb.DECLINE:
            words = _("The newer words of your text No. %(number)s are not shown")
        case Verb.ASK:
            words = _("A question about your text No. %(number)s")
        case Verb.HIDE if decision.office == Office.Role.SECRETARIAT:
            words = _("Your text No. %(number)s was hidden by the secretariat")
        case Verb.HIDE:
            words = _("Your text No. %(number)s was hidden by a moderator")
        case Verb.HOLD:
            words = _("Your text No. %(number)s is held until a second person has decided")
        case Verb.LAPSE | Verb.RESTORE:
            words = _("Your text No. %(number)s is shown again")
        case Verb.REDACT:
            words = _("Personal data was taken out of your text No. %(number)s")
        case Verb.ERASE:
            words = _("The words of your text No. %(number)s were erased")
        case _:
            words = _("A decision about your text No. %(number)s was taken back")
    return words % {"number": number}


def _who(decision: Decision) -> tuple[str, ...]:
    """In which office it was decided, under which rule."""
    if decision.by_id is None:
        return ()
    values = {"rule": decision.rule_number, "name": decision.rule}
    secretariat = decision.office == Office.Role.SECRETARIAT
    if decision.rule_number:
        applied = (
            _("The secretariat applied rule %(rule)s, “%(name)s”.")
            if secretariat
            else _("A moderator applied rule %(rule)s, “%(name)s”.")
        )
    elif decision.verb == Verb.ASK:
        applied = _("The secretariat asks you.") if secretariat else _("A moderator asks you.")
    else:
        applied = _("The secretariat decided this.") if secretariat else _("A moderator decided this.")
    second = [_("It takes two people: a second one agreed.")] if decision.seconded_by_id else []
    return (applied % values, *second)


def _introduced(decision: Decision) -> str:
    if decision.verb == Verb.ASK:
        return _("The question:")
    if not decision.reason:
        return ""
    if decision.office == Office.Role.SECRETARIAT:
        return _("The reason, in the secretariat’s words:")
    return _("The reason, in the moderator’s words:")


def _meaning(decision: Decision) -> tuple[str, ...]:
    """What became of the text."""
    match decision.verb:
        case Verb.PUBLISH if _was_shown(decision):
            return (_("Everybody can read them. Those before stand behind “what changed”."),)
        case Verb.PUBLISH:
            return (_("Everybody can read it. The moment at which you sent it stays the one at which it reached us."),)
        case Verb.DECLINE:
            return (_("The words before stay shown. Nobody but you and the moderators reads the newer ones."),)
        case Verb.ASK:
            return (_("Nothing is decided yet. Only you and the moderators read the question and your answer."),)
        case Verb.HIDE if not _was_shown(decision):
            return (
                _("Its words are not shown."),
                _("Its number stays, and everybody can see that it was hidden, under which rule and why."),
            )
        case Verb.HIDE:
            return (
                _("Its words are not shown any more."),
                _("Its number and the replies to it stay, and everybody can see that it was hidden and why."),
            )
        case Verb.HOLD:
            until = {"until": moment(decision.at + HELD_FOR)}
            return (
                _("Its words are not shown for now. Its number and the replies to it stay."),
                _("A second person is asked. Without their agreement it is shown again by itself on %(until)s.")
                % until,
            )
        case Verb.LAPSE:
            return (
                _("One moderator held it, and within 72 hours no second person agreed that it is hidden."),
                _("Everybody can read it again, in the words you filed last."),
            )
        case Verb.RESTORE:
            return (
                _("Everybody can read it again, in the words you filed last."),
                _("Both decisions stay in the public record."),
            )
        case Verb.REDACT:
            return (_("A mark, […], stands where the words stood."), _originals(decision))
        case Verb.ERASE:
            return (
                _("Nobody can read them any more, and neither can we."),
                _("Its number and the replies to it stay."),
            )
        case _:
            return _as_before(decision)


def _originals(decision: Decision) -> str:
    rules = Rule.objects.filter(consultation=decision.consultation_id, number=decision.rule_number or 0)
    if Originals.DESTROYED in rules.values_list("originals", flat=True):
        return _("The words as they were before are destroyed, as the rule says.")
    return _("The words as they were before are kept, as the rule says, for you and the moderators alone.")


def _as_before(decision: Decision) -> tuple[str, ...]:
    undone = decision.undoes
    before: dict[str, Any] = undone.before if undone is not None else {}
    taken = _("Decision No. %(number)s does not hold any more.") % {"number": undone.number if undone else ""}
    match before.get("status"):
        case Status.PUBLISHED if before.get("waiting_version"):
            after = _("The words before are shown, and your newer ones wait for a moderator again.")
        case Status.PUBLISHED:
            after = _("Everybody can read your text, as before.")
        case Status.HIDDEN:
            after = _("Your text is hidden, as before.")
        case _:
            after = _("Your text is not shown and waits, as before.")
    return (taken, after)


def _steps(decision: Decision, text: Text, has_account: bool, now: datetime) -> tuple[tuple[str, str], ...]:
    kind = "comments" if isinstance(text, Comment) else "contributions"
    is_open = has_account and text.round.status(now) == Round.Status.OPEN
    correct = (_("You can correct it while the round is open:"), links.correct(kind, text.pk))
    steps: list[tuple[str, str]] = []
    match decision.verb:
        case Verb.ASK:
            steps.append((_("Answer here, once:"), links.question(decision.pk)))
            if is_open and text.status in (Status.PUBLISHED, Status.RECEIVED):
                steps += [correct, (_("Or take it back:"), links.withdraw(kind, text.pk))]
            return tuple(steps)
        case Verb.HIDE if is_open:
            again = links.round(text.consultation.slug, text.round.number)
            steps.append((_("While the round is open you can say it in other words:"), again))
        case Verb.DECLINE | Verb.REDACT if is_open and text.status in (Status.PUBLISHED, Status.RECEIVED):
            steps.append(correct)
        case Verb.PUBLISH | Verb.RESTORE | Verb.LAPSE:
            return ()
    return (*steps, _contact())


def _contact() -> tuple[str, str]:
    return (_("If you think that this is wrong, write to the secretariat:"), links.contact())


def _on_my_page(decision: Decision) -> tuple[str, str]:
    return (_("You can give another name on My page:"), links.me()) if decision.verb == Verb.HIDE else ("", "")


def _named(decision: Decision, thing: Person | Organization) -> tuple[str, tuple[str, ...]]:
    """Subject and meaning of a decision about a name or an account."""
    until = {"until": moment(decision.until) if decision.until else ""}
    body = {"body": thing.name}
    mine = isinstance(thing, Person)
    match decision.verb:
        case Verb.HIDE if mine:
            return _("Your name is hidden"), (
                _("Where it stood, “%(name)s” stands now. What you filed stays shown.") % {"name": thing.name},
            )
        case Verb.HIDE:
            return _("The name of a body for which you speak is hidden"), (
                _("Where it stood, “%(body)s” stands now. What was filed in its name stays shown.") % body,
            )
        case Verb.RESTORE if mine:
            return _("Your name is shown again"), (_("Both decisions stay in the public record."),)
        case Verb.RESTORE:
            words = _("The name of %(body)s is shown again") % body
            return words, (_("Both decisions stay in the public record."),)
        case Verb.LIMIT:
            return _("Your account is limited until %(until)s") % until, (
                _("Until then what you file is received at its moment, and a moderator reads it before it is shown."),
                _("Nothing that you filed before changes. On %(until)s this ends by itself.") % until,
            )
        case Verb.SUSPEND:
            return _("Your account is suspended until %(until)s") % until, (
                _("Until then you can read and sign in, but not file or endorse texts."),
                _("Nothing that you filed before changes. On %(until)s this ends by itself.") % until,
            )
        case Verb.LIFT:
            over = _("Its time was over.") if decision.by_id is None else ""
            return _lifted(decision), tuple(filter(None, [over, _("What you file is treated as everybody’s is.")]))
        case _:
            number = decision.undoes.number if decision.undoes else ""
            taken = _("Decision No. %(number)s does not hold any more.") % {"number": number}
            subject = (
                _("A decision about your name was taken back")
                if mine
                else _("A decision about the name of %(body)s was taken back")
            )
            return subject % body, (taken,)


def _lifted(decision: Decision) -> str:
    earlier = Decision.objects.filter(person=decision.person_id, step__lt=decision.step)
    last = earlier.filter(verb__in=[Verb.LIMIT, Verb.SUSPEND]).order_by("-step").first()
    if last is not None and last.verb == Verb.SUSPEND:
        return _("Your account is not suspended any more")
    return _("Your account is not limited any more")


def _was_shown(decision: Decision) -> bool:
    return bool(decision.before.get("status") == Status.PUBLISHED)


def _address(text: Text) -> str:
    return links.contribution(text.pk) if isinstance(text, Contribution) else links.comment(text.pk)
