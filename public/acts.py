"""A public act with the names of what it speaks of: what the sentences of the record are made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import Organization
from ledger.models import Entry
from moderation.models import Decision
from public.templatetags.names import body_link
from public.templatetags.pages import number
from rounds.models import Capacity, Consultation, Correction, Extension, Round
from texts.rules import languages

Facts = Mapping[str, Any]
NOTHING = UUID(int=0)


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
    corrections: Mapping[UUID, Correction] = field(default_factory=dict)
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
    def other_text(self) -> SafeString | str:
        """The other of two texts that the act is about."""
        found = self.names.texts.get(id_of(self.facts.get("other")))
        return _link(reverse("proposal", args=[found.id]), found.title, found.language) if found else _("another text")

    @property
    def place(self) -> SafeString | str:
        """“paragraph 7 of Zero draft”, or the text as a whole."""
        paragraph = self.names.paragraphs.get(id_of(self.facts.get("paragraph")))
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
    def decision(self) -> Decision | None:
        return self.names.decisions.get(self.entry.pk)

    def decided(self, *, within: bool = False) -> SafeString | str:
        """What a decision is about, never by a name that may be hidden; `within`: in the middle of a sentence."""
        match self.facts.get("about"):
            case "proposal":
                words = _("a text put up for comment") if within else _("A text put up for comment")
                return _link(reverse("proposal", args=[self.entry.thing]), words)
            case "document":
                words = _("a document of {consultation}") if within else _("A document of {consultation}")
                return format_html(words, consultation=self.consultation)
            case "organization":
                words = _("the name of an organization") if within else _("The name of an organization")
                return _link(reverse("organization", args=[self.entry.thing]), words)
            case "person":
                words = _("the name of a person") if within else _("The name of a person")
                return _link(reverse("person", args=[self.entry.thing]), words)
            case _:
                return self.thing

    @property
    def organization(self) -> Organization | None:
        return self.names.organizations.get(id_of(self.facts.get("organization") or self.entry.thing))

    @property
    def organization_name(self) -> SafeString | str:
        found = self.organization
        return body_link(found) if found else _("an organization")


def _link(address: str, words: str, language: str = "") -> SafeString:
    if not language:
        return format_html('<a href="{}">{}</a>', address, words)
    return format_html(
        '<a href="{}" lang="{}" dir="{}">{}</a>', address, language, languages.direction(language), words
    )


def id_of(words: Any) -> UUID:
    """An id as the record writes it; where the record names none, one that nothing has."""
    return UUID(str(words)) if words else NOTHING
