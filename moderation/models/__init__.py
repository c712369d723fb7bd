from moderation.models.bulk import Bulk, BulkItem
from moderation.models.decision import Decision, DecisionQuerySet, Inquiry, InquiryQuerySet, Withheld
from moderation.models.flag import Flag, FlagQuerySet
from moderation.models.invitation import OPEN_FOR, Invitation, InvitationQuerySet
from moderation.models.item import CLAIMED_FOR, Item, ItemQuerySet, Recusal, waits_before
from moderation.models.kept import free, mark_kept
from moderation.models.motion import HELD_FOR, Motion
from moderation.models.template import Template, TemplateQuerySet
from moderation.models.thing import (
    KINDS,
    AboutThing,
    Named,
    Text,
    Thing,
    about,
    about_any,
    author_of,
    consultation_of,
    kind_of,
)

__all__ = [
    "CLAIMED_FOR",
    "HELD_FOR",
    "KINDS",
    "OPEN_FOR",
    "AboutThing",
    "Bulk",
    "BulkItem",
    "Decision",
    "DecisionQuerySet",
    "Flag",
    "FlagQuerySet",
    "Inquiry",
    "InquiryQuerySet",
    "Invitation",
    "InvitationQuerySet",
    "Item",
    "ItemQuerySet",
    "Motion",
    "Named",
    "Recusal",
    "Template",
    "TemplateQuerySet",
    "Text",
    "Thing",
    "Withheld",
    "about",
    "about_any",
    "author_of",
    "consultation_of",
    "free",
    "kind_of",
    "mark_kept",
    "waits_before",
]
