"""Everything that is held on one person, as rows of plain values: what a copy for them is made of.

Each part names the columns that lead to a person and are answered by it, as `app.Model.field`. A test walks the models:
a column that leads to a person and is named neither here nor in `LEFT_OUT` fails it. Words and names of other people
are in none of them; where others meant this person (a decision, a reply), the number of the act says where to read on.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from reports.compose.held import account, moderated, texts

# Columns that lead to a person and are in no part, each with its reason.
_DECIDED = "what was decided about somebody’s name or account stands among the decisions; until then it is others’ work"
LEFT_OUT: dict[str, str] = {
    "moderation.Flag.person": "what others told the moderators of a name is theirs; what was decided is told",
    "moderation.Item.person": _DECIDED,
    "moderation.Motion.person": _DECIDED,
    "moderation.BulkItem.person": _DECIDED,
}


@dataclass(frozen=True)
class Part:
    """One file of the copy. `columns`: those that lead to a person and are answered here."""

    name: str
    title: str | Promise
    columns: tuple[str, ...]
    rows: Callable[[Person], Iterable[dict[str, Any]]]


PARTS: tuple[Part, ...] = (
    Part(
        "profile",
        _("Your account"),
        ("account.EmailAddress.user", "mfa.Authenticator.user", "moderation.Withheld.person"),
        account.profile,
    ),
    Part(
        "organizations",
        _("Your organizations, and what you asked them"),
        (
            "accounts.Affiliation.person",
            "accounts.AffiliationRequest.person",
            "accounts.Organization.named_by",
            "moderation.Invitation.accepted_by",
        ),
        account.organizations,
    ),
    Part("offices", _("Offices and lists"), ("rounds.Office.person", "rounds.Listing.person"), account.offices),
    Part("contributions", _("Contributions"), ("contributions.Contribution.author",), texts.contributions),
    Part("comments", _("Comments"), ("proposals.Comment.author",), texts.comments),
    Part(
        "drafts",
        _("Drafts"),
        ("contributions.ContributionDraft.person", "proposals.CommentDraft.person"),
        texts.drafts,
    ),
    Part("responses", _("What you filed together"), ("proposals.Response.person",), texts.responses),
    Part("endorsements", _("Endorsements"), ("proposals.Endorsement.person",), texts.endorsements),
    Part("follows", _("What you follow"), ("digests.Follow.person", "digests.Stream.person"), account.follows),
    Part("digests", _("Digests"), (), account.digests),
    Part("mails", _("Mails to you"), ("digests.Mail.person",), account.mails),
    Part("tokens", _("Access tokens"), ("integrations.AccessToken.person",), account.tokens),
    Part("sessions", _("Where you are signed in"), ("usersessions.UserSession.user",), account.sessions),
    Part(
        "decisions",
        _("Decisions about your texts, your name and your account"),
        ("moderation.Decision.person",),
        moderated.decisions,
    ),
    Part("inquiries", _("What moderators asked you, and what you answered"), (), moderated.inquiries),
    Part("flags", _("What you told the moderators"), ("moderation.Flag.by",), moderated.flags),
    Part(
        "office_work",
        _("What you did for an office"),
        (
            "moderation.Decision.by",
            "moderation.Decision.seconded_by",
            "moderation.Motion.asked_by",
            "moderation.Motion.answered_by",
            "moderation.Recusal.person",
            "moderation.Item.assigned_to",
            "moderation.Item.claimed_by",
            "moderation.Bulk.by",
            "moderation.Invitation.invited_by",
            "rounds.Correction.by",
            "contributions.Recording.by",
            "contributions.Original.by",
            "accounts.AffiliationRequest.decided_by",
            "rounds.PreviewLink.made_by",
            "rounds.Trial.person",
        ),
        account.office_work,
    ),
    Part("entries", _("The public record about you and your texts"), (), texts.entries),
)
