"""What readers of a consultation may want beside its texts: files kept here, and links to what is elsewhere."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from ledger.actions import entries
from rounds.models import Consultation, Document
from rounds.permissions import can_arrange
from rounds.rules import words
from texts.files import intake
from texts.rules import spaces
from web.refusals import Conflict, Invalid, Refusal, require

# Bytes of one file.
FILE_LIMIT = 25 * 1024 * 1024
TITLE_LIMIT = 300
LINK_LIMIT = 1_000


@dataclass(frozen=True)
class Upload:
    """A file as somebody sent it; its name only tells kinds of plain text apart."""

    name: str
    content: bytes


@transaction.atomic(savepoint=False)
def add(
    *,
    by: Person,
    consultation: Consultation,
    type: Document.Type,
    title: str,
    language: str,
    dated: date,
    now: datetime,
    link: str = "",
    file: Upload | None = None,
) -> Document:
    """Put a document beside the consultation, as a file or as a link: one of the two."""
    require(can_arrange(by, consultation))
    title = spaces.line(title)
    if spaces.is_blank(title):
        raise Invalid(Refusal("text_missing", _("Give the document a title."), field="title"))
    if len(title) > TITLE_LIMIT:
        raise Invalid(
            Refusal("text_too_long", _("At most %(limit)s characters fit."), {"limit": TITLE_LIMIT}, field="title")
        )
    link = link.strip()
    if bool(link) == (file is not None):
        raise Invalid(Refusal("file_or_link", _("Choose a file or give a link: one of the two."), field="file"))
    document = Document(
        id=uuid4(),
        consultation=consultation,
        type=type,
        title=title,
        language=words.checked_language(language),
        dated=dated,
        link=_checked_link(link) if link else "",
        added_at=now,
    )
    taken = _looked_into(file) if file is not None else None
    if taken is not None:
        document.media_type, document.size = taken.kind.media_type, len(taken.content)
        document.sha256 = hashlib.sha256(taken.content).digest()
    document.entry = entries.append(
        kind="consultation.document_added",
        thing=document.pk,
        at=now,
        consultation=consultation.pk,
        type=type,
        language=document.language,
        file=document.sha256.hex() if document.sha256 else None,
    )
    if taken is not None:
        # On disk it has no name that anybody gave: neither words nor an ending that a server would act upon.
        document.file.save(document.pk.hex, ContentFile(taken.content), save=False)
    document.save(force_insert=True)
    return document


@transaction.atomic(savepoint=False)
def remove(*, by: Person, document: Document, now: datetime) -> Document:
    """Take a document away: its file goes, its row and the fingerprint in the record stay."""
    require(can_arrange(by, document.consultation))
    present = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if present.removed_at is not None:
        raise Conflict(Refusal("document_gone", _("This document was taken away already.")))
    present.removed_at = now
    present.save(update_fields=["removed_at"])
    entries.append(
        kind="consultation.document_removed",
        thing=present.pk,
        at=now,
        consultation=present.consultation_id,
        type=present.type,
    )
    if kept := present.file.name:
        storage = present.file.storage
        transaction.on_commit(lambda: storage.delete(kept))
    return present


def _looked_into(file: Upload) -> intake.Taken:
    """What the file is, without what it tells of its maker's machine."""
    if len(file.content) > FILE_LIMIT:
        raise Invalid(
            Refusal(
                "file_too_large",
                _("The file has more than %(limit)s MB. Make it smaller, or give a link."),
                {"limit": FILE_LIMIT // 1024**2},
                field="file",
            )
        )
    try:
        return intake.taken(file.content, file.name)
    except intake.Unacceptable as why:
        raise Invalid(Refusal("file_refused", why.sentence, why.values, field="file")) from None


def _checked_link(link: str) -> str:
    try:
        URLValidator(schemes=["https", "http"])(link)
    except ValidationError:
        link = ""
    if not link or len(link) > LINK_LIMIT:
        raise Invalid(Refusal("link_invalid", _("Write the whole address: https://…"), field="link"))
    return link
