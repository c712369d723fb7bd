"""Each public act as one sentence. No names of people, no words of texts: what is hidden later was never here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Affiliation, Organization
from accounts.models.stakeholder_group import LABELS
from ledger.models import Entry
from moderation.models import Decision
from public.templatetags.pages import closing_moment, day, number
from rounds.models import Capacity, Consultation, Extension, Office, Round
from texts.rules import languages

Facts = Mapping[str, Any]
NOTHING = UUID(int=0)


class UnknownKind(LookupError):
    """An act of a kind for which nobody has written a sentence."""


@dataclass(frozen=True)
class TextName:
    """A text that is up for comment, by its title."""

    id: UUID
    title: str
    language: str


@dataclass(frozen=True)
class ParagraphName:
    anchor: str
    number: str


@dataclass(frozen=True)
class Names:
    """What the sentences of a page need to say: things by id, decisions and extensions by entry."""

    consultations: Mapping[UUID, Consultation] = field(default_factory=dict)
    rounds: Mapping[UUID, Round] = field(default_factory=dict)
    texts: Mapping[UUID, TextName] = field(default_factory=dict)
    paragraphs: Mapping[UUID, ParagraphName] = field(default_factory=dict)
    organizations: Mapping[UUID, Organization] = field(default_factory=dict)
    extensions: Mapping[UUID, Extension] = field(default_factory=dict)
    decisions: Mapping[int, Decision] = field(default_factory=dict)
    # The number under which a thing was received, by the thing.
    numbers: Mapping[UUID, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Act:
    """An entry with what its record says and the names of what it speaks of."""

    entry: Entry
    facts: Facts
    names: Names

    @property
    def who(self) -> str:
        match self.facts.get("capacity"):
            case Capacity.SECRETARIAT:
                return _("The secretariat")
            case Capacity.ORGANIZATION:
                return _("An organization")
            case _:
                return _("A person")

    @property
    def consultation(self) -> SafeString | str:
        found = self.names.consultations.get(self.entry.consultation) if self.entry.consultation else None
        if found is None:
            return _("a consultation")
        address = reverse("consultation", args=[found.slug])
        return _link(address, found.title, found.language)

    @property
    def round(self) -> SafeString | str:
        found = self.names.rounds.get(self.entry.round) if self.entry.round else None
        if found is None:
            return _("a round")
        address = reverse("round", args=[found.consultation.slug, found.number])
        return _link(address, str(found), found.consultation.language)

    @property
    def record_address(self) -> str:
        """Where the closing record stands; nothing where the round is not known."""
        found = self.names.rounds.get(self.entry.round) if self.entry.round else None
        return reverse("round_record", args=[found.consultation.slug, found.number]) if found else ""

    @property
    def text(self) -> SafeString | str:
        found = self.names.texts.get(self.entry.proposal) if self.entry.proposal else None
        return _link(reverse("proposal", args=[found.id]), found.title, found.language) if found else _("a text")

    @property
    def place(self) -> SafeString | str:
        """“paragraph 7 of Zero draft”, or the text as a whole."""
        paragraph = self.names.paragraphs.get(_id(self.facts.get("paragraph")))
        if paragraph is None or self.entry.proposal is None:
            return self.text
        address = reverse("paragraph", args=[self.entry.proposal, paragraph.anchor])
        words = format_html('<a href="{}">{}</a>', address, _("paragraph %(number)s") % {"number": paragraph.number})
        return format_html(_("{paragraph} of {text}"), paragraph=words, text=self.text)

    @property
    def thing(self) -> SafeString:
        """The thing by the number under which it was received."""
        return number(self.names.numbers.get(self.entry.thing), _("a text"))

    @property
    def organization(self) -> Organization | None:
        return self.names.organizations.get(_id(self.facts.get("organization") or self.entry.thing))

    @property
    def organization_name(self) -> SafeString | str:
        found = self.organization
        return format_html("<bdi>{}</bdi>", found.name) if found else _("an organization")


Teller = Callable[[Act], SafeString]


@dataclass(frozen=True)
class Kind:
    """How acts of one kind are told: the word above the sentence, the sentence, and the family a reader filters by."""

    family: str
    title: str | Promise
    tell: Teller


FAMILIES: tuple[tuple[str, str | Promise], ...] = (
    ("contributions", gettext_lazy("Contributions")),
    ("comments", gettext_lazy("Comments")),
    ("decisions", gettext_lazy("Decisions")),
    ("rounds", gettext_lazy("Consultations, rounds and texts")),
    ("bodies", gettext_lazy("Organizations and offices")),
)


def kinds_of(family: str) -> list[str]:
    return [kind for kind, known in KINDS.items() if known.family == family]


def kind_of(entry: Entry) -> Kind:
    """Raises `UnknownKind`: a new kind of act needs a sentence in the same change."""
    if entry.kind not in KINDS:
        raise UnknownKind(entry.kind)
    return KINDS[entry.kind]


# --- consultations, rounds, texts ----------------------------------------------------------------------------------


def _opened(act: Act) -> SafeString:
    return format_html(_("{consultation} was opened."), consultation=act.consultation)


def _planned(act: Act) -> SafeString:
    return format_html(
        _("{round} was planned: from {opens}, closing {closes}."),
        round=act.round,
        opens=day(_moment(act.facts["opens_at"])),
        closes=closing_moment(_moment(act.facts["closes_at"])),
    )


def _extended(act: Act) -> SafeString:
    extension = act.names.extensions.get(act.entry.thing)
    return format_html(
        _("{round} has more time: it closes {closes}. Reason: {reason}"),
        round=act.round,
        closes=closing_moment(_moment(act.facts["closes_at"])),
        reason=extension.reason if extension else "",
    )


def _closed(act: Act) -> SafeString:
    count = int(act.facts["count"])
    texts = ngettext("%(count)s text", "%(count)s texts", count) % {"count": f"{count:,}"}
    return format_html(
        _('{round} is closed and its record final: <a href="{address}">{texts}</a>.'),
        round=act.round,
        address=act.record_address,
        texts=texts,
    )


def _put_up(act: Act) -> SafeString:
    count = int(act.facts["paragraphs"])
    paragraphs = ngettext("%(count)s paragraph", "%(count)s paragraphs", count) % {"count": count}
    return format_html(_("{text} was put up for comment, {paragraphs}."), text=act.text, paragraphs=paragraphs)


# --- contributions and comments ------------------------------------------------------------------------------------

COMMENTED = {
    None: gettext_lazy("{who} commented on {place}."),
    "support": gettext_lazy("{who} supported {place}."),
    "concern": gettext_lazy("{who} raised a concern about {place}."),
    "question": gettext_lazy("{who} asked a question about {place}."),
    "suggestion": gettext_lazy("{who} made a suggestion for {place}."),
    "missing_issue": gettext_lazy("{who} named an issue that is missing from {place}."),
}


def _commented(act: Act) -> SafeString:
    if act.facts.get("reply_to"):
        before = number(act.names.numbers.get(_id(act.facts["reply_to"])), _("a comment"))
        return format_html(_("{who} replied to {comment}, on {place}."), who=act.who, comment=before, place=act.place)
    return format_html(str(COMMENTED[act.facts.get("comment_kind")]), who=act.who, place=act.place)


def _sent(act: Act) -> SafeString:
    match act.facts.get("channel"):
        case "recorded":
            words = _("A contribution that reached the secretariat by another way was recorded in {round}.")
        case _:
            words = _("{who} sent a contribution to {round}.")
    return format_html(words, who=act.who, round=act.round)


def _imported(act: Act) -> SafeString:
    return format_html(_("A contribution was imported into {round}; authenticated by nobody here."), round=act.round)


def _imported_all(act: Act) -> SafeString:
    count = int(act.facts["count"])
    words = ngettext(
        "{count} contribution was imported into {round}.", "{count} contributions were imported into {round}.", count
    )
    return format_html(words, count=f"{count:,}", round=act.round)


def _corrected(act: Act) -> SafeString:
    return format_html(_("The author of {thing} corrected it. The words before can be read."), thing=act.thing)


def _withdrawn(act: Act) -> SafeString:
    return format_html(_("The author of {thing} took it back. Its words are gone, its number stays."), thing=act.thing)


def _published(act: Act) -> SafeString:
    return format_html(_("{thing}, which had been received, is shown now."), thing=act.thing)


# --- decisions -----------------------------------------------------------------------------------------------------


def _hidden(act: Act) -> SafeString:
    decision = act.names.decisions.get(act.entry.pk)
    words = _("{thing} was hidden: rule {number}, “{name}”.")
    name = decision.rule if decision else ""
    return format_html(words, thing=act.thing, number=act.facts["rule"], name=name)


def _restored(act: Act) -> SafeString:
    return format_html(_("{thing}, which had been hidden, is shown again."), thing=act.thing)


# --- organizations and offices ---------------------------------------------------------------------------------------


def _noted(act: Act) -> SafeString:
    known = act.facts.get("verified") == "yes"
    words = (
        _("{organization} was noted and confirmed, in the group {group}.")
        if known
        else _("{organization} was noted, not confirmed, in the group {group}.")
    )
    return format_html(words, organization=act.organization_name, group=LABELS[act.facts["stakeholder_group"]])


def _affiliated(act: Act) -> SafeString:
    found = act.organization
    if act.facts.get("role") != Affiliation.Role.FOCAL_POINT:
        words = _("Somebody was noted as a member of {organization}.")
    elif found is not None and found.type == Organization.Type.COALITION:
        words = _("Somebody was confirmed as coordinator of {organization} and may speak for it.")
    else:
        words = _("Somebody was confirmed as focal point of {organization} and may speak for it.")
    return format_html(words, organization=act.organization_name)


def _left(act: Act) -> SafeString:
    return format_html(_("Somebody does not belong to {organization} any more."), organization=act.organization_name)


def _granted(act: Act) -> SafeString:
    role = Office.Role(act.facts["role"]).label
    if act.entry.consultation is None:
        return format_html(_("Somebody was given an office: {role}."), role=role)
    return format_html(
        _("Somebody was given an office in {consultation}: {role}."), role=role, consultation=act.consultation
    )


def _ended(act: Act) -> SafeString:
    return format_html(_("An office ended: {role}."), role=Office.Role(act.facts["role"]).label)


KINDS: Mapping[str, Kind] = {
    "consultation.opened": Kind("rounds", gettext_lazy("Consultation opened"), _opened),
    "round.planned": Kind("rounds", gettext_lazy("Round planned"), _planned),
    "round.extended": Kind("rounds", gettext_lazy("Round extended"), _extended),
    "round.closed": Kind("rounds", gettext_lazy("Round closed"), _closed),
    "proposal.put_up": Kind("rounds", gettext_lazy("Text put up for comment"), _put_up),
    "contribution.received": Kind("contributions", gettext_lazy("Contribution"), _sent),
    "contribution.published": Kind("decisions", gettext_lazy("Contribution shown"), _published),
    "contribution.withdrawn": Kind("contributions", gettext_lazy("Contribution withdrawn"), _withdrawn),
    "contribution.imported": Kind("contributions", gettext_lazy("Contribution imported"), _imported),
    "import.published": Kind("contributions", gettext_lazy("Import"), _imported_all),
    "comment.received": Kind("comments", gettext_lazy("Comment"), _commented),
    "comment.published": Kind("decisions", gettext_lazy("Comment shown"), _published),
    "comment.corrected": Kind("comments", gettext_lazy("Comment corrected"), _corrected),
    "comment.withdrawn": Kind("comments", gettext_lazy("Comment withdrawn"), _withdrawn),
    "moderation.hidden": Kind("decisions", gettext_lazy("Hidden by a moderator"), _hidden),
    "moderation.restored": Kind("decisions", gettext_lazy("Shown again"), _restored),
    "organization.noted": Kind("bodies", gettext_lazy("Organization noted"), _noted),
    "affiliation.noted": Kind("bodies", gettext_lazy("Organization and person"), _affiliated),
    "affiliation.ended": Kind("bodies", gettext_lazy("Organization and person"), _left),
    "role.granted": Kind("bodies", gettext_lazy("Office given"), _granted),
    "role.ended": Kind("bodies", gettext_lazy("Office ended"), _ended),
}


def _link(address: str, words: str, language: str) -> SafeString:
    return format_html(
        '<a href="{}" lang="{}" dir="{}">{}</a>', address, language, languages.direction(language), words
    )


def _id(words: Any) -> UUID:
    """An id as the record writes it; where the record names none, one that nothing has."""
    return UUID(str(words)) if words else NOTHING


def _moment(words: Any) -> datetime:
    return datetime.fromisoformat(str(words))
