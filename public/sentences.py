"""Each public act as one sentence. No names of people, no words of texts: what is hidden later was never here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Affiliation, Organization
from accounts.models.stakeholder_group import LABELS
from ledger.models import Entry
from public import accredited, filed, mended, moderated, planned, translated
from public.acts import Act
from public.templatetags.pages import closing_moment, day
from rounds.models import Document, Office


class UnknownKind(LookupError):
    """An act of a kind for which nobody has written a sentence."""


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
    ("endorsements", gettext_lazy("Endorsements")),
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


def _shown_to_all(act: Act) -> SafeString:
    return format_html(
        _("{consultation} was published; its rounds open and close by the clock."), consultation=act.consultation
    )


def _unconfirmed(act: Act) -> SafeString:
    count = int(act.facts["count"])
    words = ngettext(
        "{count} text that nobody had confirmed within 7 days of the close of {round} was erased unread.",
        "{count} texts that nobody had confirmed within 7 days of the close of {round} were erased unread.",
        count,
    )
    return format_html(words, count=f"{count:,}", round=act.round)


def _planned(act: Act) -> SafeString:
    return format_html(
        _("{round} was planned: from {opens}, closing {closes}."),
        round=act.round,
        opens=day(_moment(act.facts["opens_at"])),
        closes=closing_moment(_moment(act.facts["closes_at"])),
    )


def _extended(act: Act) -> SafeString:
    extension = act.names.extensions.get(act.entry.thing)
    words = (
        _("{round} has more time, as two people decided: it closes {closes}. Reason: {reason}")
        if act.facts.get("by_two") == "yes"
        else _("{round} has more time: it closes {closes}. Reason: {reason}")
    )
    return format_html(
        words,
        round=act.round,
        closes=closing_moment(_moment(act.facts["closes_at"])),
        reason=extension.reason if extension else "",
    )


def _asked(act: Act) -> SafeString:
    count = int(act.facts["count"])
    words = ngettext(
        "The questions of {round} were changed before it opened: it asks {count} question.",
        "The questions of {round} were changed before it opened: it asks {count} questions.",
        count,
    )
    return format_html(words, round=act.round, count=count)


def _documented(act: Act) -> SafeString:
    kind = Document.Type(str(act.facts["type"])).label
    return format_html(_("A document was put beside {consultation}: {kind}."), consultation=act.consultation, kind=kind)


def _undocumented(act: Act) -> SafeString:
    kind = Document.Type(str(act.facts["type"])).label
    words = _("A document of {consultation} was taken away: {kind}.")
    return format_html(words, consultation=act.consultation, kind=kind)


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


def _cited(act: Act) -> SafeString:
    count = int(act.facts["count"])
    words = ngettext(
        "The secretariat named {count} contribution from which {place} is drawn.",
        "The secretariat named {count} contributions from which {place} is drawn.",
        count,
    )
    return format_html(words, count=count, place=act.place)


# --- organizations and offices ---------------------------------------------------------------------------------------


def _noted(act: Act) -> SafeString:
    known = act.facts.get("verified") == "yes"
    words = (
        _("{organization} was noted and confirmed, in the group {group}.")
        if known
        else _("{organization} was noted, not confirmed, in the group {group}.")
    )
    return format_html(words, organization=act.organization_name, group=LABELS[act.facts["stakeholder_group"]])


def _body_confirmed(act: Act) -> SafeString:
    return format_html(_("{organization} was confirmed: it is what it says."), organization=act.organization_name)


def _body_described(act: Act) -> SafeString:
    return format_html(_("The domain of {organization} was noted."), organization=act.organization_name)


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
    words = (
        _("Somebody does not belong to {organization} any more: two people decided it.")
        if act.facts.get("by_two") == "yes"
        else _("Somebody does not belong to {organization} any more.")
    )
    return format_html(words, organization=act.organization_name)


def _renamed(act: Act) -> SafeString:
    return format_html("{}", _("Somebody takes part under another name from now on; their texts are shown under it."))


def _granted(act: Act) -> SafeString:
    role = Office.Role(act.facts["role"]).label
    if act.entry.consultation is not None:
        words = _("Somebody was given an office in {consultation}: {role}.")
        return format_html(words, role=role, consultation=act.consultation)
    if "organization" in act.facts:
        words = _("Somebody was given an office in all consultations of {organization}: {role}.")
        return format_html(words, role=role, organization=act.organization_name)
    return format_html(_("Somebody was given an office: {role}."), role=role)


def _ended(act: Act) -> SafeString:
    role = Office.Role(act.facts["role"]).label
    if act.entry.consultation is not None:
        words = _("An office in {consultation} ended: {role}.")
        return format_html(words, role=role, consultation=act.consultation)
    if "organization" in act.facts:
        words = _("An office in all consultations of {organization} ended: {role}.")
        return format_html(words, role=role, organization=act.organization_name)
    return format_html(_("An office ended: {role}."), role=role)


DESCRIBED = {
    "name": gettext_lazy("its name"),
    "sender": gettext_lazy("the sender of its mails"),
    "contact_address": gettext_lazy("its mail address"),
    "language": gettext_lazy("the language of its words"),
    "about": gettext_lazy("about"),
    "contact": gettext_lazy("contact"),
    "privacy": gettext_lazy("privacy"),
    "accessibility": gettext_lazy("accessibility"),
}


def _described(act: Act) -> SafeString:
    changed = ", ".join(str(DESCRIBED[field]) for field in str(act.facts["changed"]).split())
    return format_html(_("The secretariat changed what the site says of itself: {changed}."), changed=changed)


KINDS: Mapping[str, Kind] = {
    "consultation.opened": Kind("rounds", gettext_lazy("Consultation opened"), _opened),
    "consultation.published": Kind("rounds", gettext_lazy("Consultation published"), _shown_to_all),
    "round.unconfirmed_erased": Kind("rounds", gettext_lazy("Unconfirmed texts erased"), _unconfirmed),
    "round.planned": Kind("rounds", gettext_lazy("Round planned"), _planned),
    "round.extended": Kind("rounds", gettext_lazy("Round extended"), _extended),
    "round.supplemented": Kind("rounds", gettext_lazy("Supplementary round"), mended.supplemented),
    "consultation.rules_changed": Kind("rounds", gettext_lazy("Rules changed"), mended.rules_changed),
    "consultation.corrected": Kind("rounds", gettext_lazy("Corrected with a notice"), mended.put_right),
    "round.questions_changed": Kind("rounds", gettext_lazy("Questions changed"), _asked),
    "consultation.document_added": Kind("rounds", gettext_lazy("Document added"), _documented),
    "consultation.document_removed": Kind("rounds", gettext_lazy("Document taken away"), _undocumented),
    "consultation.milestone_announced": Kind("rounds", gettext_lazy("Step announced"), planned.announced),
    "consultation.milestone_removed": Kind("rounds", gettext_lazy("Step taken away"), planned.taken_away),
    "proposal.related": Kind("rounds", gettext_lazy("Options"), planned.related),
    "proposal.unrelated": Kind("rounds", gettext_lazy("Options"), planned.unrelated),
    "round.closed": Kind("rounds", gettext_lazy("Round closed"), _closed),
    "proposal.put_up": Kind("rounds", gettext_lazy("Text put up for comment"), _put_up),
    "consultation.translated": Kind("rounds", gettext_lazy("Translation"), translated.consultation),
    "consultation.translation_removed": Kind(
        "rounds", gettext_lazy("Translation taken away"), translated.consultation_removed
    ),
    "round.translated": Kind("rounds", gettext_lazy("Translation"), translated.round),
    "round.translation_removed": Kind("rounds", gettext_lazy("Translation taken away"), translated.round_removed),
    "question.translated": Kind("rounds", gettext_lazy("Translation"), translated.question),
    "question.translation_removed": Kind("rounds", gettext_lazy("Translation taken away"), translated.question_removed),
    "proposal.translated": Kind("rounds", gettext_lazy("Translation"), translated.text),
    "proposal.translation_removed": Kind("rounds", gettext_lazy("Translation taken away"), translated.text_removed),
    "proposal.cited": Kind("rounds", gettext_lazy("Sources of a paragraph"), _cited),
    "contribution.received": Kind("contributions", gettext_lazy("Contribution"), filed.sent),
    "contribution.corrected": Kind("contributions", gettext_lazy("Contribution corrected"), filed.corrected),
    "contribution.attached": Kind("contributions", gettext_lazy("File added"), filed.attached),
    "contribution.detached": Kind("contributions", gettext_lazy("File taken away"), filed.detached),
    "contribution.replaced": Kind("contributions", gettext_lazy("Contribution replaced"), filed.replaced),
    "capacity.corrected": Kind("decisions", gettext_lazy("Said in another name"), filed.spoken_for),
    "author.introduced": Kind("decisions", gettext_lazy("Group said"), filed.introduced),
    "content.erased": Kind("decisions", gettext_lazy("Erased"), moderated.erased),
    "contribution.published": Kind("decisions", gettext_lazy("Contribution shown"), filed.published),
    "contribution.withdrawn": Kind("contributions", gettext_lazy("Contribution withdrawn"), filed.withdrawn),
    "contribution.imported": Kind("contributions", gettext_lazy("Contribution imported"), filed.imported),
    "import.published": Kind("contributions", gettext_lazy("Import"), filed.imported_all),
    "comment.received": Kind("comments", gettext_lazy("Comment"), filed.commented),
    "comment.published": Kind("decisions", gettext_lazy("Comment shown"), filed.published),
    "comment.corrected": Kind("comments", gettext_lazy("Comment corrected"), filed.corrected),
    "comment.withdrawn": Kind("comments", gettext_lazy("Comment withdrawn"), filed.withdrawn),
    "endorsement.given": Kind("endorsements", gettext_lazy("Endorsement"), filed.endorsed),
    "endorsement.withdrawn": Kind("endorsements", gettext_lazy("Endorsement taken back"), filed.endorsement_ended),
    "moderation.hidden": Kind("decisions", gettext_lazy("Hidden by a moderator"), moderated.hidden),
    "moderation.held": Kind("decisions", gettext_lazy("Hidden by one moderator for now"), moderated.held),
    "moderation.lapsed": Kind("decisions", gettext_lazy("Shown again"), moderated.lapsed),
    "moderation.restored": Kind("decisions", gettext_lazy("Shown again"), moderated.restored),
    "moderation.declined": Kind("decisions", gettext_lazy("Newer words not shown"), moderated.declined),
    "moderation.asked": Kind("decisions", gettext_lazy("Author asked"), moderated.asked),
    "moderation.kept": Kind("decisions", gettext_lazy("Left as it is"), moderated.kept),
    "moderation.redacted": Kind("decisions", gettext_lazy("Personal data taken out"), moderated.redacted),
    "moderation.undone": Kind("decisions", gettext_lazy("Decision taken back"), moderated.undone),
    "moderation.limited": Kind("decisions", gettext_lazy("Account limited"), moderated.restricted),
    "moderation.suspended": Kind("decisions", gettext_lazy("Account suspended"), moderated.restricted),
    "moderation.lifted": Kind("decisions", gettext_lazy("Account free again"), moderated.lifted),
    "organization.noted": Kind("bodies", gettext_lazy("Organization noted"), _noted),
    "organization.confirmed": Kind("bodies", gettext_lazy("Organization confirmed"), _body_confirmed),
    "organization.described": Kind("bodies", gettext_lazy("Organization described"), _body_described),
    "organization.domain_proved": Kind("bodies", gettext_lazy("Domain proved"), accredited.domain_proved),
    "organization.merged": Kind("bodies", gettext_lazy("Organizations merged"), accredited.merged),
    "affiliation.noted": Kind("bodies", gettext_lazy("Organization and person"), _affiliated),
    "affiliation.ended": Kind("bodies", gettext_lazy("Organization and person"), _left),
    "affiliation.renewed": Kind("bodies", gettext_lazy("Organization and person"), accredited.renewed),
    "affiliation.expired": Kind("bodies", gettext_lazy("Organization and person"), accredited.expired),
    "person.renamed": Kind("bodies", gettext_lazy("Name changed"), _renamed),
    "role.granted": Kind("bodies", gettext_lazy("Office given"), _granted),
    "role.ended": Kind("bodies", gettext_lazy("Office ended"), _ended),
    "site.described": Kind("bodies", gettext_lazy("Words of the site"), _described),
}


def _moment(words: Any) -> datetime:
    return datetime.fromisoformat(str(words))
