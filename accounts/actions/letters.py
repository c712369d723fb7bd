"""Letters by which somebody shows that they belong to a body: read by who answers, and by nobody after that."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import AffiliationRequest, Person
from accounts.permissions import can_take_back
from texts.files import intake, names
from web.refusals import Conflict, Invalid, Refusal, require

# Bytes of a letter.
LIMIT = 10 * 1024 * 1024
# After the answer it is kept so long, for who asks why.
KEPT_FOR = timedelta(days=30)
# An act is over long before its file is this old.
ORPHANED_AFTER = timedelta(hours=1)
BATCH = 500


@dataclass(frozen=True)
class Upload:
    """A letter as somebody sent it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Ready:
    """A letter that may be kept: its name, and its content without metadata."""

    name: str
    content: bytes


def ready(upload: Upload) -> Ready:
    """Look into a letter and take its metadata out. It takes a tenth of a second, so it comes before any lock."""
    check_size(len(upload.content))
    try:
        taken = intake.taken(upload.content, upload.name)
    except intake.Unacceptable as why:
        shown = names.shown(upload.name)
        raise Invalid(
            Refusal("file_refused", _("“%(name)s”: %(reason)s"), {"name": shown, "reason": str(why)}, field="letter")
        ) from None
    return Ready(names.kept(upload.name, taken.kind), taken.content)


def check_size(size: int) -> None:
    if size > LIMIT:
        raise Invalid(
            Refusal(
                "file_too_large",
                _("The letter has more than %(limit)s MB. Make it smaller."),
                {"limit": LIMIT // 1024**2},
                field="letter",
            )
        )


@transaction.atomic(savepoint=False)
def send(*, by: Person, request: AffiliationRequest, upload: Upload) -> AffiliationRequest:
    """Put a letter beside one's own request while it waits; it takes the place of one that is there."""
    require(can_take_back(by, request))
    letter = ready(upload)
    present = AffiliationRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if present.status != AffiliationRequest.Status.WAITING:
        raise Conflict(Refusal("request_answered", _("This request is answered already, so no letter is added.")))
    earlier = present.letter.name
    keep(present, letter)
    present.save(update_fields=["letter", "letter_name"])
    if earlier:
        storage = present.letter.storage
        transaction.on_commit(lambda: storage.delete(earlier))
    return present


def keep(request: AffiliationRequest, letter: Ready) -> None:
    """A step of asking: write a letter to disk and name it in the row, which the caller saves."""
    # On disk it has no name that anybody gave: neither words nor an ending that a server would act upon.
    request.letter.save(uuid4().hex, ContentFile(letter.content), save=False)
    request.letter_name = letter.name


def sweep(*, now: datetime) -> int:
    """Take from disk letters of requests that are over, and files that no request names; returns how many went."""
    waiting = AffiliationRequest.Status.WAITING
    taken_back = Q(status=AffiliationRequest.Status.TAKEN_BACK)
    over = AffiliationRequest.objects.exclude(letter="").exclude(status=waiting)
    over.filter(taken_back | Q(decided_at__lt=now - KEPT_FOR)).update(letter="", letter_name="")
    folder, storage = _kept_in()
    if not storage.exists(folder):
        return 0
    listed, gone = storage.listdir(folder)[1], 0
    for begin in range(0, len(listed), BATCH):
        paths = [f"{folder}/{name}" for name in listed[begin : begin + BATCH]]
        known = set(AffiliationRequest.objects.filter(letter__in=paths).values_list("letter", flat=True))
        for path in paths:
            if path not in known and storage.get_modified_time(path) < now - ORPHANED_AFTER:
                storage.delete(path)
                gone += 1
    return gone


def _kept_in() -> tuple[str, Storage]:
    field = AffiliationRequest._meta.get_field("letter")
    return str(PurePosixPath(str(field.upload_to))), field.storage
