"""Every word that people read passes through moderation: each text field of each model says how, or why not.

A field that is not in the table fails; hiding each kind leaves none of its words in any field that readers read.
"""

from collections.abc import Iterator
from enum import Enum, auto
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.models import Person
from contributions.models import Attachment, Contribution
from contributions.permissions import readable_versions as versions_of_contribution
from moderation.actions import decisions, things
from moderation.models import KINDS, Decision, Thing
from proposals.models import Comment
from proposals.permissions import readable_versions as versions_of_comment
from reports.actions import words
from rounds.actions import corrections
from rounds.actions.documents import Upload
from rounds.models import Consultation, Correction, Document, Round
from tests import factories

OURS = (
    *("accounts", "contributions", "digests", "integrations", "jobs", "ledger"),
    *("moderation", "proposals", "public", "reports", "rounds", "secretariat", "web"),
)
CANARY = "canaryword"


class Not(Enum):
    """Why a field is of no kind that is moderated."""

    # What the secretariat or a moderator says in their office; its readers hold them to it. It is put right with a
    # notice, taken away, or said otherwise by another act, and the record keeps that it was.
    SECRETARIATS = auto()
    # Read by nobody but who wrote it, those it is written to, or moderators and the secretariat.
    NOT_SHOWN = auto()
    # No words: a code, a language, an address of the machine, one of a few choices, a key.
    NO_WORDS = auto()
    # Made from what is shown, by a sweep or by the database.
    DERIVED = auto()


# How each field is moderated: a kind of `KINDS` that it is or is a part of, or why it is none.
FIELDS: dict[str, str | Not] = {
    # --- words of people, bodies and texts, by the kind under which they are hidden ---
    "accounts.Organization.name": "organization",
    "accounts.Organization.name_folded": "organization",
    "accounts.Organization.name_skeleton": "organization",
    "accounts.Person.name": "person",
    "accounts.Person.name_skeleton": "person",
    "contributions.Attachment.file": "contribution",
    "contributions.Attachment.name": "contribution",
    "contributions.Contribution.answers": "contribution",
    "contributions.Contribution.text": "contribution",
    "contributions.Contribution.title": "contribution",
    "contributions.ContributionVersion.answers": "contribution",
    "contributions.ContributionVersion.text": "contribution",
    "contributions.ContributionVersion.title": "contribution",
    "proposals.Comment.text": "comment",
    "proposals.CommentVersion.text": "comment",
    "proposals.ParagraphText.heading": "proposal",
    "proposals.ParagraphText.text": "proposal",
    "proposals.Proposal.next_step": "proposal",
    "proposals.Proposal.title": "proposal",
    "proposals.ProposalTranslation.title": "proposal",
    "rounds.Correction.after": "document",
    "rounds.Correction.before": "document",
    "rounds.Document.file": "document",
    "rounds.Document.link": "document",
    "rounds.Document.title": "document",
    # --- the secretariat's and moderators' own ---
    "accounts.Organization.domain": Not.SECRETARIATS,
    "contributions.Contribution.author_name": Not.SECRETARIATS,
    "contributions.Contribution.source_number": Not.SECRETARIATS,
    "contributions.Contribution.source_ref": Not.SECRETARIATS,
    "contributions.ContributionVersion.source_extra": Not.SECRETARIATS,
    "moderation.Decision.reason": Not.SECRETARIATS,
    "moderation.Decision.rule": Not.SECRETARIATS,
    "proposals.Comment.source_ref": Not.SECRETARIATS,
    "rounds.Charter.becomes": Not.SECRETARIATS,
    "rounds.Charter.decides": Not.SECRETARIATS,
    "rounds.Charter.names": Not.SECRETARIATS,
    "rounds.Consultation.contact": Not.SECRETARIATS,
    "rounds.Consultation.slug": Not.SECRETARIATS,
    "rounds.Consultation.summary": Not.SECRETARIATS,
    "rounds.Consultation.title": Not.SECRETARIATS,
    "rounds.ConsultationTranslation.summary": Not.SECRETARIATS,
    "rounds.ConsultationTranslation.title": Not.SECRETARIATS,
    "rounds.Correction.reason": Not.SECRETARIATS,
    "rounds.Extension.reason": Not.SECRETARIATS,
    "rounds.Milestone.title": Not.SECRETARIATS,
    "rounds.Question.help": Not.SECRETARIATS,
    "rounds.Question.text": Not.SECRETARIATS,
    "rounds.QuestionTranslation.help": Not.SECRETARIATS,
    "rounds.QuestionTranslation.text": Not.SECRETARIATS,
    "rounds.Round.reason": Not.SECRETARIATS,
    "rounds.Round.summary": Not.SECRETARIATS,
    "rounds.Round.title": Not.SECRETARIATS,
    "rounds.RoundTranslation.summary": Not.SECRETARIATS,
    "rounds.RoundTranslation.title": Not.SECRETARIATS,
    "rounds.Rule.meaning": Not.SECRETARIATS,
    "rounds.Rule.name": Not.SECRETARIATS,
    "rounds.RulesChange.after": Not.SECRETARIATS,
    "rounds.RulesChange.before": Not.SECRETARIATS,
    "rounds.RulesChange.reason": Not.SECRETARIATS,
    "rounds.Site.about": Not.SECRETARIATS,
    "rounds.Site.accessibility": Not.SECRETARIATS,
    "rounds.Site.contact": Not.SECRETARIATS,
    "rounds.Site.contact_address": Not.SECRETARIATS,
    "rounds.Site.name": Not.SECRETARIATS,
    "rounds.Site.privacy": Not.SECRETARIATS,
    "rounds.Site.sender": Not.SECRETARIATS,
    # --- not shown ---
    "accounts.AffiliationRequest.address": Not.NOT_SHOWN,
    "accounts.AffiliationRequest.letter": Not.NOT_SHOWN,
    "accounts.AffiliationRequest.letter_name": Not.NOT_SHOWN,
    "accounts.AffiliationRequest.note": Not.NOT_SHOWN,
    "accounts.AffiliationRequest.reason": Not.NOT_SHOWN,
    "accounts.Person.email": Not.NOT_SHOWN,
    "accounts.Person.password": Not.NOT_SHOWN,
    "contributions.ContributionDraft.answers": Not.NOT_SHOWN,
    "contributions.ContributionDraft.text": Not.NOT_SHOWN,
    "contributions.ContributionDraft.title": Not.NOT_SHOWN,
    "contributions.Original.name": Not.NOT_SHOWN,
    "contributions.Original.notes": Not.NOT_SHOWN,
    "contributions.Original.text": Not.NOT_SHOWN,
    "contributions.Recording.address": Not.NOT_SHOWN,
    "digests.Mail.address": Not.NOT_SHOWN,
    "digests.Mail.headers": Not.NOT_SHOWN,
    "digests.Mail.html": Not.NOT_SHOWN,
    "digests.Mail.reason": Not.NOT_SHOWN,
    "digests.Mail.subject": Not.NOT_SHOWN,
    "digests.Mail.text": Not.NOT_SHOWN,
    "integrations.AccessToken.name": Not.NOT_SHOWN,
    "jobs.Job.errors": Not.NOT_SHOWN,
    "jobs.Job.result": Not.NOT_SHOWN,
    "moderation.Bulk.reason": Not.NOT_SHOWN,
    "moderation.BulkItem.refusal": Not.NOT_SHOWN,
    "moderation.Decision.before": Not.NOT_SHOWN,
    "moderation.Flag.rule": Not.NOT_SHOWN,
    "moderation.Flag.sentence": Not.NOT_SHOWN,
    "moderation.Inquiry.reply": Not.NOT_SHOWN,
    "moderation.Inquiry.text": Not.NOT_SHOWN,
    "moderation.Invitation.address": Not.NOT_SHOWN,
    "moderation.Motion.answer": Not.NOT_SHOWN,
    "moderation.Motion.reason": Not.NOT_SHOWN,
    "moderation.Recusal.reason": Not.NOT_SHOWN,
    "moderation.Template.name": Not.NOT_SHOWN,
    "moderation.Template.text": Not.NOT_SHOWN,
    "moderation.Withheld.words": Not.NOT_SHOWN,
    "proposals.CommentDraft.text": Not.NOT_SHOWN,
    "proposals.Unconfirmed.address": Not.NOT_SHOWN,
    "proposals.Unconfirmed.answers": Not.NOT_SHOWN,
    "proposals.Unconfirmed.name": Not.NOT_SHOWN,
    "proposals.Unconfirmed.text": Not.NOT_SHOWN,
    "proposals.Unconfirmed.title": Not.NOT_SHOWN,
    # --- no words ---
    "accounts.Organization.country": Not.NO_WORDS,
    "accounts.Person.country": Not.NO_WORDS,
    "accounts.Person.time_zone": Not.NO_WORDS,
    "contributions.Attachment.media_type": Not.NO_WORDS,
    "contributions.Contribution.country": Not.NO_WORDS,
    "contributions.Contribution.region": Not.NO_WORDS,
    "contributions.Contribution.standing": Not.NO_WORDS,
    "contributions.Recording.time_zone": Not.NO_WORDS,
    "digests.Digest.period": Not.NO_WORDS,
    "digests.Mail.event_key": Not.NO_WORDS,
    "digests.Mail.message_id": Not.NO_WORDS,
    "jobs.Job.kind": Not.NO_WORDS,
    "ledger.Entry.kind": Not.NO_WORDS,
    "ledger.Entry.record": Not.NO_WORDS,
    "moderation.BulkItem.token": Not.NO_WORDS,
    "moderation.Motion.token": Not.NO_WORDS,
    "proposals.Comment.country": Not.NO_WORDS,
    "proposals.Comment.region": Not.NO_WORDS,
    "proposals.Comment.standing": Not.NO_WORDS,
    "proposals.Paragraph.anchor": Not.NO_WORDS,
    "proposals.ParagraphText.number": Not.NO_WORDS,
    "proposals.Relation.paragraph": Not.NO_WORDS,
    "rounds.Consultation.time_zone": Not.NO_WORDS,
    "rounds.Correction.field": Not.NO_WORDS,
    "rounds.Document.media_type": Not.NO_WORDS,
    "web.IdempotencyKey.client": Not.NO_WORDS,
    "web.IdempotencyKey.key": Not.NO_WORDS,
    # --- derived ---
    "reports.Word.word": Not.DERIVED,
}
# Words that stay in their row and are kept from readers by a reading rule, which `_readers_read` asks.
BY_A_RULE = (
    "contributions.Attachment",
    "contributions.ContributionVersion",
    "proposals.CommentVersion",
    "rounds.Correction",
)


def text_fields() -> Iterator[tuple[str, "models.Field[Any, Any]"]]:
    """Every field of our models into which words can be written; what is one of a few choices is none."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.FileField)
    for model in apps.get_models():
        if model._meta.app_label not in OURS:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, kinds) and not field.choices and not field.primary_key:
                # A BCP 47 tag stands beside words.
                if field.name in ("language", "page_language"):
                    continue
                yield f"{model._meta.label}.{field.name}", field


def test_every_field_that_holds_words_says_how_it_is_moderated() -> None:
    found = {name for name, _field in text_fields()}

    assert found - set(FIELDS) == set()
    assert set(FIELDS) - found == set()


def test_every_kind_has_words_and_every_part_a_kind() -> None:
    assert {how for how in FIELDS.values() if isinstance(how, str)} == set(KINDS)


# --- hiding leaves nothing -------------------------------------------------------------------------------------------


@pytest.fixture
def things_of(
    secretary: Person, member: Person, consultation: Consultation, call: Round, round: Round
) -> dict[str, Thing]:
    """One thing of each kind, with the canary in each of its words."""
    factories.make_question(call, "What is missing?")
    contribution = factories.make_contribution(
        member, call, title=f"{CANARY} title", text=f"{CANARY} text", answers={"1": f"{CANARY} answer"}
    )
    factories.attach(contribution, f"{CANARY}.txt", b"Words")
    proposal = factories.make_proposal(
        secretary, round, type="option", title=f"{CANARY} title", next_step=f"{CANARY} next"
    )
    for text in things.ParagraphText.objects.filter(revision__proposal=proposal):
        things.ParagraphText.objects.filter(pk=text.pk).update(heading=f"{CANARY} heading", text=f"{CANARY} text")
    factories.translate_text(secretary, proposal, title=f"{CANARY} titre")
    person = factories.make_person(f"{CANARY} Person", name_skeleton=f"{CANARY}person")
    factories.make_comment(person, round, factories.make_proposal(secretary, round))
    document = factories.make_document(secretary, consultation, f"{CANARY} first", file=Upload("a.txt", b"Words"))
    Document.objects.filter(pk=document.pk).update(file=f"documents/{CANARY}")
    document.refresh_from_db()
    corrections.correct(
        by=secretary, thing=document, field="title", text=f"{CANARY} second", reason="A slip.", now=timezone.now()
    )
    document.refresh_from_db()
    return {
        "comment": factories.make_comment(member, round, factories.make_proposal(secretary, round), text=CANARY),
        "contribution": contribution,
        "proposal": proposal,
        "document": document,
        "organization": factories.make_organization(secretary, f"{CANARY} Body"),
        "person": person,
    }


def holding(kind: str) -> set[str]:
    """The fields that readers read and that hold the canary of a kind, by name."""
    found = set()
    for name, field in text_fields():
        how = FIELDS[name]
        label = name.rpartition(".")[0]
        if how in (Not.NOT_SHOWN, Not.NO_WORDS) or label in BY_A_RULE or (isinstance(how, str) and how != kind):
            continue
        rows = field.model._default_manager.annotate(said=Cast(field.name, TextField()))
        if rows.filter(said__icontains=CANARY).exists():
            found.add(name)
    return found


def _readers_read(thing: Thing) -> list[str]:
    """What a stranger reads of the words that a reading rule keeps."""
    match thing:
        case Comment():
            return [version.text for version in versions_of_comment(None, thing)]
        case Contribution():
            files = Attachment.objects.visible_to(None).filter(contribution=thing)
            return [version.text for version in versions_of_contribution(None, thing)] + [file.name for file in files]
        case Document():
            return [one.after for one in Correction.objects.visible_to(None).filter(document=thing)]
    return []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_hiding_leaves_no_word_and_showing_again_brings_back_all(
    kind: str, secretary: Person, other_secretary: Person, things_of: dict[str, Thing]
) -> None:
    thing = things_of[kind]
    for other in set(KINDS) - {kind}:
        # The others go first, so that what is found is this one's.
        _hide(secretary, things_of[other])
    while words.bring_up_to_date():
        pass
    shown, read = holding(kind), _readers_read(thing)
    _hide(secretary, thing)
    while words.bring_up_to_date():
        pass
    hidden, read_then = holding(kind), _readers_read(type(thing)._default_manager.get(pk=thing.pk))
    decisions.restore(by=other_secretary, thing=thing, reason="A mistake.", language="en", now=timezone.now())
    while words.bring_up_to_date():
        pass

    own = {name for name, how in FIELDS.items() if how == kind and name.rpartition(".")[0] not in BY_A_RULE}
    assert shown - {"reports.Word.word"} == own - EMPTY_OF_ONE
    assert hidden == set()
    assert (read != [], read_then) == (kind in ("comment", "contribution", "document"), [])
    assert holding(kind) == shown


# A document is a link or a file, never both; here it is a file.
EMPTY_OF_ONE = {"rounds.Document.link"}


def _hide(by: Person, thing: Thing) -> Decision:
    return decisions.hide(by=by, thing=thing, rule=3, reason="It attacks.", language="en", now=timezone.now())
