"""What is told to the people of a body and to those who wrote in its name: a few sentences and one link each."""

from datetime import UTC, datetime

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Affiliation, AffiliationRequest, Person
from contributions.models import Contribution
from digests.rules import links, readers
from digests.rules.letters import Short
from ledger.models import Entry
from moderation.models import Invitation
from proposals.models import Comment

Thing = Comment | Contribution


def release_asked(person: Person, thing: Thing) -> Short:
    """To a focal point: somebody of their body wrote in its name. None of the words stand in the mail."""
    with readers.reading(person.language, person.time_zone):
        values = {
            "body": thing.organization.name if thing.organization else "",
            # Who gives no name is known to the secretariat alone.
            "name": thing.named_author.name if thing.named_author else _("A person"),
            "moment": _moment(thing.posted_at),
            "until": _moment(thing.round.confirmed_until),
        }
        return Short(
            _("A text in the name of %(body)s waits for your release") % values,
            (
                _("%(name)s sent it as a member of %(body)s. It was received on %(moment)s UTC and is not shown yet.")
                % values,
                _("Read it, and release it or say that it is not yours, until %(until)s UTC.") % values,
            ),
            links.release("comments" if isinstance(thing, Comment) else "contributions", thing.pk),
        )


def answered(person: Person, request: AffiliationRequest, place: Affiliation | None, waiting: int) -> Short:
    """To who asked to be confirmed. `place`: as what they are, if so; `waiting`: their texts to be released now."""
    with readers.reading(person.language, person.time_zone):
        values = {"body": request.organization.name, "reason": request.reason, "n": waiting}
        if request.status == AffiliationRequest.Status.REFUSED:
            said = [_("The reason: %(reason)s") % values] if request.reason else []
            said.append(_("What you sent in its name is not shown. On its page you can show it as your own."))
            return Short(_("You are not confirmed for %(body)s") % values, tuple(said), links.organizations())
        if place is not None and place.role == Affiliation.Role.FOCAL_POINT:
            said = [
                _("You may speak for %(body)s. What you sent in its name and what waited for it is shown.") % values
            ]
        else:
            said = [_("You are a member of %(body)s. What you send in its name is shown once it is released.") % values]
        if place is not None and place.expires_at is not None:
            lasts = _("This lasts until %(day)s. We write to you before that, so that you can ask to be renewed.")
            said.append(lasts % {"day": _day(place.expires_at)})
        if waiting:
            many = ngettext(
                "%(n)s text of yours waits for a focal point of %(body)s to release it.",
                "%(n)s texts of yours wait for a focal point of %(body)s to release them.",
                waiting,
            )
            said.append(many % values)
        return Short(_("You are confirmed for %(body)s") % values, tuple(said), links.organizations())


def shown(person: Person, thing: Thing, entry: Entry) -> Short:
    """To an author: their text that waited is shown, or is in another name since somebody said so."""
    with readers.reading(person.language, person.time_zone):
        values = {
            "number": thing.number,
            "body": thing.organization.name if thing.organization else "",
            "moment": _moment(thing.posted_at),
        }
        subject = (
            _("Your text No. %(number)s is in another name now")
            if entry.kind == "capacity.corrected"
            else _("Your text No. %(number)s is shown now")
        )
        name = _("It is in the name of %(body)s.") if thing.organization else _("It is in your own name.")
        moment = _("The moment that counts stays the one at which it was received: %(moment)s UTC.")
        return Short(subject % values, (name % values, moment % values), links.entry(thing.number or 0))


def ending(person: Person, place: Affiliation, days: int) -> Short:
    """To who was confirmed until a day that is near."""
    with readers.reading(person.language, person.time_zone):
        values = {"body": place.organization.name, "day": _day(place.expires_at), "n": days}
        subject = ngettext(
            "In %(n)s day you are not confirmed for %(body)s any more",
            "In %(n)s days you are not confirmed for %(body)s any more",
            days,
        )
        return Short(
            subject % values,
            (
                _("You were confirmed for %(body)s until %(day)s.") % values,
                _("If you still belong to it, ask to be renewed. What you said in its name stays as it is."),
            ),
            links.renew(place.pk),
        )


def ended(person: Person, place: Affiliation) -> Short:
    """To who was confirmed until a day that has come."""
    with readers.reading(person.language, person.time_zone):
        values = {"body": place.organization.name, "day": _day(place.expires_at)}
        return Short(
            _("You are not confirmed for %(body)s any more") % values,
            (
                _("You were confirmed for it until %(day)s, and nobody has confirmed you again.") % values,
                _("What you said in its name stays as it is. You can ask again at any time."),
            ),
            links.organizations(),
        )


def invited(invitation: Invitation) -> Short:
    """To an address that a body's focal point or the secretariat invites."""
    with readers.reading(invitation.language, "UTC"):
        values = {"body": invitation.organization.name, "until": _moment(invitation.expires_at)}
        is_focal_point = invitation.role == Affiliation.Role.FOCAL_POINT
        asked = (
            _("You are invited to speak here for %(body)s.")
            if is_focal_point
            else _("You are invited to write here as a member of %(body)s; its focal points release what you send.")
        )
        return Short(
            _("You are invited by %(body)s") % values,
            (
                asked % values,
                _(
                    "Open the link until %(until)s UTC, sign in with this address or create an account with it, and "
                    "accept. The link works once, and for nobody else. If you did not expect this, do nothing."
                )
                % values,
            ),
            links.invitation(invitation.pk),
        )


def is_it_yours(request: AffiliationRequest, token: str) -> Short:
    """To the address at a body's domain that somebody gave."""
    with readers.reading(request.person.language, request.person.time_zone):
        values = {"name": request.person.name, "body": request.organization.name}
        return Short(
            _("Is this your address at %(body)s?") % values,
            (
                _("%(name)s asks to be confirmed for %(body)s and gave this address.") % values,
                _("If that was you, open the link where you are signed in and press the button. If not, do nothing."),
            ),
            links.organization_address(token),
        )


def _day(at: datetime | None) -> str:
    return date_format(at.astimezone(UTC), "j F Y") if at else ""


def _moment(at: datetime) -> str:
    return date_format(at.astimezone(UTC), "j F Y, H:i")
