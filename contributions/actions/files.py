"""The steps of keeping what comes with a contribution: looked into first, written to disk in the act's transaction.

The rows say what is kept. A file on disk without a row (its act failed, its row went) is taken away by `sweep`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.utils.translation import gettext_lazy as _

from contributions.models import Attachment, Contribution
from contributions.rules import files as file_rules
from rounds.models import Status
from texts.files import intake, names
from texts.files.kinds import Kind
from web.refusals import Invalid, Refusal

# An act is over long before its file is this old.
ORPHANED_AFTER = timedelta(hours=1)
BATCH = 500


@dataclass(frozen=True)
class Upload:
    """A file as somebody sent it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Ready:
    """A file that may be kept: what it is, and its content without metadata."""

    name: str
    kind: Kind
    content: bytes

    @property
    def sha256(self) -> bytes:
        return hashlib.sha256(self.content).digest()


def ready(uploads: Sequence[Upload]) -> tuple[Ready, ...]:
    """Look into files and take their metadata out. It takes a tenth of a second a file, so it comes before the gate."""
    check_room(len(uploads), sum(len(upload.content) for upload in uploads))
    for upload in uploads:
        check_size(upload.name, len(upload.content))
    return tuple(_ready(upload) for upload in uploads)


def keep(
    contribution: Contribution, files: Sequence[Ready], *, at: datetime, is_original: bool = False
) -> list[Attachment]:
    """Write files to disk and their rows, behind those that the contribution has. Its row is new or locked."""
    taken = contribution.attachments.order_by("-position").values_list("position", flat=True).first() or 0
    return [
        _keep(contribution, file, taken + place, at=at, is_original=is_original)
        for place, file in enumerate(files, start=1)
    ]


def fingerprints(files: Sequence[Ready]) -> str | None:
    """What the record says of the files: SHA-256 of each in hexadecimal, one space between."""
    return " ".join(file.sha256.hex() for file in files) or None


def check_room(count: int, size: int) -> None:
    """Whether so many files of so many bytes fit with one contribution."""
    if count > Attachment.AT_MOST:
        raise Invalid(
            Refusal(
                "too_many_files",
                _("At most %(limit)s files come with a contribution. Leave some out, or put them into one."),
                {"limit": Attachment.AT_MOST},
                field="files",
            )
        )
    if size > file_rules.TOGETHER:
        raise Invalid(
            Refusal(
                "files_too_large",
                _("The files have more than %(limit)s MB together. Make them smaller, or leave some out."),
                {"limit": file_rules.TOGETHER // 1024**2},
                field="files",
            )
        )


def check_size(name: str, size: int) -> None:
    if size > file_rules.FILE_LIMIT:
        raise Invalid(
            Refusal(
                "file_too_large",
                _("“%(name)s” has more than %(limit)s MB. Make it smaller, or send it in parts."),
                {"name": names.shown(name), "limit": file_rules.FILE_LIMIT // 1024**2},
                field="files",
            )
        )


def sweep(*, now: datetime) -> int:
    """Take from disk what no row keeps, and what belongs to an erased contribution; returns how many files went."""
    erased = Attachment.objects.filter(contribution__status=Status.ERASED).exclude(file="")
    Attachment.objects.filter(pk__in=list(erased.values_list("pk", flat=True))).update(file="", name="")
    folder, storage = _kept_in()
    if not storage.exists(folder):
        return 0
    listed = storage.listdir(folder)[1]
    gone = 0
    for begin in range(0, len(listed), BATCH):
        paths = [f"{folder}/{name}" for name in listed[begin : begin + BATCH]]
        known = set(Attachment.objects.filter(file__in=paths).values_list("file", flat=True))
        for path in paths:
            if path not in known and storage.get_modified_time(path) < now - ORPHANED_AFTER:
                storage.delete(path)
                gone += 1
    return gone


def _kept_in() -> tuple[str, Storage]:
    field = Attachment._meta.get_field("file")
    return str(PurePosixPath(str(field.upload_to))), field.storage


def _ready(upload: Upload) -> Ready:
    try:
        taken = intake.taken(upload.content, upload.name)
    except intake.Unacceptable as why:
        shown = names.shown(upload.name)
        raise Invalid(
            Refusal("file_refused", _("“%(name)s”: %(reason)s"), {"name": shown, "reason": str(why)}, field="files")
        ) from None
    return Ready(names.kept(upload.name, taken.kind), taken.kind, taken.content)


def _keep(contribution: Contribution, file: Ready, position: int, *, at: datetime, is_original: bool) -> Attachment:
    key = uuid4()
    attachment = Attachment(
        id=key,
        contribution=contribution,
        position=position,
        name=file.name,
        media_type=file.kind.media_type,
        size=len(file.content),
        sha256=file.sha256,
        is_original=is_original,
        added_at=at,
    )
    # On disk it has no name that anybody gave: neither words nor an ending that a server would act upon.
    attachment.file.save(key.hex, ContentFile(file.content), save=False)
    attachment.save(force_insert=True)
    return attachment
